"""Whether hosts that work together have the same settings.

Each job queue writes down a short hash of each setting that has to be alike, and `doctor` on any
host compares. A hash tells nothing of a value: it is made with `SECRET_KEY`.
"""

import hashlib
import hmac
import os
import socket
from collections.abc import Mapping

from django.conf import settings
from django.core.cache import cache as shared

from .code import KEPT

ALIKE = (
    *("SECRET_KEY", "KEY_RING", "BADGE_KEY", "SITE_URL", "ALLOWED_HOSTS", "LANGUAGES"),
    *("MAIL_HOST", "MAIL_PORT", "DEFAULT_FROM_EMAIL", "ANCHOR_MAIL", "HELPLINE", "CONTROLLER"),
    *("LINE_CHANNEL_TOKEN", "LINE_CHANNEL_SECRET", "LINE_ADD_LINK", "PUSH_HOSTS"),
)
# As the README calls what the settings call otherwise.
WRITTEN = {"LANGUAGES": "MORE_LANGUAGES", "DEFAULT_FROM_EMAIL": "MAIL_FROM"}


def named(host: str, pid: int) -> str:
    """Name where the settings of a queue's process stand."""
    return f"settings-of-queue:{host}:{pid}"


def hashes() -> dict[str, str]:
    """Hash each setting that has to be alike."""
    key = hashlib.sha256(b"settings" + settings.SECRET_KEY.encode()).digest()
    return {
        name: hmac.new(key, repr(getattr(settings, name)).encode(), "sha256").hexdigest()[:16]
        for name in ALIKE
    }


def announce() -> None:
    """Write down which settings this process of the job queue has."""
    shared.set(named(socket.gethostname(), os.getpid()), hashes(), KEPT)


def hashes_of(host: str, pid: int) -> Mapping[str, str] | None:
    """Give what a process of the job queue wrote down; None if it did not."""
    return shared.get(named(host, pid))


def that_differ(others: Mapping[str, str]) -> list[str]:
    """Name the settings that differ from here: with another SECRET_KEY no more can be said."""
    mine = hashes()
    found = [
        WRITTEN.get(name, name) for name in ALIKE if others.get(name, mine[name]) != mine[name]
    ]
    return ["SECRET_KEY"] if "SECRET_KEY" in found else found
