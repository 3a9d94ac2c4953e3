"""What a log line may hold: never what opens a door."""

import logging
import re

# Links that are opened by whoever holds the address. A slash may be written as in a query.
OPENS = (
    r"((?:/|%2F)(?:invitation|address|password/reset/key|training/calendar|thanks/write)(?:/|%2F))"
    r"[^/\s]+"
)
# Keys of programs, and what looks like a token of ours, wherever it stands.
TOKENS = r"\bkj_[\w-]+|[\w-]{43,}"
SECRET = re.compile(f"{OPENS}|{TOKENS}", re.IGNORECASE | re.ASCII)


class PlainFormatter(logging.Formatter):
    """Write a line without the secret part of an address."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the whole line, a traceback too, and then blank what opens a door."""
        return SECRET.sub(lambda found: f"{found[1] or ''}…", super().format(record))
