import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from wellbeing.rules.lines import LINES

# How many lines there are: in digits, in English and in Thai.
ENGLISH, THAI = {
    4: ("four", "สี่"),
    5: ("five", "ห้า"),
    6: ("six", "หก"),
    7: ("seven", "เจ็ด"),
    8: ("eight", "แปด"),
}[len(LINES)]
COUNTED = re.compile(
    rf"\b({ENGLISH}|{len(LINES)}) (lines|answers|questions)\b|\ball {ENGLISH}\b"
    rf"|({THAI}|\b{len(LINES)}) ?(ข้อ|คำตอบ|คำถาม)",
    re.IGNORECASE,
)


def test_a_sentence_that_counts_is_found():
    n = len(LINES)
    for text in (f"Your {ENGLISH} answers", f"All {ENGLISH}", f"ทั้ง {n} ข้อ", f"{THAI}คำตอบ"):
        assert COUNTED.search(text), text
    assert not COUNTED.search("All lines together, weeks 36 to 47")


@pytest.mark.parametrize("app", ["wellbeing", "workload"])
def test_no_sentence_says_how_many_lines_the_pulse_has(app):
    """A line more would make it untrue."""
    path = Path(settings.BASE_DIR) / app / "locale/th/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="th")
    said = [text for one in catalogue if one.id for text in (str(one.id), str(one.string))]
    assert [text for text in said if COUNTED.search(text)] == []
