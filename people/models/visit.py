"""How long somebody has been signed in, and on what."""

from datetime import datetime
from typing import Self

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from .persons import Person


class VisitQuerySet(models.QuerySet):
    """Visits, by whose they are and whether they still last."""

    def visible_to(self, viewer: Person) -> Self:
        """The viewer's own visits and nobody else's."""
        return self.filter(person=viewer)

    def open_at(self, now: datetime) -> Self:
        """Those that have not run out."""
        return self.filter(expire_date__gt=now)


class Visit(AbstractBaseSession):
    """A browser's time here: from signing in to signing out, or until nobody has been at it.

    What a page keeps meanwhile is in `session_data`, sealed. In `session_key` is no key, but the
    name that `visits.name_of` makes of one. Before somebody signs in a visit has no person.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="visits")
    # In plain words, like "Firefox, Windows". Never an address: it says where somebody works.
    device = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)

    # The stubs promise Django's own manager, which makes rows from a session's key.
    objects = VisitQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        indexes = [models.Index(fields=["person", "expire_date"], name="visit_by_person")]
