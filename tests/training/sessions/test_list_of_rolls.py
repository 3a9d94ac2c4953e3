"""Attendance as a list: for one session or many, by the verbs of the roll, and taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.lists.kinds import SUBJECTS
from people.models import Person, Role
from tests.bringing import CANNOT, CHANGES, NEW, SAME, bring, statements
from tests.makers import NOW, end_roles, make_membership, make_person, make_worker
from tests.training.conftest import (
    THURSDAY,
    make_certificate,
    make_certificate_type,
    make_places,
    make_session,
    make_study,
)
from training.certificates import actions as certificates
from training.models import Certificate, Course, Enrolment, Evidence, PlaceState, Session
from training.passport import actions as passport
from training.sessions import actions as sessions
from training.sessions.from_lists.roll_judging import of_minutes


def row(name="Kanokwan Srisuk", attendance="full day", **cells):
    return {"name": name, "attendance": attendance} | cells


def roll():
    columns = ("person__account__username", "state", "attendance", "passed")
    return list(Enrolment.objects.order_by("pk").values_list(*columns))


def holders():
    return sorted(Certificate.objects.values_list("person__account__username", flat=True))


def test_a_list_writes_what_the_roll_writes(session, crew, siriporn, chiang_mai):
    late = make_worker(chiang_mai, "lek", full_name_en="Lek Walkin")
    found = bring(
        "rolls",
        siriporn,
        row("นางสาวกนกวรรณ ศรีสุข", "เต็มวัน", certify="ใช่"),
        row("Montri", "บางช่วง", certify="no"),
        row("Piyada", "ไม่มา"),
        row("Lek Walkin", "", minutes="336", certify="yes"),
        about=session.public_id,
    )
    assert (found.problems, found.fates) == ([], [NEW] * 4)
    assert found.notes == [
        "Full day",
        "Certificate",
        "Part",
        "Away",
        "Full day",
        "Gets a place",
        "Certificate",
    ]
    found.save()
    assert roll() == [
        ("nok", "booked", "full", True),
        ("montri", "booked", "part", False),
        ("piyada", "booked", "away", False),
        ("nantana", "booked", "", None),
        ("lek", "booked", "full", True),
    ]
    assert holders() == ["lek", "nok"]
    session.refresh_from_db()
    assert (session.version, session.recorded_by) == (1, siriporn)
    again = bring(
        "rolls", siriporn, row(certify="yes"), row("Montri", "away"), about=session.public_id
    )
    assert (again.fates, again.notes) == ([SAME, CHANGES], ["Full day", "Part → Away"])
    assert found.undo() == []
    assert [one[2:] for one in roll()] == [("", None)] * 4
    assert (holders(), late.enrolments.count()) == ([], 0)


@pytest.mark.parametrize(
    ("minutes", "said"), [(336, "full"), (335, "part"), (42, "part"), (41, "away"), (0, "away")]
)
def test_minutes_are_judged_against_the_length_of_the_session(minutes, said, session):
    assert of_minutes(minutes, session.starts, session.ends) == said


def test_several_rows_of_one_person_in_a_meeting_are_added_up(session, crew, siriporn):
    def line(name, minutes, join="", leave=""):
        return {"name": name, "minutes": minutes, "join": join, "leave": leave}

    found = bring(
        "rolls",
        siriporn,
        line("Montri", "200"),
        line("Piyada", "300", "19/11/2026 09:00", "19/11/2026 14:00"),
        line("Montri", "140"),
        line("Piyada", "300", "19/11/2026 09:00", "19/11/2026 14:00"),
        about=session.public_id,
    )
    assert found.fates == [NEW, NEW, SAME, SAME]
    assert found.notes == [
        "Full day",
        "Part",
        "Its minutes count in row 2",
        "Its minutes count in row 3",
    ]


def test_many_sessions_are_known_by_course_and_day(interviewing, session, crew, siriporn):
    morning = make_session(interviewing, siriporn, day=date(2026, 11, 12))
    make_places(morning, crew)
    make_session(interviewing, siriporn, day=date(2026, 11, 13))
    make_session(
        interviewing, siriporn, day=date(2026, 11, 13), starts=session.starts.replace(hour=8)
    )
    make_session(interviewing, siriporn, day=date(2026, 11, 21))
    about = {"course": "Trauma-informed interviewing"}
    found = bring(
        "rolls",
        siriporn,
        row(**about, day="19/11/2569"),
        row(**about, day="12/11/2569"),
        row(**about, day="13/11/2569"),
        row(**about, day="13/11/2569", starts="08:00"),
        row(**about, day="11/11/2569"),
        row(**about, day="21/11/2569"),
        row(course="Knitting", day="19/11/2569"),
    )
    assert found.fates == [NEW, NEW, CANNOT, NEW, CANNOT, CANNOT, CANNOT]
    assert [one for one, _ in found.problems] == ["starts", "day", "day", "course"]
    found.save()
    assert Enrolment.objects.filter(person=crew[0], attendance="full").count() == 3
    assert found.undo() == []
    assert not Enrolment.objects.exclude(attendance="").exists()


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"attendance": "perhaps"}, "attendance"),
        ({"attendance": ""}, "attendance"),
        ({"attendance": "", "minutes": "1441"}, "minutes"),
        ({"attendance": "away", "certify": "yes"}, "certify"),
        ({"certify": "perhaps"}, "certify"),
        ({"name": "Siriporn Maneewong"}, "name"),
        ({"name": "Noi Chantra"}, "name"),
        ({"name": "Dao Sister"}, "name"),
    ],
)
def test_a_row_is_refused_at_its_column(cells, column, session, siriporn, noi, phuket):
    make_worker(phuket, "dao", full_name_en="Dao Sister")
    make_places(session, [siriporn])
    found = bring("rolls", siriporn, row(**cells), about=session.public_id)
    assert ([one for one, _ in found.problems], found.fates) == ([column], [CANNOT])


def test_one_who_lacks_what_the_course_requires_gets_no_place(
    saphan, interviewing, session, siriporn, chiang_mai, crew
):
    first = make_certificate_type(saphan, "First aid", thai="ปฐมพยาบาล")
    Course.objects.filter(pk=interviewing.pk).update(requires=first)
    walkins = [make_worker(chiang_mai, name, full_name_en=name) for name in ("Ying", "Yai", "Yot")]
    make_certificate(walkins[0], first, by=siriporn, expires_on=THURSDAY)
    make_certificate(walkins[1], first, by=siriporn, expires_on=THURSDAY - timedelta(days=1))
    rows = [row(name) for name in ("Ying", "Yai", "Yot", "Montri")]
    assert bring("rolls", siriporn, *rows, about=session.public_id).fates == [
        NEW,
        CANNOT,
        CANNOT,
        NEW,
    ]


@pytest.mark.parametrize(("back", "late"), [(180, False), (181, True)])
def test_a_session_long_past_waits_for_a_second_trainer(
    back, late, interviewing, crew, siriporn, office
):
    old = make_session(interviewing, siriporn, day=NOW.date() - timedelta(days=back))
    make_places(old, crew)
    found = bring("rolls", siriporn, row(certify="yes"), row("Montri"), about=old.public_id)
    assert ("Waits for a second trainer" in found.notes) is late
    found.save()
    assert holders() == ([] if late else ["nok"])
    if late:
        assert bring("rolls", siriporn, row(certify="yes"), about=old.public_id).fates == [SAME]
        second = make_person("second", office.organisation, full_name_en="Second Trainer")
        make_membership(second, office, Role.TRAINER)
        old.refresh_from_db()
        sessions.confirm(session=old, version=old.version, by=second, at=NOW)
        assert holders() == ["nok"]
        why = "A second trainer has confirmed it."
        assert sorted(found.undo()) == [(2, why), (3, why)]
    else:
        assert found.undo() == []


def test_what_waits_for_a_second_trainer_can_be_taken_back(interviewing, crew, siriporn):
    old = make_session(interviewing, siriporn, day=NOW.date() - timedelta(days=200))
    make_places(old, crew)
    found = bring("rolls", siriporn, row(certify="yes"), about=old.public_id).save()
    assert Enrolment.objects.filter(proposed_by=siriporn).count() == 1
    assert found.undo() == []
    assert not Enrolment.objects.exclude(proposed_by=None).exists()


def test_what_was_used_since_is_not_taken_back(session, crew, siriporn, ploy):
    names = [one.full_name_en for one in crew]
    rows = [row(name, certify="yes") for name in names]
    found = bring("rolls", siriporn, *rows, about=session.public_id).save()
    given = {one.person: one for one in Certificate.objects.select_related("person")}
    passport.show(person=crew[0], certificates=[given[crew[0]]], name=True, now=NOW)
    certificates.revoke(certificate=given[crew[1]], reason="A mistake", by=ploy, now=NOW)
    result = {crew[2].pk: sessions.RollResult("part")}
    session.refresh_from_db()
    sessions.record(session=session, results=result, version=session.version, by=siriporn, at=NOW)
    assert sorted(found.undo()) == [
        (2, "The person has shown its certificate to others."),
        (3, "Its certificate was revoked since."),
        (4, "It was changed since."),
    ]
    assert roll()[3] == ("nantana", "booked", "", None)


def test_who_was_declined_or_waits_gets_the_place_and_has_that_again(session, crew, siriporn):
    Enrolment.objects.filter(person=crew[0]).update(state=PlaceState.DECLINED)
    found = bring("rolls", siriporn, row(), about=session.public_id).save()
    assert roll()[0] == ("nok", "booked", "full", False)
    assert found.undo() == []
    assert roll()[0] == ("nok", "declined", "", None)


def test_a_confirmed_certificate_is_not_withdrawn_by_a_list(session, crew, siriporn, noi):
    bring("rolls", siriporn, row(certify="yes"), about=session.public_id).save()
    Certificate.objects.update(confirmed_at=NOW, confirmed_by=noi)
    found = bring("rolls", siriporn, row(), about=session.public_id)
    assert [one for one, _ in found.problems] == ["certify"]


@pytest.mark.parametrize("added", ["hours", "file"])
def test_a_list_does_not_delete_what_its_holder_added_to_a_certificate(
    added, session, crew, siriporn, ploy
):
    work = bring("rolls", siriporn, row(certify="yes"), about=session.public_id).save()
    given = Certificate.objects.get()
    if added == "hours":
        make_study(given.person, given.type, siriporn)
    else:
        Evidence.objects.create(certificate=given, kind=Evidence.Kind.PDF, content=b"%PDF")
    found = bring("rolls", siriporn, row(), about=session.public_id)
    assert [one for one, _ in found.problems] == ["certify"]
    assert len(work.undo()) == 1
    assert Evidence.objects.count() == 1
    certificates.revoke(certificate=given, reason="Sat in for another", by=ploy, now=NOW)
    bring("rolls", siriporn, row(), about=session.public_id).save()
    assert Evidence.objects.count() == 1


def test_a_list_goes_on_once_what_was_confirmed_is_revoked(session, crew, siriporn, noi, ploy):
    bring("rolls", siriporn, row(certify="yes"), about=session.public_id).save()
    Certificate.objects.update(confirmed_at=NOW, confirmed_by=noi)
    given = Certificate.objects.get()
    certificates.revoke(certificate=given, reason="Sat in for another", by=ploy, now=NOW)
    found = bring("rolls", siriporn, row(), about=session.public_id)
    assert list(found.problems) == []
    found.save()
    assert Certificate.objects.get().revoked_at == NOW


def test_a_list_neither_forgets_nor_mends_what_was_revoked(session, crew, siriporn, ploy):
    bring("rolls", siriporn, row(certify="yes"), about=session.public_id).save()
    given = Certificate.objects.get()
    certificates.revoke(certificate=given, reason="Sat in for another", by=ploy, now=NOW)
    for answer in ({}, {"certify": "yes"}):
        bring("rolls", siriporn, row(**answer), about=session.public_id).save()
        left = Certificate.objects.values_list("pk", "current", "revoked_reason")
        assert list(left) == [(given.pk, False, "Sat in for another")]


def test_only_a_trainer_of_today_and_only_sessions_in_reach(
    session, siriporn, nok, noi, phuket, office
):
    dao = make_person("dao", siriporn.organisation, full_name_en="Dao Sister")
    make_membership(dao, phuket, Role.TRAINER)
    found = bring("rolls", siriporn, row(), about=session.public_id).save()
    for other in (nok, noi, end_roles(siriporn)):
        with pytest.raises(ValidationError):
            bring("rolls", other, row(), about=session.public_id)
    assert SUBJECTS["rolls"].find(dao, str(session.public_id)) is None
    assert SUBJECTS["rolls"].find(dao, "no-id") is None
    about = {"course": "Trauma-informed interviewing", "day": "19/11/2569"}
    assert bring("rolls", dao, row(**about)).fates == [CANNOT]
    assert found.undo(by=dao) == [(2, "You cannot change it any more.")]


def test_the_mark_and_the_statements(session, crew, siriporn):
    rows = [row(one.full_name_en, certify="yes") for one in crew]
    before = bring("rolls", siriporn, *rows, about=session.public_id).marks
    assert bring("rolls", siriporn, *rows, about=session.public_id).marks == before
    Session.objects.update(version=7)
    assert bring("rolls", siriporn, *rows, about=session.public_id).marks != before
    counted = set()
    for some in (rows[:1], rows):
        work = bring("rolls", siriporn, *some, about=session.public_id)
        counted.add((statements(work.save), statements(work.undo)))
        session.refresh_from_db()
    assert len({saves for saves, _ in counted}) <= 2


SAID = st.sampled_from(["full", "part", "away"])


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(["Montri", "Piyada", "Lek"]), st.tuples(SAID, st.booleans()))
)
def test_what_is_written_is_the_same_after_and_taken_back_it_is_as_before(
    session, crew, siriporn, chiang_mai, wanted
):
    if not Person.objects.filter(full_name_en="Lek").exists():
        make_worker(chiang_mai, "lek", full_name_en="Lek")
    before = roll(), holders()
    rows = [
        row(name, mark, certify="yes" if certify and mark != "away" else "no")
        for name, (mark, certify) in wanted.items()
    ]
    found = bring("rolls", siriporn, *rows, about=session.public_id).save()
    assert {*bring("rolls", siriporn, *rows, about=session.public_id).fates} <= {SAME}
    assert found.undo() == []
    assert (roll(), holders()) == before
