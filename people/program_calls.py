"""Calls of programs that do their work once: the same key and body again change nothing."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.keys.ring import keyed_hashes
from people.models import Organisation, Person, ProgramCall
from people.writing.schemas import In

PURPOSE = "people.ProgramCall.body_hash"
KEPT_FOR = timedelta(days=30)
KEY_REUSED = _("This key came with another body before. Please take a new key for what changed.")


class KeyedIn(In):
    """What a program sends to make something, with a key of its own for each sending.

    The same key with the same body makes it once, however often it arrives within 30 days; with
    another body it is refused.
    """

    key: UUID


@transaction.atomic
def once(
    *, caller: Person, operation: str, body: KeyedIn, make: Callable[[], list[str]], now: datetime
) -> tuple[list[str], bool]:
    """Make what a body asks for unless its key did before; give the ids, and whether it is new.

    Refused: a key that came with another body or for another operation, with `key_reused`.
    """
    # Of two at once the second waits here, and finds what the first has made.
    Organisation.objects.select_for_update().get(pk=caller.organisation_id)
    hashes = hashes_of(caller, operation, body)
    calls = ProgramCall.objects.visible_to(caller)
    if found := calls.filter(key=body.key).first():
        if found.body_hash not in hashes:
            about = {"stored": found.body_hash, "sent": hashes[0]}
            raise ValidationError(KEY_REUSED, code="key_reused", params=about)
        return found.made, False
    made = make()
    ProgramCall.objects.create(
        organisation_id=caller.organisation_id,
        key=body.key,
        body_hash=hashes[0],
        made=made,
        at=now,
    )
    return made, True


def hashes_of(caller: Person, operation: str, body: KeyedIn) -> list[str]:
    """Hash a body with each key of the ring; it holds names and days, and few are possible."""
    text = json.dumps(body.model_dump(mode="json"), sort_keys=True)
    return keyed_hashes(f"{caller.organisation_id} {operation} {text}", purpose=PURPOSE)


def forget(*, now: datetime) -> None:
    """Delete calls that no program repeats any more."""
    ProgramCall.objects.filter(at__lt=now - KEPT_FOR).delete()
