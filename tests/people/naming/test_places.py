"""Where a rank stands before a name: in the places an organisation chose, and nowhere else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from people.messages import notices
from people.models import Organisation, RankPlace
from tests.makers import NOW, enter, make_week, make_worker
from tests.training.conftest import (
    make_certificate,
    make_certificate_type,
    make_places,
    make_session,
)
from training.models import Course
from training.passport import actions as passport
from workload.flags import actions as flags

RANKED, BARE = "Pol. Capt. Kanokwan Srisuk", "Kanokwan Srisuk"


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def captain(nok):
    nok.rank = "Pol. Capt."
    nok.save()
    return nok


@pytest.fixture
def shown(captain, wipa, siriporn):
    """Where the rank may stand: of each place its page and who opens it."""
    kind = make_certificate_type(captain.organisation)
    about = {"organisation": captain.organisation, "name": {"en": "Interviews"}, "hours": 6}
    course = Course.objects.create(**about)
    session = make_session(course, siriporn, day=NOW.date() - timedelta(days=1))
    make_places(session, [captain])
    held = make_certificate(captain, kind, by=siriporn)
    proof = passport.show(person=captain, certificates=[held], name=True, now=NOW)
    return {
        "board": [(wipa, reverse("team"))],
        "roll": [(siriporn, reverse("session", args=[session.public_id]))],
        "certificate": [(captain, reverse("certificate", args=[held.public_id]))],
        "passport": [
            (captain, reverse("passport")),
            (captain, reverse("proof", args=[proof.public_id])),
            (None, reverse("check_proof", args=[proof.public_id])),
        ],
    }


def read(client, viewer, address) -> str:
    """The words of a page, in a row."""
    client.logout()
    if viewer:
        enter(client, viewer)
    return re.sub(r"\s+", " ", strip_tags(client.get(address).text))


def choose(person, *places) -> None:
    Organisation.objects.filter(pk=person.organisation_id).update(rank_places=list(places))


@pytest.mark.parametrize("place", RankPlace.values)
def test_a_rank_stands_in_the_place_that_was_chosen_and_in_no_other(client, shown, captain, place):
    for others, pages in shown.items():
        for viewer, address in pages:
            choose(captain)
            assert "Pol. Capt." not in read(client, viewer, address)
            choose(captain, place)
            assert (RANKED in read(client, viewer, address)) == (others == place), address
            assert BARE in read(client, viewer, address)


def test_the_board_says_it_once_a_person_and_keeps_its_order(client, captain, wipa, chiang_mai):
    other = make_worker(chiang_mai, "anong", full_name_en="Anong Khamdee")
    for person in (captain, other):
        flags.assess(person=person, weeks=[make_week(person, points="33.3")], now=NOW)
    choose(captain, RankPlace.BOARD)
    page = read(client, wipa, reverse("team"))
    assert page.count("Pol. Capt.") == 1
    assert page.index("Anong Khamdee") < page.index(RANKED)


def test_a_rank_costs_the_board_no_statement(client, captain, wipa):
    enter(client, wipa)
    client.get(reverse("team"))
    with CaptureQueriesContext(connection) as before:
        client.get(reverse("team"))
    choose(captain, RankPlace.BOARD)
    with CaptureQueriesContext(connection) as after:
        client.get(reverse("team"))
    assert len(after) == len(before)


def test_no_greeting_and_no_name_among_colleagues_has_a_rank(client, captain):
    choose(captain, *RankPlace.values)
    with override("th"):
        assert captain.short_name == "นก"
    notices.tell_person(captain, "role", "1", "opened")
    assert "Pol. Capt." not in mail.outbox[0].body
    for route in ("my_week", "my_trend", "my_career"):
        assert "Pol. Capt." not in read(client, captain, reverse(route))
