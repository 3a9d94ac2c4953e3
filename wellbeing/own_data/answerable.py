"""Who answers for the data that is kept here, as the operator set it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.tenancy.context import everywhere

# By general knowledge; an operator confirms it or sets another one.
COMMITTEE = _("Thailand’s Personal Data Protection Committee (not verified)")


@dataclass(frozen=True)
class Answerable:
    """The controller, the contact for data protection, and where people can complain."""

    controller: str
    contact: str
    committee: str | Promise

    @property
    def address(self) -> str:
        """The contact as a link for a mail program or a phone; empty if none is set."""
        if "@" in self.contact:
            return f"mailto:{self.contact}"
        number = "".join(one for one in self.contact if one in "+0123456789")
        return f"tel:{number}" if number else ""


def answerable() -> Answerable:
    """Read who answers for the data."""
    committee = settings.COMMITTEE or COMMITTEE
    return Answerable(settings.CONTROLLER, settings.DATA_PROTECTION_CONTACT, committee)


def reader() -> Person | None:
    """Find the account of the data protection contact, in any organisation.

    None if there is no contact, or if they have left.
    """
    wanted = settings.DATA_PROTECTION_CONTACT
    if "@" not in wanted:
        return None
    with everywhere():
        found = Person.objects.filter(email__iexact=wanted).order_by("pk").first()
        return found if found and found.belongs else None
