"""My week as a page: what it offers, keeps, refuses and stores."""

import re
import uuid
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.phones import phone_keys
from people.templatetags.kamlangjai import kept_fragment
from tests.makers import NOW, WEEK, at, enter, make_line, make_week, make_workers
from training.volunteers import actions as volunteers
from wellbeing.models import CheckIn, ContactRequest
from workload.models import CaseloadLine, WorkWeek
from workload.weeks.caseloads import LINES_AT_MOST

PAGE = "/my-week/"


def form(**changes) -> dict:
    """What a browser sends when nothing was changed on a page without lines."""
    fields = {
        "key": str(uuid.uuid4()),
        "corrects": "",
        "lines": "0",
        "hours": "40",
        "nights": "0",
        "court_days": "0",
        "material": "0",
        "material_unit": "h",
        "leave_days": "0",
        "note": "",
        "contact": "",
        "do": "save",
    }
    return fields | {name.replace("__", "-"): value for name, value in changes.items()}


def line(place=0, **changes) -> dict:
    """One line as a browser sends it."""
    fields = {"phase": "active", "count": "8", "further_victims": "0", "part": "primary"} | changes
    return {"lines": str(place + 1)} | {f"line-{place}-{k}": v for k, v in fields.items()}


def text(answer) -> str:
    return answer.content.decode()


def test_the_page_says_which_week_it_is_for_and_until_when(as_nok):
    page = text(as_nok.get(PAGE))
    assert "Week 47 · 16–22 Nov 2026" in page
    assert "You can change this until Tuesday 24 November, 23:59." in page


def test_on_a_wednesday_it_says_when_the_next_week_opens(as_nok, nok, friday):
    friday.move_to(at("2026-11-25 09:00"))
    enter(as_nok, nok)  # days later, so anew
    page = text(as_nok.get(PAGE))
    assert "Week 47 is closed" in page
    assert "Week 48 can be sent from Thursday 26 November." in page
    assert as_nok.post(PAGE, form()).status_code == 200
    assert not WorkWeek.objects.exists()


def test_last_week_is_carried_over_but_its_leave_is_not(as_nok, nok):
    make_line(nok, reference="QX-4F7", add_ons=["child"])
    make_week(nok, WEEK - 1, hours=Decimal("52.5"), nights=3, leave_days=2, material_minutes=90)
    page = text(as_nok.get(PAGE))
    values = dict(re.findall(r'id="f-(\w+)"[^>]*? value="([^"]*)"', page))
    assert values == {
        "hours": "52.5",
        "nights": "3",
        "court_days": "0",
        "material": "90",
        "leave_days": "0",
    }
    assert "QX-4F7" in page
    assert "52.5 last week" in page


def test_no_line_is_answered_beforehand(as_nok):
    page = text(as_nok.get(PAGE))
    assert len(re.findall(r'name="(?:worn|far|back|rest|team)"', page)) == 30
    assert not re.search(r'name="(?:worn|far|back|rest|team)"[^>]*checked', page)


def test_a_sent_week_leads_to_a_thank_you_and_is_stored(as_nok, nok, wipa):
    answer = as_nok.post(
        PAGE,
        form(
            **line(count="4"),
            worn="3",
            team="",
            hours="61",
            material="1.5",
            leave_days="0.5",
            contact=str(wipa.public_id),
        ),
        follow=True,
    )
    assert answer.redirect_chain == [("/my-trend/?sent=2026-W47", 302)]
    assert "Thank you, Nok" in text(answer)
    row = WorkWeek.objects.get(person=nok)
    assert (row.hours, row.material_minutes, row.leave_days) == (61, 90, Decimal("0.5"))
    assert (row.percent, row.sent_at) == (Decimal("25.6410"), NOW)
    # The contact is told at once, and of nobody.
    (letter,) = [letter for letter in mail.outbox if "/talk/" in letter.body]
    assert (letter.to, "Kanokwan" in letter.subject + letter.body) == ([wipa.email], False)
    checkin = CheckIn.objects.get(person=nok)
    assert checkin.answers.given == {"worn": 3}
    assert ContactRequest.objects.get().contact == wipa


