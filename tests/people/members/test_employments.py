"""How people are employed and until when: who writes it, who sees it, and what waits."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from people.members import employments, memberships
from people.models import AccessEvent, Membership, Person, Role
from people.pending.reading import read_pending
from tests.makers import (
    NOW,
    deliver,
    end_roles,
    enter,
    judge_stale,
    make_membership,
    make_other_admins,
)

DAY = NOW.date()
ONE, NOTICE = timedelta(days=1), timedelta(days=60)


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


def kind(person, key="contractor"):
    return person.organisation.employments.get(key=key)


def employ(by, person, until=None, key="contractor"):
    return employments.employ(
        person=person, employment=kind(person, key), until=until, by=by, now=NOW
    )


def waiting(person) -> int:
    lines = read_pending(Person.objects.get(pk=person.pk), NOW).lines
    return next((one.count for one in lines if one.kind.code == "contract_end"), 0)


def test_an_admin_writes_it_once_and_the_person_is_told(ploy, nok, mailoutbox):
    assert employ(ploy, nok, DAY)
    assert not employ(ploy, nok, DAY)
    nok.refresh_from_db()
    assert (str(nok.employment), nok.employed_until) == ("Under a contract", DAY)
    event = AccessEvent.objects.get()
    assert (event.viewer, event.person, event.what) == (ploy, nok, "employment")
    deliver()
    assert [one.to for one in mailoutbox] == [[nok.email]]


def test_it_is_taken_back_with_its_day(ploy, nok):
    employ(ploy, nok, DAY)
    employments.employ(person=nok, employment=None, until=None, by=ploy, now=NOW)
    nok.refresh_from_db()
    assert (nok.employment, nok.employed_until) == (None, None)


def test_a_day_without_a_kind_is_refused_at_its_field(ploy, nok):
    with pytest.raises(ValidationError) as refused:
        employments.employ(person=nok, employment=None, until=DAY, by=ploy, now=NOW)
    assert list(refused.value.message_dict) == ["employment"]


def test_a_kind_of_others_and_a_retired_one_are_refused_but_kept_by_who_has_it(
    ploy, nok, noi, wipa
):
    with pytest.raises(ValidationError, match="You cannot do this"):
        employments.employ(person=nok, employment=kind(noi), until=None, by=ploy, now=NOW)
    employ(ploy, nok)
    nok.organisation.employments.filter(key="contractor").update(is_offered=False)
    with pytest.raises(ValidationError, match="choose from the list"):
        employ(ploy, wipa)
    assert employ(ploy, nok, DAY)


def test_no_admin_writes_their_own_and_none_of_elsewhere_writes_it(
    ploy, nok, chiang_mai, rest_house
):
    make_membership(nok, chiang_mai.parent, Role.TRAINER)
    others = [(one, nok) for one in make_other_admins(chiang_mai, rest_house)]
    for by, person in [(ploy, ploy), *others]:
        with pytest.raises((ValidationError, PermissionDenied)):
            employ(by, person)
    assert not Person.objects.exclude(employment=None).exists()


@pytest.mark.parametrize(("days", "waits"), [(60, 1), (61, 0), (0, 1), (-1, 1)])
def test_it_waits_from_sixty_days_before_until_the_admin_acts(ploy, nok, days, waits):
    employ(ploy, nok, DAY + timedelta(days=days))
    assert waiting(ploy) == waits


def test_nothing_ends_by_itself_and_what_waits_goes_with_the_roles(ploy, nok):
    employ(ploy, nok, DAY - ONE)
    assert nok.memberships.get().ends is None
    memberships.leave(membership=nok.memberships.get(), last_day=DAY - ONE, by=ploy, now=NOW)
    assert waiting(ploy) == 0


def test_it_waits_for_the_admins_who_manage_the_person_and_for_nobody_else(
    ploy, nok, wipa, siriporn, chiang_mai, rest_house
):
    employ(ploy, nok, DAY)
    part, other = make_other_admins(chiang_mai, rest_house)
    assert [waiting(one) for one in (ploy, part, other)] == [1, 1, 0]
    assert [waiting(one) for one in (nok, wipa, siriporn)] == [0, 0, 0]


def test_ones_own_contract_does_not_wait_for_oneself(ploy):
    Person.objects.filter(pk=ploy.pk).update(employment=kind(ploy), employed_until=DAY)
    assert waiting(ploy) == 0


def test_the_line_leads_to_the_people_it_counts(client, ploy, nok, wipa):
    employ(ploy, nok, DAY + ONE)
    employ(ploy, wipa, DAY - ONE)
    [line] = [one for one in read_pending(ploy, NOW).lines if one.kind.code == "contract_end"]
    assert line.title == "The contracts of 2 people end within 60 days"
    enter(client, ploy)
    answer = client.get(line.address)
    assert [one.pk for one in answer.context["page"]] == [wipa.pk, nok.pk]
    page = " ".join(answer.text.split())
    assert "ended 19 November 2026" in page
    assert "until 21 November 2026" in page


def test_the_admin_changes_it_on_the_persons_page_and_a_bad_day_is_kept(client, ploy, nok):
    enter(client, ploy)
    address = f"/people/{nok.public_id}/employment/"
    assert address in client.get(f"/people/{nok.public_id}/").text
    sent = {"employment": "contractor", "until": "31/12/2569"}
    page = client.post(address, sent, follow=True).text
    assert "Under a contract" in page
    assert "31 December 2026" in page
    answer = client.post(address, sent | {"until": "31/13/2569"})
    assert answer.status_code == 422
    assert "31/13/2569" in answer.text
    answer = client.post(address, {"employment": "", "until": "31/12/2569"})
    assert answer.status_code == 422
    assert "Please choose the kind of employment too." in answer.text


def test_the_person_reads_it_and_colleagues_and_the_lead_read_it_nowhere(client, ploy, nok, wipa):
    employ(ploy, nok, DAY)
    enter(client, nok)
    assert "Under a contract" in client.get("/account/").text
    enter(client, wipa)
    for address in ("/team/", f"/team/{nok.public_id}/", "/account/"):
        assert "Under a contract" not in client.get(address).text


def test_a_person_who_left_is_in_no_list_of_contracts(client, ploy, nok):
    employ(ploy, nok, DAY)
    end_roles(nok)
    enter(client, ploy)
    assert not client.get("/people/?state=ending").context["page"].object_list
    assert Membership.objects.filter(person=nok).exists()


def test_no_last_day_that_a_colleague_wrote_is_changed_back(client, ploy, nok):
    employ(ploy, nok, DAY)
    enter(client, ploy)
    later = DAY + timedelta(days=90)
    judge_stale(
        client,
        f"/people/{nok.public_id}/employment/",
        change=lambda: Person.objects.filter(pk=nok.pk).update(employed_until=later),
        typed={"employment": "employee"},
        told=["Under a contract", "18/2/2027"],
    )
    nok.refresh_from_db()
    assert (nok.employment.code, nok.employed_until) == ("employee", DAY)
    judge_stale(
        client,
        f"/people/{nok.public_id}/number/",
        change=lambda: Person.objects.filter(pk=nok.pk).update(work_phone="+66812345678"),
        typed={"number": "A-7"},
        told=["–", "081 234 5678"],
    )
