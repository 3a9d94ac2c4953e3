"""Whoever reads the mailbox of an account and has a new password mailed reads no earlier answer.

For seven days, what the owner said before is closed to the account, on every page and in every
file. Work goes on: what others said opens, and weeks can be sent.
"""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from config.open_pages import SHUT_AFTER_A_RESET
from people.accounts import tokens
from people.keys import closed
from people.keys.closed import ClosedAnswersError
from people.models import Account, Person
from people.organisation_keys import actions as organisation_keys
from people.program_keys import refuse_after_reset
from people.rescue import actions as rescue
from people.weeks import Week
from people.writing.fields import typed_day
from tests.makers import (
    NOW,
    WEEK,
    enter,
    make_absence,
    make_assessment,
    make_line,
    make_membership,
    make_pack,
    make_person,
    make_unweighed_week,
)
from tests.people.rescue.test_closed import backdate, dao, help_in
from tests.test_attacks import boss, cast, friday, objects
from tests.test_canaries import (
    ANSWER,
    CORRECTION,
    FRIEND,
    NOTE,
    OBJECTION,
    OUTSIDE,
    PLAN,
    TALK,
    THANKS,
    typed,
)
from tests.test_permissions import opened, routes, written
from tests.workload.weeks.test_views import form
from wellbeing.checkins import baseline
from wellbeing.events import actions as events
from wellbeing.models import CheckIn, HardEvent, Share

__all__ = ["boss", "cast", "dao", "friday", "objects", "typed"]

LATER, DAY = NOW + timedelta(hours=1), timedelta(days=1)
NEW = "seven small rivers"
# What Nok said herself; she reads the rest of the words, which others said to her.
MINE = (NOTE, TALK, THANKS, FRIEND, OBJECTION, CORRECTION, ANSWER)


def reset_by_mail(person, now=LATER) -> Person:
    """Choose a new password as whoever reads the mailbox can, and read who is in then."""
    with time_machine.travel(now, tick=False):
        account = Account.objects.get(pk=person.account_id)
        key = user_pk_to_url_str(account), default_token_generator.make_token(account)
        form = (client := Client()).get("/password/reset/key/{}-{}/".format(*key))["Location"]
        assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    return read_again(person)


def read_again(person) -> Person:
    return Person.objects.select_related("account").get(pk=person.pk)


def signed_in(person) -> Client:
    enter(client := Client(), read_again(person))
    return client


@pytest.fixture
def said(typed, objects):
    """Nok has said all there is to say, in words and numbers, and others said some to her."""
    backdate()
    return typed


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
    return answer.status_code == 403 and "chosen with a mailed link" in text_of(answer)


def told(person, objects) -> dict[str, set[str]]:
    """Say which of Nok's words each address gives out, at which there are any."""
    found = {}
    with_password = signed_in(person)
    with_password.post("/password/again/", {"password": NEW})
    for (route, _whose), answer in opened(with_password, objects).items():
        page = text_of(answer)
        if words := {word for word in MINE if word in page}:
            found[route] = words
    return found


def test_no_page_and_no_file_gives_out_what_the_owner_said(said, objects, later):
    before = told(said["nok"], objects)
    assert len(set().union(*before.values())) > 3
    assert told(reset_by_mail(said["nok"]), objects) == {}


def test_pages_made_of_own_answers_are_shut_and_say_until_when(said, objects, later):
    client = signed_in(reset_by_mail(said["nok"]))
    for (route, _whose), answer in opened(client, objects).items():
        if route in SHUT_AFTER_A_RESET:
            assert is_shut(answer), route
    page = client.get("/my-trend/").text
    assert "stays closed until 27 November 2026" in page
    assert "Nothing is lost" in page
    assert 'href="/password/"' in page


def test_the_list_names_routes_of_the_product():
    assert set(routes(get_resolver())) >= SHUT_AFTER_A_RESET


@pytest.mark.parametrize("who", ["nok", "wipa", "orathai", "ploy"])
def test_no_page_of_work_closes(said, objects, later, who):
    """What others shared, asked and wrote opens as always; of own pages only these are shut."""
    client = signed_in(reset_by_mail(said[who]))
    answers = opened(client, objects)
    shut = {line for line, one in answers.items() if is_shut(one)}
    said_before = {("my_week", "-"), ("after_event", "own")} if who == "nok" else set()
    assert {line for line in shut if line[0] not in SHUT_AFTER_A_RESET} == said_before
    # A letter that was posted days ago waits, Orathai reads objections, Nok's calendar is ended.
    as_always = written(who) | {("readyz", "-"): 503}
    as_always |= {("objections", "-"): 200} if who == "orathai" else {}
    as_always |= {("calendar", "own"): 404} if who == "nok" else {}
    seen = {line: one.status_code for line, one in answers.items()}
    assert {line: seen[line] for line in seen if line not in shut} == {
        line: as_always[line] for line in seen if line not in shut
    }
    if who == "wipa":
        pages = "".join(map(text_of, answers.values()))
        assert [word for word in (THANKS, TALK, PLAN) if word not in pages] == []


