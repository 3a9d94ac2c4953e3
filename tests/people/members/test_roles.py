"""Who gives roles: an admin over the unit, never for herself; what is noted, and who is told."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from people import access_kinds
from people.accounts import parting, tokens
from people.audit import chain
from people.handing_over import actions as handing_over
from people.members import invitations, memberships, proposals
from people.members.role_events import OPERATOR
from people.messages import notices
from people.models import (
    MAY,
    AccessEvent,
    ApiToken,
    Invitation,
    Membership,
    Person,
    Role,
    RoleProposal,
    WaitingLine,
)
from people.own_data import record
from people.weeks import today
from tests.makers import (
    NOW,
    PASSWORD,
    enter,
    job_of,
    make_membership,
    make_other_admins,
    make_person,
    make_unit,
    make_worker,
)
from tests.roles import as_the_owner
from tests.test_architecture import ALLOWED, modules
from tests.test_attacks import at_once, refusals
from training.models import CalendarFeed
from training.own_calendar import calendars

DAY = NOW.date()
ONE = timedelta(days=1)
OPENING = [Role.SUPERVISOR, Role.CARE, Role.PROGRAMME, Role.ADMIN]


@pytest.fixture
def dao(office):
    """A second admin of the whole organisation."""
    person = make_person("dao", office.organisation, full_name_en="Dao Inta")
    make_membership(person, office, Role.ADMIN)
    return person


@pytest.fixture
def team_admin(chiang_mai):
    """Administers the team, not the head office above it."""
    person = make_person("fah", chiang_mai.organisation)
    make_membership(person, chiang_mai, Role.ADMIN)
    return person


@pytest.fixture
def mali(office):
    """New here: no membership yet."""
    return make_person("mali", office.organisation)


def give(by, person, unit, role=Role.CARE, day=DAY, now=NOW, hours=None):
    return memberships.join(
        person=person,
        unit=unit,
        role=role,
        job=job_of(person, "office"),
        hours=hours,
        day=day,
        by=by,
        now=now,
    )


def leave(by, membership, last_day=DAY, now=NOW):
    takers = handing_over.nearest_takers(membership, last_day, by=by)
    return memberships.leave(
        membership=membership, last_day=last_day, takers=takers, by=by, now=now
    )


def move(by, membership, day=DAY, now=NOW, **changes):
    place = {"unit": membership.unit, "role": Role(membership.role)}
    place["job"] = job_of(membership.unit, "office")
    place |= {"hours": membership.hours} | changes
    return memberships.move(membership=membership, day=day, by=by, now=now, **place)


def verbs(by, person, unit):
    """Every verb that changes somebody's roles or account."""
    member = person.memberships.first()
    return [
        lambda: give(by, person, unit),
        lambda: leave(by, member),
        lambda: move(by, member, unit=unit),
        lambda: memberships.deactivate(person=person, by=by, now=NOW),
        lambda: memberships.reactivate(person=person, by=by, now=NOW),
    ]


# --- Who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nok", "wipa", "siriporn", "anan", "orathai", "noi", "closed"])
def test_who_is_no_admin_there_gives_changes_and_ends_nothing(request, who, orathai, ploy, dao):
    if who == "closed":
        by = dao
        Person.objects.filter(pk=dao.pk).update(is_active=False)
    else:
        by = request.getfixturevalue(who)
    person = make_worker(request.getfixturevalue("chiang_mai"))
    for verb in verbs(by, person, person.home.unit):
        with pytest.raises(PermissionDenied):
            verb()
    assert [(m.role, m.ends) for m in person.memberships.all()] == [(Role.WORKER, None)]


def test_an_admin_of_the_team_gives_nothing_above_it(team_admin, nok, office, chiang_mai):
    with pytest.raises(PermissionDenied):
        give(team_admin, nok, office)
    with pytest.raises(PermissionDenied):
        move(team_admin, nok.memberships.get(), unit=office)
    assert give(team_admin, nok, chiang_mai).role == Role.CARE


def test_who_was_an_admin_until_yesterday_gives_nothing(ploy, dao, nok, chiang_mai):
    dao.memberships.update(ends=DAY - ONE)
    with pytest.raises(PermissionDenied):
        give(dao, nok, chiang_mai)
    dao.memberships.update(ends=DAY)
    assert give(dao, nok, chiang_mai).pk


