"""One's own answers in words."""

import pytest
from django.utils.translation import override

from wellbeing.checkins.trend import AnswerRow
from wellbeing.rules.lines import LINES


@pytest.mark.parametrize(
    ("value", "english", "thai"),
    [
        (None, "Not answered", "ไม่ได้ตอบ"),
        (0, "None", "ไม่มี"),
        (1, "1 day", "1 วัน"),
        (2, "2–3 days", "2–3 วัน"),
        (4, "6–7 days", "6–7 วัน"),
    ],
)
def test_the_latest_answer_is_said_in_words(value, english, thai):
    row = AnswerRow(LINES[0], [3, value])
    assert row.latest == english
    with override("th"):
        assert row.latest == thai


def test_a_week_without_an_answer_is_a_gap_in_every_form():
    row = AnswerRow(LINES[0], [None, 0, 4])
    assert row.words == ["–", "None", "6–7"]
    assert row.label == "Worn out, oldest first: no answer, None, 6 to 7 days"
