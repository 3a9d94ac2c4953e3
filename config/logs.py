"""What a log line may hold: never a secret that opens data."""

import logging
import os
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

# Links that open for any person who holds the address. A slash may be written as in a query.
OPENS = (
    r"((?:/|%2F)(?:invitation|address|password/reset/key|training/calendar|thanks/write"
    r"|not-me/[0-9a-f-]{36})(?:/|%2F))[^/\s]+"
)
# Keys of programs, and what looks like a token of this product, at any place.
TOKENS = r"\bkj_[\w-]+|[\w-]{43,}"
SECRET = re.compile(f"{OPENS}|{TOKENS}", re.IGNORECASE | re.ASCII)

KEPT_DAYS = 30
BANGKOK = ZoneInfo("Asia/Bangkok")


class PlainFormatter(logging.Formatter):
    """Write a line without the secret part of an address."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the whole line, a traceback too, and then blank the secrets."""
        return SECRET.sub(lambda found: f"{found[1] or ''}…", super().format(record))


class DayFiles(logging.Handler):
    """A file a day, thirty of them.

    Several processes write side by side, so no file is renamed, unlike in Python's own handler:
    each opens the day's file to add a line, and the first line of a day removes the oldest file.
    """

    def __init__(self, folder: str | Path):
        super().__init__()
        self.folder = Path(folder)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def emit(self, record: logging.LogRecord) -> None:
        """Add a line; if that fails, the request goes on and the error output says so."""
        try:
            path = self.folder / datetime.now(BANGKOK).strftime("security-%Y-%m-%d.log")
            new = not path.exists()
            with open(path, "a", encoding="utf-8", opener=for_the_owner) as file:
                file.write(self.format(record) + "\n")
            if new:
                self.remove_old()
        except Exception:
            self.handleError(record)

    def remove_old(self) -> None:
        """Keep the newest thirty days."""
        days = sorted(self.folder.glob("security-????-??-??.log"))
        for path in days[:-KEPT_DAYS]:
            path.unlink(missing_ok=True)


def for_the_owner(path: str, flags: int) -> int:
    """Open a file that only its owner may read."""
    return os.open(path, flags, 0o600)
