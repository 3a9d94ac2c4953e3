"""The bands of strain and of the lines, for the groups rule. No Django, no clock, no database.

`people/groups/rule.py` decides what may be told. This module only has the begin of each band, and
how much chance its sum carries.
"""

from people.groups.rule import CHANCE_SHARE, GroupSum, band_of_sum

from .lines import LINE_NAMES
from .pulse import HIGHEST

# A person's own mean is a whole number of these: of 1 to 4 weeks, strain in quarters.
SCALE = 48
MEASURES = ("strain", *LINE_NAMES)

# From this mean on; the project's own numbers. Strain is 0 to 100, a line 0 to 4.
STRAIN = ((60 * SCALE, "high"), (35 * SCALE, "some"), (0, "low"))
DAYS = ((5 * SCALE // 2, "most"), (3 * SCALE // 2, "some"), (0, "few"))
# A quarter of what one person can add to a sum: 25 points of strain, one of a line.
WIDEST = tuple(most * SCALE // CHANCE_SHARE for most in (100, *[HIGHEST] * len(LINE_NAMES)))


def word(_unit: int, measure: int, sums: GroupSum) -> str:
    """Name the band of answers; it begins at the same mean for every unit."""
    return band_of_sum(sums, DAYS if measure else STRAIN)
