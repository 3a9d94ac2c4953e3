"""Load an author's words for a scale, let people use them, and stop using them."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import refuse_part_admin
from people.models import Organisation, Person
from people.weeks import today
from wellbeing.instruments import Key, instrument_keys, wording
from wellbeing.models import WordingPack


@dataclass(frozen=True)
class Shelf:
    """A scale, and the packs of words that an organisation has for it, newest first."""

    key: Key
    packs: list[WordingPack]


def shelves(viewer: Person) -> list[Shelf]:
    """List every scale with its packs; those with words come first."""
    found = list(WordingPack.objects.visible_to(viewer).order_by("-active", "-loaded_at", "-pk"))
    all_of = [
        Shelf(key, [p for p in found if p.instrument == key.key])
        for key in instrument_keys().values()
    ]
    return sorted(all_of, key=lambda one: not one.packs)


@transaction.atomic
def load(*, by: Person, data: bytes, now: datetime) -> WordingPack:
    """Keep a pack of words for the person's organisation; people see it only after `use`.

    Refused: a person who is not admin of the whole organisation, whatever `wording.read` refuses,
    and a version that is there already.
    """
    refuse_part_admin(by, by.organisation_id)
    found = wording.read(data, day=today(now))
    pack = WordingPack(
        organisation=by.organisation,
        instrument=found.instrument,
        version=found.version,
        items=found.items,
        labels=found.labels,
        norm=found.norm,
        basis=found.basis,
        holder=found.holder,
        expires=found.expires,
        adapted=found.adapted,
        loaded_by=by,
        loaded_at=now,
    )
    one_at_a_time(pack)
    pack.validate_constraints()
    pack.save()
    return pack


@transaction.atomic
def use(pack: WordingPack, *, by: Person, now: datetime) -> None:
    """Let people take the scale in these words; another pack of the same scale is then not used.

    Refused: a person who is not admin of the whole organisation, and a licence that has ended.
    """
    refuse_part_admin(by, pack.organisation_id)
    if pack.is_over(today(now)):
        raise ValidationError(_("This licence has ended. Please load a pack with a new one."))
    one_at_a_time(pack)
    same = {"organisation_id": pack.organisation_id, "instrument": pack.instrument}
    WordingPack.objects.filter(**same, active=True).exclude(pk=pack.pk).update(active=False)
    WordingPack.objects.filter(pk=pack.pk).update(active=True)


def one_at_a_time(pack: WordingPack) -> None:
    """Lock the organisation, so that two admins change its packs one after the other."""
    Organisation.objects.select_for_update().get(pk=pack.organisation_id)


def rest(pack: WordingPack, *, by: Person) -> None:
    """Stop using a pack; what people told stays theirs. Safe to repeat.

    Refused: a person who is not admin of the whole organisation.
    """
    refuse_part_admin(by, pack.organisation_id)
    WordingPack.objects.filter(pk=pack.pk).update(active=False)
