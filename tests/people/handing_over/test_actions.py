"""A supervisor, trainer or admin goes: what rests with them goes to somebody."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from people import access_kinds
from people.handing_over import actions as handing_over
from people.handing_over.kinds import RESTING_KINDS, nearest_leads
from people.handing_over.page import handed_to
from people.members import memberships
from people.members.role_events import OPERATOR
from people.models import (
    Absence,
    AccessEvent,
    HandOver,
    Membership,
    Person,
    Role,
    SentOnce,
    WaitingLine,
)
from tests.makers import (
    NOW,
    end_roles,
    make_absence,
    make_membership,
    make_person,
    make_promotion,
    make_proposal,
    make_week,
    make_worker,
)
from tests.training.conftest import (
    make_certificate_type,
    make_places,
    make_session,
    make_study,
)
from training.careers import actions as careers
from training.models import Course
from training.resting import sessions_resting
from wellbeing.help import contacts
from wellbeing.models import ContactRequest
from workload.flags import actions as flags
from workload.flags.actions import Plan
from workload.load.page import member_page
from workload.models import Flag, Transfer
from workload.resting import flags_resting

DAY = timedelta(days=1)
TODAY = NOW.date()
LAST = TODAY + 10 * DAY
AFTER = NOW + 11 * DAY


@pytest.fixture
def montri(chiang_mai):
    """Leads Chiang Mai together with Wipa."""
    person = make_person("montri", chiang_mai.organisation)
    make_membership(person, chiang_mai, Role.SUPERVISOR)
    return person


@pytest.fixture
def malee(office):
    """Leads the head office: the level above."""
    person = make_person("malee", office.organisation)
    make_membership(person, office, Role.SUPERVISOR)
    return person


@pytest.fixture
def level(ploy):
    return careers.set_up_ladder(by=ploy)[0]


def flag_of(person) -> Flag:
    """A person's load is high: a flag opens."""
    return flags.assess(person=person, weeks=[make_week(person, points="33")], now=NOW)


def role_of(person):
    return person.memberships.select_related("unit__organisation", "person").get()


def afresh(person) -> Person:
    return Person.objects.get(pk=person.pk)


def end(person, by, last_day=LAST, now=NOW, **takers):
    """End a person's only role; every kind goes to the nearest, or to whom is named."""
    member = role_of(person)
    chosen = handing_over.nearest_takers(member, last_day, by=by) | takers
    return memberships.leave(membership=member, last_day=last_day, takers=chosen, by=by, now=now)


def codes(person, by, last_day=LAST):
    return [one.code for one in handing_over.what_rests(role_of(person), last_day, by=by)]


def handled(person) -> list[Flag]:
    return list(Flag.objects.handled_by(afresh(person)).order_by("pk"))


# --- Nothing is left with nobody ---------------------------------------------------------------


def test_a_supervisor_with_an_open_flag_does_not_leave_before_somebody_takes_it(
    nok, wipa, montri, malee, ploy
):
    """Who takes it after Montri is settled, and says nothing of her."""
    flag_of(nok)
    end(montri, ploy, flag=malee)
    with pytest.raises(ValidationError) as refused:
        memberships.leave(membership=role_of(wipa), last_day=LAST, by=ploy, now=NOW)
    assert refused.value.error_dict["flag"][0].code == "rests"
    assert role_of(wipa).ends is None
    assert end(wipa, ploy).ends == LAST


def test_without_anybody_who_could_take_it_the_role_does_not_end(nok, wipa, ploy):
    with pytest.raises(ValidationError) as refused:
        end(wipa, ploy)
    assert "nobody who could take this: Open flags" in str(refused.value)


def test_of_a_supervisor_without_people_nothing_rests(wipa, ploy):
    assert codes(wipa, ploy) == []
    assert end(wipa, ploy).ends == LAST


@pytest.mark.parametrize("verb", ["move", "deactivate"])
def test_moving_away_and_closing_leave_nothing_with_nobody_either(nok, wipa, malee, ploy, verb):
    held = role_of(wipa)
    place = {"unit": role_of(malee).unit, "role": Role.SUPERVISOR, "job": held.job, "hours": 40}
    calls = {
        "move": lambda: memberships.move(membership=held, day=LAST, by=ploy, now=NOW, **place),
        "deactivate": lambda: memberships.deactivate(person=wipa, by=ploy, now=NOW),
    }
    with pytest.raises(ValidationError) as refused:
        calls[verb]()
    assert refused.value.code == "rests"
    assert afresh(wipa).is_active


def test_after_a_hand_over_the_membership_closes(nok, wipa, malee, ploy):
    end(wipa, ploy, TODAY)
    memberships.deactivate(person=wipa, by=ploy, now=NOW)
    assert not afresh(wipa).is_active


def test_the_hours_of_a_supervisor_change_without_a_hand_over(nok, wipa, malee, ploy):
    held = role_of(wipa)
    place = {"unit": held.unit, "role": Role.SUPERVISOR, "job": held.job, "hours": 20}
    memberships.move(membership=held, day=LAST, by=ploy, now=NOW, **place)
    assert not HandOver.objects.exists()


def give_by_mistake(person, unit, role=Role.SUPERVISOR, **changes):
    """A role that was given this morning, and should be another one."""
    return make_membership(person, unit, role, starts=TODAY, given_at=NOW, **changes)


