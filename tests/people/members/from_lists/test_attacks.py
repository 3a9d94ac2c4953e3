"""What goes wrong between bringing in a list of people and taking it back."""

from dataclasses import replace

import pytest

from people.lists import actions as lists
from people.members import invitations, memberships
from people.models import Account, Invitation, OutgoingLetter, Person, Role
from people.tenancy import context as tenancy
from tests.makers import NOW, make_membership, make_person, make_unit
from tests.people.members.test_invitations import invite

from .tools import bring_in, person_row, problems, undo


def test_no_letter_of_a_list_that_was_undone_is_left(ploy, chiang_mai, settings):
    settings.LETTERS_AT_ONCE = False
    rows = [person_row(n, email=f"mali{n}@example.org") for n in range(3)]
    effects = bring_in(ploy, *rows)
    assert OutgoingLetter.objects.count() == 3
    with tenancy.of_request(ploy.organisation_id):
        assert undo(ploy, effects) == []
    assert not OutgoingLetter.objects.exists()
    invitation = invite(chiang_mai, email="invited@example.org")
    OutgoingLetter.objects.create(invitation=invitation, kind="invitation", next_try=NOW)
    with tenancy.of_request(ploy.organisation_id):
        invitations.withdraw(invitation=invitation, by=ploy, now=NOW)
    assert not OutgoingLetter.objects.exists()


def test_the_invitation_of_an_awaited_person_goes_back_with_their_address(ploy, chiang_mai):
    bring_in(ploy, person_row(1, email="mali@example.org"))
    effects = bring_in(ploy, person_row(1, email="other@example.org"))
    assert undo(ploy, effects) == []
    assert Person.objects.get(awaited=True).work_email == "mali@example.org"
    assert Invitation.objects.get().email == "mali@example.org"


def test_the_name_of_a_person_who_came_in_since_stays_theirs(ploy, chiang_mai):
    bring_in(ploy, person_row(1))
    effects = bring_in(ploy, person_row(1, name="มะลิ ใจงาม", phone="081 234 5678"))
    Person.objects.filter(awaited=True).update(awaited=False)
    assert undo(ploy, effects) == [(2, "has come in")]
    person = Person.objects.get(employee_number="SP-101")
    assert (person.full_name_th, person.work_phone) == ("มะลิ ใจงาม", "+66812345678")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"unit": "Lampang team"}, "unit_id"),
        ({"job": "Interpreter"}, "job_id"),
        ({"employment": "Volunteer"}, "employment_id"),
    ],
)
def test_what_leads_to_something_that_is_gone_stays(
    ploy, chiang_mai, saphan, office, change, column
):
    make_unit(saphan, "Lampang team", parent=office)
    bring_in(ploy, person_row(1, employment="Employee"))
    effects = bring_in(ploy, person_row(1, **change))
    gone = [
        replace(one, before=dict(one.before) | {column: 10**6})
        for one in effects
        if one.before and column in one.before
    ]
    assert undo(ploy, gone) == [(2, "has changed since")]


def test_an_admin_is_not_made_anew_by_a_list(ploy, chiang_mai):
    other = make_person("other", chiang_mai.organisation, employee_number="SP-7")
    make_membership(other, chiang_mai, Role.ADMIN)
    for change in ({"job": "Interpreter"}, {"unit": "Head office"}, {"hours": "40"}):
        assert {row for row, *_why in problems(ploy, {"number": "SP-7"} | change)} == {2}


def test_a_place_that_was_closed_and_opened_leaves_no_account_behind(ploy, chiang_mai):
    bring_in(ploy, person_row(1))
    person = Person.objects.get(awaited=True)
    memberships.deactivate(person=person, by=ploy, now=NOW)
    memberships.reactivate(person=person, by=ploy, now=NOW)
    account = Account.objects.get(pk=person.account_id)
    assert not account.is_active


@pytest.mark.parametrize(
    "heading", ["เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "National ID", "Passport no"]
)
def test_a_number_of_the_state_is_no_employee_number(ploy, chiang_mai, heading):
    text = f"{heading}\tName\tUnit\n3-1002-00123-45-6\tMali Jaidee\tChiang Mai team\n"
    brought = lists.bring(subject="people", text=text, by=ploy, now=NOW)
    assert brought.columns == ["", "name", "unit"]
    ((_row, column, _said),) = problems(ploy, person_row(1, number="3100200123456"))
    assert column == "number"
