"""Long scales over HTTP: the keys, and a way for anyone to check how we score. Nothing is kept."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from pydantic import BaseModel, FailFast, StrictInt, StringConstraints

from people.models import KeyScope
from people.program_keys import Token
from people.writing.schemas import PROBLEMS, In
from wellbeing.instruments import (
    Figure,
    Key,
    OutsideError,
    ScaleScore,
    instrument_keys,
    instrument_named,
    score,
)

router = Router(tags=["scales"], auth=Token(KeyScope.SCALES))
SETS_AT_MOST = 10_000
ITEMS_AT_MOST = 100
PROBLEMS_SHOWN = 20
PLACES = Decimal("0.0001")

Answer = StrictInt | None
Listed = Annotated[list[Answer], FailFast(), Field(max_length=ITEMS_AT_MOST)]
ByCode = Annotated[dict[str, Answer], Field(max_length=ITEMS_AT_MOST)]


class ScoreIn(In):
    """Sets of answers: lists in the order of the key's items, or objects by item; null is skipped.

    `norm` asks for a country's own bands where the key has them, like "th".
    """

    sets: Annotated[list[Listed | ByCode], FailFast(), Field(min_length=1, max_length=SETS_AT_MOST)]
    norm: Annotated[str, StringConstraints(max_length=10)] = ""


class FigureOut(BaseModel):
    """One subscale: null and no band where too little was answered. Four decimals."""

    code: str
    value: Decimal | None
    answered: int
    band: str


class ResultOut(BaseModel):
    """What one set adds up to; `pattern` only where the key has a rule over single items."""

    figures: list[FigureOut]
    pattern: bool | None


class ScoredOut(Schema):
    """The results in the order of the sets."""

    key: str
    version: str
    norm: str
    results: list[ResultOut]


class BandOut(Schema):
    """A band from its lowest figure on."""

    code: str
    at_least: Decimal


class SubscaleOut(Schema):
    """Some items, and what becomes of them."""

    code: str
    about: str
    items: list[str]
    needs: int
    mean: bool
    times: Decimal
    good: bool
    total: bool
    bands: list[BandOut]
    norms: dict[str, list[BandOut]]
    reliable_change: Decimal | None
    change_unit: str

    @staticmethod
    def resolve_reliable_change(one) -> Decimal | None:
        return one.change and one.change.reliable().quantize(PLACES)

    @staticmethod
    def resolve_change_unit(one) -> str:
        return one.change.unit if one.change else ""


class SourceOut(Schema):
    """Where something was read: S seen in a source, GK unchecked, D derived, P our own choice."""

    about: str
    tag: str
    text: str


class InstrumentOut(Schema):
    """A scoring key. Its wording is not here: it belongs to others."""

    key: str
    version: str
    name: str
    title: str
    by: str
    items: list[str]
    lowest: int
    highest: int
    step: int
    ends: str
    reverse: list[str]
    period_days: int
    usual_days: int
    least_days: int
    licence: str
    subscales: list[SubscaleOut]
    sources: list[SourceOut]

    @staticmethod
    def resolve_reverse(key: Key) -> list[str]:
        return [item for item in key.items if item in key.reverse]


@router.get("", response={200: list[InstrumentOut], **PROBLEMS})
def instruments(request):
    """Read every scoring key with its sources and its licence."""
    return list(instrument_keys().values())


@router.post("/{key}/score", response={200: ScoredOut, **PROBLEMS})
def score_sets(request, key: str, sent: ScoreIn):
    """Score up to 10,000 sets of answers of one instrument. Nothing is stored.

    Refused with the first wrong sets, counted from 0 as in the body.
    """
    if not (found := instrument_named(key)):
        raise Http404
    if sent.norm and sent.norm not in found.norms:
        raise ValidationError(_("norm: %(key)s has no bands of this name.") % {"key": key})
    results, wrong = [], []
    for n, one in enumerate(sent.sets):
        try:
            # Text at once: 30,000 figures as objects would take 25 MB, which a process then keeps.
            results.append(scored_json(score(found, by_code(found, one), sent.norm)))
        except (OutsideError, LengthError) as refused:
            wrong.append(f"sets.{n}: {sentence(found, refused)}")
            if len(wrong) == PROBLEMS_SHOWN:
                break
    if wrong:
        raise ValidationError(wrong)
    head = json.dumps({"key": key, "version": found.version, "norm": sent.norm})
    text = f'{head[:-1]}, "results": [{", ".join(results)}]}}'
    return HttpResponse(text, content_type="application/json; charset=utf-8")


class LengthError(ValueError):
    """A list with another number of answers than the key has items."""


def by_code(key: Key, sent: list[int | None] | dict[str, int | None]) -> Mapping[str, int | None]:
    """Name the answers of a list by its items; a list of another length is a LengthError."""
    if isinstance(sent, dict):
        return sent
    if len(sent) != len(key.items):
        raise LengthError(len(sent))
    return dict(zip(key.items, sent, strict=True))


def sentence(key: Key, refused: OutsideError | LengthError) -> str:
    """Say in the reader's language what is wrong with a set."""
    if isinstance(refused, LengthError):
        return _("%(key)s has %(items)d items, here are %(given)d.") % {
            "key": key.key,
            "items": len(key.items),
            "given": refused.args[0],
        }
    if refused.item not in key.items:
        return _("There is no item %(item)s.") % {"item": refused.item}
    return _("Item %(item)s: %(value)s is not an answer from %(low)d to %(high)d.") % {
        "item": refused.item,
        "value": refused.value,
        "low": key.lowest,
        "high": key.highest,
    }


def scored_json(result: ScaleScore) -> str:
    """Write a result as JSON, as `ResultOut` has it; figures are rounded only here."""
    figures = [figure(one) for one in result.figures]
    return json.dumps({"figures": figures, "pattern": result.pattern})


def figure(one: Figure) -> dict[str, object]:
    """Write one subscale's figure."""
    value = None if one.value is None else str(one.value.quantize(PLACES))
    return {"code": one.code, "value": value, "answered": one.answered, "band": one.band}
