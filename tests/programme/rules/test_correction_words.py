"""A correction of a release holds no number but a year, and no name that would tell a cell."""

import pytest

from programme.rules.correction_words import holds_number, name_held


@pytest.mark.parametrize(
    "text",
    [
        "The codebook of 2026 called it otherwise.",
        "In 2026-Q3 and in Q3/2026, Q3 2026 and Q4, a name was wrong.",
        "In quarter 3 of 2026 the licence was wrong.",
        "ในไตรมาส 3/2569 ชื่อผิด และไตรมาสที่ ๔ ปี ๒๕๖๙ ก็เช่นกัน",
        "ปี 2569",
    ],
)
def test_a_year_and_a_quarter_may_be_named(text):
    assert not holds_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "7 people",
        "๗ คน",
        "７ people",
        "½ of them",
        "10²",
        "2026 was 12 percent",
        "20265 people",
        "1.2026",
        "12,026",
        "2026.5",
        "Q5",
        "Q3.5",
        "2026-Q31",
        "ภาค 5",
        "quarter 30",
        "四",
    ],
)
def test_every_other_number_is_found(text):
    assert holds_number(text)


def test_a_name_is_found_whatever_its_capitals_and_spaces_are():
    assert name_held("It was  HIGH\nstrain there.", ["Low strain", "High strain"]) == "High strain"
    assert name_held("พื้นที่กรุงเทพฯ", ["กรุงเทพฯ"]) == "กรุงเทพฯ"
    assert name_held("A name was wrong.", ["High strain", ""]) == ""
    assert name_held("A high strain.", ["", "High strain"]) == "High strain"
