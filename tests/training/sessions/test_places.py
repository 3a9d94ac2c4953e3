"""Places in a session: seats, invitations, the waiting list, and one's own calendar."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Role
from tests.makers import NOW, enter, make_absence, make_membership, make_unit, make_worker
from tests.training.conftest import (
    THURSDAY,
    count_queries,
    make_certificate,
    make_certificate_type,
    make_places,
    make_requirement,
    make_session,
)
from training.models import CalendarFeed, Course, Enrolment, PlaceState, Session
from training.own_calendar import calendars
from training.sessions import actions as sessions
from training.sessions import invitations, places
from training.sessions.actions import RollResult

FRIDAY = THURSDAY + timedelta(days=1)
MONDAY = THURSDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coming(interviewing, siriporn):
    """Monday's session with two seats, open to all."""
    return make_session(interviewing, siriporn, day=MONDAY, seats=2, open_to_all=True)


def later(minutes):
    return NOW + timedelta(minutes=minutes)


def stands(session):
    found = Enrolment.objects.filter(session=session).order_by("since", "pk")
    return dict(found.values_list("person__account__username", "state"))


def told():
    return [letter.to[0].split("@")[0] for letter in mail.outbox]


def join_all(session, people):
    return [
        places.join(session=session, person=one, now=later(n)).state for n, one in enumerate(people)
    ]


# --- Seats and the waiting list -----------------------------------------------------------------


def test_the_first_who_come_have_a_seat_and_the_others_wait(coming, crew):
    assert join_all(coming, crew) == ["booked", "booked", "waiting", "waiting"]


def test_a_trainer_books_invites_and_takes_out_only_people_they_train(
    coming, crew, siriporn, phuket
):
    beyond = make_worker(phuket)
    place = places.join(session=coming, person=beyond, now=NOW)
    who = {"by": siriporn, "now": NOW}
    for refused in (
        lambda: places.book(session=coming, people=[crew[0], make_worker(phuket)], **who),
        lambda: places.invite(session=coming, people=[crew[0], make_worker(phuket)], **who),
        lambda: places.release(place=place, **who),
    ):
        with pytest.raises(ValidationError, match="You cannot do this"):
            refused()
    assert [one.person for one in Enrolment.objects.all()] == [beyond]


def test_without_a_number_there_is_room_for_all(coming, crew):
    Session.objects.update(seats=None)
    assert join_all(coming, crew) == ["booked"] * 4


def test_a_seat_that_becomes_free_goes_to_who_waited_longest_and_they_are_told_once(coming, crew):
    nok, montri, *_ = crew
    join_all(coming, crew)
    places.leave(session=coming, person=nok, now=later(9))
    places.leave(session=coming, person=nok, now=later(10))
    assert stands(coming) == {
        "nok": "declined",
        "montri": "booked",
        "piyada": "booked",
        "nantana": "waiting",
    }
    assert told() == ["piyada"]


def test_who_is_taken_out_makes_room_too(coming, crew):
    join_all(coming, crew)
    places.release(by=coming.trainer, place=coming.enrolments.get(person=crew[1]), now=later(9))
    assert (stands(coming)["piyada"], stands(coming)["nantana"]) == ("booked", "waiting")


def test_leaving_the_waiting_list_moves_nobody_up(coming, crew):
    join_all(coming, crew)
    places.leave(session=coming, person=crew[2], now=later(9))
    assert stands(coming)["nantana"] == "waiting"
    assert told() == []


def test_more_seats_move_the_list_up_and_fewer_take_nobodys_place(coming, crew):
    join_all(coming, crew)
    places.arrange(
        session=coming, by=coming.trainer, seats=3, online="", open_to_all=True, now=later(9)
    )
    places.arrange(
        session=coming, by=coming.trainer, seats=1, online="", open_to_all=True, now=later(10)
    )
    assert list(stands(coming).values()).count("booked") == 3