def correct(member, by, unit, role):
    place = {"unit": unit, "role": role, "job": member.job, "hours": None}
    return memberships.move(membership=member, day=TODAY, by=by, now=NOW, **place)


@pytest.mark.parametrize("verb", ["leave", "move"])
def test_a_change_to_come_that_is_taken_back_ends_no_role_with_something_that_rests(
    nok, wipa, ploy, office, verb
):
    """Her hours were to change on the last day; now she leads the team until then only."""
    flag, held = flag_of(nok), role_of(wipa)
    who = {"by": ploy, "now": NOW}
    place = {"job": held.job, "hours": None, "day": LAST}
    memberships.move(membership=held, unit=held.unit, role=Role.SUPERVISOR, **place, **who)
    later = wipa.memberships.select_related("unit", "person").get(starts=LAST)
    trains = {"unit": office, "role": Role.TRAINER}
    calls = {
        "leave": lambda: memberships.leave(membership=later, last_day=TODAY, **who),
        "move": lambda: memberships.move(membership=later, **trains, **place, **who),
    }
    with pytest.raises(ValidationError, match="nobody who could take this") as refused:
        calls[verb]()
    assert refused.value.error_list[0].code == "rests"
    assert Membership.objects.get(pk=later.pk).role == Role.SUPERVISOR
    malee = make_person("malee", office.organisation)
    make_membership(malee, office, Role.SUPERVISOR)
    calls[verb]()
    handing_over.give_due(AFTER)
    assert flag.steps.get(kind="handed").to == malee


def test_who_was_to_take_it_later_takes_it_where_a_change_to_come_is_taken_back(
    nok, wipa, montri, malee, ploy
):
    flag, held = flag_of(nok), role_of(wipa)
    end(wipa, ploy, LAST + 9 * DAY, flag=malee)
    place = {"unit": held.unit, "role": Role.SUPERVISOR, "job": held.job, "hours": 20}
    memberships.move(membership=held, day=LAST, by=ploy, now=NOW, **place)
    later = wipa.memberships.select_related("unit", "person").get(starts=LAST)
    memberships.leave(membership=later, last_day=TODAY, by=ploy, now=NOW)
    assert role_of(wipa).ends == LAST - DAY
    handing_over.give_due(AFTER)
    assert flag.steps.get(kind="handed").to == malee


def test_a_role_that_is_corrected_gives_at_once_what_came_to_it(
    nok, wipa, malee, ploy, chiang_mai, office
):
    dao = make_person("dao", office.organisation)
    held = give_by_mistake(dao, chiang_mai)
    flag, request = flag_of(nok), contacts.ask(person=nok, contact=afresh(dao), now=NOW)
    correct(held, ploy, office, Role.PROGRAMME)
    request.refresh_from_db()
    assert request.contact == wipa
    assert (flag.steps.get(kind="handed").by, flag.steps.get(kind="handed").to) == (dao, wipa)
    assert not HandOver.objects.exists()


def test_whoever_leads_above_once_corrected_keeps_it(nok, ploy, chiang_mai, office):
    dao = make_person("dao", office.organisation)
    held = give_by_mistake(dao, chiang_mai)
    flag = flag_of(nok)
    correct(held, ploy, office, Role.SUPERVISOR)
    assert handled(dao) == [flag]
    assert not flag.steps.filter(kind="handed").exists()


def test_a_role_is_not_corrected_where_nobody_could_take_what_came_to_it(
    nok, ploy, chiang_mai, office
):
    dao = make_person("dao", office.organisation)
    held = give_by_mistake(dao, chiang_mai)
    with pytest.raises(ValidationError) as refused:
        correct(held, ploy, office, Role.PROGRAMME)
    assert "nobody who could take this: Open flags" in str(refused.value)
    assert role_of(dao).unit == chiang_mai


def test_a_role_that_has_not_begun_is_corrected_as_before(nok, ploy, chiang_mai, office):
    dao = make_person("dao", office.organisation)
    held = make_membership(dao, chiang_mai, Role.SUPERVISOR, starts=LAST)
    place = {"unit": office, "role": Role.PROGRAMME, "job": held.job, "hours": None}
    memberships.move(membership=held, day=LAST, by=ploy, now=NOW, **place)
    assert role_of(dao).role == Role.PROGRAMME


def test_an_end_that_was_settled_is_settled_anew_where_the_role_is_corrected(
    nok, wipa, malee, ploy, chiang_mai, chiang_rai
):
    make_worker(chiang_rai)
    dao, som = (make_person(name, chiang_mai.organisation) for name in ("dao", "som"))
    make_membership(som, chiang_rai, Role.SUPERVISOR)
    held = give_by_mistake(dao, chiang_mai)
    end(dao, ploy, flag=wipa)
    correct(held, ploy, chiang_rai, Role.SUPERVISOR)
    assert HandOver.objects.get().lines.get(kind="flag").taker == som


