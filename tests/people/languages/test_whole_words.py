"""Headings in Thai break between words, not within one."""

import pytest
from django.template import engines

from people.languages.whole_words import whole_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ทำงานโดยยึดผู้เสียหายเป็นศูนย์กลาง", "ทำงานโดยยึดผู้\u2060เสีย\u2060หายเป็นศูนย์กลาง"),
        ("ต้องใช้ประมาณ 45 คน มีอยู่ 50 คน", "ต้องใช้ประมาณ 45\u00a0คน มีอยู่ 50\u00a0คน"),
        ("ผู้ประสานงาน ระดับ 1", "ผู้ประสานงาน ระดับ 1"),
        ("Victim-centred practice", "Victim-centred practice"),
        ("24 hours", "24 hours"),
    ],
)
def test_no_line_of_a_heading_breaks_within_a_word(name, shown):
    assert whole_name(name) == shown


def test_a_name_with_marks_in_it_is_written_as_text():
    drawn = engines["django"].from_string("{{ name|whole }}").render({"name": "<b>ส่งต่อ</b>"})
    assert drawn == "&lt;b&gt;ส่ง\u2060ต่อ&lt;/b&gt;"
