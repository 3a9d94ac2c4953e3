"""The jobs and kinds of employment of an organisation: who edits them, and what stays as it was."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from people.jobs import actions as jobs
from people.jobs.starter import OFFICE, STARTER_JOBS, kind_of_work, usual_jobs
from people.members import invitations, memberships, proposals
from people.models import AccessEvent, Employment, Job, Membership, Organisation, Role
from people.units.actions import open_organisation
from tests.makers import NOW, job_of, make_membership, make_organisation, make_other_admins

NIGHT = {"en": "Night watch", "th": "เวรกลางคืน"}


def add(by, name, of=None):
    return jobs.add_job(organisation=of or by.organisation, name=name, by=by, now=NOW)


def retire(by, code):
    jobs.offer(entry=job_of(by, code), offered=False, by=by, now=NOW)


@pytest.mark.parametrize("kind", Organisation.Kind)
def test_an_organisation_opens_with_the_jobs_of_its_kind_in_two_languages(db, kind):
    ours = open_organisation(name={"en": "Rak"}, kind=kind).organisation
    assert {one.key for one in ours.jobs.all()} == {one.key for one in usual_jobs(kind)}
    assert OFFICE in {one.key for one in ours.jobs.all()}
    for one in [*ours.jobs.all(), *ours.employments.all()]:
        assert set(one.name) == {"en", "th"}
        assert one.is_offered
    volunteers = [one.key for one in ours.employments.filter(has_hours=False)]
    assert volunteers == ["volunteer"]


def test_keys_and_names_of_the_usual_jobs_are_each_there_once():
    for of in (lambda one: one.key, lambda one: one.en, lambda one: one.th):
        assert len({of(one) for one in STARTER_JOBS}) == len(STARTER_JOBS)


def test_the_police_call_their_reviewer_as_they_do(db):
    police = make_organisation("Division", kind="police")
    assert job_of(police, "reviewer").name["en"] == "TICAC reviewer"
    assert not police.jobs.filter(key="shelter").exists()


def test_an_admin_adds_a_job_and_the_trail_says_so(ploy, office):
    made = add(ploy, NIGHT)
    assert (made.organisation, made.key, made.code) == (
        office.organisation,
        "",
        f"{made.public_id}",
    )
    event = AccessEvent.objects.get()
    assert (event.viewer, event.viewer_role, event.what) == (ploy, Role.ADMIN, "jobs")
    assert (event.unit, event.person, event.at) == (office, None, NOW)


@pytest.mark.parametrize("name", [{"en": "victim  SPECIALIST"}, {"en": "New", "th": "งานสำนักงาน"}])
def test_a_name_that_is_there_in_any_language_is_refused_also_a_retired_ones(ploy, name):
    retire(ploy, OFFICE)
    with pytest.raises(ValidationError) as refused:
        add(ploy, name)
    assert refused.value.message_dict == {"name": ["There is already one of this name."]}


def test_two_organisations_call_their_jobs_the_same(ploy, noi, rest_house):
    make_membership(noi, rest_house, Role.ADMIN)
    for by in (ploy, noi):
        add(by, NIGHT)
    assert Job.objects.filter(name__en="Night watch").count() == 2


def test_a_job_without_a_name_and_the_forty_first_are_refused(ploy, noi):
    with pytest.raises(ValidationError, match="one language at least"):
        add(ploy, {"en": " "})
    there = Job.objects.visible_to(ploy).count()
    for n in range(jobs.AT_MOST - there):
        add(ploy, {"en": f"Job {n}"})
    with pytest.raises(ValidationError, match="There are 40 already"):
        add(ploy, NIGHT)
    jobs.describe(entry=job_of(ploy), name=NIGHT, by=ploy, now=NOW)


def test_a_new_name_is_read_wherever_the_job_is_and_its_key_stays(ploy, nok):
    jobs.describe(entry=job_of(ploy), name=NIGHT, by=ploy, now=NOW)
    job = Membership.objects.get(person=nok).job
    assert (str(job), job.key) == ("Night watch", "specialist")


def test_a_retired_job_stays_where_it_is_and_is_not_given_any_more(ploy, nok, chiang_mai, office):
    retire(ploy, "specialist")
    held = nok.memberships.get()
    assert held.job == job_of(ploy, "specialist")
    place = {"role": Role.WORKER, "job": held.job, "hours": held.hours, "day": NOW.date()}
    moved = memberships.move(membership=held, unit=office, **place, by=ploy, now=NOW)
    assert moved.job == held.job
    place = {"unit": office, "role": Role.TRAINER, "hours": None, "day": NOW.date()}
    with pytest.raises(ValidationError) as refused:
        memberships.join(person=nok, job=held.job, **place, by=ploy, now=NOW)
    assert refused.value.message_dict == {"job": ["Please choose from the list."]}
    jobs.offer(entry=held.job, offered=True, by=ploy, now=NOW)
    memberships.join(person=nok, job=job_of(ploy), **place, by=ploy, now=NOW)


def test_the_last_one_that_is_offered_stays(ploy, noi):
    Job.objects.visible_to(ploy).exclude(key=OFFICE).update(is_offered=False)
    with pytest.raises(ValidationError, match="At least one"):
        retire(ploy, OFFICE)
    assert job_of(ploy, OFFICE).is_offered


def test_a_second_press_notes_nothing(ploy):
    for _ in range(2):
        retire(ploy, OFFICE)
    assert AccessEvent.objects.count() == 1
    assert Job.objects.get(is_offered=False) == job_of(ploy, OFFICE)


@pytest.mark.parametrize("whose", ["of another organisation", "retired"])
def test_no_role_is_given_with_a_job_of_others_or_a_retired_one(
    ploy, wipa, nok, noi, office, whose
):
    retire(ploy, OFFICE)
    job = job_of(noi) if whose == "of another organisation" else job_of(ploy, OFFICE)
    held = nok.memberships.get()
    role = {"unit": office, "role": Role.TRAINER, "hours": None, "job": job, "now": NOW}
    begun = role | {"day": NOW.date()}
    asked = {"email": "mali@example.org", "invited_by": ploy}
    for give in (
        partial(memberships.join, person=nok, by=ploy, **begun),
        partial(memberships.move, membership=held, by=ploy, **begun),
        partial(invitations.invite, **role, **asked),
        partial(proposals.propose, by=ploy, **begun),
    ):
        with pytest.raises(ValidationError, match=r"You cannot do this|choose from the list"):
            give()
    assert not Membership.objects.filter(role=Role.TRAINER).exists()


def test_a_kind_of_employment_says_whether_it_has_hours(ploy):
    made = jobs.add_employment(
        organisation=ploy.organisation, name=NIGHT, has_hours=False, by=ploy, now=NOW
    )
    assert not made.has_hours
    jobs.describe(entry=made, name=NIGHT, has_hours=True, by=ploy, now=NOW)
    assert Employment.objects.get(pk=made.pk).has_hours


def test_an_admin_of_a_part_and_one_of_others_are_refused(ploy, chiang_mai, rest_house):
    job = job_of(ploy)
    acts = [
        lambda by: add(by, NIGHT, of=ploy.organisation),
        lambda by: jobs.describe(entry=job, name=NIGHT, by=by, now=NOW),
        lambda by: jobs.offer(entry=job, offered=False, by=by, now=NOW),
    ]
    for by in make_other_admins(chiang_mai, rest_house):
        for act in acts:
            with pytest.raises(ValidationError, match="You cannot"):
                act(by)
    job.refresh_from_db()
    assert (job.is_offered, job.name["en"]) == (True, "Victim specialist")


def test_another_organisation_reads_the_usual_words_and_never_an_own_name(ploy):
    jobs.describe(entry=job_of(ploy), name=NIGHT, by=ploy, now=NOW)
    assert str(kind_of_work(job_of(ploy))) == "Victim specialist"
    own = add(ploy, {"en": "Chiang Mai desk"})
    assert str(kind_of_work(own)) == "Another kind of work"
