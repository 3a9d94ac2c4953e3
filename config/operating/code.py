"""Which code a process runs, so that two that differ can be told apart."""

import hashlib
import os
import socket
from functools import cache

from django.conf import settings
from django.core.cache import cache as shared

from .contents import ours

KEPT = 400 * 24 * 3600


@cache
def code_digest() -> str:
    """Hash every module of the product as it is on the disk, once a process."""
    found = hashlib.sha256()
    for app in sorted({*ours(), "config"}):
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            found.update(str(path.relative_to(settings.BASE_DIR)).encode() + path.read_bytes())
    return found.hexdigest()


def named(host: str, pid: int) -> str:
    """Name where the code of a queue's process stands."""
    return f"code-of-queue:{host}:{pid}"


def announce() -> None:
    """Write down which code this process of the job queue runs."""
    shared.set(named(socket.gethostname(), os.getpid()), code_digest(), KEPT)


def code_of(host: str, pid: int) -> str | None:
    """Say which code a process of the job queue runs; None if it did not say."""
    return shared.get(named(host, pid))
