"""A module that an organisation switched off: not there for anybody, and whole when it is on again.

Everything is switched off for both organisations of the matrix; each person then opens every
address there is, and follows every link that they find.
"""

import json

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.module_loading import import_string

from config.schedules import TIMETABLE
from people.accounts import tokens
from people.models import Organisation, Person
from people.own_data import record
from people.product_modules import MODULES, OF_ROUTE
from tests.config.test_without_role import hrefs
from tests.makers import (
    FRIDAY_AFTERNOON,
    NOW,
    WEEK,
    deliver,
    enter,
    give_password,
    job_of,
    make_assessment,
    make_pack,
    make_promotion,
    make_week,
)
from tests.test_permissions import ROWS, address, boss, friday, objects, opened, written
from training.careers import actions as careers
from training.careers import tasks as career_tasks
from training.models import CareerLevel, HeldLevel, Promotion, VolunteerTerms
from training.volunteers import actions as volunteers
from workload.hands import actions as hands
from workload.models import HandRequest, StudyLog

__all__ = ["boss", "friday", "objects"]

CAST = ("nok", "wipa", "siriporn", "anan", "orathai", "ploy", "boss")


def switch_off(*keys: str) -> None:
    Organisation.objects.update(modules_off=sorted(keys or MODULES))


def switch_on() -> None:
    Organisation.objects.update(modules_off=[])


def test_every_route_of_a_module_is_one_of_the_product():
    assert OF_ROUTE.keys() <= {row[0] for row in ROWS}


# Open to everybody, also to people of organisations that have the module: it goes with its own.
PUBLIC = {"volunteer_page"}


@pytest.mark.rendered
@pytest.mark.parametrize("who", CAST)
def test_no_page_of_a_module_is_there_and_no_page_leads_to_one(client, request, objects, who):
    switch_off()
    enter(client, request.getfixturevalue(who))
    answers = opened(client, objects)
    statuses = {line: answer.status_code for line, answer in answers.items()}
    hidden = OF_ROUTE.keys() | PUBLIC
    assert statuses == written(who) | {line: 404 for line in statuses if line[0] in hidden}

    give_password(client)
    seen = {address(*line, objects) for line in answers}
    pages = [one for one in answers.values() if one.status_code == 200 and one.context]
    links = set().union(*(hrefs(one.text) for one in pages))
    gone = {address(*line, objects) for line in statuses if line[0] in hidden}
    assert links & gone == set()
    fresh = {path for path in links - seen if not path.startswith("/static/")}
    lost = {path for path in fresh if client.get(path).status_code == 404}
    assert lost == set()


def test_the_navigation_leaves_them_out_and_takes_them_back(client, wipa, friday):
    enter(client, wipa)
    for off, there in ((("forecast",), False), ((), True)):
        Organisation.objects.update(modules_off=list(off))
        page = client.get("/team/own-part/").text
        assert ('href="/team/forecast/"' in page) is there
        assert 'href="/lend-a-hand/"' in page


def test_switched_on_again_everybody_reaches_what_they_reached(client, objects, wipa):
    enter(client, wipa)
    switch_off()
    assert client.get("/team/forecast/").status_code == 404
    switch_on()
    statuses = {line: answer.status_code for line, answer in opened(client, objects).items()}
    assert statuses == written("wipa")


def test_an_operation_of_a_module_answers_as_what_is_not_there(client, wipa, friday):
    """Scoring needs no words: programs may, before people see a scale."""
    key = tokens.make(person=wipa, name="checking")[1]
    headers = {"Authorization": f"Bearer {key}"}
    paths = ("/api/v1/hands/offers", "/api/v1/hands/requests", "/api/v1/instruments")
    assert [client.get(path, headers=headers).status_code for path in paths] == [200] * 3
    switch_off()
    for path in paths:
        answer = client.get(path, headers=headers)
        assert answer.status_code == 404
        assert answer.json()["detail"] == "Nothing found."
    posted = client.post(
        "/api/v1/hands/offers", "{}", content_type="application/json", headers=headers
    )
    assert posted.status_code == 404
    assert client.get("/api/v1/team", headers=headers).status_code == 200
    # A wrong key learns nothing about it.
    assert client.get(paths[0], headers={"Authorization": "Bearer no"}).status_code == 401


def everything(nok, noi_lead, chiang_mai, rest_house, wipa, ploy, siriporn):
    """Something of each module about Nok and her team."""
    levels = careers.set_up_ladder(by=ploy)
    promotion = make_promotion(nok, levels[1], siriporn)
    StudyLog.objects.create(
        organisation=nok.organisation,
        person=nok,
        week=WEEK.monday,
        phase="active",
        cases=3,
        hours=9,
        logged_at=NOW,
    )
    make_assessment(nok, make_pack(nok.organisation))
    VolunteerTerms.objects.create(
        person=nok,
        kind=VolunteerTerms.Kind.values[0],
        hours=8,
        tasks=VolunteerTerms.Task.values[:1],
        until=NOW.date(),
        written_by=wipa,
        written_at=NOW,
    )
    credential = CareerLevel.objects.filter(track=CareerLevel.Track.CREDENTIAL).first()
    HeldLevel.objects.create(person=nok, level=credential, since=NOW.date(), given_by=ploy)
    job = job_of(rest_house, "shelter")
    offer = hands.offer(by=noi_lead, unit=rest_house, points=10, job=job, until=NOW.date(), now=NOW)
    return promotion, offer


