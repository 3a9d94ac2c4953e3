"""The programme office's own tables."""

from .directory import DirectoryEntry, EntryHours, OwnService, WantedHelp
from .lessons import Lesson, LessonSubject
from .pathways import Pathway
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

__all__ = [
    "BELONGS_TO",
    "DirectoryEntry",
    "EntryHours",
    "Lesson",
    "LessonSubject",
    "OfficeNaming",
    "OfficeSeat",
    "SharedPart",
    "PartAgreement",
    "ProgrammePost",
    "PostHolder",
    "PostQuestion",
    "OwnService",
    "Pathway",
    "Programme",
    "ProgrammeInvite",
    "ProgrammeMember",
    "SessionWish",
    "Station",
    "WantedHelp",
]