@pytest.mark.parametrize("verb", range(4))
def test_an_admin_does_none_of_it_to_herself(ploy, dao, office, verb):
    with pytest.raises(ValidationError) as refused:
        verbs(ploy, ploy, office)[verb]()
    assert refused.value.code == "oneself"
    assert [(m.role, m.ends) for m in ploy.memberships.all()] == [(Role.ADMIN, None)]


def test_only_commands_and_invitations_speak_for_the_operator():
    using = {
        str(path.relative_to(path.parents[len(path.parts) - path.parts.index(app) - 1]))
        for app in ALLOWED
        for path in modules(app)
        if "OPERATOR" in path.read_text(encoding="utf-8")
    }
    assert using == {
        "people/members/role_events.py",
        "people/members/invitations.py",
        "people/management/commands/give_role.py",
        "people/management/commands/open_organisation.py",
    }


# --- Which days --------------------------------------------------------------------------------


@pytest.mark.parametrize("role", OPENING)
def test_a_role_that_opens_records_begins_and_ends_today_at_the_earliest(ploy, mali, office, role):
    hours = 40 if role == Role.SUPERVISOR else None
    with pytest.raises(ValidationError) as refused:
        give(ploy, mali, office, role, DAY - ONE, hours=hours)
    assert list(refused.value.error_dict) == ["day"]
    member = give(ploy, mali, office, role, hours=hours)
    Membership.objects.filter(pk=member.pk).update(starts=DAY - 9 * ONE)
    with pytest.raises(ValidationError) as refused:
        leave(ploy, member, DAY - ONE)
    assert list(refused.value.error_dict) == ["last_day"]
    assert leave(ploy, member).ends == DAY


@pytest.mark.parametrize("role", [Role.WORKER, Role.TRAINER])
def test_a_role_that_opens_nothing_may_have_begun_before(ploy, mali, office, role):
    hours = 40 if role == Role.WORKER else None
    assert give(ploy, mali, office, role, DAY - 9 * ONE, hours=hours).starts == DAY - 9 * ONE


def test_a_role_is_corrected_in_place_on_the_day_it_was_given_only(ploy, mali, office, chiang_mai):
    member = give(ploy, mali, chiang_mai)
    move(ploy, member, unit=office)
    assert [(m.unit, m.starts) for m in mali.memberships.all()] == [(office, DAY)]
    with pytest.raises(ValidationError) as refused:
        move(ploy, member, now=NOW + ONE, day=DAY, unit=chiang_mai)
    assert list(refused.value.error_dict) == ["day"]
    assert mali.memberships.get().unit == office


def test_a_role_given_for_later_is_corrected_until_it_begins(ploy, mali, office, chiang_mai):
    member = give(ploy, mali, chiang_mai, day=DAY + 5 * ONE)
    move(ploy, member, day=DAY + 5 * ONE, now=NOW + ONE, unit=office)
    with pytest.raises(ValidationError):
        move(ploy, member, day=DAY + 5 * ONE, now=NOW + 5 * ONE, unit=chiang_mai)
    assert mali.memberships.get().unit == office


def test_a_role_that_has_not_begun_is_taken_back(ploy, mali, office):
    member = give(ploy, mali, office, day=DAY + 5 * ONE)
    leave(ploy, member, DAY)
    assert not mali.memberships.exists()
    assert kinds_about(mali) == [access_kinds.ROLE_GIVEN, access_kinds.ROLE_ENDED]


def test_what_is_over_is_not_opened_again(ploy, mali, office):
    member = give(ploy, mali, office)
    leave(ploy, member)
    later = NOW + 2 * ONE
    for verb in (
        lambda: leave(ploy, member, date(2039, 1, 1), now=later),
        lambda: move(ploy, member, day=later.date(), now=later),
        lambda: move(ploy, member, day=DAY, now=later),
    ):
        with pytest.raises(ValidationError):
            verb()
    assert mali.memberships.get().ends == DAY


# --- What is noted, and who is told ------------------------------------------------------------


def kinds_about(person):
    kinds = AccessEvent.objects.about(person).values_list("what", flat=True)
    return list(reversed(kinds))


