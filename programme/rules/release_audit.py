"""The check of a release: can anybody, also a whole organisation, place a few people by it?

Everything that was told of one measure in one block is put into one linear programme, with a copy
for each viewer: for everybody outside, and for each organisation, which knows its own people's
values. Blocks share no value, and each is in one release, so that what was told of other blocks
bounds nothing here; and measures share none. docs/method.md has the argument at length:

People who are in exactly the same told sums cannot be told apart: they are an *atom*, and what is
told bounds the sums of atoms alone. Take a set of t people, fewer than five. If an atom has a sum
s that fits, those of the set in it may have any sum from max(0, s - 100 (n - t)) to min(100 t, s),
because the others of the atom balance it. So the mean of the set keeps 50 points of room if
- an atom of six or more has a sum from 200 to 100 n - 200;
- an atom of five has one from 150 to 350, and 50 to spare both ways;
- a smaller atom has one from 25 n to 75 n, and 25 n to spare both ways;
and a set of four has at most 100 to spare in any told sum. That is linear: the programme looks for
one such choice of sums. Where it finds one, no set of fewer than five can be placed within 50
points, of whatever atoms the set is made. Where it finds none, it is judged as if there were one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

POINTS = 100
# Fewer people than this are a few; and so much room each set of them keeps, in points.
SET, ROOM = 4, 50
MOST_SPARE = float(SET * ROOM // 2)
# What a solver's arithmetic may leave over.
NOTHING = 1e-4


@dataclass(frozen=True)
class ToldSum:
    """A sum of people's values that is told, by its name: between two sums, in points."""

    name: str
    low: Fraction
    high: Fraction
    # Of the release itself; others stand on pages of organisations already.
    released: bool = False


@dataclass(frozen=True)
class AuditAtom:
    """People of one organisation who are in the same told sums: how many, and their sum."""

    organisation: int
    people: int
    total: Fraction
    told_in: frozenset[str]


def atoms_of(values: Iterable[tuple[int, int, frozenset[str]]], parts: int) -> list[AuditAtom]:
    """Put people together who cannot be told apart: organisation, value, and their told sums.

    A value is in so many parts of a point.
    """
    found: dict[tuple[int, frozenset[str]], list[int]] = defaultdict(list)
    for organisation, value, told_in in values:
        found[organisation, told_in].append(value)
    return [
        AuditAtom(organisation, len(rows), Fraction(sum(rows), parts), told_in)
        for (organisation, told_in), rows in found.items()
    ]


@dataclass(frozen=True)
class AtomRoom:
    """From which to which sum an atom has room, and how much it must have to spare."""

    low: float
    high: float
    spare: float


def room_of(people: int) -> AtomRoom:
    """Say which sums leave each set of a few people of an atom its room."""
    if people > SET + 1:
        return AtomRoom(MOST_SPARE * 2, POINTS * people - MOST_SPARE * 2, 0)
    if people == SET + 1:
        return AtomRoom(MOST_SPARE * 3 / 2, POINTS * people - MOST_SPARE * 3 / 2, ROOM)
    return AtomRoom(ROOM * people / 2, POINTS * people - ROOM * people / 2, ROOM * people / 2)


@dataclass(frozen=True)
class AuditRow:
    """One told sum for one viewer: the columns in it, and between what they must add up."""

    told: str
    released: bool
    columns: tuple[int, ...]
    low: float
    high: float


def rows_of(
    viewer: int | None, atoms: Sequence[AuditAtom], told: Collection[ToldSum], first: int
) -> list[AuditRow]:
    """Write the rows of one viewer; the columns begin at a number.

    What the viewer knows of its own people is taken off; a sum of these alone says nothing.
    """
    inside: dict[str, list[int]] = defaultdict(list)
    known: dict[str, Fraction] = defaultdict(Fraction)
    for at, atom in enumerate(atoms):
        for name in atom.told_in:
            if atom.organisation == viewer:
                known[name] += atom.total
            else:
                inside[name].append(at)
    rows = []
    for one in told:
        if held := inside.get(one.name):
            spare = min(MOST_SPARE, sum(room_of(atoms[at].people).spare for at in held))
            low = float(one.low - known[one.name]) + spare
            high = float(one.high - known[one.name]) - spare
            rows.append(
                AuditRow(one.name, one.released, tuple(first + at for at in held), low, high)
            )
    return rows


def refused_sums(atoms: Sequence[AuditAtom], told: Collection[ToldSum]) -> list[str]:
    """Name the released sums by which a viewer could place a few people; none if it passes.

    Only what the release adds can be refused: where not everything fits, it is settled first by how
    much the pages of organisations had to give way without it.
    """
    viewers = [None, *sorted({atom.organisation for atom in atoms})]
    columns = [room_of(atom.people) for _viewer in viewers for atom in atoms]
    rows = [
        row
        for n, viewer in enumerate(viewers)
        for row in rows_of(viewer, atoms, told, n * len(atoms))
    ]
    if max(give_way(columns, rows), default=0) <= NOTHING:
        return []
    pages = [row for row in rows if not row.released]
    given = dict(zip(pages, give_way(columns, pages), strict=True))
    settled = [
        AuditRow(
            row.told,
            row.released,
            row.columns,
            row.low - given.get(row, 0),
            row.high + given.get(row, 0),
        )
        for row in rows
    ]
    short = give_way(columns, settled)
    released = {row.told for row in settled if row.released}
    broken = {row.told for row, by in zip(settled, short, strict=True) if by > NOTHING}
    # Where only pages gave way, they did so because of what is released beside them.
    return sorted(broken & released or (released if broken else ()))


def give_way(columns: Sequence[AtomRoom], rows: Sequence[AuditRow]) -> list[float]:
    """Solve it: by how much each row has to give way so that there is a choice of sums; all little.

    A row of its own pages gives way last: it costs more.
    """
    if not rows:
        return []
    import highspy
    import numpy as np

    solver = highspy.Highs()  # type: ignore[no-untyped-call] # of the library
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("output_flag", False)
    infinity = highspy.kHighsInf
    many = len(columns)
    costs = [0.0] * many + [1.0 if row.released else 10.0 for row in rows]
    lows = [one.low for one in columns] + [0.0] * len(rows)
    highs = [one.high for one in columns] + [infinity] * len(rows)
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = many + len(rows), 2 * len(rows)
    programme.col_cost_ = np.array(costs)
    programme.col_lower_, programme.col_upper_ = np.array(lows), np.array(highs)
    programme.row_lower_ = np.array([one for row in rows for one in (row.low, -infinity)])
    programme.row_upper_ = np.array([one for row in rows for one in (infinity, row.high)])
    starts, index, value = [0], [], []
    for n, row in enumerate(rows):
        for sign in (1.0, -1.0):
            index += [*row.columns, many + n]
            value += [1.0] * len(row.columns) + [sign]
            starts.append(len(index))
    matrix = programme.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_ = np.array(starts), np.array(index)
    matrix.value_ = np.array(value)
    solver.passModel(programme)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError("The check found no answer, so nothing passes.")
    return [float(one) for one in solver.getSolution().col_value[many:]]
