"""Seal everything again with the newest key, while people work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction

from . import factors
from .keys import WrongOwnerError, renewer

BATCH = 500
Model = type[models.Model]


@dataclass(frozen=True)
class Turned:
    """How it went with one field: sealed anew, had the newest key already, opened by none."""

    field: str
    anew: int = 0
    before: int = 0
    broken: int = 0

    def __add__(self, more: "Turned") -> "Turned":
        counts = self.anew + more.anew, self.before + more.before, self.broken + more.broken
        return Turned(self.field, *counts)


def sealed_fields() -> list[tuple[Model, str, str]]:
    """Find every sealed field with its purpose: models name theirs in SEALED."""
    found = [
        (model, name, purpose)
        for model in apps.get_models()
        for name, purpose in getattr(model, "SEALED", {}).items()
    ]
    return sorted(found, key=lambda one: one[2])


def everything() -> Iterator[Turned]:
    """Seal all there is with the newest key, a kind after the other, and say how each went."""
    for model, name, purpose in sealed_fields():
        yield rotate(model, name, purpose)
    yield rotate_factors()


def rotate(model: Model, name: str, purpose: str) -> Turned:
    """Seal one field of all rows with the newest key, a batch in a transaction. Safe to repeat."""
    done, last = Turned(f"{model._meta.label}.{name}"), 0
    rows = model._base_manager.exclude(**{name: ""}).order_by("pk").values_list("pk", name)
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        done, last = done + turn(model, name, purpose, batch), batch[-1][0]
    return done


@transaction.atomic
def turn(model: Model, name: str, purpose: str, batch: list[tuple[int, str]]) -> Turned:
    """Seal a batch; a text that its owner changed meanwhile has the newest key anyway."""
    renew, found = renewer(purpose), Turned("")
    for pk, sealed in batch:
        try:
            fresh = renew(sealed)
        except WrongOwnerError:
            found += Turned("", broken=1)
            continue
        if fresh == sealed:
            found += Turned("", before=1)
        else:
            model._base_manager.filter(pk=pk, **{name: sealed}).update(**{name: fresh})
            found += Turned("", anew=1)
    return found


def rotate_factors() -> Turned:
    """Seal the secrets of apps and codes, which lie inside what allauth keeps of each."""
    renew, done = renewer(factors.PURPOSE), Turned("mfa.Authenticator.data")
    secret = Authenticator.objects.filter(type__in=factors.SECRETS).order_by("pk")
    for pk in secret.values_list("pk", flat=True):
        done += turn_factor(pk, renew)
    return done


@transaction.atomic
def turn_factor(pk: int, renew: Callable[[str], str]) -> Turned:
    """Seal one, locked: a code that is used up meanwhile is noted in the same place."""
    if not (one := Authenticator.objects.select_for_update().filter(pk=pk).first()):
        return Turned("")
    name = factors.SECRETS[one.type]
    sealed = one.data[name]
    try:
        one.data[name] = renew(sealed)
    except WrongOwnerError:
        return Turned("", broken=1)
    if one.data[name] == sealed:
        return Turned("", before=1)
    one.save(update_fields=["data"])
    return Turned("", anew=1)
