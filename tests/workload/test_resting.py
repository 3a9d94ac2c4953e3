"""What rests with a supervisor around the work: the flags they look after, and no other."""

from datetime import timedelta

import pytest

from people.models import Role
from tests.makers import NOW, make_membership, make_person, make_week, make_worker
from workload.flags import actions as flags
from workload.models import Flag, FlagStep, Transfer
from workload.resting import flags_resting, moves_resting

TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def arun(office):
    """He leads the head office: the level above Wipa's team."""
    person = make_person("arun", office.organisation)
    make_membership(person, office, Role.SUPERVISOR)
    return person


@pytest.fixture
def flag(nok, wipa) -> Flag:
    return flags.assess(person=nok, weeks=[make_week(nok, points="33")], now=NOW)


def resting(person) -> list[Flag]:
    return list(flags_resting(person.memberships.get(), TODAY))


def step(flag, kind, at=NOW, **who) -> FlagStep:
    return flag.steps.create(kind=kind, at=at, **who)


# --- Flags that were given to a supervisor above -----------------------------------------------


def test_a_flag_that_was_passed_on_rests_with_who_was_asked_and_with_no_other_above(
    flag, wipa, arun, office
):
    beside = make_person("som", office.organisation)
    make_membership(beside, office, Role.SUPERVISOR)
    assert (resting(wipa), resting(arun)) == ([flag], [])
    step(flag, "passed", to=arun)
    assert (resting(wipa), resting(arun), resting(beside)) == ([flag], [flag], [])


def test_who_was_only_invited_to_look_leaves_no_flag_to_others(flag, arun):
    step(flag, "invited", to=arun)
    assert resting(arun) == []


def test_a_closed_flag_rests_with_nobody(flag, wipa, arun):
    step(flag, "passed", to=arun)
    Flag.objects.update(closed_at=NOW)
    assert (resting(wipa), resting(arun)) == ([], [])


def test_a_flag_that_came_back_rests_with_no_one_who_was_asked_before(flag, wipa, arun):
    step(flag, "passed", to=arun)
    Flag.objects.update(came_back_at=NOW + DAY)
    assert (resting(wipa), resting(arun)) == ([flag], [])
    step(flag, "passed", to=arun, at=NOW + DAY)
    assert resting(arun) == [flag]


def test_a_flag_of_who_works_elsewhere_by_now_does_not_rest_with_who_was_asked(phuket, arun):
    person = make_worker(phuket, "dao")
    flag = flags.assess(person=person, weeks=[make_week(person, points="33")], now=NOW)
    step(flag, "passed", to=arun)
    assert resting(arun) == []


# --- Flags that were handed over ---------------------------------------------------------------


def test_a_flag_rests_no_more_with_who_handed_it_over(flag, wipa, arun, chiang_mai):
    """Montri leads the same team, and has it as before."""
    montri = make_person("montri", chiang_mai.organisation)
    make_membership(montri, chiang_mai, Role.SUPERVISOR)
    step(flag, "handed", by=wipa, to=arun)
    assert (resting(wipa), resting(montri), resting(arun)) == ([], [flag], [flag])


def test_a_plan_and_a_flag_passed_on_are_no_hand_over(flag, wipa, arun):
    step(flag, "planned", by=wipa)
    step(flag, "passed", by=wipa, to=arun)
    assert resting(wipa) == [flag]


def test_what_came_back_to_who_handed_it_over_rests_with_them_until_they_give_it_again(
    flag, wipa, arun, malee
):
    step(flag, "passed", to=wipa)
    step(flag, "handed", by=wipa, to=arun)
    step(flag, "invited", to=wipa)
    step(flag, "handed", by=arun, to=malee)
    assert resting(wipa) == []
    step(flag, "handed", by=arun, to=wipa)
    assert resting(wipa) == [flag]
    step(flag, "handed", by=wipa, to=arun)
    assert resting(wipa) == []


def test_what_was_handed_over_in_a_role_of_before_rests_with_who_came_back(flag, wipa, arun):
    step(flag, "handed", by=wipa, to=arun)
    wipa.memberships.update(starts=TODAY)
    assert resting(wipa) == []
    wipa.memberships.update(starts=TODAY + DAY)
    assert list(flags_resting(wipa.memberships.get(), TODAY + DAY)) == [flag]


def test_a_flag_that_came_back_rests_with_who_handed_it_over_before_it_closed(flag, wipa, arun):
    """Her role went on after all: it is the flag of her team, and Arun is not asked any more."""
    step(flag, "handed", by=wipa, to=arun)
    Flag.objects.update(came_back_at=NOW + DAY)
    assert (resting(wipa), resting(arun)) == ([flag], [])


def test_another_flag_of_the_team_stays_where_one_was_handed_over(flag, wipa, arun, chiang_mai):
    other = make_worker(chiang_mai, "dao")
    second = flags.assess(person=other, weeks=[make_week(other, points="33")], now=NOW)
    step(flag, "handed", by=wipa, to=arun)
    step(second, "handed", by=arun, to=wipa)
    assert resting(wipa) == [second]


# --- Moves of cases ----------------------------------------------------------------------------


def test_of_moves_only_those_a_supervisor_proposed_of_their_own_people_rest(
    nok, wipa, malee, chiang_rai
):
    def move(giver, receiver, by, state="proposed"):
        return Transfer.objects.create(
            organisation=giver.organisation,
            giver=giver,
            receiver=receiver,
            proposed_by=by,
            proposed_at=NOW,
            state=state,
            answered_at=None if state == "proposed" else NOW,
        )

    far = make_worker(chiang_rai, "far")
    waiting = move(nok, far, wipa)
    move(nok, far, wipa, "declined")
    move(nok, far, malee)
    move(far, nok, wipa)
    assert list(moves_resting(wipa.memberships.get(), TODAY)) == [waiting]