def test_what_others_wrote_to_the_owner_is_read_as_always(said, later):
    assert OUTSIDE in signed_in(reset_by_mail(said["nok"])).get("/thanks/").text


def test_nothing_the_owner_said_opens_whoever_asks_and_what_others_said_does(said, later):
    """The same rule at the seal, for a page that should not have asked."""
    nok, wipa = said["nok"], said["wipa"]
    checkin, event = CheckIn.objects.filter(person=nok).first(), HardEvent.objects.get(person=nok)
    scale = make_assessment(nok, make_pack(nok.organisation, "uwes-3"))
    asked = (
        lambda: checkin.answers,
        lambda: checkin.note,
        lambda: event.kind,
        lambda: scale.result,
        lambda: Share.objects.filter(person=nok).first().purpose,
        lambda: baseline.read(nok, [Week(checkin.week)]),
    )
    with closed.of_request():
        closed.close_own(nok.pk, LATER)
        for ask in asked:
            with pytest.raises(ClosedAnswersError):
                ask()
        closed.close_own(wipa.pk, LATER)
        for ask in asked:
            ask()
        closed.close_own(nok.pk, NOW - DAY)
        assert event.kind


def test_it_opens_by_itself_after_seven_days_and_another_reset_begins_them_anew(said):
    nok = said["nok"]

    def shut(after) -> bool:
        with time_machine.travel(LATER + after, tick=False):
            return is_shut(signed_in(nok).get("/my-trend/"))

    assert not shut(timedelta())
    reset_by_mail(nok)
    assert shut(6.9 * DAY)
    assert not shut(7 * DAY)
    reset_by_mail(nok, LATER + 6 * DAY)
    assert shut(12.9 * DAY)
    assert not shut(13 * DAY)


def hold(person, kind, since) -> None:
    account = Account.objects.get(pk=person.account_id)
    Authenticator.objects.create(user=account, type=kind, data={}, created_at=since)


@pytest.mark.parametrize("kind", [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP])
def test_with_a_passkey_or_an_app_nothing_closes(said, later, kind):
    """The mail alone let nobody in."""
    hold(said["nok"], kind, NOW - DAY)
    nok = reset_by_mail(said["nok"])
    assert nok.account.reset_at is None
    assert signed_in(nok).get("/my-trend/").status_code == 200


def test_codes_on_paper_are_no_second_factor_of_their_own_nor_is_a_passkey_of_another(said):
    hold(said["wipa"], Authenticator.Type.WEBAUTHN, NOW - DAY)
    hold(said["nok"], Authenticator.Type.RECOVERY_CODES, NOW - DAY)
    assert reset_by_mail(said["nok"]).account.reset_at == LATER


def test_a_passkey_that_the_reader_of_the_mailbox_made_does_not_end_it(said):
    """The owner has one mailed too, and the seven days begin anew."""
    nok = reset_by_mail(said["nok"])
    hold(nok, Authenticator.Type.WEBAUTHN, LATER + DAY)
    assert reset_by_mail(nok, LATER + 2 * DAY).account.reset_at == LATER + 2 * DAY
    assert reset_by_mail(nok, LATER + 9 * DAY).account.reset_at == LATER + 2 * DAY


def test_a_passkey_made_meanwhile_opens_nothing_sooner_and_the_page_says_so(said, later):
    nok = reset_by_mail(said["nok"])
    hold(nok, Authenticator.Type.WEBAUTHN, LATER + DAY)
    with time_machine.travel(LATER + 2 * DAY, tick=False):
        page = signed_in(nok).get("/my-trend/")
    assert is_shut(page)
    assert "One that you make now does not shorten these seven days" in page.text


def test_a_password_changed_by_who_knows_the_old_one_closes_nothing(said, later):
    client = signed_in(said["nok"])
    client.post(
        "/password/", {"oldpassword": "kamlangjai-demo", "password1": NEW, "password2": NEW}
    )
    nok = read_again(said["nok"])
    assert nok.account.check_password(NEW)
    assert nok.account.reset_at is None


# --- What goes on -----------------------------------------------------------------------------


