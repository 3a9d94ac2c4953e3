"""Sessions, the places in them, and how they went."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Person, Role
from people.texts import refuse_identity

from .catalogue import Course


class SessionQuerySet(models.QuerySet):
    """Sessions, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """Those one leads or has a place in; for trainers also those that reach their people."""
        led = Person.objects.in_office_of(viewer, Role.TRAINER)
        places = Enrolment.objects.visible_to(viewer)
        return self.filter(
            Q(trainer=viewer) | Q(trainer__in=led) | Q(pk__in=places.values("session_id")),
            organisation_id=viewer.organisation_id,
        )

    def with_places(self, viewer: Person) -> Self:
        """Count the places the viewer may see as `booked`, those without a result as `unsaid`."""
        seen = Q(enrolments__in=Enrolment.objects.visible_to(viewer))
        return self.annotate(
            booked=Count("enrolments", filter=seen),
            unsaid=Count("enrolments", filter=seen & Q(enrolments__attendance="")),
        )


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
    trainer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("Trainer"))
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
    """How much of a session somebody was there for."""

    FULL = "full", pgettext_lazy("attendance", "Full day")
    PART = "part", pgettext_lazy("attendance", "Part")
    AWAY = "away", pgettext_lazy("attendance", "Away")


class EnrolmentQuerySet(models.QuerySet):
    """Places in sessions, by who may see them."""

    def with_history(self, session: "Session") -> Self:
        """Count a person's earlier places in the course as `asked`, full days there as `came`."""
        earlier = Q(
            person__enrolments__session__course=session.course_id,
            person__enrolments__session__day__lt=session.day,
        )
        full = Q(person__enrolments__attendance=Attendance.FULL)
        return self.annotate(
            asked=Count("person__enrolments", filter=earlier),
            came=Count("person__enrolments", filter=earlier & full),
        )

    def visible_to(self, viewer: Person) -> Self:
        """One's own, and for trainers those of everybody at or below their unit."""
        return self.filter(
            Q(person=viewer) | Q(person__in=Person.objects.in_office_of(viewer, Role.TRAINER))
        )


class Enrolment(models.Model):
    """A person's place in a session, and how it went."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, models.CASCADE, related_name="enrolments")
    attendance = models.CharField(max_length=4, choices=Attendance, blank=True)
    passed = models.BooleanField(null=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attendance__in=["", *Attendance.values]), name="attendance_is_known"
            ),
            models.UniqueConstraint(fields=["session", "person"], name="one_place_per_person"),
            models.CheckConstraint(
                condition=~Q(passed=True) | Q(attendance__in=["full", "part"]),
                name="nobody_passes_while_away",
                violation_error_message=_("Somebody who was away cannot be certified."),
            ),
        ]
