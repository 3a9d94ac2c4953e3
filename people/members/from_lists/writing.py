"""Write a list of people in bulk: a few statements for any number of rows."""

import uuid
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Model
from django.db.models.functions import Now

from people import access_kinds
from people.accounts.tokens import hash_of, new_token
from people.audit.actions import note_access
from people.handing_over import actions as handing_over
from people.lists.kinds import Bringing, Effect, RowVerdict
from people.members import memberships
from people.members.awaited import placeholder
from people.members.invitations import OPEN_FOR
from people.members.role_events import Giver
from people.messages import notices, outbox
from people.models import (
    AccessEvent,
    Account,
    HandOver,
    Invitation,
    Membership,
    OutgoingLetter,
    Person,
    Role,
)
from people.models.names import NAME_KEYS
from people.tenancy.context import everywhere

from .plans import NewPlace, PersonPlan, PlannedRole, new_values

DAY = timedelta(days=1)
PERSON, MEMBERSHIP = "people.Person", "people.Membership"
PLACE = ("unit_id", "role", "job_id", "hours")
type Row = tuple[int, PersonPlan]


def lock_roles(bringing: Bringing) -> None:
    """Let two changes of an organisation's roles run one after the other."""
    memberships.lock(bringing.by.organisation_id)


def note_looks_of_list(bringing: Bringing, verdicts: list[RowVerdict]) -> None:
    """Note that rows were compared with what is kept about people."""
    people = {one.plan.person for one in verdicts if one.plan and one.plan.person}
    note_access(
        viewer=bringing.by,
        role=Role.ADMIN,
        what=access_kinds.MEMBERSHIP,
        people=sorted(people, key=lambda one: one.pk),
        at=bringing.now,
    )


def as_json(value: Any) -> Any:
    """Write a column's value so that JSON keeps it."""
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def kept_columns(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """Read columns of a row as JSON keeps them."""
    return {name: as_json(getattr(row, name)) for name in names}


def write_list_of_people(bringing: Bringing, verdicts: list[RowVerdict]) -> list[Effect]:
    """Write the rows, in the transaction of the engine; return what each did."""
    rows = [(one.row.number, one.plan) for one in verdicts]
    new = [(n, plan) for n, plan in rows if plan.person is None]
    there = [(n, plan) for n, plan in rows if plan.person is not None]
    changed = [*change_people(bringing, there), *change_roles(bringing, there)]
    return [*write_new(bringing, new), *changed]


# --- New people ---------------------------------------------------------------------------------


def prepare_people(bringing: Bringing, verdicts: list[RowVerdict]) -> None:
    """Make the rows of new people, with their tokens, before the transaction that stores them."""
    for one in verdicts:
        if one.plan.person is None:
            one.plan.place = new_place(bringing, one.plan)


def new_place(bringing: Bringing, plan: PersonPlan) -> NewPlace:
    """Make an account that never signs in, its person, their role and their invitation.

    Who gave the role is noted when they come in, as with every invitation.
    """
    role, values, organisation = plan.new_role, new_values(plan), bringing.by.organisation_id
    account = placeholder(plan.cells.language or bringing.by.language)
    person = Person(account=account, organisation_id=organisation, awaited=True, **values)
    member = Membership(
        person=person,
        starts=role.starts,
        changed_at=Now(),
        given_at=bringing.now,
        **role.values,
    )
    invitation = Invitation(
        organisation_id=organisation,
        person=person,
        email=plan.cells.email,
        name="" if plan.cells.email else person.full_name_th or person.full_name_en,
        language=plan.cells.language,
        invited_by=bringing.by,
        token_hash=hash_of(new_token()),
        expires=bringing.now + OPEN_FOR,
        **role.values,
    )
    return NewPlace(account, person, member, invitation)


def write_new(bringing: Bringing, rows: list[Row]) -> list[Effect]:
    """Enter people, and post the invitation of each who has an address."""
    places = [plan.place or new_place(bringing, plan) for _n, plan in rows]
    with everywhere():  # before it has its person, an account is in no organisation
        Account.objects.bulk_create([one.account for one in places])
    Person.objects.bulk_create([one.person for one in places])
    Membership.objects.bulk_create([one.member for one in places])
    invitations = Invitation.objects.bulk_create([one.invitation for one in places])
    mailed = [one for one in invitations if not one.is_slip]
    outbox.post(outbox.new_letter(invitation=one, kind="invitation") for one in mailed)
    effects = []
    for (n, plan), place in zip(rows, places, strict=True):
        after = kept_columns(place.person, new_values(plan))
        effects.append(Effect(n, PERSON, place.person.pk, None, after))
        after = kept_columns(place.member, (*PLACE, "starts", "ends"))
        effects.append(Effect(n, MEMBERSHIP, place.member.pk, None, after))
    return effects


# --- People who are there -----------------------------------------------------------------------


def change_people(bringing: Bringing, rows: list[Row]) -> list[Effect]:
    """Write the columns of people that change; the person reads in their trail that one did."""
    changed = [(n, plan, plan.person) for n, plan in rows if plan.changes and plan.person]
    effects = []
    for n, plan, person in changed:
        before = {name: as_json(old) for name, (old, _new) in plan.changes.items()}
        after = {name: as_json(new) for name, (_old, new) in plan.changes.items()}
        effects.append(Effect(n, PERSON, person.pk, before, after))
        for name, (_old, new) in plan.changes.items():
            setattr(person, name, new)
    people = [person for _n, _plan, person in changed]
    write_people(people, {name for _n, plan, _person in changed for name in plan.changes})
    address_again([(plan, person) for _n, plan, person in changed if person.awaited], bringing)
    kinds = {person.pk: kind_of(plan.changes) for _n, plan, person in changed}
    note_changes(bringing, people, lambda one: kinds[one.pk])
    return effects


def kind_of(changes: Iterable[str]) -> str:
    """Name the change of some columns in the trail."""
    of_employment = set(changes) <= {"employment_id", "employed_until"}
    return access_kinds.EMPLOYMENT if of_employment else access_kinds.WORK_DATA


def write_again(rows: list[Any], names: Iterable[str]) -> None:
    """Write some columns of rows that are there, in one statement.

    `bulk_update` writes a case for each row and column, which takes a hundred times as long.
    """
    if rows and names:
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=sorted(names)
        )


