"""Two change a number or a request at one moment: each is there once, and opens."""

import pytest

from people.models import Person
from tests.makers import NOW
from tests.postgresql.races import meanwhile, needs_two_connections
from wellbeing.help import actions as helping
from wellbeing.help import contacts
from wellbeing.models import ContactRequest, Hotline

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


@pytest.mark.parametrize("first", ["the end", "the hand-over"])
@pytest.mark.parametrize("by", ["nok", "wipa"])
@pytest.mark.parametrize("after", range(1, 6))
def test_a_request_that_ends_while_it_is_handed_over_can_be_opened(
    request, nok, wipa, orathai, by, first, after
):
    asked = contacts.ask(person=nok, contact=wipa, now=NOW)
    ends, passes = (ContactRequest.objects.get(pk=asked.pk) for _ in range(2))

    def end():
        contacts.finish(ends, by=Person.objects.get(pk=request.getfixturevalue(by).pk), now=NOW)

    def hand_over():
        contacts.hand_over(passes, taker=Person.objects.get(pk=orathai.pk))

    said = meanwhile(*((end, hand_over) if first == "the end" else (hand_over, end)), after=after)

    kept = ContactRequest.objects.get(pk=asked.pk)
    assert set(said) <= {"done", ""}
    assert kept.withdrawn is (kept.done_at is not None and by == "nok")
    assert kept.contact_id == (wipa.pk if kept.done_at and by == "wipa" else kept.contact_id)


@pytest.mark.parametrize("after", range(1, 6))
def test_a_request_is_handed_over_to_one_who_is_asked_at_that_moment_too(nok, wipa, orathai, after):
    asked = contacts.ask(person=nok, contact=wipa, now=NOW)

    def hand_over():
        contacts.hand_over(asked, taker=Person.objects.get(pk=orathai.pk))

    said = meanwhile(
        hand_over, lambda: contacts.ask(person=nok, contact=orathai, now=NOW), after=after
    )

    assert set(said) <= {"done", ""}
    assert ContactRequest.objects.waiting().filter(contact=orathai).count() == 1
    assert not ContactRequest.objects.waiting().filter(contact=wipa).exists()
