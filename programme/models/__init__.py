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

__all__ = [
    "BELONGS_TO",
    "OfficeNaming",
    "OfficeSeat",
    "SharedPart",
    "PartAgreement",
    "ProgrammePost",
    "PostHolder",
    "Programme",
    "ProgrammeInvite",
    "ProgrammeMember",
    "Station",
]
