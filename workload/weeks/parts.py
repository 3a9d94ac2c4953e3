"""What My week shows: the same shape from stored rows and from what somebody typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.writing.formats import written_points
from wellbeing.rules.lines import DAYS, LINES
from workload.models import AddOnChoice, KindChoice, PartChoice, PhaseChoice
from workload.policies import actions as policies
from workload.rules import load as load_rules

from .caseloads import LineData

TALLIES = (
    ("hours", _("Hours worked"), _("h")),
    ("nights", _("On-call nights"), _("nights")),
    ("court_days", _("Court days"), _("days")),
    ("material", _("Time with distressing material"), ""),
    ("leave_days", _("Leave days"), _("days")),
)
# A number and its unit; whatever is longer is none.
LONGEST = 12
HINTS = {
    "material": _("Images, recordings, chats, statements"),
    "leave_days": _("Each lowers your capacity by a fifth"),
}


@dataclass(frozen=True)
class LineRow:
    """One line of the caseload as the page writes it; every value as typed."""

    place: str
    # The version of the policy by which the week is judged.
    policy: str
    id: str = ""
    phase: str = ""
    add_ons: tuple[str, ...] = ()
    further_victims: str = "0"
    part: str = PartChoice.PRIMARY
    count: str = "1"
    kind: str = ""
    reference: str = ""
    closed: bool = False
    points: Decimal | None = None
    errors: tuple[tuple[str, str], ...] = ()
    opened: bool = False

    @property
    def html(self) -> SafeString:
        """Render the row; the same row in the same language is rendered once a process.

        What is no line yet is never remembered: anything at any length can stand in it.
        """
        return (drawn if self.points is not None else drawn.__wrapped__)(self, get_language())

    @property
    def editor(self) -> SafeString:
        """Render only what is inside the row, for a line that is being added."""
        empty = LineRow(self.place, self.policy, opened=self.opened)
        known = self.points is not None or self == empty
        return (edited if known else edited.__wrapped__)(self, get_language())

    @property
    def error(self) -> dict[str, str]:
        """The sentence at each field."""
        return dict(self.errors)

    @property
    def add_on_names(self) -> str:
        """What makes it heavier, in words."""
        return ", ".join(str(extra.label).lower() for extra in AddOnChoice if extra in self.add_ons)

    @property
    def single(self) -> bool:
        """Say whether it is about one case."""
        return self.count == "1"


@lru_cache(maxsize=4096)
def drawn(row: LineRow, language: str) -> SafeString:
    """Render a row. Most lines are the same every week, so most are remembered."""
    choice = choices(language, row.policy)
    return render_to_string("workload/weeks/case_line.html", {"row": row, **choice})


@lru_cache(maxsize=64)
def edited(row: LineRow, language: str) -> SafeString:
    """Render the inside of a row."""
    choice = choices(language, row.policy)
    return render_to_string("workload/weeks/case_edit.html", {"row": row, **choice})


@lru_cache(maxsize=64)
def choices(language: str, version: str) -> dict:
    """Read the choices of a line with their weights under a policy, in a language."""
    policy = policies.named(version)
    return {
        "policy": policy,
        "phases": [(value, str(label)) for value, label in PhaseChoice.choices],
        "add_ons": [
            (value, str(label), policy.add_ons[value]) for value, label in AddOnChoice.choices
        ],
        "parts": [(value, str(label), policy.parts[value]) for value, label in PartChoice.choices],
        "kinds": [(value, str(label)) for value, label in KindChoice.choices],
    }


def case_row_of(data: LineData, place: object, policy: load_rules.Policy, **more) -> LineRow:
    """Write a stored or valid line as a row."""
    return LineRow(
        place=str(place),
        policy=policy.version,
        id=str(data.id or ""),
        phase=data.phase,
        add_ons=tuple(data.add_ons),
        further_victims=str(data.further_victims),
        part=data.part,
        count=str(data.count),
        kind=data.kind,
        reference=data.reference,
        closed=data.closed,
        points=load_rules.points(data.rule, policy),
        **more,
    )


def row_from(
    form, place: object, policy: load_rules.Policy, *, judged: bool, opened: bool = False
) -> LineRow:
    """Write a posted line as a row, with everything as it was typed."""
    if form.is_valid():
        return case_row_of(form.data_of(), place, policy, opened=opened)
    raw = form.data

    def typed(name: str, default: str = "") -> str:
        return raw.get(form.add_prefix(name), default)

    errors = tuple((name, sentences[0]) for name, sentences in form.errors.items())
    known = set(AddOnChoice.values)
    return LineRow(
        place=str(place),
        policy=policy.version,
        id=typed("id"),
        phase=typed("phase"),
        add_ons=tuple(x for x in raw.getlist(form.add_prefix("add_ons")) if x in known),
        further_victims=typed("further_victims", "0"),
        part=typed("part") or PartChoice.PRIMARY,
        count=typed("count", "1"),
        kind=typed("kind"),
        reference=typed("reference"),
        closed=bool(typed("closed")),
        errors=errors if judged else (),
        opened=opened or judged,
    )


@dataclass(frozen=True)
class WeekTally:
    """One number of the week."""

    name: str
    label: str
    unit: str
    value: str
    hint: str = ""
    error: str = ""
    # Hours or minutes, where both can be typed.
    typed_in: str = ""

    @property
    def html(self) -> SafeString:
        """Render it; what is refused, or longer than any number, is not remembered."""
        short = len(self.value + self.typed_in) <= LONGEST and not self.error
        return (written if short else written.__wrapped__)(self, get_language())


@lru_cache(maxsize=1024)
def written(tally: WeekTally, language: str) -> SafeString:
    """Render a number of the week. Most are the same every week, so most are remembered."""
    return render_to_string("workload/weeks/tally.html", {"tally": tally})


@lru_cache(maxsize=1024)
def promise_html(names: tuple[str, ...], language: str) -> SafeString:
    """Render who sees what of a week whose work these supervisors see."""
    return render_to_string("workload/weeks/promise.html", {"names": names})


def tallies(
    values: Mapping,
    errors: Mapping,
    last_hours: Decimal | None,
    policy: load_rules.Policy,
    planned: Decimal | None = None,
) -> list[WeekTally]:
    """Write the numbers of the week: last week's hours beside them, and where leave is from."""
    hints = HINTS | {"nights": _("%(n)s points a night") % {"n": written_points(policy.night)}}
    if last_hours is not None:
        hints["hours"] = _("%(hours)s last week") % {"hours": f"{last_hours.normalize():f}"}
    if planned:
        hints["leave_days"] = _("From your plan. Each lowers your capacity by a fifth")
    return [
        WeekTally(
            name=name,
            label=str(label),
            unit=str(unit),
            value=values.get(name, ""),
            hint=str(hints.get(name, "")),
            error=(errors.get(name) or [""])[0],
            typed_in=values.get("material_unit", "h") if name == "material" else "",
        )
        for name, label, unit in TALLIES
    ]


# What the sixth cell sends: prefer not to say.
SKIPPED = ""


@dataclass(frozen=True)
class PulseLine:
    """One of the five lines with what was answered."""

    name: str
    value: str | None

    @property
    def html(self) -> SafeString:
        """Render the line; five lines and six answers in two languages are all there are."""
        return asked(self.name, self.value, get_language())


@lru_cache(maxsize=128)
def asked(name: str, value: str | None, language: str) -> SafeString:
    """Render one of the five lines."""
    line = next(line for line in LINES if line.name == name)
    context = {"line": line, "value": value, "choices": list(enumerate(DAYS))}
    return render_to_string("workload/weeks/pulse_line.html", context)


def pulse(values: Mapping) -> list[PulseLine]:
    """Write the five lines: answered, skipped on purpose, or not touched at all."""
    known = {SKIPPED, *(str(n) for n in range(len(DAYS)))}
    given = {line.name: values.get(line.name) for line in LINES}
    return [PulseLine(name, value if value in known else None) for name, value in given.items()]
