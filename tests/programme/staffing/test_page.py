"""The page of staffing, one sheet of it, and the memo: the same figures, for the office alone."""

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn

from people.models import Turnover, Unit
from people.weeks import Block
from programme.models import SharedPart, StaffingBlock
from programme.rules.cover import LEAVES_AFTER
from programme.rules.staffing import StaffingTry
from programme.staffing.page import read_page
from programme.staffing.words import behind_lines, weeks_of_block
from tests.makers import NOW, enter, give_password, make_unit
from tests.programme.board.test_page import share
from tests.programme.conftest import again, make_post
from tests.test_attacks import PAYLOADS

BLOCK = Block.latest(NOW)
PAGE, SHEET, MEMO = (
    "/programme/staffing/",
    "/programme/staffing/sheet/",
    "/programme/staffing/memo.docx",
)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def told(unit, block=BLOCK, **figures) -> StaffingBlock:
    """What was told of a unit; 38 people with 27 points, 40 hours and one day away each."""
    about = {"size": "20-49", "band": "above", "people": "38", "load": "130", "points": "27"}
    about |= {"contract": "40", "away": "1", "beyond": "6.2", "lieu": "2.1", "raising": ""}
    frozen = {"smallest": 5, "frozen_at": block.freezes}
    return StaffingBlock.objects.create(
        unit=unit, block=block.number, **frozen, **(about | figures)
    )


def withheld(unit, block=BLOCK) -> StaffingBlock:
    about = {"smallest": 5, "frozen_at": block.freezes}
    return StaffingBlock.objects.create(unit=unit, block=block.number, **about)


def banded(unit, band="watch", block=BLOCK) -> StaffingBlock:
    about = {"size": "5-9", "band": band, "smallest": 5, "frozen_at": block.freezes}
    return StaffingBlock.objects.create(unit=unit, block=block.number, **about)


def seen(client, who, path=PAGE, status=200) -> str:
    """The page as it is read, without markup."""
    enter(client, who)
    answer = client.get(path)
    assert answer.status_code == status
    main = answer.text.split('id="main"')[1].split("<footer")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


# --- The page -----------------------------------------------------------------------------------


def test_the_page_says_how_many_are_missing_and_how_that_is_worked_out(client, office, anan):
    told(office)
    text = seen(client, anan)
    assert "About 11 people are missing" in text
    assert "Head office, weeks 43–46 of 2026" in text
    assert "38 people × 27 points each 1,026" in text
    assert "40 h × 0.65 = 26.0; of 5 working days 4 are left after leave and holidays 20.8" in text
    assert "Needed, 1,026 ÷ 20.8 49 Here 38 Short 11" in text


@pytest.mark.parametrize(
    ("number", "english", "thai"),
    [
        (37, "weeks 47–50 of 2026", "สัปดาห์ที่ 47–50 ปี 2569"),
        (38, "week 51 of 2026 to week 1 of 2027", "สัปดาห์ที่ 51 ปี 2569 ถึงสัปดาห์ที่ 1 ปี 2570"),
        # It ends with a week 53, on a Sunday of the next January.
        (116, "weeks 50–53 of 2032", "สัปดาห์ที่ 50–53 ปี 2575"),
    ],
)
def test_four_weeks_over_a_new_year_name_the_year_of_each(number, english, thai):
    assert weeks_of_block(Block(number)) == english
    with override("th"):
        assert weeks_of_block(Block(number)) == thai


def test_two_people_more_and_a_court_week_more_stand_there_at_first(client, office, anan):
    told(office)
    text = seen(client, anan)
    for line in (
        "Today 49 38 11 130%",
        "2 people more 49 40 9 123%",
        "1 court week more 50 38 12 131%",
        "Both 50 40 10 124%",
        "A court week: court weeks 1 × cases 60 × points 0.6 ÷ weeks 4 = 9.0",
    ):
        assert line in text, line


def test_what_is_tried_is_asked_in_the_address(client, office, anan):
    told(office)
    text = seen(client, anan, f"{PAGE}?people=11&weeks=0&cases=")
    assert "11 people more 49 49 0 101%" in text
    assert "Both" not in text
    assert "A court week" not in text


