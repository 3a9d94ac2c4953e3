"""The programme office's own tables."""

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
from .reports import ProgrammeReport, ReportFile

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
    "ProgrammeReport",
    "ReportFile",
    "SessionWish",
    "Station",
]
