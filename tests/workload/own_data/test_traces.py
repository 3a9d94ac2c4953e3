"""The words on a person's flags go with their record; that there was a flag stays."""

from datetime import date, timedelta

import pytest

from people.own_data import record
from tests.makers import NOW, make_week
from wellbeing.own_data import erasing, retention
from workload.flags import actions as flags
from workload.models import Flag, FlagStep

Kind = FlagStep.Kind


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def flagged(person):
    """A red flag on somebody's load."""
    return flags.assess(person=person, weeks=[make_week(person, points="40")], now=NOW)


@pytest.fixture
def spoken(nok, wipa):
    """Wipa planned something in words, and Nok answered."""
    flag = flagged(nok)
    plan = flags.Plan(("move",), text="Two cases to Dao.", due_on=NOW.date() + timedelta(days=7))
    flags.plan(flag, by=wipa, plan=plan, now=NOW)
    flags.answer(flag, by=nok, text="I cannot sleep.", now=NOW)
    return nok


def steps_of(person) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in FlagStep.objects.filter(flag__person=person)]


def test_words_go_and_what_was_done_stays(spoken):
    erasing.erase(person=spoken, before=None, now=NOW)
    assert steps_of(spoken) == [("opened", ""), ("seen", ""), ("planned", "")]
    planned = FlagStep.objects.get(kind=Kind.PLANNED)
    assert (planned.chosen, planned.due_on) == (["move"], date(2026, 11, 27))
    assert Flag.objects.get().level == "red"


def test_words_on_other_peoples_flags_are_theirs(spoken, wipa):
    erasing.erase(person=wipa, before=None, now=NOW)
    assert ("planned", "Two cases to Dao.") in steps_of(spoken)
    assert ("answered", "I cannot sleep.") in steps_of(spoken)


@pytest.mark.parametrize(("days", "left"), [(0, 2), (1, 0)])
def test_only_words_of_before_the_day_go(spoken, days, left):
    later = NOW + timedelta(days=1)
    erasing.erase(person=spoken, before=NOW.date() + timedelta(days=days), now=later)
    assert len([text for _kind, text in steps_of(spoken) if text]) == left


def test_they_are_counted_before_they_go(spoken):
    found = {
        str(one.label): one.count for one in erasing.going(person=spoken, before=None, now=NOW)
    }
    assert found["Words on your flags"] == 2


@pytest.mark.parametrize(("day", "left"), [(date(2028, 11, 20), 2), (date(2028, 11, 21), 0)])
def test_after_24_months_they_go_by_themselves(spoken, day, left):
    retention.forget(retention.midnight(day))
    assert len([text for _kind, text in steps_of(spoken) if text]) == left


def test_a_restored_backup_gives_them_back_to_nobody(spoken):
    before = steps_of(spoken)
    tombstone = erasing.erase(person=spoken, before=None, now=NOW)
    flag = Flag.objects.get()
    for kind, text in before:
        FlagStep.of(flag, text, kind=kind, at=NOW).save()
    FlagStep.of(flag, "It came down.", kind=Kind.ENDED, at=NOW + timedelta(days=1)).save()
    erasing.replay(tombstone)
    assert [text for _kind, text in steps_of(spoken) if text] == ["It came down."]


def test_the_export_holds_them_no_more(spoken):
    erasing.erase(person=spoken, before=None, now=NOW)
    assert "I cannot sleep." not in record.as_json(spoken, NOW).decode()