def test_giving_changing_and_ending_are_events_with_giver_role_and_day(ploy, mali, office):
    member = give(ploy, mali, office, Role.PROGRAMME)
    move(ploy, member, day=DAY + ONE, role=Role.CARE)
    leave(ploy, mali.memberships.get(role=Role.CARE), DAY + 9 * ONE)
    events = AccessEvent.objects.about(mali).order_by("pk")
    assert [(e.viewer, e.viewer_role, e.what, e.role, e.unit, e.day, e.at) for e in events] == [
        (ploy, Role.ADMIN, access_kinds.ROLE_GIVEN, Role.PROGRAMME, office, DAY, NOW),
        (ploy, Role.ADMIN, access_kinds.ROLE_CHANGED, Role.CARE, office, DAY + ONE, NOW),
        (ploy, Role.ADMIN, access_kinds.ROLE_ENDED, Role.CARE, office, DAY + 9 * ONE, NOW),
    ]
    assert [message.to for message in mail.outbox] == [["mali@example.org"]] * 3
    assert {message.subject for message in mail.outbox} == {str(notices.SOMETHING_TO_READ)}


def test_role_and_day_of_an_event_are_sealed_in_the_chain(ploy, mali, office):
    give(ploy, mali, office)
    chain.seal()
    assert chain.first_broken() is None
    with as_the_owner():
        AccessEvent.objects.filter(what=access_kinds.ROLE_GIVEN).update(day=DAY + ONE)
    assert chain.first_broken() == 1


def test_the_people_of_a_unit_are_told_who_answers_for_them(ploy, mali, nok, wipa, chiang_mai, noi):
    give(ploy, mali, chiang_mai, Role.SUPERVISOR, hours=40)
    (event,) = AccessEvent.objects.about(nok)
    assert (event.what, event.viewer, event.person) == (access_kinds.HERE_GIVEN, ploy, mali)
    told = set(WaitingLine.objects.values_list("recipient__account__username", flat=True))
    assert told == {"nok", "wipa"}
    assert kinds_about(mali) == [access_kinds.ROLE_GIVEN]
    assert kinds_about(noi) == []
    leave(ploy, mali.memberships.get())
    *told, last = AccessEvent.objects.about(nok).order_by("pk")
    assert [one.what for one in told] == [access_kinds.HERE_GIVEN, access_kinds.HERE_ENDED]
    assert (last.what, last.person, last.day) == (access_kinds.HERE_LEADS, wipa, DAY + ONE)


@pytest.mark.parametrize("role", [Role.PROGRAMME, Role.ADMIN, Role.TRAINER])
def test_other_roles_are_told_to_their_person_only(ploy, mali, nok, office, role):
    give(ploy, mali, office, role)
    assert kinds_about(nok) == []
    assert not WaitingLine.objects.exists()


def test_a_supervisor_above_is_told_where_nobody_leads_below(ploy, mali, nok, wipa, office):
    lamphun = make_unit(office.organisation, "Lamphun team", parent=office)
    fon = make_worker(lamphun, "fon")
    give(ploy, mali, office, Role.SUPERVISOR, hours=40)
    assert kinds_about(fon) == [access_kinds.HERE_GIVEN]
    assert kinds_about(wipa) == [access_kinds.HERE_GIVEN]


def test_staff_care_above_is_told_to_everybody_below_with_a_row_for_each_unit(
    ploy, mali, nok, office
):
    give(ploy, mali, office, Role.CARE)
    assert kinds_about(nok) == [access_kinds.HERE_GIVEN]
    assert AccessEvent.objects.filter(what=access_kinds.HERE_GIVEN).count() == 2


def test_who_moves_from_one_unit_to_another_is_told_to_both(ploy, mali, nok, chiang_mai, office):
    lamphun = make_unit(office.organisation, "Lamphun team", parent=office)
    fon = make_worker(lamphun, "fon")
    member = give(ploy, mali, chiang_mai)
    takers = handing_over.nearest_takers(member, DAY, by=ploy)
    handing_over.arrange(member, DAY, takers, by=ploy, now=NOW)
    move(ploy, member, day=DAY + ONE, unit=lamphun)
    assert kinds_about(nok) == [access_kinds.HERE_GIVEN, access_kinds.HERE_ENDED]
    assert kinds_about(fon) == [access_kinds.HERE_GIVEN]


