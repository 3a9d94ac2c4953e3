"""How a certificate that is asked of somebody is written: as a mark on a page, in a file."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.templatetags.kamlangjai import fragment
from people.writing.formats import day as write_day
from people.writing.formats import short_day
from training.rules.certificates import CertificateStanding

from .needs import Need

LABELS = {
    CertificateStanding.VALID: gettext_lazy("Valid"),
    CertificateStanding.DUE: gettext_lazy("Due within 60 days"),
    CertificateStanding.EXPIRED: gettext_lazy("Expired"),
    CertificateStanding.MISSING: gettext_lazy("Missing"),
    CertificateStanding.EXEMPT: gettext_lazy("Exempt"),
}
PICTURES = {
    CertificateStanding.VALID: ("check", ""),
    CertificateStanding.DUE: ("watch", "watch"),
    CertificateStanding.EXPIRED: ("cross", "help"),
    CertificateStanding.MISSING: ("open", "info"),
    CertificateStanding.EXEMPT: ("minus", ""),
}


MARK = "training/requirements/mark.html"


class Mark(NamedTuple):
    """How a certificate stands, without whose it is; nothing where it is not asked for."""

    standing: CertificateStanding | None = None
    until: date | None = None

    kept = True  # a table has hundreds of marks, and few that differ

    @classmethod
    def of(cls, need: Need | None) -> "Mark":
        """Take it out of what is asked of somebody."""
        if need is None:
            return cls()
        exempt = need.standing is CertificateStanding.EXEMPT
        return cls(need.standing, need.exemption.until if exempt else need.expires_on)

    @property
    def picture(self) -> str:
        """The icon."""
        return PICTURES[self.standing][0]

    @property
    def tone(self) -> str:
        """The look of the tag."""
        return PICTURES[self.standing][1]

    @property
    def words(self) -> SafeString | str:
        """How it stands, in a few words."""
        return words(self.standing, self.until)


def mark(need: Need | None) -> SafeString:
    """Draw how somebody stands."""
    return fragment(MARK, Mark.of(need))


def cells(needs: Iterable[Need | None]) -> SafeString:
    """Draw one person's line of the table."""
    return SafeString("".join([f"<td>{mark(one)}</td>" for one in needs]))


def words(standing: CertificateStanding, until: date | None) -> SafeString | str:
    """Say how somebody stands in a few words; what a table's legend tells is not repeated."""
    if standing is CertificateStanding.MISSING:
        return _("Missing")
    if standing is CertificateStanding.EXEMPT:
        return _("Exempt to %(day)s") % {"day": short_day(until)}
    if standing is CertificateStanding.EXPIRED:
        return _("Expired %(day)s") % {"day": short_day(until)}
    if standing is CertificateStanding.DUE:
        return _("Due %(day)s") % {"day": write_day(until, "j M")}
    if until is None:
        return _("No end")
    hidden = format_html('<span class="visually-hidden">{} </span>', _("Valid to"))
    return format_html("{}{}", hidden, write_day(until, "M Y"))


def label(need: Need | None) -> str:
    """Say how somebody stands, for a file."""
    return str(LABELS[need.standing]) if need else _("Not needed")
