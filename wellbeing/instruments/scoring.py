"""What the answers to a long scale add up to. No Django, no clock; exact decimals.

An answer outside the scale is refused, never clipped. A subscale with too few answers has no
figure; nothing is filled in from another subscale. Figures are rounded only where they are shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from .change import ReliableChange


class OutsideError(ValueError):
    """An answer outside the scale, or an item that the key does not have."""

    def __init__(self, item: str, value: object, sentence: str):
        super().__init__(sentence)
        self.item, self.value = item, value


@dataclass(frozen=True)
class ScoreBand:
    """From `at_least` on, up to where the next band begins."""

    code: str
    at_least: Decimal
    # Say first where help is.
    help: bool = False


@dataclass(frozen=True)
class Source:
    """Where a part of a key was read and how sure it is.

    S seen in a source, GK common knowledge that was not checked for this project, D derived by
    arithmetic, P chosen by this project.
    """

    about: str
    tag: str
    text: str

    def __post_init__(self) -> None:
        if self.tag not in {"S", "GK", "D", "P"}:
            raise ValueError(f"{self.tag} says nothing of how sure it is")


@dataclass(frozen=True)
class Subscale:
    """Some items and their figure: a sum or a mean, multiplied once."""

    code: str
    # What it is about, in our own word.
    about: str
    items: tuple[str, ...]
    # This many must be answered.
    needs: int
    mean: bool
    times: Decimal = Decimal(1)
    # High is a good sign, not a heavy one.
    good: bool = False
    # Of all items, beside the subscales.
    total: bool = False
    bands: tuple[ScoreBand, ...] = ()
    # Other bands for the same figure, by name: a country's own cut-off.
    norms: Mapping[str, tuple[ScoreBand, ...]] = field(default_factory=dict)
    change: ReliableChange | None = None

    def __post_init__(self) -> None:
        if not 0 < self.needs <= len(self.items) or len(set(self.items)) < len(self.items):
            raise ValueError(f"{self.code}: {self.needs} of {self.items}")

    def figure(self, total: int, answered: int) -> Decimal:
        """Turn a sum of turned answers into the figure.

        A sum over some of the items is scaled to all of them: their mean fills the gaps.
        """
        if not self.mean:
            total *= len(self.items)
        return total * self.times / answered

    def limits(self, lowest: int, highest: int) -> tuple[Decimal, Decimal]:
        """The lowest and the highest possible figure."""
        n = len(self.items)
        return self.figure(n * lowest, n), self.figure(n * highest, n)

    def band(self, value: Decimal, norm: str = "") -> ScoreBand | None:
        """Find the band of a figure; it is not rounded before."""
        bands = self.norms.get(norm, self.bands)
        return next((one for one in reversed(bands) if value >= one.at_least), None)


@dataclass(frozen=True)
class Pattern:
    """A rule over single items: this many of a subscale answered with `at_least` or more."""

    at_least: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Key:
    """All that is needed to score one instrument, except its wording."""

    key: str
    version: str
    # Short, for pages; the title in full is for programs and for the person.
    name: str
    title: str
    by: str
    items: tuple[str, ...]
    lowest: int
    highest: int
    subscales: tuple[Subscale, ...]
    # What the lowest and the highest answer mean: a wording's answers run this way.
    ends: str
    licence: str
    # Days that the answers look back on; 0 where the author names none.
    period_days: int
    usual_days: int
    least_days: int
    sources: tuple[Source, ...]
    step: int = 1
    reverse: frozenset[str] = frozenset()
    pattern: Pattern | None = None
    # The band of each subscale that must hold together before help is offered first. The help of a
    # single band is written with the band.
    together: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if wrong := list(self.inconsistencies()):
            raise ValueError(f"{self.key}: {'; '.join(wrong)}")

    def inconsistencies(self) -> Iterator[str]:
        """Say what contradicts itself in the key."""
        parts = [item for one in self.subscales if not one.total for item in one.items]
        if sorted(parts) != sorted(set(self.items)) or len(parts) != len(self.items):
            yield "the subscales are no partition of the items"
        if any(set(one.items) != set(self.items) for one in self.subscales if one.total):
            yield "a total leaves items out"
        if not self.reverse <= set(self.items):
            yield "reversed items that are not there"
        if (self.highest - self.lowest) % self.step or self.highest <= self.lowest:
            yield "the steps do not reach the highest answer"
        if not 0 < self.least_days <= self.usual_days or self.period_days < 0:
            yield "days that cannot be"
        if self.pattern and not set(self.pattern.counts) <= set(self.codes):
            yield "a pattern over subscales that are not there"
        if any(band not in self.band_codes(code) for code, band in self.together.items()):
            yield "bands come together that are not there"
        for one in self.subscales:
            for bands in (one.bands, *one.norms.values()):
                yield from self.holes(one, bands)

    def holes(self, subscale: Subscale, bands: tuple[ScoreBand, ...]) -> Iterator[str]:
        """Say where bands do not cover a subscale's figures exactly once."""
        low, high = subscale.limits(self.lowest, self.highest)
        starts = [one.at_least for one in bands]
        if starts and starts[0] != low:
            yield f"the bands of {subscale.code} begin at {starts[0]}, its figures at {low}"
        if any(after <= before for before, after in pairwise(starts)) or starts[-1:] > [high]:
            yield f"the bands of {subscale.code} do not rise within its figures"

    def band_codes(self, code: str) -> set[str]:
        """Name the bands of a subscale; none where there is no such subscale."""
        return {band.code for one in self.subscales if one.code == code for band in one.bands}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The subscales' codes, in their order."""
        return tuple(one.code for one in self.subscales)

    @cached_property
    def values(self) -> frozenset[int]:
        """Every answer there is."""
        return frozenset(range(self.lowest, self.highest + 1, self.step))

    @cached_property
    def norms(self) -> frozenset[str]:
        """The names of other bands than the usual ones."""
        return frozenset(name for one in self.subscales for name in one.norms)

    def reversed(self, value: int) -> int:
        """Reverse an answer: the lowest becomes the highest."""
        return self.lowest + self.highest - value

    def turned(self, answers: Mapping[str, int | None]) -> dict[str, int]:
        """Check answers and reverse those to reversed items; unanswered items are left out."""
        if unknown := answers.keys() - set(self.items):
            item = min(unknown)
            raise OutsideError(item, answers[item], f"There is no item {item} in {self.key}.")
        found = {}
        for item, value in answers.items():
            if value is None:
                continue
            # True and 3.0 equal answers but are none.
            if type(value) is not int or value not in self.values:
                raise OutsideError(item, value, f"Item {item}: {value!r} is not an answer.")
            found[item] = self.reversed(value) if item in self.reverse else value
        return found


