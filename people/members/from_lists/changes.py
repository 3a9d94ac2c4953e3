"""What a row of a list would change of a person who is there: their columns, and their role."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from people.members.memberships import MOST_HOURS
from people.models import Job, Membership, Person, Role, Unit
from people.rules.phone_numbers import spoken_phone
from people.weeks import today as day_of
from people.writing.formats import day as written_day
from people.writing.formats import plain_number

from .cells import PersonCells
from .plans import PersonPlan, PlannedRole
from .roster import Roster


@dataclass(frozen=True)
class PersonChanges:
    """Works out what one row would change, in the row's plan, its problems and its notes."""

    roster: Roster
    cells: PersonCells
    person: Person
    plan: PersonPlan
    notes: list[str]

    def plan_columns(self) -> None:
        """Work out which columns of the person would change; an empty cell changes nothing."""
        cells, person, plan = self.cells, self.person, self.plan
        wanted = {
            "employee_number": cells.number,
            "work_email": cells.email,
            "work_phone": cells.phone,
            "rank": cells.rank,
        }
        if person.awaited:
            for name in ("full_name_en", "full_name_th", "nickname_en", "nickname_th"):
                wanted[name] = getattr(cells, name)
            if cells.email in self.roster.invited:
                cells.refuse("email", _("This address already has an invitation."))
        elif any((cells.full_name_th, cells.full_name_en)) and not self.has_name:
            self.notes.append(_("The name stays: it is the person’s own"))
        for name, value in wanted.items():
            if value and value != getattr(person, name):
                plan.changes[name] = (getattr(person, name), value)
        self.plan_employment()
        self.notes.extend(self.words_of(name, *change) for name, change in plan.changes.items())

    @property
    def has_name(self) -> bool:
        """Say whether the person is called as the row says."""
        return any(one.pk == self.person.pk for one in self.roster.named(self.cells))

    def plan_employment(self) -> None:
        """Work out the kind of employment and its last day."""
        cells, person, plan = self.cells, self.person, self.plan
        kind = plan.employment
        if kind and kind.pk != person.employment_id:
            if not kind.is_offered:
                cells.refuse("employment", _("This kind of employment is not given any more."))
            plan.changes["employment_id"] = (person.employment_id, kind.pk)
        if cells.until and cells.until != person.employed_until:
            if not kind and not person.employment_id:
                cells.refuse("until", _("Please choose the kind of employment too."))
            plan.changes["employed_until"] = (person.employed_until, cells.until)

    def words_of(self, name: str, old: Any, new: Any) -> str:
        """Say in a few words what changes."""
        if name == "employment_id":
            kinds = {one.pk: str(one) for one in self.roster.employments}
            old, new = kinds.get(old, ""), kinds.get(new, "")
        elif name == "employed_until":
            old, new = written_day(old) if old else "", written_day(new)
        elif name == "work_phone":
            old, new = spoken_phone(str(old)), spoken_phone(str(new))
        if not old:
            return str(new)
        return _("%(old)s to %(new)s") % {"old": old, "new": new}

    def plan_role(self, held: list[Membership], unit: Unit | None, job: Job | None) -> None:
        """Work out how the role of the person would go on from today.

        `held` are their own roles; `unit` and `job` are what the row names, if it does.
        """
        cells, plan = self.cells, self.plan
        member = self.member_meant(held, unit)
        if member is None:
            return
        role = Role(member.role)
        new = PlannedRole(
            unit or member.unit,
            role,
            job or member.job,
            member.hours if cells.hours is None else cells.hours,
            self.roster.today,
        )
        other_role = cells.role is not None and cells.role != role
        if other_role or new.unit.pk != member.unit_id and role is not Role.WORKER:
            column = "role" if other_role else "unit"
            cells.refuse(column, _("Please change this role on the person’s page."))
            return
        was = (member.unit_id, member.job_id, member.hours)
        if was == (new.unit.pk, new.job.pk, new.hours):
            return
        if cells.hours is not None and not role.carries_load:
            cells.refuse("hours", _("Only workers and supervisors have contracted hours here."))
        self.set_day(member, new)
        self.refuse_beside(member, new, held)
        if cells.problems:
            return
        plan.member, plan.role = member, new
        self.say_role(member, new)

    def say_role(self, member: Membership, new: PlannedRole) -> None:
        """Say in a few words what changes of the role."""
        if new.hours != member.hours:
            old = plain_number(member.hours) if member.hours is not None else "–"
            figures = {"old": old, "new": plain_number(new.hours)}
            self.notes.append(_("%(old)s to %(new)s h") % figures)
        for was_in, is_in in ((member.job, new.job), (member.unit, new.unit)):
            if was_in != is_in:
                self.notes.append(_("%(old)s to %(new)s") % {"old": was_in, "new": is_in})

    def member_meant(self, held: list[Membership], unit: Unit | None) -> Membership | None:
        """Find the role that the row speaks of: the only one, or the one in its unit."""
        cells = self.cells
        if len(held) == 1:
            return held[0]
        here = [one for one in held if unit and one.unit_id == unit.pk]
        if cells.role:
            here = [one for one in here if one.role == cells.role]
        if len(here) == 1:
            return here[0]
        if cells.hours is not None or cells.job or cells.role or unit:
            cells.refuse(
                "unit", _("This person has several roles. Please change them on the person’s page.")
            )
        return None

    def set_day(self, member: Membership, new: PlannedRole) -> None:
        """Say from when the role goes on: from today, or in place where it begins only then."""
        cells, today = self.cells, self.roster.today
        given_today = member.given_at is not None and day_of(member.given_at) == today
        if member.starts > today or member.starts == today and given_today:
            self.plan.in_place, new.starts = True, member.starts
        elif member.starts == today:
            cells.refuse(
                "hours" if cells.hours is not None else "unit",
                _("This role began today. Please bring the list in tomorrow."),
            )

    def refuse_beside(self, member: Membership, new: PlannedRole, held: list[Membership]) -> None:
        """Refuse what cannot stand beside the other roles.

        An admin's role, hours twice in one unit, the same role twice, and more than a week holds.
        """
        cells = self.cells
        if new.role is Role.ADMIN:
            cells.refuse("job", _("Please change this role on the person’s page."))
        others = [one for one in held if one.pk != member.pk]
        if any((one.unit_id, one.role) == (new.unit.pk, new.role) for one in others):
            cells.refuse("unit", _("This person already has this role here."))
        posts = [one for one in others if one.hours is not None]
        if new.hours is not None and any(one.unit_id == new.unit.pk for one in posts):
            cells.refuse("hours", _("This person already has contracted hours here."))
        every = sum((one.contracted for one in posts), Decimal()) + (new.hours or Decimal())
        if every > MOST_HOURS:
            cells.refuse("hours", _("That is more than 84 hours a week in all units together."))
