"""Keys for a person's own program, which acts for the person."""

import uuid
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models.persons import Person


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
    created_at = models.DateTimeField(db_default=Now())
    last_day = models.DateField(_("Last day"))
    # Only the day: when a person's programs run is private; that a key is used is for them to see.
    used_on = models.DateField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
