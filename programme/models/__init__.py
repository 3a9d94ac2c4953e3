"""The programme office's own tables."""

from .overview import UnitCount
from .posts import PostHolder, ProgrammePost, Station
from .programmes import (
    BELONGS_TO,
    OfficeNaming,
    OfficeSeat,
    PartAgreement,
    Programme,
    ProgrammeInvite,
    ProgrammeMember,
    SharedPart,
)
from .questions import PostQuestion, SessionWish
from .trends import QuarterFigure, QuarterMeasure

__all__ = [
    "BELONGS_TO",
    "OfficeNaming",
    "OfficeSeat",
    "SharedPart",
    "PartAgreement",
    "ProgrammePost",
    "PostHolder",
    "PostQuestion",
    "Programme",
    "ProgrammeInvite",
    "ProgrammeMember",
    "QuarterFigure",
    "QuarterMeasure",
    "SessionWish",
    "Station",
    "UnitCount",
]
