"""Read the scoring keys: one TOML file for each instrument, beside this module."""

import tomllib
from decimal import Decimal
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from .change import OWN_UNIT, ReliableChange
from .scoring import Key, Pattern, ScoreBand, Source, Subscale

HERE = Path(__file__).parent
# Where an author gives no rule for missing answers: four in five of a subscale (project default).
USUAL_SHARE = Decimal("0.8")


@cache
def instrument_keys() -> dict[str, Key]:
    """Read every key, by its name; a key that contradicts itself is a ValueError."""
    found = (read(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.toml")))
    return {one.key: one for one in found}


def instrument_named(name: str) -> Key | None:
    """Find a key by its name."""
    return instrument_keys().get(name)


def read(text: str) -> Key:
    """Read one key; numbers stay exactly as they are written."""
    table = tomllib.loads(text, parse_float=Decimal)
    found = {name: table.pop(name) for name in ("subscales", "sources", "items")}
    pattern = table.pop("pattern", None)
    return Key(
        items=tuple(found["items"]),
        reverse=frozenset(table.pop("reverse", ())),
        subscales=tuple(subscale(one) for one in found["subscales"]),
        sources=tuple(Source(**one) for one in found["sources"]),
        pattern=Pattern(**pattern) if pattern else None,
        **table,
    )


def subscale(table: dict[str, Any]) -> Subscale:
    """Read a subscale; without a rule of its own, four in five items must be answered."""
    items, change = tuple(table.pop("items")), table.pop("change", None)
    return Subscale(
        items=items,
        needs=table.pop("needs", None) or ceil(USUAL_SHARE * len(items)),
        times=Decimal(table.pop("times", 1)),
        bands=bands(table.pop("bands", [])),
        norms={name: bands(one) for name, one in table.pop("norms", {}).items()},
        change=reliable_change(change) if change else None,
        **table,
    )


def reliable_change(table: dict[str, Any]) -> ReliableChange:
    """Read what counts as a change; all but its unit are numbers."""
    numbers = {name: Decimal(value) for name, value in table.items() if name != "unit"}
    return ReliableChange(unit=table.get("unit", OWN_UNIT), **numbers)


def bands(tables: list[dict[str, Any]]) -> tuple[ScoreBand, ...]:
    """Read bands, lowest first."""
    return tuple(ScoreBand(**one | {"at_least": Decimal(one["at_least"])}) for one in tables)
