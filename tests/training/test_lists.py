"""Lists of trainings and caseloads through their engine: brought, looked at, saved, taken back."""

import pytest
import time_machine

from people.lists import actions as lists
from people.models import AccessEvent, BackgroundJob, ListImport, Person
from tests.makers import NOW, enter
from training.models import Certificate, Enrolment, Session
from workload.models import CaseloadLine

COURSE = "Trauma-informed interviewing"
LISTS = {
    "certificates": (
        "siriporn",
        "ชื่อ-สกุล,ใบรับรอง,วันที่ออก\nนางสาว กนกวรรณ ศรีสุข,สัมภาษณ์ผู้เสียหาย,2/1/2569\nNobody,x,y\n",
        Certificate,
    ),
    "sessions": (
        "siriporn",
        f"Course,Day,From,Until,Place\n{COURSE},24/11/2569,9:00,16:00,Room 2\n",
        Session,
    ),
    "rolls": (
        "siriporn",
        f"Name,Attendance,Certify,Course,Day\nMontri,full day,yes,{COURSE},19/11/2569\n",
        Certificate,
    ),
    "caseloads": ("wipa", "Name,Phase,Cases\nMontri,ชั้นศาล,3\nNok?,active,1\n", CaseloadLine),
}


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("subject", LISTS)
def test_a_list_goes_all_the_way_and_back(
    subject, session, siriporn, wipa, django_capture_on_commit_callbacks
):
    username, text, model = LISTS[subject]
    by = Person.objects.get(account__username=username)
    before = model.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        brought = lists.bring(subject=subject, by=by, now=NOW, text=text)
    look = lists.look(brought=brought, by=by, now=NOW)
    assert look.counts["new"] == 1
    with django_capture_on_commit_callbacks(execute=True):
        job = lists.save(brought=brought, promised=look.digest, by=by, now=NOW)
    job.refresh_from_db()
    assert (job.state, model.objects.count()) == (BackgroundJob.State.DONE, before + 1)
    brought = ListImport.objects.get(pk=brought.pk)
    with django_capture_on_commit_callbacks(execute=True):
        job = lists.undo(brought=brought, by=by, now=NOW)
    job.refresh_from_db()
    assert (job.state, model.objects.count()) == (BackgroundJob.State.DONE, before)
    assert subject == "sessions" or AccessEvent.objects.filter(viewer=by).exists()


def test_what_changed_since_the_look_is_looked_at_again(
    session, crew, siriporn, django_capture_on_commit_callbacks
):
    text = "Name,Attendance\nMontri,full day\n"
    about = str(session.public_id)
    brought = lists.bring(subject="rolls", by=siriporn, now=NOW, text=text, about=about)
    look = lists.look(brought=brought, by=siriporn, now=NOW)
    Enrolment.objects.filter(person=crew[1]).update(attendance="away")
    with django_capture_on_commit_callbacks(execute=True):
        job = lists.save(brought=brought, promised=look.digest, by=siriporn, now=NOW)
    job.refresh_from_db()
    assert job.state == BackgroundJob.State.REFUSED
    assert Enrolment.objects.get(person=crew[1]).attendance == "away"


def test_the_links_lead_to_lists(client, session, siriporn, wipa):
    enter(client, siriporn)
    assert b'href="/lists/"' in client.get("/training/").content
    page = client.get(f"/training/sessions/{session.public_id}/").content.decode()
    assert f"/lists/new/rolls/?about={session.public_id}" in page
    for address in (f"/lists/new/rolls/?about={session.public_id}", "/lists/new/rolls/"):
        assert client.get(address).status_code == 200
    offered = client.get("/lists/").content.decode()
    assert all(f"/lists/new/{one}/" in offered for one in ("certificates", "sessions", "rolls"))
    enter(client, wipa)
    assert b"/lists/new/caseloads/" in client.get("/team/").content
    assert client.get("/lists/new/caseloads/").status_code == 200
    assert client.get("/lists/new/rolls/").status_code == 404
