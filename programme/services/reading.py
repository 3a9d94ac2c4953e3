"""Read the services and pathways to begin with (see the README beside the files)."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from people.languages.local_text import LocalText

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class SupportService:
    """A kind of help, by its key; of some the place must not be found."""

    key: str
    name: LocalText
    by_region: bool
    # The same in the taxonomy that the Human Services Data Specification takes; empty where none.
    open_eligibility: str


@dataclass(frozen=True)
class StarterPathway:
    """Services in the order in which organisations hand over to each other."""

    key: str
    name: LocalText
    steps: tuple[str, ...]


def rows(name: str) -> Iterator[dict[str, str]]:
    """Read one file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def named(row: Mapping[str, str]) -> LocalText:
    """Read a name in each language that a file has."""
    return LocalText({one[-2:]: text for one, text in row.items() if one.startswith("name_")})


@cache
def support_services() -> Mapping[str, SupportService]:
    """Read the services by their keys, in the order of the file."""
    return {
        row["key"]: SupportService(
            row["key"], named(row), row["by_region"] == "yes", row["open_eligibility"]
        )
        for row in rows("services")
    }


@cache
def starter_pathways() -> Mapping[str, StarterPathway]:
    """Read the pathways to begin with by their keys."""
    return {
        row["key"]: StarterPathway(row["key"], named(row), tuple(row["steps"].split()))
        for row in rows("pathways")
    }