def test_other_hours_before_the_last_day_keep_who_takes_what(nok, wipa, montri, malee, ploy):
    """Her end is settled; with fewer hours from tomorrow she still answers until then."""
    flag = flag_of(nok)
    held = end(wipa, ploy, flag=malee)
    place = {"unit": held.unit, "role": Role.SUPERVISOR, "job": held.job, "hours": 20}
    new = memberships.move(membership=held, day=TODAY + DAY, by=ploy, now=NOW, **place)
    handing_over.give_due(NOW + 3 * DAY)
    assert handled(malee) == []
    assert HandOver.objects.get().membership == new
    handing_over.give_due(AFTER)
    assert flag.steps.get(kind="handed").to == malee


@pytest.mark.parametrize("changes", [1, 2])
def test_a_place_that_is_closed_before_other_hours_begin_keeps_who_takes_what(
    nok, wipa, montri, malee, ploy, changes
):
    flag = flag_of(nok)
    held = end(wipa, ploy, flag=malee)
    for n in range(1, changes + 1):
        place = {"unit": held.unit, "role": Role.SUPERVISOR, "job": held.job, "hours": 20 + n}
        held = memberships.move(membership=held, day=TODAY + n * DAY, by=ploy, now=NOW, **place)
    memberships.deactivate(person=wipa, by=ploy, now=NOW)
    assert flag.steps.get(kind="handed").to == malee


def test_an_end_goes_along_to_another_unit_and_is_settled_there(
    nok, wipa, montri, malee, ploy, chiang_rai
):
    make_worker(chiang_rai)
    som = make_person("som", chiang_rai.organisation)
    make_membership(som, chiang_rai, Role.SUPERVISOR)
    held = end(wipa, ploy, flag=malee)
    place = {"unit": chiang_rai, "role": Role.SUPERVISOR, "job": held.job, "hours": 40}
    new = memberships.move(membership=held, day=TODAY + DAY, by=ploy, now=NOW, **place)
    assert new.ends == LAST
    assert new.hand_over.lines.get(kind="flag").taker == som
    assert held.hand_over.lines.get(kind="flag").taker == malee


def test_with_a_role_that_never_begins_nothing_rests(nok, wipa, malee, ploy, chiang_mai):
    dao = make_person("dao", chiang_mai.organisation)
    make_membership(dao, chiang_mai, Role.SUPERVISOR, starts=LAST)
    assert codes(dao, ploy, LAST - DAY) == []
    assert codes(dao, ploy, LAST)


def test_a_worker_goes_as_before(nok, wipa, ploy):
    flag_of(nok)
    memberships.leave(membership=role_of(nok), last_day=LAST, by=ploy, now=NOW)
    assert not HandOver.objects.exists()


# --- Who can take it ---------------------------------------------------------------------------


def test_those_at_or_above_the_unit_are_offered_nearest_first(nok, wipa, montri, malee, ploy, noi):
    below = make_person("below", wipa.organisation)
    make_membership(below, role_of(wipa).unit, Role.CARE)
    (offered,) = (
        one.offered
        for one in handing_over.what_rests(role_of(wipa), LAST, by=ploy)
        if one.code == "flag"
    )
    assert offered == (montri, malee)


def away(person, ends, starts=TODAY):
    about = {"kind": "sick", "entered_at": NOW, "starts": starts, "ends": ends}
    return Absence.objects.create(person=person, **about)


def test_who_is_away_then_takes_nothing_and_the_team_is_not_told_that_they_lead(
    nok, wipa, montri, malee, orathai, ploy, chiang_mai
):
    flag_of(nok)
    contacts.ask(person=nok, contact=wipa, now=NOW)
    away(montri, LAST + DAY)
    away(orathai, LAST + DAY)
    rests = {one.code: one.offered for one in handing_over.what_rests(role_of(wipa), LAST, by=ploy)}
    assert rests["flag"] == rests["contact"] == (malee,)
    with pytest.raises(ValidationError):
        end(wipa, ploy, flag=montri)
    end(wipa, ploy)
    assert AccessEvent.objects.get(what=access_kinds.HERE_LEADS).person == malee


def test_who_is_back_by_then_takes_it(nok, wipa, montri, malee, ploy):
    flag_of(nok)
    away(montri, LAST)
    assert end(wipa, ploy, flag=montri)


def test_from_a_stand_in_it_goes_to_the_level_above_or_else_back_to_who_is_away(
    nok, wipa, ploy, office, chiang_mai
):
    absence = away(wipa, LAST + 9 * DAY)
    acts = make_person("acts", chiang_mai.organisation)
    member = make_membership(
        acts, chiang_mai, Role.SUPERVISOR, hours=None, acting_for=wipa, ends=absence.ends
    )
    flag_of(nok)
    assert nearest_leads(member, LAST) == [wipa]
    head = make_person("head", office.organisation)
    make_membership(head, office, Role.SUPERVISOR)
    assert nearest_leads(member, LAST) == [head]
    assert memberships.leave(
        membership=member,
        last_day=LAST,
        takers=handing_over.nearest_takers(member, LAST, by=ploy),
        by=ploy,
        now=NOW,
    )


@pytest.mark.parametrize("whose", ["noi", "nok", "ploy", "wipa"])
def test_nobody_else_takes_it(nok, wipa, montri, ploy, noi, whose):
    """Another organisation's, a worker with a flag of their own, the admin, the one who goes."""
    taker = {"noi": noi, "nok": nok, "ploy": ploy, "wipa": wipa}[whose]
    with pytest.raises(ValidationError) as refused:
        end(wipa, ploy, flag=taker)
    assert "This person cannot take it" in str(refused.value)


