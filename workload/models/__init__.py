"""Caseloads, the weeks that were judged by them, and the flags that came of it."""

from .caseload import CaseloadLine
from .choices import AddOn, Kind, Level, Part, Phase
from .doors import OwnAndSupervisedQuerySet
from .duty import DutyDay, Severity
from .flag import Flag, FlagStep, PlanItem
from .week import WorkWeek

__all__ = [
    "AddOn",
    "CaseloadLine",
    "DutyDay",
    "Flag",
    "FlagStep",
    "Kind",
    "Level",
    "OwnAndSupervisedQuerySet",
    "Part",
    "Phase",
    "PlanItem",
    "Severity",
    "WorkWeek",
]
