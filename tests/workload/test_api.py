"""The API: the same verbs and refusals as the pages, by key instead of by cookie."""

import hashlib
import json
import uuid

import pytest
import time_machine

from people.accounts import tokens
from people.models import AccessEvent, Person, Role
from tests.makers import (
    NOW,
    NOWHERE,
    enter,
    make_line,
    make_membership,
    make_person,
    make_policy,
    make_unit,
    make_week,
)
from wellbeing.models import CheckIn
from workload.flags import actions as flags
from workload.models import CaseloadLine, WorkWeek

WEEKS, LOAD, TEAM = "/api/v1/weeks", "/api/v1/me/load", "/api/v1/team"
DAYS, CASELOAD = "/api/v1/days", "/api/v1/me/caseload"
POLICY = "/api/v1/policy"


def call(client, person, method, address, body=None):
    headers = {}
    if person:
        headers["Authorization"] = f"Bearer {tokens.make(person=person, name='test')[1]}"
    return getattr(client, method)(address, body, content_type="application/json", headers=headers)


def flag_of(person):
    """A person's load is high: a flag opens."""
    return flags.assess(person=person, weeks=[make_week(person, points="40")], now=NOW)


def week(**changes) -> dict:
    return {
        "week": "2026-W47",
        "key": str(uuid.uuid4()),
        "hours": 40,
        "lines": [{"phase": "court", "add_ons": ["child"], "count": 2}],
        "lines_mode": "add",
        "answers": {"worn": 3},
    } | changes


def test_a_week_is_recorded_as_from_the_page(client, nok, friday):
    answer = call(client, nok, "post", WEEKS, week(nights=1))
    assert answer.status_code == 201
    body = answer.json()
    assert (body["week"], body["points"], body["capacity"]) == ("2026-W47", "6.2000", "26.0000")
    assert (body["level"], body["cases"]) == ("green", 2)
    row = WorkWeek.objects.get(person=nok)
    assert (row.nights, row.lines[0]["weight"]) == (1, "2.6")
    assert CheckIn.objects.get(person=nok).answers.worn == 3


def test_the_same_key_again_is_the_same_week(client, nok, friday):
    once = week()
    codes = [call(client, nok, "post", WEEKS, once).status_code for _ in range(2)]
    assert codes == [201, 200]
    assert CaseloadLine.objects.count() == 1


def test_another_key_is_a_conflict_until_it_says_what_it_corrects(client, nok, friday):
    first = call(client, nok, "post", WEEKS, week()).json()
    conflict = call(client, nok, "post", WEEKS, week(hours=50))
    assert conflict.status_code == 409
    assert conflict.json()["code"] == "already_sent"
    assert conflict.json()["detail"] == (
        "This week was already sent. Look at it once more, then send it as a change."
    )
    change = week(hours=50, corrects=first["key"], lines=[])
    assert call(client, nok, "post", WEEKS, change).status_code == 200
    assert WorkWeek.objects.get().hours == 50


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"week": "2026-W48"}, "not open yet"),
        ({"week": "2569-W46"}, "This week is closed"),
        ({"week": "last week"}, "2026-W47"),
        ({"hours": 169}, "hours"),
        ({"nights": 8}, "nights"),
        ({"court_days": -1}, "court_days"),
        ({"leave_days": 0.3}, "leave_days"),
        ({"material_minutes": 10081}, "material_minutes"),
        ({"lines": [{"phase": "trial"}]}, "phase"),
        ({"lines": [{"phase": "court", "count": -2}]}, "count"),
        ({"lines": [{"phase": "court", "weight": 9}]}, "weight"),
        ({"lines": [{"phase": "court", "reference": "Somchai"}]}, "code only"),
        ({"lines": [{"phase": "court", "id": NOWHERE}], "lines_mode": "change"}, "no longer here"),
        ({"lines_mode": None}, "replace, change or add"),
        ({"lines_mode": "merge"}, "lines_mode"),
        ({"answers": {"worn": 5}}, "worn"),
        ({"note": "1101700207030"}, "national ID"),
        ({"contact": NOWHERE}, "somebody from the list"),
        ({"person": "noi"}, "person"),
        ({"level": "green"}, "level"),
    ],
)
def test_what_the_page_refuses_the_api_refuses(client, nok, friday, changes, sentence):
    answer = call(client, nok, "post", WEEKS, week(**changes))
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]
    for model in (WorkWeek, CheckIn, CaseloadLine):
        assert not model.objects.exists()


