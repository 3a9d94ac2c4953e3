"""A text in several languages, and lists in the order of their reader."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NoReturn

from django.utils.translation import get_language

from people.rules.person_names import text_key


def refuse_change(*_: Any, **__: Any) -> NoReturn:
    """Refuse what would change a text; raises TypeError."""
    raise TypeError("A text is made once. Make another from it.")


class LocalText(dict[str, str]):
    """A text by its language, made once; where it is shown it reads as its reader's language.

    Rows that read the same share it, in one request and the next, so nothing changes it.
    """

    __setitem__ = __delitem__ = __ior__ = refuse_change
    update = setdefault = pop = popitem = clear = refuse_change

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        """Keep what is written, in one order, so that equal texts are equal rows."""
        tidy = {language: text.strip() for language, text in sorted((texts or {}).items())}
        super().__init__({language: text for language, text in tidy.items() if text})

    def __hash__(self) -> int:  # type: ignore[override] # it is made once
        return hash(tuple(self.items()))

    def __reduce__(self) -> tuple:
        return LocalText, (dict(self),)

    def __str__(self) -> str:
        return self.read_in(get_language() or "en")

    def read_in(self, language: str) -> str:
        """Choose the text of a language, or else of the first there is: English, Thai, another."""
        if language in self:  # nearly always, and rows of a board ask for it twice each
            return self[language]
        return next((self[one] for one in ("en", "th", *self) if one in self), "")

    def shared_with(self, other: "LocalText") -> str:
        """Name the first language in which both read the same; capitals and spaces do not count."""
        return next((one for one in self if plain(self[one]) == plain(other.get(one, ""))), "")


# The names of a large organisation's units stand on each page of who leads it.
@lru_cache(maxsize=8_192)
def read_local_text(stored: str) -> LocalText:
    """Read a text as the database holds it."""
    return LocalText(json.loads(stored))


def plain(text: str) -> str:
    """Write a text as it is compared."""
    return " ".join(text.casefold().split())


def name_place(one: object) -> tuple[str, str]:
    """Give the place of something in a list of its kind, by what its reader reads."""
    return text_key(str(one), get_language() or "en"), str(one)


def in_name_order[Row](rows: Iterable[Row]) -> list[Row]:
    """Sort what has a name as its reader looks for it in a list."""
    return sorted(rows, key=name_place)
