"""Read the tables of each country: a folder with four files (see its README)."""

import csv
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from people.languages.local_text import LocalText

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Region:
    """A police region, and where its tile lies on the map of its country."""

    key: str
    country: str
    name: LocalText
    short: LocalText
    row: int
    column: int


@dataclass(frozen=True)
class Province:
    """A province by its ISO code and P-code, and its region."""

    code: str
    pcode: str
    name: LocalText
    region: Region


@dataclass(frozen=True)
class StarterStation:
    """A specialised unit with which every organisation can begin."""

    key: str
    province: str
    name: LocalText


def rows(country: str, name: str) -> Iterator[dict[str, str]]:
    """Read one file of a country."""
    with (FOLDER / country / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def named(row: dict[str, str], column: str = "name") -> LocalText:
    """Read a text in each language that a file has."""
    start = f"{column}_"
    return LocalText({one.removeprefix(start): row[one] for one in row if one.startswith(start)})


@cache
def countries() -> tuple[str, ...]:
    """List the countries of which there are tables."""
    return tuple(sorted(one.parent.name for one in FOLDER.glob("*/provinces.csv")))


@cache
def regions() -> Mapping[str, Region]:
    """Read the regions of all countries by their keys."""
    return {
        row["key"]: Region(
            row["key"],
            country,
            named(row),
            named(row, "short"),
            int(row["row"]),
            int(row["column"]),
        )
        for country in countries()
        for row in rows(country, "regions")
    }


@cache
def provinces() -> Mapping[str, Province]:
    """Read the provinces of all countries by their codes."""
    return {
        row["code"]: Province(row["code"], row["pcode"], named(row), regions()[row["region"]])
        for country in countries()
        for row in rows(country, "provinces")
    }


@cache
def lone_regions() -> frozenset[str]:
    """Find the regions of one province: to name such a region is to name its province."""
    count = Counter(one.region.key for one in provinces().values())
    return frozenset(key for key, n in count.items() if n == 1)


@cache
def neighbours() -> Mapping[str, frozenset[str]]:
    """Read which provinces are neighbours."""
    return {
        row["province"]: frozenset(row["neighbours"].split())
        for country in countries()
        for row in rows(country, "neighbours")
    }


@cache
def starter_stations() -> tuple[StarterStation, ...]:
    """Read the specialised units to begin with."""
    return tuple(
        StarterStation(row["key"], row["province"], named(row))
        for country in countries()
        for row in rows(country, "stations")
    )


@cache
def steps_from(code: str) -> Mapping[str, int]:
    """Count how many borders lie between a province and each that can be reached from it."""
    found, waiting = {code: 0}, deque([code])
    while waiting:
        here = waiting.popleft()
        for other in sorted(neighbours().get(here, ())):
            if other not in found:
                found[other] = found[here] + 1
                waiting.append(other)
    return found