@pytest.fixture
def full(nok, boss, chiang_mai, rest_house, wipa, ploy, siriporn, friday):
    return everything(nok, boss, chiang_mai, rest_house, wipa, ploy, siriporn)


KEPT = ("promotions", "time_study", "scales", "volunteer_terms", "levels")


def parts(person) -> dict[str, list]:
    found = json.loads(record.as_json(Person.objects.get(pk=person.pk), NOW))["parts"]
    return {name: found[name] for name in KEPT}


def test_the_whole_record_still_holds_what_was_written_there(full, nok):
    before = parts(nok)
    assert all(before.values())
    switch_off()
    assert parts(nok) == before


def test_no_job_writes_or_sends_anything_of_a_module(full, nok, wipa, chiang_mai, siriporn, boss):
    promotion, offer = full
    make_week(nok)
    request = hands.ask(by=wipa, unit=chiang_mai, wanted=offer, points=2, now=NOW)
    mail.outbox.clear()
    switch_off()
    kept = {model: list(model.objects.values()) for model in (Promotion, HandRequest, StudyLog)}
    hands.tell_about_hand.call(request.pk, HandRequest.State.WITHDRAWN)
    career_tasks.tell_asked.call(promotion.pk)
    career_tasks.tell_panel.call(promotion.pk, siriporn.pk)
    Promotion.objects.update(decided_at=NOW, granted=False, reasons="Not yet.")
    career_tasks.tell_decided.call(promotion.pk)
    assert mail.outbox == []
    Promotion.objects.update(decided_at=None, granted=None, reasons="")
    with time_machine.travel(FRIDAY_AFTERNOON, tick=False):
        for path in TIMETABLE:
            import_string(path).call()
    deliver()
    places = [reverse(route) for route in ("lend_a_hand", "time_study", "my_scales", "forecast")]
    assert [one.body for one in mail.outbox if any(place in one.body for place in places)] == []
    assert {model: list(model.objects.values()) for model in kept} == kept


def test_messages_go_again_when_it_is_on_again(full, siriporn):
    promotion, _offer = full
    switch_off("promotions")
    career_tasks.tell_panel.call(promotion.pk, siriporn.pk)
    assert mail.outbox == []
    switch_on()
    career_tasks.tell_panel.call(promotion.pk, siriporn.pk)
    assert [one.to for one in mail.outbox] == [[siriporn.email]]


def test_room_of_an_organisation_that_switched_it_off_is_not_offered(
    client, full, wipa, chiang_mai, rest_house
):
    _promotion, offer = full
    enter(client, wipa)
    assert "10.0 points a week" in client.get("/lend-a-hand/").text
    Organisation.objects.filter(pk=rest_house.organisation_id).update(modules_off=["lend_a_hand"])
    assert "10.0 points a week" not in client.get("/lend-a-hand/").text
    with pytest.raises(ValidationError, match="This offer has ended"):
        hands.ask(by=wipa, unit=chiang_mai, wanted=offer, points=1, now=NOW)


def test_a_path_without_volunteers_and_the_credential_is_whole(client, full, nok, ploy):
    enter(client, nok)
    words = ("As a volunteer", "Credential for victim advocates", "You asked for")
    assert all(one in client.get("/my-career/").text for one in words)
    switch_off("volunteers", "nacp", "promotions")
    page = client.get("/my-career/")
    assert not any(one in page.text for one in words)
    ladder = client.get("/careers/ladder/").text
    assert "Credential for victim advocates" not in ladder
    credential = CareerLevel.objects.filter(track=CareerLevel.Track.CREDENTIAL).first()
    enter(client, ploy)
    assert client.get(reverse("level", args=[credential.public_id])).status_code == 404


def test_a_volunteer_is_told_of_no_cap_where_there_are_no_volunteers(full, nok):
    about = {"hours": 20, "monday": WEEK.monday}
    assert volunteers.beyond_cap(person=nok, **about)
    switch_off("volunteers")
    assert not volunteers.beyond_cap(person=Person.objects.get(pk=nok.pk), **about)


def test_time_that_was_studied_is_not_offered_as_numbers(client, ploy, friday):
    enter(client, ploy)
    switch_off("time_study")
    assert client.get("/people/load/new/?measured").status_code == 200


def test_longer_scales_are_hidden_until_words_are_loaded(client, nok, ploy, saphan, friday):
    enter(client, nok)
    assert 'href="/my-scales/"' not in client.get("/account/").text
    assert client.get("/my-scales/").status_code == 404
    enter(client, ploy)
    assert client.get("/people/scales/").status_code == 200
    assert "Hidden from people until" in client.get("/people/modules/").text
    make_pack(saphan)
    assert "Hidden from people until" not in client.get("/people/modules/").text
    enter(client, nok)
    assert 'href="/my-scales/"' in client.get("/account/").text
    assert client.get("/my-scales/").status_code == 200


def test_words_of_another_organisation_open_nothing(client, nok, noi, friday):
    make_pack(noi.organisation)
    enter(client, nok)
    assert client.get("/my-scales/").status_code == 404


def test_whether_a_module_is_on_costs_a_page_no_statement(client, nok, friday):
    """It is read with the memberships, which every page reads."""
    enter(client, nok)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/help/").status_code == 200
    statements = [one["sql"] for one in queries]
    assert sum('"modules_off"' in one for one in statements) == 1
    assert [one for one in statements if 'FROM "people_organisation"' in one] == []
