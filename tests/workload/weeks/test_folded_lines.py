"""A line of My week that nobody works at comes without its fields, and sends what they would."""

import re
import uuid
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import make_line
from workload.models import (
    AddOnChoice,
    CaseloadLine,
    KindChoice,
    PartChoice,
    PhaseChoice,
    WorkWeek,
)
from workload.rules import load as load_rules
from workload.weeks.caseloads import LineData
from workload.weeks.forms import LineForm, StoredLine
from workload.weeks.rows import LineRow

from .test_views import PAGE, form, line, text

LINE = "workload/weeks/case_line.html"
POST = uuid.UUID(int=7)


def in_order(some: set[str]) -> tuple[str, ...]:
    """Give add-ons in the order in which a form sends them."""
    return tuple(one for one in AddOnChoice.values if one in some)


LINES = st.builds(
    LineData,
    phase=st.sampled_from(PhaseChoice.values),
    id=st.none() | st.uuids(),
    add_ons=st.sets(st.sampled_from(AddOnChoice.values)).map(in_order),
    further_victims=st.integers(0, 50),
    part=st.sampled_from(PartChoice.values),
    count=st.integers(1, 200),
    kind=st.sampled_from(["", *KindChoice.values]),
    reference=st.sampled_from(["", "QX-4F7", "A1"]),
    closed=st.booleans(),
    unit=st.sampled_from([None, POST]),
)


