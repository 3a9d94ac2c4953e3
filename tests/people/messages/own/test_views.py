"""The page of messages, and the link in a mail that stops it."""

import re

import pytest
from django.core import mail
from django.test import Client

from people.messages import notices
from people.messages.notices import Start
from people.messages.own.actions import ChosenMessages, choose_messages
from people.messages.own.stop_links import ALL_TOPICS, stop_token
from people.messages.ways import MESSAGE_WAYS
from people.models import Channel, MessageChoices, RefusedAddress
from tests.makers import NOW, change_account, deliver, end_roles, enter

PAGE = "/account/messages/"


EVERYBODYS = ["week", "waits", "answers", "due", "sessions", "thanks", "roles"]
BY_MAIL = [f"{one}-mail" for one in EVERYBODYS]


def ticked(page):
    """The names of what is ticked, in the order of the page."""
    return re.findall(r'<input type="checkbox" name="([^"]+)"[^>]* checked', page)


def without_token(answer):
    return re.sub(r'value="\w{64}"', "", answer.text)


@pytest.fixture
def mine(client, nok):
    enter(client, nok)
    return client


class Way:
    """A channel as an installation may have it."""

    join_at = "account_phone"

    def __init__(self, reached):
        self.reached = reached

    def is_offered(self):
        return True

    def reaches(self, person):
        return self.reached


@pytest.fixture
def phone(monkeypatch):
    def put(reached):
        monkeypatch.setitem(MESSAGE_WAYS, Channel.PUSH, Way(reached))

    return put


def test_it_shows_what_is_at_first_and_leaves_out_what_others_get(mine):
    page = mine.get(PAGE).text
    assert ticked(page) == [*BY_MAIL, "quiet_when_away"]
    assert 'value="" id="id_week_day_0" checked' in page
    assert "Your account and its safety" in page
    assert 'name="safety-mail"' not in page
    assert "Work of your office" not in page


def test_who_has_a_role_finds_its_topic(client, wipa):
    enter(client, wipa)
    assert 'name="office-mail"' in client.get(PAGE).text


def test_what_is_ticked_is_kept_and_shown(mine, nok):
    sent = {"week-mail": "on", "quiet_from": "20.00", "quiet_until": "๐๗๐๐", "week_day": "7"}
    assert mine.post(PAGE, sent)["Location"] == PAGE
    row = MessageChoices.objects.get(person=nok)
    assert row.channels["week"] == ["mail"]
    assert row.channels["thanks"] == []
    assert "safety" not in row.channels
    assert "office" not in row.channels
    assert (row.quiet_from.hour, row.quiet_until.hour, row.week_day) == (20, 7, 7)
    assert (row.quiet_when_away, row.one_a_day) == (False, False)
    page = mine.get(PAGE).text
    assert "Your choice is saved." in page
    assert 'value="20:00"' in page
    assert ticked(page) == ["week-mail"]


@pytest.mark.parametrize(
    "sent",
    [
        {"quiet_from": "20:00"},
        {"quiet_from": "25:00", "quiet_until": "07:00"},
        {"quiet_from": "x\0" * 5000, "quiet_until": "07:00"},
        {"quiet_from": "06:00", "quiet_until": "22:00"},
        {"week_day": "1"},
        {"week_day": "2569"},
        {"week_day": ["", "7" * 5000]},
    ],
)
def test_what_cannot_be_is_asked_about_and_what_was_typed_stays(mine, sent):
    answer = mine.post(PAGE, {"thanks-mail": "on", **sent})
    assert answer.status_code == 422
    assert ticked(answer.text) == ["thanks-mail"]
    assert not MessageChoices.objects.exists()
    if sent.get("quiet_from") == "25:00":
        assert 'value="25:00"' in answer.text


def test_what_nobody_offers_is_ignored(mine, nok):
    mine.post(PAGE, {"thanks-push": "on", "safety-mail": "", "office-mail": "on", "foo-mail": "1"})
    assert sorted(MessageChoices.objects.get(person=nok).channels) == sorted(EVERYBODYS)
    assert MessageChoices.objects.get().channels["thanks"] == []


def test_nothing_at_all_takes_one_press_and_says_what_still_comes(mine):
    page = mine.post(PAGE, {"nothing": "1", "quiet_from": "nonsense"}, follow=True).text
    assert "Only messages about the safety of your account" in page
    assert ticked(page) == ["quiet_when_away"]


