"""Open flags for programs: whose they are to see, and nothing of the load behind them."""

from datetime import timedelta

import pytest
import time_machine

from people.models import AccessEvent, Role
from people.weeks import today
from tests.config.api.programs import program_of, told_problem
from tests.makers import NOW, end_roles, make_week, make_worker
from workload.flags import actions as flags

FLAGS = "/api/v1/flags"


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def flag_of(person, points="33.3", now=NOW):
    return flags.assess(person=person, weeks=[make_week(person, points=points)], now=now)


def told_to(person):
    return [one["name"] for one in program_of(person, "flags")("get", FLAGS).json()["items"]]


def test_a_supervisor_reads_the_flags_they_handle_and_the_look_is_noted(nok, wipa):
    flag = flag_of(nok)
    ask = program_of(wipa, "flags")
    [told] = ask("get", FLAGS).json()["items"]
    assert told == {
        "id": str(flag.public_id),
        "person": str(nok.public_id),
        "name": nok.name,
        "level": "red",
        "week": "2026-W47",
        "since": "2026-11-20T02:00:00Z",
        "times": 1,
        "rests": False,
        "seen": False,
        "planned_until": None,
    }
    looks = AccessEvent.objects.values_list("what", "viewer", "viewer_role", "person")
    assert list(looks) == [("api", wipa.pk, Role.SUPERVISOR, nok.pk)]
    flags.see(flag, by=wipa, now=NOW)
    until = today(NOW) + timedelta(days=7)
    plan = flags.Plan(chosen=("leave",), text="Rest first.", due_on=until)
    flags.plan(flag, by=wipa, plan=plan, now=NOW)
    answer = ask("get", FLAGS)
    assert "Rest first" not in answer.text
    [told] = answer.json()["items"]
    assert (told["seen"], told["planned_until"]) == (True, until.isoformat())


def test_a_person_reads_their_own_and_no_colleagues(nok, wipa, chiang_mai):
    flag_of(nok)
    assert told_to(nok) == [nok.name]
    assert not AccessEvent.objects.exists()
    assert told_to(make_worker(chiang_mai)) == []


@pytest.mark.parametrize("who", ["siriporn", "anan", "ploy", "orathai", "noi"])
def test_nobody_else_reads_any(request, nok, who):
    flag_of(nok)
    assert told_to(request.getfixturevalue(who)) == []


def test_staff_care_reads_one_when_invited(nok, wipa, orathai):
    flags.invite(flag_of(nok), by=wipa, contact=orathai, now=NOW)
    assert told_to(orathai) == [nok.name]
    assert AccessEvent.objects.get(person=nok).viewer_role == Role.CARE


def test_a_supervisor_who_leaves_reads_none(nok, wipa):
    flag_of(nok)
    ask = program_of(wipa, "flags")
    end_roles(wipa, Role.SUPERVISOR)
    assert told_problem(ask("get", FLAGS))[:2] == (401, "no_key")


def test_the_newest_come_first_page_by_page_at_the_same_cost(
    wipa, chiang_mai, django_assert_max_num_queries
):
    for n in range(5):
        flag_of(make_worker(chiang_mai, full_name_en=f"Worker {n}"), now=NOW + timedelta(hours=n))
    ask, seen, path = program_of(wipa, "flags"), [], f"{FLAGS}?limit=2"
    while path:
        with django_assert_max_num_queries(13):
            answer = ask("get", path)
        seen += [one["name"] for one in answer.json()["items"]]
        path = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert seen == [f"Worker {n}" for n in (4, 3, 2, 1, 0)]
