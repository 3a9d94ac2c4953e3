"""Flags: written when the level changes, seen, planned and answered by the right people."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.keys.ring import WrongOwnerError
from people.models import Person, Role
from people.weeks import today
from people.writing.formats import percent
from tests.makers import NOW, WEEK, make_membership, make_person, make_week, make_worker
from workload.flags import actions as flags
from workload.flags.actions import Plan
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
    flags.plan(flag, by=wipa, plan=plan(text=" Two cases move to Piyada. "), now=NOW)
    assert kinds(flag) == ["opened", "seen", "planned"]
    assert flag.steps.last().text == "Two cases move to Piyada."


NEXT_WEEK = date(2026, 11, 27)


def plan(*chosen, **changes):
    """Cases move by the end of next week, unless said otherwise."""
    return Plan(chosen or ("move",), **{"due_on": NEXT_WEEK} | changes)


def test_a_plan_keeps_what_who_and_until_when(nok, wipa):
    flag = assess(nok, "33.3")
    step = flags.plan(flag, by=wipa, plan=plan("move", "debrief", owner=nok.public_id), now=NOW)
    assert (step.chosen, step.owner, step.due_on) == (["move", "debrief"], nok, NEXT_WEEK)
    assert percent(step.percent) == "128.1%"
    assert flags.plan(flag, by=wipa, plan=plan(), now=NOW).owner == wipa


def test_a_plan_is_for_its_writer_its_person_or_another_who_answers_for_them(nok, wipa, orathai):
    """Staff care may be asked, and leads nothing; a colleague does not answer for Nok."""
    flag, colleague = assess(nok, "33.3"), make_worker(wipa.home.unit, "piyada")
    for other in (orathai, colleague):
        with pytest.raises(ValidationError) as refused:
            flags.plan(flag, by=wipa, plan=plan(owner=other.public_id), now=NOW)
        assert refused.value.code == "not_yours"
    lead = make_person("anong", nok.organisation)
    make_membership(lead, wipa.home.unit, Role.SUPERVISOR)
    assert flags.plan(flag, by=wipa, plan=plan(owner=lead.public_id), now=NOW).owner == lead


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"chosen": ()}, "chosen"),
        ({"chosen": ("holiday",)}, "chosen"),
        ({"chosen": ("nothing", "move"), "text": "why"}, "chosen"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(2026, 11, 19)}, "due_on"),
        ({"due_on": date(2027, 2, 21)}, "due_on"),
    ],
)
def test_a_plan_that_holds_nothing_or_has_no_day_is_refused(nok, wipa, changes, field):
    flag = assess(nok, "33")
    written = Plan(**{"chosen": ("move",), "due_on": NEXT_WEEK} | changes)
    with pytest.raises(ValidationError) as refused:
        flags.plan(flag, by=wipa, plan=written, now=NOW)
    assert refused.value.params == {"field": field}
    assert kinds(flag) == ["opened"]


@pytest.mark.parametrize(
    ("points", "last"), [("33", date(2026, 12, 18)), ("28", date(2027, 2, 20))]
)
def test_a_plan_may_end_in_28_days_while_red_and_in_92_while_amber(nok, wipa, points, last):
    flag = assess(nok, "28", points)
    with pytest.raises(ValidationError, match="day from today to"):
        flags.plan(flag, by=wipa, plan=plan(due_on=last + timedelta(days=1)), now=NOW)
    for day in (date(2026, 11, 20), last):
        assert flags.plan(flag, by=wipa, plan=plan(due_on=day), now=NOW)


def test_a_plan_and_an_end_go_by_the_latest_week_that_others_read(nok, wipa):
    """Nok sent the week after it as a trainer; sent again as a worker's, it opens the flag anew."""
    flag = assess(nok, "33")
    later = make_week(nok, WEEK + 1, points="33", alone=True)
    flags.plan(flag, by=wipa, plan=plan(text="Two cases move to Piyada."), now=NOW)
    planned = flag.steps.get(kind="planned")
    assert (planned.week, percent(planned.percent)) == (WEEK.monday, "126.9%")
    flags.end(flag, by=wipa, text="They moved.", version=None, now=NOW)
    flag.refresh_from_db()
    assert flag.ended_week == WEEK.monday
    later.alone = False
    assert flags.assess(person=nok, weeks=[*nok.work_weeks.filter(alone=False), later], now=NOW)


