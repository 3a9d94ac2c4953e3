"""The sections of a report, in their order. What is added here is in all its forms."""

from collections.abc import Callable
from dataclasses import dataclass

from programme.models import ProgrammeReport

from .asking import ReportAsk
from .bands import load_part, wellbeing_part
from .counts import certificates_part, flags_part, posts_part, turnover_part
from .parts import ReportPart
from .quarters import staffing_part, trends_part
from .trainings import evaluations_part, training_part

OWN, PROGRAMME = ProgrammeReport.Scope
BOTH = (OWN, PROGRAMME)


@dataclass(frozen=True)
class ReportSection:
    """A section: in reports of which scope it is, and how it is read; None if there is nothing.

    It is read in the language of the report, and of a programme while the door is open: what it
    gives back is frozen words and figures.
    """

    read: Callable[[ReportAsk], ReportPart | None]
    scopes: tuple[str, ...] = (OWN,)


SECTIONS = (
    ReportSection(load_part, BOTH),
    ReportSection(wellbeing_part, BOTH),
    ReportSection(staffing_part),
    ReportSection(flags_part),
    ReportSection(posts_part, BOTH),
    ReportSection(certificates_part),
    ReportSection(training_part),
    ReportSection(evaluations_part),
    ReportSection(turnover_part),
    ReportSection(trends_part),
)


def sections_of(scope: str) -> list[ReportSection]:
    """List the sections of a report of a scope."""
    return [one for one in SECTIONS if scope in one.scopes]
