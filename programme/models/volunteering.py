"""An organisation's public page for volunteers, and who applied there."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.keys.sealing import SealedRow
from people.languages.fields import LocalTextField
from people.models import MAY, Organisation, Person
from people.writing.texts import refuse_identity

# Without letters and digits that look alike: an address is read from paper too.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
SLUG_LENGTH = 12
# So long an application is kept; the nightly job deletes it then.
KEPT_FOR = timedelta(days=90)
WORDS_AT_MOST = 600


def new_slug() -> str:
    """Make an address that is not guessed; it stays with the page."""
    return "".join(secrets.choice(LETTERS) for _n in range(SLUG_LENGTH))


class VolunteerSource(models.TextChoices):
    """Where a person comes from: the word in the link that was handed on."""

    COMMUNITY = "community", _("Community")
    SCHOOL = "school", _("School or university")
    FAITH = "faith", _("Faith group")
    OTHER = "other", _("Elsewhere")


class VolunteerPageQuerySet(models.QuerySet):
    """Public pages, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """The one of the organisation that the viewer administers as a whole."""
        if not viewer.administers_all:
            return self.none()
        return self.filter(organisation=viewer.organisation_id)


class VolunteerPage(models.Model):
    """What an organisation says to people who may want to help. Closed until an admin opens it."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    slug = models.CharField(max_length=SLUG_LENGTH, unique=True, default=new_slug, editable=False)
    is_open = models.BooleanField(default=False)
    who = LocalTextField(
        _("Who we are, in {language}"), max_length=WORDS_AT_MOST, validators=[refuse_identity]
    )
    what = LocalTextField(
        _("What a volunteer does, in {language}"),
        max_length=WORDS_AT_MOST,
        validators=[refuse_identity],
    )
    # The words of links that are handed out: values of `VolunteerSource`.
    sources = models.JSONField(default=list)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    objects = VolunteerPageQuerySet.as_manager()


class VolunteerApplicationQuerySet(models.QuerySet):
    """Applications, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the organisation that the viewer administers as a whole."""
        if not viewer.administers_all:
            return self.none()
        return self.filter(organisation=viewer.organisation_id)

    def counted_for(self, viewer: Person) -> list[tuple[str, str, int]]:
        """Count by source and step, for who may write a volunteer's terms: no name, no day."""
        if viewer.roles.isdisjoint(MAY.write_volunteer_terms):
            return []
        mine = self.filter(organisation=viewer.organisation_id).order_by("source", "step")
        counted = mine.values("source", "step").annotate(n=models.Count("pk"))
        return list(counted.values_list("source", "step", "n"))

    def over(self, now: datetime) -> Self:
        """Those that are older than they are kept."""
        return self.filter(applied_at__lte=now - KEPT_FOR)


class VolunteerApplication(SealedRow, models.Model):
    """A name and one contact, sealed together; deleted after 90 days, whatever became of it."""

    class Step(models.TextChoices):
        """How far it went."""

        NEW = "new", _("Applied")
        TALKED = "talked", _("We talked")
        CLEARANCE = "clearance", _("Clearance asked for")
        TRAINING = "training", _("In training")
        CLOSED = "closed", _("Not pursued")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    source = models.CharField(max_length=9, choices=VolunteerSource)
    step = models.CharField(max_length=9, choices=Step, default=Step.NEW)
    sealed_said = models.BinaryField()
    applied_at = models.DateTimeField()
    SEALED = {"sealed_said": "programme.VolunteerApplication.said"}
    BOUND_TO = ("organisation_id", "public_id")
    SAID_AT = "applied_at"

    objects = VolunteerApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("-applied_at", "-pk")
        indexes = [models.Index(fields=["applied_at"], name="applications_by_age")]

    @property
    def said_by(self) -> object:
        """A person without an account."""
        return None

    @property
    def said(self) -> dict:
        """The name and the contact, opened."""
        return self.opened("sealed_said")
