"""The public holidays of Thailand by year, from the library `holidays` (Vacanza, MIT).

Days with a fixed date follow the Holidays Acts, with the Cabinet's substitution days. Days of the
moon (Makha, Visakha and Asarnha Bucha, Buddhist Lent) come from tables of the Thai lunar calendar.
Special days that the Cabinet adds later are known only if the library's version is younger.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

# The library's own range; its lunar tables reach further, until 2157.
KNOWN_UNTIL = 2100
# A day that stood on one date in so many last years has a fixed date.
YEARS_ALIKE = 3
LANGUAGES = MappingProxyType({"en": "en_US", "th": "th"})
# Between the names of days that fall together.
TOGETHER = "; "


@dataclass(frozen=True)
class PublicDay:
    """A public holiday, with its names in English and Thai."""

    day: date
    en: str
    th: str
    # Only offices of the government rest: the Royal Ploughing Ceremony.
    government: bool = False

    @property
    def name(self) -> dict[str, str]:
        """Its names by language."""
        return {"en": self.en, "th": self.th}


@lru_cache(maxsize=32)
def public_days(year: int) -> tuple[PublicDay, ...]:
    """List the public holidays of a year in order, with the substitution days.

    After the last year that the library knows, those with a fixed date are left.
    """
    if year > KNOWN_UNTIL:
        return tuple(fixed_days(year))
    everywhere = names_of(year, "public")
    offices = names_of(year, "government")
    found = [PublicDay(day, *names) for day, names in everywhere.items()]
    found += [
        PublicDay(day, *names, government=True)
        for day, names in offices.items()
        if day not in everywhere
    ]
    return tuple(sorted(found, key=lambda one: one.day))


def public_day(day: date) -> PublicDay | None:
    """Find the public holiday on a day, if there is one."""
    return by_day(day.year).get(day)


@lru_cache(maxsize=32)
def by_day(year: int) -> Mapping[date, PublicDay]:
    """Give the public holidays of a year by their day."""
    return MappingProxyType({one.day: one for one in public_days(year)})


def fixed_days(year: int) -> Iterator[PublicDay]:
    """Repeat the days that had one date and one name in the last years known."""
    last = [public_days(KNOWN_UNTIL - n) for n in range(YEARS_ALIKE)]
    alike = [{(one.day.month, one.day.day, one.en) for one in days} for days in last]
    for one in last[0]:
        if all((one.day.month, one.day.day, one.en) in days for days in alike):
            yield PublicDay(one.day.replace(year=year), one.en, one.th, one.government)


def names_of(year: int, category: str) -> dict[date, tuple[str, str]]:
    """Read the days of a category with their names in English and Thai."""
    english, thai = (read(year, category, one) for one in LANGUAGES.values())
    return {day: (english[day], thai[day]) for day in english}


def read(year: int, category: str, language: str) -> dict[date, str]:
    """Ask the library. A name is written once where a day has the same one twice."""
    found = thailand()(years=year, language=language, categories=(category,))
    return {day: ", ".join(dict.fromkeys(names.split(TOGETHER))) for day, names in found.items()}


@lru_cache(maxsize=1)
def thailand() -> Any:
    """Load the library's class of Thailand, when a day is asked for: most processes never ask.

    Its file alone, for its package would load 250 other countries: 8 MB in each process.
    """
    [place] = cast(Any, find_spec("holidays")).submodule_search_locations
    file = Path(place) / "countries" / "thailand.py"
    spec = cast(Any, spec_from_file_location("holidays.countries.thailand", file))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast(Any, module).Thailand