class SentBy(HTMLParser):
    """What a browser sends of what is drawn: names and values, in the order of the page."""

    def __init__(self, drawn: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.select = ""
        self.feed(drawn)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Note what a tag sends."""
        one = {name: value or "" for name, value in attrs}
        if tag == "select":
            self.select = one["name"]
        elif tag == "option" and "selected" in one:
            self.fields.append((self.select, one["value"]))
        elif tag == "input" and ("checked" in one or one["type"] in {"text", "hidden"}):
            self.fields.append((one["name"], one.get("value", "")))

    def line(self) -> LineData:
        """Read it as the server does."""
        data = QueryDict(mutable=True)
        for name, value in self.fields:
            data.appendlist(name, value)
        typed = LineForm(data, prefix="line-3")
        assert typed.is_valid(), typed.errors
        return typed.data_of()


def drawn(data: LineData, *, folds: bool) -> str:
    row = LineRow.of(StoredLine(data), 3, load_rules.USUAL, folds=folds)
    of_posts = {"posts": ((str(POST), "Chiang Mai"), ("", "")), "unit": str(POST)}
    given = vars(row) | (of_posts if data.unit else {})
    return render_to_string(LINE, {"row": LineRow(**given)})


@given(LINES)
def test_a_folded_line_sends_what_its_fields_would(data):
    folded, opened = (drawn(data, folds=folds) for folds in (True, False))
    assert ("<select" in folded, "<select" in opened) == (False, True)
    assert SentBy(folded).line() == SentBy(opened).line() == data


def folded_of(page: str) -> list[str]:
    """Name the lines of a page that came without their fields."""
    lines = re.findall(r'<details class="case" id="line-(\d)".*?</summary> *<div ([^>]*)>', page)
    return [place for place, said in lines if "data-folded" in said]


def test_the_lines_of_a_page_that_is_opened_are_folded(as_nok, nok):
    make_line(nok, reference="QX-4F7", add_ons=["child", "risk"])
    make_line(nok, "court", count=3)
    page = text(as_nok.get(PAGE))
    assert folded_of(page) == ["0", "1"]
    # The fields are there once, to add a line and to draw those of a line that is opened.
    assert page.count("How many cases like this") == 1
    assert page.count("is closed") + page.count("are closed") == 2


def test_without_script_a_line_is_opened_by_the_server_and_all_that_was_typed_is_kept(as_nok, nok):
    for n in (1, 2):
        make_line(nok, count=n)
    sent = form(**line(), worn="3", hours="51") | line(1, count="5") | {"do": "open-1"}
    answer = as_nok.post(PAGE, sent)
    page = text(answer)
    assert answer.status_code == 200
    assert folded_of(page) == ["0"]
    assert re.search(r'<details class="case" id="line-1" open>', page)
    assert re.search(r'name="line-1-count"[^>]* value="5"', page)
    assert re.search(r'name="line-0-count" value="8"', page)
    assert re.search(r'name="worn" value="3" checked', page)
    assert 'name="hours"' in page
    assert 'value="51"' in page
    assert not WorkWeek.objects.exists()
    assert set(CaseloadLine.objects.values_list("count", flat=True)) == {1, 2}


@pytest.mark.parametrize(
    ("name", "typed"),
    [("reference", "QX-5A1"), ("count", "4"), ("kind", "sex"), ("add_ons", "risk")],
)
def test_what_was_typed_to_add_a_line_is_kept_before_its_phase_is_chosen(as_nok, name, typed):
    blank = {"line-new-count": "1", "line-new-further_victims": "0", "line-new-part": "primary"}
    sent = form() | line(0) | blank | {f"line-new-{name}": typed, "do": "open-0"}
    page = text(as_nok.post(PAGE, sent))
    assert (f"line-new-{name}", typed) in SentBy(page).fields
    untouched = text(as_nok.post(PAGE, form() | line(0) | line(1) | blank | {"do": "open-0"}))
    assert folded_of(untouched) == ["1"]


def test_a_refused_week_keeps_what_was_typed_to_add_a_line(as_nok):
    begun = {"line-new-count": "4", "line-new-reference": "QX-5A1"}
    refused = as_nok.post(PAGE, form(hours="many") | line(0) | begun)
    assert refused.status_code == 422
    assert set(begun.items()) <= set(SentBy(text(refused)).fields)
    chosen = as_nok.post(PAGE, form(hours="many") | line(0) | begun | {"line-new-phase": "intake"})
    assert ("line-1-reference", "QX-5A1") in SentBy(text(chosen)).fields
    assert not WorkWeek.objects.exists()


BLANK = {"line-new-count": "1", "line-new-further_victims": "0", "line-new-part": "primary"}
CHOOSE_OR_CLEAR = "Choose the phase, or clear this line."


@pytest.mark.parametrize(
    ("name", "typed"),
    [("reference", "QX-5A1"), ("count", "4"), ("count", "๔"), ("count", "many"), ("kind", "sex")]
    + [("add_ons", "risk"), ("further_victims", "2"), ("part", "advisory")],
)
def test_a_week_is_refused_while_a_line_to_add_has_no_phase(as_nok, name, typed):
    answer = as_nok.post(PAGE, form(hours="51") | line(0) | BLANK | {f"line-new-{name}": typed})
    page = text(answer)
    assert answer.status_code == 422
    assert f'<a href="#line-new-phase">Add a line: {CHOOSE_OR_CLEAR}</a>' in page
    assert 'id="line-new-phase-error"' in page
    assert page.count(CHOOSE_OR_CLEAR) == 2
    assert {(f"line-new-{name}", typed), ("line-0-count", "8")} <= set(SentBy(page).fields)
    assert 'value="51"' in page
    assert re.search(r"<details[^>]* open>\s*<summary>(?:(?!<summary).)*Add a line", page)
    assert not WorkWeek.objects.exists()
    assert not CaseloadLine.objects.exists()


@pytest.mark.parametrize(
    "untouched",
    [{}, {"count": "๑"}, {"count": " 1 "}, {"count": ""}, {"further_victims": "๐"}]
    + [{"reference": "  "}, {"kind": ""}, {"unit": str(uuid.uuid4())}],
)
def test_a_line_to_add_that_nobody_touched_refuses_no_week(as_nok, untouched):
    sent = {f"line-new-{name}": typed for name, typed in untouched.items()}
    assert as_nok.post(PAGE, form() | line(0) | BLANK | sent).status_code == 302
    assert CaseloadLine.objects.get().count == 8


def test_whoever_chooses_the_phase_or_clears_the_line_sends_the_week(as_nok):
    begun = form() | line(0) | BLANK | {"line-new-count": "4", "line-new-add_ons": "risk"}
    assert "Clear this line" not in text(as_nok.get(PAGE))
    refused = text(as_nok.post(PAGE, begun))
    assert 'name="do" value="clear"' in refused
    cleared = text(as_nok.post(PAGE, begun | {"do": "clear"}))
    left = {name: typed for name, typed in SentBy(cleared).fields if "line-new" in name}
    assert {name: typed for name, typed in left.items() if typed} == BLANK
    assert re.search("<summary autofocus>(?:(?!<summary).)*Add a line", cleared)
    assert as_nok.post(PAGE, begun | {"line-new-phase": "court"}).status_code == 302
    assert set(CaseloadLine.objects.values_list("count", "phase")) == {(8, "active"), (4, "court")}


def test_a_line_with_a_phase_is_cleared_too(as_nok):
    chosen = form(do="clear") | line(0) | BLANK | {"line-new-phase": "court"}
    page = text(as_nok.post(PAGE, chosen))
    assert not [one for one in SentBy(page).fields if one == ("line-new-phase", "court")]
    assert 'name="lines" value="1"' in page


def test_the_button_that_opens_a_line_says_which(as_nok, nok):
    make_line(nok, "court", count=3)
    page = text(as_nok.get(PAGE))
    (button,) = re.findall(r"<button[^>]* value=.open-.*?</button>", page)
    assert 'name="do" value="open-0" formaction="/my-week/#line-0"' in button
    assert re.sub(r"<.*?>", "", button) == "Change: 3 × Court"


@pytest.mark.parametrize("do", ["open-9", "open-x", "open-", "open-new", "open-0-1"])
def test_a_line_that_is_not_there_is_not_opened(as_nok, do):
    page = text(as_nok.post(PAGE, form(**line(), do=do)))
    assert 'id="line-0"' in page
    assert 'id="line-0" open' not in page


def test_a_refused_week_has_the_fields_of_the_lines_that_are_refused(as_nok):
    sent = form() | line(0) | line(1, count="many") | line(2)
    page = text(as_nok.post(PAGE, sent))
    assert folded_of(page) == ["0", "2"]
    assert 'id="line-1" open' in page
    assert page.count("Please write a number, like 4.") == 2


def test_what_is_no_line_yet_stands_in_its_fields_as_it_was_typed(as_nok):
    sent = form() | line(0, count="many") | line(1)
    page = text(as_nok.post(f"{PAGE}?do=draft", sent))
    assert folded_of(page) == ["1"]
    assert 'value="many"' in page


def test_while_a_line_is_begun_no_other_is_folded(as_nok):
    """The blank fields are not blank then, and none could be drawn from them."""
    sent = form() | line(0) | {"line-new-phase": "court", "line-new-count": "2"}
    assert folded_of(text(as_nok.post(f"{PAGE}?do=draft", sent))) == []
    assert folded_of(text(as_nok.post(f"{PAGE}?do=add", form() | line(0)))) == []
    assert folded_of(text(as_nok.post(f"{PAGE}?do=draft", form() | line(0)))) == ["0"]
