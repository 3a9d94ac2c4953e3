"""Training together: two organisations, one day, and no person of one in anything of the other."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from people.models import Organisation, Person, Role
from people.tenancy import context as tenancy
from people.tenancy.context import everywhere
from tests.makers import NOW, enter, make_membership, make_person, make_worker
from tests.training.conftest import make_certificate_type, make_places, make_session
from training import pending
from training.models import (
    Certificate,
    Course,
    Enrolment,
    PlaceState,
    Session,
    SessionPartner,
)
from training.partners import actions as partners
from training.partners import tasks as partners_tasks
from training.sessions import actions as sessions
from training.sessions import moving, places
from training.sessions.actions import RollResult

TODAY = NOW.date()
MONDAY = TODAY + timedelta(days=3)
TUESDAY = MONDAY + timedelta(days=1)
WHEN = {"starts": time(9), "ends": time(16), "place": "Chiang Mai"}


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def busaba(rest_house):
    """The trainer of Baan Suk Shelters."""
    person = make_person("busaba", rest_house.organisation, full_name_en="Busaba Rakdee")
    make_membership(person, rest_house, Role.TRAINER)
    return person


@pytest.fixture
def theirs(rest_house):
    """The shelters' own course, with a certificate of theirs."""
    return Course.objects.create(
        organisation=rest_house.organisation,
        name={"en": "Listening to survivors"},
        hours=Decimal(6),
        certificate_type=make_certificate_type(rest_house.organisation, "Listening", thai=""),
    )


@pytest.fixture
def coming(interviewing, siriporn, nok):
    """Monday's session of Saphan Foundation, with Nok and a trainer from outside."""
    found = make_session(
        interviewing,
        siriporn,
        day=MONDAY,
        seats=12,
        online="https://meet.example.org/1",
        outside_trainer="Jane Doe",
        outside_organisation="University of Example",
    )
    make_places(found, [nok])
    return found


@pytest.fixture
def offered(coming, busaba, siriporn):
    """The shelters are offered two seats."""
    return partners.offer(
        session=coming, organisation=busaba.organisation, seats=2, by=siriporn, now=NOW
    )


@pytest.fixture
def shared(offered, theirs, busaba):
    """The shelters' own session of that day."""
    return partners.accept(partner=offered, course=theirs, by=busaba, now=NOW)


def told():
    return sorted(letter.to[0].split("@")[0] for letter in mail.outbox)


def code(refused):
    return (
        [one.code for one in refused.value.error_list]
        if hasattr(refused.value, "error_list")
        else [one.code for errors in refused.value.error_dict.values() for one in errors]
    )


# --- Inviting -------------------------------------------------------------------------------------


def test_only_organisations_with_a_trainer_that_take_part_can_be_invited(
    coming, siriporn, noi, busaba
):
    shelters = busaba.organisation
    assert partners.may_be_invited(siriporn, NOW) == [shelters]
    with everywhere():
        Person.objects.filter(pk=busaba.pk).update(awaited=True)  # only entered: none could answer
        assert partners.may_be_invited(siriporn, NOW) == []
        Person.objects.filter(pk=busaba.pk).update(awaited=False)
    shelters.modules_off = ["co_training"]
    shelters.save()
    assert partners.may_be_invited(siriporn, NOW) == []
    with pytest.raises(ValidationError) as refused:
        partners.offer(session=coming, organisation=shelters, seats=2, by=siriporn, now=NOW)
    assert code(refused) == ["not_there"]
    Organisation.objects.update(modules_off=[])
    busaba.memberships.update(ends=TODAY - timedelta(days=1))
    assert partners.may_be_invited(siriporn, NOW) == []


