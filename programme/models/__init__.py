"""The programme office's own tables."""

from .asks import KeeperAsk
from .directory import DirectoryEntry, EntryHours, OwnService, WantedHelp
from .lessons import Lesson, LessonSubject
from .overview import UnitCount
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
from .release_corrections import CorrectionKind, ReleaseCorrection
from .release_files import ReleaseFile
from .releases import (
    Release,
    ReleaseApproval,
    ReleaseConsent,
    ReleasedRow,
    ReleaseEntry,
    ReleasePart,
    UnitPlace,
)
from .reports import ProgrammeReport, ReportFile
from .staffing import StaffingBlock
from .trends import QuarterFigure, QuarterMeasure
from .volunteering import VolunteerApplication, VolunteerPage, VolunteerSource

__all__ = [
    "BELONGS_TO",
    "CorrectionKind",
    "KeeperAsk",
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
    "QuarterFigure",
    "QuarterMeasure",
    "Release",
    "ReleaseApproval",
    "ReleaseConsent",
    "ReleaseCorrection",
    "ReleaseEntry",
    "ReleaseFile",
    "ReleasePart",
    "ReleasedRow",
    "ProgrammeReport",
    "ReportFile",
    "SessionWish",
    "StaffingBlock",
    "Station",
    "UnitCount",
    "VolunteerApplication",
    "VolunteerPage",
    "VolunteerSource",
    "UnitPlace",
    "WantedHelp",
]
