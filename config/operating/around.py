"""What is around the database, looked at for `doctor`: settings, folders, files, other servers."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import Tags, run_checks
from django.core.mail import mailers

from people.line import messaging_api
from people.line.messaging_api import LineRefusedError
from people.messages.calls import HostAwayError, RefusedAddressError
from people.weeks import today

from .backup import KEPT_DAYS, backups_in

# Seconds for another machine to answer: a doctor waits no longer.
PATIENCE = 5
SMALLEST_SPACE = 500 * 1024 * 1024
# The timer runs twice a day: docs/operating.md promises that no more than this is lost.
OLDEST_BACKUP = timedelta(hours=24)
HELPLINE_HOLDS = timedelta(days=365)


def unsafe_settings(now: datetime) -> Iterator[str]:
    """Say what the checks of settings find; for a server, what would surprise there too."""
    on_a_server = not (settings.DEMO or settings.DEBUG)
    for one in run_checks(tags=[Tags.security], include_deployment_checks=on_a_server):
        if one.id and one.id.startswith("kamlangjai."):
            yield f"{one.msg} {one.hint or ''}".strip()


def folders(now: datetime) -> Iterator[str]:
    """Say which folder takes no file, or has little room."""
    yield from own_folder(now)
    yield from wrong_with("BACKUP_DIR", settings.BACKUP_DIR)


def own_folder(now: datetime) -> Iterator[str]:
    """Say so of the folder of pages and jobs alone: they write no backup, and often may not."""
    yield from wrong_with("DATA_DIR", settings.DATA_DIR)


def wrong_with(name: str, folder: Path) -> Iterator[str]:
    """Say that a folder takes no file, or has little room; one that is not there yet is made."""
    if not folder.is_dir():
        return
    if wrong := refusal_of(folder):
        yield f"{name}: nothing can be written to {folder}: {wrong}."
    elif (left := shutil.disk_usage(folder).free) < SMALLEST_SPACE:
        yield f"{name}: the disk of {folder} has only {left // 1024**2} MB left."


def refusal_of(folder: Path) -> str:
    """Write a small file and remove it; say why not."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as wrong:
        return str(wrong.strerror)
    return ""


def uncollected(now: datetime) -> Iterator[str]:
    """Say that the static files were never collected."""
    if (files := collected_files()) and not manifest_of(files).exists():
        yield "The static files were not collected: run `collectstatic --no-input`."


def collected_files() -> ManifestFilesMixin | None:
    """Give what keeps the collected files, where pages read them."""
    return staticfiles_storage if isinstance(staticfiles_storage, ManifestFilesMixin) else None


def manifest_of(files: ManifestFilesMixin) -> Path:
    """Say where it stands which files were collected."""
    return settings.STATIC_ROOT / files.manifest_name


def static_files(now: datetime) -> Iterator[str]:
    """Say when pages would look for files that were not collected, or changed since."""
    yield from (never := list(uncollected(now)))
    if never or not (files := collected_files()):
        return
    # The types of Django know a mapping where it gives a pair.
    there = files.load_manifest()[0]  # type: ignore[index]
    at = manifest_of(files).stat().st_mtime
    for finder in get_finders():
        for name, storage in finder.list([]):
            if name not in there or Path(storage.path(name)).stat().st_mtime > at:
                yield f"The static file {name} is newer than what was collected: run collectstatic."
                return


def mail(now: datetime) -> Iterator[str]:
    """Say why the mail server would take no mail; it is reached as each letter reaches it."""
    if not settings.MAIL_HOST:
        return
    server = mailers.default
    try:
        server.open()
        server.close()
    except OSError as wrong:  # what SMTP and TLS refuse are among them
        place = f"{settings.MAIL_HOST}:{settings.MAIL_PORT}"
        yield f"The mail server {place} does not take our mail: {wrong}."


def line(now: datetime) -> Iterator[str]:
    """Say why LINE would take no message: it is asked for the quota, with the token of messages."""
    if not messaging_api.is_configured():
        if settings.LINE_CHANNEL_TOKEN or settings.LINE_CHANNEL_SECRET:
            yield "LINE_CHANNEL_TOKEN and LINE_CHANNEL_SECRET go together: LINE is not offered."
        return
    try:
        quota = messaging_api.quota()
    except LineRefusedError as refused:
        yield f"LINE does not take LINE_CHANNEL_TOKEN: {refused}."
    except (HostAwayError, RefusedAddressError) as away:
        yield f"LINE is not reached: {away}."
    else:
        if quota.limit is not None and quota.used >= quota.limit:
            yield f"LINE: the {quota.limit} messages of this month are used; all goes by mail."


def redis(now: datetime) -> Iterator[str]:
    """Say that the queue in Redis is not there."""
    if not (url := settings.Q_CLUSTER.get("redis")):
        return
    import redis as client

    try:
        with client.from_url(
            str(url), socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
        ) as queue:
            queue.ping()
    except (client.RedisError, OSError, ValueError) as wrong:
        yield f"REDIS_URL: no Redis answers, so no job could be queued: {wrong}."


def last_backup(now: datetime) -> Iterator[str]:
    """Say when a backup is missing, or is kept too long."""
    if settings.DEMO:
        return
    folder = settings.BACKUP_DIR
    made = list(backups_in(folder).values())
    if not made:
        yield f"There is no backup in {folder}: run `backup`, and switch its timer on."
        return
    if (age := now - made[0]) > OLDEST_BACKUP:
        hours = int(age.total_seconds() // 3600)
        yield f"The newest backup in {folder} is {hours} hours old: look at the timer's log."
    if (days := (now - made[-1]).days) > KEPT_DAYS:
        yield f"The oldest backup in {folder} is {days} days old: deleted data is still in it."


def helpline(now: datetime) -> Iterator[str]:
    """Say when the number for help was not called for a year."""
    if not (written := settings.HELPLINE_CHECKED):
        return  # the settings' own check says so
    checked = None
    with suppress(ValueError):
        checked = date.fromisoformat(written)
    if not checked:
        yield f"HELPLINE_CHECKED is {written!r}: write a day like 2026-11-24."
    elif not timedelta(0) <= today(now) - checked <= HELPLINE_HOLDS:
        yield f"HELPLINE_CHECKED is {checked}: call {settings.HELPLINE} and write today's day."
