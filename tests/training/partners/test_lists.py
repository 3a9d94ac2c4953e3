"""Lists beside what goes over the wall: sessions of several, certificates shown from elsewhere."""

from datetime import time

import pytest

from people.tenancy import context as tenancy
from tests.bringing import CHANGES, bring
from tests.makers import NOW, make_person
from tests.training.conftest import THURSDAY, make_places, make_session
from training.models import Certificate, ProofLine, Session, SessionPartner
from training.partners import actions as partners
from training.passport import actions as passport

from .test_actions import MONDAY, busaba, coming, friday, offered, shared, theirs

__all__ = ["busaba", "coming", "friday", "offered", "shared", "theirs"]
HELD = "Another organisation holds this session and decides when and where it is."
TAKING_PART = "Other organisations were asked. Please change it on the page of the session."


def row(course, **cells):
    return {"course": course, "day": f"{MONDAY:%d/%m/%Y}", "starts": "9:00"} | cells


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"place": "Our house"}, "place"),
        ({"ends": "12:00"}, "ends"),
        ({"seats": "90"}, "seats"),
        ({"online": "https://meet.example.org/9"}, "online"),
    ],
)
def test_a_list_changes_nothing_that_the_host_decides(cells, column, shared, busaba):
    assert bring("sessions", busaba, row("Listening to survivors", **cells)).problems == [
        (column, HELD)
    ]
    found = bring("sessions", busaba, row("Listening to survivors", open_to_all="yes")).save()
    assert found.fates == [CHANGES]
    shared.refresh_from_db()
    assert (shared.open_to_all, shared.seats, shared.place) == (True, 2, "Chiang Mai")


def test_a_list_of_the_host_leaves_those_who_take_part_in_step(
    interviewing, siriporn, busaba, theirs
):
    empty = make_session(interviewing, siriporn, day=MONDAY)
    offer = {"session": empty, "organisation": busaba.organisation, "seats": 2, "by": siriporn}
    partners.offer(**offer, now=NOW)
    with tenancy.of_request(siriporn.organisation_id):
        for column, typed in (
            ("place", "Elsewhere"), ("ends", "12:00"), ("online", "https://meet.example.org/9")
        ):  # fmt: skip
            found = bring("sessions", siriporn, row(str(interviewing), **{column: typed}))
            assert found.problems == [(column, TAKING_PART)]
        bring("sessions", siriporn, row(str(interviewing), seats="7")).save()
    empty.refresh_from_db()
    assert (empty.seats, empty.place, empty.ends) == (7, "Chiang Mai", time(16))


@pytest.mark.parametrize("answer", ["none", "yes", "no"])
def test_a_planned_session_that_others_were_asked_to_is_not_taken_back(
    answer, interviewing, siriporn, busaba, theirs
):
    with tenancy.of_request(siriporn.organisation_id):
        cells = row(str(interviewing), ends="16:00", place="Room 2")
        found = bring("sessions", siriporn, cells).save()
    planned = Session.objects.get(place="Room 2")
    offer = {"session": planned, "organisation": busaba.organisation, "seats": 2, "by": siriporn}
    made = partners.offer(**offer, now=NOW)
    if answer == "yes":
        partners.accept(partner=made, course=theirs, by=busaba, now=NOW)
    if answer == "no":
        partners.decline(partner=made, by=busaba, now=NOW)
    with tenancy.of_request(siriporn.organisation_id):
        assert found.undo() == [(2, "Other organisations were asked.")]
    assert Session.objects.filter(pk=planned.pk).exists()
    assert SessionPartner.objects.exists()


@pytest.fixture
def elsewhere(nok, rest_house):
    """Nok's second place of work."""
    return make_person("nok2", rest_house.organisation, account=nok.account)


def show(person, certificate):
    with tenancy.everywhere():
        return passport.show(person=person, certificates=[certificate], name=False, now=NOW)


def test_what_its_holder_shows_from_elsewhere_is_not_taken_back_with_a_list(
    nok, elsewhere, interview, interviewing, siriporn
):
    home = siriporn.organisation_id
    with tenancy.of_request(home):
        given = {"name": nok.full_name_en, "certificate": "Victim interview"}
        given |= {"issued_on": "2026-01-02"}
        listed = bring("certificates", siriporn, given)
        assert listed.problems == []
        listed.save()
    show(elsewhere, Certificate.objects.get())
    session = make_session(interviewing, siriporn)
    make_places(session, [nok])
    roll = {"name": nok.full_name_en, "attendance": "full day", "certify": "yes"}
    with tenancy.of_request(home):
        rolled = bring("rolls", siriporn, roll, about=session.public_id).save()
    show(elsewhere, Certificate.objects.get(session=session))
    with tenancy.of_request(home):
        assert [why for _row, why in rolled.undo()] == [
            "The person has shown its certificate to others."
        ]
        assert [why for _row, why in listed.undo()] == ["The person has shown it to others."]
    assert ProofLine.objects.count() == Certificate.objects.count() == 2


def test_a_corrected_roll_takes_back_also_what_is_shown_from_elsewhere(
    nok, elsewhere, interview, interviewing, siriporn
):
    session = make_session(interviewing, siriporn, day=THURSDAY)
    make_places(session, [nok])
    roll = {"name": nok.full_name_en, "attendance": "full day"}
    with tenancy.of_request(siriporn.organisation_id):
        bring("rolls", siriporn, roll | {"certify": "yes"}, about=session.public_id).save()
    show(elsewhere, Certificate.objects.get())
    with tenancy.of_request(siriporn.organisation_id):
        bring("rolls", siriporn, roll | {"certify": "no"}, about=session.public_id).save()
    assert not Certificate.objects.exists()
