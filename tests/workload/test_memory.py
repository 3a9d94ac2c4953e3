"""The memory of a process is everybody's: it keeps no names of people and no plans."""

import functools
import gc
import re
import sys
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from people.templatetags.kamlangjai import fragment, kept_fragment
from tests.makers import NOW, make_line, make_week
from workload.flags import actions as flags
from workload.models import PlanItem
from workload.rules import load as load_rules
from workload.weeks.forms import LineForm
from workload.weeks.rows import LineRow, TallyRow

APPS = ("config", "people", "wellbeing", "training", "workload", "programme")
LINE = "workload/weeks/case_line.html"
TALLY = "workload/weeks/tally.html"
COURT = {"phase": "court", "count": "2", "further_victims": "0"}


def remembered() -> str:
    """All that the caches of the product's functions hold, as one text.

    Python's own `urlsplit` remembers what a test's client was told to open.
    """
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] in APPS]
    functions = [one for module in modules for one in vars(module).values()]
    caches = [one for one in functions if isinstance(one, functools._lru_cache_wrapper)]
    waiting = [one for one in caches if not one.__module__.startswith("urllib.")]
    return " ".join(repr(gc.get_referents(one)) for one in waiting)


def row_of(**typed) -> LineRow:
    data = {f"line-0-{name}": value for name, value in typed.items()}
    return LineRow.of(LineForm(data, prefix="line-0"), 0, load_rules.USUAL)


def test_what_a_process_remembers_can_be_read_by_this_test(as_nok, nok):
    make_line(nok, phase="dormant", count=187)
    as_nok.get("/my-week/")
    assert "187" in remembered()


def test_nobody_who_is_named_on_my_week_is_remembered(as_nok, nok, wipa, orathai):
    page = as_nok.get("/my-week/").content.decode()
    assert "Wipa" in page
    kept = remembered()
    assert "Wipa" not in kept
    assert "Orathai" not in kept


def test_nobody_on_the_board_is_remembered_nor_what_is_planned_with_them(as_wipa, nok, wipa):
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
    plan = flags.Plan(
        chosen=(PlanItem.MOVE,), text="Two cases to the Mae Sot team", due_on=NOW.date()
    )
    flags.plan(flag, by=wipa, plan=plan, now=NOW)
    page = as_wipa.get("/team/").content.decode()
    kept = remembered()
    for told in ("Kanokwan", str(nok.public_id)):
        assert told in page
        assert told not in kept
    assert "Two cases to the Mae Sot team" not in page + kept


def test_a_line_is_drawn_once_for_everybody():
    """One that differs in its place, its id and its reference is drawn from the same."""
    shown = row_of(**COURT, id=str(uuid4()), reference="ZR-8B2")
    other = replace(shown, place="11", line=replace(shown.line, id=uuid4(), reference="A-<1>"))
    drawn, before = fragment(LINE, shown), kept_fragment.cache_info()
    assert fragment(LINE, shown) == drawn
    again = fragment(LINE, other)
    assert kept_fragment.cache_info().misses == before.misses
    for own in ('id="line-11"', f'value="{other.line.id}"', 'value="A-&lt;1&gt;"'):
        assert again.count(own) == 1
    for not_own in ("line-0", str(shown.line.id), "ZR-8B2", "A-<1>", "\0", str(UUID(int=0))):
        assert not_own not in again
    kept = remembered()
    assert not any(own in kept for own in (str(shown.line.id), "ZR-8B2", "A-&lt;1"))
    with override("th"):
        assert fragment(LINE, shown) != drawn


def test_each_line_is_drawn_as_it_would_be_alone():
    for place, given in enumerate(({}, {"reference": "QX-4F7"}, {"id": str(uuid4())})):
        row = replace(row_of(**COURT | {"count": "1"} | given), place=str(place))
        for language in ("en", "th"):
            with override(language):
                alone = render_to_string(LINE, {"row": row})
                assert fragment(LINE, row) == re.sub(r"\n\n+", "\n", alone)


def test_a_number_of_the_week_is_drawn_once_for_everybody():
    drawn, again = (
        fragment(TALLY, TallyRow("nights", value="2", hint="1 point a night", kept=True))
        for _person in range(2)
    )
    assert drawn is again
    assert 'value="2"' in drawn
    other = TallyRow("nights", value="3", hint="1 point a night", kept=True)
    assert 'value="3"' in fragment(TALLY, other)


def test_what_is_typed_as_a_number_is_not_remembered():
    before = kept_fragment.cache_info().currsize
    typed = fragment(TALLY, TallyRow("hours", value='"><script>', hint="", error="No number."))
    assert "&quot;&gt;&lt;script&gt;" in typed
    assert "No number." in typed
    assert kept_fragment.cache_info().currsize == before


@pytest.mark.parametrize("typed", [COURT | {"phase": "x" * 5000}, COURT | {"count": "<script>"}])
def test_what_is_no_line_is_shown_and_not_remembered(typed):
    before = kept_fragment.cache_info().currsize
    assert "<script>" not in fragment(LINE, row_of(**typed))
    assert kept_fragment.cache_info().currsize == before


def test_a_line_weighs_what_its_own_policy_says():
    heavier = load_rules.Policy(further_victim=load_rules.USUAL.further_victim * 3)
    form = LineForm({f"line-0-{k}": v for k, v in COURT.items()}, prefix="line-0")
    usual, changed = (LineRow.of(form, 0, one) for one in (load_rules.USUAL, heavier))
    assert fragment(LINE, usual) != fragment(LINE, changed)
