"""Supervision in a group: who writes it down, what counts, and “I was not there”.

Wipa leads Nok's team in Chiang Mai, with Piyada in it. Siriporn trains both, Orathai cares for
them. Malee works in Chiang Rai under another lead.
"""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from people.models import AccessEvent, Membership, Person
from people.own_data import record as own_record
from tests.makers import (
    NOW,
    end_roles,
    enter,
    make_person,
    make_worker,
    make_workers,
)
from training.careers import actions as careers
from training.careers.path import career_path
from training.meetings import actions as groups
from training.meetings.page import own_meetings
from training.models import CareerLevel, GroupMeeting, MeetingPlace
from training.rules.group_supervision import MOST, add_up, hours_counted

TODAY = NOW.date()
DAY = timedelta(days=1)
MET = {"day": TODAY, "kind": "clinical", "hours": Decimal("1.5"), "now": NOW}
OUTSIDE = "Dr Anong"


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def piyada(chiang_mai):
    return make_worker(chiang_mai, "piyada")


def again(person) -> Person:
    return Person.objects.get(pk=person.pk)


def met(by, *people, **changes) -> GroupMeeting:
    return groups.record(by=again(by), people=people, **MET | changes)


def told(person, leader=None, outside=OUTSIDE, **changes) -> MeetingPlace:
    about = {"leader": leader, "outside_leader": outside}
    return groups.tell(person=person, by=again(person), **about, **MET | changes)


def hours_of(person) -> Decimal:
    return careers.supervision(person, TODAY)


def refusal(call) -> dict[str, list[str]]:
    """The codes of a refusal, by field."""
    with pytest.raises(ValidationError) as refused:
        call()
    error = refused.value
    errors = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    return {name: [one.code for one in found] for name, found in errors.items()}


# --- What counts ---------------------------------------------------------------------------------


@given(
    meetings=st.lists(
        st.tuples(
            st.decimals("0.5", "8", places=2, allow_nan=False),
            st.decimals("0", "1", places=2, allow_nan=False),
        ),
        max_size=20,
    )
)
def test_never_more_counts_than_was_met_and_each_meeting_counts_alone(meetings):
    assert 0 <= add_up(meetings) <= sum((hours for hours, _share in meetings), Decimal(0))
    assert add_up(meetings) == sum((add_up([one]) for one in meetings), Decimal(0))
    assert add_up([(hours, Decimal(1)) for hours, _share in meetings]) == sum(
        hours for hours, _share in meetings
    )


def test_half_of_an_hour_and_a_quarter_is_counted_to_a_hundredth():
    assert hours_counted(Decimal("1.25"), Decimal("0.5")) == Decimal("0.63")


def test_each_who_was_there_gets_the_hours_and_who_led_gets_none(nok, piyada, wipa):
    met(wipa, nok, piyada)
    assert [hours_of(one) for one in (nok, piyada, wipa)] == [Decimal("1.5"), Decimal("1.5"), 0]
    assert (own_meetings(wipa, TODAY).total, own_meetings(wipa, TODAY).led) == (0, Decimal("1.5"))
    # Led by a person from outside: who wrote it down neither led it nor was there.
    met(wipa, nok, piyada, kind="peer", outside_leader=OUTSIDE)
    assert own_meetings(wipa, TODAY).led == Decimal("1.5")
    assert [str(hours) for _kind, hours in own_meetings(nok, TODAY).sums] == ["1.50", "1.50"]


def test_a_changed_share_holds_for_meetings_written_down_from_then_on(nok, piyada, wipa, ploy):
    met(wipa, nok, piyada, day=TODAY - DAY)
    groups.set_shares(by=ploy, shares={"clinical": Decimal("0.5"), "peer": Decimal(0)}, now=NOW)
    met(wipa, nok, piyada)
    met(wipa, nok, piyada, kind="peer")
    met(wipa, nok, piyada, kind="case")
    assert hours_of(nok) == Decimal("1.5") + Decimal("0.75") + 0 + Decimal("1.5")
    for share in ("1.01", "-0.01"):
        call = {"by": ploy, "shares": {"case": Decimal(share)}, "now": NOW}
        assert list(refusal(lambda call=call: groups.set_shares(**call))) == ["case"]


