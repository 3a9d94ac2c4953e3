"""An archive opens whole, with its own key, or not at all."""

import io
import json
import tarfile

import pyrage
import pytest
from pyrage.x25519 import Identity

from config.operating import archive
from config.operating.archive import BackupError, Manifest

OWN = Identity.generate()


@pytest.fixture
def parts(tmp_path):
    """A dump longer than some chunks of an age file, and no tombstones."""
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "dump").write_bytes(bytes(range(256)) * 1000)
    (folder / "tombstones.jsonl").write_bytes(b"")
    return folder


def described(parts, **changes):
    hashes = {name: archive.sha256_of(parts / name) for name in ("dump", "tombstones.jsonl")}
    words = {
        "made_at": "2026-11-29T01:30:00+00:00",
        "version": "0.2.0",
        "engine": "sqlite",
        "migrations": ["people.0001_initial"],
        "counts": {"people_person": 2},
        "keys": {"wellbeing.CheckIn.note": ["01ab"]},
        "parts": hashes,
    }
    return Manifest(**words | changes)


@pytest.fixture
def sealed(tmp_path, parts):
    file = tmp_path / "one.age"
    archive.write(file, described(parts), parts, [OWN.to_public()])
    return file


def unpack(file, tmp_path, *identities):
    into = tmp_path / "into"
    into.mkdir(exist_ok=True)
    return archive.unpack(file, identities or [OWN], into)


def test_its_own_key_opens_all_of_it(sealed, parts, tmp_path):
    assert unpack(sealed, tmp_path) == described(parts)
    assert (tmp_path / "into" / "dump").read_bytes() == (parts / "dump").read_bytes()
    assert sealed.stat().st_mode & 0o077 == 0


def test_another_key_opens_nothing(sealed, tmp_path):
    with pytest.raises(BackupError, match="This key does not open .*one.age"):
        unpack(sealed, tmp_path, Identity.generate())
    assert list((tmp_path / "into").iterdir()) == []


@pytest.mark.parametrize("share", [0, 0.001, 0.1, 0.5, 0.9, 0.9999])
def test_a_torn_one_is_refused_wherever_it_ends(sealed, tmp_path, share):
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BackupError, match="is torn"):
        unpack(sealed, tmp_path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_changed_one_is_refused(sealed, tmp_path, share):
    whole = bytearray(sealed.read_bytes())
    whole[int(len(whole) * share)] ^= 1
    sealed.write_bytes(whole)
    with pytest.raises(BackupError, match="is torn, was changed or is no backup"):
        unpack(sealed, tmp_path)


def test_another_file_is_no_backup(tmp_path):
    for content in (b"", b"PGDMP" * 100, pyrage.encrypt(b"a letter" * 90_000, [OWN.to_public()])):
        file = tmp_path / "other.age"
        file.write_bytes(content)
        with pytest.raises(BackupError, match="is no backup"):
            unpack(file, tmp_path)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(BackupError, match=r"none\.age cannot be unpacked: No such file"):
        unpack(tmp_path / "none.age", tmp_path)


def test_a_part_that_was_exchanged_is_refused(parts, tmp_path):
    file = tmp_path / "one.age"
    manifest = described(parts)
    (parts / "dump").write_bytes(b"another")
    archive.write(file, manifest, parts, [OWN.to_public()])
    with pytest.raises(BackupError, match="its part dump is not what was backed up"):
        unpack(file, tmp_path)


def test_a_manifest_of_later_code_is_said(parts, tmp_path):
    said = json.dumps({"format": 2, "rooms": 3}).encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        named = tarfile.TarInfo("manifest.json")
        named.size = len(said)
        tar.addfile(named, io.BytesIO(said))
    file = tmp_path / "later.age"
    file.write_bytes(pyrage.encrypt(packed.getvalue(), [OWN.to_public()]))
    with pytest.raises(BackupError, match="is the code older than the backup"):
        unpack(file, tmp_path)


def test_a_mistyped_public_key_is_named():
    with pytest.raises(BackupError, match="BACKUP_RECIPIENTS: age1nok is no public key"):
        archive.recipients_from([str(OWN.to_public()), "age1nok"])


def test_a_made_key_opens_what_is_sealed_for_it(tmp_path):
    public = archive.make_key(tmp_path / "key")
    (own,) = archive.identities_from(tmp_path / "key")
    assert str(own.to_public()) == public
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        archive.make_key(tmp_path / "key")


@pytest.mark.parametrize("text", ["", "# only words\n", "AGE-SECRET-KEY-1NOK\n", "\xff"])
def test_a_file_without_a_key_is_said(tmp_path, text):
    (tmp_path / "key").write_bytes(text.encode("latin-1"))
    with pytest.raises(BackupError, match="key"):
        archive.identities_from(tmp_path / "key")