def test_an_organisation_is_asked_once_and_again_after_a_no(
    offered, coming, busaba, siriporn, theirs
):
    about = {"session": coming, "organisation": busaba.organisation, "by": siriporn, "now": NOW}
    with pytest.raises(ValidationError) as refused:
        partners.offer(**about, seats=4)
    assert code(refused) == ["asked"]
    partners.decline(partner=offered, by=busaba, now=NOW)
    again = partners.offer(**about, seats=4)
    assert (again.pk, again.seats, again.state) == (offered.pk, 4, "offered")
    with pytest.raises(ValidationError):
        partners.offer(**about | {"session": coming}, seats=0)


def test_neither_oneself_nor_after_the_day_nor_what_others_hold(
    shared, siriporn, busaba, interviewing, saphan
):
    over = make_session(interviewing, siriporn, day=TODAY - timedelta(days=1))
    for session, to, by, why in (
        (over, busaba.organisation, siriporn, "over"),
        (make_session(interviewing, siriporn, day=TODAY), saphan, siriporn, "not_there"),
        (shared, saphan, busaba, "held_elsewhere"),
    ):
        with pytest.raises(ValidationError) as refused:
            partners.offer(session=session, organisation=to, seats=1, by=by, now=NOW)
        assert code(refused) == [why]


@pytest.mark.parametrize("who", ["nok", "wipa", "ploy", "noi", "busaba"])
def test_only_who_arranges_the_session_opens_or_closes_it(who, request, coming, offered):
    by = request.getfixturevalue(who)
    with pytest.raises(ValidationError):
        partners.withdraw(partner=offered, by=by, now=NOW)
    with pytest.raises(ValidationError):
        partners.offer(session=coming, organisation=offered.organisation, seats=1, by=by, now=NOW)


@pytest.mark.parametrize("who", ["noi", "siriporn", "nok"])
def test_only_a_trainer_of_the_invited_organisation_answers(who, request, offered, theirs):
    by = request.getfixturevalue(who)
    for answer in (
        lambda: partners.accept(partner=offered, course=theirs, by=by, now=NOW),
        lambda: partners.decline(partner=offered, by=by, now=NOW),
    ):
        with pytest.raises(ValidationError):
            answer()


def test_a_course_of_the_host_is_none_of_theirs(offered, interviewing, busaba):
    with pytest.raises(ValidationError):
        partners.accept(partner=offered, course=interviewing, by=busaba, now=NOW)


def test_of_two_answers_the_second_is_refused(offered, theirs, busaba, siriporn):
    stale = SessionPartner.objects.get(pk=offered.pk)
    partners.accept(partner=offered, course=theirs, by=busaba, now=NOW)
    with pytest.raises(ValidationError) as refused:
        partners.accept(partner=stale, course=theirs, by=busaba, now=NOW)
    assert code(refused) == ["settled"]
    partners.withdraw(partner=offered, by=siriporn, now=NOW)
    with pytest.raises(ValidationError):
        partners.decline(partner=stale, by=busaba, now=NOW)


# --- Taking part ----------------------------------------------------------------------------------


def test_who_takes_part_has_a_session_of_its_own_with_its_own_seats(shared, coming, busaba, theirs):
    assert (shared.organisation, shared.course, shared.trainer) == (
        busaba.organisation,
        theirs,
        busaba,
    )
    assert (shared.day, shared.times, shared.place) == (coming.day, coming.times, coming.place)
    assert (shared.seats, shared.online, shared.outside) == (
        2,
        "https://meet.example.org/1",
        "Jane Doe, University of Example",
    )
    assert str(shared.held_by) == "Saphan Foundation"
    assert not shared.enrolments.exists()


def test_seats_are_theirs_and_the_host_reads_a_count(shared, coming, busaba, rest_house, noi):
    two = [noi, make_worker(rest_house, "dao")]
    late = make_worker(rest_house, "mali")
    made = places.book(session=shared, people=[*two, late], by=busaba, now=NOW)
    assert [one.state for one in made] == ["booked", "booked", "waiting"]
    [line] = partners.partners_of(coming)
    assert (line.organisation, line.seats, line.taken) == ("Baan Suk Shelters", 2, 2)
    assert places.free_seats(coming) == 11
    # Seats and link are the host's to give; who may sign up is theirs.
    places.arrange(session=shared, seats=99, online="", open_to_all=True, by=busaba, now=NOW)
    shared.refresh_from_db()
    assert (shared.seats, shared.open_to_all) == (2, True)
    assert shared.online == "https://meet.example.org/1"


