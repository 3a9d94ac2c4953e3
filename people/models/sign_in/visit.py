"""How long a person has been signed in, and on what device."""

from datetime import datetime
from typing import Self

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from people.models.persons import Person


class VisitQuerySet(models.QuerySet):
    """Visits, by their person and by whether they still last."""

    def visible_to(self, viewer: Person) -> Self:
        """The visits of the viewer's own account only."""
        return self.of(viewer.account_id)

    def of(self, account: int) -> Self:
        """The visits of an account, at whichever place."""
        return self.filter(person__account=account)

    def open_at(self, now: datetime) -> Self:
        """Visits that have not expired."""
        return self.filter(expire_date__gt=now)


class Visit(AbstractBaseSession):
    """A browser's session: from sign-in to sign-out, or until it was idle too long.

    What a page keeps meanwhile is in `session_data`, sealed. `session_key` holds no key, but the
    name that `sessions.name_of` makes from the key. Before sign-in a visit has no person.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="visits")
    # In plain words, like "Firefox, Windows". Never an address: it shows where the person works.
    device = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)

    # The stubs promise Django's own manager, which makes rows from a session's key.
    objects = VisitQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        indexes = [models.Index(fields=["person", "expire_date"], name="visit_by_person")]
