"""The table: for each job the goal, the stretch, what was seen, and whether it was met."""

from dataclasses import dataclass

SHARE = "of the floor's rate"
TITLES = ("Job", "Goal", "Stretch", "Seen", "Verdict", "Statements")


@dataclass(frozen=True)
class Row:
    """One line of the table; without a goal it is for information."""

    job: str
    seen: float | None
    unit: str = "×"
    goal: float | None = None
    stretch: float | None = None
    at_least: bool = False
    statements: int | None = None
    statements_goal: int | None = None
    beside: str = ""

    def reaches(self, limit: float) -> bool:
        """Say whether what was seen is as good as this."""
        return self.seen >= limit if self.at_least else self.seen <= limit

    @property
    def verdict(self) -> str:
        """Met or missed; one statement too many is a miss too."""
        if self.goal is None:
            return ""
        if self.seen is None:
            return "not measured"
        spoken_too_much = self.statements_goal and self.statements > self.statements_goal
        if spoken_too_much or not self.reaches(self.goal):
            return "MISSED"
        return "met, stretch too" if self.stretch and self.reaches(self.stretch) else "met"

    def limit(self, value: float | None) -> str:
        """Write a goal."""
        if value is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {value:g} {self.unit}".rstrip()

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it is written."""
        digits = 2 if self.unit in {"×", SHARE} else 0 if self.unit == "" else 1
        seen = "–" if self.seen is None else f"{self.seen:.{digits}f} {self.unit}".rstrip()
        spoken = "" if self.statements is None else f"{self.statements}"
        if self.statements_goal:
            spoken += f" (≤ {self.statements_goal})"
        beside = f" ({self.beside})" if self.beside else ""
        job, goal, stretch = self.job, self.limit(self.goal), self.limit(self.stretch)
        return job, goal, stretch, seen + beside, self.verdict, spoken


def plain(rows: list[Row]) -> str:
    """Write the table for a terminal."""
    cells = [TITLES, *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in cells]
    return "\n".join(lines)


def document(rows: list[Row], notes: list[str]) -> str:
    """Write docs/performance.md."""
    cells = [TITLES, ["---"] * len(TITLES), *(row.cells for row in rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in cells)
    listed = "\n".join(f"- {note}" for note in notes)
    return f"{HEAD}\n{table}\n\n{listed}\n"


HEAD = """# Performance

Written by `make bench`; `make bench ARGS=--quick` prints a shorter run and writes nothing.

Every job is held to a floor: a bare Django project with sessions, sign-in and CSRF, served the
same way and measured in the same run. Its *page* reads eight rows, its *post* inserts one.
Beside its like, a page is held to as many statements and template nodes without its rules.
× is the product's median over the floor's; the two are asked in turn, request by request. Times
of two machines or two days cannot be compared; these ratios can.
"""
