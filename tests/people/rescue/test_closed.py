"""What was answered before stays closed after a help: on every page, in every file, by every role.

Whoever comes in with the code could be one of the two who helped.
"""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver, resolve

from config.open_pages import OPEN_WHILE_CLOSED
from people.accounts import places, tokens
from people.keys import closed
from people.keys.closed import ClosedAnswersError
from people.models import Account, LostSignIn, Organisation, Person, Role
from people.rescue import actions as rescue
from people.weeks import Week
from tests.makers import (
    HASH,
    NOW,
    WEEK,
    enter,
    make_assessment,
    make_line,
    make_membership,
    make_pack,
    make_person,
    make_unweighed_week,
)
from tests.test_attacks import boss, cast, friday, objects
from tests.test_canaries import NOTE, READERS, THANKS, typed
from tests.test_permissions import address, opened, routes, written
from tests.workload.weeks.test_views import form
from training.models import CalendarFeed
from wellbeing.checkins import baseline, consent
from wellbeing.groups import restrictions
from wellbeing.models import CheckIn, HardEvent, OwnContact, Share
from workload.models import CaseloadLine, WorkWeek

__all__ = ["boss", "cast", "friday", "objects", "typed"]

LATER, DAY = NOW + timedelta(hours=1), timedelta(days=1)
WORDS = [word for word in READERS if "refused" not in word]


def help_in(person, *helpers, now=LATER) -> Person:
    """Let two help somebody in, and read them as their next request does."""
    asked = LostSignIn.objects.waiting(now).filter(person=person).first()
    asked = asked or rescue.ask(person=person, by=helpers[0], now=now)
    rescue.agree(asked=asked, by=helpers[1], now=now)
    Account.objects.filter(pk=person.account_id).update(password=HASH)  # as with the code
    return Person.objects.select_related("account").get(pk=person.pk)


def backdate() -> None:
    """The database's own clock is not that of the test."""
    before = NOW - timedelta(minutes=5)
    for model, field in (
        (CheckIn, "recorded_at"),
        (HardEvent, "logged_at"),
        (Share, "shared_at"),
        (OwnContact, "added_at"),
    ):
        model.objects.update(**{field: before})


@pytest.fixture
def said(typed, objects):
    """Nok has said all there is to say, in words and numbers, and Wipa and Orathai read some."""
    backdate()
    return typed


@pytest.fixture
def dao(office):
    """A second admin."""
    person = make_person("dao", office.organisation)
    make_membership(person, office, Role.ADMIN)
    return person


@pytest.fixture
def later():
    with time_machine.travel(LATER + timedelta(minutes=1), tick=False):
        yield


def text_of(answer) -> str:
    """Read an answer, and each file of an archive."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode(errors="replace")


def is_shut(answer) -> bool:
    return answer.status_code == 403 and "Closed for now" in text_of(answer)


def is_behind_the_sign_in(route, whose, objects) -> bool:
    view = resolve(address(route, whose, objects)).func
    return getattr(view, "login_required", True)


def test_they_can_be_found_at_all(said, later):
    enter(client := Client(), said["nok"])
    assert NOTE in client.get("/my-week/").text
    enter(client := Client(), said["wipa"])
    assert THANKS in client.get("/thanks/").text


@pytest.mark.parametrize("who", ["nok", "wipa", "ploy", "orathai"])
def test_no_page_gives_out_what_was_said_and_what_is_not_on_the_list_is_shut(
    said, objects, dao, later, who
):
    """The list names what is open: a page that comes tomorrow is shut before anyone thinks of it.

    By whatever role: neither their own words nor those that others said to them.
    """
    admins = [said["ploy"], dao] if who != "ploy" else [dao, make_third_admin(dao)]
    enter(client := Client(), help_in(said[who], *admins))
    shut = 0
    for (route, whose), answer in opened(client, objects).items():
        page = text_of(answer)
        assert [word for word in WORDS if word in page] == [], route
        if is_behind_the_sign_in(route, whose, objects) and route not in OPEN_WHILE_CLOSED:
            assert is_shut(answer) or answer.status_code == 404, route
            shut += is_shut(answer)
    assert shut > 100


def make_third_admin(other):
    person = make_person("third", other.organisation)
    make_membership(person, other.memberships.get().unit, Role.ADMIN)
    return person


def test_the_list_names_routes_of_the_product():
    assert set(routes(get_resolver())) >= OPEN_WHILE_CLOSED


def test_those_who_help_and_supervise_see_what_they_saw_before(said, objects, later):
    """Closed is the owner's account: what Wipa may see of Nok does not change."""
    enter(client := Client(), said["wipa"])
    help_in(said["nok"], said["ploy"], said["wipa"])
    answers = opened(client, objects)
    seen = {line: answer.status_code for line, answer in answers.items()}
    # What waited is decided, and stays readable to the two.
    # A letter that was posted days ago waits: a monitor says so.
    assert seen == written("wipa") | {("calendar", "own"): 404, ("readyz", "-"): 503}


