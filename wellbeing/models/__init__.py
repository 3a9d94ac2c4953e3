"""What people say of themselves, and whom they ask for a word. It belongs to them."""

from .checkin import ITEM_SET, CheckIn
from .contact import ContactRequest
from .record import Tombstone
from .share import Share

__all__ = ["ITEM_SET", "CheckIn", "ContactRequest", "Share", "Tombstone"]
