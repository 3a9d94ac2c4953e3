"""Codes on paper, for people without an address: twelve letters that open one thing, once."""

import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from . import ring

# Capitals that no other letter looks like, and no vowels, so that no code is a word: 50 bits. With
# the limit on tries that is long; the hash has a key, so that a stolen table cannot be tried out.
LETTERS = "BCDFGHJKMNPRSTVWXZ"
LONG, GROUP = 12, 4
# What people write between the letters, or a phone does for them.
BETWEEN = re.compile(r"[\s\u200b\u00ad.·_\u2010-\u2015\u2212-]+")
# So long a code counts in the session where it was typed.
COUNTS_FOR = timedelta(hours=1)


def new_code() -> str:
    """Make twelve letters that cannot be guessed."""
    return "".join(secrets.choice(LETTERS) for _letter in range(LONG))


def in_groups(code: str) -> list[str]:
    """Write a code as it is printed: three groups of four letters."""
    return [code[start : start + GROUP] for start in range(0, LONG, GROUP)]


def read_code(typed: str) -> str:
    """Read a code as it was typed: in any case, with spaces, dashes, or neither."""
    return BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper()


@dataclass(frozen=True)
class PaperCodes[Opened]:
    """The codes of one kind: how they are hashed, and what opens to some hashes at a moment."""

    purpose: str
    # The name in a session of a code that was typed there: no address ever holds it.
    typed_as: str
    opened_by: Callable[[list[str], datetime], Opened | None]

    def hashed(self, code: str) -> str:
        """Give what a row keeps of a code."""
        return ring.keyed_hashes(code, purpose=self.purpose)[0]

    def behind(self, code: str, *, now: datetime) -> Opened | None:
        """Find what a code opens; used, late and unknown codes give None."""
        return self.opened_by(ring.keyed_hashes(code, purpose=self.purpose), now)

    def keep_typed(self, session: SessionBase, code: str, now: datetime) -> None:
        """Note in a session that a code was typed there."""
        hashes = ring.keyed_hashes(code, purpose=self.purpose)
        session[self.typed_as] = {"hashes": hashes, "until": (now + COUNTS_FOR).timestamp()}

    def typed_in(self, session: SessionBase, *, now: datetime) -> Opened | None:
        """Find that of which the code was typed in a session, while it is open, for an hour."""
        typed = session.get(self.typed_as)
        if not typed or typed["until"] <= now.timestamp():
            return None
        return self.opened_by(typed["hashes"], now)
