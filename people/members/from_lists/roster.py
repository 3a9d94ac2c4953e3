"""What a list of people is compared with: units, jobs, people and roles; few statements."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property

from django.utils.translation import gettext as _

from people.lists.kinds import Bringing
from people.models import Employment, Invitation, Job, Membership, Person, Role, Unit
from people.models.jobs import ListEntry
from people.models.names import english_key, thai_key

from .cells import PersonCells, same_word

# So many different words of a list get a guess of what was meant.
GUESSES_AT_MOST = 100
BETWEEN_UNITS = re.compile(r"\s*[›»>/\\|→]\s*")
# What of a person decides on a row; all else is not read.
READ_OF_PEOPLE = (
    *("public_id", "employee_number", "work_email", "work_phone", "rank", "is_active", "awaited"),
    *("full_name_en", "full_name_th", "nickname_en", "nickname_th", "name_key_en", "name_key_th"),
    *("employment_id", "employed_until", "organisation_id", "account_id"),
)
READ_OF_ROLES = (
    *("person_id", "unit_id", "role", "job_id", "hours", "starts", "ends"),
    *("acting_for_id", "given_at"),
)


@dataclass
class Roster:
    """An organisation as an admin's list finds it; of what the admin does not manage no name."""

    by: Person
    now: datetime
    today: date
    people: dict[int, Person] = field(default_factory=dict)
    # The roles that hold or will hold, by person.
    held: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    # People with a role once at or below the admin's units, who have none now.
    gone: set[int] = field(default_factory=set)
    units: dict[int, Unit] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    employments: list[Employment] = field(default_factory=list)
    # Of people who have none yet: addresses that have an open invitation.
    invited: set[str] = field(default_factory=set)
    # What cells that name nothing may mean.
    guesses: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, bringing: Bringing) -> "Roster":
        """Read it all, in eight statements for any number of rows."""
        by, today = bringing.by, bringing.today
        found = cls(by, bringing.now, today)
        organisation = by.organisation_id
        people = Person.objects.filter(organisation=organisation)
        found.people = {one.pk: one for one in people.order_by("pk")}
        every = Membership.objects.filter(unit__organisation=organisation)
        lasting = every.lasting(today).select_related("unit", "job").order_by("pk")
        for one in lasting:
            one.person = found.people[one.person_id]
            found.held[one.person_id].append(one)
        paths = tuple(
            m.unit.path for m in found.held[by.pk] if m.role == Role.ADMIN and m.holds_on(today)
        )
        units = Unit.objects.visible_to(by).within(*paths)
        found.units = {one.pk: one for one in units.order_by("path")}
        mine = every.filter(unit__in=list(found.units)).order_by()
        once = set(mine.values_list("person_id", flat=True).distinct())
        found.gone = once - found.held.keys()
        found.jobs = list(Job.objects.visible_to(by).order_by("pk"))
        found.employments = list(Employment.objects.visible_to(by).order_by("pk"))
        waiting = Invitation.objects.filter(organisation=organisation, person=None)
        waiting = waiting.open_at(bringing.now).exclude(email="")
        found.invited = set(waiting.values_list("email", flat=True))
        return found

    # --- People ---------------------------------------------------------------------------------

    def manages(self, person: Person) -> bool:
        """Say whether the admin manages a person: a role of theirs lasts here, or was the last."""
        held = self.held.get(person.pk, [])
        return any(one.unit_id in self.units for one in held) or person.pk in self.gone

    def keeps(self, person: Person) -> bool:
        """Say whether the admin is over every role of a person."""
        return all(one.unit_id in self.units for one in self.held.get(person.pk, []))

    @cached_property
    def by_number(self) -> dict[str, Person]:
        """People by their employee number."""
        return {
            one.employee_number.casefold(): one
            for one in self.people.values()
            if one.employee_number
        }

    @cached_property
    def by_email(self) -> dict[str, Person]:
        """People by their address at work."""
        return {one.work_email.lower(): one for one in self.people.values() if one.work_email}

    @cached_property
    def by_phone(self) -> dict[str, list[Person]]:
        """The people that the admin manages, by their phone at work, which several may share."""
        found = defaultdict(list)
        for one in self.people.values():
            if one.work_phone and one.is_active and self.manages(one):
                found[one.work_phone].append(one)
        return found

    @cached_property
    def by_name(self) -> dict[str, list[Person]]:
        """The people that the admin manages, by their name, without titles and spaces."""
        found = defaultdict(list)
        for one in self.people.values():
            if one.is_active and self.manages(one):
                for key in {one.name_key_en, one.name_key_th} - {""}:
                    found[key].append(one)
        return found

    def named(self, cells: PersonCells) -> list[Person]:
        """Find the people with the name of a row in either script."""
        names = (cells.full_name_en, cells.full_name_th)
        found = {
            one.pk: one
            for key in {english_key(*names), thai_key(*names)} - {""}
            for one in self.by_name.get(key, ())
        }
        return list(found.values())

    # --- Units, jobs and kinds of employment ----------------------------------------------------

    @cached_property
    def units_named(self) -> dict[str, list[Unit]]:
        """Units by each of their names."""
        found = defaultdict(list)
        for one in self.units.values():
            for key in {same_word(text) for text in one.name.values()}:
                found[key].append(one)
        return found

    def find_units(self, text: str) -> list[Unit]:
        """Find the units that a cell names: by a name in any language, or by the way to them."""
        if found := self.units_named.get(same_word(text)):
            return found
        *above, last = [same_word(one) for one in BETWEEN_UNITS.split(text)]
        return [
            one for one in self.units_named.get(last, []) if above and self.lies_below(one, above)
        ]

    def lies_below(self, unit: Unit, above: list[str]) -> bool:
        """Say whether the units above one are named so, from the nearest up; some may be left out.

        Above the topmost that the admin manages nothing is compared.
        """
        known = [self.units.get(pk) for pk in unit.lineage[:-1]]
        names = iter([{same_word(text) for text in one.name.values()} for one in known if one])
        wanted = above if all(known) else [one for one in above if self.units_named.get(one)]
        return all(any(one in said for said in names) for one in wanted)

    def way_to(self, unit: Unit) -> str:
        """Write a unit with those above it."""
        return " › ".join(str(self.units[pk]) for pk in unit.lineage if pk in self.units)

    # --- Who was meant --------------------------------------------------------------------------

    @cached_property
    def offered_jobs(self) -> "NamedEntries[Job]":
        """The jobs that are given to people now."""
        return NamedEntries(one for one in self.jobs if one.is_offered)

    @cached_property
    def known_employments(self) -> "NamedEntries[Employment]":
        """The kinds of employment, also those that are not given any more."""
        return NamedEntries(self.employments)

    def nearest(self, text: str, names: Iterable[str]) -> str:
        """Name what a cell may mean among some names; nothing if none is near.

        A list of strangers needs no more than the first guesses, and each takes time.
        """
        if text not in self.guesses:
            if len(self.guesses) >= GUESSES_AT_MOST:
                return ""
            self.guesses[text] = nearest_name(text, names)
        return self.guesses[text]

    def nearest_unit(self, text: str) -> str:
        """Name the unit that a cell may mean; nothing if none is near."""
        return self.nearest(
            text, (name for one in self.units.values() for name in one.name.values())
        )


class NamedEntries[Entry: ListEntry]:
    """Jobs or kinds of employment by their names and codes."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self.codes: dict[str, Entry] = {}
        self.words: dict[str, Entry] = {}
        for one in self.entries:
            self.codes.setdefault(one.code, one)
            for name in one.name.values():
                self.words.setdefault(same_word(name), one)

    def find(self, text: str) -> Entry | None:
        """Find the one with a name, in any language, or with a code."""
        return self.words.get(same_word(text)) or (self.codes.get(text) if text else None)

    def names(self) -> Iterable[str]:
        """Give their names in every language."""
        return (name for one in self.entries if one.is_offered for name in one.name.values())


def nearest_name(text: str, names: Iterable[str]) -> str:
    """Name what a cell may mean among some names; nothing if none is near."""
    words = {same_word(name): name for name in names}
    found = get_close_matches(same_word(text[:80]), words, n=1, cutoff=0.7)
    return words[found[0]] if found else ""


def with_near(sentence: str, near: str) -> str:
    """Add to a refusal what may be meant."""
    return sentence + " " + _("Did you mean “%(name)s”?") % {"name": near} if near else sentence
