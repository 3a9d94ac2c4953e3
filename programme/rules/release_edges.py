"""Where the bands of releases begin, in points of 100. The project's own numbers [P].

All but those of strain, which are those of the pages, lie between 37.5 and 62.5: so a sum that is
released twice with a few people more or less places none of them (docs/method.md). Nothing else
here is known of what is measured.
"""

from fractions import Fraction

type Edges = tuple[tuple[Fraction, str], ...]

# So many percent of load are all points there are; more counts as this.
MOST_LOAD = 200


def edges(*begins: tuple[int | Fraction, str]) -> Edges:
    """Write bands down, the highest first."""
    return tuple((Fraction(one), word) for one, word in begins)


def of_load(percent: int) -> Fraction:
    """Write a load in points."""
    return Fraction(100 * percent, MOST_LOAD)


STRAIN = edges((60, "high"), (35, "some"), (0, "low"))
LOAD = edges((of_load(110), "heavy"), (of_load(75), "usual"), (0, "light"))
# The part of people, or of posts, of which it is so.
PARTS = edges((60, "most"), (40, "half"), (0, "few"))
EDGES = {"load": LOAD, "wellbeing": STRAIN, "certificates": PARTS, "coverage": PARTS}
