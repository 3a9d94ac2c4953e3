"""The starter sets: once, by the admin, while there is no trainer; twice pressed is once."""

from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError

from people.models import Job, Organisation, Role
from tests.makers import NOW, enter, make_membership, make_other_admins, make_person
from training.models import CertificateType, Course, Requirement
from training.rules.starter_sets import TRAININGS, StarterSet, set_of, trainings_in
from training.starter import actions as starter
from training.starter.actions import ChosenTraining

PAGE = "/training/first-steps/"
FIRE = ChosenTraining(
    {"en": "Fire drill", "th": "ซ้อมหนีไฟ"}, Decimal(2), 12, None, "", ("job-office",)
)
AID = ChosenTraining({"en": "First aid"}, Decimal(6), 24)


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


def take(by, *chosen):
    return starter.take_over(chosen=chosen, by=by, now=NOW)


def test_a_course_its_certificate_and_who_is_asked(ploy):
    assert take(ploy, FIRE) == 1
    course, kind, asked = (
        Course.objects.get(),
        CertificateType.objects.get(),
        Requirement.objects.get(),
    )
    assert (course.hours, course.certificate_type, kind.validity_months) == (Decimal(2), kind, 12)
    assert (asked.type, asked.job.key, asked.added_by) == (kind, "office", ploy)


def test_a_second_press_adds_nothing_and_another_choice_is_refused(ploy):
    take(ploy, FIRE)
    renamed = ChosenTraining({"th": " ซ้อมหนีไฟ "}, Decimal(9))
    assert take(ploy, FIRE, renamed) == 0
    with pytest.raises(ValidationError, match="You cannot"):
        take(ploy, FIRE, AID)
    assert Course.objects.count() == 1


def test_where_a_trainer_is_only_a_trainer_adds(ploy, siriporn, office):
    with pytest.raises(ValidationError, match="You cannot"):
        take(ploy, FIRE)
    make_membership(ploy, office, Role.TRAINER)
    assert take(type(ploy).objects.get(pk=ploy.pk), FIRE) == 1


def test_an_admin_of_a_part_is_refused_and_others_have_their_own(ploy, chiang_mai, rest_house):
    part, other = make_other_admins(chiang_mai, rest_house)
    with pytest.raises(ValidationError, match="You cannot"):
        take(part, FIRE)
    take(other, FIRE)
    assert not Course.objects.visible_to(ploy).exists()


@pytest.mark.parametrize("chosen", StarterSet)
def test_a_set_has_what_its_work_needs_and_each_key_and_name_once(chosen):
    found = trainings_in(chosen)
    assert len({one.key for one in found}) == len({one.en for one in found}) == len(found) >= 8
    assert all(one.source and one.asked and one.hours > 0 for one in TRAININGS)


@pytest.mark.parametrize("kind", Organisation.Kind)
def test_every_kind_of_organisation_has_a_set_and_asks_jobs_that_exist(kind):
    assert set_of(kind) in StarterSet


def test_the_page_offers_the_organisations_own_set_and_others(ploy, client):
    enter(client, ploy)
    assert "Keeping people safe" in client.get(PAGE).text
    assert "Interviewing children" not in client.get(PAGE).text
    assert "Interviewing children" in client.get(f"{PAGE}?set=child").text
    assert client.get(f"{PAGE}?set=other").status_code == 404


def test_one_press_writes_the_whole_set_for_the_jobs_that_are_there(ploy, client):
    enter(client, ploy)
    page = client.get(f"{PAGE}?set=child")
    posted = {}
    for row in page.context["rows"]:
        posted |= {row[name].html_name: row[name].value() or "" for name in row.fields}
    for _time in range(2):
        assert client.post(f"{PAGE}?set=child", posted).url == "/people/"
    assert Course.objects.count() == len(trainings_in(StarterSet.CHILD))
    assert set(Requirement.objects.exclude(job=None).values_list("job", flat=True)) <= set(
        Job.objects.visible_to(ploy).values_list("pk", flat=True)
    )


def test_bad_input_of_a_ticked_one_stands_at_its_field_and_what_is_not_ticked_is_not_read(
    ploy, client
):
    enter(client, ploy)
    posted = {"basics-take": "on", "basics-name_en": "Ours", "basics-hours": "lots"}
    posted |= {"privacy-hours": "nonsense"}
    page = client.post(PAGE, posted)
    assert (page.status_code, len(page.context["problems"])) == (422, 1)
    assert 'value="lots"' in page.text
    assert client.post(PAGE, {}).status_code == 422


def test_a_trainer_from_elsewhere_closes_nothing_here(ploy, rest_house):
    make_membership(make_person("lek", rest_house.organisation), rest_house, Role.TRAINER)
    assert starter.may_take(ploy, NOW)


def test_a_trainer_begins_with_the_set_where_the_catalogue_is_empty(siriporn, nok, client):
    enter(client, siriporn)
    assert PAGE in client.get("/training/courses/").text
    assert "Take over what is ticked" in client.get(PAGE).text
    posted = {"basics-take": "on", "basics-name_en": "Our basics", "basics-hours": "38"}
    assert client.post(PAGE, posted).url == "/training/courses/"
    assert Course.objects.get().certificate_type.name["en"] == "Our basics"
    assert PAGE not in client.get("/training/courses/").text
    enter(client, nok)
    assert (client.get(PAGE).status_code, client.post(PAGE, posted).status_code) == (404, 404)


@pytest.mark.parametrize("page", ["/training/", "/training/requirements/list/"])
def test_where_no_certificate_is_in_the_list_a_trainer_is_led_to_it(siriporn, client, page):
    enter(client, siriporn)
    assert 'href="/training/courses/">Courses and certificates</a>' in client.get(page).text
