"""Switch a module on or off for an organisation, and read who did so and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.audit.actions import note_at_head
from people.mandates import refuse_part_admin
from people.models import AccessEvent, Organisation, Person
from people.product_modules import MODULES, ProductModule


@dataclass(frozen=True)
class ModuleSwitched:
    """A module was switched at a moment, by an admin."""

    module: ProductModule
    on: bool
    by: Person
    at: datetime


@dataclass(frozen=True)
class ModuleState:
    """A module as it is for an organisation, with the last time that it was switched."""

    module: ProductModule
    on: bool
    # It is on, and what it needs is not there: people do not see it.
    waits: bool
    last: ModuleSwitched | None


@transaction.atomic
def switch(*, organisation: Organisation, key: str, on: bool, by: Person, now: datetime) -> bool:
    """Switch a module on or off, and note it in the audit trail; say whether anything changed.

    Refused: a person who is not admin of the whole organisation, and a module that is not there.
    What people wrote in the module stays, and goes with every export.
    """
    refuse_part_admin(by, organisation.pk)
    if key not in MODULES:
        raise ValidationError(_("There is no such module."), code="module")
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    off = set(locked.modules_off)
    if on == (key not in off):
        return False
    locked.modules_off = sorted(off - {key} if on else off | {key})
    locked.save(update_fields=["modules_off"])
    what = access_kinds.MODULE_ON if on else access_kinds.MODULE_OFF
    note_at_head(viewer=by, what=what, subject=MODULES[key].public_id, at=now)
    return True


def switched(viewer: Person) -> list[ModuleSwitched]:
    """List who switched what and when in the viewer's organisation, newest first."""
    known = {one.public_id: one for one in MODULES.values()}
    return [
        ModuleSwitched(known[one.subject], one.what == access_kinds.MODULE_ON, one.viewer, one.at)
        for one in AccessEvent.objects.of_modules(viewer)
        if one.subject in known
    ]


def states(viewer: Person, history: Sequence[ModuleSwitched]) -> list[ModuleState]:
    """List every module as it is for the viewer's organisation."""
    last: dict[str, ModuleSwitched] = {}
    for one in history:
        last.setdefault(one.module.key, one)
    found = []
    for key, module in MODULES.items():
        on = key not in viewer.modules_off
        waits = on and module.ready is not None and not module.ready(viewer.organisation_id)
        found.append(ModuleState(module, on, waits, last.get(key)))
    return found
