"""Caseloads, the weeks judged by them, the numbers they were judged by, and the flags."""

from .caseload import CaseloadLine
from .choices import AddOnChoice, KindChoice, LevelChoice, PartChoice, PhaseChoice
from .draft import PolicyDraft
from .duty import DutyDay, SeverityChoice
from .flag import Flag, FlagStep, PlanItem
from .hand import HandRequest, RoomOffer
from .pay import PayNumber
from .policy import LoadPolicy
from .study import BesideLog, StudyLog
from .supervised import OwnAndSupervisedQuerySet
from .talk import SupervisionTalk
from .timeoff import DayOff, LieuGrant, TimeOff
from .transfer import Transfer, TransferLine
from .unit_load import UnitLoad
from .week import WorkWeek
from .week_link import WeekLink

__all__ = [
    "AddOnChoice",
    "BesideLog",
    "CaseloadLine",
    "DayOff",
    "DutyDay",
    "Flag",
    "FlagStep",
    "HandRequest",
    "KindChoice",
    "LevelChoice",
    "LoadPolicy",
    "LieuGrant",
    "OwnAndSupervisedQuerySet",
    "PartChoice",
    "PayNumber",
    "PhaseChoice",
    "PlanItem",
    "PolicyDraft",
    "RoomOffer",
    "SeverityChoice",
    "StudyLog",
    "SupervisionTalk",
    "TimeOff",
    "Transfer",
    "TransferLine",
    "UnitLoad",
    "WeekLink",
    "WorkWeek",
]
