"""Sessions, the places in them, and how they went."""

import uuid
from datetime import date, datetime
from typing import Self, cast

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.languages.fields import LocalTextField
from people.models import Organisation, Person, Role, office_has
from people.weeks import BANGKOK
from people.writing.texts import refuse_identity

from .catalogue import Course

HTTPS = URLValidator(schemes=["https"])


class SessionQuerySet(models.QuerySet):
    """Sessions, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """Those the viewer leads or has a place in; for trainers also those with their people."""
        places = Enrolment.objects.visible_to(viewer).filter(session=OuterRef("pk"))
        led = office_has("trainer", viewer, Role.TRAINER)
        return self.filter(
            led_as_trainer(viewer) | led | Q(Exists(places)),
            organisation_id=viewer.organisation_id,
        )

    def taught_by(self, viewer: Person) -> Self:
        """Those a trainer arranges and records: led by a trainer in reach, or with their people."""
        if Role.TRAINER not in viewer.roles:
            return self.none()
        places = Enrolment.objects.recorded_by(viewer).filter(session=OuterRef("pk"))
        led = office_has("trainer", viewer, Role.TRAINER)
        return self.filter(
            Q(trainer=viewer) | led | Q(Exists(places)),
            organisation_id=viewer.organisation_id,
        )

    def offered_to(self, person: Person) -> Self:
        """Those a person may answer or sign up for: open to all, or they were asked or are in.

        A person who has left is offered none.
        """
        if not person.belongs:
            return self.none()
        own = Enrolment.objects.filter(person=person)
        return self.filter(
            Q(open_to_all=True) | Q(pk__in=own.values("session_id")),
            organisation_id=person.organisation_id,
        )

    def attended_by(self, person: Person) -> Self:
        """Those that a person attended, and did not lead."""
        return self.filter(was_there(person), organisation_id=person.organisation_id)

    def heard_by(self, viewer: Person) -> Self:
        """Those of which the viewer hears what all participants together said.

        People who were there, their trainer, and the programme office that the trainer belongs to.
        """
        office = office_has("trainer", viewer, Role.PROGRAMME)
        return self.filter(
            led_as_trainer(viewer) | office | was_there(viewer),
            organisation_id=viewer.organisation_id,
        )

    def hold(self, pk: int) -> "Session":
        """Lock a session until all is written; one that was called off meanwhile is refused."""
        found = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if found is None:
            raise ValidationError(_("This session does not take place any more."), code="gone")
        return cast("Session", found)

    def with_places(self, viewer: Person) -> Self:
        """Count the places the viewer may see as `booked`, those without a result as `unsaid`.

        Those of which something waits for a second trainer are `unconfirmed`.
        """
        booked = Enrolment.objects.visible_to(viewer).booked().filter(session=OuterRef("pk"))
        return self.annotate(
            booked=how_many(booked),
            unsaid=how_many(booked.filter(attendance="")),
            unconfirmed=how_many(booked.exclude(proposed_by=None)),
        )

    def with_open_places(self, viewer: Person) -> Self:
        """Those with a place that the viewer may see without a result, or with one that waits."""
        booked = Enrolment.objects.visible_to(viewer).booked().filter(session=OuterRef("pk"))
        return self.filter(Exists(booked.filter(~Q(proposed_by=None) | Q(attendance=""))))


def how_many(places: "EnrolmentQuerySet") -> Coalesce:
    """Count places of the session in the outer query."""
    counted = places.order_by().values(all=Value(1)).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def led_as_trainer(viewer: Person) -> Q:
    """The sessions that the viewer leads, if a trainer today, as a condition on Session."""
    return Q(trainer=viewer) if Role.TRAINER in viewer.roles else Q(pk__in=())


def was_there(person: Person) -> Exists:
    """A person attended a session and did not lead it, as a condition on Session."""
    places = Enrolment.objects.were_there()
    return Exists(places.filter(session=OuterRef("pk"), person=person))


class Session(models.Model):
    """One time that a course is held."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="sessions", verbose_name=_("Course")
    )
    day = models.DateField(_("Day"))
    starts = models.TimeField(pgettext_lazy("time of day", "From"))
    ends = models.TimeField(pgettext_lazy("time of day", "Until"))
    place = models.CharField(_("Place"), max_length=120, validators=[refuse_identity])
    # Where it can be joined from afar; only those with a place read it.
    online = models.URLField(_("Link to join online"), blank=True, validators=[HTTPS])
    trainer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("Trainer"))
    # A trainer without an account here: of an embassy, a university, another service.
    outside_trainer = models.CharField(
        _("Trainer from outside"),
        max_length=80,
        blank=True,
        default="",
        db_default="",
        validators=[refuse_identity],
    )
    outside_organisation = models.CharField(
        _("Their organisation"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        validators=[refuse_identity],
    )
    # The organisation that holds it and decides when and where, if another one does.
    held_by = LocalTextField(max_length=255, null=True, blank=True, editable=False)
    # Empty: no limit of seats.
    seats = models.PositiveSmallIntegerField(
        _("Seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
    )
    open_to_all = models.BooleanField(
        _("Anybody here may sign up"), default=False, db_default=False
    )
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    # Two trainers at once: the one who read an older version is told, and loses nothing.
    version = models.PositiveIntegerField(default=0)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")),
                name="session_ends_after_it_starts",
                violation_error_code="ends_early",
                violation_error_message=_("The end is not after the beginning."),
            )
        ]
        indexes = [models.Index(fields=["organisation", "day"], name="sessions_by_day")]

    def __str__(self) -> str:
        return f"{self.course}, {self.day}"

    @property
    def begins(self) -> datetime:
        """The moment it begins, in Bangkok."""
        return datetime.combine(self.day, self.starts, BANGKOK)

    @property
    def finishes(self) -> datetime:
        """The moment it ends, in Bangkok."""
        return datetime.combine(self.day, self.ends, BANGKOK)

    @property
    def outside(self) -> str:
        """Write who teaches from outside, with their organisation; nothing if none does."""
        return ", ".join(filter(None, (self.outside_trainer, self.outside_organisation)))

    @property
    def times(self) -> str:
        """Write from when until when: 09:00–16:00, or 09.00–16.00 น."""
        if get_language() == "th":
            return f"{self.starts:%H.%M}–{self.ends:%H.%M} น."
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"

    def expires_on(self) -> date | None:
        """Say until when a certificate of this session holds; None for ever, or for none."""
        kind = self.course.certificate_type
        return kind.expiry(self.day) if kind else None