def test_closing_and_opening_an_account_are_events(ploy, nok):
    memberships.deactivate(person=nok, by=ploy, now=NOW)
    memberships.reactivate(person=nok, by=ploy, now=NOW)
    assert kinds_about(nok) == [access_kinds.ROLE_ENDED, access_kinds.CLOSED, access_kinds.REOPENED]
    closed, opened = mail.outbox
    assert "/account/opened/" in closed.body
    assert "/account/opened/" in opened.body


# --- By invitation -----------------------------------------------------------------------------


def invite(by, unit, role=Role.CARE, email="new@example.org", hours=None):
    return invitations.invite(
        unit=unit,
        email=email,
        role=role,
        job=job_of(unit, "office"),
        hours=hours,
        invited_by=by,
        now=NOW,
    )


def arrive(invitation, name="new"):
    found = Invitation.objects.select_related("invited_by", "unit", "organisation").get(
        pk=invitation.pk
    )
    return invitations.accept(
        invitation=found,
        username=name,
        password="seven small rivers",
        full_name_en=f"New {name}",
        now=NOW,
    )


def test_who_is_no_admin_there_invites_renews_and_withdraws_nothing(
    nok, team_admin, ploy, office, chiang_mai
):
    waiting = invite(ploy, office)
    for by in (nok, team_admin):
        for verb in (
            lambda by=by: invite(by, office, email="other@example.org"),
            lambda by=by: invitations.renew(invitation=waiting, by=by, now=NOW),
            lambda by=by: invitations.withdraw(invitation=waiting, by=by, now=NOW),
        ):
            with pytest.raises(PermissionDenied):
                verb()
    assert invite(team_admin, chiang_mai, email="other@example.org").invited_by == team_admin


def test_a_role_by_invitation_stands_in_the_trail_with_who_invited(ploy, nok, chiang_mai):
    new = arrive(invite(ploy, chiang_mai))
    (event,) = AccessEvent.objects.about(new)
    assert (event.what, event.viewer, event.role) == (access_kinds.ROLE_GIVEN, ploy, Role.CARE)
    assert kinds_about(nok) == [access_kinds.HERE_GIVEN]
    assert mail.outbox == []


def test_the_first_admin_stands_in_the_trail_as_given_at_the_server(office):
    first = arrive(invite(OPERATOR, office, Role.ADMIN))
    (event,) = AccessEvent.objects.about(first)
    assert (event.what, event.role, event.unit) == (access_kinds.ROLE_BY_HAND, Role.ADMIN, office)


def test_an_invitation_by_who_is_no_admin_any_more_gives_no_such_role(ploy, dao, office):
    opening, worker = invite(dao, office), invite(dao, office, Role.WORKER, "w@example.org", 40)
    dao.memberships.update(ends=DAY - ONE)
    with pytest.raises(ValidationError) as refused:
        arrive(opening)
    assert refused.value.code == "used"
    invitations.renew(invitation=opening, by=ploy, now=NOW)
    assert arrive(opening).memberships.get().role == Role.CARE
    assert arrive(worker, "worker").memberships.get().role == Role.WORKER


# --- The only admin ----------------------------------------------------------------------------


def propose(by, unit, role=Role.CARE, day=DAY, now=NOW, hours=None):
    return proposals.propose(
        unit=unit, role=role, job=job_of(by, "office"), hours=hours, day=day, by=by, now=now
    )


def test_the_only_admin_proposes_and_a_supervisor_confirms(ploy, wipa, nok, office):
    made = propose(ploy, office)
    assert ploy.memberships.count() == 1
    assert [line.recipient for line in WaitingLine.objects.all()] == [wipa]
    proposals.confirm(proposal=made, by=wipa, now=NOW)
    assert {m.role for m in ploy.memberships.all()} == {Role.ADMIN, Role.CARE}
    assert kinds_about(ploy) == [access_kinds.ROLE_ASKED, access_kinds.ROLE_GIVEN]
    given = AccessEvent.objects.get(what=access_kinds.ROLE_GIVEN)
    assert (given.viewer, given.viewer_role) == (wipa, Role.SUPERVISOR)
    assert not WaitingLine.objects.filter(kind=proposals.KIND).exists()
    assert kinds_about(nok) == [access_kinds.HERE_GIVEN]


