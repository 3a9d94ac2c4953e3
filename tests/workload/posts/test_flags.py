"""One flag on the sum of two posts: who is told of it, who is asked next, and who is told once."""

from datetime import timedelta

import pytest

from people.models import Person, Role, WaitingLine
from tests.makers import NOW, WEEK, make_membership, make_person, make_unit, make_week
from workload.flags import actions as flags
from workload.flags import sweep
from workload.models import Flag, FlagStep
from workload.resting import flags_resting


@pytest.fixture
def arun(office):
    person = make_person("arun", office.organisation, full_name_en="Arun Charoen")
    make_membership(person, office, Role.SUPERVISOR)
    return person


def told(person) -> list[str]:
    """The lines that wait for a person, each by its beginning."""
    lines = WaitingLine.objects.filter(recipient=person).order_by("pk")
    return [line.sentence.split(".")[0] for line in lines]


TALK = "Somebody's load needs a talk"
SHARED = "A load that your team shares needs a talk"


def test_the_home_is_asked_and_the_other_is_told_once(mai, wipa, malee, friday):
    two = [make_week(mai, points="28"), make_week(mai, WEEK + 1, "28")]
    flags.assess(person=mai, weeks=two, now=NOW)
    assert (told(wipa), told(malee)) == ([TALK], [SHARED])
    higher = [make_week(mai, WEEK + 2, "33")]
    flags.assess(person=mai, weeks=higher, now=NOW)
    assert FlagStep.objects.filter(kind="raised").exists()
    assert (told(wipa), told(malee)) == ([TALK, TALK], [SHARED])


def test_with_one_post_nobody_hears_of_a_shared_load(nok, wipa, malee, friday):
    flags.assess(person=nok, weeks=[make_week(nok, points="33")], now=NOW)
    assert (told(wipa), told(malee)) == ([TALK], [])


def test_who_leads_where_somebody_helps_hears_of_no_flag(nok, mai, wipa, malee, suda, friday):
    for one in (nok, mai):
        make_membership(one, suda.memberships.get().unit, hours=None)
    flags.assess(person=nok, weeks=[make_week(nok, points="33")], now=NOW)
    assert (told(wipa), told(suda)) == ([TALK], [])
    flags.assess(person=mai, weeks=[make_week(mai, points="33")], now=NOW)
    assert (told(wipa), told(malee), told(suda)) == ([TALK, TALK], [SHARED], [])


def test_a_flag_of_who_helps_goes_up_from_their_post_and_not_from_where_they_help(
    nok, wipa, chiang_mai, office, friday
):
    """Wipa leads the village too, where Nok helps; Suda is above her there, and Arun above both."""
    arun = make_person("arun", office.organisation)
    make_membership(arun, office, Role.SUPERVISOR)
    mine = make_unit(office.organisation, "Lamphun team", parent=office)
    below = make_unit(office.organisation, "Lamphun village", parent=mine)
    suda = make_person("suda", office.organisation)
    make_membership(suda, mine, Role.SUPERVISOR)
    make_membership(wipa, below, Role.SUPERVISOR, hours=None)
    make_membership(nok, below, hours=None)
    assert list(sweep.ladder(Person.objects.get(pk=nok.pk), NOW)) == [arun]


def test_what_waited_too_long_goes_up_from_the_home(mai, wipa, malee, arun, friday):
    flag = flags.assess(person=mai, weeks=[make_week(mai, points="33")], now=NOW)
    assert list(sweep.ladder(mai, NOW)) == [arun]
    steps = sweep.sweep(NOW + timedelta(days=7))
    assert [step.to for step in steps] == [arun]
    assert set(Flag.objects.handled_by(Person.objects.get(pk=arun.pk))) == {flag}


def test_the_ladder_of_the_other_post_is_not_climbed(mai, wipa, malee, chiang_rai, office, friday):
    flags.assess(person=mai, weeks=[make_week(mai, points="33")], now=NOW)
    assert malee not in set(sweep.ladder(mai, NOW))
    assert list(sweep.ladder(mai, NOW)) == []


def test_a_contact_of_the_home_supervisor_is_invited_and_sees_the_home(mai, wipa, orathai, friday):
    flag = flags.assess(person=mai, weeks=[make_week(mai, points="33")], now=NOW)
    assert flags.invite(flag, by=wipa, contact=orathai, now=NOW)
    assert set(Flag.objects.visible_to(Person.objects.get(pk=orathai.pk))) == {flag}


def test_a_flag_rests_with_who_handles_it_and_not_with_the_other_post(mai, wipa, malee, friday):
    """Malee's role ends: who takes it over gets no flag that Wipa looks after."""
    flag = flags.assess(person=mai, weeks=[make_week(mai, points="33")], now=NOW)
    for lead, found in ((malee, []), (wipa, [flag])):
        role = lead.memberships.select_related("unit", "person").get()
        assert list(flags_resting(role, NOW.date() + timedelta(days=10))) == found
