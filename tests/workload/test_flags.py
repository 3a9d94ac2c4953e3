"""Flags: written when the level changes, seen, planned and answered by the right people."""

import pytest
from django.core.exceptions import ValidationError

from people.templatetags.kamlangjai import percent
from tests.makers import NOW, WEEK, make_week
from workload import flags
from workload.models import Flag, FlagStep


def assess(person, *loads):
    """Judge weeks with these loads, in points of 26; the last is the current one."""
    first = WEEK - (len(loads) - 1)
    rows = [make_week(person, first + n, points=load) for n, load in enumerate(loads)]
    return flags.assess(person=person, weeks=rows, now=NOW)


def kinds(flag):
    return [step.kind for step in flag.steps.all()]


def test_one_red_week_opens_a_flag_with_its_figure(nok):
    flag = assess(nok, "33.3")
    step = flag.steps.get()
    assert (flag.level, flag.opened_week, step.kind) == ("red", WEEK.monday, "opened")
    assert percent(step.percent) == "128.1%"


def test_nothing_is_written_while_the_level_stays(nok, django_assert_num_queries):
    first = assess(nok, "27", "28")
    weeks = list(nok.work_weeks.order_by("week"))
    with django_assert_num_queries(1):
        again = flags.assess(person=nok, weeks=weeks, now=NOW)
    assert again == first
    assert kinds(again) == ["opened"]


def test_a_flag_rises_falls_and_closes_by_itself(nok):
    assess(nok, "27", "28")
    weeks = list(nok.work_weeks.order_by("week"))
    for points in ("33", "27", "20", "20"):
        weeks = weeks[-4:]
        weeks.append(make_week(nok, weeks[-1].iso + 1, points=points))
        flag = flags.assess(person=nok, weeks=weeks, now=NOW)
    assert kinds(flag) == ["opened", "raised", "lowered", "closed"]
    assert flag.closed_at == NOW
    assert not Flag.objects.filter(closed_at=None).exists()


def test_a_closed_flag_makes_room_for_a_new_one(nok):
    assess(nok, "33", "20", "20")
    row = make_week(nok, WEEK + 1, points="33")
    old = flags.assess(person=nok, weeks=[row], now=NOW)
    assert Flag.objects.filter(person=nok, closed_at=None).get() == old


def test_a_supervisor_sees_a_flag_once(nok, wipa):
    flag = assess(nok, "33")
    assert flags.see(flag, by=wipa, now=NOW).kind == "seen"
    assert flags.see(flag, by=wipa, now=NOW) is None
    assert kinds(flag) == ["opened", "seen"]


def test_a_plan_says_that_it_was_seen(nok, wipa):
    flag = assess(nok, "33")
    flags.plan(flag, by=wipa, text=" Two cases move to Piyada. ", now=NOW)
    assert kinds(flag) == ["opened", "seen", "planned"]
    assert flag.steps.last().text == "Two cases move to Piyada."


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_plan_of_no_words_is_refused(nok, wipa, text):
    flag = assess(nok, "33")
    with pytest.raises(ValidationError, match="few words"):
        flags.plan(flag, by=wipa, text=text, now=NOW)
    assert kinds(flag) == ["opened"]


@pytest.mark.parametrize("verb", [flags.plan, flags.answer])
def test_too_long_a_word_and_an_identity_are_refused(nok, verb):
    flag = assess(nok, "33")
    for text in ("x" * 501, "she is 1101700207030"):
        with pytest.raises(ValidationError):
            verb(flag, by=nok, text=text, now=NOW)
    assert kinds(flag) == ["opened"]


def test_only_the_person_answers_their_flag(nok, wipa):
    flag = assess(nok, "33")
    flags.answer(flag, by=nok, text="A night off would help.", now=NOW)
    with pytest.raises(ValidationError, match="Only the person"):
        flags.answer(flag, by=wipa, text="No.", now=NOW)
    assert kinds(flag) == ["opened", "answered"]


@pytest.mark.parametrize("verb", ["see", "plan", "answer"])
def test_a_closed_flag_takes_no_more_steps(nok, verb):
    flag = assess(nok, "33")
    Flag.objects.filter(pk=flag.pk).update(closed_at=NOW)
    more = {} if verb == "see" else {"text": "late"}
    with pytest.raises(ValidationError, match="closed"):
        getattr(flags, verb)(flag, by=nok, now=NOW, **more)
    assert FlagStep.objects.count() == 1
