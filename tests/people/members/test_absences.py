"""A long absence: who is away, who stands in, what a stand-in sees, and that it ends by itself."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from people import access_kinds
from people.members import memberships, proposals
from people.members.absences import actions as absences
from people.members.absences.page import roles_of, units_told
from people.members.supervision import peers, reachable
from people.members.unled import unled_among
from people.models import Absence, AccessEvent, Membership, Person, Role, WaitingLine
from people.own_data import record
from people.pending.reading import read_pending
from people.writing.fields import typed_day
from tests.makers import (
    NOW,
    job_of,
    make_checkin,
    make_membership,
    make_organisation,
    make_other_admins,
    make_person,
    make_proposal,
    make_share,
    make_unit,
    make_worker,
)
from tests.makers import enter as sign_in
from wellbeing.help import contacts
from wellbeing.models import CheckIn, ContactRequest, Share
from workload.models import SupervisionTalk
from workload.time import talks

TODAY = NOW.date()
DAY = timedelta(days=1)
MARCH = date(2027, 3, 31)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def montri(chiang_mai):
    """A colleague of the team, who can stand in."""
    return make_worker(chiang_mai, "montri", full_name_en="Montri Kaewta")


@pytest.fixture
def head(office):
    """The supervisor above the team."""
    person = make_person("head", office.organisation, full_name_en="Head Above")
    make_membership(person, office, Role.SUPERVISOR)
    return person


def again(person):
    return Person.objects.get(pk=person.pk)


def led_by(person):
    return set(Person.objects.supervised_by(again(person)))


def enter(person, by, starts=TODAY, ends=MARCH, kind="parental"):
    return absences.enter(person=person, kind=kind, starts=starts, ends=ends, by=by, now=NOW)


def stand_in(member, person, by, starts=TODAY, ends=MARCH, now=NOW):
    return absences.stand_in(
        membership=member, person=person, starts=starts, ends=ends, by=by, now=now
    )


def refused_at(field, verb, *args, **named):
    with pytest.raises(ValidationError) as refused:
        verb(*args, **named)
    assert list(refused.value.message_dict) == [field]
    return refused.value.message_dict[field][0]


def on(day):
    return time_machine.travel(NOW.replace(year=day.year, month=day.month, day=day.day), tick=False)


@pytest.fixture
def director(head, office):
    """The supervisor above the team is an admin too."""
    make_membership(head, office, Role.ADMIN)
    return again(head)


# Whom it benefits


def test_an_admin_enters_no_absence_by_which_she_would_answer_for_a_team(nok, wipa, ploy, director):
    """Another admin enters it; then the team answers to the one above as always."""
    with pytest.raises(ValidationError, match="Please ask another admin") as refused:
        enter(wipa, director)
    assert refused.value.code == "oneself"
    assert not Absence.objects.exists()
    assert not AccessEvent.objects.exists()
    assert led_by(director) == {wipa}
    enter(wipa, ploy)
    assert led_by(director) == {wipa, nok}


def test_where_no_other_admin_could_she_enters_it_and_the_team_reads_who(
    nok, wipa, director, siriporn, office, chiang_mai
):
    """Neither who is away is another, nor an admin of a part, nor one who would gain too.

    Nor is a trainer, or an admin who has not come in yet.
    """
    make_membership(wipa, office, Role.ADMIN)
    make_membership(make_person("late", office.organisation, awaited=True), office, Role.ADMIN)
    make_other_admins(chiang_mai, make_unit(make_organisation("Elsewhere"), "There"))
    second = make_person("second", director.organisation)
    for role in (Role.ADMIN, Role.SUPERVISOR):
        make_membership(second, office, role)
    enter(wipa, director)
    assert led_by(director) == {wipa, nok}
    told = AccessEvent.objects.get(unit=chiang_mai, what=access_kinds.HERE_AWAY)
    assert (told.person, told.viewer) == (wipa, director)


def test_she_enters_what_gives_her_nobody(nok, wipa, ploy, director, office, chiang_mai):
    """Of a worker, also of a team without a lead, and of a lead below another one than her.

    And of one of two leads: the other answers for the team alone, and may enter it too.
    """
    unled, below = (
        make_unit(office.organisation, name, parent=parent)
        for name, parent in (("Lamphun team", office), ("Fang team", chiang_mai))
    )
    lower = make_person("lower", office.organisation)
    make_membership(lower, below, Role.SUPERVISOR)
    alone = make_worker(unled)
    for one in (nok, alone, lower):
        enter(one, director)
    beside = make_person("beside", chiang_mai.organisation)
    make_membership(beside, chiang_mai, Role.SUPERVISOR)
    make_membership(beside, office, Role.ADMIN)
    enter(wipa, beside, starts=MARCH + DAY, ends=MARCH + DAY)
    enter(wipa, director)
    assert led_by(director) == {wipa, beside, alone}


def test_an_admin_lengthens_no_absence_by_which_she_would_answer_for_a_team(
    nok, wipa, montri, ploy, director
):
    """With a stand-in who stays as long it gives her nobody, and to put its kind right does not."""
    made = enter(wipa, ploy, ends=TODAY + 5 * DAY)
    days = {"absence": made, "kind": "sick", "starts": TODAY, "by": director, "now": NOW}
    with pytest.raises(ValidationError, match="Please ask another admin"):
        absences.change(ends=MARCH, **days)
    absences.change(ends=made.ends, **days)
    stand_in(wipa.memberships.get(), montri, ploy, ends=made.ends)
    absences.change(ends=MARCH, **days)
    assert montri.memberships.get(role=Role.SUPERVISOR).ends == MARCH


def test_an_absence_that_is_entered_twice_is_told_once(client, nok, ploy):
    """By a second tap, or by a page that was open before."""
    days = {"kind": "study", "starts": typed_day(TODAY + DAY), "ends": typed_day(MARCH)}
    sign_in(client, ploy)
    for _twice in range(2):
        assert client.post(reverse("absence", args=[nok.public_id]), days).status_code == 302
    assert Absence.objects.get().ends == MARCH
    assert [event.what for event in AccessEvent.objects.about(nok)] == [access_kinds.AWAY_SET]
    assert len(mail.outbox) == 1


# Who answers


def test_a_team_whose_only_lead_is_away_answers_to_the_level_above_at_once(nok, wipa, head, ploy):
    assert led_by(head) == {wipa}
    enter(wipa, ploy)
    assert led_by(head) == {wipa, nok}
    assert led_by(wipa) == set()
    assert reachable(again(nok), NOW) == [(head, Role.SUPERVISOR)]
    assert reachable(again(wipa), NOW) == [(head, Role.SUPERVISOR)]


def test_a_stand_in_answers_for_the_team_from_that_day_and_until_the_end(
    nok, wipa, montri, head, ploy
):
    enter(wipa, ploy, starts=TODAY + DAY)
    stand_in(wipa.memberships.get(), montri, ploy, starts=TODAY + DAY)
    assert led_by(montri) == set()
    assert led_by(wipa) == {nok, montri}
    for day in (TODAY + DAY, MARCH):
        with on(day):
            assert led_by(montri) == {nok}
            assert led_by(wipa) == set()
            assert led_by(head) == {wipa, montri}
            assert reachable(again(nok), NOW.replace(year=day.year, month=day.month, day=day.day))[
                0
            ] == (montri, Role.SUPERVISOR)
    with on(MARCH + DAY):
        assert led_by(montri) == set()
        assert led_by(wipa) == {nok, montri}


def test_a_stand_in_and_who_is_away_do_not_share_a_team(nok, wipa, montri, chiang_mai, ploy):
    enter(wipa, ploy)
    stand_in(wipa.memberships.get(), montri, ploy)
    assert again(montri).charge.members_of == {chiang_mai.pk: 1}


def test_a_stand_in_does_not_answer_for_who_is_away_even_if_they_also_work_there(
    nok, wipa, montri, chiang_mai, ploy
):
    make_membership(wipa, chiang_mai, hours=None)
    enter(wipa, ploy)
    stand_in(wipa.memberships.get(role=Role.SUPERVISOR), montri, ploy)
    assert led_by(montri) == {nok}


def test_a_second_lead_carries_the_whole_team_meanwhile(nok, wipa, chiang_mai, ploy):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.SUPERVISOR)
    assert again(deputy).charge.members_of == {chiang_mai.pk: 2}
    enter(wipa, ploy)
    assert again(deputy).charge.members_of == {chiang_mai.pk: 1}
    assert led_by(deputy) == {nok}


def test_a_contact_who_is_away_is_not_offered(nok, orathai, ploy):
    assert (orathai, Role.CARE) in reachable(again(nok), NOW)
    enter(orathai, ploy)
    assert reachable(again(nok), NOW) == []


def test_a_colleague_who_offered_to_listen_is_asked_by_nobody_while_they_are_away(
    nok, montri, ploy
):
    Person.objects.filter(pk=montri.pk).update(open_to_talk=True)
    before = contacts.ask(person=again(nok), contact=again(montri), now=NOW)
    enter(montri, ploy, ends=TODAY + DAY)
    assert peers(again(nok), NOW) == []
    assert not ContactRequest.objects.visible_to(again(montri)).exists()
    before.delete()
    with pytest.raises(ValidationError):
        contacts.ask(person=again(nok), contact=again(montri), now=NOW)
    with on(TODAY + 2 * DAY):
        assert peers(again(nok), NOW + 2 * DAY) == [montri]
        assert contacts.ask(person=again(nok), contact=again(montri), now=NOW)


def test_nothing_waits_for_a_supervisor_who_is_away_and_asking_costs_nothing_more(
    wipa, ploy, django_assert_num_queries
):
    enter(wipa, ploy)
    found = again(wipa)
    with django_assert_num_queries(1):
        assert found.current_memberships
        assert found.away_until == MARCH
        assert not found.charge.units
    assert not read_pending(found, NOW).lines


def test_a_supervisor_who_is_away_confirms_no_role_and_who_stands_in_does(nok, wipa, montri, ploy):
    made = make_proposal(ploy)
    enter(wipa, ploy)
    assert not read_pending(again(wipa), NOW).lines
    assert proposals.supervisors(ploy, TODAY) == []
    for verb in (proposals.confirm, proposals.decline):
        with pytest.raises(PermissionDenied):
            verb(proposal=made, by=again(wipa), now=NOW)
    stand_in(wipa.memberships.get(), montri, ploy)
    assert proposals.supervisors(ploy, TODAY) == [montri.pk]
    proposals.confirm(proposal=made, by=again(montri), now=NOW)


def test_beside_an_admin_who_is_away_a_role_is_proposed(wipa, ploy, office):
    """It takes a second person all the same: a supervisor confirms it."""
    other = make_person("dao", office.organisation)
    make_membership(other, office, Role.ADMIN)
    asked = {"unit": office, "role": Role.CARE, "job": job_of(office, "office"), "hours": None}
    with pytest.raises(ValidationError, match="ask another admin"):
        proposals.propose(**asked, day=TODAY, by=ploy, now=NOW)
    enter(other, ploy)
    made = proposals.propose(**asked, day=TODAY, by=ploy, now=NOW)
    assert proposals.confirm(proposal=made, by=wipa, now=NOW).person == ploy


def test_the_level_above_that_is_named_for_an_unled_team_is_not_away(nok, head, ploy, chiang_mai):
    (unit,) = unled_among([chiang_mai.pk], TODAY)
    assert unit.above == head
    enter(head, ploy)
    (unit,) = unled_among([chiang_mai.pk], TODAY)
    assert unit.above is None


# What an absence must be


def test_absences_of_a_person_do_not_meet(nok, ploy):
    enter(nok, ploy)
    sentence = refused_at("starts", enter, nok, ploy, starts=MARCH, ends=MARCH + DAY)
    assert "entered already" in sentence
    enter(nok, ploy, starts=MARCH + DAY, ends=MARCH + 9 * DAY)
    assert Absence.objects.count() == 2


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ((TODAY, TODAY - DAY), "ends"),
        ((TODAY - 9 * DAY, TODAY - DAY), "ends"),
        ((TODAY, TODAY + timedelta(days=3 * 366 + 1)), "ends"),
    ],
)
def test_days_that_are_no_absence_are_refused_at_their_field(nok, ploy, days, field):
    refused_at(field, enter, nok, ploy, *days)
    refused_at("kind", enter, nok, ploy, kind="holiday")
    assert not Absence.objects.exists()


def test_nobody_enters_their_own_absence(ploy, office):
    other = make_person("dao", office.organisation)
    make_membership(other, office, Role.ADMIN)
    with pytest.raises(ValidationError) as refused:
        enter(ploy, ploy)
    assert refused.value.code == "oneself"
    assert enter(ploy, other).entered_by == other


def test_an_admin_of_a_part_enters_no_absence_of_who_also_leads_elsewhere(wipa, chiang_mai, office):
    part = make_person("part", office.organisation)
    make_membership(part, chiang_mai, Role.ADMIN)
    assert enter(wipa, part, ends=TODAY)
    make_membership(wipa, office, Role.SUPERVISOR, hours=None)
    with pytest.raises(ValidationError):
        enter(wipa, part, starts=TODAY + DAY)


def test_why_is_for_the_person_and_the_admins_who_manage_them(
    nok, wipa, head, montri, orathai, anan, siriporn, ploy, noi
):
    enter(wipa, ploy)
    for one in (nok, head, montri, orathai, anan, siriporn, noi):
        assert not Absence.objects.visible_to(again(one)).exists()
    for one in (wipa, ploy):
        assert Absence.objects.visible_to(again(one)).exists()


# Who stands in


def test_a_second_stand_in_for_the_same_days_is_refused_at_its_field(nok, wipa, montri, ploy):
    enter(wipa, ploy)
    stand_in(wipa.memberships.get(), montri, ploy, ends=TODAY + 9 * DAY)
    sentence = refused_at(
        "person", stand_in, wipa.memberships.get(), nok, ploy, starts=TODAY + 9 * DAY
    )
    assert (
        sentence.replace("\xa0", " ") == "Montri stands in from 20 Nov 2026 to 29 Nov 2026 already."
    )
    stand_in(wipa.memberships.get(), nok, ploy, starts=TODAY + 10 * DAY)
    assert Membership.objects.filter(acting_for=wipa).count() == 2


def test_nobody_stands_in_for_a_stand_in(nok, wipa, montri, ploy):
    enter(wipa, ploy)
    acting = stand_in(wipa.memberships.get(), montri, ploy)
    enter(montri, ploy)
    assert "end that one" in refused_at("person", stand_in, acting, nok, ploy)


def test_nobody_stands_in_for_a_worker(nok, anan, ploy):
    enter(nok, ploy)
    assert "a worker" in refused_at("person", stand_in, nok.memberships.get(), anan, ploy)


def test_each_role_has_a_stand_in_of_its_own_and_ends_alone(
    nok, wipa, montri, anan, ploy, chiang_mai, chiang_rai, phuket
):
    absence = enter(wipa, ploy)
    leads, _elsewhere, _cares = roles = (
        wipa.memberships.get(),
        make_membership(wipa, chiang_rai, Role.SUPERVISOR, hours=None),
        make_membership(wipa, chiang_mai, Role.CARE, hours=None),
    )
    acting = [
        stand_in(member, person, ploy)
        for member, person in zip(roles, (montri, montri, anan), strict=True)
    ]
    make_membership(wipa, chiang_mai, hours=None)
    beyond = make_membership(wipa, phuket, Role.ADMIN)
    later = make_membership(wipa, chiang_mai, Role.TRAINER, starts=MARCH + DAY)
    read = [(one.member, one.stand_ins, one.gives) for one in roles_of(absence, again(ploy))]
    shown = [(member, [one], True) for member, one in zip(roles, acting, strict=True)]
    assert read == [*shown, (beyond, [], False)]
    assert later not in {member for member, _acting, _gives in read}
    assert not any(one.gives for one in roles_of(absence, again(wipa)))
    assert units_told(wipa, TODAY) == [chiang_mai, chiang_rai]
    assert units_told(nok, TODAY) == []
    end = {"last_day": TODAY + DAY, "by": ploy, "now": NOW}
    takers = dict.fromkeys(("flag", "move", "contact"), montri)
    memberships.leave(membership=leads, takers=takers, **end)
    for one in acting:
        one.refresh_from_db()
    assert [one.ends for one in acting] == [TODAY + DAY, MARCH, MARCH]


def test_who_is_away_or_leads_at_another_time_or_elsewhere_may_stand_in(
    wipa, montri, malee, ploy, chiang_mai
):
    absence = enter(wipa, ploy, ends=TODAY + 9 * DAY)
    enter(montri, ploy, starts=TODAY + 10 * DAY)
    assert {montri, malee} <= {*absences.fitting(wipa.memberships.get(), absence, ploy)}
    make_membership(montri, chiang_mai, Role.SUPERVISOR, hours=None, starts=TODAY + 10 * DAY)
    made = stand_in(wipa.memberships.get(), montri, ploy, ends=TODAY + 9 * DAY)
    assert made.acting_for == wipa


def test_an_earlier_stand_in_may_be_chosen_after_a_later_one(nok, wipa, montri, ploy):
    enter(wipa, ploy)
    stand_in(wipa.memberships.get(), montri, ploy, starts=TODAY + 10 * DAY)
    stand_in(wipa.memberships.get(), nok, ploy, ends=TODAY + 9 * DAY)
    assert Membership.objects.filter(acting_for=wipa).count() == 2


def test_another_absence_leaves_the_stand_in_of_the_next_one(wipa, montri, ploy):
    enter(wipa, ploy, starts=TODAY + 20 * DAY)
    absence = enter(wipa, ploy, ends=TODAY + 9 * DAY)
    assert absences.current(wipa, TODAY) == absence
    acting = stand_in(wipa.memberships.get(), montri, ploy, starts=TODAY + 20 * DAY)
    absences.come_back(absence=absence, day=TODAY, by=ploy, now=NOW)
    acting.refresh_from_db()
    assert (acting.starts, acting.ends) == (TODAY + 20 * DAY, MARCH)
    assert not Absence.objects.exclude(pk=absence.pk).exclude(over_told_at=None).exists()


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [
        (TODAY - DAY, MARCH, "starts"),
        (TODAY, MARCH + DAY, "ends"),
        (MARCH + DAY, MARCH + DAY, "starts"),
        (TODAY + DAY, TODAY, "ends"),
    ],
)
def test_a_stand_in_stays_within_the_absence_and_begins_today_at_the_earliest(
    wipa, montri, ploy, starts, ends, field
):
    enter(wipa, ploy, starts=TODAY - 9 * DAY)
    refused_at(field, stand_in, wipa.memberships.get(), montri, ploy, starts, ends)
    assert not Membership.objects.exclude(acting_for=None).exists()


def test_nobody_stands_in_for_a_role_before_it_begins(client, wipa, montri, ploy, chiang_rai):
    """Its page offers the days on which the role and the absence meet."""
    enter(wipa, ploy)
    days = {"starts": TODAY + 9 * DAY, "ends": MARCH - DAY}
    role = make_membership(wipa, chiang_rai, Role.SUPERVISOR, hours=None, **days)
    refused_at("starts", stand_in, role, montri, ploy, starts=TODAY + 8 * DAY, ends=MARCH - DAY)
    sign_in(client, ploy)
    page = client.get(reverse("stand_in", args=[wipa.public_id, role.pk]))
    assert page.context["form"].initial == {name: typed_day(day) for name, day in days.items()}
    assert stand_in(role, montri, ploy, **days).acting_for == wipa


def test_who_cannot_stand_in_is_refused_at_the_person(wipa, montri, ploy, noi, chiang_mai):
    enter(wipa, ploy)
    member = wipa.memberships.get()
    gone = make_person("gone", chiang_mai.organisation)
    for one in (noi, gone):
        assert "colleague" in refused_at("person", stand_in, member, one, ploy)
    assert "themselves" in refused_at("person", stand_in, member, wipa, ploy)
    enter(montri, ploy, starts=MARCH)
    assert "is away until" in refused_at("person", stand_in, member, montri, ploy)
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.SUPERVISOR)
    assert "already has this role" in refused_at("person", stand_in, member, deputy, ploy)
    offered = {*absences.fitting(member, wipa.absences.get(), ploy)}
    assert not offered & {noi, gone, wipa, montri, deputy}


def test_a_stand_in_without_contracted_hours_may_lead(nok, wipa, anan, ploy):
    enter(wipa, ploy)
    given = stand_in(wipa.memberships.get(), anan, ploy)
    assert given.hours is None
    assert led_by(anan) == {nok}


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CARE, Role.PROGRAMME, Role.ADMIN])
def test_an_admin_reaches_nothing_by_an_acting_role_of_their_own(wipa, ploy, chiang_mai, role):
    member = make_membership(wipa, chiang_mai, role, hours=None) if role != "supervisor" else None
    enter(wipa, ploy)
    with pytest.raises(ValidationError) as refused:
        stand_in(member or wipa.memberships.get(), ploy, ploy)
    assert refused.value.code == "oneself"
    assert ploy.memberships.count() == 1


def test_an_admin_of_another_unit_gives_no_acting_role(wipa, montri, ploy, phuket):
    enter(wipa, ploy)
    other = make_person("other", phuket.organisation)
    make_membership(other, phuket, Role.ADMIN)
    with pytest.raises(PermissionDenied):
        stand_in(wipa.memberships.get(), montri, other)


def test_no_admin_hands_on_their_own_role(ploy, montri, office):
    other = make_person("dao", office.organisation)
    make_membership(other, office, Role.ADMIN)
    enter(ploy, other)
    with pytest.raises(ValidationError) as refused:
        stand_in(ploy.memberships.get(), montri, ploy)
    assert refused.value.code == "oneself"


# Its end


def test_a_longer_absence_takes_its_stand_in_along(wipa, montri, ploy):
    absence = enter(wipa, ploy)
    acting = stand_in(wipa.memberships.get(), montri, ploy)
    later = MARCH + 30 * DAY
    move = {"absence": absence, "kind": "parental", "by": ploy, "now": NOW}
    absences.change(**move, starts=TODAY, ends=later)
    acting.refresh_from_db()
    assert acting.ends == later
    absences.change(**move, starts=TODAY, ends=TODAY + 5 * DAY)
    acting.refresh_from_db()
    assert acting.ends == TODAY + 5 * DAY


def test_a_longer_absence_is_refused_over_the_next_one_and_over_the_days_of_its_stand_in(
    wipa, montri, ploy
):
    absence = enter(wipa, ploy)
    acting = stand_in(wipa.memberships.get(), montri, ploy)
    enter(montri, ploy, starts=MARCH + DAY, ends=MARCH + 9 * DAY)
    move = {"absence": absence, "kind": "parental", "starts": TODAY, "by": ploy, "now": NOW}
    assert "Montri is away" in refused_at("ends", absences.change, **move, ends=MARCH + 2 * DAY)
    enter(wipa, ploy, starts=MARCH + 3 * DAY, ends=MARCH + 9 * DAY)
    refused_at("starts", absences.change, **move, ends=MARCH + 4 * DAY)
    acting.refresh_from_db()
    absence.refresh_from_db()
    assert acting.ends == absence.ends == MARCH


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SUPERVISOR, Role.CARE, Role.PROGRAMME])
def test_a_stand_in_lengthens_no_role_of_their_own_by_moving_the_absence(
    wipa, ploy, office, chiang_mai, role
):
    """Montri acts as an admin, or dao is one and stands in: to lengthen a role is to give it."""
    dao = make_person("dao", office.organisation)
    make_membership(dao, office, Role.ADMIN)
    member = ploy.memberships.get() if role == Role.ADMIN else wipa.memberships.get()
    if role in (Role.CARE, Role.PROGRAMME):
        member = make_membership(wipa, office, role, hours=None)
    montri = make_worker(office, "montri") if role == Role.ADMIN else dao
    other = dao if role == Role.ADMIN else ploy
    absence = enter(member.person, other)
    acting = stand_in(member, montri, other)
    move = {"absence": absence, "kind": "parental", "starts": TODAY, "now": NOW}
    with pytest.raises(ValidationError) as refused:
        absences.change(**move, by=again(montri), ends=MARCH + DAY)
    assert refused.value.code == "oneself"
    for one in (absence, acting):
        one.refresh_from_db()
        assert one.ends == MARCH
    absences.change(**move, by=other, ends=MARCH + DAY)
    absences.change(**move, by=again(montri), ends=MARCH - DAY)  # gives up, takes nothing
    acting.refresh_from_db()
    assert acting.ends == MARCH - DAY


def test_a_stand_in_stays_no_longer_than_the_role_when_the_absence_does(
    wipa, montri, ploy, chiang_mai, chiang_rai
):
    absence = enter(wipa, ploy)
    wipa.memberships.update(ends=MARCH)
    make_membership(wipa, chiang_rai, Role.SUPERVISOR, hours=None)
    acting = stand_in(wipa.memberships.get(unit=chiang_mai), montri, ploy)
    move = {"absence": absence, "kind": "parental", "starts": TODAY, "by": ploy, "now": NOW}
    absences.change(**move, ends=MARCH + 30 * DAY)
    acting.refresh_from_db()
    assert acting.ends == MARCH


def test_who_stands_in_for_a_part_stays_so_whatever_becomes_of_the_last_day(wipa, montri, ploy):
    absence = enter(wipa, ploy)
    acting = stand_in(wipa.memberships.get(), montri, ploy, ends=TODAY + 9 * DAY)
    for ends in (MARCH + DAY, MARCH):
        absences.change(absence=absence, kind="parental", starts=TODAY, ends=ends, by=ploy, now=NOW)
        acting.refresh_from_db()
        assert acting.ends == TODAY + 9 * DAY


def test_what_is_to_come_moves_its_first_day_and_what_is_over_stays(wipa, montri, ploy):
    absence = enter(wipa, ploy, starts=TODAY + DAY)
    acting = stand_in(wipa.memberships.get(), montri, ploy, starts=TODAY + DAY)
    move = {"absence": absence, "kind": "parental", "by": ploy, "now": NOW}
    absences.change(**move, starts=TODAY + 5 * DAY, ends=MARCH)
    acting.refresh_from_db()
    assert acting.starts == TODAY + 5 * DAY
    Absence.objects.update(starts=TODAY - 9 * DAY, ends=TODAY - DAY)
    with pytest.raises(ValidationError) as refused:
        absences.change(**move, starts=TODAY - 9 * DAY, ends=MARCH)
    assert refused.value.code == "over"


@pytest.mark.parametrize(
    ("until", "starts", "ends", "stays"),
    [
        (MARCH, 40, MARCH + 9 * DAY, (40, MARCH + 9 * DAY)),
        (MARCH, 40, MARCH - 9 * DAY, (40, MARCH - 9 * DAY)),
        (TODAY + 30 * DAY, 30, MARCH + DAY, (30, TODAY + 30 * DAY)),
        (TODAY + 30 * DAY, 31, MARCH + DAY, None),
        (TODAY + 30 * DAY, 31, MARCH, None),
    ],
)
def test_nobody_stands_in_before_an_absence_whose_first_day_moves(
    wipa, montri, ploy, until, starts, ends, stays
):
    """Not a day before, also where the last day moves too; and not at all if none is left."""
    absence = enter(wipa, ploy, starts=TODAY + DAY)
    stand_in(wipa.memberships.get(), montri, ploy, starts=TODAY + DAY, ends=until)
    days = {"starts": TODAY + starts * DAY, "ends": ends}
    absences.change(absence=absence, kind="parental", **days, by=ploy, now=NOW)
    left = Membership.objects.filter(acting_for=wipa).values_list("starts", "ends")
    assert list(left) == ([(TODAY + stays[0] * DAY, stays[1])] if stays else [])


@pytest.mark.parametrize(
    ("starts", "ends", "stays"),
    [
        (2, 8, (2, 8)),  # wholly before the days that were entered
        (-3, 8, (0, 8)),
        (5, 15, (5, 15)),
        (5, 40, (5, 40)),
        (5, 20, (5, 20)),
    ],
)
def test_who_stands_in_from_the_first_day_does_so_from_the_new_one_too(
    wipa, montri, ploy, starts, ends, stays
):
    """Who comes later in the absence does not come earlier, and not at all without a day in it."""
    absence = enter(wipa, ploy, starts=TODAY + 10 * DAY, ends=TODAY + 20 * DAY)
    member = wipa.memberships.get()
    stand_in(member, montri, ploy, starts=absence.starts, ends=absence.ends)
    days = {"starts": TODAY + starts * DAY, "ends": TODAY + ends * DAY}
    absences.change(absence=absence, kind="parental", **days, by=ploy, now=NOW)
    left = Membership.objects.filter(acting_for=wipa).values_list("starts", "ends")
    assert list(left) == [tuple(TODAY + day * DAY for day in stays)]


@pytest.mark.parametrize(("ends", "left"), [(15, [(12, 15)]), (8, [])])
def test_who_stands_in_later_in_an_absence_comes_no_earlier_with_it(wipa, montri, ploy, ends, left):
    absence = enter(wipa, ploy, starts=TODAY + 10 * DAY, ends=TODAY + 20 * DAY)
    later = {"starts": TODAY + 12 * DAY, "ends": TODAY + 20 * DAY}
    stand_in(wipa.memberships.get(), montri, ploy, **later)
    days = {"starts": TODAY + 2 * DAY, "ends": TODAY + ends * DAY}
    absences.change(absence=absence, kind="parental", **days, by=ploy, now=NOW)
    found = Membership.objects.filter(acting_for=wipa).values_list("starts", "ends")
    assert list(found) == [tuple(TODAY + day * DAY for day in one) for one in left]


def test_an_absence_is_not_moved_to_days_on_which_its_stand_in_is_away(wipa, montri, ploy):
    """Nor does an admin who stands in take earlier days of the role by it."""
    enter(montri, ploy, ends=TODAY + 4 * DAY)
    absence = enter(wipa, ploy, starts=TODAY + 10 * DAY)
    acting = stand_in(wipa.memberships.get(), montri, ploy, starts=absence.starts)
    move = {"absence": absence, "kind": "parental", "ends": MARCH, "now": NOW}
    said = refused_at("starts", absences.change, **move, starts=TODAY + 3 * DAY, by=ploy)
    assert said.startswith("Montri is away until")
    make_membership(montri, wipa.memberships.get().unit.parent, Role.ADMIN)
    with pytest.raises(ValidationError) as refused:
        absences.change(**move, starts=TODAY + 6 * DAY, by=again(montri))
    assert refused.value.code == "oneself"
    acting.refresh_from_db()
    absence.refresh_from_db()
    assert acting.starts == absence.starts == TODAY + 10 * DAY


def test_nobody_stands_in_before_the_role_begins_when_the_absence_moves(wipa, montri, ploy):
    absence = enter(wipa, ploy, starts=TODAY + 10 * DAY)
    acting = stand_in(wipa.memberships.get(), montri, ploy, starts=absence.starts)
    wipa.memberships.update(starts=TODAY + 5 * DAY)
    days = {"starts": TODAY + 2 * DAY, "ends": MARCH}
    absences.change(absence=absence, kind="parental", **days, by=ploy, now=NOW)
    acting.refresh_from_db()
    assert acting.starts == TODAY + 5 * DAY


@pytest.mark.parametrize(
    ("verb", "days"),
    [
        ("change", {"kind": "sick", "starts": TODAY + 20 * DAY, "ends": MARCH}),
        ("change", {"kind": "parental", "starts": TODAY + 30 * DAY, "ends": MARCH}),
        ("come_back", {"day": TODAY + 20 * DAY}),
    ],
)
def test_who_stands_in_for_the_first_of_two_absences_stays_so_when_the_second_moves(
    wipa, montri, ploy, verb, days
):
    """So does who stands in for the second, when the first moves."""
    first = enter(wipa, ploy, ends=TODAY + 9 * DAY)
    second = enter(wipa, ploy, starts=TODAY + 20 * DAY)
    acting = stand_in(wipa.memberships.get(), montri, ploy, ends=first.ends)
    later = stand_in(wipa.memberships.get(), montri, ploy, starts=second.starts)
    getattr(absences, verb)(absence=second, **days, by=ploy, now=NOW)
    acting.refresh_from_db()
    assert (acting.starts, acting.ends) == (TODAY, TODAY + 9 * DAY)
    kept = Membership.objects.filter(pk=later.pk).first()
    absences.come_back(absence=first, day=TODAY + DAY, by=ploy, now=NOW)
    acting.refresh_from_db()
    assert acting.ends == TODAY
    assert Membership.objects.filter(pk=later.pk).first() == kept


def test_nobody_stands_in_over_days_without_the_role_when_the_absence_moves(
    wipa, montri, ploy, chiang_mai
):
    absence = enter(wipa, ploy, starts=TODAY + 10 * DAY)
    acting = stand_in(wipa.memberships.get(), montri, ploy, starts=absence.starts)
    wipa.memberships.update(ends=TODAY + 5 * DAY)
    make_membership(wipa, chiang_mai, Role.SUPERVISOR, starts=TODAY + 8 * DAY)
    days = {"starts": TODAY + 2 * DAY, "ends": MARCH}
    absences.change(absence=absence, kind="parental", **days, by=ploy, now=NOW)
    acting.refresh_from_db()
    assert acting.starts == TODAY + 8 * DAY


def test_nobody_stands_in_after_a_role_that_ends_within_the_absence(wipa, montri, ploy):
    enter(wipa, ploy)
    wipa.memberships.update(ends=MARCH - DAY)
    refused_at("ends", stand_in, wipa.memberships.get(), montri, ploy)
    assert stand_in(wipa.memberships.get(), montri, ploy, ends=MARCH - DAY)


def test_an_absence_lasts_three_years_at_most(wipa, ploy):
    refused_at("ends", enter, wipa, ploy, ends=TODAY + absences.LONGEST + DAY)
    assert enter(wipa, ploy, ends=TODAY + absences.LONGEST)


def test_what_has_begun_keeps_its_first_day(wipa, ploy):
    absence = enter(wipa, ploy, starts=TODAY)
    move = {"absence": absence, "kind": "sick", "ends": MARCH, "by": ploy, "now": NOW}
    refused_at("starts", absences.change, **move, starts=TODAY + DAY)
    assert absences.change(**move, starts=TODAY).kind == "sick"


def test_who_comes_back_early_leads_again_and_the_stand_in_ends_that_day(nok, wipa, montri, ploy):
    absence = enter(wipa, ploy, starts=TODAY - 30 * DAY)
    acting = stand_in(wipa.memberships.get(), montri, ploy)
    absences.come_back(absence=absence, day=TODAY, by=ploy, now=NOW)
    acting.refresh_from_db()
    assert acting.ends == TODAY
    assert led_by(wipa) == {nok}
    with on(TODAY + DAY):
        assert led_by(montri) == set()
        assert led_by(wipa) == {nok, montri}
    with pytest.raises(ValidationError):
        absences.come_back(absence=absence, day=TODAY, by=ploy, now=NOW)


def test_an_absence_that_never_was_is_gone_with_its_stand_in(wipa, montri, ploy):
    absence = enter(wipa, ploy, starts=TODAY + 5 * DAY)
    stand_in(wipa.memberships.get(), montri, ploy, starts=TODAY + 5 * DAY)
    absences.come_back(absence=absence, day=TODAY + 5 * DAY, by=ploy, now=NOW)
    assert not Absence.objects.exists()
    assert not Membership.objects.exclude(acting_for=None).exists()
    assert wipa.memberships.exists()


def test_a_day_after_the_end_is_no_early_return(wipa, ploy):
    absence = enter(wipa, ploy)
    refused_at("day", absences.come_back, absence=absence, day=MARCH + DAY, by=ploy, now=NOW)


def test_a_role_that_ends_takes_its_stand_in_along_and_keeps_none_longer(wipa, montri, head, ploy):
    enter(wipa, ploy)
    acting = stand_in(wipa.memberships.get(), montri, ploy)
    end = {"takers": dict.fromkeys(("flag", "move", "contact"), head), "by": ploy, "now": NOW}
    for last_day, stays in ((MARCH + DAY, MARCH), (TODAY + 5 * DAY, TODAY + 5 * DAY)):
        memberships.leave(membership=wipa.memberships.get(), last_day=last_day, **end)
        acting.refresh_from_db()
        assert acting.ends == stays


def test_a_stand_in_stays_while_the_role_goes_on_in_another_row(wipa, montri, ploy, office):
    """Her hours were to change; that is taken back, or she helps elsewhere until then."""
    enter(wipa, ploy)
    new = TODAY + 20 * DAY
    place = {"role": Role.SUPERVISOR, "job": wipa.memberships.get().job, "hours": None}
    who = {"by": ploy, "now": NOW}
    team = wipa.memberships.get().unit
    memberships.move(membership=wipa.memberships.get(), unit=team, **place, day=new, **who)
    old, later = wipa.memberships.order_by("starts")
    first = stand_in(old, montri, ploy, ends=new - DAY)
    second = stand_in(later, montri, ploy, starts=new)
    memberships.move(membership=old, unit=office, **place, day=TODAY + 10 * DAY, **who)
    for one in (first, second):
        one.refresh_from_db()
    assert (first.ends, second.ends) == (TODAY + 9 * DAY, MARCH)
    memberships.leave(membership=later, last_day=TODAY + 5 * DAY, **who)
    first.refresh_from_db()
    assert first.ends == TODAY + 9 * DAY
    assert not Membership.objects.filter(pk=second.pk).exists()


def test_a_longer_absence_takes_no_stand_in_over_days_without_the_role(wipa, montri, ploy):
    """She leads the team again a week after her role ended."""
    absence = enter(wipa, ploy, ends=TODAY + 5 * DAY)
    acting = stand_in(wipa.memberships.get(), montri, ploy, ends=absence.ends)
    wipa.memberships.update(ends=TODAY + 9 * DAY)
    make_membership(wipa, acting.unit, Role.SUPERVISOR, starts=TODAY + 17 * DAY)
    days = {"starts": TODAY, "ends": MARCH}
    absences.change(absence=absence, kind="parental", **days, by=ploy, now=NOW)
    acting.refresh_from_db()
    assert acting.ends == TODAY + 9 * DAY


def test_a_closed_place_takes_its_stand_in_along(wipa, montri, ploy):
    enter(wipa, ploy)
    acting = stand_in(wipa.memberships.get(), montri, ploy)
    memberships.deactivate(person=wipa, by=ploy, now=NOW)
    acting.refresh_from_db()
    assert acting.ends == TODAY


def test_a_closed_place_takes_along_who_would_stand_in_for_a_role_to_come(
    nok, montri, malee, ploy, chiang_rai
):
    """They are mailed, and the people whom the place was to lead read that it will not."""
    enter(nok, ploy)
    days = {"starts": TODAY + 9 * DAY, "ends": MARCH}
    role = make_membership(nok, chiang_rai, Role.SUPERVISOR, hours=None, starts=TODAY + 9 * DAY)
    acting = stand_in(role, montri, ploy, **days)
    mail.outbox.clear()
    memberships.deactivate(person=nok, by=ploy, now=NOW)
    assert not Membership.objects.filter(pk__in=[role.pk, acting.pk]).exists()
    assert [one.to for one in mail.outbox] == [[montri.email]]
    told = AccessEvent.objects.filter(unit_id=chiang_rai.pk, what=access_kinds.HERE_ENDED)
    assert set(told.values_list("person", flat=True)) == {nok.pk, montri.pk}
    assert WaitingLine.objects.filter(recipient=malee, kind="role_here").count() == 3


def test_an_acting_role_ends_earlier_but_neither_later_nor_elsewhere(wipa, montri, ploy, office):
    enter(wipa, ploy)
    acting = stand_in(wipa.memberships.get(), montri, ploy)
    end = {"membership": acting, "by": ploy, "now": NOW}
    refused_at("last_day", memberships.leave, last_day=MARCH + DAY, **end)
    place = {"unit": office, "role": Role.ADMIN, "job": acting.job, "hours": None, "day": TODAY}
    refused_at("role", memberships.move, **place, **end)
    memberships.leave(last_day=TODAY + DAY, **end)
    acting.refresh_from_db()
    assert (acting.ends, acting.role) == (TODAY + DAY, Role.SUPERVISOR)


# Who is told


def test_the_people_of_the_team_read_who_is_away_and_who_stands_in_and_never_why(
    nok, wipa, montri, ploy
):
    enter(wipa, ploy)
    stand_in(wipa.memberships.get(), montri, ploy)
    told = AccessEvent.objects.about(nok).filter(what__startswith="here_")
    assert [(e.what, e.person) for e in told.order_by("pk")] == [
        ("here_away", wipa),
        ("here_acting", montri),
    ]
    assert WaitingLine.objects.filter(recipient=nok, kind="role_here").count() == 2
    assert "arental" not in str([e.__dict__ for e in told]) + str([m.body for m in mail.outbox])


def test_the_person_and_the_stand_in_find_it_in_their_own_list(wipa, montri, ploy):
    enter(wipa, ploy)
    stand_in(wipa.memberships.get(), montri, ploy)
    mine = AccessEvent.objects.about(wipa).exclude(what__startswith="here_").order_by("pk")
    assert [e.what for e in mine] == ["away_set", "acting_for"]
    theirs = AccessEvent.objects.about(montri).filter(what="acting_given").get()
    assert (theirs.role, theirs.day, theirs.viewer) == ("supervisor", TODAY, ploy)


def test_on_the_day_after_all_are_told_once(nok, wipa, montri, ploy):
    enter(wipa, ploy)
    enter(nok, ploy, ends=MARCH + DAY)
    stand_in(wipa.memberships.get(), montri, ploy)
    make_membership(ploy, wipa.memberships.get().unit, Role.TRAINER, ends=MARCH)
    WaitingLine.objects.all().delete()
    absences.tell_over(NOW)
    assert not WaitingLine.objects.exists()
    with on(MARCH + DAY):
        later = NOW.replace(year=2027, month=4, day=1)
        absences.tell_over(later)
        absences.tell_over(later)
    lines = {(line.recipient, line.kind) for line in WaitingLine.objects.all()}
    everybody = {(nok, "role_here"), (montri, "role_here")}
    assert lines == everybody | {(wipa, "away_over"), (montri, "away_over")}
    assert WaitingLine.objects.count() == 4
    assert AccessEvent.objects.filter(what="here_back").count() == 1
    assert [one.person for one in Absence.objects.filter(over_told_at=None)] == [nok]


def test_another_organisation_is_not_touched(wipa, ploy, noi):
    elsewhere = make_unit(make_organisation("Far away"), "Far")
    boss = make_person("boss", elsewhere.organisation)
    make_membership(boss, elsewhere, Role.ADMIN)
    with pytest.raises(PermissionDenied):
        enter(wipa, boss)
    with pytest.raises(PermissionDenied):
        enter(noi, ploy)


def test_why_somebody_was_away_is_forgotten_a_year_later(wipa, montri, ploy):
    enter(wipa, ploy, ends=TODAY)
    acting = stand_in(wipa.memberships.get(), montri, ploy, ends=TODAY)
    absences.forget_old(NOW + timedelta(days=365))
    assert Absence.objects.exists()
    absences.forget_old(NOW + timedelta(days=366))
    assert not Absence.objects.exists()
    acting.refresh_from_db()
    assert acting.acting_for == wipa


def test_the_record_of_a_person_says_why_they_were_away_and_for_whom_they_stood_in(
    wipa, montri, ploy
):
    enter(wipa, ploy)
    stand_in(wipa.memberships.get(), montri, ploy)
    assert [row[:3] for row in record.absences(wipa)] == [("parental", TODAY, MARCH)]
    assert [row[-1] for row in record.memberships(montri)] == ["", "Wipa Thongdee"]
    assert list(record.absences(montri)) == []


@pytest.mark.parametrize("role", list(Role))
def test_no_acting_role_opens_an_answer(nok, wipa, montri, ploy, chiang_mai, role):
    make_checkin(nok)
    make_share(nok, wipa)
    member = wipa.memberships.get()
    if role != Role.SUPERVISOR:
        member = make_membership(wipa, chiang_mai, role, hours=None)
    enter(wipa, ploy)
    assert not CheckIn.objects.visible_to(again(wipa)).exists()
    if role == Role.WORKER:
        refused_at("person", stand_in, member, montri, ploy)
    else:
        stand_in(member, montri, ploy)
    assert not CheckIn.objects.visible_to(again(montri)).exists()
    assert not Share.objects.visible_to(again(montri)).exists()
    with on(MARCH + DAY):
        assert not CheckIn.objects.visible_to(again(montri)).exists()


def test_the_words_of_talks_stay_sealed_for_who_stands_in(nok, wipa, montri, ploy):
    talks.write(supervisor=wipa, person=nok, by=wipa, day=TODAY, minutes=30, words="Less.", now=NOW)
    enter(wipa, ploy)
    stand_in(wipa.memberships.get(), montri, ploy)
    assert not SupervisionTalk.objects.visible_to(again(montri)).exists()


def test_a_request_for_contact_stays_with_the_one_who_was_asked(nok, wipa, montri, ploy):
    contacts.ask(person=nok, contact=wipa, now=NOW)
    enter(wipa, ploy)
    stand_in(wipa.memberships.get(), montri, ploy)
    assert not ContactRequest.objects.visible_to(again(montri)).exists()
    assert not ContactRequest.objects.visible_to(again(wipa)).exists()
    assert [one.person for one in contacts.offered(again(nok), NOW)] == [montri]
    contacts.ask(person=again(nok), contact=again(montri), now=NOW)
    with on(MARCH + DAY):
        assert ContactRequest.objects.visible_to(again(wipa)).count() == 1