def test_beside_another_admin_nothing_is_proposed(ploy, dao, wipa, office):
    with pytest.raises(ValidationError) as refused:
        propose(ploy, office)
    assert refused.value.code == "oneself"
    dao.memberships.update(ends=DAY - ONE)
    assert propose(ploy, office).pk


def test_an_admin_below_cannot_give_it_so_it_is_proposed(ploy, team_admin, wipa, office):
    assert propose(ploy, office).pk
    with pytest.raises(ValidationError):
        propose(ploy, office, day=DAY - ONE)
    with pytest.raises(ValidationError) as refused:
        propose(team_admin, team_admin.memberships.get().unit)
    assert refused.value.code == "oneself"


def test_without_a_supervisor_there_is_nobody_to_ask(ploy, nok, office):
    with pytest.raises(ValidationError, match="ask the operator of the server"):
        propose(ploy, office)
    assert not RoleProposal.objects.exists()


@pytest.mark.parametrize("who", ["nok", "orathai", "noi", "elsewhere", "once"])
def test_only_a_supervisor_of_today_confirms_or_declines(
    request, who, ploy, wipa, orathai, office, rest_house
):
    made = propose(ploy, office)
    if who == "elsewhere":
        by = make_person("boss", rest_house.organisation)
        make_membership(by, rest_house, Role.SUPERVISOR)
    elif who == "once":
        by = wipa
        wipa.memberships.update(ends=DAY - ONE)
    else:
        by = request.getfixturevalue(who)
    for verb in (proposals.confirm, proposals.decline):
        with pytest.raises(PermissionDenied):
            verb(proposal=made, by=by, now=NOW)
    with pytest.raises(PermissionDenied):
        proposals.withdraw(proposal=made, by=by, now=NOW)
    assert ploy.memberships.count() == 1


def test_who_proposes_does_not_confirm_though_she_supervises(ploy, wipa, office, chiang_mai):
    make_membership(ploy, chiang_mai, Role.SUPERVISOR)
    made = propose(ploy, office)
    for verb in (proposals.confirm, proposals.decline):
        with pytest.raises(ValidationError) as refused:
            verb(proposal=made, by=ploy, now=NOW)
        assert refused.value.code == "oneself"


def test_a_proposal_is_decided_on_once_and_for_two_weeks(ploy, wipa, office):
    late = propose(ploy, office)
    with pytest.raises(ValidationError):
        proposals.confirm(proposal=late, by=wipa, now=NOW + timedelta(days=14))
    second = propose(ploy, office)
    for made in (late, second):
        if made == second:
            proposals.decline(proposal=made, by=wipa, now=NOW)
        with pytest.raises(ValidationError) as refused:
            proposals.confirm(proposal=made, by=wipa, now=NOW)
        assert refused.value.code == "decided"
    assert ploy.memberships.count() == 1


def test_a_proposal_is_taken_back(ploy, wipa, office):
    made = propose(ploy, office)
    proposals.withdraw(proposal=made, by=ploy, now=NOW)
    with pytest.raises(ValidationError):
        proposals.confirm(proposal=made, by=wipa, now=NOW)


def test_a_role_confirmed_late_begins_on_the_day_it_is_confirmed(ploy, wipa, office):
    made = propose(ploy, office)
    member = proposals.confirm(proposal=made, by=wipa, now=NOW + 3 * ONE)
    assert member.starts == DAY + 3 * ONE


def test_who_is_no_admin_any_more_gets_nothing_by_an_old_proposal(ploy, wipa, dao, office):
    dao.memberships.update(starts=DAY + ONE)
    made = propose(ploy, office)
    ploy.memberships.update(ends=DAY)
    with pytest.raises(PermissionDenied):
        proposals.confirm(proposal=made, by=wipa, now=NOW + ONE)
    assert not RoleProposal.objects.get().confirmed


