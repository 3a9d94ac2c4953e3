"""What looks personal comes back once, with a tick at its field that sends exactly that text."""

import re
from html import unescape

import pytest

from people.writing.free_text import ALL_THE_SAME
from people.writing.texts import mark_of_text
from tests.makers import NOW, WEEK, enter, make_line, make_week, make_worker
from tests.workload.test_api import WEEKS, call
from tests.workload.test_api import week as body
from training.models import Thanks
from wellbeing.models import CheckIn
from workload.flags import actions as flags
from workload.models import FlagStep, SupervisionTalk, Transfer, WorkWeek
from workload.moves import actions as moves
from workload.time import talks

from .test_views import form as week

PHONE = "Ring her on 081-234 5678 first"
WARNING = "This looks like a phone number."
TICK = re.compile(r'<input type="checkbox" name="all_the_same" value="([0-9a-f]{24})"( checked)?>')


def text(answer) -> str:
    return unescape(answer.content.decode())


@pytest.fixture
def piyada(chiang_mai):
    return make_worker(chiang_mai, "piyada", full_name_en="Piyada Khamsaen")


@pytest.fixture
def flag(nok, friday):
    return flags.assess(person=nok, weeks=[make_week(nok, WEEK - 1, points="33.3")], now=NOW)


@pytest.fixture
def line(nok):
    return make_line(nok, "active", count=3)


@pytest.fixture
def places(nok, wipa, piyada, flag, line):
    """Each field that a template draws by hand: who posts where, what else, and in which field."""
    move = moves.propose(by=wipa, giver=nok, receiver=piyada, parts={line.public_id: 1}, now=NOW)
    talk = talks.write(supervisor=wipa, person=nok, by=wipa, day=NOW.date(), minutes=30, now=NOW,
                       words="Two intakes less.")  # fmt: skip
    about = {"version": str(flag.version)}
    plan = about | {"do": "plan", "chosen": ["move"], "due_on": "27/11/2026"}
    proposal = {"line": [str(line.public_id)], f"n-{line.public_id}": "1"}
    member = f"/team/{nok.public_id}/"
    talked = {"do": "change", "talk": str(talk.public_id), "version": "1"}
    return {
        "note": (nok, "/my-week/", week(), "note"),
        "answer": (nok, "/my-trend/answer/", {}, "text"),
        "plan": (wipa, member, plan, "text"),
        "why": (wipa, member, about | {"do": "end"}, "why"),
        "word": (wipa, f"{member}move/", proposal | {"to": str(piyada.public_id)}, "word"),
        "reply": (piyada, f"/moves/{move.public_id}/", {"do": "decline"}, "word"),
        "talk": (nok, "/my-time/", talked, "words"),
    }


PLACES = ["note", "answer", "plan", "why", "word", "reply", "talk"]


@pytest.mark.parametrize("place", PLACES)
def test_it_comes_back_once_and_the_tick_sends_it(client, places, place):
    person, address, sent, field = places[place]
    enter(client, person)
    warned = client.post(address, sent | {field: PHONE})
    assert warned.status_code == 422
    page = text(warned)
    assert page.count(WARNING) == 2  # above the form, and at its field
    assert PHONE in page
    assert TICK.findall(page) == [(mark_of_text(PHONE), "")]
    again = client.post(address, sent | {field: PHONE, ALL_THE_SAME: mark_of_text(PHONE)})
    assert (again.status_code, WARNING in text(again)) == (302, False)


@pytest.mark.parametrize("place", PLACES)
def test_the_tick_is_for_this_text_and_no_other(client, places, place):
    person, address, sent, field = places[place]
    enter(client, person)
    more = {field: f"{PHONE} or 02 123 4567", ALL_THE_SAME: mark_of_text(PHONE)}
    other = client.post(address, sent | more)
    assert (other.status_code, text(other).count(WARNING)) == (422, 2)


@pytest.mark.parametrize("place", PLACES)
def test_no_tick_sends_an_identity(client, places, place):
    person, address, sent, field = places[place]
    enter(client, person)
    words = "1.1017/00207_03 0"
    answer = client.post(address, sent | {field: words, ALL_THE_SAME: mark_of_text(words)})
    assert answer.status_code == 422
    assert "This looks like a national ID number." in text(answer)
    assert not TICK.findall(text(answer))


@pytest.mark.parametrize("place", PLACES)
def test_a_text_of_many_pages_is_refused_with_its_length(client, places, place):
    person, address, sent, field = places[place]
    enter(client, person)
    answer = client.post(address, sent | {field: "a " * 3_000})
    assert answer.status_code == 422
    said = "Up to 280 letters" if field == "note" else "letters here. Now it has "
    assert said in text(answer)