def test_each_marks_its_own_people_and_issues_its_own_certificate(
    shared, coming, busaba, siriporn, noi, nok, theirs
):
    places.book(session=shared, people=[noi], by=busaba, now=NOW)
    with pytest.raises(ValidationError):
        places.book(session=shared, people=[nok], by=busaba, now=NOW)
    with pytest.raises(ValidationError):
        places.book(session=coming, people=[noi], by=siriporn, now=NOW)
    day = NOW + timedelta(days=3)
    full = RollResult("full", certified=True)
    with time_machine.travel(day, tick=False):
        for session, person, by in ((shared, nok, busaba), (coming, noi, siriporn)):
            with pytest.raises(ValidationError):
                sessions.record(
                    session=session, results={person.pk: full}, version=0, by=by, at=day
                )
        with pytest.raises(ValidationError):
            sessions.record(session=shared, results={noi.pk: full}, version=0, by=siriporn, at=day)
        sessions.record(session=shared, results={noi.pk: full}, version=0, by=busaba, at=day)
    given = Certificate.objects.get(session=shared)
    assert (given.type, given.issued_by, given.person) == (theirs.certificate_type, busaba, noi)


# --- Changes of the host --------------------------------------------------------------------------


def test_the_host_moves_the_day_and_all_who_take_part_follow_and_are_told(
    shared, coming, siriporn, busaba, noi, nok
):
    places.book(session=shared, people=[noi], by=busaba, now=NOW)
    mail.outbox.clear()
    moving.move(
        session=coming, day=TUESDAY, starts=time(10), ends=time(15), place="Lamphun",
        by=siriporn, now=NOW,
    )  # fmt: skip
    shared.refresh_from_db()
    assert (shared.day, shared.place, shared.outside) == (TUESDAY, "Lamphun", "")
    assert SessionPartner.objects.get().day == TUESDAY
    assert told() == ["busaba", "noi", "nok"]
    mail.outbox.clear()
    again = {"day": TUESDAY, "starts": time(10), "ends": time(15), "place": "Lamphun"}
    moving.move(session=coming, **again, outside_trainer="A. Smith", by=siriporn, now=NOW)
    shared.refresh_from_db()
    assert (shared.outside, told()) == ("A. Smith", [])
    places.arrange(
        session=coming, seats=12, online="https://meet.example.org/2", open_to_all=False,
        by=siriporn, now=NOW,
    )  # fmt: skip
    shared.refresh_from_db()
    assert (shared.online, shared.seats) == ("https://meet.example.org/2", 2)


def test_who_takes_part_neither_moves_nor_calls_off_what_the_host_decides(shared, busaba):
    with pytest.raises(ValidationError, match="decides when and where"):
        moving.move(session=shared, day=TUESDAY, **WHEN, by=busaba, now=NOW)
    with pytest.raises(ValidationError, match="decides when and where"):
        moving.call_off(session=shared, by=busaba, now=NOW)


@pytest.mark.parametrize(
    ("day", "fits"), [(TODAY - timedelta(days=1), False), (TODAY, True), (TUESDAY, True)]
)
def test_a_session_is_moved_to_a_day_from_today_on(day, fits, coming, siriporn):
    move = {"session": coming, "day": day, **WHEN, "by": siriporn, "now": NOW}
    if fits:
        assert moving.move(**move).day == day
    else:
        with pytest.raises(ValidationError, match="from today on"):
            moving.move(**move)