def test_a_refusal_speaks_the_readers_language(client, nok, friday):
    key = tokens.make(person=nok, name="test")[1]
    answer = client.post(
        WEEKS,
        week(week="2026-W48"),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}", "Accept-Language": "th"},
    )
    assert any("ก" <= letter <= "๙" for letter in answer.json()["detail"])


def test_ones_own_load_newest_first(client, nok, wipa, friday):
    make_week(nok, points="20")
    make_week(wipa, points="30")
    body = call(client, nok, "get", LOAD).json()
    assert [(one["week"], one["percent"]) for one in body] == [("2026-W47", "76.9231")]


def test_the_team_says_the_same_as_the_board_and_is_noted(client, nok, wipa, noi, friday):
    flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
    body = call(client, wipa, "get", TEAM).json()
    assert body["people"] == 1
    member = body["members"][0]
    assert (member["name"], member["flag"], member["week_sent"]) == ("Kanokwan Srisuk", "red", True)
    assert set(member) == {
        "id",
        "name",
        "job",
        "job_code",
        "week_sent",
        "together",
        "points",
        "capacity",
        "percent",
        "flag",
        "rests",
        "reasons",
        "seen",
        "certificates_to_renew",
        "away_until",
        "awaited",
    }
    assert [event.what for event in AccessEvent.objects.about(nok)] == ["api"]


def test_a_look_at_a_person_two_levels_below_is_noted_for_them(
    client, wipa, chiang_mai, office, friday
):
    """Arun leads the head office, where a flag was handed to from a desk of Wipa's team."""
    desk = make_unit(chiang_mai.organisation, "Fang desk", parent=chiang_mai)
    arun, dao, fon = (make_person(name, desk.organisation) for name in ("arun", "dao", "fon"))
    make_membership(arun, office, Role.SUPERVISOR)
    make_membership(dao, desk, Role.SUPERVISOR)
    make_membership(fon, desk)
    flags.hand_over(flag_of(fon), giver=dao, taker=arun, now=NOW)
    found = call(client, arun, "get", TEAM).json()
    assert "Fon" in [one["name"] for one in found["members"]]
    assert [event.viewer for event in AccessEvent.objects.about(fon)] == [arun]


@pytest.mark.parametrize("who", ["nok", "siriporn", "anan", "noi"])
def test_a_team_is_for_supervisors_only(client, request, who, friday):
    answer = call(client, request.getfixturevalue(who), "get", TEAM)
    assert (answer.status_code, answer.json()["detail"]) == (403, "Only supervisors have a team.")


@pytest.mark.parametrize("address", [LOAD, TEAM])
@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer kj_wrong"}, {"Authorization": "Basic x"}]
)
def test_without_a_valid_key_nothing_is_said(client, nok, address, header):
    enter(client, nok)  # a cookie is no key
    answer = client.get(address, headers=header)
    assert (answer.status_code, answer.json()["code"]) == (401, "no_key")


def test_a_foreign_line_is_out_of_reach(client, nok, noi, friday):
    line = make_line(noi)
    sent = week(lines=[{"phase": "court", "id": str(line.public_id)}], lines_mode="change")
    assert call(client, nok, "post", WEEKS, sent).status_code == 422
    line.refresh_from_db()
    assert line.phase == "active"


def test_staff_care_reads_by_key_the_board_of_its_page(client, nok, wipa, orathai, friday):
    enter(client, orathai)
    assert client.get("/team/").status_code == 200
    flags.invite(flag_of(nok), by=wipa, contact=orathai, now=NOW)
    [member] = call(client, orathai, "get", TEAM).json()["members"]
    assert (member["name"], member["flag"]) == (nok.name, "red")
    looks = AccessEvent.objects.filter(viewer=orathai, person=nok)
    assert list(looks.values_list("what", "viewer_role")) == [("flag", Role.CARE)]