def test_an_admin_who_supervises_above_names_herself_only_where_nobody_else_could(
    nok, wipa, montri, ploy, office
):
    make_membership(ploy, office, Role.SUPERVISOR)
    with pytest.raises(ValidationError):
        end(wipa, ploy, flag=ploy)
    end_roles(montri)
    assert end(wipa, ploy, flag=ploy).ends == LAST


def test_who_leaves_on_the_same_day_takes_nothing(nok, wipa, montri, malee, ploy):
    end(montri, ploy, flag=malee)
    with pytest.raises(ValidationError):
        end(wipa, ploy, flag=montri)


# --- Flags and their plans ---------------------------------------------------------------------


def test_flags_stay_until_the_last_day_and_go_with_what_came_meanwhile(
    nok, wipa, montri, malee, ploy, chiang_mai
):
    fon = make_worker(chiang_mai, "fon")
    first = flag_of(nok)
    end(wipa, ploy, flag=malee)
    second = flag_of(fon)
    handing_over.give_due(NOW + 10 * DAY)
    assert handled(malee) == []
    handing_over.give_due(AFTER)
    assert handled(malee) == [first, second]
    for flag in (first, second):
        step = flag.steps.get(kind="handed")
        assert (step.by, step.to) == (wipa, malee)


def test_handing_over_twice_changes_nothing(nok, wipa, montri, malee, ploy):
    flag = flag_of(nok)
    end(wipa, ploy, flag=malee)
    handing_over.give_due(AFTER)
    handing_over.give_due(AFTER + DAY)
    assert flag.steps.filter(kind="handed").count() == 1
    assert HandOver.objects.get().done_at == AFTER


def test_nobody_takes_anything_who_is_away_for_long(nok, wipa, montri, malee, ploy):
    make_absence(montri, starts=LAST + DAY)
    assert codes(wipa, ploy)
    for one in handing_over.what_rests(role_of(wipa), LAST, by=ploy):
        assert montri not in one.offered
    with pytest.raises(ValidationError, match="This person cannot take it"):
        end(wipa, ploy, flag=montri)
    assert nearest_leads(role_of(wipa), LAST) == [montri]
    assert nearest_leads(role_of(wipa), LAST + DAY) == [malee]


def test_a_proposal_of_the_only_admin_rests_though_a_supervisor_is_away(
    wipa, malee, ploy, montri, rest_house
):
    """Another organisation has a supervisor and a proposal too."""
    there, admin = (make_person(name, rest_house.organisation) for name in ("there", "admin"))
    make_membership(there, rest_house, Role.SUPERVISOR)
    make_membership(admin, rest_house, Role.ADMIN)
    make_proposal(admin)
    make_proposal(ploy)
    assert codes(wipa, ploy, TODAY) == []
    for away in (montri, malee):
        make_absence(away)
    (rests,) = handing_over.what_rests(role_of(wipa), TODAY, by=ploy)
    assert (rests.code, rests.count) == ("role_proposal", 1)


def test_with_a_last_day_of_today_it_goes_at_once(nok, wipa, montri, malee, ploy):
    flag = flag_of(nok)
    end(wipa, ploy, TODAY, flag=malee)
    assert handled(malee) == [flag]


def test_a_taker_who_left_meanwhile_gives_way_to_the_level_above(nok, wipa, montri, malee, ploy):
    flag = flag_of(nok)
    end(wipa, ploy, flag=montri)
    end_roles(montri)
    handing_over.give_due(AFTER)
    assert flag.steps.get(kind="handed", by=wipa).to == malee


def test_where_everybody_left_it_waits_for_somebody(nok, wipa, montri, ploy, chiang_mai):
    flag = flag_of(nok)
    end(wipa, ploy, flag=montri)
    end_roles(montri)
    handing_over.give_due(AFTER)
    assert role_of(wipa).hand_over.done_at is None
    dao = make_person("dao", chiang_mai.organisation)
    make_membership(dao, chiang_mai, Role.SUPERVISOR, starts=AFTER.date() + DAY)
    handing_over.give_due(AFTER + DAY)
    assert flag.steps.get(kind="handed", by=wipa).to == dao


def test_a_flag_never_goes_to_the_person_it_is_about(nok, wipa, montri, malee, ploy, office):
    """Nok works in the team and leads above it: her own flag goes to another."""
    make_membership(nok, office, Role.SUPERVISOR, hours=None)
    flag = flag_of(nok)
    end(wipa, ploy, TODAY, flag=nok)
    assert flag.steps.get(kind="handed").to != nok


def test_who_takes_a_flag_reads_who_does_what_the_plan_says(client, nok, wipa, montri, malee, ploy):
    flag = flag_of(nok)
    plan = Plan(chosen=("move",), due_on=LAST)
    flags.plan(flag, by=wipa, plan=plan, now=NOW)
    end(wipa, ploy, TODAY, flag=malee)
    assert member_page(nok, NOW).plan_owner == malee