def test_what_took_place_is_neither_moved_nor_called_off_nor_given_up(
    shared, coming, offered, busaba, siriporn, noi
):
    """Not even where the results are the other organisation's: its records are its own."""
    places.book(session=shared, people=[noi], by=busaba, now=NOW)
    Enrolment.objects.filter(session=shared).update(attendance="full")
    for refused in (
        lambda: moving.move(session=coming, day=TUESDAY, **WHEN, by=siriporn, now=NOW),
        lambda: moving.call_off(session=coming, by=siriporn, now=NOW),
        lambda: partners.withdraw(partner=offered, by=siriporn, now=NOW),
        lambda: partners.decline(partner=offered, by=busaba, now=NOW),
    ):
        with pytest.raises(ValidationError, match="written down already"):
            refused()
    assert Session.objects.filter(pk__in=[shared.pk, coming.pk], day=MONDAY).count() == 2
    assert SessionPartner.objects.get().state == "accepted"


def test_after_the_day_neither_takes_the_list_of_who_was_awaited_away(
    client, shared, coming, offered, busaba, siriporn, noi
):
    """Who came is written down in the days after: until then the list is all there is."""
    places.book(session=shared, people=[noi], by=busaba, now=NOW)
    after = NOW + timedelta(days=4)
    with time_machine.travel(after, tick=False):
        for end in (
            lambda: partners.withdraw(partner=offered, by=siriporn, now=after),
            lambda: partners.decline(partner=offered, by=busaba, now=after),
        ):
            with pytest.raises(ValidationError, match="This session is over"):
                end()
        enter(client, siriporn)
        sent = {"id": offered.public_id, "withdraw": "1"}
        page = reverse("session_partners", args=[coming.public_id])
        assert client.post(page, sent).status_code == 422
    assert shared.enrolments.count() == 1


@pytest.mark.parametrize("role", ["still trains", "trains no more"])
def test_news_go_to_who_leads_the_session_or_to_who_trains_there_now(
    role, offered, coming, theirs, busaba, siriporn, office, rest_house
):
    pim = make_person("pim", siriporn.organisation)
    make_membership(pim, office, Role.TRAINER)
    mali = make_person("mali", rest_house.organisation)
    make_membership(mali, rest_house, Role.TRAINER)
    partners.accept(partner=offered, course=theirs, by=busaba, now=NOW)
    if role == "trains no more":
        for one in (siriporn, busaba):
            one.memberships.update(ends=TODAY - timedelta(days=1))
    expected = {"still trains": ("busaba", "siriporn"), "trains no more": ("mali", "pim")}[role]
    mail.outbox.clear()
    partners_tasks.tell_answered.call(offered.pk, "accepted", "1")
    partners_tasks.tell_moved.call(Session.objects.get(course=theirs).pk, "1", trainer=True)
    assert told() == [*expected]
    mail.outbox.clear()
    partners_tasks.tell_ended.call(offered.pk, busaba.pk, "withdrawn", "1")
    assert told() == [expected[0]]


@pytest.mark.parametrize("how", ["withdrawn", "declined", "called off"])
def test_a_partner_that_is_out_has_no_session_left_and_its_people_are_told(
    how, shared, coming, offered, busaba, siriporn, noi, nok
):
    places.book(session=shared, people=[noi], by=busaba, now=NOW)
    mail.outbox.clear()
    if how == "withdrawn":
        partners.withdraw(partner=offered, by=siriporn, now=NOW)
    elif how == "declined":
        partners.decline(partner=offered, by=busaba, now=NOW)
    else:
        moving.call_off(session=coming, by=siriporn, now=NOW)
    assert not Session.objects.filter(pk=shared.pk).exists()
    assert not Enrolment.objects.filter(person=noi).exists()
    assert Session.objects.filter(pk=coming.pk).exists() == (how != "called off")
    assert (
        told()
        == {
            "withdrawn": ["busaba", "noi"],
            "declined": ["noi", "siriporn"],
            "called off": ["busaba", "noi", "nok"],
        }[how]
    )


