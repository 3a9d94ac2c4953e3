"""Which tests run on PostgreSQL: each statement is asked there, and by more than one test."""

import json
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from .asked import CHOSEN, AskingTest, choose, needed, shape_of

shapes = st.sets(st.sampled_from("abcdefgh"), max_size=5)
notes = st.lists(
    st.builds(
        AskingTest,
        test=st.uuids().map(str),
        always=st.booleans(),
        seconds=st.floats(0, 3),
        asked=shapes,
    )
)


@given(notes, st.integers(1, 3))
def test_each_statement_is_asked_as_often_as_it_can_be(all_of_them, times):
    chosen = needed(all_of_them, times)

    can, asked = (Counter(s for one in some for s in one.asked) for some in (all_of_them, chosen))
    assert all(asked[shape] >= min(times, can[shape]) for shape in can)
    assert [one for one in all_of_them if one.always and one not in chosen] == []
    assert len({one.test for one in chosen}) == len(chosen)


@given(notes)
def test_a_test_is_left_out_only_where_others_ask_all_that_it_asks(all_of_them):
    chosen = needed(all_of_them)

    asked = Counter(shape for one in chosen for shape in one.asked)
    left_out = [one for one in all_of_them if one not in chosen]
    assert all(asked[shape] >= 2 for one in left_out for shape in one.asked)


def test_the_quicker_of_two_that_ask_the_same_runs():
    slow = AskingTest("slow", seconds=2.0, asked={"a", "b"})
    quick = AskingTest("quick", seconds=0.1, asked={"a", "b"})

    assert needed([slow, quick], times=1) == [quick]


def test_what_was_chosen_first_is_left_out_where_those_who_must_come_ask_it_too():
    quick = AskingTest("quick", seconds=0.1, asked={"a", "b"})
    only = AskingTest("only", seconds=2.0, asked={"a", "b", "c"})

    assert needed([quick, only], times=1) == [only]
    assert needed([quick, only], times=2) == [quick, only]


def test_a_statement_is_known_by_its_text_without_values():
    few, many = "SELECT 1 WHERE id IN (%s)", "SELECT 2 WHERE id IN (%s, %s, %s)"
    assert shape_of(few) == shape_of(many)
    assert shape_of("INSERT VALUES (%s, 1), (%s, 1)") == shape_of("INSERT VALUES (%s, 1)")
    assert shape_of("SELECT a FROM b") != shape_of("SELECT a FROM c")
    assert shape_of('SAVEPOINT "s1_x2"') == ""


def test_what_is_chosen_is_written_down_for_every_process_of_a_run(tmp_path):
    kept = {"test": "one", "always": False, "seconds": 0.1, "asked": ["a"]}
    others = [kept | {"test": f"other {n}", "seconds": n} for n in (1.0, 2.0, 3.0)]
    lines = [json.dumps(one) for one in [kept, *others]]
    (tmp_path / "7.jsonl").write_text("\n".join(lines))

    assert choose(tmp_path) == "2 of 4 tests ask each statement 2 times: 1 of 6 s."
    assert json.loads((tmp_path / CHOSEN).read_text()) == {"left_out": ["other 2.0", "other 3.0"]}