def test_who_has_not_come_in_yet_is_on_the_board_and_says_so(client, nok, wipa, friday):
    Person.objects.filter(pk=nok.pk).update(awaited=True)
    [member] = call(client, wipa, "get", TEAM).json()["members"]
    assert (member["name"], member["awaited"], member["week_sent"]) == (nok.name, True, False)


def test_the_description_is_for_people_who_are_signed_in(client, nok):
    assert client.get("/api/docs").status_code == 302
    enter(client, nok)
    page = client.get("/api/docs").content.decode()
    assert "POST /api/v1/weeks" in page
    paths = client.get("/api/openapi.json").json()["paths"]
    moves = "/api/v1/transfers"
    each = {f"{moves}/{{public_id}}/{verb}" for verb in ("accept", "decline", "withdraw")}
    scales = {"/api/v1/instruments", "/api/v1/instruments/{key}/score"}
    hands = {f"/api/v1/hands/{name}" for name in ("offers", "requests", "offers/{public_id}/close")}
    hands |= {
        f"/api/v1/hands/requests/{{public_id}}/{verb}" for verb in ("agree", "decline", "withdraw")
    }
    person = "/api/v1/people/{number}"
    office = {person, *(f"/api/v1/{name}" for name in ("people", "units", "jobs", "addresses"))}
    office |= {f"{person}/roles", f"{person}/roles/{{role_id}}", f"{person}/roles/{{role_id}}/end"}
    office |= {f"{person}/absences", f"{person}/days-off", "/api/v1/absences", "/api/v1/days-off"}
    office |= {f"/api/v1/absences/{{public_id}}{end}" for end in ("", "/end")}
    office |= {"/api/v1/days-off/{public_id}/withdraw"}
    office |= {"/api/v1/certificates", "/api/v1/certificate-types"}
    assert set(paths) == {
        *office,
        WEEKS,
        LOAD,
        CASELOAD,
        TEAM,
        DAYS,
        POLICY,
        moves,
        *each,
        *scales,
        *hands,
        f"{moves}/{{public_id}}",
        "/api/v1/groups",
        "/api/v1/flags",
        "/api/v1/coverage",
        "/api/v1/directory",
        "/api/v1/sessions",
        "/api/v1/sessions/{public_id}",
        "/api/v1/sessions/{public_id}/roll",
        "/api/v1/releases",
        "/api/v1/releases/{public_id}",
    }


def test_days_are_noted_and_the_week_is_judged_again(client, nok, friday):
    make_week(nok)
    days = [
        {"day": "2026-11-16", "starts": "14:00", "ends": "23:30"},
        {"day": "2026-11-17", "starts": "08:00", "ends": "16:00"},
    ]
    answer = call(client, nok, "post", DAYS, {"days": days})
    assert (answer.status_code, answer.json()) == (
        200,
        {"reasons": [{"code": "rest", "level": "amber", "value": "8.5", "limit": "11"}]},
    )
    refused = call(client, nok, "post", DAYS, {"days": [{"day": "2026-11-16", "starts": "14:00"}]})
    assert (refused.status_code, refused.json()["detail"]) == (
        422,
        "A shift has a beginning and an end.",
    )


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2569-11-16", "day: Please write the year of the common era: 2026."),
        (1_794_787_200, "day: Input should be a valid date"),  # that day in seconds
    ],
)
def test_a_day_is_read_by_a_program_in_one_way_only(client, nok, friday, day, sentence):
    refused = call(client, nok, "post", DAYS, {"days": [{"day": day, "night": True}]})
    assert refused.status_code == 422
    assert sentence in refused.json()["detail"]
    assert not nok.duty_days.exists()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"severity": "violent"}, "minutes"),
        ({"known": True, "starts": "08:00", "ends": "16:00"}, "minutes"),
        ({"breaks": 0}, "minutes"),
        ({"minutes": 30}, "severity"),
        ({"starts": "14:00"}, "ends"),
    ],
)
def test_what_a_day_says_of_material_is_never_left_out_in_silence(client, nok, friday, told, field):
    days = [{"day": "2026-11-16", "night": True}, {"day": "2026-11-17"} | told]
    refused = call(client, nok, "post", DAYS, {"days": days})
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == [f"days.1.{field}"]
    assert not nok.duty_days.exists()


