"""Releases: what members agreed to publish, where units are, and what was published for good."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from people.models import Person, Unit
from programme.regions.reading import Province, provinces

from .programmes import OfMemberQuerySet, PartAgreement, Programme, ProgrammeMember, SharedPart


class ReleasePart(models.TextChoices):
    """What an organisation may let into releases; a part is never a row, a unit or a period."""

    LOAD = "load", _("Load")
    WELLBEING = "wellbeing", _("How teams are doing")
    CERTIFICATES = "certificates", _("Certificates")
    COVERAGE = "coverage", _("Posts and coverage")
    EVALUATIONS = "evaluations", _("What people say of training")
    EXITS = "exits", _("Why people leave")


class ReleaseConsentQuerySet(OfMemberQuerySet):
    """What members agreed to publish, by viewer and by day."""

    def on(self, day: date) -> Self:
        """Those that hold on a day, of members that are there and share the part of releases."""
        shares = PartAgreement.objects.filter(
            member=OuterRef("member"), part=SharedPart.RELEASES, withdrawn_at=None
        )
        held = self.filter(withdrawn_at=None, until__gte=day, member__left_at=None)
        return held.filter(Exists(shares), member__programme__ended_at=None)


class ReleaseConsent(models.Model):
    """A member lets parts of its figures into releases, until a day or until a no."""

    member = models.ForeignKey(ProgrammeMember, models.CASCADE, related_name="release_consents")
    # Values of `ReleasePart`.
    parts = models.JSONField(_("What"), default=list)
    until = models.DateField(_("Until"))
    agreed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ReleaseConsentQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(withdrawn_at=None),
                name="one_release_consent_a_member",
            ),
        ]


class UnitPlaceQuerySet(models.QuerySet):
    """Where units are, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the viewer's own organisation."""
        return self.filter(unit__organisation=viewer.organisation_id)


class UnitPlace(models.Model):
    """The province of a unit; a unit without one is where the unit above it is."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="place_of")
    # The code of a province.
    province = models.CharField(_("Province"), max_length=6)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = UnitPlaceQuerySet.as_manager()

    @property
    def place(self) -> Province | None:
        """The province itself."""
        return provinces().get(self.province)


class ReleaseQuerySet(models.QuerySet):
    """Releases, by viewer and by how far they are."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the programme to which the viewer's organisation belongs today."""
        return self.filter(programme__in=Programme.objects.visible_to(viewer))

    def drafts(self) -> Self:
        """Those that are not public yet, and were not sent back."""
        return self.filter(published_at=None, sent_back_at=None)

    def standing(self) -> Self:
        """Those that were not sent back: one of a quarter."""
        return self.filter(sent_back_at=None)

    def sent_back(self, programme: Programme, quarter: str) -> Self:
        """The drafts of a quarter that were sent back; no page shows them any more."""
        return self.filter(programme=programme, quarter=quarter).exclude(sent_back_at=None)

    def public(self) -> Self:
        """Those that are or were public; of one that was withdrawn only a tombstone is left."""
        return self.exclude(published_at=None)


class Release(models.Model):
    """What a programme publishes of a quarter: of the frozen blocks that end in it, once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="releases")
    # "2026-Q4". A block is in one release only, because it ends in one quarter.
    quarter = models.CharField(max_length=7)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # When the job had drafted and checked it.
    drafted_at = models.DateTimeField(null=True)
    # The cells that the check took out, by name alone.
    taken_out = models.JSONField(default=list)
    # What a draft told is kept until its quarter is public: the next draft may tell nothing else.
    # Its entries stay: the organisations in it are in the quarter of no other programme.
    sent_back_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    # Of what was public; written when it is withdrawn, with a key: without it rows cannot be tried.
    keyed_hash = models.CharField(max_length=64, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-quarter", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "quarter"],
                condition=Q(sent_back_at=None),
                name="a_quarter_is_released_once",
            ),
            models.CheckConstraint(
                condition=Q(sent_back_at=None) | Q(published_at=None),
                name="what_was_sent_back_is_not_public",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(drafted_at__isnull=False),
                name="only_a_draft_becomes_public",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(published_at__isnull=False),
                name="only_what_is_public_is_withdrawn",
            ),
        ]


class OfReleaseQuerySet(models.QuerySet):
    """Rows of a release, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the programme to which the viewer's organisation belongs today."""
        return self.filter(release__in=Release.objects.visible_to(viewer))


class ReleasedRow(models.Model):
    """One cell in words: no sum, no count, and the same word for every reason to withhold it."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="rows")
    block = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=20)
    measure = models.CharField(max_length=30)
    band = models.CharField(max_length=12)

    objects = OfReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["release", "block", "place", "measure"], name="a_cell_is_told_once"
            ),
        ]


class ReleaseEntry(models.Model):
    """A member's figures are in a draft, because of what it agreed to."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="entries")
    consent = models.ForeignKey(ReleaseConsent, models.CASCADE, related_name="entries")

    objects = OfReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["release", "consent"], name="a_consent_enters_once"),
        ]


class ReleaseApproval(models.Model):
    """A person of the office read a draft and said yes; it takes two, of two organisations."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="approvals")
    # The organisation for which the person is of the office.
    member = models.ForeignKey(ProgrammeMember, models.PROTECT, related_name="+")
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    objects = OfReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["release", "member"], name="an_organisation_says_yes_once"
            ),
            models.UniqueConstraint(fields=["release", "said_by"], name="a_person_says_yes_once"),
        ]