@pytest.mark.parametrize(("day", "moved"), [(FRIDAY, True), (THURSDAY, False)])
def test_after_the_day_nobody_moves_up(day, moved, coming, crew):
    join_all(coming, crew)
    Session.objects.update(day=day)
    places.release(by=coming.trainer, place=coming.enrolments.get(person=crew[0]), now=NOW)
    assert (stands(coming)["piyada"] == "booked") is moved


def test_signing_up_twice_keeps_ones_place_in_the_list(coming, crew):
    join_all(coming, crew)
    for person in crew:
        places.join(session=coming, person=person, now=later(60))
    assert list(stands(coming)) == ["nok", "montri", "piyada", "nantana"]


def test_whoever_adds_who_waits_already_sends_nobody_to_the_end_of_the_list(coming, crew):
    join_all(coming, crew)
    made = places.book(session=coming, people=[crew[2]], by=coming.trainer, now=later(60))
    assert [one.state for one in made] == ["waiting"]
    assert list(stands(coming)) == ["nok", "montri", "piyada", "nantana"]


@given(steps=st.lists(st.tuples(st.sampled_from("jl"), st.integers(0, 3)), max_size=25))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_seat_is_given_twice_and_none_is_empty_while_somebody_waits(steps, coming, crew):
    Enrolment.objects.all().delete()
    for number, (step, who) in enumerate(steps):
        act = places.join if step == "j" else places.leave
        act(session=coming, person=crew[who], now=later(number))
        now = list(stands(coming).values())
        assert now.count("booked") <= 2
        assert now.count("booked") == 2 or not now.count("waiting")


# --- Who may join -------------------------------------------------------------------------------


def test_a_session_that_is_over_is_refused_whatever_seats_are_free(coming, nok, crew):
    Session.objects.update(day=THURSDAY)
    with pytest.raises(ValidationError, match="This session is over"):
        places.join(session=coming, person=nok, now=NOW)
    with pytest.raises(ValidationError, match="This session is over"):
        places.invite(session=coming, by=coming.trainer, people=crew, now=NOW)
    assert not Enrolment.objects.exists()


def test_a_session_that_is_not_open_takes_only_who_was_invited(coming, nok, crew):
    Session.objects.update(open_to_all=False)
    with pytest.raises(ValidationError, match="You do not have access to this session"):
        places.join(session=coming, person=nok, now=NOW)
    places.invite(session=coming, by=coming.trainer, people=[nok], now=NOW)
    assert places.join(session=coming, person=nok, now=NOW).state == PlaceState.BOOKED


def test_nobody_of_another_organisation_joins(coming, noi):
    with pytest.raises(ValidationError, match="You do not have access to this session"):
        places.join(session=coming, person=noi, now=NOW)


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        ("missing", "Kanokwan Srisuk needs “Basics” first."),
        (
            MONDAY - timedelta(days=1),
            "Kanokwan Srisuk needs “Basics”, which expires on 22\u00a0Nov\u00a02026.",
        ),
        (MONDAY, None),
        (None, None),
    ],
)
def test_what_the_course_requires_must_hold_on_its_day(ends, sentence, coming, nok, siriporn):
    basics = make_certificate_type(nok.organisation, "Basics")
    Course.objects.update(requires=basics)
    if ends != "missing":
        make_certificate(nok, basics, by=siriporn, expires_on=ends)
    for verb in (
        lambda: places.join(session=coming, person=nok, now=NOW),
        lambda: places.book(session=coming, by=coming.trainer, people=[nok], now=NOW),
    ):
        if sentence is None:
            verb()
            break
        with pytest.raises(ValidationError) as refused:
            verb()
        assert refused.value.messages == [sentence]


# --- Booking by a trainer -------------------------------------------------------------------------


