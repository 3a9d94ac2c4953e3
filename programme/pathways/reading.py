"""Read the pathways of an organisation, and who of the directory can do each step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from people.languages.local_text import LocalText, in_name_order
from people.models import Person
from programme.directory.reading import EntryRow, read_directory
from programme.models import Pathway
from programme.services.reading import SupportService, starter_pathways, support_services


@dataclass(frozen=True)
class NamedPathway:
    """A pathway as an organisation has it: one to begin with, its copy of that, or its own."""

    code: str
    name: LocalText
    steps: tuple[SupportService, ...]
    kept: Pathway | None = None

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_offered(self) -> bool:
        """Say whether it is shown for planning."""
        return self.kept is None or self.kept.is_offered


def read_pathways(viewer: Person) -> list[NamedPathway]:
    """Read the organisation's pathways: those to begin with, or its copies, and its own."""
    own = list(Pathway.objects.visible_to(viewer))
    copies = {one.key: one for one in own if one.key}
    found = [
        kept_pathway(copies[key])
        if key in copies
        else NamedPathway(key, one.name, steps_of(one.steps))
        for key, one in starter_pathways().items()
    ]
    return found + [kept_pathway(one) for one in in_name_order(own) if not one.key]


def kept_pathway(one: Pathway) -> NamedPathway:
    """Read a pathway that the organisation keeps."""
    return NamedPathway(one.code, one.name, steps_of(one.steps), one)


def steps_of(keys: list[str] | tuple[str, ...]) -> tuple[SupportService, ...]:
    """Find the services of some steps."""
    return tuple(support_services()[key] for key in keys if key in support_services())


@dataclass(frozen=True)
class StepRow:
    """A step: its number, its service, who can do it, and which of these is chosen."""

    number: int
    service: SupportService
    rows: tuple[EntryRow, ...]
    chosen: EntryRow | None

    @property
    def field(self) -> str:
        """How the choice is called in the address."""
        return f"step{self.number}"


def read_steps(
    viewer: Person, pathway: NamedPathway, province: str, asked: Mapping[str, str], now: datetime
) -> list[StepRow]:
    """Find for each step the entries that can do it in a province; what is chosen is one of these.

    Nothing of it is kept: a plan is an address with entries in it, and names no person and no case.
    """
    found = read_directory(viewer, now).rows
    steps = []
    for number, service in enumerate(pathway.steps, start=1):
        rows = tuple(row for row in found if service.key in row.kinds and row.serves(province))
        wanted = asked.get(f"step{number}", "")
        chosen = next((row for row in rows if str(row.entry.public_id) == wanted), None)
        steps.append(StepRow(number, service, rows, chosen))
    return steps