@pytest.mark.parametrize("again", [{}, {"starts": "08:00", "ends": "16:00"}])
def test_a_day_that_is_told_twice_is_refused_and_nothing_is_noted(client, nok, friday, again):
    days = [
        {"day": "2026-11-16", "starts": "14:00", "ends": "23:30"},
        {"day": "2026-11-16"} | again,
    ]
    refused = call(client, nok, "post", DAYS, {"days": days})
    assert (refused.status_code, refused.json()["detail"]) == (422, "This day is here twice.")
    assert not nok.duty_days.exists()


def test_a_person_reads_the_numbers_that_judge_their_weeks(client, nok, saphan, friday):
    version = make_policy(saphan, phases_court="2.4")
    body = call(client, nok, "get", POLICY).json()
    assert body["version"] == version.version
    assert len(body["numbers"]) == 43
    assert body["numbers"][2] == {
        "code": "phases-court",
        "label": "Court",
        "value": "2.4",
        "unit": "points",
        "tag": "published",
        "source": "26 points ÷ 12 investigations = 2.17, rounded down (CWLA 2004, child "
        "protection).",
    }


def test_somebody_without_a_unit_reads_the_general_numbers(client, siriporn, friday):
    assert call(client, siriporn, "get", POLICY).json()["version"] == "default-1-ngo"


def test_a_week_names_the_numbers_it_was_judged_by(client, nok, saphan, friday):
    version = make_policy(saphan)
    assert call(client, nok, "post", WEEKS, week()).json()["policy"] == version.version


# --- The caseload --------------------------------------------------------------------------------

NINE = {"phase": "active", "count": 9}


def carried(person):
    lines = CaseloadLine.objects.filter(person=person, closed_at=None).order_by("pk")
    return [(line.phase, line.count, line.reference) for line in lines]


def test_the_carried_lines_are_listed_with_their_ids(client, nok, noi, friday):
    mine, _foreign = make_line(nok, reference="QX-1", count=1), make_line(noi)
    make_line(nok, closed_at=NOW)
    [line] = call(client, nok, "get", CASELOAD).json()
    assert (line["id"], line["reference"], line["brought"]) == (str(mine.public_id), "QX-1", False)


def test_a_program_that_repeats_its_nine_cases_carries_nine(client, nok, friday):
    """It used to carry nine more with each week, until the person was red."""
    for name, day in (("2026-W46", "2026-11-13"), ("2026-W47", "2026-11-20")):
        with time_machine.travel(f"{day}T05:00Z", tick=False):
            sent = week(week=name, lines=[NINE], lines_mode="replace")
            assert call(client, nok, "post", WEEKS, sent).status_code == 201
    assert carried(nok) == [("active", 9, "")]
    [line] = CaseloadLine.objects.filter(person=nok)
    assert str(line.opened_at.date()) == "2026-11-13"


def test_a_replacement_ends_what_it_leaves_out(client, nok, friday):
    make_line(nok, phase="court", count=1, reference="QX-1")
    make_line(nok, phase="aftercare", count=3)
    lines = [{"phase": "active", "reference": "QX-1"}, {"phase": "intake", "count": 2}]
    sent = week(lines=lines, lines_mode="replace")
    assert call(client, nok, "post", WEEKS, sent).json()["cases"] == 3
    assert carried(nok) == [("active", 1, "QX-1"), ("intake", 2, "")]


def test_an_empty_replacement_ends_all_and_no_lines_at_all_change_nothing(client, nok, friday):
    make_line(nok, count=3)
    first = week()
    first.pop("lines"), first.pop("lines_mode")
    answer = call(client, nok, "post", WEEKS, first)
    assert (answer.status_code, answer.json()["cases"]) == (201, 3)
    second = week(corrects=first["key"], lines=[], lines_mode="replace")
    assert call(client, nok, "post", WEEKS, second).json()["cases"] == 0
    assert carried(nok) == []


def test_a_change_by_reference_leaves_the_others(client, nok, friday):
    make_line(nok, phase="court", count=1, reference="QX-1")
    make_line(nok, phase="aftercare", count=3)
    lines = [{"phase": "court", "reference": "QX-1", "closed": True}]
    sent = week(lines=lines, lines_mode="change")
    assert call(client, nok, "post", WEEKS, sent).status_code == 201
    assert carried(nok) == [("aftercare", 3, "")]


