"""Organisations, their tree of units, the people in them, and who looked at whom."""

from .audit import AccessEvent, Anchor
from .doors import AddressChange, ApiToken, Invitation, SentOnce, WaitingLine
from .frozen import Frozen, FrozenBlock, FrozenQuerySet, by_the_rule
from .organisations import Organisation, Unit, at_or_below, local
from .persons import (
    Charge,
    Membership,
    Person,
    find_homes,
    home_of,
    in_office_of,
    name_order,
    supervised_by,
)
from .proposals import RoleProposal
from .roles import OFFICES, Job, Role
from .tongues import Tongue
from .visits import Visit

__all__ = [
    "OFFICES",
    "AccessEvent",
    "AddressChange",
    "Anchor",
    "ApiToken",
    "Charge",
    "Frozen",
    "FrozenBlock",
    "FrozenQuerySet",
    "Invitation",
    "Job",
    "Membership",
    "Organisation",
    "Person",
    "Role",
    "RoleProposal",
    "SentOnce",
    "Tongue",
    "Unit",
    "Visit",
    "WaitingLine",
    "at_or_below",
    "by_the_rule",
    "find_homes",
    "home_of",
    "in_office_of",
    "local",
    "name_order",
    "supervised_by",
]