def test_a_key_of_a_program_opens_nothing_meanwhile(said, dao, later):
    nok = help_in(said["nok"], said["ploy"], dao)
    _token, key = tokens.make(person=nok, name="made in between")
    answer = Client().get("/api/v1/me/load", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 403


def test_no_address_of_a_calendar_is_made_meanwhile(said, dao, later):
    """It would be read on without a sign-in."""
    nok = help_in(said["nok"], said["ploy"], dao)
    enter(client := Client(), nok)
    answer = client.post("/training/coming/", {"do": "calendar"})
    assert answer.status_code == 422
    assert "Closed until you have said" in answer.text
    assert 'value="calendar"' not in answer.text
    assert not CalendarFeed.objects.filter(person=nok).exists()
    with time_machine.travel(LATER + 8 * DAY, tick=False):
        rescue.say_it_was_me(account=nok.account, now=LATER + 8 * DAY)
        enter(client, Person.objects.get(pk=nok.pk))
        assert client.post("/training/coming/", {"do": "calendar"}).status_code == 200


def test_nothing_sealed_before_opens_whoever_asks(said, later):
    """The same rule at the seal, for a page that is open and should not have asked."""
    checkin = CheckIn.objects.filter(person=said["nok"]).first()
    event = HardEvent.objects.first()
    scale = make_assessment(said["nok"], make_pack(said["nok"].organisation, "uwes-3"))
    with closed.of_request():
        closed.close(LATER)
        for ask in (
            lambda: checkin.answers,
            lambda: checkin.note,
            lambda: event.kind,
            lambda: scale.answers,
            lambda: scale.result,
            lambda: Share.objects.first().purpose,
            lambda: baseline.read(said["nok"], [Week(checkin.week)]),
        ):
            with pytest.raises(ClosedAnswersError):
                ask()
        closed.close(NOW - DAY)
        assert event.kind
    assert checkin.answers is not None


def test_it_is_open_again_once_the_seven_days_are_over_and_the_owner_says_so(said, dao, later):
    nok = help_in(said["nok"], said["ploy"], dao)
    for day, says in ((6, False), (8, False), (8, True)):
        with time_machine.travel(LATER + day * DAY, tick=False):
            enter(client := Client(), Person.objects.get(pk=nok.pk))
            if says:
                client.post("/account/helped/", {"do": "me"})
            assert is_shut(client.get("/my-trend/")) is not says


def test_a_week_sent_before_is_neither_shown_nor_replaced_and_the_next_one_is_open(
    said, dao, later
):
    nok = help_in(said["nok"], said["ploy"], dao)
    enter(client := Client(), nok)
    before = CheckIn.objects.get(person=nok, week=WEEK.monday)
    assert is_shut(client.get("/my-week/"))
    assert is_shut(client.post("/my-week/", form(worn="1")))
    assert CheckIn.objects.get(pk=before.pk).sealed_answers == before.sealed_answers
    with time_machine.travel(LATER + 6 * DAY, tick=False):
        enter(client := Client(), nok)
        page = client.get("/my-week/")
        assert page.status_code == 200
        assert client.post("/my-week/", form(worn="1", note="said after")).status_code == 302
        assert "said after" in client.get("/my-week/").text


def test_numbers_of_a_week_before_are_not_filled_in_and_cases_that_one_reads_alone_are_not_shown(
    said, dao, later
):
    """Nobody answers for a trainer's load, so nobody else has read of it; of Nok, Wipa has."""
    siriporn, nok, ploy = said["siriporn"], said["nok"], said["ploy"]
    make_unweighed_week(siriporn, hours=61, court_days=3, alone=True, sent_at=NOW)
    WorkWeek.objects.filter(person=nok).update(hours=61, court_days=3)
    for person in (siriporn, nok):
        make_line(person, reference=f"of {person.username}")
    with time_machine.travel(LATER + 6 * DAY, tick=False):
        for person in (siriporn, nok):
            enter(client := Client(), person)
            page = client.get("/my-week/").text
            assert "61 last week" in page
            assert f"of {person.username}" in page
        for person in (siriporn, nok):
            enter(client := Client(), help_in(person, ploy, dao, now=LATER + 6 * DAY))
            page = client.get("/my-week/").text
            assert 'value="61"' not in page
            assert "61 last week" not in page
            assert (f"of {person.username}" in page) is (person == nok)
            assert client.post("/my-week/", form(worn="1", hours="38")).status_code == 302
            assert 'value="38"' in client.get("/my-week/").text
    assert CaseloadLine.objects.filter(person=siriporn, closed_at=None).count() == 1


def test_nothing_is_deleted_handed_out_or_shared_meanwhile_and_consent_is_withdrawn(
    said, dao, later
):
    nok = help_in(said["nok"], said["ploy"], dao)
    enter(client := Client(), nok)
    for path in (
        "/my-record/delete/",
        "/my-record/weeks/delete/",
        "/my-record/record.json",
        "/my-record/record.zip",
        "/my-shares/new/",
        "/account/keys/",
        "/account/address/",
        "/account/phone/",
        "/account/close/",
    ):
        assert is_shut(client.get(path)), path
        assert is_shut(client.post(path, {"do": "erase"})), path
    client.post("/my-record/", {"do": "withdraw"})
    assert Person.objects.get(pk=nok.pk).withdrawn_at


def test_a_choice_of_before_is_neither_read_nor_taken_back_meanwhile(said, dao, later):
    """Nobody can see what Nok chose, so nobody who helped her can; nor agree in her name."""
    nok = said["nok"]
    restrictions.begin(person=nok, now=NOW)
    consent.withdraw(person=nok, now=NOW)
    enter(client := Client(), nok)
    assert "you are not counted" in client.get("/my-record/").text
    enter(client, help_in(nok, said["ploy"], dao))
    page = client.get("/my-record/").text
    assert "you are not counted" not in page
    assert 'value="agree"' not in page
    for do in ("lift", "agree"):
        client.post("/my-record/", {"do": do})
    assert restrictions.since(nok) == NOW
    assert Person.objects.get(pk=nok.pk).withdrawn_at == NOW


def test_no_way_in_is_made_meanwhile_that_would_outlive_an_objection(said, dao, later):
    """By the person or by one of the two who helped: nobody knows yet."""
    nok = help_in(said["nok"], said["ploy"], dao)
    enter(client := Client(), nok)
    for path in ("/account/passkeys/new/", "/account/app/", "/account/codes/new/"):
        client.post("/password/again/", {"password": "kamlangjai-demo"})
        assert is_shut(client.get(path)), path
        assert is_shut(client.post(path, {"code": "123456"})), path
    page = client.get("/account/signing-in/").text
    assert "/account/passkeys/new/" not in page
    assert "/account/app/" not in page
    assert "said that it was you" in page
    with time_machine.travel(LATER + 8 * DAY, tick=False):
        enter(client, nok)
        client.post("/account/helped/", {"do": "me"})
        client.post("/password/again/", {"password": "kamlangjai-demo"})
        assert client.get("/account/app/").status_code == 200


def test_a_request_for_contact_of_before_is_not_shown_to_a_helped_contact_and_a_new_one_is(
    said, dao, later
):
    orathai = help_in(said["orathai"], said["ploy"], dao)
    enter(client := Client(), orathai)
    nok = said["nok"]
    assert nok.name not in client.get("/talk/").text
    nok.asked_for_contact.update(asked_at=LATER + timedelta(minutes=1))
    assert nok.name in client.get("/talk/").text


def test_only_the_place_where_it_was_asked_for_opens_until_the_owner_has_spoken(
    said, dao, later, rest_house
):
    """The other organisation's admins agreed to nothing."""
    nok = said["nok"]
    there = make_person("nok-there", rest_house.organisation, account=nok.account)
    make_membership(there, rest_house)
    Person.objects.filter(pk=there.pk).update(chosen_at=NOW)
    enter(client := Client(), help_in(nok, said["ploy"], dao))
    assert client.post("/account/places/", {"place": there.public_id}).status_code == 404
    page = client.get("/account/places/").text
    assert "Closed until you have said" in page
    account = Account.objects.get(pk=nok.account_id)
    assert places.open_places(account, places.workplaces_of(account)) == [nok]
    enter(client := Client(), Person.objects.get(pk=there.pk))
    assert client.get("/account/places/").text.count("You are here") == 1
    assert client.session["organisation"] == nok.organisation_id
    with time_machine.travel(LATER + 8 * DAY, tick=False):
        rescue.say_it_was_me(account=account, now=LATER + 8 * DAY)
        enter(client := Client(), nok)
        assert client.post("/account/places/", {"place": there.public_id}).status_code == 302
    assert Organisation.objects.count() > 1


def test_a_hard_event_of_before_is_not_asked_after(said, dao, later):
    nok = help_in(said["nok"], said["ploy"], dao)
    with time_machine.travel(LATER + 6 * DAY, tick=False):
        enter(client := Client(), nok)
        assert "Raid" not in client.get("/my-week/").text
