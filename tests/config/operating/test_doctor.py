"""What is wrong is said in a sentence, and nothing is said where nothing is wrong."""

import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_q.models import Schedule

from config.operating import around, backup, code, doctor, inside, same_settings
from config.schedules import TIMETABLE, sync
from people.accounts import factors
from people.audit import actions as audit
from people.audit import chain
from people.models import Role
from tests import roles
from tests.drills.mail_server import mail_server
from tests.makers import NOW, WEEK, at
from tests.quick.ports import free_port
from wellbeing.checkins import actions as checkins
from wellbeing.rules.pulse import PulseAnswers
from workload import access_kinds
from workload.time import talks

OTHER = ["another-" + "k" * 32]

pytestmark = pytest.mark.clock


def said(look, now=NOW):
    return list(look(now))


@pytest.fixture
def sealed(nok, wipa, chiang_mai):
    """An answer and a note of Nok's, a talk of Wipa's, and codes of an app."""
    checkins.record(
        person=nok, unit=chiang_mai, week=WEEK, answers=PulseAnswers(worn=1), note="tired"
    )
    talks.write(
        supervisor=wipa, person=nok, by=wipa, day=NOW.date(), minutes=30, words="talked", now=NOW
    )
    Authenticator.objects.create(
        user=nok.account, type="totp", data={"secret": factors.seal("ABC")}
    )


@pytest.mark.django_db
def test_with_every_key_of_the_ring_nothing_is_missing(sealed):
    assert said(inside.sealed_mappings) == said(inside.sealed_texts) == []


@pytest.mark.django_db
def test_a_missing_key_is_named_by_what_it_sealed(sealed, settings):
    settings.KEY_RING = OTHER
    (mappings,) = said(inside.sealed_mappings)
    assert "KEY_RING lacks a key that sealed" in mappings
    assert "wellbeing.CheckIn.answers" in mappings
    texts = " ".join(said(inside.sealed_texts))
    assert "1 of workload.SupervisionTalk.words do not open" in texts
    assert "1 of mfa.Authenticator.data do not open" in texts


@pytest.mark.django_db
def test_a_key_behind_another_is_enough(sealed, settings):
    settings.KEY_RING = OTHER + settings.KEY_RING
    assert said(inside.sealed_mappings) == said(inside.sealed_texts) == []


