"""Caseloads, the weeks judged by them, the numbers they were judged by, and the flags."""

from .caseload import CaseloadLine
from .choices import AddOn, Kind, Level, Part, Phase
from .draft import PolicyDraft
from .duty import DutyDay, Severity
from .flag import Flag, FlagStep, PlanItem
from .hand import HandRequest, RoomOffer
from .policy import LoadPolicy
from .study import StudyLog
from .supervised import OwnAndSupervisedQuerySet
from .talk import SupervisionTalk
from .timeoff import DayOff, LieuGrant, TimeOff
from .transfer import Transfer, TransferLine
from .unit_load import UnitLoad
from .week import WorkWeek

__all__ = [
    "AddOn",
    "CaseloadLine",
    "DayOff",
    "DutyDay",
    "Flag",
    "FlagStep",
    "HandRequest",
    "Kind",
    "Level",
    "LoadPolicy",
    "LieuGrant",
    "OwnAndSupervisedQuerySet",
    "Part",
    "Phase",
    "PlanItem",
    "PolicyDraft",
    "RoomOffer",
    "Severity",
    "StudyLog",
    "SupervisionTalk",
    "TimeOff",
    "Transfer",
    "TransferLine",
    "UnitLoad",
    "WorkWeek",
]
