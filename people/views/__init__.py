"""Pages of people, units, invitations and one's own account."""

from .account import account, account_close, account_keys, opened
from .address import address
from .arrival import invitation
from .persons import join, membership, person, role_proposal, without_role
from .signing_in import signing_in
from .units import invite, people, unit, unit_new, waiting

__all__ = [
    "account",
    "account_close",
    "account_keys",
    "address",
    "invitation",
    "invite",
    "join",
    "membership",
    "opened",
    "people",
    "person",
    "role_proposal",
    "signing_in",
    "unit",
    "unit_new",
    "waiting",
    "without_role",
]
