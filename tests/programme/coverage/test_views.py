"""The overview opens for the programme office alone, and says nothing of one person."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.keys.chance import chance_keys
from people.models import AccessEvent, Role
from people.weeks import today
from programme import access_kinds
from tests.makers import NOW, enter, make_membership, make_unit, make_workers

from .test_actions import make_certificate, make_flag

URL = "/programme/"
WITHHELD = "Withheld: fewer than 10 people"


def open_page(client, person, query=""):
    enter(client, person)
    return client.get(URL + query)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_page_has_its_name():
    assert reverse("programme") == URL


def test_the_programme_office_opens_it(client, anan, nok):
    response = open_page(client, anan)
    assert response.status_code == 200
    assert "Chiang Mai team" in text(response)


@pytest.mark.parametrize("who", ["nok", "wipa", "siriporn", "orathai", "ploy", "noi"])
def test_for_all_others_it_is_not_there(who, request, client):
    assert open_page(client, request.getfixturevalue(who)).status_code == 404
    assert not AccessEvent.objects.exists()


def test_a_role_that_has_ended_opens_nothing(client, anan):
    anan.memberships.update(ends=today(timezone.now()) - timedelta(days=1))
    assert open_page(client, anan).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client, db):
    response = client.get(URL)
    assert (response.status_code, response.url) == (302, f"/sign-in/?next={URL}")


def test_the_units_shown_are_noted_in_the_trail(client, anan, office, chiang_mai, rest_house):
    open_page(client, anan)
    events = AccessEvent.objects.order_by("unit")
    assert [(e.viewer, e.viewer_role, e.what, e.person, e.unit) for e in events] == [
        (anan, Role.PROGRAMME, access_kinds.PROGRAMME, None, office),
        (anan, Role.PROGRAMME, access_kinds.PROGRAMME, None, chiang_mai),
    ]


def test_nok_reads_that_anan_looked(client, anan, nok, noi):
    open_page(client, anan)
    assert [event.viewer for event in AccessEvent.objects.about(nok)] == [anan]
    assert not AccessEvent.objects.about(noi).exists()


def test_certificates_are_shown_by_unit(client, anan, nok, wipa):
    day = today(timezone.now())
    make_certificate(nok, None)
    make_certificate(nok, day + timedelta(days=9), name="Safeguarding")
    make_certificate(wipa, day - timedelta(days=9))
    page = text(open_page(client, anan))
    assert "Chiang Mai team Head office 2 1 1 1 of 3 " in page
    assert "No certificates yet" in page


def test_flags_of_a_small_group_are_withheld(client, anan, nok):
    make_flag(nok, "red")
    page = text(open_page(client, anan))
    assert WITHHELD in page
    assert "People with a flag" not in page


def test_a_withheld_group_and_one_without_flags_look_the_same(client, anan, nok):
    with time_machine.travel(timezone.now(), tick=False):  # the page says when it was worked out
        before = text(open_page(client, anan))
        make_flag(nok, "red")
        assert text(open_page(client, anan)) == before


def test_flags_are_counted_and_nobody_is_named(client, anan, nok, chiang_mai):
    people = [nok, *make_workers(23, chiang_mai)]
    for one in people[:12]:
        make_flag(one, "red")
    make_certificate(nok, None)
    with time_machine.travel(NOW, tick=False):
        page = text(open_page(client, anan))
    assert WITHHELD not in page
    assert "Flags open 10–19 of 24 people" in page
    assert "People with a flag 10–19 Workers and supervisors 24 " in page
    assert "About how many on 18 November 2026. It is told every four weeks." in page
    for person in people:
        assert person.full_name_en not in page
        assert str(person.public_id) not in page


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=99", "?page=x", "?page=", "?page=²", "?page=-1"]
)
def test_a_page_that_does_not_exist_shows_the_nearest(client, anan, query):
    assert open_page(client, anan, query).status_code == 200


def test_pages_lead_to_one_another(client, anan, saphan, office):
    for number in range(60):
        make_unit(saphan, f"Unit {number}", parent=office)
    first, second = open_page(client, anan), open_page(client, anan, "?page=2")
    assert "1 to 20 of 61" in text(first)
    assert 'href="?page=2#h-units"' in first.content.decode()
    assert 'href="?page=1#h-units"' in second.content.decode()


@pytest.mark.parametrize("units", [1, 20])
def test_the_page_costs_nine_statements_for_any_number_of_units(
    units, client, anan, saphan, office
):
    for number in range(units):
        unit = make_unit(saphan, f"Unit {number}", parent=office)
        for person in make_workers(2, unit):
            make_certificate(person, None)
            make_flag(person)
    chance_keys([saphan.pk])
    enter(client, anan)
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(URL)
    assert len(found) == 9  # one of them is what waits for the viewer


def test_somebody_with_two_roles_sees_it_too(client, wipa, office):
    make_membership(wipa, office, Role.PROGRAMME)
    assert open_page(client, wipa).status_code == 200
