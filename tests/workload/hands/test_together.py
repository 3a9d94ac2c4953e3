"""Two supervisors act on one offer at a moment: neither stands in the other's way."""

from datetime import timedelta
from decimal import Decimal

import pytest

from people.models import Person, Role
from people.weeks import today
from tests.makers import NOW, job_of, make_membership, make_person
from tests.postgresql.races import meanwhile, needs_two_connections
from workload.hands import actions as hands
from workload.models import HandRequest, RoomOffer

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_connections]


@pytest.mark.parametrize(
    ("first", "after"),
    [
        *(("closes", after) for after in range(1, 7)),
        *(("withdraws", after) for after in range(1, 5)),
    ],
)
def test_an_offer_is_taken_back_while_a_request_for_it_is_withdrawn(
    wipa, chiang_mai, rest_house, first, after
):
    boss = make_person("boss", rest_house.organisation)
    make_membership(boss, rest_house, Role.SUPERVISOR)
    room = {"points": Decimal(10), "job": job_of(rest_house, "shelter"), "now": NOW}
    offered = hands.offer(by=boss, unit=rest_house, until=today(NOW) + timedelta(days=9), **room)
    asked = hands.ask(by=wipa, unit=chiang_mai, wanted=offered, points=Decimal(6), now=NOW)

    def close():
        hands.close(offered, by=Person.objects.get(pk=boss.pk), now=NOW)

    def withdraw():
        hands.withdraw(asked, by=Person.objects.get(pk=wipa.pk), now=NOW)

    said = meanwhile(*((close, withdraw) if first == "closes" else (withdraw, close)), after=after)

    closing, withdrawing = said if first == "closes" else reversed(said)
    assert (closing, RoomOffer.objects.get().closed_at) == ("done", NOW)
    # Whoever was first has settled it; who withdraws too late reads that it was answered.
    settled = {"withdrawn": "done", "declined": "answered"}
    assert withdrawing == settled[HandRequest.objects.get().state]
