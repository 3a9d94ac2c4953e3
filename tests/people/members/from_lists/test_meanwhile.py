"""What changed between the look and the save of a list of people, or while its job ran."""

import json

import pytest
from django.core.exceptions import ValidationError

from people.lists import actions as lists
from people.lists import carrying
from people.members import memberships
from people.models import BackgroundJob, Job, ListImport, Membership, Person, Role
from tests.makers import NOW, make_membership, make_person

HEAD = "รหัสพนักงาน\tชื่อ-สกุล\tสังกัด\tตำแหน่ง\tชั่วโมง\n"
NEW = HEAD + "SP-9\tนางสาว มะลิ ใจดี\tChiang Mai team\tCase worker\t40\n"
CHANGED = HEAD + "SP-1\t\t\tInterpreter\t32\n"


@pytest.fixture(autouse=True)
def waiting(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def other_admin(ploy, chiang_mai):
    person = make_person("other-admin", chiang_mai.organisation)
    make_membership(person, chiang_mai.parent or chiang_mai, Role.ADMIN)
    return person


@pytest.fixture
def mali(chiang_mai):
    person = make_person("mali", chiang_mai.organisation, employee_number="SP-1")
    make_membership(person, chiang_mai)
    return person


def saving(by, text):
    """Bring a list, look and press save; its job has not run yet."""
    brought = lists.bring(subject="people", text=text, by=by, now=NOW)
    promised = lists.look(brought=brought, by=by, now=NOW).digest
    return brought, lists.save(brought=brought, promised=promised, by=by, now=NOW)


def run(job):
    carrying.save_list(job.pk, lambda: NOW)
    job.refresh_from_db()
    assert "มะลิ" not in json.dumps(job.report, ensure_ascii=False)
    return job.state, job.report.get("code")


def test_an_admin_who_is_none_any_more_writes_nothing(ploy, chiang_mai, other_admin):
    _brought, job = saving(other_admin, NEW)
    Membership.objects.filter(person=other_admin).delete()
    assert run(job)[0] == BackgroundJob.State.REFUSED
    assert not Person.objects.filter(awaited=True).exists()


@pytest.mark.parametrize("change", ["closed", "moved", "renamed", "retired", "numbered"])
def test_a_change_that_comes_between_is_looked_at_again(ploy, chiang_mai, mali, change):
    _brought, job = saving(ploy, CHANGED)
    if change == "closed":
        memberships.deactivate(person=mali, by=ploy, now=NOW)
    elif change == "moved":
        Membership.objects.filter(person=mali).update(hours=20)
    elif change == "renamed":
        Job.objects.filter(key="interpreter").update(name={"en": "Translator"})
    elif change == "retired":
        Job.objects.filter(key="interpreter").update(is_offered=False)
    else:
        Person.objects.filter(pk=mali.pk).update(employee_number="SP-2")
    before = list(Membership.objects.order_by("pk").values())
    assert run(job) == (BackgroundJob.State.REFUSED, "changed")
    assert list(Membership.objects.order_by("pk").values()) == before


def test_two_admins_who_bring_the_same_list_enter_each_person_once(ploy, chiang_mai, other_admin):
    _one, first = saving(ploy, NEW)
    _two, second = saving(other_admin, NEW)
    assert run(first)[0] == BackgroundJob.State.DONE
    assert run(second) == (BackgroundJob.State.REFUSED, "changed")
    assert run(first)[0] == BackgroundJob.State.DONE
    assert Person.objects.filter(awaited=True).count() == 1


def test_only_who_brought_a_list_takes_it_back_and_once(ploy, chiang_mai, other_admin):
    brought, job = saving(ploy, NEW)
    run(job)
    brought = ListImport.objects.get(pk=brought.pk)
    with pytest.raises(ValidationError):
        lists.undo(brought=brought, by=other_admin, now=NOW)
    first = lists.undo(brought=brought, by=ploy, now=NOW)
    assert lists.undo(brought=brought, by=ploy, now=NOW) == first
    for _twice in range(2):
        carrying.undo_list(first.pk, lambda: NOW)
        first.refresh_from_db()
        assert first.report == {"undone": 1, "kept": 0}
    assert not Person.objects.filter(awaited=True).exists()
    brought.refresh_from_db()
    assert lists.undo(brought=brought, by=ploy, now=NOW) == first