def test_the_same_flag_comes_back_with_its_plan_and_its_steps(nok, wipa):
    flag = assess(nok, "33")
    flags.plan(flag, by=wipa, plan=plan(due_on=date(2026, 12, 18)), now=NOW)
    for n, points in enumerate(("20", "20", "28", "27"), start=1):
        make_week(nok, WEEK + n, points=points)
        weeks = list(nok.work_weeks.order_by("week"))
        now = NOW + timedelta(weeks=n)
        flags.assess(person=nok, weeks=weeks, now=now)
    again = Flag.objects.get()
    assert kinds(again) == ["opened", "seen", "planned", "closed", "returned"]
    assert (again.times, again.closed_at, again.since) == (2, None, now)
    assert again.steps.last().said == "Came back (2nd time)"
    assert flags.see(again, by=wipa, now=now)


def test_what_was_closed_by_hand_stays_closed_until_a_later_week(nok, wipa):
    flag = assess(nok, "33")
    flags.end(flag, by=wipa, text="A slip.", version=0, now=NOW)
    weeks = list(nok.work_weeks.order_by("week"))
    assert flags.assess(person=nok, weeks=weeks, now=NOW) is None
    weeks.append(make_week(nok, WEEK + 1, points="33"))
    assert flags.assess(person=nok, weeks=weeks, now=NOW + timedelta(weeks=1)) == flag


def test_nothing_for_now_needs_a_reason_and_no_day(nok, wipa):
    flag = assess(nok, "33")
    with pytest.raises(ValidationError, match="few words"):
        flags.plan(flag, by=wipa, plan=plan("nothing"), now=NOW)
    step = flags.plan(flag, by=wipa, plan=plan("nothing", text="She is away."), now=NOW)
    assert step.due_on is None


def test_of_two_plans_the_second_is_told_and_may_be_written_again(nok, wipa):
    flag = assess(nok, "33")
    flags.plan(flag, by=wipa, plan=plan(version=0), now=NOW)
    with pytest.raises(ValidationError) as refused:
        flags.plan(flag, by=wipa, plan=plan("leave", version=0), now=NOW)
    assert refused.value.code == "changed"
    flags.plan(flag, by=wipa, plan=plan("leave", version=1), now=NOW)
    assert kinds(flag) == ["opened", "seen", "planned", "planned"]


def test_too_long_a_word_and_an_identity_are_refused(nok, wipa):
    flag = assess(nok, "33")
    for text in ("x" * 501, "she is 1101700207030"):
        for say in (
            lambda text=text: flags.plan(flag, by=wipa, plan=plan(text=text), now=NOW),
            lambda text=text: flags.answer(flag, by=nok, text=text, now=NOW),
            lambda text=text: flags.end(flag, by=wipa, text=text, version=0, now=NOW),
        ):
            with pytest.raises(ValidationError):
                say()
    assert kinds(flag) == ["opened"]


def test_closing_by_hand_needs_a_reason(nok, wipa):
    flag = assess(nok, "33")
    with pytest.raises(ValidationError, match="few words"):
        flags.end(flag, by=wipa, text=" ", version=0, now=NOW)
    flags.end(flag, by=wipa, text="The hours were a slip.", version=0, now=NOW)
    assert Flag.objects.get().closed_at == NOW
    assert kinds(flag) == ["opened", "ended"]


def test_staff_care_sees_a_flag_only_when_invited(nok, wipa, orathai, noi):
    flag = assess(nok, "33")
    assert not Flag.objects.visible_to(orathai)
    flags.invite(flag, by=nok, contact=orathai, now=NOW)
    flags.invite(flag, by=wipa, contact=orathai, now=NOW)
    assert kinds(flag) == ["opened", "invited"]
    assert [set(Flag.objects.visible_to(who)) for who in (orathai, noi)] == [{flag}, set()]


@pytest.mark.parametrize("who", ["wipa", "anan", "noi", "nobody"])
def test_only_staff_care_can_be_invited(nok, orathai, request, who):
    flag = assess(nok, "33")
    contact = None if who == "nobody" else request.getfixturevalue(who)
    with pytest.raises(ValidationError):
        flags.invite(flag, by=nok, contact=contact, now=NOW)


def test_only_the_person_answers_their_flag(nok, wipa):
    flag = assess(nok, "33")
    flags.answer(flag, by=nok, text="A night off would help.", now=NOW)
    with pytest.raises(ValidationError, match="Only the person"):
        flags.answer(flag, by=wipa, text="No.", now=NOW)
    assert kinds(flag) == ["opened", "answered"]


@pytest.mark.parametrize("verb", ["see", "plan", "answer", "end", "invite"])
def test_a_closed_flag_takes_no_more_steps(nok, wipa, verb):
    flag = assess(nok, "33")
    Flag.objects.filter(pk=flag.pk).update(closed_at=NOW)
    more = {
        "see": {},
        "plan": {"plan": plan()},
        "answer": {"text": "late"},
        "end": {"text": "late", "version": 0},
        "invite": {"contact": nok},
    }[verb]
    by = nok if verb in {"answer", "invite"} else wipa
    with pytest.raises(ValidationError, match="closed"):
        getattr(flags, verb)(flag, by=by, now=NOW, **more)
    assert FlagStep.objects.count() == 1


