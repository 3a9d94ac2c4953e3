"""The four stations of a flag: how far it has come, and what is past its day."""

from datetime import date, timedelta

import pytest

from workload.load.stations import stations_of
from workload.rules.flag_clock import FlagStepTaken, flag_look

# A Monday; looked at within three working days, planned within five of the look.
DAY = date(2026, 11, 2)
OPENED = FlagStepTaken("opened", DAY)
SEEN = FlagStepTaken("seen", DAY + timedelta(days=1))
PLANNED = FlagStepTaken("planned", DAY + timedelta(days=2), DAY + timedelta(days=10))


def read(steps, after):
    """The stations as marks: + done, > next, ! next and late."""
    day = DAY + timedelta(days=after)
    found = stations_of(steps, flag_look(steps, day), day)
    return "".join("+" if s.done else "!" if s.late else ">" if s.next else "." for s in found)


@pytest.mark.parametrize(
    ("steps", "after", "marks"),
    [
        ([OPENED], 3, "+>.."),
        ([OPENED], 4, "+!.."),
        ([OPENED, SEEN], 8, "++>."),
        ([OPENED, SEEN], 9, "++!."),
        ([OPENED, PLANNED], 10, "+++>"),
        ([OPENED, PLANNED], 11, "++!."),
        ([OPENED, PLANNED, FlagStepTaken("lapsed", DAY + timedelta(days=11))], 11, "+>.."),
        ([OPENED, PLANNED, FlagStepTaken("raised", DAY + timedelta(days=5))], 6, "+>.."),
    ],
)
def test_the_first_station_that_is_not_done_comes_next(steps, after, marks):
    assert read(steps, after) == marks


def test_each_station_has_its_day():
    steps = [OPENED, SEEN, PLANNED]
    found = stations_of(steps, flag_look(steps, DAY), DAY)
    days = [DAY, PLANNED.day, PLANNED.day, PLANNED.until]
    assert [one.day for one in found] == days
