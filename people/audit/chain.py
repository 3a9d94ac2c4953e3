"""Chain the audit trail, so that a changed past shows."""

import hashlib
import hmac

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from people.models import AccessEvent

BATCH = 5000


def link(event: AccessEvent, before: str, key: str) -> str:
    """Compute an event's link under a key: HMAC-SHA-256 over its facts and the link before it."""
    facts = (
        event.pk,
        event.place,
        event.organisation_id,
        event.viewer_id,
        event.viewer_role,
        event.what,
        event.person_id,
        event.unit_id,
        event.at.timestamp(),
        before,
        # Last, and only where there is one: links from before it was kept still hold.
        *([str(event.subject)] if event.subject else []),
        *([event.role, str(event.day)] if event.role else []),
        *([f"by {event.program}"] if event.program else []),
    )
    derived = hashlib.sha256(b"access trail" + key.encode()).digest()
    return hmac.new(derived, repr(facts).encode(), hashlib.sha256).hexdigest()


def holds(event: AccessEvent, before: str) -> bool:
    """Say whether an event's link was made with any key of the ring."""
    links = (link(event, before, key) for key in settings.KEY_RING)
    return any(hmac.compare_digest(event.seal, one) for one in links)


def length() -> int:
    """Count the links: the place of the newest event in the chain."""
    return AccessEvent.objects.aggregate(last=Max("place"))["last"] or 0


@transaction.atomic
def seal() -> int:
    """Chain the events that are not chained yet and return how many. Safe to repeat.

    The place of an event in the chain is given here: a row that committed late has an older number
    but comes after the events that were sealed before it.
    """
    place = length()
    before = AccessEvent.objects.get(place=place).seal if place else ""
    fresh = list(AccessEvent.objects.filter(place=None).order_by("pk")[:BATCH])
    for event in fresh:
        place += 1
        event.place = place
        before = event.seal = link(event, before, settings.KEY_RING[0])
    AccessEvent.objects.bulk_update(fresh, ["place", "seal"], batch_size=200)
    return len(fresh)


def first_broken() -> int | None:
    """Return the place of the first event with a link that does not hold; None if all hold."""
    before = ""
    chained = AccessEvent.objects.exclude(place=None).order_by("place").iterator()
    for place, event in enumerate(chained, start=1):
        if event.place != place or not holds(event, before):
            return place
        before = event.seal
    return None
