"""How a certificate that is asked of somebody is written: as a mark on a page, in a file."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from people.templatetags.kamlangjai import icon
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


def mark(need: Need | None) -> SafeString:
    """Draw how somebody stands."""
    return drawn(need, get_language())


def cells(needs: Iterable[Need | None]) -> SafeString:
    """Draw one person's line of the table. It has hundreds of marks, and few that differ."""
    language = get_language()
    return SafeString("".join([f"<td>{drawn(one, language)}</td>" for one in needs]))


def drawn(need: Need | None, language: str) -> SafeString:
    """Draw a mark in a language."""
    if need is None:
        return nothing_asked(language)
    until = need.exemption.until if need.standing is CertificateStanding.EXEMPT else need.expires_on
    return tag(need.standing, until, language)


@lru_cache(maxsize=4096)
def tag(standing: CertificateStanding, until, language: str) -> SafeString:
    """Draw one mark; the language is part of what is kept."""
    picture, tone = PICTURES[standing]
    state = format_html(' data-state="{}"', tone) if tone else ""
    return format_html(
        '<span class="tag"{}>{}<span>{}</span></span>', state, icon(picture), words(standing, until)
    )


@lru_cache(maxsize=2)
def nothing_asked(language: str) -> SafeString:
    """Draw that a certificate is not asked of somebody."""
    return format_html('<span class="soft">{}</span>', _("Not needed"))


def words(standing: CertificateStanding, until) -> SafeString | str:
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
