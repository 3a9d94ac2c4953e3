"""Supervision in a group: a day, its kind, its hours, who led and who was there. Never content."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import (
    MAY,
    Organisation,
    OwnOrganisationQuerySet,
    Person,
    Role,
    in_office_of,
    office_has,
    supervised_by,
)
from people.writing.texts import refuse_identity
from training.rules.group_supervision import LEAST_HOURS, MOST_HOURS, USUAL_SHARE, hours_counted


def in_groups_of(viewer: Person) -> Q:
    """The people that a viewer may lead in a group: never themselves."""
    office = [role for role in MAY.lead_groups if role != Role.SUPERVISOR]
    return (supervised_by(viewer) | in_office_of(viewer, *office)) & ~Q(pk=viewer.pk)


class GroupMeetingQuerySet(models.QuerySet):
    """Meetings, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """Those that the viewer led, wrote down or was at."""
        there = MeetingPlace.objects.filter(meeting=OuterRef("pk"), person=viewer)
        return self.filter(Q(leader=viewer) | Q(recorded_by=viewer) | Exists(there))

    def written_by(self, viewer: Person) -> Self:
        """Those of other people that the viewer wrote down, as who led or for an outside leader."""
        own = MeetingPlace.objects.filter(meeting=OuterRef("pk"), person=viewer)
        return self.filter(~Exists(own), recorded_by=viewer)


class GroupMeeting(models.Model):
    """One meeting of several with the person who led it."""

    class Kind(models.TextChoices):
        """What kind of supervision it was."""

        CLINICAL = "clinical", pgettext_lazy("group", "Clinical supervision")
        PEER = "peer", pgettext_lazy("group", "Peer supervision")
        CASE = "case", pgettext_lazy("group", "Case conference")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # Who led it: a colleague, or else a name from outside.
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outside_leader = models.CharField(
        _("Led by somebody from outside"),
        max_length=80,
        blank=True,
        default="",
        validators=[refuse_identity],
    )
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind)
    day = models.DateField(_("Day"))
    hours = models.DecimalField(
        _("Hours"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(LEAST_HOURS), MaxValueValidator(MOST_HOURS)],
    )
    # As it was set on the day of writing: what was counted stays when the organisation changes it.
    share = models.DecimalField(max_digits=3, decimal_places=2)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = GroupMeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=(Q(leader=None) & ~Q(outside_leader=""))
                | Q(leader__isnull=False, outside_leader=""),
                name="a_meeting_has_one_leader",
                violation_error_message=_("Please say who led it."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=LEAST_HOURS, hours__lte=MOST_HOURS),
                name="a_meeting_takes_up_to_a_working_day",
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1), name="a_meeting_counts_once_at_most"
            ),
        ]
        indexes = [models.Index(fields=["recorded_by", "-day"], name="meetings_by_writer")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def counted(self) -> Decimal:
        """The hours that count for each participant."""
        return hours_counted(self.hours, self.share)


class MeetingPlaceQuerySet(models.QuerySet):
    """Who was at a meeting, by who may see it."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own, those at meetings they led or wrote down, of people in reach today.

        A trainer also sees the hours that their people told and that wait to be confirmed.
        """
        people = Person.objects.filter(in_groups_of(viewer))
        written = Q(meeting__leader=viewer) | Q(meeting__recorded_by=viewer)
        return self.filter(
            Q(person=viewer) | Q(written, person__in=people) | self.to_confirm_by(viewer)
        )

    def to_confirm(self, viewer: Person) -> Self:
        """Those of others that the viewer confirms: as who led, or as their trainer."""
        return self.filter(self.to_confirm_by(viewer))

    @staticmethod
    def to_confirm_by(viewer: Person) -> Q:
        """Write `to_confirm` as a condition."""
        led = Person.objects.filter(in_groups_of(viewer))
        trained = office_has("person", viewer, Role.TRAINER) & ~Q(person=viewer)
        mine = Q(meeting__leader=viewer, person__in=led) | trained
        return Q(state=MeetingPlace.State.TOLD) & mine

    def confirmed(self, day: date) -> Self:
        """Those that count, of meetings up to a day."""
        return self.filter(state=MeetingPlace.State.CONFIRMED, meeting__day__lte=day)


class MeetingPlace(models.Model):
    """A person was at a meeting."""

    class State(models.TextChoices):
        """Whether another person says so too."""

        TOLD = "told", pgettext_lazy("group", "Not confirmed yet")
        CONFIRMED = "confirmed", pgettext_lazy("group", "Counts")
        REFUSED = "refused", pgettext_lazy("group", "Not counted")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(GroupMeeting, models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, models.CASCADE, related_name="group_meetings")
    state = models.CharField(max_length=9, choices=State)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MeetingPlaceQuerySet.as_manager()

    class Meta:
        ordering = ("-meeting__day", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="once_at_a_meeting"),
            models.CheckConstraint(
                condition=Q(state="told", decided_by=None)
                | (~Q(state="told") & Q(decided_by__isnull=False)),
                name="what_is_decided_was_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(person=models.F("decided_by")),
                name="nobody_confirms_their_own_meeting",
            ),
        ]


class SupervisionShare(models.Model):
    """Which share of the hours of a kind of meeting counts, where an organisation set its own."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=GroupMeeting.Kind)
    share = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = OwnOrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="one_share_of_a_kind"),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1), name="a_share_from_0_to_1"
            ),
        ]

    @classmethod
    def of(cls, viewer: Person) -> dict[str, Decimal]:
        """Read the share of each kind in the viewer's organisation."""
        own = dict(cls.objects.visible_to(viewer).values_list("kind", "share"))
        return {kind: own.get(kind, USUAL_SHARE) for kind in GroupMeeting.Kind.values}