def test_thai_digits_and_a_decimal_comma_are_understood(as_nok, nok):
    as_nok.post(PAGE, form(hours="๔๕,๕", nights="๒"))
    row = WorkWeek.objects.get(person=nok)
    assert (row.hours, row.nights) == (Decimal("45.5"), 2)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("hours", "610", "A week has 168 hours, and this says 610. Did you mean 61?"),
        ("hours", "9999", "A week has 168 hours, and this says 9999."),
        ("hours", "-1", "This cannot be below 0."),
        ("hours", "", "Please write a number; 0 is fine."),
        ("hours", "many", "Please write a number, like 4."),
        ("hours", "40.55", "One decimal is enough, please."),
        ("nights", "8", "A week has 7 nights."),
        ("nights", "1.5", "A whole number, please."),
        ("court_days", "8", "A week has 7 days."),
        ("leave_days", "7.5", "A week has 7 days."),
        ("leave_days", "0.3", "Whole and half days only, please."),
        ("material", "169", "A week has 168 hours, which are 10,080 minutes."),
        ("note", "her number is 1-1017-00207-03-0", "This looks like a national ID number."),
        ("note", "x" * 281, "Up to 280 letters, please."),
        ("line-0-count", "-3", "This cannot be below 0."),
        ("line-0-count", "0", "At least 1."),
        ("line-0-count", "201", "Up to 200 cases in one line, please."),
        ("line-0-phase", "trial", "Please choose a phase."),
        ("line-0-reference", "Somchai", "Please use a code only, like QX-4F7"),
        ("line-0-further_victims", "51", "Up to 50, please."),
    ],
)
def test_bad_input_gets_its_sentence_and_keeps_everything(as_nok, field, typed, sentence):
    sent = form(**line(count="1"), worn="2", court_days="3") | {field: typed}
    answer = as_nok.post(PAGE, sent)
    page = text(answer)
    assert answer.status_code == 422
    assert page.count(sentence) == 2  # in the summary and at the field
    assert "<title>Error: My week" in page
    assert re.search(r'name="worn" value="2" checked', page)
    assert f'value="{sent["key"]}"' in page
    assert typed in page or field == "line-0-phase"  # a phase that is none cannot be shown
    for model in (WorkWeek, CheckIn, CaseloadLine):
        assert not model.objects.exists()


def test_a_second_primary_is_told_at_its_line(as_nok, wipa):
    make_line(wipa, reference="QX-1")
    answer = as_nok.post(PAGE, form(**line(count="1", reference="qx-1")))
    assert answer.status_code == 422
    assert text(answer).count("This case already has a primary worker.") == 2
    assert 'href="#line-0-reference"' in text(answer)


def test_a_second_device_sees_that_the_week_was_sent_and_may_change_it(as_nok, nok):
    as_nok.post(PAGE, form(hours="40"))
    answer = as_nok.post(PAGE, form(hours="50", worn="4"))
    page = text(answer)
    assert answer.status_code == 409
    assert "This week was already sent." in page
    hidden = dict(re.findall(r'name="(key|corrects)" value="([^"]+)"', page))
    assert hidden["corrects"] == str(WorkWeek.objects.get().key)
    again = as_nok.post(PAGE, form(hours="50", worn="4", **hidden))
    assert again.status_code == 302
    assert WorkWeek.objects.get(person=nok).hours == 50


def test_a_double_tap_gives_one_week(as_nok):
    twice = form(**line())
    assert [as_nok.post(PAGE, twice).status_code for _ in range(2)] == [302, 302]
    assert WorkWeek.objects.count() == CaseloadLine.objects.count() == 1


def test_a_correction_shows_what_was_sent_and_replaces_it(as_nok, nok):
    as_nok.post(PAGE, form(worn="3", note="a long day"))
    page = text(as_nok.get(PAGE))
    assert re.search(r'name="worn" value="3" checked', page)
    assert "a long day" in page
    assert "Save the change" in page
    corrects = re.search(r'name="corrects" value="([^"]+)"', page)[1]
    as_nok.post(PAGE, form(hours="30", corrects=corrects))
    assert WorkWeek.objects.get(person=nok).hours == 30
    row = CheckIn.objects.get()
    assert (row.says, row.note) == (False, "")


@pytest.mark.parametrize(("do", "expected"), [("more-0", "9"), ("less-0", "7")])
def test_plus_and_minus_change_a_count_and_store_nothing(as_nok, do, expected):
    answer = as_nok.post(PAGE, form(**line(), worn="1", do=do))
    page = text(answer)
    assert answer.status_code == 200
    assert f'name="line-0-count" inputmode="numeric" autocomplete="off" value="{expected}"' in page
    assert re.search(r'name="worn" value="1" checked', page)
    assert not CaseloadLine.objects.exists()