def test_a_level_can_ask_for_hours_in_groups_also_of_the_credential(nok, piyada, wipa, ploy):
    careers.set_up_ladder(by=ploy)
    CareerLevel.objects.filter(track="credential", position__gte=0).update(
        foundation=0, specialty=0, advanced=0, work=0, supervision=2
    )
    met(wipa, nok, piyada)
    path = career_path(again(nok), TODAY)
    assert path.credential.allowed is None
    assert [(one.held, one.wanted) for one in path.credential.next.lines] == [(1.5, 2)]
    met(wipa, nok, piyada, hours=Decimal("0.5"), kind="case")
    assert career_path(again(nok), TODAY).credential.allowed is not None


# --- Who may write it down -----------------------------------------------------------------------


def test_leads_trainers_and_care_write_down_their_own_people_and_no_others(
    nok, piyada, malee, wipa, siriporn, orathai, anan, noi, saphan
):
    far = make_person("far", saphan)
    assert refusal(lambda: met(wipa, nok, malee)) == {"people": ["out_of_reach"]}
    assert refusal(lambda: met(wipa, nok, noi)) == {"people": ["out_of_reach"]}
    assert refusal(lambda: met(siriporn, nok, far)) == {"people": ["out_of_reach"]}
    assert refusal(lambda: met(siriporn, nok, siriporn)) == {"people": ["out_of_reach"]}
    for by in (nok, anan):
        assert refusal(lambda by=by: met(by, piyada, malee)) == {"": ["not_yours"]}
    met(siriporn, nok, malee)
    met(orathai, nok, malee)
    assert refusal(lambda: met(end_roles(wipa), nok, piyada)) == {"": ["not_yours"]}
    assert hours_of(nok) == 3


def test_nobody_who_left_or_has_not_come_in_can_be_chosen(nok, piyada, wipa, chiang_mai):
    awaited = make_worker(chiang_mai, "awaited", awaited=True)
    gone = end_roles(make_worker(chiang_mai, "gone"))
    for one in (awaited, gone):
        assert one not in groups.people_of(again(wipa))
        assert refusal(lambda one=one: met(wipa, nok, one)) == {"people": ["out_of_reach"]}


def test_at_the_edges_of_a_meeting(nok, piyada, wipa, chiang_mai):
    year_ago = TODAY - timedelta(days=366)
    assert refusal(lambda: met(wipa, nok, piyada, day=TODAY + DAY)) == {"day": ["to_come"]}
    assert refusal(lambda: met(wipa, nok, piyada, day=year_ago - DAY)) == {"day": ["long_ago"]}
    met(wipa, nok, piyada, day=year_ago)
    crew = make_workers(MOST, chiang_mai)
    assert refusal(lambda: met(wipa, nok)) == {"people": ["few"]}
    assert refusal(lambda: met(wipa, nok, nok)) == {"people": ["few"]}
    assert refusal(lambda: met(wipa, nok, *crew)) == {"people": ["many"]}
    met(wipa, *crew)
    for hours in ("0.49", "8.01"):
        found = refusal(lambda hours=hours: met(wipa, nok, piyada, hours=Decimal(hours)))
        assert "hours" in found
    assert "kind" in refusal(lambda: met(wipa, nok, piyada, kind="chat"))
    named = refusal(lambda: met(wipa, nok, piyada, outside_leader="1101700207030"))
    assert list(named) == ["outside_leader"]
    Membership.objects.filter(person=piyada).update(starts=TODAY)
    early = {"day": TODAY - DAY, "kind": "peer"}
    assert refusal(lambda: met(wipa, nok, piyada, **early)) == {"people": ["not_here"]}


def test_the_same_meeting_is_written_once_and_a_day_has_eight_hours(nok, piyada, wipa, orathai):
    met(wipa, nok, piyada, hours=Decimal(4))
    assert refusal(lambda: met(wipa, nok, piyada)) == {"people": ["twice"]}
    met(wipa, nok, piyada, hours=Decimal(4), kind="case")
    half = Decimal("0.5")
    assert refusal(lambda: met(orathai, nok, piyada, hours=half)) == {"people": ["long_day"]}
    crew = make_workers(2, wipa.current_memberships[0].unit)
    assert refusal(lambda: met(wipa, *crew, hours=half, kind="peer")) == {"hours": ["long_day"]}
    met(wipa, nok, piyada, hours=Decimal(8), day=TODAY - DAY, outside_leader=OUTSIDE)
    again_there = {"day": TODAY - DAY, "outside_leader": " dr anong "}
    assert refusal(lambda: met(wipa, nok, piyada, **again_there)) == {"people": ["twice"]}


