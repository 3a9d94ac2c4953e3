"""Codes with which another organisation joins a programme."""

from datetime import datetime

from people.keys.paper_codes import PaperCodes
from programme.models import ProgrammeInvite


def opened_by(hashes: list[str], now: datetime) -> ProgrammeInvite | None:
    """Find the invitation of a code that is neither used nor late, of a member that is there."""
    usable = ProgrammeInvite.objects.filter(used_at=None, until__gt=now, code_hash__in=hashes)
    usable = usable.filter(member__left_at=None, member__programme__ended_at=None)
    return usable.select_for_update(of=("self",)).first()


JOINING = PaperCodes("programme.ProgrammeInvite.code_hash", "programme_code", opened_by)
