"""How a certificate that is asked of somebody is written: as a mark on a page, in a file."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.templatetags.kamlangjai import icon
from training.certificates.words import certificate_label, certificate_words
from training.rules.certificates import CertificateStanding

from .needs import Need


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
def tag(standing: CertificateStanding, until: date | None, language: str) -> SafeString:
    """Draw one mark; the language is part of what is kept."""
    stands = certificate_words(standing, until)
    state = format_html(' data-state="{}"', stands.tone) if stands.tone else ""
    hidden = '<span class="visually-hidden">{} </span>'
    return format_html(
        '<span class="tag"{}>{}<span>{}{}</span></span>',
        state,
        icon(stands.icon),
        format_html(hidden, stands.aside) if stands.aside else "",
        stands.words,
    )


@lru_cache(maxsize=2)
def nothing_asked(language: str) -> SafeString:
    """Draw that a certificate is not asked of somebody."""
    return format_html('<span class="soft">{}</span>', _("Not needed"))


def shown_label(show: str) -> str:
    """Name what the table is narrowed to."""
    return _("Needs action") if show == "action" else certificate_label(CertificateStanding(show))


def label(need: Need | None) -> str:
    """Say how somebody stands, for a file."""
    return certificate_label(need.standing) if need else _("Not needed")
