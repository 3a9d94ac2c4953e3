"""What a log line may hold: no secret that opens data, and no page where one line says it."""

import copy
import json
import logging
import os
import re
import secrets
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError

# Links that open for any person who holds the address. A slash may be written as in a query.
OPENS = (
    r"((?:/|%2F)(?:invitation|address|password/reset/key|training/calendar|thanks/write"
    r"|not-me/[0-9a-f-]{36}|messages/stop|w)(?:/|%2F))[^/\s]+"
)
# Keys of programs, also half of one, and what looks like a token of this product, at any place.
TOKENS = r"\bkjo?_[\w-]+|[\w-]{43,}"
SECRET = re.compile(f"{OPENS}|{TOKENS}", re.IGNORECASE | re.ASCII)

KEPT_DAYS = 30
BANGKOK = ZoneInfo("Asia/Bangkok")


# The number of the request that is answered now: a person reads it on the page of an error, and an
# operator finds it in the log. It is made anew for each and says nothing of either.
_request: ContextVar[str] = ContextVar("request", default="")


def number_request() -> str:
    """Give the request that begins a number."""
    number = secrets.token_hex(4)
    _request.set(number)
    return number


def request_number() -> str:
    """Say which request is answered now; nothing in a job or a command."""
    return _request.get()


def blanked(text: str) -> str:
    """Blank the secrets in a text."""
    return SECRET.sub(lambda found: f"{found[1] or ''}…", text)


def brief(record: logging.LogRecord) -> logging.LogRecord:
    """Leave the trace away where a line says it all, and each request would have it written again.

    The database is away, or another host than ours is asked for.
    """
    error = record.exc_info[1] if record.exc_info else None
    if not isinstance(error, OperationalError | InterfaceError | DisallowedHost):
        return record
    short = copy.copy(record)
    if not isinstance(error, DisallowedHost):  # it is its own message
        why = str(error).partition("\n")[0]
        short.msg, short.args = f"{record.getMessage()} ({type(error).__name__}: {why})", None
    short.exc_info = short.exc_text = None
    return short


class PlainFormatter(logging.Formatter):
    """Write a line without the secret part of an address, with the number of its request."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the whole line, a traceback too, and then blank the secrets."""
        return blanked(super().format(brief(record)))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Write the first line."""
        number = request_number()
        return super().formatMessage(record) + (f" [{number}]" if number else "")


class JsonFormatter(logging.Formatter):
    """Write a line of JSON with these fields and no others, whatever a library hung on a record."""

    def format(self, record: logging.LogRecord) -> str:
        """Write when, how bad, from where, what, in which request, and a trace if there is one."""
        record = brief(record)
        said = {
            "at": datetime.fromtimestamp(record.created, BANGKOK).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": blanked(record.getMessage()),
            "request": request_number(),
        }
        if record.exc_info:
            said["trace"] = blanked(self.formatException(record.exc_info))
        return json.dumps({name: text for name, text in said.items() if text}, ensure_ascii=False)


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
