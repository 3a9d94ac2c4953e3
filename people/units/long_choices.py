"""Choose one of very many: a short list, and a field in which the others are looked for by name.

A page with all of them in a list would be longer than all else on it. It works without scripts: a
name of which there are several brings the page again, with these in the list.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# So many stand in a list; where there are more, so many of them do.
IN_A_LIST, SHOWN = 60, 20
CALLED = "_called"
TYPED_AT_MOST = 80


class TypedName(str):
    """A name that was typed instead of choosing from the list."""

    __slots__ = ()


def typed_choice(text: str) -> str:
    """Tidy a name as it was typed. PostgreSQL knows no text with a NUL in it."""
    return " ".join(text.replace("\0", " ").split())[:TYPED_AT_MOST]


class LongSelect(forms.Select):
    """A list; of very many a short one, with a field for the name of any other."""

    template_name = "people/units/long_select.html"
    large = False
    asks: Any = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Take the name that was typed before what is chosen in the list."""
        typed = typed_choice(str(data.get(f"{name}{CALLED}", "")))
        chosen = super().value_from_datadict(data, files, name)
        return TypedName(typed) if typed and self.large else chosen

    def format_value(self, value: Any) -> list[str]:
        """Choose nothing in the list where a name was typed."""
        return [] if isinstance(value, TypedName) else super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Say what was typed."""
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, TypedName) else ""
        beside = {"called": CALLED, "typed": typed, "most": TYPED_AT_MOST, "asks": self.asks}
        return context | {"large": self.large, **beside}


class LongChoice(forms.ModelChoiceField):
    """One row of very many, chosen in a short list or by its name."""

    # What the field for a name asks, and what is said where none or several are found.
    asks: Any = ""
    none_found: Any = _("Nothing of this name was found. Please check how it is written.")
    several_found: Any = _("Several have this in their name. Please choose one of them.")

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", LongSelect)
        super().__init__(to_field_name="public_id", **options)
        self.widget.asks = self.asks

    @property
    def large(self) -> bool:
        """Say whether there are more than stand in a list."""
        return bool(self.widget.large)

    def begin(self, first: list[Any], near: Any) -> None:
        """Show all where few are there, and else those near one, or a beginning of them."""
        self.widget.large = len(first) > IN_A_LIST
        self.show(self.near(near) if self.large else first)

    def show(self, rows: Iterable[Any]) -> None:
        """Put some rows into the list, with the words for them."""
        none = [] if self.empty_label is None else [("", self.empty_label)]
        self.choices = none + [(str(one.public_id), words) for one, words in self.worded(rows)]

    def worded(self, rows: Iterable[Any]) -> Iterable[tuple[Any, str]]:
        """Give rows with their words, in the order of the list."""
        return [(one, str(one)) for one in rows]

    def near(self, one: Any) -> list[Any]:
        """Choose what stands in the list beside one row, or beside none."""
        return [one] if one else []

    def found(self, name: str) -> list[Any]:
        """Find rows by a name, as many as a list has and one more."""
        raise NotImplementedError

    def meant(self, found: list[Any], name: str) -> Any:
        """Say which of those found a name means; None where it may be any of several."""
        return found[0] if len(found) == 1 else None

    def to_python(self, value: Any) -> Any:
        """Find the row that was chosen or named; a name of several offers these."""
        if not isinstance(value, TypedName):
            one = super().to_python(value)
        elif (one := self.meant(found := self.found(value), value)) is None:
            if found:
                self.show(found[:SHOWN])
            raise ValidationError(
                self.several_found if found else self.none_found, code="invalid_choice"
            )
        if one and self.large:
            self.show(self.near(one))
        return one