def test_a_change_and_an_end_of_ones_own_role_are_proposed(ploy, wipa, office, chiang_mai):
    own = make_membership(ploy, chiang_mai, Role.CARE)
    made = proposals.propose_change(
        membership=own, unit=office, role=Role.CARE, job=job_of(ploy, "office"), hours=None,
        day=DAY, by=ploy, now=NOW,
    )  # fmt: skip
    new = proposals.confirm(proposal=made, by=wipa, now=NOW)
    assert (new.unit, new.starts) == (office, DAY)
    ending = proposals.propose_end(membership=new, last_day=DAY + ONE, by=ploy, now=NOW)
    proposals.confirm(proposal=ending, by=wipa, now=NOW)
    assert ploy.memberships.get(pk=new.pk).ends == DAY + ONE


def test_a_role_of_somebody_else_is_not_proposed(ploy, nok, wipa):
    with pytest.raises(PermissionDenied):
        proposals.propose_end(membership=nok.memberships.get(), last_day=DAY, by=ploy, now=NOW)


def test_the_last_admin_proposes_no_end_of_it(ploy, wipa):
    with pytest.raises(ValidationError) as refused:
        proposals.propose_end(membership=ploy.memberships.get(), last_day=DAY, by=ploy, now=NOW)
    assert refused.value.code == "last_admin"
    assert mail.outbox == []
    assert not WaitingLine.objects.exists()


def test_on_the_pages_she_proposes_and_the_supervisor_decides(client, ploy, wipa, nok, office):
    enter(client, ploy)
    page, day = f"/people/{ploy.public_id}/", today(timezone.now())
    sent = {"unit": office.public_id, "role": "care", "job": "office", "day": day.isoformat()}
    assert "Propose this role" in client.get(f"{page}join/").text
    assert client.post(f"{page}join/", sent).status_code == 302
    assert "It waits for a supervisor." in client.get(page).text
    made = f"/account/proposals/{RoleProposal.objects.get().public_id}/"
    assert client.post(made, {"do": "confirm"}).status_code == 422
    enter(client, nok)
    assert client.get(made).status_code == client.post(made, {"do": "confirm"}).status_code == 404
    enter(client, wipa)
    assert made in client.get("/account/").text
    assert "Ploy Suwannarat" in client.get(made).text
    assert client.post(made, {"do": "anything"}).status_code == 302
    assert ploy.memberships.count() == 1
    assert client.post(made, {"do": "confirm"}).status_code == 302
    assert ploy.memberships.count() == 2
    assert made not in client.get("/account/").text
    again = client.post(made, {"do": "confirm"})
    assert (again.status_code, "decided already" in again.text) == (422, True)


# --- At the server -----------------------------------------------------------------------------


def test_the_operator_gives_a_role_and_it_stands_in_the_trail(ploy, nok, chiang_mai, capsys):
    call_command("give_role", "ploy", "supervisor", "--unit", str(chiang_mai.public_id), hours=40)
    assert "ploy is Supervisor, Chiang Mai team" in capsys.readouterr().out
    assert ploy.memberships.get(role=Role.SUPERVISOR).starts == today(timezone.now())
    (event,) = AccessEvent.objects.about(ploy)
    assert (event.what, event.viewer) == (access_kinds.ROLE_BY_HAND, ploy)
    assert kinds_about(nok) == [access_kinds.HERE_GIVEN]
    assert [message.to for message in mail.outbox] == [["ploy@example.org"]]


@pytest.mark.parametrize(
    ("name", "unit"), [("nobody", None), ("ploy", "no-such-id"), ("ploy", "elsewhere")]
)
def test_the_command_says_what_is_wrong(ploy, rest_house, name, unit):
    unit = str(rest_house.public_id) if unit == "elsewhere" else unit
    with pytest.raises(CommandError):
        call_command("give_role", name, "care", unit=unit)
    with pytest.raises(CommandError, match="already has this role"):
        call_command("give_role", "ploy", "admin")


# --- The last role -----------------------------------------------------------------------------


@pytest.fixture
def open_everywhere(client, nok):
    """Nok is signed in, has a key and a calendar's address."""
    enter(client, nok)
    _key, key = tokens.make(person=nok, name="script")
    return key, calendars.renew(person=nok, now=NOW)


def test_with_the_last_role_keys_and_links_open_nothing_from_the_next_day(nok, open_everywhere):
    key, feed = open_everywhere
    assert tokens.key_of_token(key).person == calendars.holder_of_calendar(feed) == nok
    nok.memberships.update(ends=today(timezone.now()) - ONE)
    assert tokens.key_of_token(key) is None
    assert calendars.holder_of_calendar(feed) is None