def test_people_get_a_place(interviewing, siriporn, crew):
    session = make_session(interviewing, siriporn)
    places.book(session=session, by=session.trainer, people=crew[:2], now=NOW)
    assert {place.person for place in session.enrolments.all()} == set(crew[:2])


def test_who_has_a_place_is_refused_by_name_and_nobody_is_booked(interviewing, siriporn, crew):
    session = make_session(interviewing, siriporn)
    make_places(session, crew[:1])
    with pytest.raises(ValidationError) as refused:
        places.book(session=session, by=session.trainer, people=crew[:3], now=NOW)
    assert refused.value.messages == ["Kanokwan Srisuk already has a place in this session."]
    assert session.enrolments.count() == 1


def test_before_the_day_those_without_a_seat_wait_on_the_day_they_sit(coming, crew):
    places.book(session=coming, by=coming.trainer, people=crew[:3], now=NOW)
    assert list(stands(coming).values()) == ["booked", "booked", "waiting"]
    with_chair = MONDAY - FRIDAY
    places.book(session=coming, by=coming.trainer, people=crew[2:], now=NOW + with_chair)
    assert list(stands(coming).values()) == ["booked"] * 4


def test_a_place_is_freed_until_it_has_a_result(session, crew):
    nok, montri, *_ = crew
    sessions.record(
        session=session, results={nok.pk: RollResult("away")}, version=0, by=session.trainer, at=NOW
    )
    places.release(by=session.trainer, place=session.enrolments.get(person=montri), now=NOW)
    for verb in (
        lambda: places.release(
            by=session.trainer, place=session.enrolments.get(person=nok), now=NOW
        ),
        lambda: places.leave(session=session, person=nok, now=NOW),
    ):
        with pytest.raises(ValidationError, match="has a result here already"):
            verb()
    assert montri.pk not in session.enrolments.values_list("person", flat=True)
    assert session.enrolments.count() == 3


def test_the_database_knows_no_attendance_without_a_place(coming, nok):
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            session=coming, person=nok, state=PlaceState.INVITED, attendance="full"
        )


def test_who_is_only_invited_is_not_on_the_roll(session, siriporn, chiang_mai):
    invited = make_worker(chiang_mai)
    Enrolment.objects.create(session=session, person=invited, state=PlaceState.INVITED, since=NOW)
    with pytest.raises(ValidationError, match="has no place"):
        sessions.record(
            session=session,
            results={invited.pk: RollResult("full")},
            version=0,
            by=siriporn,
            at=NOW,
        )
    found = Session.objects.visible_to(siriporn).with_places(siriporn).get(pk=session.pk)
    assert (found.booked, found.unsaid) == (4, 4)


# --- Inviting ------------------------------------------------------------------------------------


def test_an_invitation_is_told_once_and_holds_no_seat(coming, crew):
    places.invite(session=coming, by=coming.trainer, people=crew, now=NOW)
    places.invite(session=coming, by=coming.trainer, people=crew, now=later(1))
    assert sorted(told()) == ["montri", "nantana", "nok", "piyada"]
    assert places.free_seats(coming) == 2
    assert all("interview" not in letter.body.lower() for letter in mail.outbox)


def test_who_has_a_place_or_declined_is_not_invited_again(coming, crew):
    nok, montri, piyada, _nantana = crew
    places.join(session=coming, person=nok, now=NOW)
    places.invite(session=coming, by=coming.trainer, people=[montri], now=NOW)
    places.leave(session=coming, person=montri, now=NOW)
    made = places.invite(session=coming, by=coming.trainer, people=[nok, montri, piyada], now=NOW)
    assert [one.person for one in made] == [piyada]
    assert stands(coming)["montri"] == "declined"


@pytest.fixture
def needed(interview, siriporn):
    return make_requirement(interview, by=siriporn, job="specialist")


