"""The pairs of keys of phones: one for new texts, and those before for as long as needed."""

from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from people.models import PhoneKey
from people.phones import phone_keys, sealed_texts
from people.phones.sealed_texts import UnreadableError
from people.phones.tasks import renew_phone_keys
from tests.makers import NOW
from tests.workload.kept_weeks.phone import seal_text

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def none_yet(db):
    PhoneKey.objects.all().delete()  # of the installation, made when the database was
    yield
    phone_keys.forget()


def numbers() -> list[int]:
    return list(PhoneKey.objects.order_by("number").values_list("number", flat=True))


def test_a_database_has_a_pair_from_the_start_and_keeps_it():
    for _time in range(2):
        phone_keys.make_sure()
    assert numbers() == [1]


def test_without_a_key_ring_none_is_made(settings):
    settings.KEY_RING = []
    phone_keys.make_sure()
    assert numbers() == []


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (30 * DAY - MINUTE, [1]),
        (30 * DAY, [1, 2]),
    ],
)
def test_a_pair_is_renewed_after_thirty_days(after, expected):
    phone_keys.renew(NOW)
    phone_keys.renew(NOW + after)
    assert numbers() == expected
    phone_keys.renew(NOW + after)
    assert numbers() == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        # The page of a Thursday, sealed on the Tuesday after and kept for fourteen days.
        (20 * DAY - MINUTE, [1, 2]),
        (20 * DAY, [2]),
    ],
)
@pytest.mark.parametrize("late", [0, 40])
def test_the_pair_before_opens_until_no_phone_has_a_text_for_it(after, expected, late):
    """Counted from the next one, which comes late where the jobs stood still."""
    phone_keys.renew(NOW)
    sealed = seal_text(str(phone_keys.public_half(NOW)), b"said")
    second = NOW + (30 + late) * DAY
    phone_keys.renew(second)
    phone_keys.renew(second + after)
    assert [n for n in numbers() if n < 3] == expected
    if 1 in expected:
        assert sealed_texts.unseal(sealed) == b"said"
    else:
        with pytest.raises(UnreadableError):
            sealed_texts.unseal(sealed)


def test_the_newest_stays_however_old_it_is():
    phone_keys.renew(NOW)
    phone_keys.renew(NOW + 400 * DAY)
    assert numbers() == [1, 2]


def test_the_job_does_all_of_it():
    with time_machine.travel(NOW, tick=False):
        renew_phone_keys.call()
    assert numbers() == [1]


@pytest.mark.django_db(transaction=True)
def test_two_hosts_at_a_time_make_one_pair():
    phone_keys.renew(NOW)
    then = NOW + 30 * DAY

    def renew():
        phone_keys.make_pair(2, then)
        connections.close_all()

    threads = [Thread(target=renew) for _host in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert numbers() == [1, 2]


def test_a_process_reads_the_pair_once_in_ten_minutes():
    first = phone_keys.public_half(NOW)
    with CaptureQueriesContext(connection) as read:
        assert phone_keys.public_half(NOW + 10 * MINUTE - timedelta(seconds=1)) == first
    assert len(read) == 0
    with CaptureQueriesContext(connection) as read:
        assert phone_keys.public_half(NOW + 10 * MINUTE) == first
    assert len(read) == 1
    with CaptureQueriesContext(connection) as read:
        assert phone_keys.public_half(NOW - DAY) == first  # a clock that was set back
    assert len(read) == 1


def test_a_pair_that_another_process_made_counts_within_ten_minutes():
    first = phone_keys.public_half(NOW)
    second = phone_keys.make_pair(2, NOW)
    second.delete()
    assert phone_keys.public_half(NOW) == first
    PhoneKey.objects.bulk_create([second])  # as another process does: nothing is told here
    assert phone_keys.public_half(NOW + MINUTE) == first
    assert phone_keys.public_half(NOW + 10 * MINUTE).name == second.name


def test_a_pair_that_is_made_or_deleted_here_counts_at_once():
    first = phone_keys.public_half(NOW)
    second = phone_keys.make_pair(2, NOW)
    assert phone_keys.public_half(NOW).name == second.name != first.name
    second.delete()
    assert phone_keys.public_half(NOW) == first


def test_a_new_key_of_the_ring_seals_the_pair_anew(settings, capsys):
    sealed = seal_text(str(phone_keys.public_half(NOW)), b"said")
    settings.KEY_RING = ["new", *settings.KEY_RING]
    call_command("rotate_keys")
    assert "people.PhoneKey.sealed_key: 1 sealed anew" in capsys.readouterr().out
    settings.KEY_RING = ["new"]
    assert sealed_texts.unseal(sealed) == b"said"


def test_without_its_key_of_the_ring_a_text_is_unreadable_and_nothing_breaks(settings):
    sealed = seal_text(str(phone_keys.public_half(NOW)), b"said")
    settings.KEY_RING = ["another"]
    with pytest.raises(UnreadableError):
        sealed_texts.unseal(sealed)
    phone_keys.renew(NOW)
    assert numbers() == [1, 2]
    assert phone_keys.public_half(NOW).name == PhoneKey.objects.get(number=2).name
