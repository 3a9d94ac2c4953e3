"""Keep the head of the audit trail outside the database: a trail that was cut off shows here."""

import hmac
import re
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.messages import outbox
from people.messages.letter_kinds import letter_kind
from people.messages.letters import LetterText, every_language
from people.messages.mails import body_of
from people.models import AccessEvent, Anchor, OutgoingLetter
from people.weeks import today

from . import chain

KEEPERS = _("You get this message because your address was chosen to keep these lines.")
KIND = "anchor"
LINE = re.compile(r"(\d{4}-\d\d-\d\d):(\d{1,18}):(-|[0-9a-f]{64})")


def head(now: datetime) -> Anchor:
    """Describe the chain as it is: the day, the number of links, and the last link."""
    place = chain.length()
    seal = AccessEvent.objects.get(place=place).seal if place else ""
    return Anchor(day=today(now), place=place, seal=seal)


def post(now: datetime) -> Anchor | None:
    """Post the chain's head to each address in ANCHOR_MAIL, once a day; return it, if it was new.

    It is kept in the transaction of its letters, one an address.
    """
    if not settings.ANCHOR_MAIL:
        return None
    found = head(now)
    with transaction.atomic():
        kept, new = Anchor.objects.get_or_create(
            day=found.day, defaults={"place": found.place, "seal": found.seal}
        )
        if new:
            keepers = range(len(settings.ANCHOR_MAIL))
            outbox.post(
                outbox.new_letter(kind=KIND, key=f"{kept.day} {keeper}") for keeper in keepers
            )
    return kept if new else None


@letter_kind(KIND)
def write_anchor(letter: OutgoingLetter, now: datetime) -> LetterText | None:
    """Write the head of a day to one of its keepers, unless they are none any more."""
    day, _space, keeper = letter.key.partition(" ")
    if int(keeper) >= len(settings.ANCHOR_MAIL) or not (
        kept := Anchor.objects.filter(day=day).first()
    ):
        return None
    return LetterText(
        settings.ANCHOR_MAIL[int(keeper)],
        f"Kamlangjai {kept.day}: {kept.place}",
        body_of("anchor", {"anchor": kept}),
        every_language(),
        KEEPERS,
    )


def parsed(line: str) -> Anchor:
    """Read the line of a message; anything else is a ValueError."""
    if not (found := LINE.fullmatch(line.strip())):
        raise ValueError(f"{line!r} is no line of such a message.")
    day, place, seal = found.groups()
    return Anchor(day=date.fromisoformat(day), place=int(place), seal="" if seal == "-" else seal)


def held(anchor: Anchor) -> bool:
    """Say whether the audit trail still has the link that was its last on that day."""
    if not anchor.place:
        return not anchor.seal
    seals = AccessEvent.objects.filter(place=anchor.place).values_list("seal", flat=True)
    return any(hmac.compare_digest(seal, anchor.seal) for seal in seals)