def test_who_came_back_hands_over_again_also_to_the_same_person(
    nok, wipa, montri, malee, ploy, chiang_mai
):
    """Wipa goes, comes back and plans, and goes again: each time Malee takes over."""
    flag = flag_of(nok)
    end(wipa, ploy, TODAY, flag=malee)
    back = make_membership(wipa, chiang_mai, Role.SUPERVISOR, starts=TODAY + DAY)
    flags.plan(flag, by=afresh(wipa), plan=Plan(chosen=("move",), due_on=LAST), now=NOW + DAY)
    takers = handing_over.nearest_takers(back, LAST, by=ploy) | {"flag": malee}
    memberships.leave(membership=back, last_day=LAST, takers=takers, by=ploy, now=NOW + DAY)
    handing_over.give_due(AFTER)
    assert [(one.by, one.to) for one in flag.steps.filter(kind="handed")] == [(wipa, malee)] * 2
    assert member_page(nok, NOW).plan_owner == malee


def test_a_flag_that_came_back_to_who_handed_it_over_rests_with_them_again(
    nok, wipa, montri, malee, ploy, office
):
    """Wipa leads above the team too: Montri takes the team's flag, and she takes it from him."""
    above = make_membership(wipa, office, Role.SUPERVISOR, hours=None)
    flag = flag_of(nok)
    team = wipa.memberships.select_related("unit__organisation").exclude(pk=above.pk).get()
    takers = handing_over.nearest_takers(team, TODAY, by=ploy) | {"flag": montri}
    memberships.leave(membership=team, last_day=TODAY, takers=takers, by=ploy, now=NOW)
    end(montri, ploy, TODAY, flag=wipa)
    assert flag in flags_resting(above, TODAY + DAY)
    takers = handing_over.nearest_takers(above, TODAY + DAY, by=ploy) | {"flag": malee}
    later = {"now": NOW + DAY, "by": ploy}
    memberships.leave(membership=above, last_day=TODAY + DAY, takers=takers, **later)
    assert flag.steps.filter(kind="handed").last().to == malee


def test_a_flag_of_two_posts_goes_on_only_from_who_leads_where_most_hours_are(
    mai, wipa, montri, malee, ploy, chiang_mai, chiang_rai
):
    """Mai works 24 hours for Wipa and 16 for Som, who does not handle her flag."""
    som = make_person("som", chiang_rai.organisation)
    make_membership(som, chiang_rai, Role.SUPERVISOR)
    flag = flag_of(mai)
    end(som, ploy, TODAY)
    assert not flag.steps.filter(kind="handed").exists()
    end(wipa, ploy, TODAY, flag=montri)
    assert flag.steps.get(kind="handed").to == montri


def test_who_goes_sees_nothing_of_it_on_the_day_after(nok, wipa, montri, malee, ploy):
    flag_of(nok)
    end(wipa, ploy, flag=malee)
    handing_over.give_due(AFTER)
    gone = afresh(wipa)
    gone.today = AFTER.date()
    assert not Flag.objects.visible_to(gone).exists()


def test_no_day_tells_an_admin_whether_there_is_a_flag_or_a_move(
    nok, wipa, malee, ploy, chiang_mai, office
):
    """Fon comes to a team of five on one day: what the page says before it is compared."""
    mai, *_rest = (make_worker(chiang_mai) for _n in range(4))
    fon = make_worker(office, "fon")
    fon.memberships.update(ends=LAST - DAY)
    make_membership(fon, chiang_mai, starts=LAST)
    days = [TODAY, LAST - DAY, LAST]

    def said():
        return [
            [(one.code, one.count, str(one.words)) for one in rests]
            for rests in (handing_over.what_rests(role_of(wipa), day, by=ploy) for day in days)
        ]

    before = said()
    for person in (fon, mai):
        flag_of(person)
    about = {"organisation": nok.organisation, "proposed_by": wipa, "proposed_at": NOW}
    Transfer.objects.create(giver=nok, receiver=mai, **about)
    assert said() == before
    assert {one[:2] for one in before[0]} >= {("flag", None), ("move", None)}


# --- Requests to get in touch ------------------------------------------------------------------


def test_a_request_to_get_in_touch_goes_on_with_the_name_alone(nok, wipa, montri, malee, ploy):
    done = contacts.ask(person=nok, contact=wipa, now=NOW)
    contacts.finish(done, by=wipa, now=NOW)
    waiting = contacts.ask(person=nok, contact=wipa, now=NOW)
    end(wipa, ploy, TODAY, contact=montri)
    assert list(ContactRequest.objects.visible_to(afresh(montri))) == [waiting]
    kinds = SentOnce.objects.filter(key=str(waiting.pk)).values_list("recipient", "kind")
    assert {(montri.pk, "asked"), (nok.pk, "asked_anew")} <= set(kinds)


def test_whether_anybody_asked_is_never_told(nok, wipa, malee, ploy):
    before = codes(wipa, ploy)
    contacts.ask(person=nok, contact=wipa, now=NOW)
    assert codes(wipa, ploy) == before
    assert "contact" in before


def test_who_asked_both_has_one_request_left(nok, wipa, montri, ploy):
    contacts.ask(person=nok, contact=wipa, now=NOW)
    kept = contacts.ask(person=nok, contact=montri, now=NOW)
    end(wipa, ploy, TODAY, contact=montri)
    assert list(ContactRequest.objects.waiting()) == [kept]