def test_what_is_written_on_a_flag_cannot_be_read_in_a_row(nok, wipa):
    flag = assess(nok, "33")
    flags.plan(flag, by=wipa, plan=plan(text="Two cases move."), now=NOW)
    flags.answer(flag, by=nok, text="Thank you.", now=NOW)
    flags.end(flag, by=wipa, text="She is on leave.", version=None, now=NOW)
    rows = repr(list(FlagStep.objects.values()))
    assert [word for word in ("Two cases", "Thank you", "on leave") if word in rows] == []
    said = [step.text for step in flag.steps.all() if step.text]
    assert said == ["Two cases move.", "Thank you.", "She is on leave."]


@pytest.mark.parametrize("moved", ["flag", "by", "another step"])
def test_words_moved_to_another_flag_writer_or_step_do_not_open(nok, wipa, piyada_flag, moved):
    flag = assess(nok, "33")
    step = flags.answer(flag, by=nok, text="Thank you.", now=NOW)
    if moved == "flag":
        FlagStep.objects.filter(pk=step.pk).update(flag=piyada_flag)
    elif moved == "by":
        FlagStep.objects.filter(pk=step.pk).update(by=wipa)
    else:
        step = flag.steps.first()
        FlagStep.objects.filter(pk=step.pk).update(sealed_text=flag.steps.last().sealed_text)
    with pytest.raises(WrongOwnerError):
        _ = FlagStep.objects.get(pk=step.pk).text


@pytest.fixture
def piyada_flag(chiang_mai):
    return assess(make_worker(chiang_mai), "33")


@pytest.fixture
def director(office, nok):
    """Who leads above the team, and whom Nok's flag was passed on to."""
    person = make_person("director", office.organisation)
    make_membership(person, office, Role.SUPERVISOR, hours=None)
    return person


def test_whoever_a_flag_was_passed_on_to_acts_only_while_they_lead_there(nok, wipa, director):
    flag = assess(nok, "33")
    # Wipa answers for Nok, so that nobody above her does before it is passed on.
    with pytest.raises(ValidationError, match="You cannot do this"):
        flags.see(flag, by=director, now=NOW)
    flag.steps.create(kind=FlagStep.Kind.PASSED_ON, to=director, at=NOW)
    assert flags.see(flag, by=director, now=NOW)
    yesterday = timezone.now() - timedelta(days=1)
    director.memberships.update(ends=today(yesterday))
    for verb in (flags.see, flags.end, flags.plan):
        more = {flags.see: {}, flags.end: {"text": "x", "version": 0}, flags.plan: {"plan": plan()}}
        with pytest.raises(ValidationError, match="You cannot do this"):
            verb(flag, by=Person.objects.get(pk=director.pk), now=NOW, **more[verb])


def test_a_contact_who_was_invited_to_look_plans_nothing(nok, wipa, orathai):
    flag = assess(nok, "33")
    flags.invite(flag, by=wipa, contact=orathai, now=NOW)
    with pytest.raises(ValidationError, match="You cannot do this"):
        flags.plan(flag, by=orathai, plan=plan(), now=NOW)


def test_a_flag_is_for_who_was_asked_and_for_no_other_in_the_same_role(
    nok, wipa, orathai, director, office
):
    flag = assess(nok, "33")
    care, lead = (make_person(name, office.organisation) for name in ("care", "lead"))
    make_membership(care, office, Role.CARE)
    make_membership(lead, office, Role.SUPERVISOR, hours=None)
    flag.steps.create(kind=FlagStep.Kind.INVITED, to=orathai, at=NOW)
    flag.steps.create(kind=FlagStep.Kind.PASSED_ON, to=director, at=NOW)
    asked = [who for who in (orathai, director, care, lead) if flag in Flag.objects.visible_to(who)]
    assert asked == [orathai, director]


def test_who_leads_above_too_and_was_invited_as_a_contact_plans_nothing(nok, wipa, office):
    both = make_person("both", office.organisation)
    make_membership(both, office, Role.CARE)
    make_membership(both, office, Role.SUPERVISOR, hours=None)
    flag = assess(nok, "33")
    flags.invite(flag, by=nok, contact=both, now=NOW)
    both = Person.objects.get(pk=both.pk)
    assert flag in Flag.objects.visible_to(both)
    assert flag not in Flag.objects.handled_by(both)


def test_an_invitation_for_one_flag_opens_no_other(nok, wipa, orathai, piyada_flag):
    flag = assess(nok, "33")
    flags.invite(flag, by=nok, contact=orathai, now=NOW)
    assert set(Flag.objects.visible_to(orathai)) == {flag}
