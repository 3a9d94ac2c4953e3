"""Slips: a code on paper for a person without an address. It works once, for fourteen days."""

import re
import secrets
import unicodedata
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from people.keys import ring
from people.models import Invitation

PURPOSE = "people.Invitation.token_hash"
# Capitals that no other letter looks like, and no vowels, so that no code is a word: 50 bits. With
# the limit on tries that is long; the hash has a key, so that a stolen table cannot be tried out.
LETTERS = "BCDFGHJKMNPRSTVWXZ"
LONG, GROUP = 12, 4
# What people write between the letters, or a phone does for them.
BETWEEN = re.compile(r"[\s\u200b\u00ad.·_\u2010-\u2015\u2212-]+")

# In a session: the hash of the code that was typed there, and until when it counts.
TYPED, COUNTS_FOR = "slip", timedelta(hours=1)


def new_code() -> str:
    """Make twelve letters that cannot be guessed."""
    return "".join(secrets.choice(LETTERS) for _letter in range(LONG))


def in_groups(code: str) -> list[str]:
    """Write a code as it is printed: three groups of four letters."""
    return [code[start : start + GROUP] for start in range(0, LONG, GROUP)]


def read(typed: str) -> str:
    """Read a code as it was typed: in any case, with spaces, dashes, or neither."""
    return BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper()


def write(*, invitation: Invitation, now: datetime) -> str | None:
    """Make the code of a slip; it is returned to be printed and cannot be read again.

    An earlier code opens nothing any more. None if the slip was used or withdrawn meanwhile.
    """
    code = new_code()
    waiting = Invitation.objects.waiting().filter(pk=invitation.pk, email="")
    kept = ring.keyed_hashes(code, purpose=PURPOSE)[0]
    return code if waiting.update(token_hash=kept, sent_at=now) else None


def behind(code: str, *, now: datetime) -> Invitation | None:
    """Find the slip that a code opens; used, late and unknown codes give None."""
    return opened_by(ring.keyed_hashes(code, purpose=PURPOSE), now)


def opened_by(hashes: list[str], now: datetime) -> Invitation | None:
    """Find the open slip with one of these hashes."""
    found = Invitation.objects.open_at(now).select_related("unit", "organisation")
    return found.filter(email="", token_hash__in=hashes).first()


def keep_typed(session: SessionBase, invitation: Invitation, now: datetime) -> None:
    """Note in a session that the code of a slip was typed there: no address ever holds it."""
    session[TYPED] = {"hash": invitation.token_hash, "until": (now + COUNTS_FOR).timestamp()}


def typed_in(session: SessionBase, *, now: datetime) -> Invitation | None:
    """Find the slip of which the code was typed in a session, while it is open, for an hour."""
    typed = session.get(TYPED)
    if not typed or typed["until"] <= now.timestamp():
        return None
    return opened_by([typed["hash"]], now)
