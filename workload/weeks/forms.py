"""What people type on My week. Forms judge shape only; the verb judges the rest."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.writing.fields import NumberField, tidy_number, whole_number
from people.writing.free_text import FreeText
from people.writing.sentences import Sentence
from wellbeing.rules.lines import DAYS, LINE_NAMES
from wellbeing.rules.pulse import PulseAnswers
from workload.models import (
    AddOnChoice,
    CaseloadLine,
    KindChoice,
    PartChoice,
    PhaseChoice,
    WorkWeek,
)

from .actions import Sent, refuse_roleless
from .caseloads import FIELDS, LINES_AT_MOST, LineData

HOURS_A_WEEK = 168
NOTE_AT_MOST = 280
# A colleague's cases can come on top of the lines that a page may hold: all that are carried are
# read, as far as a form has fields.
LINES_READ = 2 * LINES_AT_MOST


def number(highest: int, sentence: Sentence, *, step: str = "1", **told: Any) -> NumberField:
    """Make a field for a number from 0 to its highest; an empty one is refused in words."""
    places = 0 if step == "1" else 1
    return NumberField(
        **told,
        min_value=0,
        max_value=highest,
        decimal_places=places,
        step_size=None if step in {"1", "0.1"} else Decimal(step),
        error_messages={
            "required": _("Please write a number; 0 is fine."),
            "invalid": _("Please write a number, like 4."),
            "min_value": _("This cannot be below 0."),
            "max_value": sentence,
            "max_decimal_places": _("A whole number, please.")
            if step == "1"
            else _("One decimal is enough, please."),
            "step_size": _("Whole and half days only, please."),
        },
    )


class SharedFields(dict[str, forms.Field]):
    """The fields of a form that never changes them: all of its instances use the same ones.

    Django copies every field for every form, and a week has nine for each of its lines.
    """

    def __deepcopy__(self, memo: object) -> dict[str, forms.Field]:
        return dict(self)


class LineForm(forms.Form):
    """One line of the caseload."""

    id = forms.UUIDField(required=False)
    phase = forms.ChoiceField(
        choices=PhaseChoice,
        error_messages={
            "required": _("Please choose a phase."),
            "invalid_choice": _("Please choose a phase."),
        },
    )
    add_ons = forms.MultipleChoiceField(choices=AddOnChoice, required=False)
    further_victims = number(50, _("Up to 50, please."))
    part = forms.ChoiceField(choices=PartChoice, required=False)
    count = number(200, _("Up to 200 cases in one line, please."))
    kind = forms.ChoiceField(choices=[("", ""), *KindChoice.choices], required=False)
    reference = forms.CharField(required=False, max_length=40)
    closed = forms.BooleanField(required=False)
    # Asked only of people with posts in several units.
    unit = forms.UUIDField(
        required=False, error_messages={"invalid": _("Please choose one of your units.")}
    )

    def clean_count(self) -> int:
        """A line has at least one case; one that has none left is closed."""
        if (count := int(self.cleaned_data["count"])) < 1:
            raise forms.ValidationError(_("At least 1. Has it ended? Tick “closed” below."))
        return count

    def clean_reference(self) -> str:
        """Codes are written in capitals, whatever the phone typed; names are refused at once."""
        reference = self.cleaned_data["reference"].strip().upper()
        if reference:
            CaseloadLine._meta.get_field("reference").run_validators(reference)
        return reference

    def data_of(self) -> LineData:
        """Return the line as written down; only for a valid form."""
        clean = self.cleaned_data
        return LineData(
            id=clean["id"],
            phase=clean["phase"],
            add_ons=tuple(clean["add_ons"]),
            further_victims=int(clean["further_victims"]),
            part=clean["part"] or PartChoice.PRIMARY,
            count=clean["count"],
            kind=clean["kind"],
            reference=clean["reference"],
            closed=clean["closed"],
            unit=clean["unit"],
        )

    @property
    def line(self) -> LineData | None:
        """The line as it is understood; nothing where it is none yet."""
        return self.data_of() if self.is_bound and self.is_valid() else None

    @property
    def shown(self) -> LineData:
        """The line as the page shows it: with everything as it was typed where it is none yet."""
        if not self.is_bound:
            return LineData(phase="")
        if line := self.line:
            return line
        given = {name: self[name].value() for name in self.fields}
        typed = {name: value for name, value in given.items() if value is not None}
        return LineData(**{"phase": ""} | typed | {"part": given["part"] or PartChoice.PRIMARY})


LineForm.base_fields = SharedFields(LineForm.base_fields)


@dataclass(frozen=True)
class StoredLine:
    """One line of the caseload as it is stored: on the page as a form before it is filled in."""

    line: LineData

    is_bound = False

    @property
    def shown(self) -> LineData:
        """The line as the page shows it."""
        return self.line


def shown_value(form: forms.Form, name: str) -> Any:
    """Give a value as a page shows it: as it was typed, or as it is stored."""
    return form[name].value() if form.is_bound else form.initial.get(name)


def pulse_field() -> forms.TypedChoiceField:
    """One pulse line: one of the bands of days, or left out."""
    return forms.TypedChoiceField(
        choices=[("", ""), *((str(n), str(n)) for n in range(len(DAYS)))],
        coerce=int,
        empty_value=None,
        required=False,
    )


class WeekForm(forms.Form):
    """Everything on My week but the caseload lines."""

    key = forms.UUIDField()
    corrects = forms.UUIDField(required=False)
    hours = number(HOURS_A_WEEK, "", step="0.1", label=_("Hours worked"))
    nights = number(7, _("A week has 7 nights."), label=_("On-call nights"))
    court_days = number(7, _("A week has 7 days."), label=_("Court days"))
    material = number(
        10080,
        "",
        step="0.1",
        label=_("Time with distressing material"),
        help_text=_("Images, recordings, chats, statements"),
    )
    material_unit = forms.ChoiceField(choices=[("h", _("h")), ("min", _("min"))])
    leave_days = number(
        7,
        _("A week has 7 days."),
        step="0.5",
        label=_("Leave days"),
        help_text=_("Each lowers your capacity by a fifth"),
    )
    vars().update({name: pulse_field() for name in LINE_NAMES})
    note = FreeText(
        required=False,
        max_length=NOTE_AT_MOST,
        error_messages={"max_length": _("Up to %(limit_value)d letters, please.")},
    )
    contact = forms.UUIDField(
        required=False, error_messages={"invalid": _("Please choose somebody from the list.")}
    )

    def add_error(self, field: str | None, error: Any) -> None:
        """Say how many hours there are, and guess what was meant."""
        if field == "hours" and isinstance(error, forms.ValidationError):
            error = explain_hours(error, self.data.get("hours", ""))
        super().add_error(field, error)

    def clean(self) -> dict:
        """Turn the time with material into minutes; there are 168 hours of them at most."""
        clean = self.cleaned_data
        if (typed := clean.get("material")) is not None and clean.get("material_unit"):
            minutes = typed * 60 if clean["material_unit"] == "h" else typed
            if minutes > HOURS_A_WEEK * 60:
                self.add_error("material", _("A week has 168 hours, which are 10,080 minutes."))
            clean["material_minutes"] = int(minutes)
        return clean

    def counted(self, name: str) -> Decimal:
        """Return a number as stored or understood; nothing where it is none yet."""
        self.is_valid()
        given = self.cleaned_data if self.is_bound else self.initial
        return Decimal(given.get(name) or 0)

    def sent(self, lines: list[LineData], contact: Person | None, *, kept: bool = False) -> Sent:
        """Return what was sent; only for a valid form."""
        clean = self.cleaned_data
        return Sent(
            key=clean["key"],
            corrects=clean["corrects"],
            lines=lines,
            hours=clean["hours"],
            nights=int(clean["nights"]),
            court_days=int(clean["court_days"]),
            material_minutes=clean["material_minutes"],
            leave_days=clean["leave_days"],
            answers=PulseAnswers(**{name: clean[name] for name in LINE_NAMES}),
            note=clean["note"],
            contact=contact,
            kept=kept,
        )


WeekForm.base_fields = SharedFields(WeekForm.base_fields)


def explain_hours(error: forms.ValidationError, typed: str) -> forms.ValidationError:
    """Say that a week has 168 hours; where a tenth of what was typed fits, ask about it."""
    if "max_value" not in {one.code for one in error.error_list}:
        return error
    sentence = _("A week has 168 hours, and this says %(typed)s.")
    value = Decimal(tidy_number(typed))
    guess = value / 10
    if guess <= HOURS_A_WEEK:
        sentence = _("A week has 168 hours, and this says %(typed)s. Did you mean %(guess)s?")
    params = {"typed": f"{value.normalize():f}", "guess": f"{guess.normalize():f}"}
    return forms.ValidationError(sentence, code="max_value", params=params)


def line_forms(data: Mapping) -> list[LineForm]:
    """Read the posted lines in the order they stand on the page, and last the new one if begun."""
    places = [str(n) for n in range(min(lines_in(data), LINES_READ))]
    if data.get("line-new-phase"):
        places.append("new")
    return [LineForm(data, prefix=f"line-{place}") for place in places]


def typed_to_add(data: Mapping) -> bool:
    """Say whether anything was typed where a line is added, with a phase or before."""
    blank = LineForm().shown
    # Not the unit: it comes chosen, and which one that is may change while the page is open.
    typed = {name: tidy_number(data.get(f"line-new-{name}", "")) for name in FIELDS}
    return any(one and one != str(getattr(blank, name)) for name, one in typed.items())


def begun_line(data: Mapping) -> LineForm | None:
    """Read what was typed to add a line without its phase: no week is sent and leaves it out."""
    if data.get("line-new-phase") or not typed_to_add(data):
        return None
    form = LineForm(data, prefix="line-new")
    sentence = str(_("Choose the phase, or clear this line."))
    form.errors["phase"] = form.error_class([sentence])
    return form


def lines_in(data: Mapping) -> int:
    """Count the lines a page was rendered with; a broken count is none."""
    typed = whole_number(data.get("lines", ""))
    return typed if typed < 1000 else 0


def new_key() -> str:
    """Make a submission key: one for each form that is rendered."""
    return str(uuid.uuid4())


def typed_number(value: Decimal | int) -> str:
    """Write a number as it would be typed."""
    return f"{Decimal(value).normalize():f}"


def numbers_of_nothing() -> dict[str, str]:
    """Write the numbers of a week of which nothing is known; missing hours are never zero."""
    return {"hours": "", "material_unit": "h", "nights": "0", "court_days": "0", "material": "0"}


def stored_numbers(row: WorkWeek | None, person: Person) -> dict[str, str]:
    """Write a week's numbers as they would be typed; without a week, the contracted hours.

    Who has none writes the first week's hours.
    """
    if row is None:
        refuse_roleless(person)
        contracted = person.contracted
        asked = {} if contracted is None else {"hours": typed_number(contracted)}
        return numbers_of_nothing() | asked
    hours, minutes = divmod(row.material_minutes, 60)
    return {
        "hours": typed_number(row.hours),
        "nights": str(row.nights),
        "court_days": str(row.court_days),
        "material": str(row.material_minutes if minutes else hours),
        "material_unit": "min" if minutes else "h",
    }
