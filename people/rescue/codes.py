"""The code on paper with which a person signs in again: once, for three days."""

from datetime import datetime, timedelta

from people.keys import ring
from people.keys.paper_codes import PaperCodes, new_code
from people.models import LostSignIn

OBJECTION = "people.LostSignIn.objection"
HOLDS_FOR = timedelta(days=3)


def write(help_given: LostSignIn, *, now: datetime) -> str:
    """Make the code of a request; it is returned to be printed and cannot be read again."""
    code = new_code()
    help_given.code_hash = HELP.hashed(code)
    help_given.code_ends = now + HOLDS_FOR
    return code


def end(help_given: LostSignIn) -> None:
    """Let the code of a request open nothing any more."""
    help_given.code_hash = ""
    help_given.save(update_fields=["code_hash"])


def opened_by(hashes: list[str], now: datetime) -> LostSignIn | None:
    """Find the request with one of these hashes; used, late and objected ones open nothing."""
    usable = LostSignIn.objects.filter(used_at=None, objected_at=None, code_ends__gt=now)
    usable = usable.filter(person__account__is_active=True).exclude(code_hash="")
    found = usable.select_related("person__account", "person__organisation")
    return found.filter(code_hash__in=hashes).first()


HELP = PaperCodes("people.LostSignIn.code_hash", "code_on_paper", opened_by)


def word_of(found: LostSignIn) -> str:
    """Write the word in the mailed link with which the owner objects without signing in."""
    return ring.keyed_hashes(str(found.public_id), purpose=OBJECTION)[0]


def is_word_of(found: LostSignIn, word: str) -> bool:
    """Say whether a link holds the word of this request."""
    return word in ring.keyed_hashes(str(found.public_id), purpose=OBJECTION)
