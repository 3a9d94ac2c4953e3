"""When an entry is old, where it serves, and what it says of its room."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.rules.directory import CONFIRM_AFTER, RoomState, is_old, room_state, serves
from tests.makers import NOW

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("room", "full_until", "state"),
    [
        (None, None, RoomState.UNSAID),
        (1, None, RoomState.LITTLE),
        (2, None, RoomState.LITTLE),
        (3, None, RoomState.ROOM),
        (None, DAY, RoomState.FULL),
        (None, DAY - timedelta(days=1), RoomState.UNSAID),
    ],
)
def test_room_turns_exactly_at_its_limits(room, full_until, state):
    assert room_state(room, full_until, DAY) is state


def test_an_entry_is_old_from_the_ninetieth_day_on():
    assert is_old(NOW - CONFIRM_AFTER, NOW)
    assert not is_old(NOW - CONFIRM_AFTER + timedelta(seconds=1), NOW)


PLACES = st.lists(st.sampled_from(["TH-50", "TH-57", "TH-83"]), unique=True)
LANDS = st.lists(st.sampled_from(["th-5", "th-8"]), unique=True)


@given(PLACES, LANDS, st.sampled_from([("TH-50", "th-5"), ("TH-57", "th-5"), ("TH-83", "th-8")]))
def test_an_entry_serves_what_it_names_and_anything_where_it_names_none(found, lands, asked):
    province, region = asked
    told = serves(found, lands, province=province, region=region)
    assert told == (province in found or region in lands or not (found or lands))


@given(LANDS)
def test_an_entry_by_region_does_not_tell_its_provinces_apart(lands):
    """Whatever is asked for: two provinces of a region find the same shelters."""
    answers = {serves((), lands, province=one, region="th-5") for one in ("TH-50", "TH-57")}
    assert len(answers) == 1