def write_people(people: list[Person], names: set[str]) -> None:
    """Write some columns of people, with the keys of their names."""
    write_again(people, {*names, *NAME_KEYS})


def address_again(rows: list[tuple[PersonPlan, Person]], bringing: Bringing) -> None:
    """Send the invitation of an awaited person to their new address; the old link opens nothing."""
    moved = [person for plan, person in rows if "work_email" in plan.changes]
    mail_again(moved, bringing)


def mail_again(moved: list[Person], bringing: Bringing) -> None:
    """Send the invitations of awaited people to their addresses of now."""
    people: dict[int | None, Person] = {person.pk: person for person in moved}
    waiting = Invitation.objects.waiting().filter(person__in=moved)
    found = list(waiting.exclude(email=""))
    for one in found:
        one.email, one.sent_at = people[one.person_id].work_email, None
        one.token_hash, one.expires = hash_of(new_token()), bringing.now + OPEN_FOR
        one.invited_by = bringing.by
    written = ["email", "sent_at", "token_hash", "expires", "invited_by"]
    write_again(found, written)
    OutgoingLetter.objects.filter(invitation__in=found).delete()
    outbox.post(outbox.new_letter(invitation=one, kind="invitation") for one in found)


def change_roles(bringing: Bringing, rows: list[Row]) -> list[Effect]:
    """Let roles go on from today as the list says, as `memberships.move` does for one."""
    placed = [
        PlacedRow(n, plan.role, plan.member, plan.in_place)
        for n, plan in rows
        if plan.role and plan.member
    ]
    follow_invitations(bringing, placed)
    effects = [
        *put_right([one for one in placed if one.in_place], bringing),
        *go_on([one for one in placed if not one.in_place], bringing),
    ]
    people = [one.member.person for one in placed]
    roles = {one.member.person_id: NotedRole.of(one.role) for one in placed}
    note_changes(bringing, people, lambda _one: access_kinds.ROLE_CHANGED, roles)
    return effects


