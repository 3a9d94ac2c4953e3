"""How a certificate stands, put into words once: for tables, marks, boards and files."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.writing.formats import day as write_day
from people.writing.formats import short_day
from training.rules.certificates import DUE_WITHIN_DAYS, CertificateStanding

# In one word, with the picture and the tone that go with it.
WORDS = {
    CertificateStanding.VALID: (gettext_lazy("Valid"), "check", ""),
    CertificateStanding.DUE: (gettext_lazy("Due"), "watch", "watch"),
    CertificateStanding.EXPIRED: (gettext_lazy("Expired"), "cross", "help"),
    CertificateStanding.MISSING: (gettext_lazy("Missing"), "open", "info"),
    CertificateStanding.EXEMPT: (gettext_lazy("Exempt"), "minus", ""),
}


class CertificateWords(NamedTuple):
    """How a certificate stands, ready to be written; `aside` is for readers without the table."""

    word: str
    icon: str
    tone: str
    aside: str
    words: str


def certificate_words(standing: CertificateStanding, until: date | None) -> CertificateWords:
    """Say how a certificate stands; what a table's legend tells is not repeated."""
    word, icon, tone = WORDS[standing]
    # Only what is valid is named by its day alone.
    valid = standing is CertificateStanding.VALID and until
    aside = _("Valid to") if valid else ""
    return CertificateWords(str(word), icon, tone, aside, until_words(standing, until))


def until_words(standing: CertificateStanding, until: date | None) -> str:
    """Say in a few words how a certificate stands, and until when."""
    if standing is CertificateStanding.MISSING:
        return _("Missing")
    if standing is CertificateStanding.EXEMPT:
        return _("Exempt to %(day)s") % {"day": short_day(until)}
    if standing is CertificateStanding.EXPIRED:
        return _("Expired %(day)s") % {"day": short_day(until)}
    if standing is CertificateStanding.DUE:
        return _("Due %(day)s") % {"day": write_day(until, "j M")}
    return write_day(until, "M Y") if until else _("No end")


def certificate_label(standing: CertificateStanding) -> str:
    """Say how a certificate stands without its day: in a legend, a filter, a file."""
    if standing is CertificateStanding.DUE:
        return _("Due within %(days)s days") % {"days": DUE_WITHIN_DAYS}
    return str(WORDS[standing][0])