def test_the_job_ends_visits_keys_and_links_once_the_last_day_is_over(nok, open_everywhere, wipa):
    now = timezone.now()
    tokens.make(person=wipa, name="hers")
    nok.memberships.update(ends=today(now))
    parting.sweep(now)
    assert (nok.visits.count(), nok.tokens.count()) == (1, 1)
    for _again in range(2):
        parting.sweep(now + ONE)
        assert (nok.visits.count(), nok.tokens.count()) == (0, 0)
        assert not CalendarFeed.objects.exists()
    assert ApiToken.objects.get().person == wipa


def test_a_visit_begun_after_the_last_day_stays(client, nok):
    now = timezone.now()
    nok.memberships.update(ends=today(now) - ONE)
    enter(client, nok)
    parting.sweep(now)
    assert nok.visits.count() == 1


def test_who_comes_back_later_keeps_what_is_theirs(nok, chiang_mai, open_everywhere):
    now = timezone.now()
    nok.memberships.update(ends=today(now) - ONE)
    make_membership(nok, chiang_mai, starts=today(now) + 5 * ONE)
    parting.sweep(now)
    assert nok.tokens.count() == 1


def test_a_last_role_that_was_over_already_ends_everything_at_once(ploy, nok, open_everywhere):
    now = timezone.now()
    leave(ploy, nok.memberships.get(), today(now) - ONE, now=now)
    assert (nok.visits.count(), nok.tokens.count()) == (0, 0)
    assert not CalendarFeed.objects.exists()
    assert Person.objects.get(pk=nok.pk).is_active


def test_admins_are_told_once_of_each_account_without_a_role_in_their_organisation(
    ploy, nok, wipa, orathai, noi, chiang_mai, rest_house
):
    _of_a_part, there = make_other_admins(chiang_mai, rest_house)
    for person in (nok, noi):
        person.memberships.update(ends=DAY - ONE)
    for _again in range(2):
        parting.tell_admins(NOW)
    told = {(line.recipient, line.key) for line in WaitingLine.objects.all()}
    assert told == {(ploy, f"{nok.pk}:{DAY - ONE}"), (there, f"{noi.pk}:{DAY - ONE}")}
    wipa.memberships.update(ends=DAY - ONE)
    parting.tell_admins(NOW)
    assert WaitingLine.objects.count() == 3


@pytest.mark.parametrize(("days", "told"), [(30, 1), (31, 0)])
def test_admins_are_told_of_a_role_that_ended_within_thirty_days(ploy, nok, days, told):
    nok.memberships.update(ends=DAY - days * ONE)
    parting.tell_admins(NOW)
    assert WaitingLine.objects.count() == told


def test_of_a_closed_account_no_admin_is_told_nor_who_has_not_come_in_yet(ploy, nok, wipa, dao):
    for person in (nok, wipa):
        person.memberships.update(ends=DAY - ONE)
    Person.objects.filter(pk=nok.pk).update(is_active=False)
    Person.objects.filter(pk=dao.pk).update(awaited=True)
    parting.tell_admins(NOW)
    told = {(line.recipient, line.key) for line in WaitingLine.objects.all()}
    assert told == {(ploy, f"{wipa.pk}:{DAY - ONE}")}


def test_the_page_lists_open_accounts_without_a_role(client, ploy, nok, wipa, noi):
    Membership.objects.filter(person__in=[nok, noi]).update(ends=today(timezone.now()) - ONE)
    enter(client, ploy)
    text = client.get("/people/without-role/").text
    assert "Kanokwan" in text
    for name in ("Thongdee", "Noi"):
        assert name not in text
    memberships.deactivate(person=nok, by=ploy, now=timezone.now())
    assert "Kanokwan" not in client.get("/people/without-role/").text


# --- Closing one's own account -----------------------------------------------------------------


def reauthenticate(client):
    client.post("/account/confirm/", {"password": PASSWORD})


def test_who_has_a_role_closes_no_account_of_their_own(nok):
    with pytest.raises(ValidationError) as refused:
        memberships.close_own(person=nok, now=NOW)
    assert refused.value.code == "has_role"
    nok.refresh_from_db()
    assert nok.is_active


