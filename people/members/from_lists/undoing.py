"""Take a list of people back, as far as nothing was done with it since."""

from collections import defaultdict
from collections.abc import Mapping
from copy import copy
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from people import access_kinds
from people.lists.kinds import Bringing, Effect, KeptEffect
from people.members import awaited, memberships
from people.members.givers import administered
from people.models import Employment, HandOver, Invitation, Job, Membership, Person, Unit
from people.models.names import NAMES
from people.weeks import today

from .writing import (
    MEMBERSHIP,
    PERSON,
    NotedRole,
    kept_columns,
    mail_again,
    note_changes,
    write_again,
    write_people,
)


@transaction.atomic
def take_people_back(by: Person, now: datetime, effects: list[Effect]) -> list[KeptEffect]:
    """Remove people who have not come in, and write back what was changed of others.

    Kept, each with its reason: people who came in or have anything kept about them, roles and
    columns that changed since, roles that would meet one given since, and people that the admin
    does not manage any more.
    """
    memberships.lock(by.organisation_id)
    return TakingBack(by, now, effects).run()


class TakingBack:
    """Takes the effects of one list back, row by row and in bulk."""

    def __init__(self, by: Person, now: datetime, effects: list[Effect]) -> None:
        self.by, self.now, self.day = by, now, today(now)
        self.of_people = [one for one in effects if one.model == PERSON]
        self.of_roles = [one for one in effects if one.model == MEMBERSHIP]
        self.mine = administered(by, now)
        self.units = Unit.objects.filter(organisation=by.organisation_id).in_bulk()
        here = {"organisation": by.organisation_id}
        self.jobs = {None, *Job.objects.filter(**here).values_list("pk", flat=True)}
        kinds = Employment.objects.filter(**here)
        self.employments = {None, *kinds.values_list("pk", flat=True)}
        self.about = Bringing(by, now, self.day, (), frozenset())
        # What stays, with why, each row once; and its person's name.
        self.kept: dict[tuple[int, str], str] = {}
        self.people: dict[int, Person] = {}
        self.roles: dict[int, Membership] = {}
        self.held: dict[int, list[Membership]] = defaultdict(list)
        self.read()

    def read(self) -> None:
        """Read the people and roles in question, with all roles of these people."""
        wanted = {one.pk for one in self.of_roles}
        owners = Membership.objects.filter(pk__in=wanted).values_list("person", flat=True)
        self.people = Person.objects.in_bulk({*owners, *(one.pk for one in self.of_people)})
        for member in Membership.objects.filter(person__in=list(self.people)).order_by("pk"):
            member.person, member.unit = self.people[member.person_id], self.units[member.unit_id]
            self.held[member.person_id].append(member)
            if member.pk in wanted:
                self.roles[member.pk] = member

    def run(self) -> list[KeptEffect]:
        """Take everything back that can be."""
        self.remove_new()
        self.restore_people()
        self.restore_roles()
        return [KeptEffect(row, name, why) for (row, why), name in self.kept.items()]

    def keep(self, effect: Effect, person: Person | None, why: str) -> None:
        """Keep an effect; a row is named once."""
        self.kept.setdefault((effect.row, why), person.name if person else "")

    def manages(self, person: Person) -> bool:
        """Say whether the admin is over every role of a person today."""
        lasting = [one for one in self.held[person.pk] if one.lasts(self.day)]
        return all(one.unit.path.startswith(self.mine) for one in lasting or self.held[person.pk])

    def remove_new(self) -> None:
        """Remove the people that the list entered."""
        new = {one.pk: one for one in self.of_people if one.before is None}
        made = {one.pk for one in self.of_roles if one.before is None}
        used = awaited.used_since(list(new))
        gone = []
        for pk, effect in new.items():
            if (person := self.people.get(pk)) is None:
                continue
            if pk in used:
                why = str(used[pk])
            elif not same(person, effect.after) or {one.pk for one in self.held[pk]} - made:
                why = _("has changed since")
            elif not self.manages(person):
                why = _("is not managed by you any more")
            else:
                gone.append(pk)
                continue
            self.keep(effect, person, why)
        awaited.remove(Person.objects.filter(pk__in=gone))

    def restore_people(self) -> None:
        """Write back the columns of people who were there before."""
        written: list[Person] = []
        names: set[str] = set()
        readdressed: set[int] = set()
        numbers = self.numbers_in_use()
        for effect in self.of_people:
            person = self.people.get(effect.pk)
            if effect.before is None or person is None:
                continue
            number = effect.before.get("employee_number", "")
            if not same(person, effect.after) or numbers.get(number, person.pk) != person.pk:
                self.keep(effect, person, _("has changed since"))
            elif not person.awaited and set(NAMES) & effect.before.keys():
                # Their names are their own by now.
                self.keep(effect, person, str(awaited.CAME))
            elif effect.before.get("employment_id", None) not in self.employments:
                self.keep(effect, person, _("has changed since"))
            elif not self.manages(person):
                self.keep(effect, person, _("is not managed by you any more"))
            else:
                give_back(person, effect.before)
                if "work_email" in effect.before:
                    readdressed.add(person.pk)
                written.append(person)
                names.update(effect.before)
        write_people(written, names)
        moved = [one for one in written if one.awaited and one.pk in readdressed]
        mail_again(moved, self.about)
        self.note(written)

    def numbers_in_use(self) -> dict[str, int]:
        """Find who has the numbers that people had before."""
        wanted = [
            one.before["employee_number"]
            for one in self.of_people
            if one.before and one.before.get("employee_number")
        ]
        held = Person.objects.filter(
            organisation=self.by.organisation_id, employee_number__in=wanted
        )
        return dict(held.values_list("employee_number", "pk"))

    def restore_roles(self) -> None:
        """Let roles go on as they were: a new row makes way, and the old one lasts again."""
        by_row: dict[int, list[Effect]] = defaultdict(list)
        entered = {one.row for one in self.of_people if one.before is None}
        for effect in self.of_roles:
            if effect.row not in entered:
                by_row[effect.row].append(effect)
        gone: list[int] = []
        back: list[Effect] = []
        people: dict[int, tuple[Person, list[Effect]]] = {}
        for some in by_row.values():
            person = next((self.roles[one.pk].person for one in some if one.pk in self.roles), None)
            here = [self.roles.get(one.pk) for one in some]
            if (
                person is None
                or not all(
                    row and same(row, one.after) and self.leads_back(one)
                    for row, one in zip(here, some, strict=True)
                )
                or not self.has_room(person, some)
            ):
                self.keep(some[0], person, _("has changed since"))
            elif not self.manages(person):
                self.keep(some[0], person, _("is not managed by you any more"))
            else:
                people[person.pk] = (person, some)
                gone += [one.pk for one in some if one.before is None]
                back += [one for one in some if one.before is not None]
        self.write_roles(gone, back, people)

    def leads_back(self, effect: Effect) -> bool:
        """Say whether the unit and the job that a role had are still there."""
        before = effect.before or {}
        return (
            before.get("unit_id", None) in {None, *self.units}
            and before.get("job_id", None) in self.jobs
        )

    def has_room(self, person: Person, some: list[Effect]) -> bool:
        """Say whether roles as they were stand beside all that the person was given since."""
        own = {one.pk for one in some}
        others = [one for one in self.held[person.pk] if one.pk not in own]
        for effect in some:
            if effect.before is None:
                continue
            was = copy(self.roles[effect.pk])
            give_back(was, effect.before)
            beside = [one for one in others if was.lasts(one.starts) and one.lasts(was.starts)]
            try:
                memberships.judge_beside(was, beside)
            except ValidationError:
                return False
        return True

    def write_roles(
        self, gone: list[int], back: list[Effect], people: dict[int, tuple[Person, list[Effect]]]
    ) -> None:
        """Write the roles as they were, and who is told."""
        self.settle_again([some for _person, some in people.values()])
        Membership.objects.filter(pk__in=gone).delete()
        rows = []
        for effect in back:
            member = self.roles[effect.pk]
            give_back(member, effect.before or {})
            member.changed_at = self.now
            rows.append(member)
        names = ["ends", "unit_id", "role", "job_id", "hours", "changed_at"]
        fields = [name.removesuffix("_id") for name in names]
        write_again(rows, fields)
        self.follow(rows)
        told = {one.person_id: NotedRole(one.unit_id, one.role, self.day) for one in rows}
        self.note([person for person, _some in people.values()], told)

    def settle_again(self, rows: list[list[Effect]]) -> None:
        """Let what was settled about the end of roles hold for the rows as they were."""
        pairs: dict[int, int] = {}
        for some in rows:
            new = [one.pk for one in some if one.before is None]
            old = [one.pk for one in some if one.before is not None]
            pairs |= dict(zip(new, old, strict=False))
        for settled in HandOver.objects.filter(membership__in=pairs):
            old_pk = pairs[settled.membership_id]
            HandOver.objects.filter(pk=settled.pk).update(membership=old_pk)

    def follow(self, rows: list[Membership]) -> None:
        """Let the invitations of awaited people name their role as it is again."""
        expected: dict[int | None, Membership] = {
            one.person_id: one for one in rows if self.people[one.person_id].awaited
        }
        found = list(Invitation.objects.waiting().filter(person__in=list(expected)))
        for one in found:
            member = expected[one.person_id]
            one.unit_id, one.role = member.unit_id, member.role
            one.job_id, one.hours = member.job_id, member.hours
        write_again(found, ["unit", "role", "job", "hours"])

    def note(self, people: list[Person], roles: dict[int, NotedRole] | None = None) -> None:
        """Write into the trail that it was changed back."""
        what = access_kinds.ROLE_CHANGED if roles else access_kinds.EMPLOYMENT
        note_changes(self.about, people, lambda _one: what, roles)


def same(row: Model, after: Mapping[str, Any]) -> bool:
    """Say whether a row still is as a list left it."""
    now = kept_columns(row, after)
    return all(equal(now[name], value) for name, value in after.items())


def equal(now: Any, then: Any) -> bool:
    """Compare two values of columns; 40 and 40.0 hours are the same."""
    if now == then or None in (now, then):
        return bool(now == then)
    try:
        return Decimal(str(now)) == Decimal(str(then))
    except ArithmeticError:
        return False


def give_back(row: Model, before: Mapping[str, Any]) -> None:
    """Give a row the values that it had, each of its own kind."""
    for field in row._meta.concrete_fields:
        for name in {field.name, field.attname} & before.keys():
            reads = field.target_field if isinstance(field, ForeignKey) else field
            value = before[name]
            setattr(row, field.attname, None if value is None else reads.to_python(value))
