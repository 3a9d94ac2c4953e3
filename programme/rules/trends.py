"""What may be told of a quarter of a whole organisation. No Django, no clock, no database.

A quarter is told once and for the whole organisation, in words. What speaks of people's flags
carries chance: an insider who knows all but one person, a person more or fewer, or this quarter
less the last then finds nothing that is certain. That something is told or withheld is as little
certain, because the same chance decides on it; and what is told has at least as many people as a
group needs, with a flag and without one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from people.groups.rule import refuse_smaller, size

# So many people more or fewer chance counts, at most.
WIDEST = 2
# Days until the first step, and the word for up to so many.
STEP_WITHIN = ((3, "days"), (7, "week"), (14, "fortnight"))
LATER = "later"
STEP_WORDS = (*(word for _days, word in STEP_WITHIN), LATER)
# From which part of the people, in thirds, the load fell for `most` of them, and for `half`.
FELL = ((2, "most"), (1, "half"))
FEW = "few"
FALL_WORDS = (FEW, *(word for _thirds, word in reversed(FELL)))


@dataclass(frozen=True)
class QuarterTold:
    """What is told of one measure: how many stand behind it, in words, and the words of it.

    Both are '' where nothing is told.
    """

    size: str = ""
    told: str = ""


WITHHELD = QuarterTold()


def counted(people: int, smallest: int, chance: int) -> int:
    """Count people with their chance; 0 where that does not prove that there are enough.

    What is counted is so many that even without its chance it is a group.
    """
    refuse_smaller(smallest)
    if abs(chance) > WIDEST:
        raise ValueError(f"Chance is at most {WIDEST}")
    found = people + chance
    return found if found >= smallest + WIDEST else 0


def flags_told(people: int, out_of: int, smallest: int, chance: int) -> QuarterTold:
    """Tell how many people had a flag that opened or came back, as a size in words.

    Withheld where too few had one, and where too few had none: else it would be known of each.
    """
    found = counted(people, smallest, chance)
    if not found or not counted(out_of - people, smallest, -chance):
        return WITHHELD
    return QuarterTold(size(out_of), size(found))


def first_step_told(
    days: Sequence[int | None], smallest: int, chance: int, place: int
) -> QuarterTold:
    """Tell within how long half of the people with a flag saw a first step taken.

    One number for each person; None where no step was taken. `place` is chance, too: it moves the
    middle by so many people.
    """
    if not (found := counted(len(days), smallest, chance)):
        return WITHHELD
    in_order = sorted(days, key=lambda one: (one is None, one or 0))
    middle = in_order[(len(in_order) - 1) // 2 + place]
    return QuarterTold(size(found), step_word(middle))


def step_word(days: int | None) -> str:
    """Name how long a first step took; one that was never taken is later than all."""
    within = (word for most, word in STEP_WITHIN if days is not None and days <= most)
    return next(within, LATER)


def fall_told(fell: int, out_of: int, smallest: int, chance: int, moved: int) -> QuarterTold:
    """Tell for how many of the people the load stood lower four weeks after the first step.

    One of three words; `moved` is chance: so many people more or fewer.
    """
    if not (found := counted(out_of, smallest, chance)):
        return WITHHELD
    words = (word for thirds, word in FELL if 3 * (fell + moved) >= thirds * out_of)
    return QuarterTold(size(found), next(words, FEW))


def counts_told(counts: Sequence[int], behind: int, smallest: int) -> QuarterTold:
    """Tell counts that an office reads one by one elsewhere: certificates, posts, sessions.

    `behind` is how many people, posts or sessions there are.
    """
    refuse_smaller(smallest)
    if behind < smallest:
        return WITHHELD
    return QuarterTold(size(behind), ",".join(str(one) for one in counts))


def bands_told(sizes: Sequence[str], bands: Sequence[str]) -> QuarterTold:
    """Tell again what was told of each block of a quarter; '' is a block that was withheld."""
    told = [one for one in sizes if one]
    return QuarterTold(told[-1], ",".join(bands)) if told else WITHHELD