def test_where_nobody_could_answer_the_person_is_told(nok, orathai, ploy):
    request = contacts.ask(person=nok, contact=orathai, now=NOW)
    end(orathai, ploy, TODAY)
    assert ContactRequest.objects.get(pk=request.pk).told_at == NOW
    assert WaitingLine.objects.filter(recipient=nok, kind="asked_anew").exists()


# --- Training, panels, the last admin ----------------------------------------------------------


def test_sessions_and_hours_go_to_another_trainer(nok, siriporn, ploy, office):
    other = make_person("other", office.organisation)
    make_membership(other, office, Role.TRAINER)
    course = Course.objects.create(
        organisation=office.organisation, name={"en": "Listening"}, hours=6
    )
    session = make_session(course, siriporn, day=LAST + 5 * DAY)
    make_study(nok, make_certificate_type(office.organisation), siriporn)
    assert codes(siriporn, ploy) == ["session", "hours"]
    end(siriporn, ploy, TODAY)
    session.refresh_from_db()
    assert session.trainer == other


def test_a_seat_on_a_panel_rests_until_the_last_role_ends(nok, wipa, siriporn, ploy, office, level):
    promotion = make_promotion(nok, level, siriporn)
    make_membership(wipa, office, Role.SUPERVISOR, hours=None)
    assert codes(siriporn, ploy) == ["level_panel"]
    more = make_membership(siriporn, office, Role.PROGRAMME)
    first = siriporn.memberships.exclude(pk=more.pk).select_related("unit").get()
    assert handing_over.what_rests(first, LAST, by=ploy) == []
    more.delete()
    end(siriporn, ploy, TODAY, level_panel=wipa)
    assert list(promotion.panel.all()) == [wipa]


def test_a_seat_rests_with_a_role_as_worker_that_is_the_last(
    nok, wipa, siriporn, ploy, chiang_mai, level
):
    promotion = make_promotion(nok, level, siriporn)
    trains = role_of(siriporn)
    make_membership(siriporn, chiang_mai)
    memberships.leave(membership=trains, last_day=TODAY, by=ploy, now=NOW)
    works = siriporn.memberships.select_related("unit__organisation").get(role=Role.WORKER)
    takers = handing_over.nearest_takers(works, TODAY, by=ploy)
    memberships.leave(membership=works, last_day=TODAY, takers=takers, by=ploy, now=NOW)
    assert list(promotion.panel.all()) == [wipa]


def test_closing_the_place_of_a_person_with_two_roles_leaves_no_seat_either(
    nok, wipa, siriporn, ploy, chiang_mai, office, level
):
    make_membership(wipa, office, Role.SUPERVISOR, hours=None)
    promotion = make_promotion(nok, level, siriporn)
    make_membership(siriporn, office, Role.PROGRAMME)
    with pytest.raises(ValidationError) as refused:
        memberships.deactivate(person=siriporn, by=ploy, now=NOW)
    assert refused.value.code == "rests"
    for held in siriporn.memberships.select_related("unit__organisation").order_by("pk"):
        takers = handing_over.nearest_takers(held, TODAY, by=ploy)
        memberships.leave(membership=held, last_day=TODAY, takers=takers, by=ploy, now=NOW)
    memberships.deactivate(person=siriporn, by=ploy, now=NOW)
    assert list(promotion.panel.all()) == [wipa]


def test_closing_hands_over_each_of_two_posts_that_was_settled(
    nok, wipa, montri, malee, ploy, chiang_mai, chiang_rai
):
    """Wipa leads both teams, and her last days are settled: she goes today instead."""
    som = make_worker(chiang_rai, "som")
    make_membership(wipa, chiang_rai, Role.SUPERVISOR, hours=None)
    flagged = [flag_of(nok), flag_of(som)]
    posts = wipa.memberships.select_related("unit__organisation", "person").order_by("pk")
    for n, held in enumerate(posts):
        last_day = LAST + n * DAY
        takers = handing_over.nearest_takers(held, last_day, by=ploy)
        memberships.leave(membership=held, last_day=last_day, takers=takers, by=ploy, now=NOW)
    memberships.deactivate(person=wipa, by=ploy, now=NOW)
    assert [flag.steps.get(kind="handed").to for flag in flagged] == [montri, malee]


def test_who_goes_wholly_takes_nothing_from_another_role_of_their_own(
    nok, wipa, montri, malee, ploy, office
):
    """Wipa leads above her team too, and was to take the flags herself."""
    above = make_membership(wipa, office, Role.SUPERVISOR, hours=None)
    for held in wipa.memberships.select_related("unit__organisation", "person").order_by("pk"):
        takers = handing_over.nearest_takers(held, LAST, by=ploy)
        takers |= {"flag": malee if held == above else wipa}
        memberships.leave(membership=held, last_day=LAST, takers=takers, by=ploy, now=NOW)
    with pytest.raises(ValidationError, match="Supervisor, Chiang Mai team"):
        memberships.deactivate(person=wipa, by=ploy, now=NOW)


def test_who_asks_for_a_level_takes_no_seat_of_its_panel(nok, siriporn, ploy, malee, office, level):
    make_membership(nok, office, Role.TRAINER)
    promotion = make_promotion(nok, level, siriporn)
    end(siriporn, ploy, TODAY, level_panel=nok)
    assert nok not in promotion.panel.all()
    assert siriporn not in promotion.panel.all()