@pytest.mark.parametrize("wrong", ["people=-1", "people=x", "weeks=5", "cases=99999", "people=1.5"])
def test_a_number_that_cannot_be_meant_is_refused_and_kept(client, office, anan, wrong):
    told(office)
    text = seen(client, anan, f"{PAGE}?{wrong}", 422)
    assert "Today 49 38 11" in text
    assert "people more" not in text
    assert wrong.split("=")[1] in client.get(f"{PAGE}?{wrong}").text


def test_leave_is_that_of_a_year_of_blocks(anan, office):
    told(office, away="0.2")
    for back in range(1, 14):
        told(office, BLOCK - back, away="1")
    found = read_page(again(anan), StaffingTry(), now=NOW).found
    assert found.figures.away == Decimal("0.94")


def test_the_last_block_that_ends_in_a_quarter_stands_for_it(anan, office, chiang_mai):
    for back in range(27):
        told(office, BLOCK - back, people="10")
        told(chiang_mai, BLOCK - back, people=str(50 - back))
    page = read_page(again(anan), StaffingTry(), now=NOW, wanted=str(chiang_mai.public_id))
    quarters = page.quarters
    assert page.found.here == 50
    assert [(one.quarter.first.year, one.quarter.number) for one in quarters] == [
        *((2025, n) for n in range(1, 5)),
        *((2026, n) for n in range(1, 5)),
    ]
    assert [one.found.here for one in quarters[-2:]] == [48, 50]


def test_what_a_quarter_needed_stays_the_same_as_time_goes_by(anan, office):
    """Its leave and rest are those of the year up to it, also when it is nearly two years old."""
    for back in range(BLOCK.number + 1):
        told(office, BLOCK - back, away=["0", "2"][back % 13 < 2])
    page = read_page(again(anan), StaffingTry(), now=NOW)
    assert [one.found.figures.away for one in page.quarters] == [Decimal("0.31")] * 8


def test_a_small_unit_has_a_band_and_what_is_withheld_is_said_once(
    client, office, chiang_mai, anan, saphan
):
    told(office)
    banded(chiang_mai)
    withheld(make_unit(saphan, "Lamphun team", parent=office))
    text = seen(client, anan)
    assert "Chiang Mai team Watch – – –" in text
    assert "Lamphun team Withheld – – –" in text
    assert text.count("units is withheld") == 1
    assert "1 of 3 units is withheld" in text


def test_a_unit_without_figures_says_so_and_has_no_sum(client, office, chiang_mai, anan):
    told(office)
    banded(chiang_mai)
    text = seen(client, anan, f"{PAGE}?unit={chiang_mai.public_id}")
    assert "Of this unit no figure is published: figures are of groups of 10 and more" in text
    assert "÷" not in text


def test_a_unit_with_figures_can_be_looked_at(client, office, chiang_mai, anan):
    told(office)
    told(chiang_mai, people="12")
    text = seen(client, anan, f"{PAGE}?unit={chiang_mai.public_id}")
    assert "Chiang Mai team, weeks 43–46" in text
    assert "12 people × 27 points" in text


