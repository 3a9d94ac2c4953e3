"""Places change while others change them: one comes after the other, and none breaks."""

from datetime import timedelta

import pytest

from people.members import invitations, memberships
from people.models import Invitation, Person, Role
from tests.makers import NOW, job_of, make_membership, make_person
from tests.people.members.from_lists.tools import bring_in, person_row, undo
from tests.people.members.test_awaited import NAMES
from tests.postgresql.races import meanwhile, needs_two_connections

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_connections]
# In all of the way in: before the invitation is used, where it is, and until the roles begin.
MOMENTS = (2, 5, 9, 17, 26)


def coming_in(person):
    """Come in by one's invitation, as a separate request does."""
    waiting = Invitation.objects.get(person=person)
    chosen = {"username": "mali", "password": "seven small rivers", "language": "en"} | NAMES
    return lambda: invitations.accept(invitation=waiting, now=NOW, **chosen)


@pytest.mark.parametrize("after", MOMENTS)
@pytest.mark.parametrize("how", ["withdrawn", "undone"])
def test_who_comes_in_while_it_is_taken_back_is_in_or_told_so(ploy, wipa, chiang_mai, how, after):
    effects = bring_in(ploy, person_row(email="mali@example.org"))
    mali = Person.objects.get(awaited=True)
    waiting = Invitation.objects.get(person=mali)
    admin = Person.objects.get(pk=ploy.pk)

    def take_back():
        if how == "undone":
            return undo(admin, effects)
        return invitations.withdraw(invitation=waiting, by=admin, now=NOW)

    said = meanwhile(coming_in(mali), take_back, after=after)
    there = Person.objects.filter(pk=mali.pk, is_active=True, awaited=False).exists()
    assert (said, there) in ((["done", "done"], True), (["used", "done"], False))


def again(person):
    """The person of a request of their own."""
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize("after", [1, 3, 5, 7, 11, 19, 31])
@pytest.mark.parametrize("first", ["close", "open"])
def test_a_place_is_closed_while_it_is_opened_and_neither_breaks(ploy, wipa, first, after):
    admins = again(ploy), again(ploy)

    def close():
        return memberships.deactivate(person=again(wipa), by=admins[0], now=NOW)

    def reopen():
        return memberships.reactivate(person=again(wipa), by=admins[1], now=NOW)

    said = meanwhile(*((close, reopen) if first == "close" else (reopen, close)), after=after)

    assert said == ["done", "done"]
    assert wipa.memberships.get().ends == NOW.date()


@pytest.mark.parametrize("after", [2, 5, 11, 19, 31])
def test_an_admin_whose_place_is_being_closed_gives_no_role(ploy, wipa, nok, office, after):
    leaving = make_person("arun", office.organisation)
    make_membership(leaving, office, Role.ADMIN)
    place = {"unit": office, "role": Role.TRAINER, "job": job_of(office, "office")}

    def give():
        by = again(leaving)
        memberships.join(person=nok, hours=None, day=NOW.date(), by=by, now=NOW, **place)

    def close():
        return memberships.deactivate(person=again(leaving), by=again(ploy), now=NOW)

    said = meanwhile(close, give, after=after)

    # Until something is locked, the role comes first.
    given = nok.memberships.filter(role=Role.TRAINER).exists()
    assert (said, given) in ((["done", "denied"], False), (["done", "done"], True))
    assert given == (after < 3)


@pytest.mark.parametrize("after", [1, 2, 3, 5, 8, 12])
def test_an_account_that_its_owner_closes_while_another_place_gives_a_role_has_none(
    ploy, nok, rest_house, after
):
    there = make_person("nok.there", rest_house.organisation, account=nok.account)
    boss = make_person("boss", rest_house.organisation)
    make_membership(boss, rest_house, Role.ADMIN)
    nok.memberships.update(ends=NOW.date() - timedelta(days=1))
    place = {"unit": rest_house, "role": Role.TRAINER, "job": job_of(rest_house, "office")}

    def give():
        memberships.join(
            person=again(there), hours=None, day=NOW.date(), by=again(boss), now=NOW, **place
        )

    meanwhile(lambda: memberships.close_own(person=again(nok), now=NOW), give, after=after)

    assert Person.objects.get(pk=there.pk).is_active or not there.memberships.exists()