def test_the_last_admin_of_a_unit_is_named(ploy, office):
    dao = make_person("dao", office.organisation)
    make_membership(dao, office, Role.ADMIN)
    assert codes(dao, ploy) == []
    ploy.memberships.update(ends=LAST)
    assert codes(dao, ploy) == ["last_admin"]
    with pytest.raises(ValidationError):
        end(dao, ploy)


# --- Roles that end without anybody having said who takes what ---------------------------------


@pytest.fixture
def trainer(office):
    """Trains at the head office beside Siriporn."""
    person = make_person("other", office.organisation)
    make_membership(person, office, Role.TRAINER)
    return person


def session_of(trainer, day=LAST + 5 * DAY):
    course = Course.objects.create(
        organisation=trainer.organisation, name={"en": "Listening"}, hours=6
    )
    return make_session(course, trainer, day=day)


def test_what_came_after_it_was_settled_goes_along_whatever_its_kind(nok, siriporn, trainer, ploy):
    make_study(nok, make_certificate_type(nok.organisation), siriporn)
    end(siriporn, ploy)
    session = session_of(siriporn)
    handing_over.give_due(AFTER)
    session.refresh_from_db()
    assert session.trainer == trainer
    assert HandOver.objects.get().lines.get(kind="session").taker == trainer


def test_sessions_stay_with_who_trains_the_same_people_in_another_role(
    nok, siriporn, trainer, ploy, chiang_mai, office
):
    """Siriporn trains everybody, and Chiang Mai besides: each of the two roles ends."""
    below = make_membership(siriporn, chiang_mai, Role.TRAINER)
    empty = session_of(siriporn)
    theirs, mixed = (make_session(empty.course, siriporn, day=LAST + DAY) for _n in range(2))
    make_places(theirs, [nok])
    make_places(mixed, [nok, ploy])
    assert list(sessions_resting(below, LAST)) == []
    above = siriporn.memberships.select_related("unit").exclude(pk=below.pk).get()
    assert list(sessions_resting(above, LAST)) == [mixed]
    Membership.objects.filter(pk=below.pk).update(ends=LAST)
    assert set(sessions_resting(above, LAST)) == {empty, theirs, mixed}


def test_what_came_to_a_role_with_which_nothing_rested_goes_along_too(siriporn, trainer, ploy):
    end(siriporn, ploy)
    session = session_of(siriporn)
    handing_over.give_due(AFTER)
    session.refresh_from_db()
    assert session.trainer == trainer


def test_a_role_that_the_operator_ended_hands_over_to_the_nearest_who_is_told(
    nok, wipa, montri, ploy
):
    flag = flag_of(nok)
    memberships.leave(membership=role_of(wipa), last_day=TODAY, by=OPERATOR, now=NOW)
    handing_over.give_due(NOW)
    assert not flag.steps.filter(kind="handed").exists()
    handing_over.give_due(NOW + DAY)
    assert flag.steps.get(kind="handed").to == montri
    assert SentOnce.objects.filter(recipient=montri, kind="handed").count() == 1
    assert HandOver.objects.get().done_at == NOW + DAY


def test_what_rested_with_the_only_supervisor_waits_for_the_next_who_is_told(
    nok, wipa, chiang_mai, chiang_rai
):
    flag = flag_of(nok)
    memberships.leave(membership=role_of(wipa), last_day=TODAY, by=OPERATOR, now=NOW)
    handing_over.give_due(NOW + DAY)
    assert not flag.steps.filter(kind="handed").exists()
    dao = make_person("dao", chiang_mai.organisation)
    make_membership(dao, chiang_mai, Role.SUPERVISOR, starts=TODAY + 3 * DAY)
    handing_over.give_due(NOW + 3 * DAY)
    assert flag.steps.get(kind="handed").to == dao
    assert SentOnce.objects.filter(recipient=dao, kind="handed").count() == 1


def test_a_stand_in_that_ran_out_gives_back_to_who_was_away(nok, montri, wipa, chiang_mai):
    dao = make_person("dao", chiang_mai.organisation)
    acting = {"starts": TODAY - DAY, "ends": LAST, "acting_for": wipa, "hours": None}
    make_membership(dao, chiang_mai, Role.SUPERVISOR, **acting)
    make_absence(wipa, starts=TODAY - DAY, ends=LAST)
    plan = Plan(chosen=("move",), due_on=LAST + 9 * DAY)
    flag = flag_of(nok)
    flags.plan(flag, by=afresh(dao), plan=plan, now=NOW)
    handing_over.give_due(AFTER)
    assert member_page(nok, NOW).plan_owner == wipa


def test_a_role_that_goes_on_hands_nothing_over(nok, wipa, montri, chiang_mai):
    """With other hours, or given anew after an end that was settled."""
    flag_of(nok)
    Membership.objects.filter(person=wipa).update(ends=TODAY - DAY)
    make_membership(wipa, chiang_mai, Role.SUPERVISOR, starts=TODAY, hours=20)
    handing_over.give_due(NOW)
    assert not HandOver.objects.exists()