def test_everybody_who_needs_it_is_invited_to_the_next_session_in_one_press(
    coming, needed, interview, interviewing, siriporn, crew, wipa, client
):
    nok, montri, piyada, nantana = crew
    make_session(interviewing, siriporn, day=MONDAY + timedelta(days=7))
    make_certificate(nok, interview, by=siriporn, expires_on=FRIDAY + timedelta(days=61))
    make_certificate(montri, interview, by=siriporn, expires_on=FRIDAY + timedelta(days=60))
    make_certificate(piyada, interview, by=siriporn, expires_on=THURSDAY)
    enter(client, siriporn)
    page = reverse("who_covers", args=[interview.public_id])
    assert client.get(page).context["needing"] == 4
    for _press in range(2):
        assert client.post(page).status_code == 302
    assert stands(coming) == dict.fromkeys(["montri", "nantana", "piyada", "wipa"], "invited")
    assert client.get(page).context["needing"] == 0
    assert len(mail.outbox) == 4


def test_only_a_trainer_invites_and_only_their_own_people(
    coming, needed, interview, siriporn, wipa, saphan, office, crew, client
):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    arthit = make_worker(lamphun, "arthit")
    make_membership(arthit, lamphun, Role.TRAINER, hours=None)
    enter(client, wipa)
    page = reverse("who_covers", args=[interview.public_id])
    assert "needing" not in client.get(page).context
    assert client.post(page).status_code == 404
    assert set(invitations.uninvited(arthit, interview, FRIDAY)) == {arthit}


def test_without_a_session_the_page_says_so_and_the_press_is_nothing(
    needed, interview, siriporn, nok, client
):
    enter(client, siriporn)
    page = reverse("who_covers", args=[interview.public_id])
    assert "no session is planned" in client.get(page).content.decode()
    assert client.post(page).status_code == 404


def test_demand_counts_who_needs_it_and_is_in_no_session(
    coming, needed, interview, interviewing, saphan, siriporn, crew, wipa, noi, client
):
    nok, montri, piyada, nantana = crew
    first_aid = make_certificate_type(saphan, "First aid")
    make_requirement(first_aid, by=siriporn, role=Role.SUPERVISOR)
    make_requirement(interview, by=siriporn, role=Role.WORKER)  # asked twice, counted once
    make_certificate(nok, interview, by=siriporn, expires_on=None)
    make_certificate(montri, interview, by=siriporn, expires_on=THURSDAY)
    places.invite(session=coming, by=coming.trainer, people=[piyada], now=NOW)
    found = invitations.demand(siriporn, FRIDAY)
    assert [(one, one.people, one.next_day) for one in found] == [
        (interview, 3, MONDAY),
        (first_aid, 1, None),
    ]
    assert found[0].people == invitations.uninvited(siriporn, interview, FRIDAY).count()
    assert invitations.demand(noi, FRIDAY) == []
    enter(client, siriporn)
    page = client.get(reverse("training")).content.decode()
    assert "3 people · next session on 23 November 2026" in page
    assert "1 person · no session planned" in page


def test_who_is_away_for_long_or_has_not_come_in_is_neither_counted_nor_invited(
    coming, needed, interview, siriporn, crew, chiang_mai
):
    before = [one.people for one in invitations.demand(siriporn, FRIDAY)]
    make_absence(make_worker(chiang_mai, "away"))
    make_worker(chiang_mai, "entered", awaited=True)
    assert [one.people for one in invitations.demand(siriporn, FRIDAY)] == before
    invitations.invite_needing(session=coming, kind=interview, by=siriporn, day=FRIDAY, now=NOW)
    assert not stands(coming).keys() & {"away", "entered"}


# --- One's own page -------------------------------------------------------------------------------


@pytest.fixture
def own(client, nok):
    enter(client, nok)
    return client