@dataclass(frozen=True)
class Figure:
    """One subscale of one person: no value and no band if too little was answered."""

    code: str
    value: Decimal | None
    answered: int
    band: str = ""
    help: bool = False


@dataclass(frozen=True)
class ScaleScore:
    """What a set of answers adds up to.

    `pattern` is None if the key has none, or if it depends on items without an answer. `help` says
    that the page begins with where help is.
    """

    figures: tuple[Figure, ...]
    pattern: bool | None = None
    help: bool = False

    def figure(self, code: str) -> Figure:
        """Find a subscale's figure."""
        return next(one for one in self.figures if one.code == code)


def score(key: Key, answers: Mapping[str, int | None], norm: str = "") -> ScaleScore:
    """Score answers by item code; None or a missing item is one without an answer.

    `norm` names other bands where the key has them. Refused, as an OutsideError: an unknown item,
    and a value that is no answer of the scale.
    """
    turned = key.turned(answers)
    figures = tuple(judged(one, turned, norm) for one in key.subscales)
    return ScaleScore(
        figures,
        fits(key, key.pattern, turned) if key.pattern else None,
        any(one.help for one in figures) or come_together(key, figures),
    )


def come_together(key: Key, figures: tuple[Figure, ...]) -> bool:
    """Say whether every subscale that the key names together is in its band."""
    found = {one.code: one.band for one in figures}
    return bool(key.together) and key.together.items() <= found.items()


def judged(subscale: Subscale, turned: Mapping[str, int], norm: str = "") -> Figure:
    """Compute one subscale's figure and its band."""
    counted = [turned[item] for item in subscale.items if item in turned]
    answered = len(counted)
    if answered < subscale.needs:
        return Figure(subscale.code, None, answered)
    value = subscale.figure(sum(counted), answered)
    if band := subscale.band(value, norm):
        return Figure(subscale.code, value, answered, band.code, band.help)
    return Figure(subscale.code, value, answered)


def fits(key: Key, pattern: Pattern, turned: Mapping[str, int]) -> bool | None:
    """Say whether the pattern is there; None if the open items could still decide it."""
    found = [reach(key, pattern, turned, code) for code in pattern.counts]
    if False in found:
        return False
    return None if None in found else True


def reach(key: Key, pattern: Pattern, turned: Mapping[str, int], code: str) -> bool | None:
    """Say whether enough items of one subscale reach the pattern's answer."""
    items = next(one for one in key.subscales if one.code == code).items
    high = sum(turned.get(item, key.lowest) >= pattern.at_least for item in items)
    open_ones, needed = sum(item not in turned for item in items), pattern.counts[code]
    if high >= needed:
        return True
    return None if high + open_ones >= needed else False
