"""Slips: a code on paper for a person without an address. It works once, for fourteen days."""

from datetime import datetime

from people.keys.paper_codes import PaperCodes, new_code
from people.models import Invitation


def write(*, invitation: Invitation, now: datetime) -> str | None:
    """Make the code of a slip; it is returned to be printed and cannot be read again.

    An earlier code opens nothing any more. None if the slip was used or withdrawn meanwhile.
    """
    code = new_code()
    waiting = Invitation.objects.waiting().filter(pk=invitation.pk, email="")
    return code if waiting.update(token_hash=SLIPS.hashed(code), sent_at=now) else None


def opened_by(hashes: list[str], now: datetime) -> Invitation | None:
    """Find the open slip with one of these hashes."""
    found = Invitation.objects.open_at(now)
    found = found.select_related("unit", "organisation", "person__account")
    return found.filter(email="", token_hash__in=hashes).first()


SLIPS = PaperCodes("people.Invitation.token_hash", "slip", opened_by)
