"""The board by unit and by reason, in the order of need, and taken along as a table."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import AccessEvent, Role
from tests.makers import (
    NOW,
    WEEK,
    enter,
    give_password,
    make_membership,
    make_person,
    make_unit,
    make_week,
    make_worker,
)
from training.models import Certificate, CertificateType
from wellbeing.checkins import actions as checkins
from wellbeing.rules.pulse import PulseAnswers
from workload.board import actions as board
from workload.board.filter import BoardFilter, FilterReason
from workload.flags import actions as flags
from workload.flags.actions import Plan
from workload.flags.sweep import sweep
from workload.policies import actions as policies
from workload.rules.load import Level
from workload.rules.reasons import Reason, ReasonCode, kept

PAGE, SHEET = "/team/", "/team/board.csv"


def text(answer) -> str:
    return answer.content.decode()


def reason(code, level=Level.AMBER):
    return kept([Reason(code, level, Decimal(1), Decimal(0))])


def flag_for(person, points="33.3", **more):
    return flags.assess(person=person, weeks=[make_week(person, points=points, **more)], now=NOW)


def planned(flag, by, due_on):
    written = Plan(chosen=("move",), owner=by.public_id, due_on=due_on)
    return flags.plan(flag, by=by, plan=written, now=NOW)


def names(viewer, now=NOW, **asked) -> list[str]:
    return [row.name for row in board.read(viewer, now, asked=BoardFilter(**asked)).ordered]


@pytest.fixture
def crew(chiang_mai, saphan, wipa, friday):
    """One person for each reason."""
    people = {}
    for name, code in (
        ("hours", ReasonCode.HOURS),
        ("rest", ReasonCode.NIGHTS),
        ("material", ReasonCode.DEBRIEF),
        ("numbers", ReasonCode.CASES),
    ):
        people[name] = make_worker(chiang_mai, name)
        make_week(people[name], points="24", reasons=reason(code))
    people["load"] = make_worker(chiang_mai, "load")
    make_week(people["load"], points="27")
    people["room"] = make_worker(chiang_mai, "room")
    make_week(people["room"], points="10")
    people["unsent"] = make_worker(chiang_mai, "unsent")
    make_week(people["unsent"], WEEK - 1, points="24")
    people["certificate"] = make_worker(chiang_mai, "certificate")
    make_week(people["certificate"], points="24")
    Certificate.objects.create(
        person=people["certificate"],
        type=CertificateType.objects.create(organisation=saphan, name={"en": "First aid"}),
        issued_on="2025-01-01",
        expires_on="2026-12-09",
        issued_by=wipa,
    )
    people["flag"] = make_worker(chiang_mai, "flag")
    flag_for(people["flag"], "33.3")
    people["late"] = make_worker(chiang_mai, "late")
    planned(flag_for(people["late"], "40"), wipa, date(2026, 11, 27))
    return people


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        (FilterReason.FLAG, ["Flag", "Late"]),
        (FilterReason.LOAD, ["Flag", "Late", "Load"]),
        (FilterReason.HOURS, ["Hours"]),
        (FilterReason.REST, ["Rest"]),
        (FilterReason.MATERIAL, ["Material"]),
        (FilterReason.NUMBERS, ["Numbers"]),
        (FilterReason.LATE, ["Late"]),
        (FilterReason.ROOM, ["Room"]),
        (FilterReason.CERTIFICATE, ["Certificate"]),
    ],
)
def test_each_reason_finds_its_people_in_the_order_of_need(crew, wipa, why, expected):
    # The plan's day is the 27th, a week after this Friday.
    now = NOW + timedelta(days=8) if why is FilterReason.LATE else NOW
    assert names(wipa, now, why=why) == expected


def test_who_has_not_sent_the_week_is_found_without_a_word_about_answers(crew, wipa):
    assert names(wipa, why=FilterReason.UNSENT) == ["Unsent"]


def test_need_goes_from_unseen_over_what_has_no_plan_to_what_is_planned(chiang_mai, wipa, friday):
    made = {name: make_worker(chiang_mai, name) for name in ("unseen", "gone", "planned", "seen")}
    opened = {name: flag_for(person) for name, person in made.items()}
    planned(opened["gone"], wipa, date(2026, 11, 20))
    planned(opened["planned"], wipa, date(2026, 11, 30))
    flags.see(opened["seen"], by=wipa, now=NOW)
    after = NOW + timedelta(days=1)
    sweep(after)
    flags.see(opened["gone"], by=wipa, now=after)
    found = board.read(wipa, after).flagged
    assert [(row.name, row.need) for row in found] == [
        ("Unseen", "Nobody has looked yet"),
        ("Seen", "Seen, no plan yet"),
        ("Gone", "The plan’s date has passed: 20\u00a0Nov\u00a02026"),
        ("Planned", "Planned until 30\u00a0Nov\u00a02026"),
    ]
    assert [row.late for row in board.read(wipa, NOW).flagged] == [False] * 4


def test_nothing_for_now_is_said_as_such(chiang_mai, wipa, friday):
    flag = flag_for(make_worker(chiang_mai))
    flags.plan(flag, by=wipa, plan=Plan(chosen=("nothing",), text="A calm week comes"), now=NOW)
    assert board.read(wipa, NOW).flagged[0].need == (
        "Nothing for now until 18\u00a0Dec\u00a02026, with a reason"
    )


@pytest.fixture
def second(wipa, office, saphan):
    """A second unit that Wipa leads, with one person."""
    unit = make_unit(saphan, "Lamphun team", parent=office)
    make_membership(wipa, unit, Role.SUPERVISOR, hours=None)
    make_worker(unit, "lamphun")
    return unit


def test_a_unit_is_chosen_where_there_are_several(as_wipa, wipa, nok, second):
    assert names(wipa, unit=second.public_id) == ["Lamphun"]
    page = text(as_wipa.get(PAGE, {"unit": str(second.public_id)}))
    assert "Kanokwan Srisuk" not in page
    assert f'value="{second.public_id}" selected' in page


def test_with_one_unit_there_is_nothing_to_choose(as_wipa, nok):
    page = text(as_wipa.get(PAGE))
    assert 'name="unit"' not in page
    assert 'name="why"' in page


@pytest.mark.parametrize("asked", [{"why": "nonsense"}, {"unit": "x"}, {"unit": "", "why": ""}])
def test_what_nobody_could_choose_shows_everyone(as_wipa, nok, asked):
    assert "Kanokwan Srisuk" in text(as_wipa.get(PAGE, asked))


def test_nobody_for_a_reason_is_said_and_leads_back(as_wipa, nok):
    page = text(as_wipa.get(PAGE, {"why": "material"}))
    assert "Nobody else for this reason" in page
    assert "Kanokwan Srisuk" not in page


def test_the_sums_stay_those_of_everybody(crew, wipa):
    everybody, some = (
        board.read(wipa, NOW),
        board.read(wipa, NOW, asked=BoardFilter(why=FilterReason.ROOM)),
    )
    assert (some.people, some.points, some.flags) == (10, everybody.points, 2)


@pytest.mark.parametrize("asked", [{}, {"why": "flag"}, {"why": "room"}])
def test_a_filter_costs_no_statement(as_wipa, wipa, crew, asked):
    policies.working_days(wipa.organisation, NOW.date())  # once in a process's life
    with CaptureQueriesContext(connection) as ran:
        as_wipa.get(PAGE, asked)
    assert len(ran) == 9


def table(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def sure(as_wipa):
    give_password(as_wipa)
    return as_wipa


def test_the_board_as_a_table_asks_for_the_password_first(as_wipa, nok):
    answer = as_wipa.get(SHEET)
    assert (answer.status_code, answer["Location"].startswith("/password/again/")) == (302, True)
    assert not AccessEvent.objects.about(nok)


def test_the_table_holds_figures_and_who_took_it_and_no_written_word(sure, nok, wipa, chiang_mai):
    flag = flag_for(nok, hours=Decimal("51.5"))
    flags.plan(
        flag,
        by=wipa,
        plan=Plan(
            chosen=("move",), text="CANARY plan", owner=wipa.public_id, due_on=date(2026, 11, 30)
        ),
        now=NOW,
    )
    answers = PulseAnswers(worn=4, far=4, back=4, rest=0, team=0)
    checkins.record(person=nok, unit=chiang_mai, week=WEEK, answers=answers, note="CANARY note")
    answer = sure.get(SHEET)
    assert answer["Content-Disposition"] == 'attachment; filename="board-2026-W47.csv"'
    head, row = table(answer)
    found = dict(zip(head, row, strict=True))
    assert (found["Name"], found["Unit"], found["Load in percent"], found["Hours"]) == (
        "Kanokwan Srisuk",
        "Chiang Mai team",
        "128.1",
        "51.5",
    )
    assert found["State of the flag"] == "Planned until 30 Nov 2026"
    assert found["Read by"] == "Wipa Thongdee"
    assert "CANARY" not in answer.content.decode()
    assert [event.what for event in AccessEvent.objects.about(nok)] == ["sheet"]


def test_a_week_not_sent_is_empty_in_the_table_and_never_a_zero(sure, nok):
    head, row = table(sure.get(SHEET))
    found = dict(zip(head, row, strict=True))
    assert (found["Load in percent"], found["Points"], found["Hours"]) == ("", "", "")
    assert (found["Week"], found["Sent"]) == ("", "no")


def test_the_table_holds_whom_the_filter_chose_and_every_page(sure, crew, chiang_mai):
    assert [row[0] for row in table(sure.get(SHEET, {"why": "room"}))[1:]] == ["Room"]
    for n in range(board.PEOPLE_A_BOARD):
        make_worker(chiang_mai, f"extra{n}")
    assert len(table(sure.get(SHEET))) == 1 + 10 + board.PEOPLE_A_BOARD


def test_a_name_that_a_spreadsheet_would_compute_stays_a_name(sure, chiang_mai):
    make_worker(chiang_mai, full_name_en="=1+1")
    assert table(sure.get(SHEET))[1][0] == "'=1+1"


def test_the_table_is_for_supervisors_alone(client, nok, orathai, friday):
    for person in (nok, orathai, make_person("stranger", nok.organisation)):
        enter(client, person)
        assert client.get(SHEET).status_code == 404


@pytest.fixture
def teams(office, head):
    """More people than a board has, two in each team, all for the head of the office."""
    made = [make_unit(office.organisation, f"T{n:02}", parent=office) for n in range(55)]
    for unit in made:
        make_worker(unit)
        make_worker(unit)
    return made


@pytest.fixture
def head(office):
    person = make_person("head", office.organisation)
    make_membership(person, office, Role.SUPERVISOR)
    return person


def test_a_look_at_one_page_of_a_long_board_is_noted_for_the_teams_on_it(
    client, head, teams, friday
):
    enter(client, head)
    seen, before = [], set(AccessEvent.objects.values_list("pk", flat=True))
    for number in (1, 2, 3, 4):
        client.get(PAGE, {"page": number})
        noted = AccessEvent.objects.exclude(pk__in=before).values_list("pk", "unit")
        seen.append({unit for _pk, unit in noted})
        before |= {pk for pk, _unit in noted}
    assert set.union(*seen) == {unit.pk for unit in teams}
    assert max(map(len, seen)) < len(teams)


def test_whoever_stands_on_the_page_finds_the_look(client, head, teams, friday):
    enter(client, head)
    client.get(PAGE, {"page": 2})
    found = board.read(head, NOW, 2)
    for row in found.page.object_list:
        person = type(head).objects.get(pk=row.person_id)
        assert [one.what for one in AccessEvent.objects.about(person)] == ["board"]


def test_the_table_of_a_long_board_is_noted_for_all_teams(client, head, teams, friday):
    enter(client, head)
    give_password(client)
    client.get(SHEET)
    noted = AccessEvent.objects.filter(what="sheet").values_list("unit", flat=True)
    assert set(noted) >= {unit.pk for unit in teams}


def test_of_very_many_teams_one_is_found_by_its_name(client, head, office, teams, friday):
    for n in range(10):
        make_worker(make_unit(office.organisation, f"Other {n}", parent=office))
    enter(client, head)
    page = text(client.get(PAGE))
    assert page.count("<option") < 20
    found = text(client.get(PAGE, {"unit": "", "unit_called": "other 7"}))
    assert found.count("<option") < 20
    kept = BoardFilter(called="other 7")
    assert {row.unit for row in board.read(head, NOW, 1, kept).ordered} == {"Other 7"}
    assert kept.query == "unit_called=other%207&"
