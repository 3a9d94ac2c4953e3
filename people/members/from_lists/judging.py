"""Judge each row of a list of people: new, changes, same, or why it cannot be brought in."""

from datetime import date

from django.utils.translation import gettext as _

from people.jobs.starter import OFFICE
from people.lists.kinds import Bringing, RowFate, RowVerdict
from people.members.invitations import mailbox
from people.models import Job, Membership, Person, Role, Unit
from people.writing.formats import day as written_day

from .cells import PersonCells, read_cells
from .changes import PersonChanges
from .doubles import refuse_doubles
from .plans import PersonPlan, PlannedRole
from .roster import NamedEntries, Roster, with_near


def judge_people(bringing: Bringing) -> list[RowVerdict]:
    """Say of each row what would happen; ten statements for any number of rows."""
    return RowJudge(bringing).verdicts()


class RowJudge:
    """Judges the rows of one list."""

    def __init__(self, bringing: Bringing) -> None:
        self.bringing = bringing
        self.roster = Roster.read(bringing)
        self.rows = [read_cells(row, bringing.today) for row in bringing.rows]
        by = bringing.by
        self.own_mailboxes = {mailbox(one.lower()) for one in (by.email, by.work_email) if one}
        # The person that each row is about, if it is one who is there.
        self.whose: dict[int, Person] = {}

    def verdicts(self) -> list[RowVerdict]:
        """Judge every row, and then those that name one person twice."""
        plans = [self.plan(cells) for cells in self.rows]
        refuse_doubles(self.rows, self.whose)
        return [
            self.verdict(cells, plan, notes)
            for cells, (plan, notes) in zip(self.rows, plans, strict=True)
        ]

    def verdict(self, cells: PersonCells, plan: PersonPlan, notes: list[str]) -> RowVerdict:
        """Write down what was found."""
        about = self.about(plan)
        fate = RowFate.CHANGES if plan.person else RowFate.NEW
        if plan.person and not plan.changes and plan.role is None:
            fate = RowFate.SAME
        if cells.problems:
            return RowVerdict(cells.row, RowFate.CANNOT, cells.name, problems=tuple(cells.problems))
        title = plan.person.name if plan.person and not plan.person.awaited else cells.name
        mark = "" if fate is RowFate.SAME else plan.mark()
        return RowVerdict(cells.row, fate, title, about, tuple(notes), plan=plan, mark=mark)

    def about(self, plan: PersonPlan) -> str:
        """Name the job and the unit of a row."""
        if plan.role:
            return f"{plan.role.job}, {plan.role.unit}"
        held = self.roster.held.get(plan.person.pk, []) if plan.person else []
        here = [one for one in held if one.unit_id in self.roster.units]
        return f"{here[0].job}, {here[0].unit}" if here else ""

    # --- Who a row is about -----------------------------------------------------------------------

    def plan(self, cells: PersonCells) -> tuple[PersonPlan, list[str]]:
        """Find the person of a row, and work out what would be done."""
        notes: list[str] = []
        plan = PersonPlan(cells)
        if cells.email and mailbox(cells.email) in self.own_mailboxes:
            cells.refuse("email", self.oneself())
            return plan, notes
        person = self.find(cells, notes)
        self.set_employment(cells, plan)
        if cells.problems:
            return plan, notes
        if person is None:
            self.plan_new(cells, plan, notes)
        elif not self.refused(cells, person):
            plan.person = person
            self.whose[cells.row.number] = person
            self.plan_changes(cells, plan, notes)
        return plan, notes

    def oneself(self) -> str:
        """Say that it is the admin's own row."""
        return _("This is you. Another admin changes what is kept about you.")

    def find(self, cells: PersonCells, notes: list[str]) -> Person | None:
        """Find the person of a row: by number, or else address, phone or name, and never guess."""
        numbered = self.roster.by_number.get(cells.number.casefold()) if cells.number else None
        mailed = self.roster.by_email.get(cells.email) if cells.email else None
        if numbered and mailed and numbered != mailed:
            cells.refuse("email", _("Another person here has this address."))
            return None
        if numbered:
            return numbered
        if mailed:
            if cells.number and mailed.employee_number and self.roster.manages(mailed):
                about = {"number": mailed.employee_number}
                cells.refuse(
                    "number", _("The person with this address has the number %(number)s.") % about
                )
            return mailed
        if cells.number or cells.email:
            if self.roster.named(cells):
                notes.append(_("There is a person of this name already; this is a second one"))
            return None
        if cells.phone:
            return self.only_one(cells, self.roster.by_phone.get(cells.phone, []), "phone")
        found = self.only_one(cells, self.roster.named(cells), "name")
        if found:
            notes.append(_("Found by the name"))
        return found

    def only_one(self, cells: PersonCells, found: list[Person], column: str) -> Person | None:
        """Take the only person of some; of several no one is guessed."""
        if len(found) > 1:
            sentence = {
                "phone": _(
                    "Several people here have this phone. Please add their numbers or addresses."
                ),
                "name": _(
                    "Several people here have this name. Please add their numbers or addresses."
                ),
            }
            cells.refuse(column, sentence[column])
        return found[0] if len(found) == 1 else None

    def refused(self, cells: PersonCells, person: Person) -> bool:
        """Refuse a row about a person that the admin may not change, or not from a list."""
        roster = self.roster
        by = (("number", cells.number), ("email", cells.email), ("phone", cells.phone))
        column = next((name for name, typed in by if typed), "name")
        if person.pk == roster.by.pk:
            cells.refuse(column, self.oneself())
        elif not roster.manages(person):
            cells.refuse(
                column,
                _("This is in use here already. Please ask an admin of the whole organisation."),
            )
        elif not roster.keeps(person):
            cells.refuse(
                column,
                _("This person also has a role in a unit that you do not look after."),
            )
        elif not person.is_active:
            cells.refuse(
                column, _("This membership is closed. Please open it on the person’s page first.")
            )
        elif not roster.held.get(person.pk):
            cells.refuse(
                column, _("This person has no role now. Please give one on their page first.")
            )
        return bool(cells.problems)

    # --- A new person -----------------------------------------------------------------------------

    def plan_new(self, cells: PersonCells, plan: PersonPlan, notes: list[str]) -> None:
        """Work out the place of a person who is not there yet."""
        role, today = cells.role or Role.WORKER, self.bringing.today
        starts = cells.starts or today
        if role.opens_others and starts < today:
            starts = today
            notes.append(_("%(role)s from today") % {"role": role.label})
        unit, job = self.unit_of(cells), self.job_of(cells, notes)
        self.refuse_new(cells, plan, role, starts)
        if cells.problems or unit is None or job is None:
            return
        if role.carries_load and cells.hours is None:
            notes.append(_("No contracted hours"))
        if role is not Role.WORKER:
            notes.append(str(role.label))
        if starts > today:
            notes.append(_("from %(day)s") % {"day": written_day(starts)})
        if not cells.email:
            notes.append(_("gets a slip"))
        plan.role = PlannedRole(unit, role, job, cells.hours, starts)

    def refuse_new(self, cells: PersonCells, plan: PersonPlan, role: Role, starts: date) -> None:
        """Refuse what a new person cannot be."""
        if not (cells.full_name_th or cells.full_name_en):
            cells.refuse("name", _("Please give a name."))
        if cells.email in self.roster.invited:
            cells.refuse("email", _("This address already has an invitation."))
        if cells.hours is not None and not role.carries_load:
            cells.refuse("hours", _("Only workers and supervisors have contracted hours here."))
        if cells.until and cells.until < starts:
            cells.refuse("until", _("The last day is before the first."))
        if cells.until and not plan.employment:
            cells.refuse("until", _("Please choose the kind of employment too."))
        if plan.employment and not plan.employment.is_offered:
            cells.refuse("employment", _("This kind of employment is not given any more."))

    def unit_of(self, cells: PersonCells) -> Unit | None:
        """Find the unit that a row names; the only one there is needs no name."""
        units = self.roster.units
        if not cells.unit:
            if len(units) == 1:
                return next(iter(units.values()))
            cells.refuse("unit", _("Please name a unit."))
            return None
        found = self.roster.find_units(cells.unit)
        if len(found) == 1:
            return found[0]
        if found:
            ways = ", ".join(f"“{self.roster.way_to(one)}”" for one in found[:3])
            cells.refuse(
                "unit",
                _("There are several: %(ways)s. Please write the way to it.") % {"ways": ways},
            )
            return None
        sentence = _("There is no unit “%(name)s” that you manage.") % {"name": cells.unit[:60]}
        cells.refuse("unit", with_near(sentence, self.roster.nearest_unit(cells.unit)))
        return None

    def job_of(self, cells: PersonCells, notes: list[str]) -> Job | None:
        """Find the job that a row names; without one it is the office's, which the row says."""
        offered = self.roster.offered_jobs
        if not cells.job:
            if office := next((one for one in offered.entries if one.key == OFFICE), None):
                notes.append(str(office))
                return office
            cells.refuse("job", _("Please name a job."))
            return None
        if found := offered.find(cells.job):
            return found
        sentence = _("“%(name)s” is none of your jobs. Please add it to the jobs first.") % {
            "name": cells.job[:60]
        }
        near = self.roster.nearest(cells.job, offered.names())
        cells.refuse("job", with_near(sentence, near))
        return None

    def set_employment(self, cells: PersonCells, plan: PersonPlan) -> None:
        """Find the kind of employment that a row names."""
        if not cells.employment:
            return
        known = self.roster.known_employments
        plan.employment = known.find(cells.employment)
        if plan.employment is None:
            sentence = _("“%(name)s” is no kind of employment here.") % {
                "name": cells.employment[:60]
            }
            near = self.roster.nearest(cells.employment, known.names())
            cells.refuse("employment", with_near(sentence, near))

    # --- A person who is there --------------------------------------------------------------------

    def plan_changes(self, cells: PersonCells, plan: PersonPlan, notes: list[str]) -> None:
        """Work out what would change of the person of a row, and how their role would go on."""
        person = plan.person
        assert person is not None
        changes = PersonChanges(self.roster, cells, person, plan, notes)
        changes.plan_columns()
        held = [one for one in self.roster.held[person.pk] if not one.acting_for_id]
        unit = self.unit_of(cells) if cells.unit else None
        job = self.known_job(cells, held) if cells.job else None
        if held and not cells.problems:
            changes.plan_role(held, unit, job)

    def known_job(self, cells: PersonCells, held: list[Membership]) -> Job | None:
        """Find the job that a row names; a retired one that the person has stays theirs."""
        theirs = NamedEntries(one.job for one in held)
        return theirs.find(cells.job) or self.job_of(cells, [])