def test_who_has_left_closes_their_account_with_the_password(client, nok, ploy):
    nok.memberships.update(ends=today(timezone.now()) - ONE)
    enter(client, nok)
    assert 'href="/account/close/">Close my account</a>' in client.get("/account/").text
    assert "Close it now" in client.get("/account/close/").text
    asks = client.post("/account/close/")
    assert asks.status_code == 302
    nok.refresh_from_db()
    assert nok.is_active
    closed = client.post(asks["Location"], {"password": PASSWORD}, follow=True)
    nok.refresh_from_db()
    assert not nok.is_active
    assert "Your account is closed" in closed.text
    assert "Thank you for all you have done." in closed.text
    assert kinds_about(nok) == [access_kinds.CLOSED]
    assert not nok.visits.exists()
    assert client.get("/account/").status_code == 302


# --- At once -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_many_who_confirm_at_once_one_gives_one_role(ploy, wipa, office, chiang_mai):
    leads = [wipa]
    for name in ("kai", "lek", "mod"):
        leads.append(make_person(name, office.organisation))
        make_membership(leads[-1], chiang_mai, Role.SUPERVISOR)
    made = propose(ploy, office)
    found = at_once(
        *(lambda by=by: proposals.confirm(proposal=made, by=by, now=NOW) for by in leads)
    )
    assert refusals(found) == ["decided"] * 3
    assert ploy.memberships.filter(role=Role.CARE).count() == 1
    assert AccessEvent.objects.filter(what=access_kinds.ROLE_GIVEN).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_who_end_each_others_role_at_once_one_stays(ploy, dao, office):
    ends = [(ploy, dao.memberships.get()), (dao, ploy.memberships.get())]
    found = at_once(*(lambda one=one: leave(*one) for one in ends))
    assert refusals(found) == ["last_admin"]
    assert Membership.objects.filter(role=Role.ADMIN, ends=None).count() == 1


# --- The whole record --------------------------------------------------------------------------


def test_roles_and_proposals_are_in_ones_whole_record(ploy, wipa, nok, office, chiang_mai):
    made = propose(ploy, office)
    proposals.confirm(proposal=made, by=wipa, now=NOW)
    rows = {name: list(record.PARTS[name].rows(ploy)) for name in ("looks", "role_proposals")}
    assert rows["role_proposals"] == [("give", "care", "Head office", DAY, NOW, NOW, True)]
    lead = "Wipa Thongdee"
    assert (NOW, lead, "supervisor", "role_given", "", "care", DAY, "") in rows["looks"]
    (told,) = record.PARTS["looks"].rows(nok)
    assert told == (NOW, lead, "supervisor", "here_given", "Ploy Suwannarat", "care", DAY, "")


@pytest.mark.parametrize(
    ("held", "row", "expected"),
    [
        ([Role.WORKER, Role.ADMIN, Role.TRAINER], MAY.see_requirements, Role.TRAINER),
        ([Role.ADMIN, Role.SUPERVISOR], MAY.see_careers, Role.SUPERVISOR),
        ([Role.ADMIN, Role.SUPERVISOR], MAY.see_requirements, Role.ADMIN),
        ([Role.CARE], MAY.see_requirements, Role.CARE),  # none of the row: the first that is held
        ([Role.TRAINER, Role.WORKER], MAY.answer_for_others, Role.WORKER),
        ([Role.ADMIN, Role.TRAINER], (), Role.TRAINER),
        ([], MAY.answer_for_others, Role.WORKER),
    ],
)
def test_a_viewer_acts_in_the_first_role_of_the_row_they_hold(mali, office, held, row, expected):
    for role in held:
        make_membership(mali, office, role, hours=None)
    assert Person.objects.get(pk=mali.pk).acts_as(*row) is expected


def test_a_role_that_is_over_or_to_come_is_not_acted_in(mali, office):
    day = today(timezone.now())
    make_membership(mali, office, Role.ADMIN, ends=day - ONE)
    make_membership(mali, office, Role.TRAINER, starts=day + ONE)
    assert Person.objects.get(pk=mali.pk).acts_as(*MAY.see_requirements) is Role.WORKER