def test_a_week_sent_before_stays_as_it_is_and_the_next_is_sent_and_corrected(said, later):
    nok = reset_by_mail(said["nok"])
    client = signed_in(nok)
    before = CheckIn.objects.get(person=nok, week=WEEK.monday)
    assert is_shut(client.get("/my-week/"))
    assert is_shut(client.post("/my-week/", form(worn="1")))
    assert CheckIn.objects.get(pk=before.pk).sealed_answers == before.sealed_answers
    with time_machine.travel(LATER + 6 * DAY, tick=False):
        client = signed_in(nok)
        assert client.get("/my-week/").status_code == 200
        for words in ("said after", "said better"):
            corrects = {"corrects": shown_key(client)} if words == "said better" else {}
            posted = form(worn="1", note=words, **corrects)
            assert client.post("/my-week/", posted)["Location"].startswith("/my-week/?sent=")
            assert words in client.get("/my-week/").text
        assert is_shut(client.get("/my-trend/"))


def shown_key(client) -> str:
    return client.get("/my-week/").context["page"].corrects


def test_numbers_of_before_are_not_filled_in_and_lines_that_one_reads_alone_are_not_shown(said):
    siriporn, nok = said["siriporn"], said["nok"]
    make_unweighed_week(siriporn, hours=61, court_days=3, alone=True, sent_at=NOW)
    for person in (siriporn, nok):
        make_line(person, reference=f"of {person.username}")
    with time_machine.travel(LATER + 6 * DAY, tick=False):
        assert "61 last week" in signed_in(siriporn).get("/my-week/").text
        for person in (siriporn, nok):
            page = signed_in(reset_by_mail(person, LATER + 6 * DAY)).get("/my-week/").text
            assert "last week</" not in page
            assert "61 last week" not in page
            assert (f"of {person.username}" in page) is (person == nok)


def test_a_phone_keeps_a_week_without_signal_as_always(said):
    nok = reset_by_mail(said["nok"])
    with time_machine.travel(LATER + 6 * DAY, tick=False):
        page = signed_in(nok).get("/my-week/")
        assert "kept_on" in page.context


def test_a_hard_event_is_noted_and_asked_about_and_none_of_before_is_shown(said, later):
    nok = reset_by_mail(said["nok"])
    before = HardEvent.objects.get(person=nok)
    events.switch(person=nok, on=False, now=NOW)
    client, about = signed_in(nok), {"kind": "threat", "day": "20/11/2569", "tell": "on"}
    page = client.get("/my-events/").text
    assert "What you noted before is closed until 27 November 2026" in page
    assert before.kind.label not in labels_of(page)
    assert "You are not asked after events" not in page
    assert client.post("/my-events/", about, follow=True).status_code == 200
    new = HardEvent.objects.filter(person=nok).latest("pk")
    assert (new.kind, new.was_told) == ("threat", True)
    page = client.get("/my-events/").text
    assert labels_of(page) == ["A threat against me"]
    assert "already" in client.post("/my-events/", about).text
    with time_machine.travel(LATER + 2 * DAY, tick=False):
        client = signed_in(nok)
        client.post("/my-events/", {"do": "on"})  # not offered, so it changes nothing
        assert not events.is_on(nok)
        page = client.post(f"/my-events/{new.public_id}/", {"back": "3"}, follow=True).text
        assert "So soon after" in page
        assert is_shut(client.get(f"/my-events/{before.public_id}/"))
    with time_machine.travel(LATER + 7 * DAY, tick=False):
        page = signed_in(nok).get("/my-events/").text
        assert labels_of(page) == ["A threat against me", before.kind.label]
        assert "You are not asked after events" in page


def test_noting_the_same_again_tells_nothing_of_an_event_of_before(said, later):
    """That it was refused would say that it was there."""
    nok = reset_by_mail(said["nok"])
    before = HardEvent.objects.get(person=nok)
    again = {"kind": before.kind.value, "day": typed_day(before.day)}
    client = signed_in(nok)
    client.post("/my-events/", {"remove": before.public_id})
    assert client.post("/my-events/", again).status_code == 302
    assert HardEvent.objects.filter(person=nok).count() == 2


def labels_of(page) -> list[str]:
    """Read which events a page lists."""
    return re.findall(r"<b>([^<]+)</b><small>\d", page)