# --- Walls ----------------------------------------------------------------------------------------


def pages_of(client, person, *addresses):
    enter(client, person)
    return "\n".join(client.get(one).content.decode() for one in addresses)


def test_no_page_of_one_names_anybody_of_the_other(
    client, shared, coming, busaba, siriporn, noi, nok, django_assert_max_num_queries
):
    places.book(session=shared, people=[noi], by=busaba, now=NOW)
    host = reverse("session", args=[coming.public_id])
    with_whom = reverse("session_partners", args=[coming.public_id])
    page = pages_of(client, siriporn, host, with_whom, "/training/", "/training/report/")
    assert "1 of 2 seats taken" in " ".join(page.split())
    for hidden in (noi.full_name_en, "Busaba", str(shared.public_id), "Listening"):
        assert hidden not in page
    for address in (shared.public_id,):
        for route in ("session", "change_session", "session_partners"):
            assert client.get(reverse(route, args=[address])).status_code == 404
    own = reverse("session", args=[shared.public_id])
    page = pages_of(client, busaba, own, "/training/partners/", "/training/", "/training/report/")
    assert "Held by Saphan Foundation" in page
    assert "Jane Doe, University of Example" in page
    for hidden in ("Kanokwan", "Siriporn", str(coming.public_id)):
        assert hidden not in page
    assert client.get(host).status_code == 404
    with django_assert_max_num_queries(40):
        client.get("/training/partners/")


def test_the_wall_of_the_database_holds_between_the_two(shared, coming, nok, noi, busaba):
    places.book(session=shared, people=[noi], by=busaba, now=NOW)
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL has walls.")
    for mine, own, other in ((nok, coming, shared), (noi, shared, coming)):
        with tenancy.of_request(mine.organisation_id):
            assert list(Session.objects.all()) == [own]
            assert {one.person_id for one in Enrolment.objects.all()} == {mine.pk}
            assert not Session.objects.filter(pk=other.pk).update(place="Elsewhere")
    with tenancy.of_request(nok.organisation_id):  # the row is the invited organisation's
        assert not SessionPartner.objects.exists()


def test_both_work_within_their_own_walls(client, coming, busaba, siriporn, theirs, noi, nok):
    """Each step over its page, as a request reaches it."""
    enter(client, siriporn)
    with_whom = reverse("session_partners", args=[coming.public_id])
    sent = {"organisation": busaba.organisation.public_id, "seats": "2"}
    assert client.post(with_whom, sent | {"seats": "-"}).status_code == 422
    assert client.post(with_whom, sent | {"organisation": ""}).status_code == 422
    assert client.post(with_whom, sent).status_code == 302
    again = client.post(with_whom, sent)
    assert (again.status_code, "asked already" in again.text) == (422, True)

    enter(client, busaba)
    assert [one.code for one in pending.KINDS if one.rows(busaba, NOW).exists()] == [
        "session_partner"
    ]
    offers = "/training/partners/"
    assert "Trauma-informed interviewing" in client.get(offers).text
    named = {"id": SessionPartner.objects.get().public_id, "do": "accept"}
    unsaid = client.post(offers, named)
    assert (unsaid.status_code, unsaid.context["problems"][0][0]) == (
        422,
        f"{named['id']}-course",
    )
    made = client.post(offers, named | {"course": theirs.public_id})
    own = Session.objects.get(organisation=busaba.organisation)
    assert made["Location"] == reverse("session", args=[own.public_id])
    book = {"do": "book", "people": noi.public_id}
    assert client.post(made["Location"], book).status_code == 302
    room = {"do": "room", "room-open_to_all": "on", "room-seats": "50"}
    assert client.post(made["Location"], room).status_code == 302

    enter(client, siriporn)
    change = reverse("change_session", args=[coming.public_id])
    when = {"day": "2026-11-24", "starts": "09:00", "ends": "16:00", "place": "Lamphun"}
    assert client.post(change, when | {"ends": "08:00"}).status_code == 422
    assert client.post(change, when | {"outside_trainer": "1101700207030"}).status_code == 422
    assert client.post(change, when).status_code == 302
    own.refresh_from_db()
    assert (own.day, own.place, own.seats) == (date(2026, 11, 24), "Lamphun", 2)
    enter(client, noi)
    page = client.get("/training/coming/").text
    assert "Lamphun" in page
    assert "Held by Saphan Foundation" in " ".join(page.split())

    enter(client, busaba)
    gone = client.post(offers, named | {"do": "decline"})
    assert gone.status_code == 302
    assert not Session.objects.filter(pk=own.pk).exists()
    enter(client, siriporn)
    assert "Does not take part" in client.get(with_whom).text
    assert client.post(change, {"do": "call-off"}).status_code == 302
    assert not Session.objects.filter(pk=coming.pk).exists()


