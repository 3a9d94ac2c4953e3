"""The pages of wellbeing."""

from .shares import my_shares, share_new, shared
from .talk import talk

__all__ = ["my_shares", "share_new", "shared", "talk"]
