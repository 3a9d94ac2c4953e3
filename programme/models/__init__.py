"""The programme office's own tables."""

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
    "Programme",
    "ProgrammeInvite",
    "ProgrammeMember",
]