def test_an_offer_that_is_over_waits_for_nobody(offered, busaba):
    SessionPartner.objects.update(day=TODAY)
    assert pending.offers_to_answer(busaba, NOW).count() == 1
    SessionPartner.objects.update(day=TODAY - timedelta(days=1))
    assert pending.offers_to_answer(busaba, NOW).count() == 0
    assert partners.offers_to(busaba, NOW) == []


def test_a_stranger_finds_no_offer_by_its_number(client, offered, siriporn, noi, ploy):
    enter(client, siriporn)  # the host's own trainer answers nothing for them
    for do in ("accept", "decline"):
        sent = {"id": offered.public_id, "do": do}
        assert client.post("/training/partners/", sent).status_code == 422
    for person in (noi, ploy):
        enter(client, person)
        assert client.get("/training/partners/").status_code == 404
    assert SessionPartner.objects.get().state == "offered"


def test_a_trainer_from_outside_stands_where_the_trainer_does_and_not_in_calendars(
    client, coming, siriporn, nok
):
    enter(client, siriporn)
    page = " ".join(client.get(reverse("session", args=[coming.public_id])).text.split())
    assert "From outside: Jane Doe, University of Example" in page
    enter(client, nok)
    assert "Jane Doe, University of Example" in client.get("/training/coming/").text
    sent = client.post("/training/coming/", {"do": "calendar"})
    feed = client.get(sent.context["address"].removeprefix("http://localhost:8000"))
    assert b"Jane" not in b"".join(feed)  # calendars are shown to families: a training, no more


def test_a_session_is_planned_with_a_trainer_from_outside(client, siriporn, interviewing):
    enter(client, siriporn)
    sent = {"course": interviewing.public_id, "day": "2026-11-24", "starts": "9", "ends": "12"}
    sent |= {"place": "Lamphun", "trainer": siriporn.public_id, "outside_trainer": "Jane Doe"}
    assert client.post("/training/sessions/new/", sent).status_code == 302
    assert Session.objects.get().outside == "Jane Doe"
    assert PlaceState.BOOKED not in Session.objects.get().enrolments.values_list("state")


def test_doors_are_closed_again(coming, offered, siriporn):
    with tenancy.of_request(siriporn.organisation_id):
        partners.partners_of(coming)
        partners.may_be_invited(siriporn, NOW)
        assert tenancy.current() == str(siriporn.organisation_id)
    with everywhere():
        assert SessionPartner.objects.count() == 1


def test_on_the_day_the_host_still_opens_its_own_sign_up(shared, coming, busaba, siriporn, noi):
    """Also where the others have written down already who came."""
    places.book(session=shared, people=[noi], by=busaba, now=NOW)
    Enrolment.objects.filter(session=shared).update(attendance="full")
    about = {"session": coming, "seats": 20, "open_to_all": True, "by": siriporn, "now": NOW}
    assert places.arrange(**about, online=coming.online).seats == 20
    with pytest.raises(ValidationError, match="written down already"):
        places.arrange(**about, online="")