@pytest.mark.django_db
def test_names_of_keys_take_one_statement_a_field(sealed, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        said(inside.sealed_mappings)


@pytest.mark.django_db
def test_a_trail_whose_key_is_gone_is_noticed_at_its_first_place(settings, nok, wipa):
    for _look in range(3):
        board = {"role": Role.SUPERVISOR, "what": access_kinds.BOARD, "at": NOW}
        audit.note_access(viewer=wipa, person=nok, **board)
    assert said(inside.trail) == []
    chain.seal()
    assert said(inside.trail) == []
    settings.KEY_RING = OTHER
    (sentence,) = said(inside.trail)
    assert "does not hold at place 1" in sentence


@pytest.mark.django_db
def test_a_database_of_newer_code_is_named():
    with roles.as_the_owner():
        MigrationRecorder.Migration.objects.create(app="workload", name="0099_later")
    (sentence,) = said(inside.migrations)
    assert "newer than this code, which does not have workload.0099_later" in sentence
    assert sentence in doctor.kept_from_starting(NOW)


@pytest.mark.django_db
def test_a_database_of_older_code_is_named():
    with roles.as_the_owner():
        MigrationRecorder.Migration.objects.filter(app="workload").delete()
    (sentence,) = said(inside.migrations)
    assert "older than this code" in sentence
    assert "run `migrate`" in sentence


@pytest.mark.django_db
def test_the_timetable_is_compared_and_a_queue_that_stands_still_is_noticed():
    sync()
    Schedule.objects.update(next_run=NOW)
    assert said(inside.timetable, NOW + inside.LATE) == []
    (late,) = said(inside.timetable, NOW + inside.LATE + timedelta(seconds=1))
    assert "is the job queue (qcluster) running?" in late

    gone = min(TIMETABLE)
    Schedule.objects.filter(name=gone).delete()
    Schedule.objects.create(name="later.tasks.job", func="config.queue.run", next_run=NOW)
    lacks, unknown = said(inside.timetable)
    assert gone in lacks
    assert "later.tasks.job" in unknown


@pytest.mark.django_db
def test_a_clock_that_is_behind_is_noticed_by_the_access_log(nok, wipa):
    now = timezone.now()
    audit.note_access(
        viewer=wipa, person=nok, role=Role.SUPERVISOR, what=access_kinds.BOARD, at=now
    )
    assert said(inside.clock, now) == []
    assert any("The clock is behind" in one for one in said(inside.clock, now - timedelta(days=1)))


@pytest.mark.django_db
def test_a_queue_says_which_code_it_runs():
    assert code.code_of(socket.gethostname(), os.getpid()) is None
    code.announce()
    assert code.code_of(socket.gethostname(), os.getpid()) == code.code_digest()


@pytest.mark.django_db
def test_a_host_with_other_settings_is_named_with_what_differs(settings):
    assert same_settings.hashes_of(socket.gethostname(), os.getpid()) is None
    same_settings.announce()
    there = same_settings.hashes_of(socket.gethostname(), os.getpid())
    assert same_settings.that_differ(there) == []
    settings.KEY_RING = [*settings.KEY_RING, "another-key-of-more-than-32-letters"]
    settings.LANGUAGES = [*settings.LANGUAGES, ("my", "Burmese")]
    assert same_settings.that_differ(there) == ["KEY_RING", "MORE_LANGUAGES"]
    settings.SECRET_KEY = "another-" + "k" * 50
    assert same_settings.that_differ(there) == ["SECRET_KEY"]
    # A queue that wrote down fewer, as an older one does, is not blamed for it.
    assert same_settings.that_differ({}) == []


@pytest.mark.django_db
def test_the_database_of_the_tests_is_in_order():
    assert said(inside.answers) == said(inside.writable) == said(inside.migrations) == []


def test_a_look_that_breaks_is_a_finding_and_stops_no_other(settings):
    def broken(now):
        raise ValueError("no such thing")

    def works(now):
        yield "Something is wrong."

    assert doctor.looked_at([broken, works], NOW) == [
        "Nobody could look at broken: no such thing",
        "Something is wrong.",
    ]


@pytest.fixture
def mailing(settings):
    """Let mail go to a port of this machine."""

    def to(port, **how):
        settings.MAIL_HOST, settings.MAIL_PORT = "localhost", port
        settings.MAILERS = {"default": {"OPTIONS": {"host": "localhost", "port": port} | how}}

    return to


def test_a_mail_server_that_is_not_there_is_said(mailing):
    port = free_port()
    mailing(port)
    (sentence,) = said(around.mail)
    assert f"The mail server localhost:{port} does not take our mail" in sentence


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of localhost that it signed itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    plain = Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    file.write_bytes(key.private_bytes(*plain) + made.public_bytes(Encoding.PEM))
    return file


@pytest.mark.parametrize("trusted", [True, False])
def test_a_mail_server_that_nobody_vouches_for_is_said(mailing, certificate, trusted, monkeypatch):
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(tls=certificate) as server:
        mailing(server.port, use_tls=True)
        found = said(around.mail)
    assert ["certificate verify failed" in one for one in found] == [True] * (not trusted)


def test_a_redis_that_is_not_there_is_said(settings):
    settings.Q_CLUSTER = settings.Q_CLUSTER | {"redis": "redis://127.0.0.1:1/0"}
    (sentence,) = said(around.redis)
    assert "no Redis answers" in sentence


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [(24, ""), (24.01, "is 24 hours old"), (None, "There is no backup")],
)
def test_a_backup_is_a_day_old_at_most(settings, tmp_path, hours, sentence):
    settings.BACKUP_DIR = tmp_path
    if hours:
        at = NOW.astimezone(UTC).replace(microsecond=0) - timedelta(hours=hours)
        (tmp_path / backup.NAMED.format(at.strftime(backup.MOMENT))).touch()
    found = said(around.last_backup, NOW.replace(microsecond=0))
    assert [sentence in one for one in found] == [True] * bool(sentence)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [("2025-11-24", False), ("2025-11-23", True), ("2026-11-25", True), ("soon", True)],
)
def test_the_number_for_help_is_called_once_a_year(settings, written, wrong):
    settings.HELPLINE_CHECKED = written
    assert bool(said(around.helpline, datetime(2026, 11, 24, tzinfo=UTC))) == wrong


def test_the_day_of_that_call_is_bangkoks(settings):
    settings.HELPLINE_CHECKED = "2026-11-24"
    early = at("2026-11-24 00:30").astimezone(UTC)
    assert said(around.helpline, early) == []


def test_a_folder_that_takes_no_file_is_said(settings, tmp_path, monkeypatch):
    settings.DATA_DIR, settings.BACKUP_DIR = tmp_path, tmp_path / "none"
    assert said(around.folders) == []
    monkeypatch.setattr(around, "SMALLEST_SPACE", 1 << 60)
    (sentence,) = said(around.folders)
    assert "MB left" in sentence
    assert "No such file" in around.refusal_of(tmp_path / "none")


def test_pages_start_without_a_word_where_only_backups_may_be_written(settings, db):
    settings.BACKUP_DIR = Path("/proc")
    assert any("BACKUP_DIR: nothing can be written" in one for one in said(around.folders))
    assert [one for one in doctor.doubts(NOW) if "BACKUP_DIR" in one] == []


def test_files_that_nobody_collected_are_said(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "config.packing.StaticStorage"}
    }
    (sentence,) = said(around.static_files)
    assert "run `collectstatic" in sentence


def test_all_is_looked_at(db, settings):
    settings.DEMO = True
    with time_machine.travel(NOW, tick=False):
        found = doctor.examine(NOW)
    assert not [one for one in found if one.startswith("Nobody could look")]