@pytest.mark.parametrize("unit", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_unit_is_the_highest_one(client, office, anan, unit):
    told(office)
    assert "Head office, weeks" in seen(client, anan, f"{PAGE}?unit={unit}")


def test_before_the_first_block_the_page_says_when_it_comes(client, office, anan):
    text = seen(client, anan)
    assert "Nothing published yet" in text
    assert "÷" not in seen(client, anan, SHEET)


def test_of_another_organisation_nothing_is_read(client, office, rest_house, anan, boss):
    told(office, people="38")
    told(rest_house, people="77")
    assert "77" not in seen(client, anan)
    for address in (PAGE, SHEET):
        other = seen(client, anan, f"{address}?unit={rest_house.public_id}")
        assert "77" not in other
        assert "Head office" in other


def test_only_the_programme_office_opens_it(client, office, nok, wipa, ploy, orathai):
    for other in (nok, wipa, ploy, orathai):
        enter(client, other)
        assert {client.get(one).status_code for one in (PAGE, SHEET, MEMO)} == {404}


@pytest.fixture
def boss(rest_house):
    return rest_house


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_typed_stays_text(client, office, anan, payload):
    told(office)
    enter(client, anan)
    for name in ("people", "unit", "language", "page"):
        answer = client.get(PAGE, {name: payload})
        assert payload not in answer.text or not re.search(r"[<>'\"]", payload)


def test_the_page_costs_the_same_for_any_number_of_units(client, office, saphan, anan):
    told(office)
    enter(client, anan)
    client.get(PAGE)
    counts = []
    for number in (1, 11):
        for n in range(number):
            told(make_unit(saphan, f"Team {number} {n}", parent=office))
        with CaptureQueriesContext(connection) as found:
            client.get(PAGE)
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= 30


# --- What stands behind it ----------------------------------------------------------------------


def behind(viewer) -> dict[str, tuple[str, str]]:
    page = read_page(again(viewer), StaffingTry(), now=NOW)
    with override("en"):
        return {name: (figure, beside) for name, figure, beside in behind_lines(page)}


def test_hours_of_all_are_worked_out_of_what_is_told_of_one(office, anan):
    """38 × 6.2 × 4 = 942.4, the work of 5.89 people; 38 × 2.1 = 79.8."""
    told(office, raising="3.5")
    assert behind(anan) == {
        "Hours beyond the contract": ("940 h", "in four weeks; full-time posts that it takes: 5.9"),
        "Time off owed": ("80 h", "given back and not taken yet"),
        "Raising money and reporting": ("3.5 h", "a week, of each who logged it"),
    }


def test_who_left_and_why_is_what_was_told_of_it(office, anan, saphan):
    told(office)
    about = {"organisation": saphan, "smallest": 5, "frozen_at": NOW}
    half = {"half_year": NOW.date().replace(month=1, day=1)}
    Turnover.objects.create(**about, **half, size="10-19", out_of="50+", reasons="workload")
    assert behind(anan)["People who left"] == (
        "10–19",
        "of 50+ in half a year, several named: Workload",
    )
    Turnover.objects.create(**about, half_year=NOW.date().replace(month=7, day=1))
    assert "People who left" not in behind(anan)


def test_vacant_posts_are_told_all_together_as_they_were_ninety_days_ago(
    office, anan, saphan, chiang_mai
):
    told(office)
    then = NOW.date() - LEAVES_AFTER
    for n in range(3):
        make_post(saphan, province="TH-63", since=then - timedelta(days=95 + n))
    make_post(saphan, province="TH-57", since=then)
    assert "Posts vacant" not in behind(anan)
    make_post(saphan, province="TH-57", since=then + timedelta(days=1))
    assert "Posts vacant" not in behind(anan)
    make_post(saphan, province="TH-57", since=then)
    assert behind(anan)["Posts vacant"] == (
        "5",
        "of 5 posts on 22\xa0August\xa02026, the longest for 3 months",
    )


def test_of_a_programme_the_posts_of_every_member_that_shares_them_count(
    office, anan, saphan, theirs, seat, sumalee, rest_house
):
    told(office)
    since = NOW.date() - timedelta(days=200)
    for _n in range(5):
        make_post(saphan, since=since)
    for _n in range(4):
        make_post(rest_house.organisation, since=since)
    assert behind(anan)["Posts vacant"][0] == "5"
    share(theirs, sumalee, SharedPart.POSTS)
    assert behind(anan)["Posts vacant"][0] == "9"


# --- The sheet and the memo ---------------------------------------------------------------------


def test_the_sheet_has_the_figures_of_the_page_and_no_form(client, office, anan):
    told(office)
    page, sheet = seen(client, anan), seen(client, anan, SHEET)
    for line in ("About 11 people are missing", "Needed, 1,026 ÷ 20.8 49 Here 38 Short 11"):
        assert line in page
        assert line in sheet
    assert "<form" not in client.get(SHEET).text.split('id="main"')[1].split("<footer")[0]
    tried = seen(client, anan, f"{SHEET}?people=5&weeks=0")
    assert "5 people more 49 43 6" in tried


def memo(client, who, **asked):
    enter(client, who)
    give_password(client)
    answer = client.get(MEMO, asked)
    assert answer["Content-Disposition"] == 'attachment; filename="staffing.docx"'
    return Document(BytesIO(b"".join(answer)))


def lines(document) -> list[str]:
    return [one.text for one in document.paragraphs]


def test_the_memo_asks_for_the_password(client, office, anan):
    told(office)
    enter(client, anan)
    assert client.get(MEMO).status_code == 302


def test_the_thai_memo_has_the_form_of_a_ministry(client, office, anan):
    told(office)
    text = lines(memo(client, anan, language="th"))
    assert text[0] == "บันทึกข้อความ"
    starts = [one.split(" ")[0] for one in text[1:5]]
    assert starts == ["ส่วนราชการ", "ที่", "เรื่อง", "เรียน"]
    assert "วันที่ 20\xa0พฤศจิกายน\xa02569" in text[2]
    assert any(one.startswith("ลงชื่อ") for one in text)
    assert any("ต้องใช้ 1,026 ÷ 20.8 = 49 คน มีอยู่ 38 คน ขาด 11 คน" in one for one in text)


def test_thai_digits_are_there_if_they_are_asked_for(client, office, anan):
    told(office)
    text = "\n".join(lines(memo(client, anan, language="th", thai_digits="on")))
    assert "๒๐\xa0พฤศจิกายน\xa0๒๕๖๙" in text
    assert "๑,๐๒๖ ÷ ๒๐.๘ = ๔๙ คน" in text
    assert not re.search(r"[0-9]", text)
    english = "\n".join(lines(memo(client, anan, language="en", thai_digits="on")))
    assert not re.search(r"[๐-๙]", english)


def test_the_english_memo_says_the_same(client, office, anan):
    told(office)
    found = memo(client, anan, language="en", people="3", weeks="0")
    text = lines(found)
    assert text[0] == "Memorandum"
    assert "– Needed: 1,026 ÷ 20.8 = 49. Here: 38. Short: 11." in text
    rows = [[cell.text for cell in row.cells] for row in found.tables[0].rows]
    assert rows == [
        ["What if", "Needed", "Here", "Short", "Load of each"],
        ["Today", "49", "38", "11", "130%"],
        ["3 people more", "49", "41", "8", "120%"],
    ]


def test_a_name_with_what_no_document_may_hold_breaks_no_memo(client, office, anan):
    told(office)
    anan.full_name_th = "อนันต์\x07 ใจดี\ufffe"
    anan.save()
    assert "(อนันต์ ใจดี)" in lines(memo(client, anan, language="th"))


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_font_holds_for_thai_too(client, office, anan, language):
    """Word takes the font of complex scripts, and their size, for Thai."""
    told(office)
    found = memo(client, anan, language=language)
    runs = [run for one in found.paragraphs for run in one.runs]
    assert len(runs) > 10
    for run in runs:
        fonts = run._element.rPr.rFonts
        assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs")} == {
            "TH Sarabun New"
        }
        size = run._element.rPr.find(qn("w:szCs")).get(qn("w:val"))
        assert size == run._element.rPr.find(qn("w:sz")).get(qn("w:val"))
    section = found.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


def test_an_unknown_language_is_thai_and_an_empty_memo_says_why(client, office, anan):
    text = lines(memo(client, anan, language="xx"))
    assert text[0] == "บันทึกข้อความ"
    assert "คนหรือสัปดาห์ยังน้อยเกินไป จึงยังไม่มีตัวเลข" in text


def test_of_a_small_unit_the_memo_has_no_figure(client, office, chiang_mai, anan):
    told(office)
    banded(chiang_mai)
    text = "\n".join(lines(memo(client, anan, language="en", unit=str(chiang_mai.public_id))))
    assert "There are too few people, or too few weeks, for figures." in text
    assert "÷" not in text


def test_no_name_breaks_the_memo_and_its_file_names_no_author(client, office, anan):
    told(office)
    Unit.objects.filter(pk=office.pk).update(name={"en": "A\ufffe\x0b <w:t>&amp; =1+1\uffff"})
    enter(client, anan)
    give_password(client)
    memo = Document(BytesIO(client.get(f"{MEMO}?language=en").content))
    assert "Office Saphan Foundation · A <w:t>&amp; =1+1" in [one.text for one in memo.paragraphs]
    about = memo.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.title == "How many people the work takes"
