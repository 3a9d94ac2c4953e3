"""No award for how much: the words that are refused, and those that are not."""

import pytest

from training.rules.award_criteria import measure_in
from training.rules.panels import verdict


@pytest.mark.parametrize(
    "text",
    [
        "Closed the most cases this year",
        "The number of cases carried",
        "A high caseload without a complaint",
        "Worked long HOURS",
        "Overtime whenever it was needed",
        "Always there, never absent",
        "Most arrests in the region",
        "ดูแลเคสมากที่สุด",
        "ทำงานล่วงเวลาเป็นประจำ",
        "ทำโอทีทุกสัปดาห์",
        "ไม่เคยลาป่วยเลย",
        "ปิดคดีได้เร็ว",
    ],
)
def test_what_measures_how_much_is_found(text):
    assert measure_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Calm in a hard moment, and kind to whoever is new",
        "Listens before speaking; a survivor decides the pace",
        "Brings police and shelter to one table",
        "ใจเย็นในสถานการณ์ยาก และดูแลเพื่อนร่วมทีม",
        "ทำงานกับเคสอย่างเคารพการตัดสินใจของผู้เสียหาย",
    ],
)
def test_how_somebody_works_is_no_measure(text):
    assert measure_in(text) == ""


@pytest.mark.parametrize(
    ("ayes", "noes", "expected"),
    [
        (0, 0, None),
        (2, 0, None),
        (2, 1, True),
        (1, 2, False),
        (3, 0, True),
        (0, 3, False),
        (2, 2, False),
        (3, 2, True),
    ],
)
def test_a_panel_of_three_finds_by_more_ayes_than_noes(ayes, noes, expected):
    assert verdict(ayes=ayes, noes=noes, quorum=3) is expected
