"""One statement counts all that waits: written once, exact for each person, blind to others."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from config.navigation import place_of
from people.members import invitations
from people.models import Person, Role
from people.pending.kinds import PENDING_KINDS, pending_kind
from people.pending.reading import LINES_SHOWN, Pending, PendingLine, read_pending
from people.pending.statements import counted, written_for
from people.viewer_statements import without_numbers
from tests.makers import (
    NOW,
    at,
    enter,
    job_of,
    make_award,
    make_cycle,
    make_hotline,
    make_membership,
    make_nomination,
    make_person,
    make_proposal,
    make_thanks_link,
    make_thanks_outside,
    make_unit,
    make_worker,
)
from tests.people.pending.waits import line_of, waits

CAST = ("nok", "wipa", "siriporn", "anan", "orathai", "ploy")
# One of these can wait, and its sentence says no number.
ONE_AT_MOST = {"hotline_list"}


@pytest.fixture
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(nok, wipa, siriporn, anan, orathai, ploy, friday):
    """Something waits for everybody."""
    cycle = make_cycle(ploy, wipa, orathai)
    make_nomination(cycle, siriporn, nok)
    for one in (nok, wipa, siriporn, anan):
        make_award(one)
    make_thanks_outside(make_thanks_link(nok))
    make_hotline(ploy.organisation)
    make_proposal(ploy)


def fresh(person) -> Person:
    return Person.objects.get(pk=person.pk)


def directly(person) -> dict[str, int]:
    """Count kind by kind with the person's own numbers, without a made-up viewer."""
    kinds = [one for one in PENDING_KINDS.values() if person.roles.intersection(one.roles)]
    rows = {one.code: list(counted(one, person, NOW)) for one in kinds}
    return {code: row[0][1] for code, row in rows.items() if row and row[0][1]}


@pytest.mark.parametrize("who", CAST)
def test_the_statement_for_a_stand_in_counts_what_the_persons_own_would(request, who, house):
    person = fresh(request.getfixturevalue(who))
    found = {one.kind.code: one.count for one in read_pending(person, NOW).lines}
    assert found == directly(person)
    assert found


@pytest.mark.parametrize("who", CAST)
def test_all_kinds_are_one_statement(request, who, house):
    person = fresh(request.getfixturevalue(who))
    _ = person.roles, person.charge  # every page reads its roles; the board whom it is about
    with CaptureQueriesContext(connection) as ran:
        read_pending(person, NOW)
    assert len(ran) == 1
    assert ran[0]["sql"].count("UNION ALL") >= 8


def test_people_who_are_alike_share_one_writing(house, chiang_mai, rest_house):
    before = written_for.cache_info().misses
    one, other = (
        make_worker(make_unit(u.organisation, "A", parent=u))
        for u in (chiang_mai.parent, rest_house)
    )
    assert without_numbers(fresh(one))[0] == without_numbers(fresh(other))[0]
    for person in (one, other):
        read_pending(fresh(person), NOW)
    assert written_for.cache_info().misses <= before + 1


def test_days_and_moments_of_a_kept_statement_go_with_the_clock(ploy, wipa, friday):
    make_proposal(ploy)
    for days, count in ((0, 1), (13, 1), (14, 0)):
        assert waits(wipa, "role_proposal", NOW + timedelta(days=days)) == count
    assert waits(wipa, "role_proposal", NOW + timedelta(days=14, seconds=-1)) == 1


def test_nothing_of_another_organisation_is_counted(house, noi, rest_house):
    boss = make_person("boss", rest_house.organisation)
    make_hotline(rest_house.organisation, checked_on=NOW.date())
    for role in Role:
        make_membership(boss, rest_house, role, hours=40 if role == Role.SUPERVISOR else None)
    assert read_pending(fresh(noi), NOW) == Pending()
    assert read_pending(fresh(boss), NOW) == Pending()


def test_a_person_who_has_left_has_nothing_waiting(nok, friday):
    make_award(nok)
    nok.memberships.update(ends=date(2026, 11, 19))
    with CaptureQueriesContext(connection) as ran:
        assert read_pending(fresh(nok), NOW) == Pending()
    assert len(ran) == 2  # the person and their roles


def test_a_role_of_ones_own_does_not_wait_for_oneself(ploy, wipa, office, friday):
    make_membership(ploy, office, Role.SUPERVISOR)
    proposal = make_proposal(ploy)
    assert (waits(wipa, "role_proposal"), waits(ploy, "role_proposal")) == (1, 0)
    assert line_of(wipa, "role_proposal").address == f"/account/proposals/{proposal.public_id}/"
    proposal.decided_at = NOW
    proposal.save()
    assert waits(wipa, "role_proposal") == 0


def test_an_invitation_waits_for_its_admin_once_its_link_opens_nothing(
    client, ploy, chiang_mai, friday
):
    made = invitations.invite(
        unit=chiang_mai,
        email="new@example.org",
        role=Role.WORKER,
        job=job_of(chiang_mai, "caseworker"),
        hours=40,
        invited_by=ploy,
        now=NOW,
    )
    assert waits(ploy, "invitation_over") == 0
    assert waits(ploy, "invitation_over", made.expires - timedelta(seconds=1)) == 0
    assert waits(ploy, "invitation_over", made.expires) == 1
    assert (
        line_of(ploy, "invitation_over", made.expires).address == f"/units/{chiang_mai.public_id}/"
    )
    with time_machine.travel(made.expires, tick=False):
        enter(client, ploy)
        client.post(f"/people/waiting/{made.public_id}/")
    assert waits(ploy, "invitation_over", made.expires) == 0


def test_the_oldest_stands_first_and_more_than_three_are_in_the_fold(nok, friday):
    make_award(nok)
    make_thanks_outside(make_thanks_link(nok), given_at=at("2026-11-01 09:00"))
    found = read_pending(fresh(nok), NOW)
    assert [one.kind.code for one in found.lines] == ["thanks_outside", "award"]
    assert (len(found.first), found.rest) == (2, ())
    many = Pending(tuple(PendingLine(kind, 1, NOW.date()) for kind in PENDING_KINDS.values()))
    assert len(many.first) == LINES_SHOWN
    assert many.first + many.rest == many.lines


def test_a_taken_code_is_refused():
    with pytest.raises(ValueError, match="'award' is taken"):
        pending_kind(PENDING_KINDS["award"])


@pytest.mark.parametrize("code", PENDING_KINDS)
def test_the_page_of_each_kind_stands_in_the_menu_of_everybody_who_can_have_it(code):
    kind = PENDING_KINDS[code]
    for role in kind.roles:
        place = place_of(frozenset({role}), kind.page)
        assert place.page is not None, (code, role)


@pytest.mark.parametrize("code", sorted(PENDING_KINDS.keys() - ONE_AT_MOST))
def test_each_kind_says_its_number_in_the_singular_and_the_plural(code):
    kind = PENDING_KINDS[code]
    one, three = (PendingLine(kind, n, NOW.date()).title for n in (1, 3))
    assert "1 " in one
    assert "3 " in three
    assert one.replace("1", "3") != three
    assert " " not in str(kind.act)
    assert gettext(str(kind.about))