class Attendance(models.TextChoices):
    """How much of a session a person attended."""

    FULL = "full", pgettext_lazy("attendance", "Full day")
    PART = "part", pgettext_lazy("attendance", "Part")
    AWAY = "away", pgettext_lazy("attendance", "Away")

    @property
    def came(self) -> bool:
        """Say whether they were there at all."""
        return self is not Attendance.AWAY


class PlaceState(models.TextChoices):
    """How a person's place in a session stands."""

    BOOKED = "booked", pgettext_lazy("place", "Has a place")
    INVITED = "invited", pgettext_lazy("place", "Invited")
    WAITING = "waiting", pgettext_lazy("place", "Waiting for a place")
    DECLINED = "declined", pgettext_lazy("place", "Not coming")


class EnrolmentQuerySet(models.QuerySet):
    """Places in sessions, by who may see them."""

    def with_history(self, session: "Session") -> Self:
        """Count a person's earlier places in the course as `asked`, full days there as `came`."""
        earlier = Q(
            person__enrolments__session__course=session.course_id,
            person__enrolments__session__day__lt=session.day,
            person__enrolments__state=PlaceState.BOOKED,
        )
        full = Q(person__enrolments__attendance=Attendance.FULL)
        return self.annotate(
            asked=Count("person__enrolments", filter=earlier),
            came=Count("person__enrolments", filter=earlier & full),
        )

    def booked(self) -> Self:
        """Those who have a place."""
        return self.filter(state=PlaceState.BOOKED)

    def waiting_for_second(self, by: Person) -> Self:
        """Those with a result by another trainer that this trainer may confirm."""
        waiting = self.booked().exclude(proposed_by=None).exclude(proposed_by=by)
        return waiting.filter(office_has("person", by, Role.TRAINER)).exclude(person=by)

    def were_there(self) -> Self:
        """Those of people who came, for all of it or a part; not the one who led the session."""
        came = self.filter(attendance__in=[one for one in Attendance if one.came])
        return came.exclude(person=models.F("session__trainer"))

    def waiting(self) -> Self:
        """Those on the waiting list, in its order."""
        return self.filter(state=PlaceState.WAITING).order_by("since", "pk")

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, and for trainers those of all people at or below their unit."""
        return self.filter(Q(person=viewer) | office_has("person", viewer, Role.TRAINER))

    def recorded_by(self, viewer: Person) -> Self:
        """Those of all people the trainer trains; never their own."""
        taught = office_has("person", viewer, Role.TRAINER)
        return self.filter(taught).exclude(person=viewer)


class Enrolment(models.Model):
    """A person's place in a session, and how it went."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, models.CASCADE, related_name="enrolments")
    state = models.CharField(
        max_length=8, choices=PlaceState, default=PlaceState.BOOKED, db_default=PlaceState.BOOKED
    )
    # Since when it is this state: the order of the waiting list.
    since = models.DateTimeField(null=True)
    attendance = models.CharField(max_length=4, choices=Attendance, blank=True)
    passed = models.BooleanField(null=True)
    # What one trainer wrote of a session long past: it counts once a second one has confirmed it.
    proposed_attendance = models.CharField(
        max_length=4, choices=Attendance, blank=True, default="", db_default=""
    )
    proposed_passed = models.BooleanField(null=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attendance__in=["", *Attendance.values]), name="attendance_is_known"
            ),
            models.UniqueConstraint(fields=["session", "person"], name="one_place_per_person"),
            models.CheckConstraint(condition=Q(state__in=PlaceState.values), name="place_is_known"),
            models.CheckConstraint(
                condition=Q(attendance="") | Q(state="booked"), name="only_who_has_a_place_attends"
            ),
            models.CheckConstraint(
                condition=~Q(passed=True) | Q(attendance__in=["full", "part"]),
                name="nobody_passes_while_away",
                violation_error_message=_("Somebody who was away cannot be certified."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None, proposed_attendance="", proposed_passed=None)
                | Q(proposed_by__isnull=False, proposed_attendance__in=Attendance.values),
                name="what_waits_for_a_second_trainer_has_a_first",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | ~Q(proposed_by=models.F("person")),
                name="nobody_writes_their_own_attendance",
            ),
        ]

    @property
    def waits(self) -> bool:
        """Say whether something written of it waits for a second trainer."""
        return self.proposed_by_id is not None

    @property
    def written(self) -> tuple[str, bool | None]:
        """What was last written of it, whether it counts already or waits."""
        if self.waits:
            return self.proposed_attendance, self.proposed_passed
        return self.attendance, self.passed

    def propose(self, attendance: str, passed: bool | None, by: Person) -> None:
        """Let a result wait for a second trainer; one that counts already waits no more."""
        fresh = (attendance, passed) != (self.attendance, self.passed)
        self.proposed_attendance = attendance if fresh else ""
        self.proposed_passed = passed if fresh else None
        self.proposed_by = by if fresh else None

    def accept(self) -> None:
        """Let count what waited."""
        self.attendance, self.passed = self.written
        self.proposed_attendance, self.proposed_passed, self.proposed_by = "", None, None
