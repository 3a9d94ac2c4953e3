"""Keys for a person's own program, which acts for the person."""

import uuid
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models.persons import Person


class KeyScope(models.TextChoices):
    """What a key may be for. A value stands with keys and in clients: it never changes."""

    WEEKS = "weeks", _("Send my weeks")
    DAYS = "days", _("Note my days")
    OWN = "own", _("Read my caseload, my load and the numbers of the policy")
    TEAM = "team", _("Read my team's board")
    GROUPS = "groups", _("Read how teams are doing")
    MOVES = "moves", _("Read and answer moves of work")
    HANDS = "hands", _("Read and answer offers of help")
    SCALES = "scales", _("Add up scales")
    FLAGS = "flags", _("Read open flags")
    SESSIONS = "sessions", _("Read trainings and their attendance")
    ROLLS = "rolls", _("Record attendance")
    COVERAGE = "coverage", _("Read the coverage of posts by region")
    DIRECTORY = "directory", _("Read the directory")


# What a key from before there were scopes is for: all that a program could do then.
FIRST_SCOPES = frozenset(
    {
        *(KeyScope.WEEKS, KeyScope.DAYS, KeyScope.OWN, KeyScope.TEAM),
        *(KeyScope.GROUPS, KeyScope.MOVES, KeyScope.HANDS, KeyScope.SCALES),
    }
)


class ApiTokenQuerySet(models.QuerySet):
    """Keys of programs, by their person."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own keys only."""
        return self.filter(person=viewer)


class ApiToken(models.Model):
    """A key for a person's own program, which acts for the person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(_("What it is for"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    # Values of `KeyScope`. Null: `FIRST_SCOPES`, as of a key that was made before there were any.
    scopes = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    last_day = models.DateField(_("Last day"))
    # Only the day: when a person's programs run is private; that a key is used is for them to see.
    used_on = models.DateField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def may_do(self) -> list[KeyScope]:
        """List what the key is for, in the order of the catalogue."""
        held = FIRST_SCOPES if self.scopes is None else self.scopes
        return [one for one in KeyScope if one in held]

    def may(self, scope: KeyScope) -> bool:
        """Say whether the key is for this."""
        return scope in self.may_do

    @property
    def scope_words(self) -> list[str]:
        """Say what the key is for."""
        return [str(one.label) for one in self.may_do]
