"""One-to-ones: sealed for two, agreed by both, and a date to everybody who comes after."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from people.keys import ring
from people.models import Membership, Role
from tests.makers import (
    NOW,
    NOWHERE,
    at,
    enter,
    make_membership,
    make_person,
    make_week,
    make_worker,
)
from workload.flags import actions as flags
from workload.models import SupervisionTalk
from workload.time import talks

DAY = date(2026, 11, 18)
WORDS = "Two intakes less from Monday. We look again in two weeks."


def make_talk(supervisor, person, **changes):
    fields = {"by": supervisor, "day": DAY, "minutes": 45, "words": WORDS, "now": NOW} | changes
    return talks.write(supervisor=supervisor, person=person, **fields)


def text(answer) -> str:
    return answer.content.decode()


def member(person) -> str:
    return f"/team/{person.public_id}/"


def test_what_was_said_is_sealed_for_the_two(nok, wipa):
    talk = make_talk(wipa, nok)
    assert talk.words == WORDS
    assert WORDS not in str(SupervisionTalk.objects.values_list().get())
    talk.person = make_worker(nok.home.unit)
    with pytest.raises(ring.WrongOwnerError):
        _ = talk.words


@pytest.mark.parametrize("who", ["siriporn", "anan", "orathai", "ploy", "noi"])
def test_nobody_but_the_two_finds_a_talk(request, who, nok, wipa):
    talk = make_talk(wipa, nok)
    assert list(SupervisionTalk.objects.visible_to(nok)) == [talk]
    assert list(SupervisionTalk.objects.visible_to(wipa)) == [talk]
    assert not SupervisionTalk.objects.visible_to(request.getfixturevalue(who)).exists()


@pytest.fixture
def next_one(wipa, nok, chiang_mai):
    """Whoever supervises Nok after Wipa."""
    make_talk(wipa, nok)
    Membership.objects.filter(person=wipa).update(ends=date(2026, 11, 18))
    person = make_person("kanda", chiang_mai.organisation, full_name_en="Kanda Meesuk")
    make_membership(person, chiang_mai, Role.SUPERVISOR)
    return person


def test_the_next_supervisor_sees_a_date_and_nothing_but_a_date(client, nok, next_one, friday):
    assert list(SupervisionTalk.objects.days_for(next_one)) == [DAY]
    assert not SupervisionTalk.objects.visible_to(next_one).exists()
    enter(client, next_one)
    page = text(client.get(member(nok)))
    assert "Talks with somebody else, days only: 18 Nov 2026" in " ".join(page.split())
    assert WORDS not in page
    assert "45 min" not in page
    assert "Wipa" not in page


def test_the_next_supervisor_cannot_agree_or_change(client, nok, next_one, friday):
    talk = SupervisionTalk.objects.get()
    enter(client, next_one)
    for do in ("agree", "change"):
        sent = {"do": do, "talk": talk.public_id, "version": 1, "words": "Mine"}
        assert client.post(f"{member(nok)}time/", sent).status_code == 404
    talk.refresh_from_db()
    assert (talk.words, talk.agreed_at) == (WORDS, None)


def test_staff_care_that_was_invited_to_a_flag_sees_no_talk_and_no_time_off(
    client, nok, wipa, orathai, friday
):
    make_talk(wipa, nok)
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
    flags.invite(flag, by=wipa, contact=orathai, now=NOW)
    enter(client, orathai)
    page = text(client.get(member(nok)))
    assert "Why this is flagged" in page
    assert 'id="talks"' not in page
    assert 'id="time"' not in page
    assert "18 Nov" not in page
    assert client.post(f"{member(nok)}time/", {"do": "talk"}).status_code == 404


def test_days_of_others_are_given_to_those_who_supervise_the_person_now(nok, wipa, noi, anan):
    make_talk(wipa, nok)
    for viewer in (noi, anan, nok, wipa):
        assert list(SupervisionTalk.objects.days_for(viewer)) == []


def test_a_talk_stands_when_the_other_one_agreed(nok, wipa):
    talk = make_talk(wipa, nok)
    assert talk.waits_for == nok
    with pytest.raises(ValidationError, match="Only the other person"):
        talks.agree(talk, by=wipa, version=1, now=NOW)
    read = SupervisionTalk.objects.get()
    talks.agree(talk, by=nok, version=1, now=NOW)
    talk.refresh_from_db()
    assert (talk.agreed_at, talk.waits_for) == (NOW, None)
    for by in (nok, wipa):
        with pytest.raises(ValidationError, match="so it is final"):
            talks.change(read, by=by, version=1, words="Else", now=NOW)


def test_who_has_a_talk_of_their_own_has_no_part_in_that_of_a_colleague(nok, wipa, chiang_mai):
    talk, other = make_talk(wipa, nok), make_worker(chiang_mai)
    own = make_talk(wipa, other)
    with pytest.raises(ValidationError, match="cannot"):
        talks.agree(talk, by=other, version=1, now=NOW)
    talks.agree(own, by=other, version=1, now=NOW)
    talk.refresh_from_db()
    assert talk.agreed_at is None


def test_a_change_turns_the_question_round_and_names_no_identity_either(nok, wipa):
    talk = make_talk(wipa, nok)
    with pytest.raises(ValidationError, match="looks like a national ID number"):
        talks.change(talk, by=nok, version=1, words="1 2345 67890 12 1", now=NOW)
    talks.change(talk, by=nok, version=1, words="Three intakes less.", now=NOW)
    talk.refresh_from_db()
    assert (talk.words, talk.version, talk.waits_for) == ("Three intakes less.", 2, wipa)


def test_nobody_agrees_to_words_they_have_not_read(nok, wipa):
    talk = make_talk(wipa, nok)
    talks.change(SupervisionTalk.objects.get(), by=wipa, version=1, words="Newer", now=NOW)
    with pytest.raises(ValidationError, match="changed meanwhile"):
        talks.agree(talk, by=nok, version=1, now=NOW)
    assert SupervisionTalk.objects.get().agreed_at is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": date(2026, 11, 21)}, "This day is still to come."),
        ({"day": date(2025, 11, 18)}, "This is more than a year ago."),
        ({"minutes": 4}, "A talk takes between 5 and 480 minutes."),
        ({"minutes": 481}, "A talk takes between 5 and 480 minutes."),
        ({"words": "x" * 2001}, "Up to 2,000 letters, please."),
        ({"words": "1 2345 67890 12 1"}, "This looks like a national ID number."),
    ],
)
def test_what_is_refused_is_refused_in_words(nok, wipa, changes, sentence):
    with pytest.raises(ValidationError) as refused:
        make_talk(wipa, nok, **changes)
    assert refused.value.messages[0].startswith(sentence)
    assert not SupervisionTalk.objects.exists()


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2025, 11, 19)])
def test_today_and_a_year_ago_are_fine(nok, wipa, day):
    assert make_talk(wipa, nok, day=day).day == day


def test_a_second_talk_of_the_two_on_a_day_is_refused(nok, wipa):
    make_talk(wipa, nok)
    with pytest.raises(ValidationError, match="already a talk of you two"):
        make_talk(wipa, nok, by=nok)


@pytest.mark.parametrize("who", ["siriporn", "noi", "nok"])
def test_only_a_supervisor_of_the_person_has_talks_with_them(request, nok, wipa, who):
    with pytest.raises(ValidationError, match="choose your supervisor"):
        make_talk(request.getfixturevalue(who), nok)


def test_both_write_and_agree_on_their_own_pages(client, nok, wipa, friday):
    enter(client, wipa)
    sent = {"do": "talk", "day": "18/11/2569", "minutes": "๔๕", "words": WORDS}
    assert client.post(f"{member(nok)}time/", sent).status_code == 302
    enter(client, nok)
    page = text(client.get("/my-time/"))
    assert WORDS in page
    assert "Waits for you to agree" in page
    talk = SupervisionTalk.objects.get()
    sent = {"do": "agree", "talk": talk.public_id, "version": "1"}
    assert client.post("/my-time/", sent).status_code == 302
    enter(client, wipa)
    page = text(client.get(member(nok)))
    assert "You both agreed" in page
    assert WORDS in page


def test_a_talk_that_waits_for_a_yes_comes_before_the_days_away(client, nok, wipa, friday):
    talk = make_talk(wipa, nok)
    enter(client, nok)
    page = text(client.get("/my-time/"))
    assert page.index('id="h-talks"') < page.index('id="h-away"')
    talks.agree(talk, by=nok, version=talk.version, now=NOW)
    page = text(client.get("/my-time/"))
    assert page.index('id="h-away"') < page.index('id="h-talks"')


def test_a_person_writes_a_talk_with_their_supervisor(as_nok, nok, wipa):
    sent = {"do": "talk", "supervisor": wipa.public_id, "day": "19/11/2026", "minutes": "30"}
    assert as_nok.post("/my-time/", sent).status_code == 302
    talk = SupervisionTalk.objects.get()
    assert (talk.person, talk.supervisor, talk.written_by, talk.words) == (nok, wipa, nok, "")


@pytest.mark.parametrize("supervisor", ["", "x", NOWHERE])
def test_a_supervisor_outside_the_list_is_refused(as_nok, wipa, supervisor):
    sent = {"do": "talk", "supervisor": supervisor, "day": "19/11/2026", "minutes": "30"}
    answer = as_nok.post("/my-time/", sent)
    assert answer.status_code == 422
    assert "Please choose your supervisor." in text(answer)


def test_a_refused_talk_keeps_what_was_typed(as_wipa, nok):
    sent = {"do": "talk", "day": "31/02/2026", "minutes": "3", "words": "Kept all the same"}
    answer = as_wipa.post(f"{member(nok)}time/", sent)
    assert answer.status_code == 422
    page = text(answer)
    assert "Kept all the same" in page
    assert "This is not a day in the calendar." in page
    assert "<title>Error:" in page


def test_two_who_change_at_once_see_both_versions(as_nok, nok, wipa):
    talk = make_talk(wipa, nok)
    talks.change(talk, by=wipa, version=1, words="Wipa wrote this", now=NOW)
    sent = {"do": "change", "talk": talk.public_id, "version": "1", "words": "Nok wrote that"}
    answer = as_nok.post("/my-time/", sent)
    assert answer.status_code == 422
    page = text(answer)
    assert "Wipa wrote this" in page
    assert "Nok wrote that" in page
    assert "Please read it again" in page


@pytest.mark.parametrize("talk", ["", "x", NOWHERE])
def test_a_talk_that_is_none_is_not_found(as_nok, wipa, talk):
    for do in ("agree", "change"):
        assert as_nok.post("/my-time/", {"do": do, "talk": talk}).status_code == 404


@pytest.mark.parametrize("version", ["", "x", "²", "99999"])
def test_a_broken_version_agrees_to_nothing(as_nok, nok, wipa, version):
    talk = make_talk(wipa, nok)
    sent = {"do": "agree", "talk": talk.public_id, "version": version}
    assert as_nok.post("/my-time/", sent).status_code == 422
    assert SupervisionTalk.objects.get().agreed_at is None


def test_a_supervisor_writes_only_about_their_own_people(as_wipa, noi):
    sent = {"do": "talk", "day": "18/11/2026", "minutes": "45"}
    for public_id in (noi.public_id, uuid.uuid4()):
        assert as_wipa.post(f"/team/{public_id}/time/", sent).status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_pages_cost_the_same_for_any_number_of_talks(client, nok, wipa, friday, number):
    for n in range(number):
        make_talk(wipa, nok, day=DAY - timedelta(days=n))
    costs = []
    for who, address in ((nok, "/my-time/"), (wipa, member(nok))):
        enter(client, who)
        with CaptureQueriesContext(connection) as ran:
            client.get(address)
        costs.append(len(ran))
    assert costs == [8, 21], costs


def test_a_talk_is_read_in_the_era_of_its_reader(client, nok, wipa):
    make_talk(wipa, nok, day=at("2026-11-18 09:00").date())
    enter(client, nok)
    with override("th"):
        page = text(client.get("/my-time/", headers={"accept-language": "th"}))
    assert "18 พฤศจิกายน 2569" in page


def test_a_sheet_for_the_meeting_prints_no_word_of_a_talk(as_wipa, nok, wipa):
    make_talk(wipa, nok)
    page = text(as_wipa.get(member(nok)))
    assert '<details class="disclose fold screen-only" id="talks"' in page
