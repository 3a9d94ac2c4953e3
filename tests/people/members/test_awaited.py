"""People whom an admin entered: on the board at once, and nothing is asked before they come in."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from people.members import employments, invitations, memberships
from people.members.slips import codes as slips
from people.members.slips.many import slips_waiting, write_many
from people.members.supervision import supervisors_of
from people.models import (
    AccessEvent,
    Account,
    Invitation,
    Membership,
    OutgoingLetter,
    Person,
    Role,
)
from people.rescue import actions as rescue
from people.rescue.helpers import second_people
from people.weeks import Block
from tests.makers import (
    NOW,
    enter,
    give_password,
    make_failed_letter,
    make_membership,
    make_other_admins,
    make_person,
    make_unit,
)
from tests.people.members.from_lists.tools import bring_in, person_row
from tests.test_homeless import ABOUT
from tests.training.conftest import make_certificate, make_certificate_type
from wellbeing.groups.group_answers import bases_of
from workload.board import actions as board
from workload.moves.eligible import refuse_receiver
from workload.weeks.reminders import waiting

LASTS = timedelta(days=14)
NAMES = {"full_name_th": "มะลิ ใจดี", "full_name_en": "Mali Jaidee", "nickname_th": "", "rank": ""}


@pytest.fixture
def mali(ploy, wipa, chiang_mai):
    """A case worker with an address who has not come in yet."""
    bring_in(ploy, person_row(email="mali@example.org"))
    return Person.objects.get(awaited=True)


def arrive(person, now=NOW, **changes):
    chosen = {"username": "mali", "password": "seven small rivers", "language": "en"} | NAMES
    invitation = Invitation.objects.get(person=person)
    return invitations.accept(invitation=invitation, now=now, **chosen | changes)


# --- Before they come in --------------------------------------------------------------------------


def test_the_board_shows_them_apart_and_counts_them_in_no_sum(mali, nok, wipa, client):
    found = board.read(wipa, NOW)
    assert [row.public_id for row in found.awaited] == [mali.public_id]
    assert [row.public_id for row in found.others] == [nok.public_id]
    assert found.awaited_hours == 40
    enter(client, wipa)
    page = client.get(reverse("team")).text
    assert "Not come in yet" in page
    assert "Contracted together: 40 h a week." in page
    page = client.get(reverse("team_member", args=[mali.public_id]))
    assert "Not come in yet" in page.text
    assert reverse("move_work", args=[mali.public_id]) not in page.text
    give_password(client)
    assert "not come in yet" in client.get(reverse("team_sheet")).text


def test_nothing_is_asked_offered_or_told(mali, nok, wipa, ploy, chiang_mai):
    assert not mali.belongs
    assert mali not in Person.objects.colleagues_of(nok)
    assert mali.pk not in waiting(NOW)
    assert mali.pk not in bases_of(Block.latest_on(NOW.date()), [chiang_mai.organisation_id])
    with pytest.raises(ValidationError, match="has not come in yet"):
        refuse_receiver(nok, mali)
    with pytest.raises(ValidationError):
        rescue.ask(person=mali, by=ploy, now=NOW)
    assert mali not in second_people(nok, ploy, NOW)


def test_an_awaited_supervisor_answers_for_nobody_yet(ploy, nok, wipa, office, chiang_mai, saphan):
    lead = make_person("lead", saphan)
    make_membership(lead, office, Role.SUPERVISOR)
    Membership.objects.filter(person=wipa).delete()
    bring_in(ploy, person_row(role="supervisor"))
    assert [one.pk for one in supervisors_of(nok, NOW)] == [lead.pk]
    assert lead.charge.holds(chiang_mai.pk, Role.WORKER)
    assert not AccessEvent.objects.filter(what="here_given").exists()
    came = arrive(Person.objects.get(awaited=True))
    assert [one.pk for one in supervisors_of(Person.objects.get(pk=nok.pk), NOW)] == [came.pk]
    assert AccessEvent.objects.filter(what="here_given", unit=chiang_mai, person=came).exists()


def test_an_awaited_admin_is_not_the_other_admin(mali, ploy, office, chiang_mai):
    make_membership(mali, office, Role.ADMIN)
    own = ploy.memberships.get()
    with pytest.raises(ValidationError, match="last admin"):
        memberships.keep_an_admin(own, NOW.date() + timedelta(days=1))


@pytest.mark.parametrize("who", ["wipa", "ploy", "siriporn", "anan", "orathai"])
def test_every_page_about_them_is_a_page(request, mali, who, client):
    enter(client, request.getfixturevalue(who))
    with time_machine.travel(NOW, tick=False):
        for page in ABOUT:
            answer = client.get(reverse(page, args=[mali.public_id]))
            assert answer.status_code in {200, 302, 403, 404}, page
        for page in ("team", "people", "unit_tree", "training"):
            assert client.get(reverse(page)).status_code in {200, 302, 404}, page


# --- Coming in ------------------------------------------------------------------------------------


def test_the_place_becomes_theirs(mali, chiang_mai, ploy, client):
    came = arrive(mali)
    assert came.pk == mali.pk
    came.refresh_from_db()
    assert (came.awaited, came.belongs, came.username) == (False, True, "mali")
    assert (came.email, came.employee_number) == ("mali@example.org", "SP-101")
    assert came.account.is_active
    assert came.account.check_password("seven small rivers")
    member = came.memberships.get()
    assert (member.unit, member.hours) == (chiang_mai, 40)
    # They read in their trail who gave the role.
    event = AccessEvent.objects.get(person=came, what="role_given")
    assert event.viewer == ploy
    with pytest.raises(ValidationError) as refused:
        arrive(mali, username="second")
    assert refused.value.code == "used"


def test_who_has_an_account_elsewhere_takes_it_along(mali, noi):
    placeholder = mali.account_id
    invitation = Invitation.objects.get(person=mali)
    came = invitations.accept_with(invitation=invitation, account=noi.account, now=NOW, **NAMES)
    assert (came.pk, came.account) == (mali.pk, noi.account)
    assert not came.awaited
    assert not Account.objects.filter(pk=placeholder).exists()
    assert Person.objects.filter(account=noi.account).count() == 2


def test_who_is_here_already_does_not_come_twice(mali, nok):
    invitation = Invitation.objects.get(person=mali)
    with pytest.raises(ValidationError):
        invitations.accept_with(invitation=invitation, account=nok.account, now=NOW, **NAMES)


@pytest.mark.parametrize("over", ["closed", "role", "giver"])
def test_a_place_that_is_over_opens_no_more(ploy, wipa, chiang_mai, over):
    bring_in(ploy, person_row(role="supervisor"))
    person = Person.objects.get(awaited=True)
    yesterday = NOW.date() - timedelta(days=1)
    if over == "closed":
        Person.objects.filter(pk=person.pk).update(is_active=False)
    elif over == "role":
        Membership.objects.filter(person=person).update(starts=yesterday, ends=yesterday)
    else:
        Membership.objects.filter(person=ploy).update(ends=yesterday)
    with pytest.raises(ValidationError) as refused:
        arrive(person)
    assert refused.value.code == "used"


def test_a_move_by_hand_takes_the_invitation_along(mali, ploy, saphan, office):
    lampang = make_unit(saphan, "Lampang team", parent=office)
    member = mali.memberships.get()
    place = {"unit": lampang, "role": member.role, "job": member.job, "hours": member.hours}
    memberships.move(membership=member, day=NOW.date(), by=ploy, now=NOW, **place)
    assert Invitation.objects.get(person=mali).unit == lampang


# --- Pages of the admin ---------------------------------------------------------------------------


@pytest.fixture
def admin(client, ploy):
    enter(client, ploy)
    return client


def test_the_list_of_people_has_them_under_a_state_of_their_own(admin, mali, nok):
    page = admin.get(reverse("people"), {"state": "awaited"}).text
    assert mali.name in page
    assert nok.name not in page
    assert "Print slip" in page
    assert "Send again" in page
    assert mali.name in admin.get(reverse("people"), {"q": "sp-101"}).text


def test_an_admin_prints_a_slip_instead_of_a_mail_and_back(admin, mali):
    invitation = Invitation.objects.get(person=mali)
    place = reverse("waiting", args=[invitation.public_id])
    page = admin.post(place, {"do": "slip"}).text
    assert mali.name in page
    assert "slip-code" in page
    invitation.refresh_from_db()
    assert (invitation.email, invitation.name) == ("", mali.name)
    assert admin.post(place, {"do": "mail"}).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.email, invitation.name) == ("mali@example.org", "")


def test_who_is_not_expected_any_more_is_gone_alone(admin, ploy, mali, nok):
    invitation = Invitation.objects.get(person=mali)
    bring_in(ploy, person_row(2))
    other = Person.objects.exclude(pk=mali.pk).get(awaited=True)
    letter = make_failed_letter(nok)
    admin.post(reverse("waiting", args=[invitation.public_id]), {"do": "withdraw"})
    assert not Person.objects.filter(full_name_th=mali.full_name_th).exists()
    assert [one.person for one in Invitation.objects.all()] == [other]
    assert other.memberships.exists()
    assert nok.memberships.exists()
    assert [*OutgoingLetter.objects.all()] == [letter]


def test_an_admin_of_a_part_takes_back_nobody_who_is_expected_elsewhere_too(
    mali, chiang_mai, chiang_rai, rest_house
):
    make_membership(mali, chiang_rai, hours=None)
    part, _other = make_other_admins(chiang_mai, rest_house)
    with pytest.raises(ValidationError, match="also has a role in a unit"):
        invitations.withdraw(invitation=mali.awaited_invitation, by=part, now=NOW)
    assert Invitation.objects.get().person == mali


def test_an_invitation_stays_where_something_is_kept_about_its_person(mali, ploy, siriporn):
    make_certificate(mali, make_certificate_type(mali.organisation), by=siriporn)
    with pytest.raises(ValidationError) as refused:
        invitations.withdraw(invitation=mali.awaited_invitation, by=ploy, now=NOW)
    assert refused.value.code == "kept"
    assert mali.memberships.exists()


def test_slips_of_a_unit_stand_on_one_page_each_with_a_code_of_its_own(
    admin, ploy, chiang_mai, office
):
    bring_in(ploy, *(person_row(n) for n in range(1, 4)), person_row(4, email="mail@example.org"))
    place = reverse("slips") + f"?unit={chiang_mai.public_id}"
    assert "3 slips" in admin.get(place).text
    page = admin.post(place, {"do": "new"}).text
    assert page.count('class="slips-one"') == 3
    assert len(set(page.split("slip-code")[1:])) == 3
    assert "0 were not printed yet" in admin.get(place).text
    assert "No slips wait here" in admin.get(reverse("slips") + f"?unit={office.public_id}").text


def test_a_code_of_many_lets_its_person_in_and_the_one_before_does_not(ploy, chiang_mai):
    bring_in(ploy, person_row(1), person_row(2))
    first, second = write_many(slips=slips_waiting(ploy, NOW), by=ploy, now=NOW)
    found = slips.SLIPS.behind("".join(first.groups), now=NOW)
    assert found.person == first.invitation.person
    write_many(slips=slips_waiting(ploy, NOW), by=ploy, now=NOW)
    assert slips.SLIPS.behind("".join(second.groups), now=NOW) is None


def test_an_admin_of_another_unit_prints_no_slip(ploy, chiang_mai, phuket):
    other = make_person("other", phuket.organisation)
    make_membership(other, phuket, Role.ADMIN)
    bring_in(ploy, person_row(1))
    assert write_many(slips=Invitation.objects.all(), by=other, now=NOW) == []


def test_number_and_phone_are_written_by_who_manages_the_person(admin, nok, wipa, ploy):
    place = reverse("person_number", args=[nok.public_id])
    answer = admin.post(place, {"number": " SP-7 ", "phone": "๐๘๑ 234 5678"})
    assert answer.status_code == 302
    nok.refresh_from_db()
    assert (nok.employee_number, nok.work_phone) == ("SP-7", "+66812345678")
    assert "081 234 5678" in admin.get(reverse("person", args=[nok.public_id])).text
    assert AccessEvent.objects.filter(person=nok, what="work_data").count() == 1
    place = reverse("person_number", args=[wipa.public_id])
    answer = admin.post(place, {"number": "SP-7", "phone": "no phone"})
    assert answer.status_code == 422
    with pytest.raises(ValidationError) as refused:
        employments.number(person=wipa, number="SP-7", phone="", by=ploy, now=NOW)
    assert list(refused.value.error_dict) == ["number"]
    with pytest.raises(ValidationError):
        employments.number(person=ploy, number="SP-8", phone="", by=ploy, now=NOW)
