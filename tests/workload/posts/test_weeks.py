"""A week of work for two units: one sending, a part for each post, nothing lost between them."""

import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Membership, Person
from people.weeks import Block
from people.writing.formats import plain_number
from tests.makers import NOW, WEEK, enter, job_of, make_line, make_policy
from wellbeing.groups.group_answers import homes_of
from workload.load.parts import posts_seen, seen_week
from workload.models import CaseloadLine, WorkWeek
from workload.rules.parts import PostPart
from workload.weeks import actions as weeks
from workload.weeks.caseloads import LineData


def record(person, *lines, **changes):
    given = {"key": uuid.uuid4(), "hours": Decimal(40), "lines": list(lines)} | changes
    row, _new = weeks.record(person=person, week=WEEK, sent=weeks.Sent(**given), now=NOW)
    return WorkWeek.objects.get(pk=row.pk)


def figures(part):
    """Points of cases and nights, and the capacity."""
    return [plain_number(one) for one in (part.case_points, part.night_points, part.capacity)]


def anew(person):
    return Person.objects.get(pk=person.pk)


def test_a_week_keeps_the_sum_and_the_part_of_each_post(mai, chiang_mai, chiang_rai):
    near = LineData(phase="active", count=4, unit=chiang_mai.public_id)
    far = LineData(phase="court", count=5, unit=chiang_rai.public_id)
    row = record(mai, near, far, nights=1, leave_days=Decimal(1))
    assert (row.unit, row.contracted_hours, row.points) == (chiang_mai, 40, Decimal("17.5"))
    home, other = map(PostPart.read, row.parts)
    assert (home.unit, home.hours, home.cases) == (chiang_mai.pk, 24, 4)
    assert figures(home) == ["6", "0.6", "12.48"]
    assert (other.unit, other.hours, other.cases) == (chiang_rai.pk, 16, 5)
    assert figures(other) == ["10.5", "0.4", "8.32"]
    assert (home.level, other.level, row.level) == ("green", "red", "green")
    assert home.points + other.points == row.points
    assert [line["unit"] for line in row.lines] == [chiang_mai.pk, chiang_rai.pk]


def test_with_one_post_nothing_is_divided(nok):
    row = record(nok, LineData(phase="active", count=4))
    assert (row.parts, "unit" in row.lines[0]) == ([], False)
    assert CaseloadLine.objects.get().unit is None


def test_each_part_is_judged_under_the_policy_over_its_unit(
    mai, wipa, malee, chiang_mai, chiang_rai
):
    chiang_rai.kind = "evidence"
    chiang_rai.save()
    make_policy(mai.organisation, unit_kind="evidence", phases_active="3", night="0")
    lines = [LineData(phase="active", unit=one.public_id) for one in (chiang_mai, chiang_rai)]
    row = record(anew(mai), *lines, nights=1)
    home, other = map(PostPart.read, row.parts)
    assert (row.case_points, home.case_points, other.case_points) == (3, Decimal("1.5"), 3)
    assert other.policy != home.policy == row.policy
    for viewer, points, nights in ((wipa, "1.5", "0.6"), (malee, "3", "0")):
        seen = seen_week(row, posts_seen(anew(viewer), anew(mai)))
        [line] = seen.lines
        assert (Decimal(line["points"]), seen.nights) == (Decimal(points), Decimal(nights))


def test_a_new_line_is_the_homes_unless_it_says_so(mai, chiang_mai):
    record(mai, LineData(phase="active"))
    assert CaseloadLine.objects.get().unit == chiang_mai


def test_what_was_carried_before_stays_with_the_post_that_was_there(nok, chiang_mai, chiang_rai):
    """The second post has more hours, so it is the home; the old cases do not go over to it."""
    old = make_line(nok)
    Membership.objects.filter(person=nok).update(hours=16)
    Membership.objects.create(
        person=nok,
        unit=chiang_rai,
        role="worker",
        job=job_of(chiang_rai),
        hours=24,
        starts=NOW.date(),
    )
    row = record(anew(nok), LineData.of(old))
    assert row.unit == chiang_rai
    assert [(one["unit"], one["cases"]) for one in row.parts] == [
        (chiang_rai.pk, 0),
        (chiang_mai.pk, 10),
    ]
    assert CaseloadLine.objects.get().unit == chiang_mai


def test_a_line_that_was_not_mentioned_is_given_to_a_post_too(mai, chiang_mai):
    line = make_line(mai)
    record(mai)
    line.refresh_from_db()
    assert line.unit == chiang_mai


def test_a_line_of_a_post_that_is_over_goes_to_the_oldest(mai, chiang_mai, chiang_rai, phuket):
    line = make_line(mai, unit=phuket)
    record(mai, LineData(id=line.public_id, phase="active", count=10))
    line.refresh_from_db()
    assert line.unit == chiang_mai


def test_a_unit_without_a_post_is_refused_at_its_line_and_nothing_is_sent(mai, phuket):
    lines = [LineData(phase="active"), LineData(phase="court", unit=phuket.public_id)]
    with pytest.raises(ValidationError, match="one of your units") as refused:
        record(mai, *lines)
    assert refused.value.params == {"place": 1, "field": "unit"}
    assert not CaseloadLine.objects.exists()
    assert not WorkWeek.objects.exists()


def test_each_person_counts_in_one_unit_only(mai, nok, chiang_mai):
    homes = homes_of(Block(WEEK.block), [mai.organisation_id])
    assert homes == {mai.pk: chiang_mai.pk, nok.pk: chiang_mai.pk}


@pytest.fixture
def as_mai(client, mai, friday):
    enter(client, mai)
    return client


def test_my_week_asks_for_the_unit_of_a_line_with_two_posts_only(
    as_mai, client, mai, nok, chiang_rai
):
    make_line(mai)
    make_line(mai, unit=chiang_rai, count=2)
    page = as_mai.get("/my-week/").text
    assert page.count('name="line-0-unit"') == 1
    assert "Chiang Rai team: 3.0 of 10.4 points" in " ".join(page.split())
    enter(client, nok)
    make_line(nok)
    assert "-unit" not in client.get("/my-week/").text


def test_a_unit_that_is_none_is_said_at_its_field_and_what_was_typed_is_kept(as_mai, mai):
    line = make_line(mai)
    sent = {
        "key": uuid.uuid4(),
        "lines": 1,
        "line-0-id": line.public_id,
        "line-0-phase": "active",
        "line-0-count": "7",
        "line-0-further_victims": "0",
        "line-0-unit": "elsewhere",
        **dict.fromkeys(("hours", "nights", "court_days", "material", "leave_days"), "0"),
        "material_unit": "h",
        "do": "save",
    }
    answer = as_mai.post("/my-week/", sent)
    assert answer.status_code == 422
    assert "Please choose one of your units." in answer.text
    assert 'value="7"' in answer.text
    assert as_mai.post("/my-week/", sent | {"line-0-unit": uuid.uuid4()}).status_code == 422
    assert not WorkWeek.objects.exists()


def test_two_posts_cost_my_week_no_statement(as_mai, client, mai, nok):
    make_line(mai)
    make_line(nok)
    ran = []
    for person in (mai, nok):
        enter(client, person)
        client.get("/my-week/")
        with CaptureQueriesContext(connection) as found:
            assert client.get("/my-week/").status_code == 200
        ran.append(len(found))
    assert ran[0] == ran[1]
