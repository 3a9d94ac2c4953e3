"""How a certificate that is asked of a person is written: as a mark on a page, in a file."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.templatetags.kamlangjai import fragment
from training.certificates.words import CertificateWords, certificate_label, certificate_words
from training.rules.certificates import CertificateStanding

from .needs import Need

MARK = "training/requirements/mark.html"


class Mark(NamedTuple):
    """How a certificate stands, without its holder; nothing where it is not asked for."""

    standing: CertificateStanding | None = None
    until: date | None = None

    @property
    def kept(self) -> bool:
        """Say that what is drawn is kept: a table has hundreds of marks, and few that differ."""
        return True

    @classmethod
    def of(cls, need: Need | None) -> "Mark":
        """Take it out of what is asked of a person."""
        if need is None:
            return cls()
        if need.exemption and need.standing is CertificateStanding.EXEMPT:
            return cls(need.standing, need.exemption.until)
        return cls(need.standing, need.expires_on)

    @property
    def stands(self) -> CertificateWords | None:
        """How it stands: picture, tone and words."""
        if self.standing is None:
            return None
        return certificate_words(self.standing, self.until)


def mark(need: Need | None) -> SafeString:
    """Draw how a person stands."""
    return fragment(MARK, Mark.of(need))


def cells(needs: Iterable[Need | None]) -> SafeString:
    """Draw one person's line of the table."""
    return SafeString("".join([f"<td>{mark(one)}</td>" for one in needs]))


def shown_label(show: str) -> str:
    """Name what the table is narrowed to."""
    return _("Needs action") if show == "action" else certificate_label(CertificateStanding(show))


def label(need: Need | None) -> str:
    """Say how a person stands, for a file."""
    return certificate_label(need.standing) if need else _("Not needed")
