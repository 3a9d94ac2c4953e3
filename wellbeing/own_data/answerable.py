"""Who answers for the data that is kept here, as the operator set it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.tenancy.context import everywhere
from people.weeks import today

# By general knowledge; an operator confirms it or sets another one.
COMMITTEE = _("Thailand’s Personal Data Protection Committee (not verified)")


@dataclass(frozen=True)
class Answerable:
    """The controller, contacts for data protection and safety, and where people can complain."""

    controller: str
    contact: str
    committee: str | Promise
    security: str

    @property
    def address(self) -> str:
        """The contact as a link; empty if none is set."""
        return link_to(self.contact)

    @property
    def security_address(self) -> str:
        """Where to report a vulnerability, as a link; empty if it is not set."""
        return link_to(self.security)


def link_to(contact: str) -> str:
    """Turn a page, a mail address or a phone number into a link; other words give none."""
    if contact.startswith("https://"):
        return contact
    if "@" in contact:
        return f"mailto:{contact}"
    number = "".join(one for one in contact if one in "+0123456789")
    return f"tel:{number}" if number else ""


def answerable() -> Answerable:
    """Read who answers for the data."""
    committee = settings.COMMITTEE or COMMITTEE
    contact, security = settings.DATA_PROTECTION_CONTACT, settings.SECURITY_CONTACT
    return Answerable(settings.CONTROLLER, contact, committee, security)


def reader() -> Person | None:
    """Find the account of the data protection contact, in any organisation.

    None if there is no contact, or if they have left.
    """
    wanted = settings.DATA_PROTECTION_CONTACT
    if "@" not in wanted:
        return None
    with everywhere():
        belonging = Person.objects.belonging(today(timezone.now()))
        return belonging.filter(account__email__iexact=wanted).order_by("pk").first()
