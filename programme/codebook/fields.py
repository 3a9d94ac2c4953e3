"""Read the fields of the codebook from what keeps and judges them: models and forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from people.languages.local_text import LocalText
from people.writing.fields import NumberField
from people.writing.sentences import Sentence

from .book import AskedWhere, BookCode, BookField, FieldKind, in_both

KINDS: tuple[tuple[type[Any], FieldKind], ...] = (
    (models.BooleanField, FieldKind.YES),
    (models.DateTimeField, FieldKind.MOMENT),
    (models.DateField, FieldKind.DAY),
    (models.DecimalField, FieldKind.NUMBER),
    (models.IntegerField, FieldKind.WHOLE),
    (models.JSONField, FieldKind.TABLE),
)


@dataclass(frozen=True)
class FieldWords:
    """What people should know of a field beside what the code says of it."""

    label: Sentence
    rule: Sentence = ""
    unit: Sentence = ""
    source: Sentence = ""
    codes: tuple[BookCode, ...] = ()
    asked: AskedWhere = AskedWhere.NOWHERE
    # What a form calls it, where that is another name.
    form_name: str = ""


def model_fields(
    model: type[models.Model], words: Mapping[str, FieldWords], form: type[forms.Form]
) -> Iterator[BookField]:
    """Describe fields of a model, in the order of their words, with the bounds of their form."""
    for name, said in words.items():
        asked = form.base_fields.get(said.form_name or name)
        yield model_field(model._meta.get_field(name), said, asked)


def model_field(stored: Any, said: FieldWords, asked: forms.Field | None) -> BookField:
    """Describe one field of a model, with the bounds of what asks for it."""
    least, most, step = numbers_of(stored, asked)
    regex = next((one for one in stored.validators if isinstance(one, RegexValidator)), None)
    return BookField(
        name=stored.name,
        label=in_both(said.label),
        kind=kind_of(stored, said),
        unit=in_both(said.unit) if said.unit else LocalText(),
        needed=bool(asked and asked.required),
        least=least,
        most=most,
        step=step,
        letters=stored.max_length if not said.codes else None,
        pattern=pattern_of(regex) if regex else "",
        codes=said.codes,
        rule=in_both(said.rule) if said.rule else LocalText(),
        source=in_both(said.source) if said.source else LocalText(),
        default=default_of(stored) if asked else "",
        asked=said.asked,
    )


def pattern_of(validator: RegexValidator) -> str:
    """Read the pattern of a validator, which compiles it when it is first used."""
    regex: Any = validator.regex
    return str(regex.pattern)


def default_of(stored: Any) -> str:
    """Write what stands in a field at first; nothing where it is empty."""
    return "" if stored.default in (models.NOT_PROVIDED, list) else str(stored.default)


def kind_of(stored: Any, said: FieldWords) -> FieldKind:
    """Say what stands in a field of a model."""
    if said.codes:
        return FieldKind.SEVERAL if isinstance(stored, models.JSONField) else FieldKind.ONE
    return next((kind for sort, kind in KINDS if isinstance(stored, sort)), FieldKind.TEXT)


def numbers_of(
    stored: Any, asked: forms.Field | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Read the least, the most and the step of a number, first as the database keeps it."""
    if not isinstance(asked, NumberField):
        return None, None, None
    least: Any = asked.min_value
    most: Any = asked.max_value
    for one in stored.validators:
        limit: Any = getattr(one, "limit_value", None)
        if isinstance(one, MinValueValidator) and least is not None:
            least = max(least, limit)
        if isinstance(one, MaxValueValidator) and most is not None:
            most = min(most, limit)
    places = 0 if isinstance(stored, models.IntegerField) else asked.decimal_places or 0
    step: Any = asked.step_size or Decimal(1).scaleb(-places)
    return Decimal(least), Decimal(most), Decimal(step)
