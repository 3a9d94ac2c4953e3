"""People without contracted hours: every page about them, and every page of theirs, is a page."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import get_resolver, reverse

from config.operating import clocks
from people.models import Role
from tests.makers import NOW, enter, make_membership, make_person

# Pages about one person, by its id; the others with an id are about something else.
ABOUT = (
    *("team_member", "team_half_year", "move_work", "person"),
    *("person_requirements", "career", "volunteer_terms"),
)
WORKING, FORBIDDEN = {200, 302}, {403, 404}


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    # Time stands still here, and goes on in PostgreSQL.
    monkeypatch.setattr(clocks, "DRIFT", timedelta.max)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(params=["unpaid", "trainer only"])
def homeless(request, chiang_mai):
    """Somebody of the team whose role has no hours, or who has no role that carries load."""
    person = make_person("mali", chiang_mai.organisation, full_name_en="Mali Rattana")
    role, hours = (Role.WORKER, None) if request.param == "unpaid" else (Role.TRAINER, None)
    make_membership(person, chiang_mai, role, hours=hours)
    return person


def names() -> set[str]:
    """Every address of a page that needs nothing but a name."""
    patterns = get_resolver().reverse_dict.items()
    return {
        name
        for name, found in patterns
        if isinstance(name, str) and not found[0][0][1] and not name.startswith("account_")
    }


@pytest.mark.parametrize("who", ["wipa", "ploy", "siriporn", "anan", "orathai"])
def test_a_page_about_them_opens_or_is_not_there(request, client, homeless, who):
    enter(client, request.getfixturevalue(who))
    answers = {page: client.get(reverse(page, args=[homeless.public_id])) for page in ABOUT}
    found = {page: answer.status_code for page, answer in answers.items()}
    assert {page: code for page, code in found.items() if code not in WORKING | FORBIDDEN} == {}


@pytest.mark.parametrize("homeless", ["unpaid"], indirect=True)
def test_their_supervisor_reads_their_page(client, homeless, wipa):
    enter(client, wipa)
    answer = client.get(reverse("team_member", args=[homeless.public_id]))
    assert answer.status_code == 200
    assert "Mali Rattana" in answer.text
    assert "No contracted hours" in answer.text


def test_every_page_of_theirs_is_a_page(client, homeless):
    enter(client, homeless)
    broken = {}
    for name in sorted(names()):
        answer = client.get(reverse(name))
        if answer.status_code >= 500:
            broken[name] = answer.status_code
    assert broken == {}