def test_a_role_that_is_given_anew_after_its_end_keeps_what_it_has(
    nok, wipa, montri, ploy, chiang_mai
):
    flag = flag_of(nok)
    end(wipa, ploy, flag=montri)
    make_membership(wipa, chiang_mai, Role.SUPERVISOR, starts=LAST + DAY)
    handing_over.give_due(AFTER)
    assert not flag.steps.filter(kind="handed").exists()
    assert HandOver.objects.get().done_at == AFTER


def test_what_a_role_had_before_it_went_on_is_not_looked_for_once_more_at_its_end(
    nok, wipa, montri, ploy, chiang_mai, chiang_rai
):
    """Wipa's hours change; Nok then goes to another team with her flag; then Wipa's role ends."""
    flag = flag_of(nok)
    held = role_of(wipa)
    place = {"unit": chiang_mai, "role": Role.SUPERVISOR, "job": held.job, "hours": 20}
    new = memberships.move(membership=held, day=TODAY + DAY, by=ploy, now=NOW, **place)
    nok.memberships.update(ends=TODAY + DAY)
    make_membership(nok, chiang_rai, starts=TODAY + 2 * DAY)
    takers = handing_over.nearest_takers(new, LAST, by=ploy)
    memberships.leave(membership=new, last_day=LAST, takers=takers, by=ploy, now=NOW)
    handing_over.give_due(AFTER)
    handing_over.give_due(AFTER + DAY)
    assert not flag.steps.filter(kind="handed").exists()


def test_of_who_went_to_another_team_on_the_same_day_nothing_goes_to_the_team_before(
    nok, wipa, montri, ploy, chiang_rai
):
    """Her next lead has the flag; the request she made she can make there."""
    flag, request = flag_of(nok), contacts.ask(person=nok, contact=wipa, now=NOW)
    end(wipa, ploy)
    nok.memberships.update(ends=LAST)
    make_membership(nok, chiang_rai, starts=LAST + DAY)
    handing_over.give_due(AFTER)
    assert not flag.steps.filter(kind="handed").exists()
    request.refresh_from_db()
    assert (request.contact, request.told_at) == (wipa, AFTER)
    assert HandOver.objects.get(membership__person=wipa).done_at == AFTER


def test_what_ended_long_ago_stays_as_it_is(nok, wipa, montri):
    Membership.objects.filter(person=wipa).update(ends=TODAY - 100 * DAY)
    handing_over.give_due(NOW)
    assert not HandOver.objects.exists()


def test_a_hand_over_that_fails_holds_up_no_other(
    nok, siriporn, trainer, wipa, malee, ploy, monkeypatch, caplog
):
    """Siriporn's is the first, and cannot be given."""

    def fail(*_given):
        raise ValueError(nok.name)

    kind = RESTING_KINDS["session"]
    monkeypatch.setitem(RESTING_KINDS, "session", replace(kind, give=fail))
    session = session_of(siriporn)
    flag = flag_of(nok)
    end(siriporn, ploy)
    end(wipa, ploy)
    handing_over.give_due(AFTER)
    assert flag.steps.get(kind="handed").to == malee
    assert "A hand-over could not be given: ValueError" in caplog.messages
    assert nok.name not in caplog.text
    monkeypatch.setitem(RESTING_KINDS, "session", kind)
    handing_over.give_due(AFTER + DAY)
    session.refresh_from_db()
    assert session.trainer == trainer


# --- Who is told -------------------------------------------------------------------------------


def test_the_team_is_told_who_leads_it_from_when(nok, wipa, malee, ploy, chiang_mai):
    end(wipa, ploy)
    event = AccessEvent.objects.get(what=access_kinds.HERE_LEADS)
    assert (event.person, event.unit, event.day) == (malee, chiang_mai, LAST + DAY)
    assert event in AccessEvent.objects.about(nok)


def test_who_takes_something_is_told_once_for_each_last_day(nok, wipa, malee, ploy):
    end(wipa, ploy)
    end(wipa, ploy)
    assert SentOnce.objects.filter(recipient=malee, kind="handed").count() == 1
    end(wipa, ploy, LAST + DAY)
    assert SentOnce.objects.filter(recipient=malee, kind="handed").count() == 2


def test_who_takes_it_in_place_of_one_who_left_is_told_and_finds_it(nok, wipa, montri, malee, ploy):
    end(wipa, ploy, flag=montri)
    end(montri, ploy, TODAY, flag=malee)
    SentOnce.objects.filter(recipient=malee).delete()
    handing_over.give_due(AFTER)
    made = role_of(wipa).hand_over
    assert set(made.lines.values_list("taker", flat=True)) == {malee.pk}
    about = {"recipient": malee, "kind": "handed", "key": f"{made.pk}-{LAST}"}
    assert SentOnce.objects.filter(**about).count() == 1
    found = handed_to(afresh(malee), AFTER)
    assert {one.member.person for one in found} == {wipa, montri}


def test_a_later_last_day_keeps_who_was_chosen(nok, wipa, montri, malee, ploy):
    end(wipa, ploy, flag=malee)
    memberships.leave(membership=role_of(wipa), last_day=LAST + DAY, by=ploy, now=NOW)
    assert HandOver.objects.get().lines.get(kind="flag").taker == malee
