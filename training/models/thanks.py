"""Thank-you notes, from a colleague or through a link, and what was reported of them."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from people.keys import ring
from people.models import Organisation, Person, belongs_still, colleague_in
from people.weeks import today
from people.writing.texts import refuse_identity

from .audience import SHARED, Audience
from .thanks_links import ThanksLink

LONGEST_NOTE = 280
PURPOSE = "training.Thanks.words"
PARTNER, WRITER = "training.Thanks.partner", "training.Thanks.writer"


class ThanksQuerySet(models.QuerySet):
    """Notes, by who may read them."""

    def visible_to(self, viewer: Person) -> Self:
        """What the viewer received or wrote, what others share, and for an admin reported notes."""
        own = Q(receiver=viewer, removed_at=None) | Q(giver=viewer)
        return self.filter(own | shared_inside(viewer) | reported_to(viewer))

    def on_the_wall(self, viewer: Person) -> Self:
        """What people of the viewer's organisation let each other read."""
        return self.filter(shared_inside(viewer))

    def received(self, person: Person) -> Self:
        """The notes that thank a person, put away or not."""
        return self.filter(receiver=person, removed_at=None)

    def public(self, day: date) -> Self:
        """What any reader with its link may read, while its receiver could still take it back."""
        here = belongs_still("receiver", day)
        return self.filter(here, open_now(), audience=Audience.PUBLIC)

    def never_kept(self) -> Self:
        """What came from outside and was put away unanswered."""
        return self.filter(audience="", hidden_at__isnull=False)


class Thanks(models.Model):
    """A few kind words, from a colleague or from a person outside with a link."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # Empty, where a person without an account wrote through a link.
    giver = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="thanks_given"
    )
    receiver = models.ForeignKey(Person, models.CASCADE, related_name="thanks")
    # Bound to the pair: most notes stay between two people.
    sealed_words = models.TextField()
    # What a person outside calls themselves, and the link they came by.
    link = models.ForeignKey(
        ThanksLink, models.RESTRICT, null=True, blank=True, related_name="notes"
    )
    sealed_partner = models.TextField(blank=True)
    sealed_writer = models.TextField(blank=True)
    SEALED = {"sealed_words": PURPOSE, "sealed_partner": PARTNER, "sealed_writer": WRITER}
    given_at = models.DateTimeField()
    # Empty until its receiver keeps it, where it came from outside.
    audience = models.CharField(
        max_length=7, choices=Audience, default=Audience.PRIVATE, blank=True
    )
    # Some work here is better done without a name on a wall.
    named = models.BooleanField(default=True)
    # Put away by its receiver: no other person sees it then, as if never shared.
    hidden_at = models.DateTimeField(null=True)
    # Taken down by an admin after a report.
    removed_at = models.DateTimeField(null=True)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="nobody_thanks_themselves"
            ),
            models.CheckConstraint(
                condition=Q(link=None, giver__isnull=False, sealed_partner="", sealed_writer="")
                | Q(link__isnull=False) & ~Q(sealed_partner=""),
                name="a_note_is_a_colleagues_or_came_by_a_link",
            ),
            models.CheckConstraint(
                condition=Q(link__isnull=False) | ~Q(audience=""),
                name="only_what_came_by_a_link_waits",
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "given_at"], name="thanks_by_receiver"),
            models.Index(fields=["organisation", "audience"], name="thanks_by_wall"),
        ]

    @property
    def owner(self) -> str:
        """The owner of the words: these two, or this one note from outside."""
        return f"{self.public_id if self.link_id else self.giver_id}:{self.receiver_id}"

    @property
    def words(self) -> str:
        """The words, opened."""
        return ring.unseal(self.sealed_words, owner=self.owner, purpose=PURPOSE)

    @property
    def partner(self) -> str:
        """The organisation of a person outside, in their words or their account's."""
        return ring.unseal(self.sealed_partner, owner=self.owner, purpose=PARTNER)

    @property
    def writer(self) -> str:
        """The name that a person outside gave, or nothing."""
        return ring.unseal(self.sealed_writer, owner=self.owner, purpose=WRITER)

    @property
    def from_name(self) -> str:
        """Who it is from, as its readers read it; never the account of a person outside."""
        if self.link_id:
            return ", ".join(filter(None, (self.writer, self.partner)))
        return self.giver.name

    @property
    def to_name(self) -> str:
        """Who it is for, as its writer and people outside know them."""
        return self.link.name if self.link_id else self.receiver.name

    @property
    def shown_to(self) -> str:
        """Who it is for, as the organisation reads it where it is shared."""
        return self.receiver.name if self.named else gettext("a colleague")

    @property
    def people(self) -> list[Person]:
        """The people an admin sees by name; never the account of a person outside."""
        return [self.receiver] if self.link_id else [self.giver, self.receiver]

    @property
    def is_confirmed(self) -> bool:
        """Say whether its partner is the organisation of an account here, and not just typed."""
        return bool(self.link_id and self.giver_id)

    @property
    def waits(self) -> bool:
        """Say whether its receiver has still to keep it or put it away."""
        return not self.audience and not self.hidden_at

    @property
    def given_on(self) -> date:
        """The day it was given."""
        return today(self.given_at)

    def write(self, words: str) -> None:
        """Seal words for this pair."""
        self.sealed_words = ring.seal(words, owner=self.owner, purpose=PURPOSE)

    def sign(self, *, partner: str, writer: str) -> None:
        """Seal what a person outside calls themselves."""
        self.sealed_partner = ring.seal(partner, owner=self.owner, purpose=PARTNER)
        self.sealed_writer = ring.seal(writer, owner=self.owner, purpose=WRITER)


class ThanksReportQuerySet(models.QuerySet):
    """Reports, by who may decide on them."""

    def visible_to(self, viewer: Person) -> Self:
        """What the viewer reported, and for an admin of the organisation what is about others."""
        return self.filter(Q(by=viewer) | Q(pk__in=self.model.objects.decided_by(viewer)))

    def decided_by(self, viewer: Person) -> Self:
        """What this admin decides: nothing that they wrote or received themselves."""
        if not viewer.administers_all:
            return self.none()
        theirs = Q(thanks__giver=viewer) | Q(thanks__receiver=viewer)
        return self.waiting().filter(organisation_id=viewer.organisation_id).exclude(theirs)

    def waiting(self) -> Self:
        """Those without a decision yet."""
        return self.filter(decided_at=None)


class ThanksReport(models.Model):
    """A reader finds a note unkind; an admin looks at it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    thanks = models.ForeignKey(Thanks, models.CASCADE, related_name="reports")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=LONGEST_NOTE, validators=[refuse_identity])
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    upheld = models.BooleanField(null=True, blank=True)

    objects = ThanksReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thanks"],
                condition=Q(decided_at=None),
                name="one_open_report_of_a_note",
            )
        ]


def open_now() -> Q:
    """Neither put away, nor taken down, nor waiting for an admin's decision."""
    reported = ThanksReport.objects.waiting().values("thanks_id")
    return Q(hidden_at=None, removed_at=None) & ~Q(pk__in=reported)


def shared_inside(viewer: Person) -> Q:
    """What people of the viewer's organisation share, for as long as both belong to it."""
    here = Q(organisation_id=viewer.organisation_id, audience__in=SHARED)
    return here & colleague_in("receiver", viewer) & open_now()


def reported_to(viewer: Person) -> Q:
    """What an admin has to decide on."""
    return Q(pk__in=ThanksReport.objects.decided_by(viewer).values("thanks_id"))
