"""The first steps: what is done is seen from what is there; whole admins skip and close."""

import re

import pytest
import time_machine
from django.core.exceptions import ValidationError

from people.first_run import actions as first_steps
from people.first_run.page import FirstRun
from people.first_run.steps import FIRST_STEPS
from people.models import Organisation, Person, Role, Unit
from people.modules import actions as modules
from tests.makers import (
    NOW,
    WEEK,
    enter,
    make_hotline,
    make_membership,
    make_other_admins,
    make_person,
    make_worker,
)
from training.models import CertificateType, Requirement
from wellbeing.models import Hotline
from workload.models import LoadPolicy

HOME, PAGE, UNITS = "/people/", "/people/first-steps/", "/people/first-steps/units/"
TRAINING, NUMBERS = "/training/first-steps/", "/people/first-steps/numbers/"
ORDER = ["units", "people", "supervisors", "numbers", "training", "requirements"]
ORDER += ["hotlines", "modules"]


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def begun(ploy):
    """An organisation on its first day: its admin and nobody else."""
    Organisation.objects.filter(pk=ploy.organisation_id).update(first_run_open=True)
    return Person.objects.get(pk=ploy.pk)


def steps(viewer):
    viewer = Person.objects.get(pk=viewer.pk)
    return FirstRun(viewer, NOW, set(viewer.own_organisation.first_run_skipped)).shown


def done(viewer) -> list[str]:
    return [one.step.code for one in steps(viewer) if one.state.done]


def test_they_stand_in_one_order_and_the_first_is_next(begun):
    assert [one.step.code for one in steps(begun)] == ORDER
    assert [one.step.code for one in steps(begun) if one.next] == ["units"]
    assert done(begun) == []


def test_each_is_done_by_what_is_there(begun, client, office):
    enter(client, begun)
    client.post(UNITS, {"outline": "Chiang Mai\n  Shelter"})
    assert done(begun) == ["units"]
    team = Unit.objects.get(name__en="Shelter")
    make_worker(team, "nok")
    assert done(begun) == ["units", "people"]
    make_membership(make_person("wipa", begun.organisation), team, Role.SUPERVISOR)
    assert done(begun) == ORDER[:3]
    client.post(NUMBERS)
    assert done(begun) == ORDER[:4]
    client.post(TRAINING, {"basics-take": "on", "basics-ask": "on", **basics()})
    assert done(begun) == ORDER[:6]
    make_hotline(begun.organisation, checked_on=None)
    assert done(begun) == ORDER[:6]
    Hotline.objects.update(checked_on=NOW.date())
    assert done(begun) == ORDER[:7]
    modules.switch(organisation=begun.organisation, key="forecast", on=False, by=begun, now=NOW)
    assert done(begun) == ORDER


def test_where_a_trainer_is_the_admin_reads_who_begins(begun, client, office):
    def said() -> str:
        return next(str(one.state.sentence) for one in steps(begun) if one.step.code == "training")

    assert said() == "None yet. A set for your kind of work is ready."
    make_membership(make_person("siriporn", begun.organisation), office, Role.TRAINER)
    assert said() == "None yet. A trainer is here and begins the list."


def test_a_small_team_is_invited_one_by_one_from_its_step(begun, client):
    enter(client, begun)
    assert re.search(r'href="/people/invite/">Invite one by one<', client.get(PAGE).text)


def basics() -> dict[str, str]:
    return {"basics-name_en": "Our basics", "basics-hours": "38", "basics-months": ""}


def test_a_step_is_left_out_and_taken_up_again_and_each_twice(begun):
    for _time in range(2):
        first_steps.leave_out(code="units", by=begun)
    assert [(one.step.code, one.next) for one in steps(begun)][:2] == [
        ("units", False),
        ("people", True),
    ]
    for _time in range(2):
        first_steps.leave_out(code="units", by=begun, out=False)
    assert steps(begun)[0].next


def test_an_open_list_is_closed_only_when_all_is_done_or_left_out(begun, client):
    with pytest.raises(ValidationError, match="still open"):
        first_steps.close(by=begun, now=NOW)
    enter(client, begun)
    refused = client.post(PAGE, {"close": "1"})
    assert (refused.status_code, "still open" in refused.text) == (422, True)
    for code in FIRST_STEPS:
        client.post(PAGE, {"skip": code})
    assert "Close this list" in client.get(HOME).text
    assert client.post(PAGE, {"close": "1"}).url == HOME
    assert "To begin with" not in client.get(HOME).text
    assert "To begin with" in client.get(PAGE).text
    assert not Organisation.objects.get(pk=begun.organisation_id).first_run_open


def test_an_admin_of_a_part_and_one_of_others_are_refused(begun, chiang_mai, rest_house, client):
    part, other = make_other_admins(chiang_mai, rest_house)
    for by in (part, other):
        if by == other:
            continue  # of their own organisation they may
        with pytest.raises(ValidationError, match="You cannot"):
            first_steps.leave_out(code="units", by=by)
        with pytest.raises(ValidationError, match="You cannot"):
            first_steps.close(by=by, now=NOW)
        enter(client, by)
        assert "To begin with" not in client.get(HOME).text
        assert client.get(PAGE).status_code == 404
    first_steps.leave_out(code="units", by=other)
    assert Organisation.objects.get(pk=begun.organisation_id).first_run_skipped == []


def test_a_step_that_is_none_is_refused(begun, client):
    enter(client, begun)
    assert client.post(PAGE, {"skip": "nothing"}).status_code == 422


def test_hotlines_are_said_once(begun, client):
    enter(client, begun)
    assert "has not checked the numbers" not in client.get(HOME).text
    Organisation.objects.filter(pk=begun.organisation_id).update(first_run_open=False)
    assert "has not checked the numbers" in client.get(HOME).text


@pytest.mark.parametrize("crew", [1, 6])
def test_the_home_costs_the_same_for_any_number(
    crew, begun, client, chiang_mai, django_assert_max_num_queries
):
    for n in range(crew):
        make_worker(chiang_mai, f"worker-{n}")
    enter(client, begun)
    client.get(HOME)
    with django_assert_max_num_queries(40):
        assert "Welcome, " in client.get(HOME).text


def test_keep_these_adopts_the_usual_numbers_from_the_next_monday_once(begun, client):
    enter(client, begun)
    assert "Keep these" in client.get(NUMBERS).text
    for _time in range(2):
        assert client.post(NUMBERS).url == HOME
    made = LoadPolicy.objects.get()
    assert (made.starts, made.unit_kind) == ((WEEK + 1).monday, "")
    assert "Keep these" not in client.get(NUMBERS).text


def test_a_refused_outline_keeps_what_was_typed(begun, client):
    enter(client, begun)
    page = client.post(UNITS, {"outline": "x" * 121})
    assert (page.status_code, "x" * 121 in page.text) == (422, True)
    assert "too long" in page.text
    assert client.post(UNITS, {"outline": " \n "}).status_code == 422


def test_the_set_asks_only_what_is_ticked(begun, client):
    enter(client, begun)
    client.post(TRAINING, {"basics-take": "on", **basics()})
    assert (CertificateType.objects.count(), Requirement.objects.count()) == (1, 0)
