"""Seal everything again with the newest key, while people work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction

from . import sealing
from .ring import WrongOwnerError, renewer

BATCH = 500
Model = type[models.Model]


@dataclass(frozen=True)
class RotatedField:
    """The result for one field: sealed again, had the newest key already, opened by no key."""

    field: str
    anew: int = 0
    before: int = 0
    broken: int = 0

    def __add__(self, more: "RotatedField") -> "RotatedField":
        counts = self.anew + more.anew, self.before + more.before, self.broken + more.broken
        return RotatedField(self.field, *counts)


# What is sealed inside rows of other libraries: the module that seals it adds how it is rotated.
BESIDES_MODELS: list[Callable[[], RotatedField]] = []


def sealed_fields() -> list[tuple[Model, str, str]]:
    """Find every sealed field with its purpose: models name theirs in SEALED."""
    found = [
        (model, name, purpose)
        for model in apps.get_models()
        for name, purpose in getattr(model, "SEALED", {}).items()
    ]
    return sorted(found, key=lambda one: one[2])


def everything() -> Iterator[RotatedField]:
    """Seal everything with the newest key, one kind after another, and report on each."""
    for model, name, purpose in sealed_fields():
        yield rotate(model, name, purpose)
    for turned in BESIDES_MODELS:
        yield turned()


def rotate(model: Model, name: str, purpose: str) -> RotatedField:
    """Seal one field of all rows with the newest key, a batch in a transaction. Safe to repeat."""
    done, last = RotatedField(f"{model._meta.label}.{name}"), 0
    rows = model._base_manager.exclude(**{name: empty(model, name)}).order_by("pk")
    read = rows.values_list("pk", name, *getattr(model, "BOUND_TO", ()))
    while batch := list(read.filter(pk__gt=last)[:BATCH]):
        done, last = done + turn(model, name, purpose, batch), batch[-1][0]
    return done


def empty(model: Model, name: str) -> bytes | str:
    """Give the empty value of a sealed field: a mapping is bytes, a text is one."""
    return b"" if isinstance(model._meta.get_field(name), models.BinaryField) else ""


def renewing(model: Model, name: str, purpose: str) -> Callable[..., bytes | str]:
    """Make the function that seals one value again, from the value and what it is bound to."""
    if empty(model, name) == "":
        return renewer(purpose)
    keys = sealing.keys_of(purpose)

    def renew(sealed: bytes, owner: object, *row: object) -> bytes:
        bound = sealing.bound_to(purpose, owner, sealing.row_of(*row))
        return keys.renew(bytes(sealed), bound)

    return renew


@transaction.atomic
def turn(model: Model, name: str, purpose: str, batch: list[tuple]) -> RotatedField:
    """Seal a batch; a value that its owner changed meanwhile has the newest key already."""
    renew, found = renewing(model, name, purpose), RotatedField("")
    for pk, sealed, *row in batch:
        try:
            fresh = renew(sealed, *row)
        except WrongOwnerError:
            found += RotatedField("", broken=1)
            continue
        if fresh == sealed:
            found += RotatedField("", before=1)
        else:
            model._base_manager.filter(pk=pk, **{name: sealed}).update(**{name: fresh})
            found += RotatedField("", anew=1)
    return found
