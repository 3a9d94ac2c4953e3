"""What days of rest and spans are called, in the reader's language."""

from collections.abc import Iterable

from people.languages.local_text import LocalText
from people.rules.calendar import NamedSpan, RestDay
from people.rules.public_days import PublicDay


def called(one: RestDay | NamedSpan | PublicDay) -> str:
    """Say the name of a day or a span."""
    return str(LocalText(one.name))


def call_each(found: Iterable[RestDay | NamedSpan]) -> str:
    """Say the names of some days or spans, each once: three days of Songkran are Songkran."""
    return ", ".join(dict.fromkeys(map(called, found)))
