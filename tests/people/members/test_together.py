"""A person comes in while an admin takes the place back: one of the two counts, and none breaks."""

import pytest

from people.members import invitations
from people.models import Invitation, Person
from tests.makers import NOW
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
