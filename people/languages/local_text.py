"""A text in several languages, and lists in the order of their reader."""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language

from people.rules.person_names import text_key


class LocalText(dict[str, str]):
    """A text by its language, made once; where it is shown it reads as its reader's language."""

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        """Keep what is written, in one order, so that equal texts are equal rows."""
        tidy = {language: text.strip() for language, text in sorted((texts or {}).items())}
        super().__init__({language: text for language, text in tidy.items() if text})

    def __hash__(self) -> int:  # type: ignore[override] # it is made once
        return hash(tuple(self.items()))

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


def plain(text: str) -> str:
    """Write a text as it is compared."""
    return " ".join(text.casefold().split())


def name_place(one: object) -> tuple[str, str]:
    """Give the place of something in a list of its kind, by what its reader reads."""
    return text_key(str(one), get_language() or "en"), str(one)


def in_name_order[Row](rows: Iterable[Row]) -> list[Row]:
    """Sort what has a name as its reader looks for it in a list."""
    return sorted(rows, key=name_place)