def test_one_tap_confirms_and_one_tap_gives_back(own, coming, nok):
    places.invite(session=coming, by=coming.trainer, people=[nok], now=NOW)
    page = reverse("my_trainings")
    assert "You are invited" in own.get(page).content.decode()
    answer = own.post(page, {"join": coming.public_id}, follow=True)
    assert "You have a place." in answer.content.decode()
    assert stands(coming) == {"nok": "booked"}
    own.post(page, {"leave": coming.public_id})
    assert stands(coming) == {"nok": "declined"}
    assert "I can come after all" in own.get(page).content.decode()


def test_the_waiting_list_says_how_many_are_before(own, coming, crew):
    _nok, *others = crew
    for number, person in enumerate(others):
        places.join(session=coming, person=person, now=later(number - 9))
    answer = own.post(reverse("my_trainings"), {"join": coming.public_id}, follow=True)
    assert "You are on the waiting list" in answer.content.decode()
    assert [place.ahead for place in answer.context["waiting"]] == [1]


def test_of_people_added_at_once_each_reads_how_many_move_up_before_them(client, coming, crew):
    nok, montri, piyada, nantana = crew
    join_all(coming, [nok, montri])
    places.book(session=coming, people=[piyada, nantana], by=coming.trainer, now=later(9))
    before = []
    for person in (piyada, nantana):
        enter(client, person)
        [place] = client.get(reverse("my_trainings")).context["waiting"]
        before.append(place.ahead)
    assert before == [0, 1]
    places.leave(session=coming, person=nok, now=later(10))
    assert stands(coming)["piyada"] == "booked"


def test_the_link_is_shown_only_to_those_with_a_place(own, coming, nok):
    Session.objects.update(online="https://meet.example.org/x")
    page = reverse("my_trainings")
    assert "meet.example.org" not in own.get(page).content.decode()
    places.join(session=coming, person=nok, now=NOW)
    assert "meet.example.org" in own.get(page).content.decode()


def test_a_session_that_was_not_offered_is_missing_and_one_that_is_over_is_refused(
    own, coming, noi, interviewing, siriporn
):
    page = reverse("my_trainings")
    closed = make_session(interviewing, siriporn, day=MONDAY)
    assert own.post(page, {"join": closed.public_id}).status_code == 404
    assert own.post(page, {"join": "x"}).status_code == 404
    assert own.post(page, {}).status_code == 404
    Session.objects.update(day=THURSDAY)
    answer = own.post(page, {"join": coming.public_id})
    assert answer.status_code == 422
    assert "This session is over" in answer.content.decode()
    enter(own, noi)
    assert own.post(page, {"join": coming.public_id}).status_code == 404


def test_ones_own_page_costs_the_same_for_any_number(own, coming, nok, interviewing, siriporn):
    page = reverse("my_trainings")
    places.join(session=coming, person=nok, now=NOW)
    own.get(page)
    at_one = count_queries(own, page)
    for days in range(5):
        more = make_session(
            interviewing, siriporn, day=MONDAY + timedelta(days=days), open_to_all=True
        )
        if days % 2:
            places.join(session=more, person=nok, now=NOW)
    assert count_queries(own, page) == at_one


# --- The trainer's page --------------------------------------------------------------------------


