"""What a report tells: the figures of the pages, of whole blocks, and withheld as one word."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.translation import override

from people.models import AccessEvent, Role, Turnover
from people.tenancy import context as tenancy
from people.weeks import BANGKOK
from people.writing.formats import day as write_day
from programme.board import page as board
from programme.coverage import actions as coverage
from programme.members import actions as programmes
from programme.members import door
from programme.models import SharedPart
from programme.reports import reading
from programme.reports.asking import ReportAsk
from programme.reports.parts import ReportContent
from programme.reports.sections import SECTIONS, sections_of
from programme.reports.words import period_name
from programme.rules.periods import ReportPeriod
from tests.makers import NOW, make_membership, make_person, make_unit, make_workers
from tests.programme.conftest import again, make_course, make_post
from tests.programme.coverage.test_actions import make_flag
from tests.training.conftest import make_certificate, make_certificate_type, make_session
from training.models import Enrolment, Requirement, SessionEvaluation
from training.year import actions as training_year
from workload.models import UnitLoad
from workload.units import actions as units
from workload.units import words as units_words

from .conftest import QUARTER, ask, tell_load

FISCAL = ReportPeriod.parse("fiscal-2026")


def told(person, key, period=QUARTER, language="en"):
    """Tell a section of a report of a person's own units."""
    with override(language):
        asked = ReportAsk(again(person), period, NOW)
        parts = [one.read(asked) for one in sections_of("own")]
    return next((one for one in parts if one and one.key == key), None)


