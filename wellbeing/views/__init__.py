"""The pages of wellbeing."""

from .record import erase, my_record, record_file
from .shares import my_shares, share_new, shared
from .talk import talk

__all__ = ["erase", "my_record", "my_shares", "record_file", "share_new", "shared", "talk"]