def test_a_trainer_invites_finds_who_needs_it_and_changes_the_seats(
    client, siriporn, coming, needed, interview, crew, wipa
):
    nok, montri, *_ = crew
    make_certificate(nok, interview, by=siriporn, expires_on=None)
    enter(client, siriporn)
    page = reverse("session", args=[coming.public_id])
    offered = [one.username for one, _ in client.get(page, {"need": 1}).context["candidates"]]
    assert set(offered) == {"montri", "piyada", "nantana", "wipa"}
    client.post(page, {"do": "invite", "people": [montri.public_id]})
    client.post(page, {"do": "book", "people": [nok.public_id]})
    assert stands(coming) == {"montri": "invited", "nok": "booked"}
    shown = client.get(page)
    assert [(str(label), len(people)) for label, people in shown.context["page"].lists] == [
        ("Invited", 1)
    ]
    assert shown.context["page"].needing == 3
    client.post(page, {"do": "invite-needing"})
    assert list(stands(coming).values()).count("invited") == 4
    sent = {"do": "room", "room-seats": "๑๒", "room-online": "meet.example.org/a"}
    assert client.post(page, sent).status_code == 302
    coming.refresh_from_db()
    assert (coming.seats, coming.online, coming.open_to_all) == (
        12,
        "https://meet.example.org/a",
        False,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seats", "0"),
        ("seats", "5001"),
        ("seats", "many"),
        ("online", "http://meet.example.org"),
        ("online", "javascript:alert(1)"),
    ],
)
def test_seats_and_link_that_cannot_be_are_refused_at_their_field(
    field, value, client, siriporn, coming
):
    enter(client, siriporn)
    page = reverse("session", args=[coming.public_id])
    answer = client.post(page, {"do": "room", f"room-{field}": value})
    assert answer.status_code == 422
    assert [target for target, _ in answer.context["problems"]] == [f"id_room-{field}"]


def test_the_seats_that_a_colleague_gave_are_not_taken_back_by_an_older_page(
    client, siriporn, coming
):
    enter(client, siriporn)
    page = reverse("session", args=[coming.public_id])
    [mark] = re.findall(r'name="shown" value="([^"]+)"', client.get(page).text)
    Session.objects.filter(pk=coming.pk).update(seats=30)
    typed = {"do": "room", "room-seats": "2", "room-open_to_all": "on", "shown": mark}
    stale = client.post(page, typed)
    assert stale.status_code == 422
    assert "Now: 30<" in stale.text
    [mark] = re.findall(r'name="shown" value="([^"]+)"', stale.text)
    for shown in (mark, typed["shown"]):
        assert client.post(page, typed | {"shown": shown}).status_code == 302
    coming.refresh_from_db()
    assert (coming.seats, coming.open_to_all) == (2, True)


# --- The calendar --------------------------------------------------------------------------------


def read(client, token):
    return client.get(reverse("calendar", args=[token]))


def test_a_calendar_holds_ones_places_with_a_neutral_title(client, coming, nok, crew, siriporn):
    places.join(session=coming, person=nok, now=NOW)
    second = make_session(coming.course, siriporn, day=MONDAY)
    places.invite(session=second, by=siriporn, people=[nok], now=NOW)
    answer = read(client, calendars.renew(person=nok, now=NOW))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Training\r\n" in text
    assert "DTSTART:20261123T020000Z\r\n" in text
    assert not any(word in text for word in ("interview", "Chiang Mai", "Siriporn", "Kanokwan"))


def test_a_trainers_calendar_holds_what_they_lead(client, coming, siriporn):
    token = calendars.renew(person=siriporn, now=NOW)
    assert read(client, token).content.count(b"BEGIN:VEVENT") == 1


def test_a_new_address_stops_the_one_before_and_a_closed_account_has_none(client, nok):
    first, second = (calendars.renew(person=nok, now=NOW) for _ in range(2))
    assert [read(client, token).status_code for token in (first, second)] == [404, 200]
    assert first not in CalendarFeed.objects.get().token_hash
    nok.is_active = False
    nok.save()
    assert read(client, second).status_code == 404


def test_the_address_is_made_seen_once_and_stopped(own, nok):
    page = reverse("my_trainings")
    answer = own.post(page, {"do": "calendar"})
    address = answer.context["address"]
    assert address in answer.content.decode()
    assert address not in own.get(page).content.decode()
    path = address.removeprefix("http://localhost:8000")
    own.logout()
    assert own.get(path).status_code == 200
    enter(own, nok)
    own.post(page, {"do": "no-calendar"})
    assert own.get(path).status_code == 404


def test_the_day_of_the_cast_is_what_the_tests_say():
    assert (NOW.date(), MONDAY) == (FRIDAY, date(2026, 11, 23))
