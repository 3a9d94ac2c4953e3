"""What people say about themselves, and the contacts they ask. It belongs to these people."""

from .assessment import Assessment
from .block import BlockResult
from .card import CardChoice
from .checkin import CONSENT, EMPTIED, ITEM_SET, CheckIn
from .contact import ContactRequest, may_ask
from .event import AfterCheckIn, AfterOff, HardEvent
from .help import Hotline, OwnContact
from .pack import WordingPack
from .record import ConsentSeen, Tombstone
from .rights import Objection, Restriction, is_contact
from .share import Share

__all__ = [
    "CONSENT",
    "EMPTIED",
    "ITEM_SET",
    "BlockResult",
    "AfterCheckIn",
    "AfterOff",
    "Assessment",
    "CardChoice",
    "CheckIn",
    "ConsentSeen",
    "ContactRequest",
    "HardEvent",
    "Hotline",
    "Objection",
    "OwnContact",
    "Restriction",
    "Share",
    "Tombstone",
    "WordingPack",
    "is_contact",
    "may_ask",
]