@pytest.mark.parametrize(
    ("mode", "line", "field", "sentence"),
    [
        ("change", {"phase": "court"}, "lines.0.reference", "no such line"),
        ("change", {"phase": "court", "reference": "QX-9"}, "lines.0.reference", "no such line"),
        ("add", {"phase": "court", "reference": "QX-1"}, "lines.0.reference", "already"),
        ("add", {"phase": "court", "id": NOWHERE}, "lines.0.id", "no id yet"),
        ("replace", {"phase": "court", "id": NOWHERE}, "lines.0.phase", "no longer here"),
    ],
)
def test_a_line_that_does_not_fit_its_mode_changes_nothing(
    client, nok, friday, mode, line, field, sentence
):
    make_line(nok, phase="court", count=1, reference="QX-1")
    answer = call(client, nok, "post", WEEKS, week(lines=[line], lines_mode=mode))
    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert (fault["field"], fault["code"]) == (field, "line")
    assert sentence in fault["detail"]
    assert carried(nok) == [("court", 1, "QX-1")]
    assert not WorkWeek.objects.exists()


def test_a_program_adds_no_more_lines_than_the_page_of_a_week_holds(client, nok, friday):
    """Each week may add sixty: those beyond could never be read or ended on the page."""
    for _line in range(58):
        make_line(nok, count=1)
    two, three = ([{"phase": "court", "count": 2}] * n for n in (2, 3))
    answer = call(client, nok, "post", WEEKS, week(lines=three, lines_mode="add"))
    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["field"], fault["code"]) == (422, "lines", "line")
    assert "hold (60)" in fault["detail"]
    assert len(carried(nok)) == 58
    first = week(lines=two, lines_mode="add")
    assert call(client, nok, "post", WEEKS, first).status_code == 201
    assert len(carried(nok)) == 60
    # Nor by opening one again; what is there may still change.
    ended, there = make_line(nok, count=1, closed_at=NOW), make_line(nok, count=1)
    for line, status in ((ended, 422), (there, 200)):
        lines = [{"id": str(line.public_id), "phase": "court"}]
        changed = week(corrects=first["key"], lines=lines, lines_mode="change")
        assert call(client, nok, "post", WEEKS, changed).status_code == status


def test_two_lines_alike_of_a_replacement_go_on_from_two(client, nok, friday):
    kept = [make_line(nok, phase="court", count=n).pk for n in (1, 2, 3)]
    lines = [{"phase": "court", "count": 5}, {"phase": "court", "count": 6}]
    call(client, nok, "post", WEEKS, week(lines=lines, lines_mode="replace"))
    assert carried(nok) == [("court", 5, ""), ("court", 6, "")]
    still = CaseloadLine.objects.filter(closed_at=None).order_by("pk")
    assert list(still.values_list("pk", flat=True)) == kept[:2]


def test_a_key_with_another_body_is_refused_with_both_hashes(client, nok, friday):
    first = week()
    kept = call(client, nok, "post", WEEKS, first).json()["body_hash"]
    turned = dict(reversed(first.items()))
    assert call(client, nok, "post", WEEKS, turned).status_code == 200
    other = call(client, nok, "post", WEEKS, first | {"answers": {"worn": 4}})
    said = other.json()
    assert (other.status_code, said["code"], said["stored"]) == (422, "key_reused", kept)
    assert said["sent"] not in ("", kept)
    assert CheckIn.objects.get(person=nok).answers.worn == 3


def test_the_hash_of_a_body_is_keyed_for_few_answers_are_possible(client, nok, noi, friday):
    """Who has the table could else try out all answers, or see who sent the same."""
    sent = week()
    mine = call(client, nok, "post", WEEKS, sent).json()["body_hash"]
    theirs = call(client, noi, "post", WEEKS, sent).json()["body_hash"]
    assert mine != theirs
    body = {**sent, "lines": None}
    plain = {
        hashlib.sha256(json.dumps(one, sort_keys=True).encode()).hexdigest() for one in (sent, body)
    }
    assert mine not in plain
