"""The cells of a list, sealed for the person who brought it and for that list."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from people.keys import ring
from people.models import ListImport


@dataclass(frozen=True)
class LeftRow:
    """A row that was left out, as it came, or one that was not taken back; and why."""

    number: int
    why: str
    title: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListCells:
    """What a list holds: its headings, its rows with their numbers, and what was left of them."""

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    left_out: tuple[LeftRow, ...] = ()
    kept: tuple[LeftRow, ...] = ()
    # What was noticed while it was read, in the words of the person who brought it.
    notices: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max([len(self.headings), *(len(cells) for _number, cells in self.rows)])


def owner_of(brought: ListImport) -> str:
    """Name what the cells are bound to: the person and this list."""
    return f"{brought.by_id}:{brought.public_id}"


def seal_cells(brought: ListImport, cells: ListCells) -> str:
    """Seal the cells for their list."""
    text = json.dumps(asdict(cells), ensure_ascii=False, separators=(",", ":"))
    return ring.seal(text, owner=owner_of(brought), purpose=ListImport.PURPOSE)


def open_cells(brought: ListImport) -> ListCells:
    """Open the cells of a list; a list that has none left is empty."""
    purpose = ListImport.PURPOSE
    if not (text := ring.unseal(brought.sealed_cells, owner=owner_of(brought), purpose=purpose)):
        return ListCells()
    said = json.loads(text)
    return ListCells(
        headings=tuple(said["headings"]),
        rows=tuple((number, tuple(row)) for number, row in said["rows"]),
        left_out=left_rows(said["left_out"]),
        kept=left_rows(said["kept"]),
        notices=tuple(said["notices"]),
    )


def left_rows(rows: list[dict[str, Any]]) -> tuple[LeftRow, ...]:
    """Read rows that were left out or kept."""
    return tuple(LeftRow(**row | {"cells": tuple(row["cells"])}) for row in rows)
