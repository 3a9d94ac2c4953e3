"""Sessions as a list: planned, arranged anew, and taken back."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from people.models import Role
from tests.bringing import CANNOT, CHANGES, NEW, SAME, bring, statements
from tests.makers import NOW, end_roles, make_membership, make_person
from tests.training.conftest import make_places, make_session
from training.models import Enrolment, PlaceState, Session
from training.sessions import places


def row(course="Trauma-informed interviewing", day="24/11/2569", starts="9.00", **cells):
    usual = {"course": course, "day": day, "starts": starts, "ends": "16:00", "place": "Room 2"}
    return usual | cells


def planned():
    columns = ("day", "starts", "ends", "place", "seats", "online", "open_to_all", "trainer")
    return list(Session.objects.order_by("pk").values_list(*columns))


def test_a_row_plans_a_session_as_by_hand(interviewing, siriporn, chiang_mai):
    dara = make_person("dara", siriporn.organisation, full_name_en="Dara Teach")
    make_membership(dara, chiang_mai, Role.TRAINER)
    found = bring(
        "sessions",
        siriporn,
        row("การสัมภาษณ์โดยเข้าใจบาดแผลทางใจ", seats="๒๐", online="example.org/x", open_to_all="ใช่"),
        row(starts="13:30", trainer="นางสาว Dara Teach"),
        row(day="2026-11-19"),
    )
    assert (found.problems, found.fates) == ([], [NEW] * 3)
    assert found.notes == ["In the past"]
    found.save()
    tuesday = date(2026, 11, 24)
    nine, four = time(9), time(16)
    link = "https://example.org/x"
    assert planned()[:2] == [
        (tuesday, nine, four, "Room 2", 20, link, True, siriporn.pk),
        (tuesday, time(13, 30), four, "Room 2", None, "", False, dara.pk),
    ]
    assert bring("sessions", siriporn, row(), row(starts="13:30")).fates == [SAME, SAME]
    assert found.undo() == []
    assert planned() == []


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"course": "Knitting"}, "course"),
        ({"day": "31/2/2569"}, "day"),
        ({"day": ""}, "day"),
        ({"starts": ""}, "starts"),
        ({"starts": "morning"}, "starts"),
        ({"ends": "9:00"}, "ends"),
        ({"ends": ""}, "ends"),
        ({"place": ""}, "place"),
        ({"place": "x" * 121}, "place"),
        ({"seats": "0"}, "seats"),
        ({"seats": "5001"}, "seats"),
        ({"seats": "5000"}, None),
        ({"online": "http://example.org"}, "online"),
        ({"open_to_all": "perhaps"}, "open_to_all"),
        # Nok is no trainer; and nobody of another organisation is found.
        ({"trainer": "Kanokwan Srisuk"}, "trainer"),
        ({"trainer": "Noi Chantra"}, "trainer"),
    ],
)
def test_a_row_is_refused_at_its_column(cells, column, interviewing, siriporn, nok, noi):
    found = bring("sessions", siriporn, row(**cells))
    assert [one for one, _ in found.problems] == ([column] if column else [])
    assert found.fates == [CANNOT if column else NEW]


def test_while_people_were_asked_only_the_room_changes(session, siriporn, chiang_mai, nok):
    about = {"day": "19/11/2569", "ends": "", "place": "", "trainer": ""}
    found = bring("sessions", siriporn, row(**about | {"seats": "9", "open_to_all": "yes"}))
    assert (found.fates, found.notes) == (
        [CHANGES],
        ["Seats: – → 9", "Anybody here may sign up: No → Yes"],
    )
    found.save()
    assert planned()[0][4:7] == (9, "", True)
    elsewhere = row(**about | {"ends": "17:00", "place": "Elsewhere"})
    refused = bring("sessions", siriporn, elsewhere)
    assert [one for one, _ in refused.problems] == ["ends", "place"]
    Enrolment.objects.all().delete()
    free = bring(
        "sessions", siriporn, row(**about | {"ends": "17:00", "place": "Elsewhere"})
    ).save()
    assert planned()[0][1:4] == (time(9), time(17), "Elsewhere")
    assert free.undo() == []
    assert planned()[0][1:4] == (time(9), time(16), "Chiang Mai")


def test_more_seats_move_the_list_up_as_on_the_page(interviewing, siriporn, crew):
    full = make_session(interviewing, siriporn, day=date(2026, 11, 24), seats=1)
    places.book(session=full, people=crew[:2], by=siriporn, now=NOW)
    found = bring("sessions", siriporn, row(place="", ends="", seats="2")).save()
    assert not Enrolment.objects.filter(state=PlaceState.WAITING).exists()
    # A place that was given is not taken away again.
    assert found.undo() == [(2, "People were asked or have a place.")]


def test_what_was_used_since_is_not_taken_back(interviewing, siriporn, crew):
    found = bring("sessions", siriporn, row(), row(starts="10:00"), row(starts="11:00")).save()
    one, two, _three = Session.objects.order_by("pk")
    make_places(one, crew)
    places.arrange(session=two, seats=3, online="", open_to_all=False, by=siriporn, now=NOW)
    assert sorted(found.undo()) == [
        (2, "People were asked or have a place."),
        (3, "It was changed since."),
    ]
    assert Session.objects.count() == 2


def test_only_a_trainer_of_today_and_only_in_reach(interviewing, siriporn, nok, phuket, noi):
    for other in (nok, noi, end_roles(siriporn)):
        with pytest.raises(ValidationError):
            bring("sessions", other, row())
    # A trainer of a sister unit meets neither the session nor its people.
    dao = make_person("dao", siriporn.organisation, full_name_en="Dao Sister")
    make_membership(dao, phuket, Role.TRAINER)
    make_session(interviewing, siriporn, day=date(2026, 11, 24))
    assert bring("sessions", dao, row()).fates == [NEW]
    assert bring("sessions", dao, row(trainer="Siriporn Maneewong")).fates == [CANNOT]


def test_the_mark_and_the_statements(interviewing, siriporn, crew):
    there = make_session(interviewing, siriporn, day=date(2026, 11, 24))
    before = bring("sessions", siriporn, row(seats="5")).marks
    assert bring("sessions", siriporn, row(seats="5")).marks == before
    make_places(there, crew[:1])
    assert bring("sessions", siriporn, row(seats="5")).marks != before
    counted = set()
    for hour in ([8], range(10, 20)):
        rows = [row(starts=f"{one}:15", ends="20:00") for one in hour]
        counted.add(statements(lambda rows=rows: bring("sessions", siriporn, *rows).save().undo()))
    assert len(counted) == 1
