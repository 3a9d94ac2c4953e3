"""Organisations, their tree of units, the people in them, and the audit trail."""

from .accounts import Account
from .address_change import AddressChange
from .api_token import ApiToken
from .audit import AccessEvent, Anchor
from .frozen import Frozen, FrozenBlock, FrozenQuerySet, by_the_rule
from .invitation import Invitation
from .lost_sign_in import LostSignIn
from .message import SentOnce, WaitingLine
from .named import Named, OneName
from .names import has_name, name_order
from .organisations import Organisation, RankPlace, Unit, at_or_below, local
from .persons import (
    Charge,
    Membership,
    Person,
    find_homes,
    home_of,
    in_office_of,
    supervised_by,
)
from .proposals import RoleProposal
from .roles import MAY, Job, Role
from .spoken_languages import SpokenLanguage
from .visit import Visit

__all__ = [
    "MAY",
    "Named",
    "OneName",
    "AccessEvent",
    "Account",
    "AddressChange",
    "Anchor",
    "ApiToken",
    "Charge",
    "Frozen",
    "FrozenBlock",
    "FrozenQuerySet",
    "Invitation",
    "Job",
    "LostSignIn",
    "Membership",
    "Organisation",
    "Person",
    "RankPlace",
    "Role",
    "RoleProposal",
    "SentOnce",
    "SpokenLanguage",
    "Unit",
    "Visit",
    "WaitingLine",
    "at_or_below",
    "by_the_rule",
    "find_homes",
    "home_of",
    "in_office_of",
    "local",
    "has_name",
    "name_order",
    "supervised_by",
]
