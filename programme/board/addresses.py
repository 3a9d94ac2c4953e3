"""Addresses of what has a public id: a list names many pages of one route."""

from functools import lru_cache
from uuid import UUID

from django.urls import get_script_prefix, reverse

NOTHING = UUID(int=0)


def address_by_id(route: str, public_id: UUID) -> str:
    """Write the address of a page as `reverse` does; what stands around the id is found once."""
    before, after = around(route, get_script_prefix())
    return f"{before}{public_id}{after}"


@lru_cache(maxsize=64)
def around(route: str, _prefix: str) -> tuple[str, str]:
    """Find what stands before and after the id."""
    before, after = reverse(route, args=[NOTHING]).split(str(NOTHING))
    return before, after
