"""What would be done with a row of a list of people."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from people.models import Account, Employment, Invitation, Job, Membership, Person, Role, Unit

from .cells import PersonCells


@dataclass
class PlannedRole:
    """The role that a person would have: where, as what, with how many hours, and since when."""

    unit: Unit
    role: Role
    job: Job
    hours: Decimal | None
    starts: date

    @property
    def values(self) -> dict[str, Any]:
        """Its columns, as a membership and an invitation hold them."""
        return {"unit": self.unit, "role": self.role, "job": self.job, "hours": self.hours}


@dataclass(frozen=True)
class NewPlace:
    """The rows of a person who is not there yet, made before the transaction that stores them."""

    account: Account
    person: Person
    member: Membership
    invitation: Invitation


@dataclass
class PersonPlan:
    """What writing one row does: a new person, or what changes of one."""

    cells: PersonCells
    # None for a new person.
    person: Person | None = None
    # Of a new person the role, of another the role as it would go on; None where it stays.
    role: PlannedRole | None = None
    # The role that changes, of a person who is there.
    member: Membership | None = None
    # The role is put right in place; otherwise the old row ends yesterday and a new one begins.
    in_place: bool = False
    employment: Employment | None = None
    # Columns of the person that would be written: before and after.
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    # Of a new person, once it is about to be written.
    place: NewPlace | None = None

    @property
    def new_role(self) -> PlannedRole:
        """The role of a new person, who always has one."""
        if self.role is None:
            raise ValueError("A new person has no role.")
        return self.role

    def mark(self) -> str:
        """Write what would be done and what it was judged against, shortly."""
        role = self.role
        place = role and (role.unit.pk, role.role, role.job.pk, str(role.hours), str(role.starts))
        member = self.member
        was = member and (member.pk, member.unit_id, member.role, member.job_id, str(member.hours))
        said = (
            self.person and self.person.pk,
            place,
            was,
            self.in_place,
            sorted((name, str(old), str(new)) for name, (old, new) in self.changes.items()),
            None if self.person else new_values(self),
        )
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def new_values(plan: PersonPlan) -> dict[str, Any]:
    """Give the columns of a new person."""
    cells = plan.cells
    return {
        "employee_number": cells.number,
        "work_email": cells.email,
        "work_phone": cells.phone,
        "rank": cells.rank,
        "full_name_en": cells.full_name_en,
        "full_name_th": cells.full_name_th,
        "nickname_en": cells.nickname_en,
        "nickname_th": cells.nickname_th,
        "employment_id": plan.employment.pk if plan.employment else None,
        "employed_until": cells.until,
    }
