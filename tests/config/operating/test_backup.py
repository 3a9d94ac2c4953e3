"""Backups beside each other: which are deleted, and what a full disk or a second one does."""

import fcntl
from datetime import UTC, datetime, timedelta

import pytest
from pyrage.x25519 import Identity

from config.operating import backup
from config.operating.archive import BackupError

NOW = datetime(2026, 11, 29, 1, 30, tzinfo=UTC)
OWN = Identity.generate().to_public()


def made(folder, at):
    file = folder / backup.NAMED.format(at.strftime(backup.MOMENT))
    file.touch()
    return file


def test_what_people_deleted_is_gone_from_every_backup_after_35_days(tmp_path):
    made(tmp_path, NOW)
    young = made(tmp_path, NOW - timedelta(days=35))
    old = made(tmp_path, NOW - timedelta(days=35, seconds=1))
    foreign = tmp_path / "kamlangjai-by-hand.age"
    foreign.touch()

    assert backup.prune(tmp_path, keep=35, now=NOW) == 1
    assert young.exists()
    assert foreign.exists()
    assert not old.exists()


def test_the_newest_two_are_kept_however_old(tmp_path):
    days = [made(tmp_path, NOW - timedelta(days=age)) for age in (40, 60, 80)]
    assert backup.prune(tmp_path, keep=35, now=NOW) == 1
    assert sorted(tmp_path.iterdir()) == sorted(days[:2])


@pytest.mark.parametrize("keep", [0, -1])
def test_backups_that_would_be_deleted_at_once_are_not_made(tmp_path, keep):
    before = made(tmp_path, NOW - timedelta(days=1))
    with pytest.raises(BackupError, match="for a day at least"):
        backup.back_up(tmp_path, [OWN], keep=keep, now=NOW)
    assert list(tmp_path.iterdir()) == [before]


def test_the_newest_is_found_first(tmp_path):
    older, newer = made(tmp_path, NOW - timedelta(days=1)), made(tmp_path, NOW)
    assert list(backup.backups_in(tmp_path).items()) == [
        (newer, NOW),
        (older, NOW - timedelta(days=1)),
    ]
    assert backup.backups_in(tmp_path / "nowhere") == {}


def test_without_a_key_to_seal_for_nothing_is_made(tmp_path):
    with pytest.raises(BackupError, match="BACKUP_RECIPIENTS is empty"):
        backup.back_up(tmp_path / "new", [], keep=35, now=NOW)
    assert not (tmp_path / "new").exists()


def test_two_are_never_made_at_once(tmp_path):
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BackupError, match="Another backup is being made"):
            backup.back_up(tmp_path, [OWN], keep=35, now=NOW)


def test_a_place_that_takes_no_file_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BackupError, match="could not be written to .*: Not a directory. Older"):
        backup.back_up(tmp_path / "file" / "below", [OWN], keep=35, now=NOW)


def test_what_a_killed_one_left_open_is_removed_by_the_next(tmp_path):
    left = tmp_path / f"{backup.WORKING}abc"
    left.mkdir()
    (left / "dump").write_text("in the open")
    with backup.working_in(tmp_path) as work:
        assert not left.exists()
    assert not work.exists()
