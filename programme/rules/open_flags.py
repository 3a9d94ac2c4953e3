"""What may be told of the flags of a group. No Django, no clock, no database.

An office reads about how many people have a flag, and never who. So nothing is told that says of
each person of the group that they have one, or that they have none: neither all nor none of few.
"""

from people.groups.rule import refuse_smaller, size

# So many people more or fewer chance counts, at most.
WIDEST = 2
FEW, MOST = "few", "most"


def needed_for_flags(smallest: int) -> int:
    """Say how many people there must be: a group with a flag, and one without."""
    return smallest + smallest


def open_flags_told(flagged: int, people: int, smallest: int, chance: int) -> str:
    """Tell how many of some people have a flag, as a size; of too few people it is refused.

    Fewer than a group needs are few, also if there are none. Where fewer than a group needs have no
    flag, most have one. What is compared is the number with its chance, so a person more or fewer
    is not seen at an edge.
    """
    refuse_smaller(smallest)
    if abs(chance) > WIDEST:
        raise ValueError(f"Chance is at most {WIDEST}")
    if people < needed_for_flags(smallest):
        raise ValueError(f"Flags of {people} people are never told")
    if (found := flagged + chance) < smallest:
        return FEW
    return MOST if people - found < smallest else size(found)