def test_a_count_never_falls_below_one(as_nok):
    page = text(as_nok.post(PAGE, form(**line(count="1"), do="less-0")))
    assert 'autocomplete="off" value="1"' in page


def test_the_page_adds_up_as_it_is_changed(as_nok):
    answer = as_nok.post(
        f"{PAGE}?do=preview", form(**line(count="20"), nights="1"), headers={"HX-Request": "true"}
    )
    page = text(answer)
    assert page.lstrip().startswith('<div class="sheet-part total" id="total"')
    assert "31.0 of 26.0 points," in page
    assert "119.2%" in page
    assert "Help soon" in page


def test_plus_by_htmx_brings_the_line_and_the_sum(as_nok):
    answer = as_nok.post(PAGE, form(**line(), do="more-0"), headers={"HX-Request": "true"})
    page = text(answer)
    assert page.lstrip().startswith('<details class="case" id="line-0" open>')
    assert 'id="total" hx-swap-oob="true"' in page
    assert "<html" not in page


def test_a_line_is_added_on_the_page_and_stored_with_the_week(as_nok, nok):
    new = {"line-new-phase": "court", "line-new-count": "2", "line-new-further_victims": "0"}
    page = text(as_nok.post(PAGE, form(do="add", **new)))
    assert 'id="line-0"' in page
    assert not CaseloadLine.objects.exists()
    as_nok.post(PAGE, form(**new))  # begun but not yet added: sending keeps it all the same
    kept = CaseloadLine.objects.get(person=nok)
    assert (kept.phase, kept.count) == ("court", 2)


def test_adding_a_line_without_a_phase_asks_for_one(as_nok):
    page = text(as_nok.post(PAGE, form(do="add", **{"line-new-reference": "QX-9"})))
    assert "Please choose a phase." in page
    assert 'value="QX-9"' in page


def test_a_line_of_somebody_else_is_not_there(as_nok, noi):
    foreign = make_line(noi)
    answer = as_nok.post(PAGE, form(**line(id=str(foreign.public_id))))
    assert answer.status_code == 422
    assert "This line is no longer here." in text(answer)
    foreign.refresh_from_db()
    assert foreign.person == noi


def test_a_contact_outside_the_list_is_refused_and_nothing_is_stored(as_nok, noi):
    answer = as_nok.post(PAGE, form(contact=str(noi.public_id)))
    assert answer.status_code == 422
    assert '<a href="#contact">Please choose somebody from the list.</a>' in text(answer)
    assert not ContactRequest.objects.exists()
    assert not WorkWeek.objects.exists()


@pytest.mark.parametrize("broken", ["x", "-1", "9999", "¹"])
def test_a_broken_count_of_lines_is_none(as_nok, broken):
    assert as_nok.post(PAGE, form(lines=broken)).status_code == 302


@pytest.mark.parametrize("size", [1, 30])
def test_opening_the_page_takes_at_most_nine_statements(as_nok, nok, size):
    for n in range(size):
        make_line(nok, reference=f"QX-{n}")
    make_week(nok, WEEK - 1)
    # What a phone seals with is read once in ten minutes, by whoever comes first.
    phone_keys.public_half(timezone.now())
    with CaptureQueriesContext(connection) as ran:
        as_nok.get(PAGE)
    # One of them is what waits for the worker.
    assert len(ran) <= 9, [q["sql"][:80] for q in ran]


def test_sending_takes_at_most_fourteen_statements(as_nok, nok, chiang_mai):
    make_workers(3, chiang_mai)
    one = make_line(nok)
    make_week(nok, WEEK - 1)
    sent = form(**line(id=str(one.public_id), count="9"), worn="2", far="1", back="0", rest="3")
    with CaptureQueriesContext(connection) as ran:
        assert as_nok.post(PAGE, sent).status_code == 302
    spoken = [q["sql"] for q in ran if "SAVEPOINT" not in q["sql"]]
    assert len(spoken) <= 14, [sql[:80] for sql in spoken]


def test_a_signed_in_page_is_never_kept_by_a_cache(as_nok):
    assert as_nok.get(PAGE)["Cache-Control"] == "no-store"


HOSTILE = (
    "²",
    "٣",
    "１２",
    "1e3",
    "1e999999999",
    "NaN",
    "-Infinity",
    "-0",
    "9" * 99,
    "9" * 5000,
    "\0",
)
NUMBERS = ("hours", "nights", "court_days", "material", "leave_days", "line-0-count")


