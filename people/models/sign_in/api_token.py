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
    # Values of `KeyScope`. Null: all, as of a key that was made before there were any.
    scopes = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    last_day = models.DateField(_("Last day"))
    # Only the day: when a person's programs run is private; that a key is used is for them to see.
    used_on = models.DateField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def may(self, scope: KeyScope) -> bool:
        """Say whether the key is for this."""
        return self.scopes is None or scope in self.scopes

    @property
    def scope_words(self) -> list[str]:
        """Say what the key is for, in the order of the catalogue; empty for all."""
        return [str(one.label) for one in KeyScope if one in (self.scopes or ())]
