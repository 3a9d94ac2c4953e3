"""How far applications went: who is at a step has reached those before it."""

from hypothesis import given
from hypothesis import strategies as st

from programme.rules.funnel import FUNNEL_STEPS, FunnelRow, funnel

COUNTS = st.lists(
    st.tuples(
        st.sampled_from(["school", "faith", "other"]),
        st.sampled_from([*FUNNEL_STEPS, "closed"]),
        st.integers(0, 50),
    )
)


def test_a_step_counts_at_those_before_it_and_a_closed_one_was_an_application():
    counts = [("school", "new", 3), ("school", "training", 2), ("faith", "closed", 1)]
    assert funnel(counts, ["school", "faith", "other"]) == [
        FunnelRow("school", (5, 2, 2, 2)),
        FunnelRow("faith", (1, 0, 0, 0)),
        FunnelRow("other", (0, 0, 0, 0)),
    ]


@given(COUNTS)
def test_no_step_has_more_people_than_the_one_before_and_nobody_is_lost(counts):
    rows = funnel(counts, ["school"])
    assert sum(row.reached[0] for row in rows) == sum(n for _source, _step, n in counts)
    for row in rows:
        assert list(row.reached) == sorted(row.reached, reverse=True)