def test_a_channel_that_does_not_reach_the_person_leads_to_where_it_is_joined(mine, nok, phone):
    phone(reached=False)
    choose_messages(person=nok, chosen=ChosenMessages(channels={"thanks": ["push"]}))
    page = mine.get(PAGE).text
    assert 'href="/account/phone/">Set up' in page
    assert "thanks-push" not in page
    mine.post(PAGE, {"thanks-mail": "on"})
    assert MessageChoices.objects.get().channels["thanks"] == ["mail", "push"]


def test_a_channel_that_reaches_the_person_is_ticked_beside_mail(mine, phone):
    phone(reached=True)
    page = mine.get(PAGE).text
    assert 'href="/account/phone/">Set up' not in page
    assert "thanks-push" in page
    mine.post(PAGE, {"thanks-push": "on"})
    assert MessageChoices.objects.get().channels["thanks"] == ["push"]


def test_without_an_address_it_says_where_one_is_added(mine, nok):
    change_account(nok, email="")
    assert 'href="/account/address/">Set up' in mine.get(PAGE).text


def test_without_a_role_the_page_stays(mine, nok):
    end_roles(nok)
    assert mine.get(PAGE).status_code == 200
    assert mine.post(PAGE, {"nothing": "1"}).status_code == 302


def test_a_mark_on_the_address_is_said_and_taken_away_by_its_owner(mine, nok):
    RefusedAddress.objects.create(person=nok, address=nok.email, since=NOW.date(), told=False)
    assert "no mail reaches your address" in mine.get(PAGE).text
    mine.post(PAGE, {"confirm_address": "1"})
    assert not RefusedAddress.objects.exists()


@pytest.mark.parametrize("reached", [True, False])
def test_it_takes_few_statements(mine, phone, reached, django_assert_max_num_queries):
    phone(reached=reached)
    mine.get(PAGE)
    with django_assert_max_num_queries(12):
        mine.get(PAGE)


# --- The link in a mail ---------------------------------------------------------------------------


def link(person, topic="thanks"):
    return f"/messages/stop/{stop_token(person, topic)}/"


def test_a_mail_that_can_be_switched_off_says_so_to_programs_and_people(nok):
    notices.tell_person(nok, "thanks", "1", "thanks")
    (letter,) = mail.outbox
    assert letter.extra_headers == {
        "List-Unsubscribe": f"<http://localhost:8000{link(nok)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert f"http://localhost:8000{PAGE}" in letter.body


def test_the_mail_of_the_day_stops_all_but_safety(nok):
    notices.tell_person(nok, "renew-60", "1", "thanks", start=Start.OWN)
    deliver()
    said = mail.outbox[0].extra_headers["List-Unsubscribe"]
    assert said == f"<http://localhost:8000{link(nok, ALL_TOPICS)}>"


@pytest.mark.parametrize("kind", ["sign_in_changed", "closed", "many_tries"])
def test_what_is_about_safety_has_no_such_link(nok, kind):
    notices.post_once(recipient=nok, kind=kind, key="1")
    assert mail.outbox[0].extra_headers == {}
    assert PAGE not in mail.outbox[0].body


def test_to_open_the_link_stops_nothing_and_one_press_of_a_program_does(nok):
    program = Client(enforce_csrf_checks=True)
    page = program.get(link(nok))
    assert "A thank-you" in page.text
    assert nok.name not in page.text
    assert nok.email not in page.text
    assert not MessageChoices.objects.exists()
    answer = program.post(link(nok), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert MessageChoices.objects.get(person=nok).channels == {"thanks": []}
    assert without_token(program.post(link(nok))) == without_token(answer)


def test_it_answers_alike_whether_the_person_is_there_or_not(client, nok):
    def answers():
        return without_token(client.get(link(nok))), without_token(client.post(link(nok)))

    there = answers()
    nok.account.delete()
    assert answers() == there
    assert not MessageChoices.objects.exists()


@pytest.mark.parametrize("broken", ["x", "~", "a" * 5000, "%00", "é"])
def test_a_link_that_was_not_made_here_leads_nowhere(client, nok, broken):
    good = stop_token(nok, "thanks")
    for token in (broken, good[:-1], good + "a", good.replace("thanks", "week")):
        assert client.get(f"/messages/stop/{token}/").status_code == 404
        assert client.post(f"/messages/stop/{token}/").status_code == 404
    assert not MessageChoices.objects.exists()


def test_it_reads_and_posts_and_does_nothing_else(client, nok):
    assert client.delete(link(nok)).status_code == 405
    assert client.head(link(nok)).status_code == 200
    assert not MessageChoices.objects.exists()


def test_it_says_of_numbers_only_to_those_whose_mail_has_them(mine, client, wipa):
    numbers = "Only the mail on Mondays has numbers"
    assert numbers not in mine.get(PAGE).text
    enter(client, wipa)
    assert numbers in client.get(PAGE).text
