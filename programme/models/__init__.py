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
    "Release",
    "ReleaseApproval",
    "ReleaseConsent",
    "ReleaseEntry",
    "ReleaseFile",
    "ReleasePart",
    "ReleasedRow",
    "SessionWish",
    "Station",
    "UnitPlace",
]
