"""Organisations, their tree of units, the people in them, and the audit trail."""

from people.rules.posts import most_hours_first

from .absences import Absence, is_away
from .answering import (
    Charge,
    answered_for,
    answers_wholly,
    at_home_in,
    leads_at_home,
    supervised_by,
)
from .audit import AccessEvent, Anchor
from .calendar import CalendarDay, CalendarSpan
from .frozen import Frozen, FrozenBlock, FrozenQuerySet, by_the_rule
from .handing_over import HandOver, HandOverLine
from .invitation import Invitation
from .jobs import Employment, Job
from .leaving import LeavingReason, Turnover
from .lists import BackgroundJob, ImportEffect, ListImport
from .memberships import Membership, find_homes, home_of
from .messages.message import (
    UNTOLD_KINDS,
    Channel,
    MessageChoices,
    OutgoingLetter,
    RefusedAddress,
    SentOnce,
    WaitingLine,
)
from .messages.push import MOST_PHONES, PhoneKey, PushKey, PushSubscription
from .messages.ways import LineCode, LineLink, ProgramAddress, ProgramDelivery
from .named import Named, OneName
from .names import has_name, name_order
from .organisations import (
    Organisation,
    OwnOrganisationQuerySet,
    RankPlace,
    Unit,
    at_or_below,
    lineage,
    local,
)
from .persons import Person
from .proposals import RoleProposal
from .roles import MAY, Role, answered_role
from .seeing import (
    CAME_IN,
    OwnRowQuerySet,
    belongs_still,
    colleague_in,
    in_office_of,
    office_has,
    seen_through,
)
from .sign_in.accounts import Account
from .sign_in.address_change import AddressChange
from .sign_in.api_token import FIRST_SCOPES, ApiToken, KeyScope, OrganisationKey
from .sign_in.lost_sign_in import LostSignIn
from .sign_in.program_call import ProgramCall
from .sign_in.visit import Visit
from .spoken_languages import SpokenLanguage

__all__ = [
    "CAME_IN",
    "MAY",
    "UNTOLD_KINDS",
    "MOST_PHONES",
    "Named",
    "OneName",
    "Absence",
    "AccessEvent",
    "Account",
    "AddressChange",
    "Anchor",
    "ApiToken",
    "FIRST_SCOPES",
    "OrganisationKey",
    "ProgramCall",
    "BackgroundJob",
    "CalendarDay",
    "CalendarSpan",
    "Channel",
    "Charge",
    "Employment",
    "Frozen",
    "FrozenBlock",
    "FrozenQuerySet",
    "HandOver",
    "HandOverLine",
    "ImportEffect",
    "Invitation",
    "Job",
    "KeyScope",
    "LeavingReason",
    "LineCode",
    "LineLink",
    "ListImport",
    "LostSignIn",
    "MessageChoices",
    "OutgoingLetter",
    "Membership",
    "Organisation",
    "OwnOrganisationQuerySet",
    "OwnRowQuerySet",
    "Person",
    "PhoneKey",
    "ProgramAddress",
    "ProgramDelivery",
    "PushKey",
    "PushSubscription",
    "RankPlace",
    "RefusedAddress",
    "Role",
    "RoleProposal",
    "SentOnce",
    "SpokenLanguage",
    "Turnover",
    "Unit",
    "Visit",
    "WaitingLine",
    "answered_for",
    "at_home_in",
    "answered_role",
    "answers_wholly",
    "at_or_below",
    "belongs_still",
    "by_the_rule",
    "find_homes",
    "home_of",
    "in_office_of",
    "is_away",
    "leads_at_home",
    "lineage",
    "local",
    "most_hours_first",
    "colleague_in",
    "office_has",
    "seen_through",
    "has_name",
    "name_order",
    "supervised_by",
]
