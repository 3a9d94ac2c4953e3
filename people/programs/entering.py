"""Enter people, and change what is kept about them, by the rules of a list of people.

What a row of a list would be refused for is refused here too, with the field that is at fault.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.audit.actions import note_access
from people.lists.kinds import Bringing, ListRow, RowFate, RowVerdict
from people.members.from_lists.cells import PersonCells
from people.members.from_lists.columns import COLUMNS
from people.members.from_lists.judging import RowJudge
from people.members.from_lists.plans import PersonPlan
from people.members.from_lists.writing import (
    lock_roles,
    prepare_people,
    write_list_of_people,
)
from people.members.givers import judge_keeper
from people.models import Person, Role, Unit
from people.models.audit import program_now
from people.weeks import today
from people.writing.fields import uuid_of
from people.writing.tags import IfMatch

from .reading import NO_UNIT, refuse_other_tag
from .schemas import PersonChangeIn, PersonIn

# How the columns of a list are called in what a program sends.
FIELDS = {"number": "employee_number", "until": "ends"}
ALREADY_THERE = _("There is a person with this number or address already.")


class ProgramJudge(RowJudge):
    """Judges rows that name units by their ids, and perhaps the person they are about."""

    def __init__(self, bringing: Bringing, about: Person | None = None) -> None:
        super().__init__(bringing)
        self.target = about

    def find(self, cells: PersonCells, notes: list[str]) -> Person | None:
        """Find the person of a row; a number or address of another person is refused."""
        found = super().find(cells, notes) if cells.number or cells.email else None
        if self.target is None or cells.problems:
            return found
        if found and found.pk != self.target.pk:
            cells.refuse("number" if cells.number else "email", ALREADY_THERE)
        return self.roster.people[self.target.pk]

    def refuse_new(self, cells: PersonCells, plan: PersonPlan, role: Role, starts: date) -> None:
        """Refuse also a number that is none, like a dash: by it a second call finds the person."""
        super().refuse_new(cells, plan, role, starts)
        if not cells.number:
            cells.refuse("number", _("This is not an employee number."))

    def unit_of(self, cells: PersonCells) -> Unit | None:
        """Find the unit with an id among those that the admin manages."""
        wanted = uuid_of(cells.unit)
        found = next((one for one in self.roster.units.values() if one.public_id == wanted), None)
        if found is None:
            cells.refuse("unit", NO_UNIT)
        return found


@transaction.atomic
def enter(*, people: Sequence[PersonIn], by: Person, now: datetime) -> list[str]:
    """Enter people and invite them, all or none; give their ids in the order of the body.

    Refused: what a list of people refuses, and a person who is there.
    """
    rows = [ListRow(n, cells_sent(one)) for n, one in enumerate(people)]
    bringing = bringing_of(rows, by, now)
    lock_roles(bringing)
    verdicts = ProgramJudge(bringing).verdicts()
    refuse(verdicts, [f"people.{n}." for n in range(len(rows))])
    prepare_people(bringing, verdicts)
    write_list_of_people(bringing, verdicts)
    entered = [one.plan.place.person for one in verdicts]
    if program_now():  # who gave the role is noted when they come in; that a program did is not
        what = access_kinds.BY_PROGRAM
        note_access(viewer=by, role=Role.ADMIN, what=what, people=entered, at=now)
    return [str(one.public_id) for one in entered]


@transaction.atomic
def change(
    *, person: Person, sent: PersonChangeIn, by: Person, if_match: IfMatch, now: datetime
) -> None:
    """Change what is kept about a person; the same again changes nothing.

    Refused: what a list of people refuses, a name of a person who has come in, the address of one
    who comes in as an admin, and, with `changed`, a person who is other by now than what was read.
    """
    bringing = bringing_of([ListRow(0, cells_sent(sent))], by, now)
    lock_roles(bringing)
    # As they are by now: of two changes at once the second waited here.
    person = Person.objects.select_related("account").get(pk=person.pk)
    judge_keeper(by, person, now)
    refuse_other_tag(by, person, if_match, now)
    refuse_own_name(person, sent)
    refuse_mailbox_of_admin(person, sent, today(now))
    verdicts = ProgramJudge(bringing, about=person).verdicts()
    refuse(verdicts, [""], there=True)
    write_list_of_people(bringing, [one for one in verdicts if one.writes])


def refuse_own_name(person: Person, sent: PersonChangeIn) -> None:
    """Refuse another name of a person who has come in: it is theirs."""
    kept = {"name_th": person.full_name_th, "name_en": person.full_name_en}
    sentence = _("The name is the person’s own since they came in.")
    wrong = {
        field: ValidationError(sentence, code="own_name")
        for field, name in kept.items()
        if getattr(sent, field) and getattr(sent, field) != name and not person.awaited
    }
    if wrong:
        raise ValidationError(wrong)


def refuse_mailbox_of_admin(person: Person, sent: PersonChangeIn, day: date) -> None:
    """Refuse to send an invitation elsewhere that makes an admin: no program makes one."""
    if not sent.email or not person.awaited:
        return
    if person.memberships.lasting(day).filter(role=Role.ADMIN).exists():
        sentence = _("They come in as an admin. Please change the address on the person’s page.")
        raise ValidationError({"email": ValidationError(sentence, code="admin")})


def cells_sent(sent: PersonIn | PersonChangeIn) -> dict[str, str]:
    """Write what was sent as the cells of a row; what was left out is an empty cell."""
    named = {field: column for column, field in FIELDS.items()}
    return {
        named.get(field, field): cell(value)
        for field, value in sent.dict().items()
        if value is not None
    }


def cell(value: object) -> str:
    """Write a value as a list would have it."""
    return value.hex if isinstance(value, UUID) else str(value)


def bringing_of(rows: Sequence[ListRow], admin: Person, now: datetime) -> Bringing:
    """Make a list of rows."""
    columns = frozenset(column.key for column in COLUMNS)
    return Bringing(by=admin, now=now, today=today(now), rows=rows, columns=columns)


def refuse(verdicts: Sequence[RowVerdict], places: Sequence[str], *, there: bool = False) -> None:
    """Refuse rows that cannot be written, each problem with its field and place."""
    wrong: dict[str, list[ValidationError]] = {}
    for place, verdict in zip(places, verdicts, strict=True):
        for one in verdict.problems:
            field = place + FIELDS.get(one.column, one.column)
            wrong.setdefault(field, []).append(ValidationError(one.sentence))
        if verdict.fate in (RowFate.CHANGES, RowFate.SAME) and not there:
            refused = ValidationError(ALREADY_THERE, code="already_there")
            wrong.setdefault(f"{place}employee_number", []).append(refused)
    if wrong:
        raise ValidationError(wrong)