def test_nothing_is_kept_of_what_is_warned_of(client, places):
    steps = FlagStep.objects.count()
    for person, address, sent, field in places.values():
        enter(client, person)
        client.post(address, sent | {field: PHONE})
    assert not CheckIn.objects.exists()
    assert FlagStep.objects.count() == steps
    assert not Transfer.objects.exclude(answer="").exists()
    assert Transfer.objects.count() == 1
    assert SupervisionTalk.objects.get().words == "Two intakes less."


def test_the_tick_stays_while_something_else_is_put_right(as_nok, nok):
    answer = as_nok.post(
        "/my-week/", week(hours="400", note=PHONE, all_the_same=mark_of_text(PHONE))
    )
    page = text(answer)
    assert (answer.status_code, WARNING in page) == (422, False)
    assert TICK.findall(page) == [(mark_of_text(PHONE), " checked")]


def test_a_note_that_was_kept_is_not_warned_of_when_the_week_is_changed(as_nok, nok):
    as_nok.post("/my-week/", week(note=PHONE, all_the_same=mark_of_text(PHONE)))
    page = text(as_nok.get("/my-week/"))
    assert f'<input type="hidden" name="{ALL_THE_SAME}" value="{mark_of_text(PHONE)}">' in page
    assert not TICK.findall(page)
    key = WorkWeek.objects.get().key
    changed = week(note=PHONE, hours="41", corrects=str(key), all_the_same=mark_of_text(PHONE))
    assert as_nok.post("/my-week/", changed).status_code == 302
    assert WorkWeek.objects.get().hours == 41


def test_adding_up_again_warns_of_nothing_yet(as_nok, line):
    sent = week(note=PHONE, do="preview")
    for headers in ({}, {"HX-Request": "true"}):
        answer = as_nok.post("/my-week/", sent, headers=headers)
        assert (answer.status_code, WARNING in text(answer)) == (200, False)
        assert not TICK.findall(text(answer))


def test_a_form_that_draws_its_fields_warns_and_sends_alike(as_wipa, wipa, nok):
    sent = {"name": "Kanokwan", "to": str(nok.public_id), "do": "send"}
    warned = as_wipa.post("/thanks/new/", sent | {"words": "นายสมชายช่วยไว้ดีมาก"})
    assert (warned.status_code, Thanks.objects.count()) == (422, 0)
    assert text(warned).count("This looks like somebody's name.") == 2
    (found,) = TICK.findall(text(warned))
    as_wipa.post("/thanks/new/", sent | {"words": "นายสมชายช่วยไว้ดีมาก", ALL_THE_SAME: found[0]})
    assert Thanks.objects.count() == 1


def test_a_form_inside_another_page_warns_at_its_field(as_wipa, nok, flag):
    sent = {"do": "talk", "day": "18/11/2569", "minutes": "45", "words": "a@example.org"}
    page = text(as_wipa.post(f"/team/{nok.public_id}/time/", sent))
    assert TICK.findall(page) == [(mark_of_text("a@example.org"), "")]


# --- Over the API --------------------------------------------------------------------------------


def test_the_api_refuses_once_with_a_code_and_takes_it_acknowledged(client, nok, friday):
    sent = body(note=PHONE)
    refused = call(client, nok, "post", WEEKS, sent)
    assert (refused.status_code, refused.json()["code"]) == (422, "looks_personal")
    assert refused.json()["detail"].startswith(WARNING)
    assert not WorkWeek.objects.exists()
    assert call(client, nok, "post", WEEKS, sent | {"acknowledged": True}).status_code == 201
    assert CheckIn.objects.get().note == PHONE


def test_the_api_takes_no_identity_acknowledged(client, nok, friday):
    sent = body(note="1.1017.00207.03.0", acknowledged=True)
    refused = call(client, nok, "post", WEEKS, sent)
    assert (refused.status_code, refused.json()["code"]) == (422, "national_id")
    assert not WorkWeek.objects.exists()


def test_a_word_with_a_move_is_judged_over_the_api(client, nok, wipa, piyada, line, friday):
    asked = {"giver": str(nok.public_id), "receiver": str(piyada.public_id), "word": PHONE,
             "parts": [{"line": str(line.public_id)}]}  # fmt: skip
    refused = call(client, wipa, "post", "/api/v1/transfers", asked)
    assert (refused.status_code, refused.json()["code"]) == (422, "looks_personal")
    made = call(client, wipa, "post", "/api/v1/transfers", asked | {"acknowledged": True})
    assert made.status_code == 201
    address = f"/api/v1/transfers/{made.json()['id']}/decline"
    assert call(client, piyada, "post", address, {"word": PHONE}).json()["code"] == "looks_personal"
    taken = call(client, piyada, "post", address, {"word": PHONE, "acknowledged": True})
    assert taken.status_code == 200
