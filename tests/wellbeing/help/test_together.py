"""Two admins add a number at one moment: it is in the list once, and the second reads why."""

import pytest

from people.models import Person
from tests.makers import NOW
from tests.postgresql.races import meanwhile, needs_two_connections
from wellbeing.help import actions as helping
from wellbeing.models import Hotline

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_connections]


@pytest.mark.parametrize("after", range(7, 15))
def test_a_number_that_another_admin_adds_at_that_moment_is_refused_in_words(ploy, after):
    helping.begin_list(by=ploy)
    number = helping.offered_hotlines(ploy)[0].number

    def take_over():
        helping.take_over(number, by=Person.objects.get(pk=ploy.pk), now=NOW)

    said = meanwhile(take_over, take_over, after=after)

    assert "done" in said
    assert set(said) <= {"done", "refused", "choice", ""}
    assert Hotline.objects.filter(number=number).count() == 1