class NotedRole(NamedTuple):
    """A role as the trail names it."""

    unit_id: int
    role: str
    day: date

    @classmethod
    def of(cls, role: PlannedRole) -> "NotedRole":
        """Name a role that goes on from a day."""
        return cls(role.unit.pk, role.role, role.starts)


class PlacedRow(NamedTuple):
    """A row that changes a role: the role as it will be, and the one that there is."""

    number: int
    role: PlannedRole
    member: Membership
    in_place: bool


def put_right(rows: list[PlacedRow], bringing: Bringing) -> list[Effect]:
    """Change roles that were given today, or have not begun, as they are."""
    effects = []
    for one in rows:
        before = kept_columns(one.member, PLACE)
        for name, value in one.role.values.items():
            setattr(one.member, name, value)
        one.member.changed_at = bringing.now
        after = kept_columns(one.member, PLACE)
        effects.append(Effect(one.number, MEMBERSHIP, one.member.pk, before, after))
    written = ["unit", "role", "job", "hours", "changed_at"]
    write_again([one.member for one in rows], written)
    return effects


def go_on(rows: list[PlacedRow], bringing: Bringing) -> list[Effect]:
    """End roles yesterday, and let each go on in a new row."""
    news, effects = [], []
    for one in rows:
        old, before = one.member, {"ends": as_json(one.member.ends)}
        new = Membership(
            person=old.person, starts=one.role.starts, ends=old.ends, **one.role.values
        )
        new.changed_at, new.given_at = Now(), bringing.now
        news.append(new)
        old.ends, old.changed_at = one.role.starts - DAY, bringing.now
        after = {"ends": as_json(old.ends)}
        effects.append(Effect(one.number, MEMBERSHIP, old.pk, before, after))
    olds = [one.member for one in rows]
    write_again(olds, ["ends", "changed_at"])
    Membership.objects.bulk_create(news)
    carry_on({old.pk: new for old, new in zip(olds, news, strict=True)})
    for one, new in zip(rows, news, strict=True):
        after = kept_columns(new, (*PLACE, "starts", "ends"))
        effects.append(Effect(one.number, MEMBERSHIP, new.pk, None, after))
    return effects


def carry_on(pairs: dict[int, Membership]) -> None:
    """Let what was settled about the end of roles hold for the rows with which they go on."""
    for settled in HandOver.objects.filter(membership__in=pairs).select_related("membership"):
        handing_over.carry_on(settled.membership, pairs[settled.membership_id])


def follow_invitations(bringing: Bringing, rows: list[PlacedRow]) -> None:
    """Let the invitations of awaited people name the role as it will be."""
    wanted: dict[int | None, PlacedRow] = {
        one.member.person_id: one for one in rows if one.member.person.awaited
    }
    found = []
    for invitation in Invitation.objects.waiting().filter(person__in=list(wanted)):
        one = wanted[invitation.person_id]
        if (invitation.unit_id, invitation.role) == (one.member.unit_id, one.member.role):
            for name, value in one.role.values.items():
                setattr(invitation, name, value)
            invitation.invited_by = bringing.by
            found.append(invitation)
    written = ["unit", "role", "job", "hours", "invited_by"]
    write_again(found, written)


def note_changes(
    bringing: Bringing,
    people: list[Person],
    what: Callable[[Person], str],
    roles: dict[int, NotedRole] | None = None,
) -> None:
    """Write into each person's trail what was changed, and mail those who came in; in bulk."""
    giver, events = Giver(bringing.by), []
    for person in people:
        facts: dict[str, Any] = {"at": bringing.now}
        if roles:
            facts |= roles[person.pk]._asdict()
        events.append(giver.event(person, what(person), **facts))
    AccessEvent.objects.bulk_create(events)
    arrived = [one for one in people if not one.awaited]
    notices.tell_people(arrived, kind="role", key=uuid.uuid4().hex, page="opened")