# --- Told by oneself -----------------------------------------------------------------------------


def test_what_a_worker_tells_counts_once_another_confirms_it(nok, wipa, siriporn, orathai, anan):
    place = told(nok, wipa)
    assert hours_of(nok) == 0
    for by in (nok, orathai, anan):
        about = {"place": place, "counts": True, "by": by, "now": NOW}
        assert refusal(lambda about=about: groups.confirm(**about)) == {"": ["not_yours"]}
    groups.confirm(place=place, counts=True, by=wipa, now=NOW)
    assert hours_of(nok) == Decimal("1.5")
    assert own_meetings(wipa, TODAY).led == 0
    outside = told(nok, kind="peer")
    assert refusal(lambda: groups.confirm(place=outside, counts=True, by=wipa, now=NOW))
    groups.confirm(place=outside, counts=False, by=siriporn, now=NOW)
    assert hours_of(nok) == Decimal("1.5")
    assert refusal(lambda: groups.confirm(place=outside, counts=True, by=siriporn, now=NOW))


def test_a_worker_tells_a_meeting_once_and_names_who_leads_them(nok, wipa, malee, piyada):
    assert refusal(lambda: told(nok, piyada)) == {"leader": ["leader"]}
    assert refusal(lambda: told(nok, outside=" ")) == {"outside_leader": ["leader"]}
    told(nok, wipa)
    assert refusal(lambda: told(nok, wipa)) == {"day": ["twice"]}
    assert refusal(lambda: told(nok, kind="peer", hours=Decimal(7))) == {"hours": ["long_day"]}
    # Who led it writes the same down: it is the one that counts.
    met(wipa, nok, piyada)
    assert [(one.state, one.meeting.recorded_by) for one in nok.group_meetings.all()] == [
        ("confirmed", wipa)
    ]
    assert GroupMeeting.objects.count() == 1
    assert refusal(lambda: told(nok, wipa)) == {"day": ["twice"]}
    gone = end_roles(piyada)
    assert refusal(lambda: told(gone, kind="peer", day=TODAY - DAY)) == {"": ["not_yours"]}


# --- “I was not there” ---------------------------------------------------------------------------


def test_who_was_not_there_is_out_at_once_and_the_last_one_ends_the_meeting(nok, piyada, wipa):
    held = met(wipa, nok, piyada)
    groups.leave(place=held.places.get(person=nok), by=nok)
    assert (hours_of(nok), hours_of(piyada)) == (0, Decimal("1.5"))
    groups.leave(place=held.places.get(person=piyada), by=piyada)
    assert not GroupMeeting.objects.exists()
    assert own_meetings(wipa, TODAY).led == 0


def test_who_leads_takes_a_meeting_back_while_all_are_in_reach(nok, piyada, wipa):
    held = met(wipa, nok, piyada)
    end_roles(piyada)
    assert refusal(lambda: groups.take_back(meeting=held, by=wipa)) == {"": ["out_of_reach"]}
    piyada.memberships.update(ends=None)
    groups.take_back(meeting=held, by=again(wipa))
    assert hours_of(nok) == 0


def test_who_no_longer_leads_reads_no_names(nok, piyada, wipa, malee):
    held = met(wipa, nok, piyada)
    end_roles(nok)
    seen = MeetingPlace.objects.visible_to(again(wipa))
    assert [one.person for one in seen] == [piyada]
    assert list(MeetingPlace.objects.visible_to(malee)) == []
    assert list(GroupMeeting.objects.visible_to(malee)) == []
    assert list(GroupMeeting.objects.visible_to(nok)) == [held]


# --- Pages ---------------------------------------------------------------------------------------


