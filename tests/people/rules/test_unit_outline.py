"""Units that are typed at once: what the lines mean, and whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules.unit_outline import LETTERS_AT_MOST, LINES_AT_MOST, named, read

TYPED = """
Chiang Mai
  Shelter
\tOutreach
    Night team
Bangkok › Sathorn
- Bangkok > Klong Toei
Bangkok
1. Mae Sot
"""


def test_lines_are_units_and_what_is_indented_lies_below():
    assert read(TYPED) == [
        ("Chiang Mai",),
        ("Chiang Mai", "Shelter"),
        ("Chiang Mai", "Shelter", "Outreach"),
        ("Chiang Mai", "Shelter", "Night team"),
        ("Bangkok",),
        ("Bangkok", "Sathorn"),
        ("Bangkok", "Klong Toei"),
        ("Mae Sot",),
    ]


def test_an_indented_first_line_lies_at_the_top():
    assert read("   Chiang Mai\nBangkok") == [("Chiang Mai",), ("Bangkok",)]
    assert read("›\nBangkok") == [("›",), ("Bangkok",)]


def test_a_name_goes_into_its_language():
    assert (named("สาขาแม่สอด"), named("Mae Sot")) == ({"th": "สาขาแม่สอด"}, {"en": "Mae Sot"})


@pytest.mark.parametrize("fine", [LINES_AT_MOST, LETTERS_AT_MOST])
def test_the_edges(fine):
    assert len(read("\n".join(f"u{n}" for n in range(LINES_AT_MOST)))) == LINES_AT_MOST
    assert read("x" * LETTERS_AT_MOST)
    for wrong in ("\n".join(["u"] * (LINES_AT_MOST + 1)), "x" * (LETTERS_AT_MOST + 1), " \n\t"):
        with pytest.raises(ValueError, match="please|too long|one unit"):
            read(wrong)


@given(st.text(max_size=200))
def test_whatever_is_typed_those_above_come_first_and_each_once(text):
    try:
        found = read(text)
    except ValueError:
        return
    assert len(found) == len(set(found))
    for place, way in enumerate(found):
        assert all(way)
        assert len(way) == 1 or way[:-1] in found[:place]