@pytest.mark.parametrize("name", [*NUMBERS, "line-0-further_victims", "lines"])
@pytest.mark.parametrize("do", ["save", "more-0", "less-0", "preview", "add"])
def test_whatever_stands_in_a_number_is_answered_in_words(as_nok, name, do):
    for typed in HOSTILE:
        answer = as_nok.post(f"{PAGE}?do={do}", form() | line() | {name: typed})
        assert answer.status_code in {200, 302, 409, 422}, typed


def test_what_is_no_line_is_not_remembered(as_nok):
    """Anything at any length can stand in it, and the memory is everybody's."""

    def send(long: str) -> None:
        as_nok.post(PAGE, form() | line(phase=long))
        as_nok.post(PAGE, form(hours=long, worn=long))
        as_nok.post(f"{PAGE}?do=add", form() | {"line-new-phase": long, "line-new-count": long})

    # What is rightly remembered of these pages is there once they were drawn.
    send("9" * 5000)
    before = kept_fragment.cache_info().currsize
    for n in range(3):
        send(f"{n}" * 5000)
    assert kept_fragment.cache_info().currsize == before


def test_a_second_device_keeps_the_answers_it_did_not_touch(as_nok, nok):
    as_nok.post(PAGE, form(worn="3", far="1", note="a long day"))
    page = text(as_nok.post(PAGE, form(far="", rest="2")))
    assert re.search(r'name="worn" value="3" checked', page)
    assert re.search(r'name="far" value="" checked', page)  # skipped on purpose
    assert re.search(r'name="rest" value="2" checked', page)
    assert "a long day" in page


def test_a_name_as_a_reference_is_told_together_with_everything_else(as_nok):
    answer = as_nok.post(PAGE, form(**line(count="1", reference="Somchai"), hours="610"))
    page = text(answer)
    assert page.count("Please use a code only, like QX-4F7") == 2
    assert page.count("Did you mean 61?") == 2


@pytest.mark.parametrize(("hours", "said"), [("8", False), ("8.5", True)])
def test_hours_beyond_a_volunteers_terms_are_said_calmly_and_not_as_something_done(
    as_nok, nok, wipa, hours, said
):
    volunteers.write(
        person=nok,
        by=wipa,
        kind="faith",
        hours=Decimal(8),
        tasks=["house"],
        clearance=None,
        until=NOW.date(),
        now=NOW,
    )
    page = text(as_nok.post(PAGE, form(hours=hours), follow=True))
    notice = re.search(r'<div class="notice" data-kind="(\w+)".*?</p>', page, re.DOTALL)
    assert bool(notice) is said
    if said:
        assert notice[1] == "wait"
        assert "You wrote 8.5 h" in notice[0]


# --- As many lines as the page holds -------------------------------------------------------------


def many_lines(nok, how_many: int) -> dict:
    """So many stored lines as a browser sends them."""
    sent = {}
    for place in range(how_many):
        sent |= line(place, id=str(make_line(nok).public_id), count="1")
    return sent


def test_a_line_beyond_those_that_a_page_holds_is_refused_and_kept(as_nok, nok):
    lines = many_lines(nok, LINES_AT_MOST)
    more = {"line-new-phase": "court", "line-new-count": "3", "line-new-further_victims": "0"}
    answer = as_nok.post(PAGE, form() | lines | more)
    page = text(answer)
    assert answer.status_code == 422
    assert page.count("More lines than My week can hold (60).") == 2
    assert 'href="#line-60-count"' in page
    assert re.search(r'name="line-60-count"[^>]* value="3"', page)
    assert CaseloadLine.objects.count() == LINES_AT_MOST
    # One that ends makes room for another.
    assert as_nok.post(PAGE, form() | lines | more | {"line-0-closed": "1"}).status_code == 302
    assert CaseloadLine.objects.filter(closed_at=None).count() == LINES_AT_MOST


def test_whoever_carries_more_lines_already_changes_and_ends_each_of_them(as_nok, nok):
    lines = many_lines(nok, LINES_AT_MOST + 2)
    changed = form() | lines | {"line-60-count": "4", "line-61-closed": "1"}
    assert 'name="lines" value="62"' in text(as_nok.post(f"{PAGE}?do=draft", changed))
    assert as_nok.post(PAGE, changed).status_code == 302
    *_same, fourth, ended = CaseloadLine.objects.order_by("pk")
    assert (fourth.count, ended.closed_at is None) == (4, False)
