"""Who is of a programme's office, and what its members share with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

# One organisation alone puts no person of its own where others' posts are read.
NAMED_BY = 2


@dataclass(frozen=True)
class SeatNaming:
    """An admin named a person for the office: for which member, and with which account."""

    organisation: int
    account: int


def is_named(namings: Collection[SeatNaming]) -> bool:
    """Say whether two members' admins named a person: two organisations, and two people."""
    organisations = {one.organisation for one in namings}
    accounts = {one.account for one in namings}
    return min(len(organisations), len(accounts)) >= NAMED_BY


def shared_parts(agreed: Iterable[str], *, leads_to: dict[str, str]) -> frozenset[str]:
    """Say which parts are shared: one that belongs to another only together with it."""
    found = frozenset(agreed)
    return frozenset(one for one in found if leads_to.get(one, one) in found)
