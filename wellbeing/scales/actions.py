"""Take a longer scale, and read the result. Only the person themselves ever sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.weeks import today
from wellbeing.instruments import Figure, Key, ScaleScore, Subscale, reliably_changed, score
from wellbeing.models import Assessment, WordingPack


@dataclass(frozen=True)
class Offer:
    """A scale that can be taken in its organisation's words: today, or from a day on."""

    pack: WordingPack
    last: Assessment | None
    again: date | None

    @property
    def key(self) -> Key:
        """The scoring key."""
        return self.pack.key

    @property
    def open(self) -> bool:
        """Say whether it can be taken today."""
        return self.again is None


@dataclass(frozen=True)
class ToldScale:
    """One subscale of a result, compared with the time before."""

    subscale: Subscale
    figure: Figure
    lowest: Decimal
    highest: Decimal
    before: Decimal | None
    # 1 up, −1 down, 0 within chance; None if it cannot be said.
    change: int | None

    @property
    def compared(self) -> bool:
        """Say whether there are two figures to compare."""
        return self.before is not None and self.figure.value is not None


@dataclass(frozen=True)
class ScaleReading:
    """A result as its person reads it."""

    assessment: Assessment
    before: Assessment | None
    told: list[ToldScale]
    pattern: bool | None
    # The page begins with where help is.
    heavy: bool


def offers(person: Person, now: datetime, own: Sequence[Assessment] | None = None) -> list[Offer]:
    """List the scales in use in a person's organisation, those that can be taken now first.

    `own` is the list of `taken`, if it was read already.
    """
    day = today(now)
    packs = WordingPack.objects.visible_to(person).usable_on(day).order_by("instrument")
    last: dict[str, Assessment] = {}
    for one in taken(person) if own is None else own:
        last.setdefault(one.instrument, one)
    found = [offer(pack, last.get(pack.instrument), day) for pack in packs]
    return sorted(found, key=lambda one: not one.open)


def offer(pack: WordingPack, last: Assessment | None, day: date) -> Offer:
    """Say from when a scale can be taken again: not before the key's least days are over."""
    again = last and today(last.taken_at) + timedelta(days=pack.key.least_days)
    return Offer(pack, last, again if again and again > day else None)


def offered(person: Person, key: str, now: datetime) -> Offer | None:
    """Find one scale among those offered."""
    return next((one for one in offers(person, now) if one.key.key == key), None)


def taken(person: Person) -> list[Assessment]:
    """List everything a person has taken, newest first."""
    return list(Assessment.objects.visible_to(person).order_by("-taken_at", "-pk"))


@transaction.atomic
def take(
    *,
    person: Person,
    pack: WordingPack,
    answers: Mapping[str, int | None],
    language: str,
    now: datetime,
) -> Assessment:
    """Keep a person's answers to a scale, sealed, with what they add up to.

    Refused: a scale that is not offered or not yet again, and answers that are all skipped. A value
    outside the scale is an OutsideError of the scoring.
    """
    Person.objects.select_for_update().get(pk=person.pk)  # two taps are one time
    found = offered(person, pack.instrument, now)
    if found is None or found.pack != pack:
        raise ValidationError(_("This scale is not offered now."), code="gone")
    if not found.open:
        raise ValidationError(_("You took this scale a short while ago."), code="too_soon")
    if all(value is None for value in answers.values()):
        raise ValidationError(_("Nothing is answered, so there is nothing to add up."))
    made = Assessment(
        person=person,
        instrument=pack.instrument,
        key_version=pack.key.version,
        norm=pack.norm,
        pack=pack,
        language=language,
        taken_at=now,
    )
    made.write(answers, score(pack.key, answers, pack.norm))
    made.save()
    return made


def read(assessment: Assessment) -> ScaleReading:
    """Read a result beside the time before, if the same key scored both."""
    before = (
        Assessment.objects.visible_to(assessment.person)
        .filter(
            instrument=assessment.instrument,
            key_version=assessment.key_version,
            taken_at__lt=assessment.taken_at,
        )
        .order_by("-taken_at", "-pk")
        .first()
    )
    result, earlier = assessment.result, before.result if before else None
    told = [
        tell(assessment.key, subscale, result.figure(subscale.code), earlier)
        for subscale in assessment.key.subscales
    ]
    return ScaleReading(assessment, before, told, result.pattern, result.help)


def tell(key: Key, subscale: Subscale, figure: Figure, earlier: ScaleScore | None) -> ToldScale:
    """Write one figure beside its range and the one before."""
    then = earlier.figure(subscale.code).value if earlier else None
    lowest, highest = subscale.limits(key.lowest, key.highest)
    moved = reliably_changed(subscale.change, then, figure.value)
    return ToldScale(subscale, figure, lowest, highest, then, moved)
