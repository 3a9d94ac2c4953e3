"""Keep a person's caseload: add lines, change them, close them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.writing.sentences import Sentence
from workload.models import CaseloadLine, PartChoice
from workload.rules import load as load_rules

FIELDS = ("phase", "add_ons", "further_victims", "part", "count", "kind", "reference")
LINES_AT_MOST = 60


@dataclass(frozen=True)
class LineData:
    """A line as the worker wrote it down; `id` is that of the line it changes."""

    phase: str
    id: UUID | None = None
    add_ons: tuple[str, ...] = ()
    further_victims: int = 0
    part: str = PartChoice.PRIMARY
    count: int = 1
    kind: str = ""
    reference: str = ""
    closed: bool = False

    @classmethod
    def of(cls, line: CaseloadLine) -> "LineData":
        """Write down a line as it stands."""
        fields = {name: getattr(line, name) for name in FIELDS}
        return cls(id=line.public_id, **fields | {"add_ons": tuple(line.add_ons)})

    @property
    def rule(self) -> load_rules.CaseLine:
        """The line as the arithmetic sees it."""
        return load_rules.CaseLine(
            phase=load_rules.Phase(self.phase),
            add_ons=frozenset(load_rules.AddOn(extra) for extra in self.add_ons),
            further_victims=self.further_victims,
            part=load_rules.Part(self.part),
            count=self.count,
        )


def refuse(place: int, field: str, message: Sentence) -> ValidationError:
    """Make a refusal that knows which line and field it is about."""
    return ValidationError(message, code="line", params={"place": place, "field": field})


def keep(*, person: Person, lines: list[LineData], now: datetime) -> list[CaseloadLine]:
    """Bring the caseload in step with what was written down; return the lines that stay open.

    Lines that are not mentioned stay as they are. A line of another person, a reference on several
    cases, or a second primary for a reference is refused. Runs inside the caller's transaction;
    three statements at most.
    """
    named = Q(public_id__in=[data.id for data in lines if data.id])
    carried = CaseloadLine.objects.select_for_update().filter(
        Q(closed_at=None) | named, person=person
    )
    stored = {line.public_id: line for line in carried}
    fresh: list[CaseloadLine] = []
    changed: list[CaseloadLine] = []
    for place, data in enumerate(lines):
        if data.id is None and data.closed:
            continue
        if data.id is not None and data.id not in stored:
            raise refuse(
                place, "phase", _("This line is no longer here. Please load the page again.")
            )
        known = stored.get(data.id) if data.id else None
        line = known or CaseloadLine(
            person=person, organisation_id=person.organisation_id, opened_at=now
        )
        if write(line, data, place, now):
            (changed if data.id else fresh).append(line)
    open_lines = [line for line in [*stored.values(), *fresh] if line.closed_at is None]
    if any(line.reference for line in [*fresh, *changed]):
        refuse_second_primary(person, lines, open_lines)
    if changed:
        # An insert that meets its own row: bulk_update would write a CASE for every column.
        CaseloadLine.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*FIELDS, "closed_at"],
        )
    if fresh:
        CaseloadLine.objects.bulk_create(fresh)
    return open_lines


def write(line: CaseloadLine, data: LineData, place: int, now: datetime) -> bool:
    """Write a line's data into its row and check its shape; say whether anything changed."""
    values = {name: getattr(data, name) for name in FIELDS} | {"add_ons": sorted(data.add_ons)}
    closed_at = (line.closed_at or now) if data.closed else None
    same = all(getattr(line, name) == value for name, value in values.items())
    if line.pk and same and line.closed_at == closed_at:
        return False
    for name, value in values.items():
        setattr(line, name, value)
    line.closed_at = closed_at
    try:
        line.clean_fields(exclude=[f.name for f in line._meta.fields if f.name not in FIELDS])
    except ValidationError as refused:
        field, messages = next(iter(refused.message_dict.items()))
        raise refuse(place, field, messages[0]) from refused
    if line.reference and line.count != 1:
        raise refuse(
            place, "count", _("A reference names one case. Please count 1, or take it out.")
        )
    return True


def refuse_second_primary(
    person: Person, lines: list[LineData], open_lines: list[CaseloadLine]
) -> None:
    """Refuse a reference that has a primary worker already, here or with a colleague."""
    primary = [
        line.reference for line in open_lines if line.reference and line.part == PartChoice.PRIMARY
    ]
    if not primary:
        return
    taken = {name for name, times in Counter(primary).items() if times > 1}
    taken |= set(
        CaseloadLine.objects.filter(
            organisation_id=person.organisation_id,
            closed_at=None,
            part=PartChoice.PRIMARY,
            reference__in=primary,
        )
        .exclude(person=person)
        .values_list("reference", flat=True)
    )
    for place, data in enumerate(lines):
        if data.reference in taken and data.part == PartChoice.PRIMARY and not data.closed:
            raise refuse(
                place,
                "reference",
                _("This case already has a primary worker. Is your part secondary or advisory?"),
            )
