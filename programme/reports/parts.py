"""What a report is made of: parts with facts, pictures and tables, in the words of its language.

Page, print, PDF and workbook are written from these and from nothing else, so they cannot differ.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Self

from people.writing.formats import plain_number

# A number stays a number in a workbook; everything else is words.
type Cell = int | float | str


def cell_words(cell: Cell) -> str:
    """Write a cell as people read it."""
    return cell if isinstance(cell, str) else plain_number(Decimal(str(cell)))


@dataclass(frozen=True)
class ReportTable:
    """A table; the first cell of each row names the row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Say of each column whether it holds numbers."""
        columns = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.header)
        return tuple(any(not isinstance(one, str) for one in column) for column in columns)

    @property
    def titles(self) -> list[tuple[str, bool]]:
        """The titles of the columns, and whether each holds numbers."""
        return list(zip(self.header, self.numeric, strict=True))

    @property
    def lines(self) -> list[list[tuple[str, bool]]]:
        """The cells of each row as people read them, and whether their column holds numbers."""
        return [
            [(cell_words(cell), number) for cell, number in zip(row, self.numeric, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True)
class ReportPicture:
    """Stacked bars: a bar for each label, a hatched part of it for each series.

    `ticks` stand under the bars: numbers, for letters of all languages are not drawn.
    """

    key: str
    about: str
    axis: str
    labels: tuple[str, ...]
    ticks: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | float, ...]], ...]

    def table(self, caption: str) -> ReportTable:
        """Write the same numbers, for beneath it."""
        names = tuple(name for name, _values in self.series)
        columns = zip(*(values for _name, values in self.series), strict=True)
        rows = zip(self.labels, columns, strict=True)
        return ReportTable(
            caption, (self.axis, *names), tuple((label, *cells) for label, cells in rows)
        )

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """Name each series with the drawing of its hatch."""
        return tuple((name, f"hatch-{at}") for at, (name, _values) in enumerate(self.series))


@dataclass(frozen=True)
class ReportPart:
    """One section: what it says in a sentence for the lead, and its figures."""

    key: str
    title: str
    about: str = ""
    lead: str = ""
    facts: tuple[tuple[str, Cell], ...] = ()
    pictures: tuple[ReportPicture, ...] = ()
    tables: tuple[ReportTable, ...] = ()

    @property
    def told(self) -> list[tuple[str, str]]:
        """The facts as people read them."""
        return [(label, cell_words(cell)) for label, cell in self.facts]


@dataclass(frozen=True)
class ReportContent:
    """Everything that one report tells."""

    title: str
    of: str
    days: str
    made_on: str
    rule: str
    parts: tuple[ReportPart, ...]
    # Pictures as SVG by their key. They are drawn from the figures and not part of the digest.
    drawings: Mapping[str, str] = field(default_factory=dict)

    @property
    def headline(self) -> str:
        """What is said first: the first sentence that a part has for it."""
        return next((one.lead for one in self.parts if one.lead), self.title)

    @property
    def lead(self) -> tuple[str, ...]:
        """What the other parts say in a sentence."""
        return tuple(one.lead for one in self.parts if one.lead and one.lead != self.headline)

    @property
    def digest(self) -> str:
        """SHA-256 of all words and figures."""
        told = asdict(self) | {"drawings": {}}
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def written(self) -> bytes:
        """Write it to be kept."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Read what was kept."""
        kept = json.loads(text)
        parts = tuple(read_part(one) for one in kept.pop("parts"))
        return cls(**kept, parts=parts)


def read_part(kept: Mapping[str, Any]) -> ReportPart:
    """Read one part."""
    return ReportPart(
        **{
            **kept,
            "facts": tuple((label, cell) for label, cell in kept["facts"]),
            "pictures": tuple(read_picture(one) for one in kept["pictures"]),
            "tables": tuple(
                ReportTable(one["caption"], tuple(one["header"]), rows_read(one["rows"]))
                for one in kept["tables"]
            ),
        }
    )


def read_picture(kept: Mapping[str, Any]) -> ReportPicture:
    """Read one picture."""
    return ReportPicture(
        **{
            **kept,
            "labels": tuple(kept["labels"]),
            "ticks": tuple(kept["ticks"]),
            "series": tuple((name, tuple(values)) for name, values in kept["series"]),
        }
    )


def rows_read(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Read the rows of a table."""
    return tuple(map(tuple, rows))
