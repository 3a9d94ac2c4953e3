"""The page on which a person joins LINE, tries it and leaves it; what ends it besides."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils.html import escape

from people.accounts import safety
from people.keys import rotation
from people.line import actions, standing
from people.line.tasks import look_at_line
from people.members import memberships
from people.messages.way_delivery import WayDeliverer
from people.models import Channel, LineCode, LineLink, OutgoingLetter, Person
from people.own_data import record
from tests.makers import (
    change_account,
    end_roles,
    enter,
    give_password,
    make_membership,
    make_person,
)
from wellbeing.own_data import erasing

from .conftest import NOW, join
from .line_server import NOK_IN_LINE, text, told

MINUTE = timedelta(minutes=1)


@pytest.fixture
def mine(client, nok, line):
    enter(client, nok)
    return client


def test_the_page_shows_a_code_once(mine, nok):
    give_password(mine)
    page = mine.post("/account/line/", {"code": "1"}).text
    code = re.search(r"slip-code[^>]*>([A-Z ]+)<", page)[1]

    assert LineCode.objects.filter(account=nok.account).exists()
    assert code not in mine.get("/account/line/").text
    told(mine, text(code, at=NOW.timestamp()))
    assert "LINE is connected" in mine.get("/account/line/").text


def test_a_code_asks_for_the_password(mine):
    """Messages go where it is sent from: not from a device that was found unlocked."""
    answer = mine.post("/account/line/", {"code": "1"})

    assert answer["Location"].startswith("/password/again/")
    assert not LineCode.objects.exists()


def test_the_page_leads_to_the_account_in_line(mine, settings):
    settings.LINE_ADD_LINK = "https://lin.ee/canary"
    give_password(mine)

    assert 'href="https://lin.ee/canary"' in mine.post("/account/line/", {"code": "1"}).text


def test_line_can_be_left_on_the_page(mine, wipa, joined):
    join(wipa, "U" + "e" * 32)
    actions.new_line_code(account=wipa.account, now=NOW)
    mine.post("/account/line/", {"remove": "1"})

    assert LineLink.objects.get().account == LineCode.objects.get().account == wipa.account


def test_a_test_goes_to_the_person_alone(mine, joined, line):
    page = mine.post("/account/line/", {"test": "1"}, follow=True).text
    assert "A test is on its way to LINE." in page
    assert WayDeliverer(Channel.LINE).round(NOW) == 1
    assert [user for user, _words in line.pushed] == [NOK_IN_LINE]


def test_tests_are_few_since_each_counts_in_the_month(mine, joined):
    for _time in range(5):
        mine.post("/account/line/", {"test": "1"})
    page = mine.post("/account/line/", {"test": "1"}, follow=True).text

    assert "Please wait an hour" in page
    assert OutgoingLetter.objects.count() == 5


def test_a_test_that_does_not_arrive_is_no_mail(mine, joined, line):
    mine.post("/account/line/", {"test": "1"})
    line.users.clear()
    WayDeliverer(Channel.LINE).round(NOW)

    assert not OutgoingLetter.objects.exists()
    assert mail.outbox == []


def test_without_an_account_in_line_there_is_no_page(mine, settings):
    settings.LINE_CHANNEL_TOKEN = ""
    assert mine.get("/account/line/").status_code == 404


def test_the_page_of_ones_own_says_whether_it_is_connected(mine, nok, settings):
    assert "not connected" in mine.get("/account/").text
    join(nok)
    page = mine.get("/account/").text
    assert "/account/line/" in page
    assert "not connected" not in page
    settings.LINE_CHANNEL_TOKEN = ""
    assert "/account/line/" not in mine.get("/account/").text


def test_nothing_of_the_settings_is_on_a_page(mine, joined, settings):
    page = mine.get("/account/line/").text
    assert settings.LINE_CHANNEL_TOKEN not in page
    assert settings.LINE_CHANNEL_SECRET not in page
    assert NOK_IN_LINE not in page


# --- What ends it ------------------------------------------------------------------------------


def test_it_ends_with_the_last_role(nok, joined):
    end_roles(nok)
    memberships.parting.end_if_over(nok, NOW)

    assert not LineLink.objects.exists()


def test_it_stays_while_the_account_works_elsewhere(nok, joined, rest_house):
    elsewhere = make_person("elsewhere", rest_house.organisation)
    make_membership(elsewhere, rest_house)
    Person.objects.filter(pk=elsewhere.pk).update(account=nok.account)
    end_roles(nok)
    memberships.parting.end_if_over(nok, NOW)
    assert LineLink.objects.exists()

    actions.new_line_code(account=nok.account, now=NOW)
    safety.end_doors(nok.account)
    assert not LineLink.objects.exists()
    assert not LineCode.objects.exists()


def test_it_ends_with_the_last_role_of_several_places(nok, joined, rest_house):
    elsewhere = make_person("elsewhere", rest_house.organisation)
    make_membership(elsewhere, rest_house)
    Person.objects.filter(pk=elsewhere.pk).update(account=nok.account)
    for person in (nok, elsewhere):
        end_roles(person)
        memberships.parting.end_if_over(person, NOW)

    assert not LineLink.objects.exists()


def test_it_ends_when_the_account_is_closed(nok, joined):
    end_roles(nok)
    memberships.close_own(person=nok, now=NOW)

    assert not LineLink.objects.exists()


def test_whoever_erases_everything_erases_it(nok, joined):
    labels = {str(one.label): one.count for one in erasing.going(person=nok, before=None, now=NOW)}
    assert labels["Your account in LINE"] == 1
    erasing.erase(person=nok, before=NOW.date(), now=NOW)
    assert LineLink.objects.exists()
    erasing.erase(person=nok, before=None, now=NOW + MINUTE)
    assert not LineLink.objects.exists()


def test_the_own_record_says_which_account_in_line_it_is(nok, wipa, joined):
    (row,) = record.read_parts(nok)["line"]
    assert row[0] == NOK_IN_LINE
    assert list(record.read_parts(wipa)["line"]) == []


# --- Keys --------------------------------------------------------------------------------------


def test_a_user_is_found_after_the_keys_were_renewed(nok, joined, settings):
    old = settings.KEY_RING[0]
    settings.KEY_RING = ["another-" + "k" * 40, old]
    done = {one.field: one for one in rotation.everything()}
    assert done["people.LineLink.sealed_user"].anew == 1
    assert done["people.LineLink.user_hash"].anew == 1
    assert {one.field: one for one in rotation.everything()}[
        "people.LineLink.user_hash"
    ].before == 1

    settings.KEY_RING = settings.KEY_RING[:1]
    assert actions.user_of(LineLink.objects.get()) == NOK_IN_LINE
    assert actions.LineLink.objects.filter(
        user_hash__in=actions.hashes_of(NOK_IN_LINE, actions.USERS)
    ).exists()


def test_a_user_that_no_key_opens_is_told_of(joined, settings):
    settings.KEY_RING = ["another-" + "k" * 40]
    assert actions.hash_users_again().broken == 1


# --- The admins' page --------------------------------------------------------------------------


def test_an_admin_reads_how_line_stands_and_no_number(client, ploy, line):
    enter(client, ploy)
    line.used = 417
    look_at_line.call()
    standing.note_trouble("LINE answered 401")
    page = client.get("/people/mail/").text

    assert escape(str(standing.STEPS[1][1])) in page
    assert str(standing.REFUSES) in page
    assert "417" not in page


def test_a_letter_to_line_or_a_program_is_none_of_an_admins_business(client, nok, ploy):
    for channel in (Channel.LINE, Channel.PROGRAM, Channel.PUSH):
        OutgoingLetter.objects.create(
            recipient=nok,
            channel=channel,
            kind="move",
            key="1",
            state="failed",
            next_try=NOW,
            failing_since=NOW,
        )
    enter(client, ploy)
    page = client.get("/people/mail/").text

    assert "Mail reaches everybody here." in page
    assert not OutgoingLetter.objects.visible_to(ploy).exists()


def test_an_account_that_others_helped_in_joins_nothing_meanwhile(mine, nok):
    change_account(nok, helped_at=NOW)
    assert mine.get("/account/line/").status_code == 403


def test_two_accounts_in_line_are_two(nok, wipa, joined):
    join(wipa, "U" + "e" * 32)
    assert LineLink.objects.count() == 2
