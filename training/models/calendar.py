"""The secret address of a person's own calendar."""

from django.db import models

from people.models import OwnRowQuerySet, Person


def sessions_alone() -> list[str]:
    """Say what a calendar shows before its person chose."""
    return ["sessions"]


class CalendarFeed(models.Model):
    """A person's calendar can be read with a token. Only its hash is kept."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    # The keys of what it shows, as its person chose.
    parts = models.JSONField(
        default=sessions_alone, db_default=models.Value(["sessions"], models.JSONField())
    )

    objects = OwnRowQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.person)
