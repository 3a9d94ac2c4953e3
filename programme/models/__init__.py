"""The programme office's own tables."""

from .asks import KeeperAsk
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
from .trends import QuarterFigure, QuarterMeasure
from .volunteering import VolunteerApplication, VolunteerPage, VolunteerSource

__all__ = [
    "BELONGS_TO",
    "KeeperAsk",
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
    "Release",
    "ReleaseApproval",
    "ReleaseConsent",
    "ReleaseEntry",
    "ReleaseFile",
    "ReleasePart",
    "ReleasedRow",
    "SessionWish",
    "Station",
    "UnitCount",
    "VolunteerApplication",
    "VolunteerPage",
    "VolunteerSource",
    "UnitPlace",
]
