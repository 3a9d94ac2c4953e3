"""The code on paper with which a person signs in again: once, for three days."""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from people.keys import ring
from people.members.slips.codes import new_code
from people.models import LostSignIn

PURPOSE = "people.LostSignIn.code_hash"
OBJECTION = "people.LostSignIn.objection"
HOLDS_FOR = timedelta(days=3)
# In a session: the hash of the code that was typed there, and until when it counts.
TYPED, COUNTS_FOR = "code_on_paper", timedelta(hours=1)


def write(help_given: LostSignIn, *, now: datetime) -> str:
    """Make the code of a request; it is returned to be printed and cannot be read again."""
    code = new_code()
    help_given.code_hash = ring.keyed_hashes(code, purpose=PURPOSE)[0]
    help_given.code_ends = now + HOLDS_FOR
    return code


def end(help_given: LostSignIn) -> None:
    """Let the code of a request open nothing any more."""
    help_given.code_hash = ""
    help_given.save(update_fields=["code_hash"])


def behind(code: str, *, now: datetime) -> LostSignIn | None:
    """Find what a code opens; used, late, objected and unknown codes give None."""
    return opened_by(ring.keyed_hashes(code, purpose=PURPOSE), now)


def opened_by(hashes: list[str], now: datetime) -> LostSignIn | None:
    """Find the open one with one of these hashes."""
    usable = LostSignIn.objects.filter(used_at=None, objected_at=None, code_ends__gt=now)
    usable = usable.filter(person__account__is_active=True).exclude(code_hash="")
    found = usable.select_related("person__account", "person__organisation")
    return found.filter(code_hash__in=hashes).first()


def keep_typed(session: SessionBase, found: LostSignIn, now: datetime) -> None:
    """Note in a session that the code was typed there: no address ever holds it."""
    session[TYPED] = {"hash": found.code_hash, "until": (now + COUNTS_FOR).timestamp()}


def typed_in(session: SessionBase, *, now: datetime) -> LostSignIn | None:
    """Find that of which the code was typed in a session, while it is open, for an hour."""
    typed = session.get(TYPED)
    if not typed or typed["until"] <= now.timestamp():
        return None
    return opened_by([typed["hash"]], now)


def word_of(found: LostSignIn) -> str:
    """Write the word in the mailed link with which the owner objects without signing in."""
    return ring.keyed_hashes(str(found.public_id), purpose=OBJECTION)[0]


def is_word_of(found: LostSignIn, word: str) -> bool:
    """Say whether a link holds the word of this request."""
    return word in ring.keyed_hashes(str(found.public_id), purpose=OBJECTION)