def test_at_a_second_organisation_what_was_said_there_is_closed_too(said, rest_house, later):
    nok = said["nok"]
    there = make_person("nok-there", rest_house.organisation, account=nok.account)
    make_membership(there, rest_house)
    Person.objects.filter(pk=there.pk).update(chosen_at=NOW)
    scale = make_assessment(there, make_pack(there.organisation, "uwes-3"))
    client = signed_in(reset_by_mail(nok))
    assert client.post("/account/places/", {"place": there.public_id}).status_code == 302
    assert is_shut(client.get(f"/my-scales/results/{scale.public_id}/"))
    assert is_shut(client.get("/my-record/record.json"))
    assert is_shut(client.get("/my-trend/"))
    with time_machine.travel(LATER + 7 * DAY, tick=False):
        client = signed_in(read_again(there))
        assert client.get(f"/my-scales/results/{scale.public_id}/").status_code == 200


def test_a_key_made_since_opens_nothing_until_then(said, later):
    """All keys end with the reset, so it may be of whoever reads the mailbox."""
    _token, key = tokens.make(person=reset_by_mail(said["nok"]), name="made in between")
    headers = {"Authorization": f"Bearer {key}"}
    answer = Client().get("/api/v1/me/load", headers=headers)
    assert answer.status_code == 403
    assert "Closed for now" in answer.json()["detail"]
    with time_machine.travel(LATER + 8 * DAY, tick=False):
        assert Client().get("/api/v1/me/load", headers=headers).status_code == 200


def test_a_key_of_the_organisation_works_and_opens_nothing_that_its_admin_said(said, later):
    """One of before rests until an admin takes it over; what the admin said is closed to both."""
    nok, ploy = said["nok"], said["ploy"]
    for person in (nok, ploy):
        make_absence(person, starts=date(2026, 12, 1), ends=date(2026, 12, 31))
    HardEvent.of("raid", date(2026, 11, 17), person=ploy, logged_at=NOW).save()
    scopes = ["people", "addresses", "absences", "certificates"]
    about = {"name": "Personnel", "scopes": scopes}
    _old, old_text = organisation_keys.make(by=ploy, **about, now=NOW)
    ploy = reset_by_mail(ploy)
    key, text = organisation_keys.make(by=ploy, **about, now=LATER)
    client = Client(headers={"Authorization": f"Bearer {old_text}"})
    assert client.get("/api/v1/people").status_code == 401
    client = Client(headers={"Authorization": f"Bearer {text}"})
    for path in ("people", "addresses", "units", "absences", "certificates"):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, path
        assert answer.json()["items"], path
    with closed.of_request():
        refuse_after_reset(key, ploy.account.own_closed_before(LATER))
        assert HardEvent.objects.get(person=nok).kind
        with pytest.raises(ClosedAnswersError):
            assert HardEvent.objects.get(person=ploy).kind


def test_where_others_helped_their_closing_stays_and_lasts_as_long(said, dao, later):
    nok = help_in(said["nok"], said["ploy"], dao)
    nok = reset_by_mail(nok, LATER + 2 * DAY)
    with time_machine.travel(LATER + 8 * DAY, tick=False):
        page = signed_in(nok).get("/my-trend/")
        assert "You were helped to sign in again" in page.text
        with pytest.raises(ValidationError, match="not over yet"):
            rescue.say_it_was_me(account=read_again(nok).account, now=LATER + 8 * DAY)
    with time_machine.travel(LATER + 9 * DAY, tick=False):
        rescue.say_it_was_me(account=read_again(nok).account, now=LATER + 9 * DAY)
        assert signed_in(nok).get("/my-trend/").status_code == 200


# --- What is said of it -----------------------------------------------------------------------


def test_the_page_says_it_before_the_password_is_chosen(said, later):
    account = Account.objects.get(pk=said["nok"].account_id)
    key = user_pk_to_url_str(account), default_token_generator.make_token(account)
    page = Client().get("/password/reset/key/{}-{}/".format(*key), follow=True).text
    assert "Your earlier answers then stay closed for seven days" in page
    assert "With a passkey or an app they stay open" in page


@pytest.mark.parametrize("with_passkey", [False, True])
def test_the_mail_that_tells_of_the_change_says_it(cast, friday, mailoutbox, with_passkey):
    if with_passkey:
        hold(cast["nok"], Authenticator.Type.WEBAUTHN, NOW - DAY)
    reset_by_mail(cast["nok"])
    for sentence in ("stays closed for seven days", "one made now does not shorten them"):
        assert (sentence in mailoutbox[-1].body) is not with_passkey


def test_it_costs_no_statement(said, later):
    def statements(person, page) -> int:
        client = signed_in(person)
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    pages = "/team/", "/talk/", "/help/", "/thanks/"
    before = [statements(said["wipa"], page) for page in pages]
    wipa = reset_by_mail(said["wipa"])
    after = [statements(wipa, page) for page in pages]
    assert all(n <= was for n, was in zip(after, before, strict=True))
