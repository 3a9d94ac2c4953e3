"""Work that moves from one person to another: proposed, then accepted or not."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import (
    Organisation,
    Person,
    SpokenLanguage,
    Unit,
    answers_wholly,
    supervised_by,
)
from training.models import CertificateType

from .caseload import CaseloadLine
from .flag import Flag
from .supervised import of_post_led

# The two sides of a move: the person, and the post.
GIVES, TAKES = ("giver", "unit"), ("receiver", "to_unit")


def side_led(viewer: Person, person: str, unit: str) -> Q:
    """The moves on one side of which the viewer answers for the post, or for every post there.

    What was answered stays with who answers for such posts, also after this one has ended.
    """
    stays = Q(of_post_led(viewer, person, unit, ever=True))
    open_there = Q(state=Transfer.State.PROPOSED) | Q(**{unit: None}) | stays
    part = Q(of_post_led(viewer, person, unit)) & supervised_by(viewer, person)
    return open_there & answers_wholly(viewer, person) | part


class TransferQuerySet(models.QuerySet):
    """Moves of work, by who may see them."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the giver, the receiver, and the supervisors of either.

        Of a person with several posts, those of the posts that the viewer answers for.
        """
        own = Q(giver=viewer) | Q(receiver=viewer)
        return self.filter(own | side_led(viewer, *GIVES) | side_led(viewer, *TAKES))

    def sides_led(self, viewer: Person) -> tuple[bool, bool]:
        """Say of one move whether the viewer answers for the post that gives; that takes."""
        gives, takes = side_led(viewer, *GIVES), side_led(viewer, *TAKES)
        found = self.annotate(led_giving=gives, led_taking=takes)
        return found.values_list("led_giving", "led_taking").get()

    def about(self, person: Person | int) -> Self:
        """Those that a person gives or receives, newest first."""
        return self.filter(Q(giver=person) | Q(receiver=person)).order_by("-proposed_at", "-pk")

    def waiting(self) -> Self:
        """Those without an answer yet."""
        return self.filter(state=Transfer.State.PROPOSED)

    def in_full(self) -> Self:
        """Read them with their people and their lines; two statements, one where there is none."""
        return self.with_people().prefetch_related(
            models.Prefetch("lines", TransferLine.objects.select_related("line"))
        )

    def with_people(self) -> Self:
        """Read them with their people, and the certificate that is asked for."""
        return self.select_related("giver", "receiver", "proposed_by", "certificate")


class Transfer(models.Model):
    """Some of a person's cases should go to a colleague. Nothing moves before they accept."""

    class State(models.TextChoices):
        """How a proposal stands."""

        PROPOSED = "proposed", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted, the cases have moved")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    giver = models.ForeignKey(Person, models.CASCADE, related_name="moves_from")
    receiver = models.ForeignKey(Person, models.CASCADE, related_name="moves_to")
    # From which post the cases go, and to which: of a person with several, each post's supervisors
    # read only what is about it.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    flag = models.ForeignKey(Flag, models.SET_NULL, null=True, related_name="moves")
    # What the cases ask for, where the proposer said so. It is a warning, never a bar, but for a
    # certificate that allows a duty: who has no valid one is asked only with a reason.
    language = models.CharField(max_length=3, choices=SpokenLanguage, blank=True)
    certificate = models.ForeignKey(CertificateType, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    word = models.CharField(max_length=500, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="work_moves_to_somebody_else",
                violation_error_message=_("Work moves to somebody else, not to oneself."),
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_at=None)
                | Q(state__in=["accepted", "declined", "withdrawn"], answered_at__isnull=False),
                name="a_move_is_answered_once",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(certificate__isnull=False),
                name="a_reason_is_about_a_certificate",
            ),
        ]
        indexes = [
            models.Index(fields=["giver", "state"], name="moves_by_giver"),
            models.Index(fields=["receiver", "state"], name="moves_by_receiver"),
        ]

    @property
    def waits(self) -> bool:
        """Say whether it can still be accepted, declined or withdrawn."""
        return self.state == self.State.PROPOSED

    @property
    def cases(self) -> int:
        """How many cases it is about."""
        return sum(part.count for part in self.lines.all())


class TransferLine(models.Model):
    """How many cases of a line move."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="lines")
    line = models.ForeignKey(CaseloadLine, models.CASCADE, related_name="moves")
    count = models.PositiveSmallIntegerField()
    # The cases as they were when this was proposed, and again when they moved, with their points.
    written = models.JSONField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["transfer", "line"], name="a_line_once_in_a_move"),
            models.CheckConstraint(condition=Q(count__gte=1), name="a_move_has_cases"),
        ]