def plain(text: str) -> str:
    """Write a text with spaces at which a line may break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_load_is_that_of_the_page_and_of_no_other_block(quarter, anan):
    part = told(anan, "load")
    page = units.everything(again(anan))
    blocks = {one.number for one in QUARTER.blocks}
    expected = {
        str(group.unit): [
            units_words.said_of(one.said)[0]
            for one in reversed(group.told)
            if one.block.number in blocks
        ]
        for group in page
    }
    [table] = part.tables[1:]
    assert {row[0]: list(row[3:]) for row in table.rows} == expected
    assert expected["Chiang Rai team"] == ["Withheld"] * 3


def test_the_bars_are_the_table_beneath_them(quarter, anan):
    part = told(anan, "load")
    [picture] = part.pictures
    assert picture.series == (
        ("Steady", (0, 0, 0)),
        ("Watch", (1, 1, 1)),
        ("Above the limit", (1, 1, 1)),
        ("Withheld", (1, 1, 1)),
    )
    assert part.tables[0].rows == tuple(
        (label, *numbers)
        for label, numbers in zip(
            picture.labels,
            zip(*(values for _name, values in picture.series), strict=True),
            strict=True,
        )
    )


def test_the_sentences_say_what_the_figures_say(quarter, anan):
    content = reading.opened_content(ask(anan))
    assert content.headline == "Weeks 35–38: of the units shown (2), 1 is above its limit."
    assert content.lead[0] == "Units with high strain: 1 of 2 that are shown."


def test_of_a_unit_that_is_withheld_nothing_stands_anywhere(quarter, anan):
    kept = ask(anan)
    rows = [
        row
        for part in reading.opened_content(kept).parts
        for table in part.tables
        for row in table.rows
        if row[0] == "Chiang Rai team"
    ]
    assert {cell for row in rows for cell in row[1:]} == {"Head office", "Withheld"}


def test_a_year_of_blocks_stands_four_beside_each_other(quarter, anan, office):
    for block in FISCAL.blocks:
        if not UnitLoad.objects.filter(unit=office, block=block.number).exists():
            tell_load(office, block)
    tables = told(anan, "load", period=FISCAL).tables[1:]
    assert [len(one.header) - 3 for one in tables] == [4, 4, 4, 1]


def test_flags_are_counted_by_the_rule_of_the_programme_page(quarter, anan, chiang_mai, saphan):
    crew = make_workers(10, chiang_mai)
    make_flag(crew[0], "red")
    part = told(anan, "flags")
    found = coverage.read(again(anan), now=NOW).flags
    assert [cell for _label, cell in part.facts] == [found.all, found.people]
    assert found.all == "fewer than 5"
    assert write_day(date(2026, 11, 18)) in part.about
    saphan.smallest_group = 12
    saphan.save()
    withheld = told(anan, "flags", language="th")
    assert {cell for _label, cell in withheld.facts} == {"ไม่แสดง"}


def test_posts_are_those_that_may_leave_by_region_and_ninety_days_late(quarter, anan, saphan, nok):
    for _post in range(5):
        make_post(saphan, nok)
    make_post(saphan, province="TH-10")
    for _post in range(4):
        make_post(saphan, province="TH-40")
    part = told(anan, "posts")
    day, regions = board.read_leaving(again(anan), now=NOW)
    assert day == min(QUARTER.last, NOW.date() - timedelta(days=90))
    cells = {row[0]: row[1:] for row in part.tables[0].rows}
    for one in regions:
        expected = ("Withheld",) * 5 if one.withheld else one.told
        assert cells[str(one.region.name)] == tuple(expected)
    assert sorted(one.withheld for one in regions) == [False, True, True]
    assert "5 of 5 posts were held" in part.lead


def test_a_report_of_long_ago_has_the_posts_of_its_last_day(quarter, anan, saphan, nok):
    for _post in range(5):
        make_post(saphan, nok, since=date(2025, 6, 1))
    part = told(anan, "posts", period=ReportPeriod.parse("year-2025"))
    assert "31 December 2025" in plain(part.about)
    assert told(anan, "posts", period=ReportPeriod.parse("year-2024")) is None


@pytest.fixture
def course(saphan):
    return make_course(make_certificate_type(saphan))


def enrol(session, person):
    Enrolment.objects.create(session=session, person=person, attendance="full", passed=True)


def test_training_is_that_of_the_year_of_training(quarter, anan, siriporn, nok, wipa, course):
    for day, who in ((date(2026, 8, 5), (nok, wipa)), (date(2026, 9, 30), (nok,))):
        session = make_session(course, siriporn, day=day)
        for person in who:
            enrol(session, person)
    late = make_session(course, siriporn, day=date(2026, 10, 1))
    enrol(late, nok)
    year = training_year.read(again(anan), 2026, NOW.date())
    part = told(anan, "training", period=FISCAL)
    total = year.total
    expected = [total.sessions, total.came, total.passed, total.hours, total.issued, total.lapsed]
    assert [cell for _label, cell in part.facts] == expected
    quarterly = told(anan, "training")
    assert [cell for _label, cell in quarterly.facts] == expected
    months = [plain(row[0]) for row in quarterly.tables[0].rows]
    assert months == ["August 2026", "September 2026"]


def test_of_few_people_who_need_a_certificate_nothing_is_told(
    quarter, anan, saphan, chiang_mai, course, siriporn
):
    kind = course.certificate_type
    Requirement.objects.create(
        organisation=kind.organisation, type=kind, role="worker", added_by=siriporn, added_at=NOW
    )
    crew = make_workers(4, chiang_mai)
    few = told(anan, "certificates")
    assert few.tables[0].rows[0][1:] == ("Withheld",) * 4
    assert few.lead == ""
    make_workers(2, chiang_mai)
    # The period is held against the day before it: what came on its first day is new.
    make_certificate(crew[0], kind, by=siriporn, issued_on=QUARTER.first)
    row = told(anan, "certificates", language="th").tables[0].rows[0]
    assert row[1:] == (6, 1, 6, 0)
    assert told(anan, "certificates").lead == f"“{kind}” is held by 1 of the 6 people who need it."
    saphan.smallest_group = 7
    saphan.save()
    fewer = told(anan, "certificates")
    assert (fewer.tables[0].rows[0][1:], fewer.lead) == (("Withheld",) * 4, "")


def test_evaluations_are_those_that_were_told_in_the_period(quarter, anan, siriporn, course):
    inside, outside = (make_session(course, siriporn, day=date(2026, 8, n)) for n in (5, 6))
    band = {"use": "mostly", "clear": "partly", "safe": "", "time": ""}
    for session, day in ((inside, 30), (outside, 1)):
        SessionEvaluation.objects.create(
            session=session,
            size="5-9",
            people=5,
            smallest=5,
            frozen_at=datetime(2026, 9 if day == 30 else 10, day, 23, 30, tzinfo=BANGKOK),
            **band,
        )
    rows = told(anan, "evaluations").tables[0].rows
    assert [row[2:] for row in rows] == [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1), (0, 0, 0, 1)]


def test_a_half_year_is_in_the_period_in_which_it_was_counted(quarter, anan, saphan):
    Turnover.objects.create(
        organisation=saphan,
        half_year=date(2026, 1, 1),
        size="5-9",
        out_of="50+",
        reasons="pay",
        smallest=5,
        frozen_at=NOW,
    )
    [row] = told(anan, "turnover").tables[0].rows
    assert tuple(map(plain, row)) == ("1 Jan 2026 – 30 Jun 2026", "5–9", "50+", "Pay")
    assert told(anan, "turnover", period=ReportPeriod.parse("year-2025")) is None


def test_who_left_another_organisation_is_in_no_report(quarter, anan, rest_house):
    Turnover.objects.create(
        organisation=rest_house.organisation,
        half_year=date(2026, 1, 1),
        size="5-9",
        out_of="50+",
        smallest=5,
        frozen_at=NOW,
    )
    assert told(anan, "turnover") is None


def test_who_left_too_few_is_one_word(quarter, anan, saphan):
    Turnover.objects.create(
        organisation=saphan, half_year=date(2026, 1, 1), smallest=5, frozen_at=NOW
    )
    assert told(anan, "turnover").tables[0].rows[0][1:] == ("Withheld",) * 3


def test_what_the_office_of_a_part_reads_elsewhere_by_another_role_is_in_no_report(
    quarter, office, chiang_mai, siriporn, nok, course
):
    """She administers the whole too: a colleague of the same office finds the same report."""
    part = make_person("part", chiang_mai.organisation)
    make_membership(part, chiang_mai, Role.PROGRAMME)
    make_membership(part, office, Role.ADMIN)
    session = make_session(course, siriporn, day=date(2026, 8, 5))
    for person in (siriporn, nok):
        enrol(session, person)
    for key in ("load", "wellbeing"):
        assert [row[0] for row in told(part, key).tables[1].rows] == ["Chiang Mai team"]
    assert told(part, "training").tables[0].rows[0][2] == 1


@pytest.fixture
def both(quarter, seat, ours, theirs, anan, ploy, sumalee, rest_house, noi):
    """Both members told their top units, and one below; Baan Suk shares all, Saphan posts only."""
    below = make_unit(rest_house.organisation, "Night shift", parent=rest_house)
    for block in QUARTER.blocks:
        tell_load(rest_house, block, "above")
        tell_load(below, block, "steady")
    for part in (SharedPart.GROUPS, SharedPart.POSTS):
        programmes.agree(member=theirs, part=part, by=sumalee, now=NOW)
    programmes.agree(member=ours, part=SharedPart.POSTS, by=again(ploy), now=NOW)
    for _post in range(5):
        make_post(rest_house.organisation, noi)
    return anan


def of_programme(person) -> ReportContent:
    with tenancy.of_request(person.organisation_id):
        return reading.opened_content(ask(person, scope="programme"))


def test_of_a_programme_each_member_tells_of_its_top_unit_what_it_shares(both, rest_house):
    content = of_programme(both)
    loads = next(one for one in content.parts if one.key == "load")
    assert [row[:2] for row in loads.tables[1].rows] == [
        (str(rest_house), str(rest_house.organisation))
    ]
    assert {cell for row in loads.tables[1].rows for cell in row[3:]} == {"Above the limit"}
    assert {one.key for one in content.parts} <= {"load", "wellbeing", "posts"}


def test_no_name_of_a_person_is_in_a_report_of_a_programme(both, noi, nok):
    text = of_programme(both).written().decode()
    for person in (noi, nok, both):
        assert person.full_name_en not in text
    assert "Night shift" not in text
    assert "Chiang Mai" not in text


def test_the_look_at_each_member_is_noted_by_the_door(both, theirs):
    of_programme(both)
    looks = AccessEvent.objects.filter(subject=theirs.public_id)
    assert sorted(looks.values_list("what", flat=True)) == ["prog_groups", "prog_posts"]


def test_who_reads_it_again_another_day_is_noted_again(both, theirs):
    with tenancy.of_request(both.organisation_id):
        made = ask(both, scope="programme")
        assert reading.may_read(again(both), made, NOW + timedelta(days=1))
    looks = AccessEvent.objects.filter(subject=theirs.public_id, at__gt=NOW)
    assert sorted(looks.values_list("what", flat=True)) == ["prog_groups", "prog_posts"]


def test_a_report_of_one_s_own_units_opens_no_door(both):
    before = AccessEvent.objects.count()
    content = reading.opened_content(ask(both))
    assert AccessEvent.objects.count() == before
    assert "Baan Suk" not in content.written().decode()


def test_own_posts_are_those_of_the_own_organisation(both, saphan, rest_house):
    with tenancy.of_request(saphan.pk):
        alone = door.own_alone(again(both), SharedPart.POSTS, now=NOW)
        assert board.regions_on(alone, NOW.date()) == ()
    assert told(both, "posts") is None


def test_every_section_says_nothing_where_there_is_nothing(anan, friday):
    content = reading.opened_content(ask(anan))
    assert [one.key for one in content.parts] == ["flags"]
    assert content.headline == "Report: July to September\N{NO-BREAK SPACE}2026"
    assert len(SECTIONS) > 1


def test_the_same_figures_have_the_same_digest_and_what_is_kept_is_read_again(quarter, anan):
    made = ask(anan)
    content = reading.opened_content(made)
    assert content.digest == made.digest
    again_read = ReportContent.read(content.written())
    assert again_read == content
    made.delete()
    assert ask(anan).digest == content.digest


@pytest.mark.parametrize(
    ("code", "english", "thai"),
    [
        ("block-36", "Weeks 43–46, 2026", "สัปดาห์ที่ 43–46 ปี 2569"),
        ("block-38", "Week 51, 2026 – week 1, 2027", "สัปดาห์ที่ 51 ปี 2569 – สัปดาห์ที่ 1 ปี 2570"),
        (
            "quarter-2026-3",
            "July to September\N{NO-BREAK SPACE}2026",
            "กรกฎาคม ถึง กันยายน\N{NO-BREAK SPACE}2569",
        ),
        ("fiscal-2026", "Fiscal year 2026", "ปีงบประมาณ 2569"),
        ("year-2025", "Calendar year 2025", "ปีปฏิทิน 2568"),
    ],
)
def test_a_period_is_called_in_the_calendar_of_its_reader(code, english, thai):
    period = ReportPeriod.parse(code)
    assert period_name(period) == english
    with override("th"):
        assert period_name(period) == thai
