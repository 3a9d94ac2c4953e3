"""Which carried line a program's line speaks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workload.rules.carried import LineFault, LineFaultError, LineMark, LinesMode, matched

REFERENCES = ("", "QX-1", "QX-2")
likenesses = st.sampled_from(("court", "intake"))


@st.composite
def carried_lines(draw):
    marks = draw(st.lists(st.tuples(st.sampled_from(REFERENCES), likenesses), max_size=6))
    return [LineMark(f"id{place}", *mark) for place, mark in enumerate(marks)]


sent_lines = st.lists(
    st.builds(
        LineMark,
        st.sampled_from((None, None, *(f"id{n}" for n in range(6)))),
        st.sampled_from(REFERENCES),
        likenesses,
    ),
    max_size=6,
)


@given(sent_lines, carried_lines(), st.sampled_from(LinesMode))
def test_no_two_lines_speak_of_one_and_only_a_replacement_ends_any(lines, carried, mode):
    try:
        found, ended = matched(lines, carried, mode)
    except LineFaultError:
        return
    named = [one for one in found if one is not None]
    assert (len(found), len(named)) == (len(lines), len(set(named)))
    assert not {*named} & {*ended}
    if mode is LinesMode.REPLACE:
        assert {*named, *ended} >= {one.id for one in carried}
    else:
        assert ended == []
    if mode is LinesMode.ADD:
        assert named == []
    if mode is LinesMode.CHANGE:
        assert None not in found


@given(carried_lines())
def test_a_replacement_by_what_is_carried_changes_nothing(carried):
    """However often a program repeats what it knows, by ids or as plain cases."""
    assert matched(carried, carried, LinesMode.REPLACE) == ([one.id for one in carried], [])
    plain = [LineMark(likeness=one.likeness) for one in carried]
    found, ended = matched(plain, carried, LinesMode.REPLACE)
    unnamed = [one.id for one in carried if not one.reference]
    assert sorted(filter(None, found)) == unnamed
    assert ended == [one.id for one in carried if one.reference]


COURT, INTAKE = LineMark(likeness="court"), LineMark(likeness="intake")


@pytest.mark.parametrize(
    ("lines", "mode", "expected"),
    [
        ([COURT], LinesMode.REPLACE, (["a"], ["b", "i", "n"])),
        ([INTAKE], LinesMode.REPLACE, (["i"], ["a", "b", "n"])),  # what is like it, not the first
        ([LineMark("a"), COURT], LinesMode.REPLACE, (["a", "b"], ["i", "n"])),
        ([COURT, LineMark("a")], LinesMode.REPLACE, (["b", "a"], ["i", "n"])),
        # An id stays what it names, whatever is like it.
        ([LineMark("b", likeness="intake")], LinesMode.REPLACE, (["b"], ["a", "i", "n"])),
        # Three like cases, and two of them are carried: the third is new.
        ([COURT] * 3, LinesMode.REPLACE, (["a", "b", None], ["i", "n"])),
        # A name is of one line only: who names another means no line that has none.
        (
            [LineMark(reference="QX-9", likeness="court")],
            LinesMode.REPLACE,
            ([None], ["a", "b", "i", "n"]),
        ),
        ([COURT, INTAKE], LinesMode.ADD, ([None, None], [])),
    ],
)
def test_which_line_is_meant_by_its_name_or_by_its_cases(lines, mode, expected):
    carried = [LineMark("a", likeness="court"), LineMark("b", likeness="court")]
    carried += [LineMark("i", likeness="intake"), LineMark("n", "QX-1", "court")]
    assert matched(lines, carried, mode) == expected


@pytest.mark.parametrize(
    ("lines", "mode", "fault"),
    [
        ([LineMark(likeness="court")], LinesMode.CHANGE, LineFault.NOT_CARRIED),
        ([LineMark(reference="QX-9")], LinesMode.CHANGE, LineFault.NOT_CARRIED),
        ([LineMark(reference="QX-1")], LinesMode.ADD, LineFault.CARRIED_ALREADY),
        ([LineMark("a")], LinesMode.ADD, LineFault.HAS_ID),
        ([LineMark(reference="QX-2")], LinesMode.REPLACE, LineFault.SEVERAL),
        ([LineMark("a"), LineMark(reference="QX-1")], LinesMode.CHANGE, LineFault.SPOKEN_OF_TWICE),
    ],
)
def test_what_cannot_be_told_is_refused_at_its_place(lines, mode, fault):
    carried = [LineMark("a", "QX-1"), LineMark("b", "QX-2"), LineMark("c", "QX-2")]
    with pytest.raises(LineFaultError) as refused:
        matched(lines, carried, mode)
    assert (refused.value.place, refused.value.fault) == (len(lines) - 1, fault)
