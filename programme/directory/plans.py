"""What an entry is to say, and what is refused of it: by hand and out of a list alike."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.languages.local_text import LocalText
from people.models import Person, SpokenLanguage
from people.rules.phone_numbers import read_phone
from programme.models import DirectoryEntry, EntryHours, OwnService, WantedHelp
from programme.regions.reading import lone_regions, provinces, regions

from .hidden_places import NO_PROVINCE, names_province
from .services import NamedService, services_by_code

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class EntryPlan:
    """What an entry says."""

    name: Mapping[str, str]
    services: Collection[str]
    hours: str = EntryHours.ARRANGED
    hours_note: str = ""
    provinces: Collection[str] = ()
    regions: Collection[str] = ()
    languages: Collection[str] = ()
    room: int | None = None
    full_until: date | None = None
    phone: str = ""
    email: str = ""
    line_id: str = ""
    desk: str = ""
    wanted: Collection[str] = ()
    looking_for: str = ""

    @property
    def texts(self) -> list[tuple[str, list[str]]]:
        """What it says in words of its own, by field."""
        free = ("hours_note", "desk", "looking_for", "email", "line_id")
        return [("name", [*self.name.values()]), *((one, [getattr(self, one)]) for one in free)]

    @classmethod
    def of(cls, entry: DirectoryEntry) -> Self:
        """Say what an entry says now."""
        return cls(**{one: getattr(entry, one) for one in cls.__dataclass_fields__})

    def with_cells(self, cells: Mapping[str, Any]) -> Self:
        """Take what some cells say in place of what it says."""
        return replace(self, **cells)

    def write_into(self, entry: DirectoryEntry, known: "EntryKnown") -> None:
        """Write all of it into an entry, lists in the order of their tables."""
        for name in self.__dataclass_fields__:
            setattr(entry, name, getattr(self, name))
        entry.name = LocalText(self.name)
        entry.services = [one for one in known.services if one in self.services]
        entry.provinces = [one for one in provinces() if one in self.provinces]
        entry.regions = [one for one in regions() if one in self.regions]
        entry.languages = [one for one in SpokenLanguage.values if one in self.languages]
        entry.wanted = [one for one in WantedHelp.values if one in self.wanted]
        entry.email = self.email.lower()
        entry.by_region = known.hides(self.services)


@dataclass(frozen=True)
class EntryKnown:
    """What a plan is judged against: services, and how people of the organisation are reached."""

    services: Mapping[str, NamedService]
    of_people: frozenset[str] = field(default_factory=frozenset)

    def hides(self, codes: Collection[str]) -> bool:
        """Say whether one of these services hides its place."""
        return any(one.by_region for code, one in self.services.items() if code in codes)

    def words_of(self, code: str) -> list[str]:
        """The names of a service; none of one that is not known."""
        return [*self.services[code].name.values()] if code in self.services else []


def read_known(organisation_id: int, plans: Collection[EntryPlan]) -> EntryKnown:
    """Read what some plans are judged against; two statements."""
    own = OwnService.objects.filter(organisation=organisation_id)
    mails = {one.email.lower() for one in plans if one.email}
    phones = {read_phone(one.phone) for one in plans if one.phone} - {None}
    people = Person.objects.filter(organisation=organisation_id)
    held = people.filter(Q(work_email__in=mails) | Q(work_phone__in=phones))
    ways = held.values_list("work_email", "work_phone")
    of_people = {text.lower() for pair in ways for text in pair if text}
    return EntryKnown(services_by_code(own), frozenset(of_people))


def refuse_entry_plan(plan: EntryPlan, known: EntryKnown, held: Collection[str] = ()) -> None:
    """Refuse a plan that cannot be, each reason at its field.

    `held` are the services that the entry has already: it keeps a retired one.
    """
    found: dict[str, list[ValidationError]] = {}
    for name, sentence in reasons(plan, known, held):
        found.setdefault(name, []).append(ValidationError(sentence, code="entry"))
    if found:
        raise ValidationError(found)


def reasons(
    plan: EntryPlan, known: EntryKnown, held: Collection[str]
) -> Iterator[tuple[str, "StrOrPromise"]]:
    """Say what is wrong with a plan, each at its field."""
    offered = {code for code, one in known.services.items() if one.is_offered} | {*held}
    if not plan.services:
        yield "services", _("Please choose one service at least.")
    elif not offered.issuperset(plan.services) or not known.services.keys() >= {*plan.services}:
        yield "services", _("Your organisation does not have this one.")
    yield from reasons_of_place(plan, known)
    if {*plan.languages} - {*SpokenLanguage.values}:
        yield "languages", _("Please choose from the list.")
    if {*plan.wanted} - {*WantedHelp.values}:
        yield "wanted", _("Please choose from the list.")
    if plan.room and plan.full_until:
        yield "full_until", _("Either there is room, or it is full until a day.")
    if not (plan.phone or plan.email or plan.line_id or plan.desk):
        yield "phone", _("Please write one way at least to reach your organisation.")
    one_person = _("This is one person’s. Please write one of the organisation.")
    if plan.phone and read_phone(plan.phone) in known.of_people:
        yield "phone", one_person
    if plan.email and plan.email.lower() in known.of_people:
        yield "email", one_person


def reasons_of_place(plan: EntryPlan, known: EntryKnown) -> Iterator[tuple[str, "StrOrPromise"]]:
    """Say what is wrong with where it is: unknown places, and the province of a shelter."""
    if {*plan.provinces} - provinces().keys():
        yield "provinces", _("There is no such province.")
    if {*plan.regions} - regions().keys():
        yield "regions", _("There is no such region.")
    hidden = known.hides(plan.services)
    if not hidden and not plan.provinces and not plan.regions:
        yield "provinces", _("Please choose a province or a region at least.")
    if plan.provinces and hidden:
        yield (
            "provinces",
            _(
                "A shelter or protection of witnesses is in no province here, so that it is not "
                "found. Choose police regions, or no place: then it is asked by contact. Other "
                "services can have an entry of their own."
            ),
        )
    if hidden and lone_regions().intersection(plan.regions):
        yield (
            "regions",
            _(
                "A region of one province would show the province of a shelter. Choose others, or "
                "no place: then it is asked by contact."
            ),
        )
    if hidden:
        yield from ((name, NO_PROVINCE) for name, texts in plan.texts if names_province(texts))
        if names_province(text for code in plan.services for text in known.words_of(code)):
            yield "services", NO_PROVINCE
