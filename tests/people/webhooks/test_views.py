"""The page of a person's own program: the password first, the secret once."""

import re

import pytest

from people.accounts import safety
from people.members import memberships
from people.messages.way_delivery import WayDeliverer
from people.models import Channel, OutgoingLetter, ProgramAddress, ProgramDelivery
from people.own_data import record
from people.webhooks import actions
from tests.makers import end_roles, enter, give_password

from .conftest import NOW

PAGE = "/account/keys/address/"


@pytest.fixture
def mine(client, nok):
    enter(client, nok)
    return client


def secret_in(page):
    found = re.search(r"whsec_[\w+/=]+", page)
    return found and found[0]


def test_an_address_is_set_and_its_secret_shown_once(mine, nok):
    give_password(mine)
    page = mine.post(PAGE, {"address": "https://example.org/in"}).text
    place = ProgramAddress.objects.get(person=nok)

    assert actions.program_url(place) == "https://example.org/in"
    assert secret_in(page) == actions.program_secret(place)
    later = mine.get(PAGE).text
    assert "https://example.org/in" in later
    assert secret_in(later) is None


@pytest.mark.parametrize("sent", [{"address": "https://example.org/in"}, {"renew": "1"}])
def test_address_and_secret_ask_for_the_password(mine, nok, sent):
    answer = mine.post(PAGE, sent)

    assert answer["Location"].startswith("/password/again/")
    assert not ProgramAddress.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        *("", "x", "http://example.org/", "ftp://example.org/", "javascript:alert(1)"),
        *("https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://10.0.0.1/"),
        *("https://0x7f000001/", "https://2130706433/", "https://example.org:8443/"),
        *("https://name:word@example.org/", "https://example.org/\0", "https://exam\nple.org/"),
        "https://example.org/" + "a" * 3000,
        "https://กำลังใจ.example/",
    ],
)
def test_what_is_never_called_is_refused_at_its_field(mine, address):
    give_password(mine)
    answer = mine.post(PAGE, {"address": address})

    assert answer.status_code == 422
    assert 'id="id_address_error"' in answer.text
    assert not ProgramAddress.objects.exists()


def test_what_was_typed_stays(mine):
    give_password(mine)
    assert (
        'value="http://example.org/a"' in mine.post(PAGE, {"address": "http://example.org/a"}).text
    )


def test_another_address_has_another_secret_and_begins_anew(mine, nok, program, secret):
    ProgramAddress.objects.update(off_since=NOW, failures=3, quiet_until=NOW)
    give_password(mine)
    page = mine.post(PAGE, {"address": "https://example.org/new"}).text
    place = ProgramAddress.objects.get()

    assert secret_in(page) != secret
    assert (place.off_since, place.failures, place.quiet_until) == (None, 0, None)


def test_a_secret_is_made_anew(mine, nok, program, secret):
    give_password(mine)
    fresh = secret_in(mine.post(PAGE, {"renew": "1"}).text)

    assert fresh not in (None, secret)
    assert actions.program_secret(ProgramAddress.objects.get()) == fresh


def test_without_an_address_no_secret_is_made(mine):
    give_password(mine)
    assert mine.post(PAGE, {"renew": "1"}).status_code == 404


def test_a_test_shows_how_it_went(mine, nok, program, secret):
    mine.post(PAGE, {"test": "1"})
    program.status = 503
    WayDeliverer(Channel.PROGRAM).round(NOW)
    page = mine.get(PAGE).text

    assert "did not arrive" in page
    assert "503" in page
    assert "25 Nov" in page


def test_tests_are_few(mine, program, secret):
    for _time in range(5):
        mine.post(PAGE, {"test": "1"})
    assert "Please wait an hour" in mine.post(PAGE, {"test": "1"}, follow=True).text
    assert OutgoingLetter.objects.count() == 5


def test_what_failed_is_sent_again_by_a_press(mine, nok, program, secret):
    actions.post_test(person=nok)
    OutgoingLetter.objects.update(state="failed")
    assert "1 message was tried for two days" in mine.get(PAGE).text

    assert "1 message leaves again." in mine.post(PAGE, {"again": "1"}, follow=True).text
    assert WayDeliverer(Channel.PROGRAM).round(NOW) == 1


def test_an_address_that_was_switched_off_can_be_called_again(mine, nok, program, secret):
    ProgramAddress.objects.update(off_since=NOW)
    assert "it wants no more messages" in mine.get(PAGE).text

    mine.post(PAGE, {"on": "1"})
    assert ProgramAddress.objects.get().off_since is None


def test_removed_it_is_gone_with_its_calls(mine, nok, wipa, program, secret):
    actions.set_address(person=wipa, address="https://example.org/in", now=NOW)
    actions.post_test(person=nok)
    WayDeliverer(Channel.PROGRAM).round(NOW)
    mine.post(PAGE, {"remove": "1"})

    assert ProgramAddress.objects.get().person == wipa
    assert not ProgramDelivery.objects.exists()


def test_of_anothers_program_nothing_is_read(client, wipa, nok, program, secret):
    actions.post_test(person=nok)
    WayDeliverer(Channel.PROGRAM).round(NOW)
    enter(client, wipa)

    page = client.get(PAGE).text
    assert "Your program has not been called yet." not in page
    assert program.address not in page
    assert not ProgramDelivery.objects.visible_to(wipa).exists()
    client.post(PAGE, {"remove": "1"})
    assert ProgramAddress.objects.filter(person=nok).exists()


def test_it_ends_with_the_last_role_and_with_a_lost_password(nok, wipa, program, secret):
    actions.set_address(person=wipa, address="https://example.org/in", now=NOW)
    end_roles(nok)
    memberships.parting.end_if_over(nok, NOW)
    assert ProgramAddress.objects.get().person == wipa

    safety.end_doors(wipa.account)
    assert not ProgramAddress.objects.exists()


def test_the_own_record_holds_the_address_and_never_the_secret(nok, program, secret):
    parts = record.read_parts(nok)

    ((address, set_at, off_since),) = parts["program_address"]
    assert (address.partition("?")[0], set_at, off_since) == (f"{program.address}/in", NOW, None)
    assert secret.encode() not in record.as_json(nok, NOW)
