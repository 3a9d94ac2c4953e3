"""What programs send and read about people and their roles."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from people.api_pages import PageOut
from people.members.memberships import MOST_HOURS
from people.models import Membership, Person, Role
from people.program_calls import KeyedIn
from people.programs.fields import CommonDay, KeptText
from people.writing.schemas import In
from people.writing.tags import tag_of

PEOPLE_AT_MOST = 100
# An admin is made by hand alone, as with a list of people.
GivenRole = Literal["worker", "supervisor", "trainer", "programme", "care"]
Hours = Annotated[Decimal, Field(gt=0, le=MOST_HOURS, decimal_places=1)]
State = Literal["here", "awaited", "left"]
Code = Annotated[KeptText, StringConstraints(max_length=40)]


class PersonIn(In):
    """A person to invite: a mail to the address, or without one a slip for an admin to print.

    One of the two names is needed. `unit` is an id, and `job` a code, of the lists of both.
    """

    employee_number: Annotated[KeptText, StringConstraints(min_length=1, max_length=40)]
    name_th: KeptText = ""
    name_en: KeptText = ""
    email: Annotated[KeptText, StringConstraints(max_length=254)] = ""
    unit: UUID
    job: Code
    role: GivenRole = "worker"
    # Null without contracted hours.
    hours: Hours | None = None
    # Today if it is left out.
    starts: CommonDay | None = None
    language: Annotated[KeptText, StringConstraints(max_length=8)] = ""


class PeopleIn(KeyedIn):
    """Some people, who are all invited, or none of them."""

    people: Annotated[list[PersonIn], Field(min_length=1, max_length=PEOPLE_AT_MOST)]


class PersonChangeIn(In):
    """What changes of a person; what is left out or empty stays as it is.

    A name is changed only of a person who has not come in yet: then it is their own.
    """

    employee_number: Code | None = None
    name_th: KeptText | None = None
    name_en: KeptText | None = None
    email: Annotated[KeptText, StringConstraints(max_length=254)] | None = None
    phone: Annotated[KeptText, StringConstraints(max_length=40)] | None = None


class RoleIn(KeyedIn):
    """A role to give to a person from a day on."""

    unit: UUID
    role: GivenRole
    job: Code
    hours: Hours | None = None
    day: CommonDay


class RoleChangeIn(In):
    """How a role goes on from a day: what is left out stays as it is."""

    unit: UUID | None = None
    job: Code | None = None
    hours: Hours | None = None
    day: CommonDay


class RoleEndIn(In):
    """The last day of a role."""

    last_day: CommonDay


class RoleOut(Schema):
    """A role that a person has now or later."""

    id: int
    unit: UUID
    role: Role
    job: str
    hours: Decimal | None
    starts: date
    ends: date | None
    # In place of a person who is away.
    stands_in: bool

    @classmethod
    def of(cls, member: Membership) -> "RoleOut":
        """Write a role."""
        return cls(
            id=member.pk,
            unit=member.unit.public_id,
            role=Role(member.role),
            job=member.job.code,
            hours=member.hours,
            starts=member.starts,
            ends=member.ends,
            stands_in=member.acting_for_id is not None,
        )


class PersonOut(Schema):
    """A person as an admin has them in the list. Nothing here says what they answer or carry.

    `here` has a role, now or later; `awaited` was entered and has not come in; `left` has none.
    """

    id: UUID
    employee_number: str
    name_th: str
    name_en: str
    state: State
    roles: list[RoleOut]

    @classmethod
    def of(cls, person: Person, held: list[Membership]) -> "PersonOut":
        """Write a person with the roles that last and that the reader manages."""
        open_place = person.is_active and bool(held)
        state: State = "left" if not open_place else "awaited" if person.awaited else "here"
        return cls(
            id=person.public_id,
            employee_number=person.employee_number,
            name_th=person.full_name_th,
            name_en=person.full_name_en,
            state=state,
            roles=[RoleOut.of(member) for member in held],
        )

    @property
    def tag(self) -> str:
        """The tag of all this: it changes when any of it does."""
        return tag_of(self.model_dump(mode="json"))


class PeopleOut(PageOut):
    """A page of people."""

    items: list[PersonOut]


class InvitedOut(Schema):
    """The people of a call, as they are now."""

    items: list[PersonOut]


class AddressOut(Schema):
    """Where a person is reached at work; empty where nothing is known."""

    id: UUID
    employee_number: str
    email: str
    phone: str


class AddressesOut(PageOut):
    """A page of addresses."""

    items: list[AddressOut]


class ManagedUnitOut(Schema):
    """A unit, in the reader's language, and the one above it."""

    id: UUID
    name: str
    part_of: UUID | None


class UnitsOut(PageOut):
    """A page of units."""

    items: list[ManagedUnitOut]


class OfferedJobOut(Schema):
    """A job that people can be given."""

    code: str
    name: str