def test_from_the_form_to_the_record_and_out_again(client, nok, piyada, wipa):
    enter(client, wipa)
    page = reverse("meeting_new")
    typed = {"day": "20/11/2569", "kind": "clinical", "hours": "๑,๕", "people": str(nok.public_id)}
    answer = client.post(page, typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "A group is two people or more" in shown
    assert 'href="#id_people"' in shown
    assert 'value="20/11/2569"' in shown
    ticked = f'value="{nok.public_id}" checked'
    assert ticked in " ".join(shown.split())
    # A search judges nothing and keeps what is there.
    answer = client.post(page, typed | {"do": "find", "name": "Piy"})
    shown = " ".join(answer.content.decode().split())
    assert (answer.status_code, ticked in shown, "Piyada" in shown) == (200, True, True)
    # Enter in the search presses what saves: a name that was not looked for yet is looked for.
    people = [str(nok.public_id), str(piyada.public_id)]
    answer = client.post(page, typed | {"do": "save", "name": "Kano", "people": people})
    shown = " ".join(answer.content.decode().split())
    assert (answer.status_code, ticked in shown) == (200, True)
    assert 'name="found" value="Kano"' in shown
    assert not nok.group_meetings.exists()
    looked = {"do": "save", "name": "Kano", "found": "Kano", "people": people}
    assert client.post(page, typed | looked).url == reverse("meetings")
    assert "1.5 h" in client.get(reverse("meetings")).content.decode()
    assert AccessEvent.objects.filter(viewer=wipa, person=nok, what="group").count() == 1
    held = nok.group_meetings.get()
    found = json.loads(own_record.as_json(again(nok), NOW))["parts"]["group_supervision"]
    assert [(one["hours"], one["state"]) for one in found] == [("1.50", "confirmed")]
    enter(client, nok)
    page = reverse("my_meetings")
    assert "I was not there" in client.get(page).content.decode()
    assert "1.5 h counted so far" in client.get(reverse("my_career")).content.decode()
    assert client.post(page, {"leave": str(held.public_id)}).status_code == 302
    assert client.post(page, {"leave": str(held.public_id)}).status_code == 404
    assert not nok.group_meetings.exists()


def test_people_of_other_units_are_refused_at_their_field(client, nok, malee, wipa, noi):
    enter(client, wipa)
    for other in (malee, noi):
        people = [str(nok.public_id), str(other.public_id)]
        typed = {"day": "20/11/2026", "kind": "peer", "hours": "2", "people": people}
        answer = client.post(reverse("meeting_new"), typed)
        assert "One of these people is not in your reach" in answer.content.decode()
        assert answer.status_code == 422
    assert not GroupMeeting.objects.exists()


def test_what_is_told_waits_on_the_page_of_who_led(client, nok, wipa, malee, siriporn):
    enter(client, nok)
    typed = {"day": "20/11/2026", "kind": "peer", "hours": "9", "leader": str(wipa.public_id)}
    answer = client.post(reverse("my_meetings"), typed)
    assert answer.status_code == 422
    assert client.post(reverse("my_meetings"), typed | {"hours": "2"}).status_code == 302
    place = nok.group_meetings.get()
    enter(client, wipa)
    assert str(place.public_id) in client.get(reverse("meetings")).content.decode()
    # Of another organisation or not waiting: not found.
    assert client.post(reverse("meetings"), {"confirm": "nothing"}).status_code == 404
    client.post(reverse("meetings"), {"confirm": str(place.public_id)})
    assert hours_of(nok) == 2
    answer = client.post(reverse("meetings"), {"refuse": str(place.public_id)})
    assert answer.status_code == 422


def test_shares_are_typed_by_an_admin_of_the_whole(client, ploy):
    enter(client, ploy)
    page = reverse("supervision_shares")
    assert 'value="1"' in client.get(page).content.decode()
    typed = {"clinical": "1", "peer": "0,5", "case": "1.5"}
    answer = client.post(page, typed)
    assert (answer.status_code, 'value="0,5"' in answer.content.decode()) == (422, True)
    assert client.post(page, typed | {"case": "0"}).status_code == 302
    assert 'value="0.50"' in client.get(page).content.decode()


def test_a_list_of_many_meetings_takes_no_more_statements(
    client, nok, piyada, wipa, django_assert_max_num_queries
):
    enter(client, wipa)
    client.get(reverse("meetings"))
    met(wipa, nok, piyada)

    def asked() -> int:
        with django_assert_max_num_queries(80) as found:
            client.get(reverse("meetings"))
        return len(found)

    few = asked()
    for n in range(1, 9):
        met(wipa, nok, piyada, day=TODAY - n * DAY)
    assert asked() <= few
