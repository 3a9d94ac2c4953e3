"""What a log line may hold: never a link that opens something."""

import logging
import re

# An invitation and a new password are opened by whoever holds the address.
OPENS = re.compile(r"(/invitation/|/password/reset/key/)[^/\s]+")


class PlainFormatter(logging.Formatter):
    """Write a line without the secret part of a mailed link."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the whole line, a traceback too, and then blank what opens a door."""
        return OPENS.sub(r"\1…", super().format(record))
