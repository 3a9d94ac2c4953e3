"""Pages of people, units, invitations and one's own account."""

from people.accounts.address_views import address
from people.accounts.sign_in_views import signing_in
from people.accounts.views import account, account_keys, opened
from people.members.closing_views import account_close

from .arrival import invitation
from .persons import join, membership, person, role_proposal, without_role
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
