"""The pages of the jobs and kinds of employment: what they show, take and refuse."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.jobs import actions as jobs
from people.models import Employment, Job
from tests.makers import NOW, enter, job_of, judge_stale, make_worker

PAGE = "/people/jobs/"


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def as_ploy(client, ploy):
    enter(client, ploy)
    return client


def test_both_lists_stand_there_with_how_many_people_have_each(as_ploy, nok, chiang_mai):
    make_worker(chiang_mai)
    nok.employment = nok.organisation.employments.get(key="volunteer")
    nok.save()
    answer = as_ploy.get(PAGE)
    counts = {entry.code: n for entry, n in answer.context["jobs"] + answer.context["employments"]}
    assert (counts["specialist"], counts["volunteer"], counts["shelter"]) == (2, 1, 0)
    page = " ".join(answer.text.split())
    assert "Volunteer" in page
    assert "no contracted hours · 1 person" in page


@pytest.mark.parametrize("size", [1, 12])
def test_the_lists_cost_the_same_for_any_number(as_ploy, ploy, chiang_mai, size):
    for n in range(size):
        make_worker(chiang_mai)
        name = {"en": f"Job {n}"}
        jobs.add_job(organisation=ploy.organisation, name=name, by=ploy, now=NOW)
    as_ploy.get(PAGE)
    with CaptureQueriesContext(connection) as ran:
        as_ploy.get(PAGE)
    assert len(ran) == 7, [one["sql"][:90] for one in ran]


def test_a_job_is_added_renamed_retired_and_offered_again(as_ploy, ploy):
    page = as_ploy.post(f"{PAGE}new/", {"name_en": "Night watch", "name_th": "เวรดึก"}, follow=True)
    assert "Added: Night watch." in page.text
    made = Job.objects.get(name__en="Night watch")
    address = f"{PAGE}{made.public_id}/"
    assert "Saved." in as_ploy.post(address, {"name_en": "Night staff"}, follow=True).text
    made.refresh_from_db()
    assert dict(made.name) == {"en": "Night staff"}
    as_ploy.post(address, {"do": "retire"})
    assert not Job.objects.get(pk=made.pk).is_offered
    assert "Retired" in as_ploy.get(address).text
    as_ploy.post(address, {"do": "offer"})
    assert Job.objects.get(pk=made.pk).is_offered


def test_a_kind_of_employment_is_added_and_described(as_ploy):
    as_ploy.post("/people/employments/new/", {"name_en": "By the day"})
    made = Employment.objects.get(name__en="By the day")
    assert not made.has_hours
    address = f"/people/employments/{made.public_id}/"
    as_ploy.post(address, {"name_en": "By the day", "has_hours": "on"})
    assert Employment.objects.get(pk=made.pk).has_hours


def test_a_refused_name_stands_at_its_field_and_keeps_what_was_typed(as_ploy):
    answer = as_ploy.post(f"{PAGE}new/", {"name_en": "Office", "name_th": "งานใหม่"})
    assert answer.status_code == 422
    assert answer.text.count("There is already one of this name.") == 2
    assert "งานใหม่" in answer.text
    assert not Job.objects.filter(name__th="งานใหม่").exists()


def test_a_refused_name_leaves_the_heading_as_it_is_stored(as_ploy, ploy):
    job = job_of(ploy)
    answer = as_ploy.post(f"{PAGE}{job.public_id}/", {"name_en": "Office"})
    assert answer.status_code == 422
    assert "<h1>Victim specialist</h1>" in answer.text


def test_the_last_one_that_is_offered_is_not_retired(as_ploy, ploy):
    Job.objects.visible_to(ploy).exclude(key="office").update(is_offered=False)
    answer = as_ploy.post(f"{PAGE}{job_of(ploy, 'office').public_id}/", {"do": "retire"})
    assert answer.status_code == 422
    assert "At least one must be offered." in answer.text


def test_a_retired_job_is_not_offered_where_a_role_is_given(as_ploy, ploy, nok):
    jobs.offer(entry=job_of(ploy, "lawyer"), offered=False, by=ploy, now=NOW)
    page = as_ploy.get(f"/people/{nok.public_id}/join/").text
    assert 'value="lawyer"' not in page
    assert 'value="caseworker" selected' in page


def test_a_job_of_another_organisation_is_no_choice(as_ploy, ploy, nok, noi, office):
    own = jobs.add_job(organisation=ploy.organisation, name={"en": "Night"}, by=ploy, now=NOW)
    theirs = Job.objects.create(organisation=noi.organisation, name={"en": "Foreign"})
    sent = {"unit": office.public_id, "role": "trainer", "day": "20/11/2026"}
    address = f"/people/{nok.public_id}/join/"
    answer = as_ploy.post(address, sent | {"job": theirs.code})
    assert answer.status_code == 422
    assert as_ploy.post(address, sent | {"job": own.code}).status_code == 302
    assert nok.memberships.get(role="trainer").job == own


def test_a_kind_of_employment_is_not_put_back_by_an_older_page(as_ploy, ploy):
    kind = Employment.objects.filter(organisation=ploy.organisation, has_hours=True).first()
    judge_stale(
        as_ploy,
        f"/people/employments/{kind.public_id}/",
        change=lambda: Employment.objects.filter(pk=kind.pk).update(has_hours=False),
        typed={"name_en": "By contract"},
        told=["–"],
    )
