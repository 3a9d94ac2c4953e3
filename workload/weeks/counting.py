"""A caseload that is taken as counts: how many cases there are of each phase, and no more.

Each count becomes one line. Details can be added to it in any week after.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workload.models import PhaseChoice
from workload.rules import load as load_rules

from .forms import LineForm

# Stands in the form that asks for counts, so that it is known again when it comes back.
MARK = "first"


@dataclass(frozen=True)
class PhaseCount:
    """The count of one phase, as it is asked."""

    phase: PhaseChoice
    points: object
    typed: str = ""
    error: str = ""


def count_forms(data: Mapping) -> list[LineForm]:
    """Read the counts as lines; an empty count and a zero are none."""
    typed = {phase: str(data.get(f"{MARK}-{phase}-count", "")).strip() for phase in PhaseChoice}
    return [count_form(phase, text) for phase, text in typed.items() if text.strip("0๐")]


def count_form(phase: PhaseChoice, typed: str) -> LineForm:
    """Make a line of so many cases of a phase."""
    prefix = f"{MARK}-{phase}"
    given = {"phase": phase, "count": typed, "further_victims": "0"}
    return LineForm({f"{prefix}-{name}": text for name, text in given.items()}, prefix=prefix)


def asked_counts(
    counted: Iterable[LineForm], policy: load_rules.Policy, *, judged: bool
) -> list[PhaseCount]:
    """List the counts of all phases as they stand on the page."""
    forms = {one["phase"].value(): one for one in counted}
    return [
        PhaseCount(
            phase,
            policy.phases[load_rules.Phase(phase)],
            str(forms[phase]["count"].value()) if phase in forms else "",
            str(next(iter(forms[phase].errors.get("count", ())), ""))
            if judged and phase in forms
            else "",
        )
        for phase in PhaseChoice
    ]
