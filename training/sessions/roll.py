"""The roll of a session as a form: who came, who is certified, and what saving would do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.writing.fields import WholeField
from people.writing.forms import PageForm
from training.formats.roll_table import Read
from training.models import Attendance, Enrolment, Session

from .actions import RollResult


class RollForm(PageForm, forms.Form):
    """One choice and one tick a person, and the version that was read.

    The trainer who records has none for themselves: another trainer says how it went for them.
    """

    version = WholeField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, session: Session, places: list[Enrolment], by: Person, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.places = session, places
        self.recorded = [place for place in places if place.person_id != by.pk]
        for place in self.recorded:
            about = {"name": place.person.name}
            ask = _("Please say whether %(name)s was there: full day, part or away.") % about
            self.fields[f"attended-{place.pk}"] = forms.ChoiceField(
                choices=Attendance.choices, error_messages={"required": ask, "invalid_choice": ask}
            )
            self.fields[f"certify-{place.pk}"] = forms.BooleanField(required=False)

    @classmethod
    def stored(cls, session: Session, places: list[Enrolment], by: Person) -> Self:
        """Show what is saved."""
        marks = {f"attended-{place.pk}": place.written[0] for place in places}
        ticks = {f"certify-{place.pk}": bool(place.written[1]) for place in places}
        shown = {"version": session.version, **marks, **ticks}
        return cls(initial=shown, session=session, places=places, by=by)

    @classmethod
    def typed(
        cls,
        data: Mapping[str, Any],
        *,
        do: str,
        session: Session,
        places: list[Enrolment],
        by: Person,
    ) -> Self:
        """Show what was typed, with what a button fills in; nothing is judged or stored."""
        shown = {"version": data.get("version")}
        for place in places:
            mark = data.get(f"attended-{place.pk}", "")
            # A mark that was made stays: it may be the one exception in the room.
            if do == "all-full":
                mark = mark or Attendance.FULL
            stayed = do == "certify-full" and mark == Attendance.FULL
            shown[f"attended-{place.pk}"] = mark
            shown[f"certify-{place.pk}"] = stayed or f"certify-{place.pk}" in data
        return cls(initial=shown, session=session, places=places, by=by)

    @classmethod
    def pasted(
        cls,
        data: Mapping[str, Any],
        *,
        found: Read,
        session: Session,
        places: list[Enrolment],
        by: Person,
    ) -> Self:
        """Show what was typed, and over it what was understood of a table; nothing is stored."""
        form = cls.typed(data, do="", session=session, places=places, by=by)
        for key, mark in found.marks.items():
            form.initial[f"attended-{key}"] = mark
            form.initial[f"certify-{key}"] = found.ticks[key]
        return form

    def place_of(self, name: str, error: ValidationError) -> str:
        """Name the row of the person that an error is about."""
        people = {place.person_id: place.pk for place in self.places}
        person = (error.params or {}).get("person")
        return f"attended-{people[person]}" if person in people else super().place_of(name, error)

    def problems(self) -> list[tuple[str, str]]:
        """List what is wrong, each with the row to jump to."""
        found = [
            (name if name.startswith("attended-") else "", str(sentence))
            for name, errors in self.errors.items()
            for sentence in errors
        ]
        return sorted(found, key=lambda problem: problem[0] != "")

    def results(self) -> dict[int, RollResult]:
        """Give the verb what was typed, by person."""
        return {
            place.person_id: RollResult(
                self.cleaned_data[f"attended-{place.pk}"], self.cleaned_data[f"certify-{place.pk}"]
            )
            for place in self.recorded
        }

    def rows(self) -> Iterator["RollRow"]:
        """Give each person's line in the order of the page."""
        for place in self.places:
            if place not in self.recorded:
                yield RollRow(place, place.attendance, bool(place.passed), [], own=True)
                continue
            name = f"attended-{place.pk}"
            yield RollRow(
                place=place,
                attended=self[name].value() or "",
                certify=bool(self[f"certify-{place.pk}"].value()),
                errors=[str(one) for one in self.errors.get(name, ())] if self.is_bound else [],
            )

    def sum(self, *, late: bool = False) -> "RollSum":
        """Count what the form says now, and what saving it would change."""
        total = RollSum(expires_on=self.session.expires_on(), late=late)
        for row in self.rows():
            total.add(row)
        return total


@dataclass
class RollRow:
    """One person's line of the roll."""

    place: Enrolment
    attended: str
    certify: bool
    errors: list[str]
    # The place of the trainer who records, which is not theirs to record.
    own: bool = False

    @property
    def differs(self) -> bool:
        """Say whether what is saved is not what this line says."""
        attended, passed = self.place.written
        return (self.attended, self.certify) != (attended, bool(passed))


@dataclass
class RollSum:
    """The line under the roll."""

    expires_on: date | None
    # Of a session so long past that a second trainer confirms what is saved.
    late: bool = False
    marks: dict[str, int] = field(default_factory=lambda: dict.fromkeys(["", *Attendance], 0))
    issues: int = 0
    withdraws: int = 0
    keeps: int = 0
    clashes: int = 0

    def add(self, row: RollRow) -> None:
        """Count one line in; an unknown mark counts as none."""
        self.marks[row.attended if row.attended in Attendance.values else ""] += 1
        if row.certify and row.attended == Attendance.AWAY:
            self.clashes += 1
        elif row.certify:
            self.keeps += bool(row.place.passed)
            self.issues += not row.place.passed
        else:
            self.withdraws += bool(row.place.passed)

    @property
    def full(self) -> int:
        """Count who stayed all day."""
        return self.marks[Attendance.FULL]

    @property
    def part(self) -> int:
        """Count who was there for a part."""
        return self.marks[Attendance.PART]

    @property
    def away(self) -> int:
        """Count who did not come."""
        return self.marks[Attendance.AWAY]

    @property
    def unsaid(self) -> int:
        """Count who has no mark yet."""
        return self.marks[""]

    @property
    def said(self) -> int:
        """Count who has a mark."""
        return self.full + self.part + self.away
