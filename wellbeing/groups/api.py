"""Groups over HTTP: the same reading as the page, in the words of the rule."""

from datetime import date

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import create_model

from people.groups.rule import NEVER_COUNTED
from people.models import KeyScope
from people.program_keys import Token
from people.writing.schemas import PROBLEMS
from people.writing.tags import IfNoneMatch, tag_of, unless_known
from wellbeing.rules.lines import LINE_NAMES

from . import actions as groups
from .actions import ToldBlock, ToldGroup

router = Router(tags=["groups"], auth=Token(KeyScope.GROUPS))


LinesOut = create_model(
    "LinesOut",
    __base__=Schema,
    __doc__="A band for each line: few, some or most days; null where nothing is said of it.",
    __module__=__name__,
    **dict.fromkeys(LINE_NAMES, (str | None, ...)),
)


class ToldOut(Schema):
    """One block. All null is withheld: too few answered, or it would give a smaller group away."""

    block: str
    first_day: date
    last_day: date
    people: str | None
    strain: str | None
    lines: LinesOut


class GroupOut(Schema):
    """One unit with all below it, newest block first."""

    id: str
    name: str
    part_of: str | None
    blocks: list[ToldOut]


class GroupsOut(Schema):
    """A page of units, and of how many of all of them nothing is said in the last block."""

    page: int
    pages: int
    units: int
    withheld: int
    # So many people at least have to send their week before anything is said of a unit.
    senders: int
    groups: list[GroupOut]


def block(told: ToldBlock) -> dict:
    """Write one block."""
    said = told.said
    lines = said.lines if said else ("",) * len(LINE_NAMES)
    return {
        "block": str(told.block),
        "first_day": told.block.first.monday,
        "last_day": told.block.last.sunday,
        "people": said.size if said else None,
        "strain": said.band if said else None,
        "lines": {name: line or None for name, line in zip(LINE_NAMES, lines, strict=True)},
    }


def group(one: ToldGroup, listed: dict[int, str]) -> dict:
    """Write one unit; the unit above it only if that is in the viewer's reach too."""
    return {
        "id": str(one.unit.public_id),
        "name": str(one.unit),
        "part_of": listed.get(one.unit.parent_id),
        "blocks": [block(told) for told in one.told],
    }


@router.get("", response={200: GroupsOut, 304: None, **PROBLEMS})
def list_groups(request, response: HttpResponse, page: int = 1, if_none_match: IfNoneMatch = None):
    """Read what is said of the units in reach: frozen blocks of four weeks, in bands."""
    found = groups.read(request.auth, page)
    listed = {unit.pk: str(unit.public_id) for unit in groups.reach(request.auth)}
    told = {
        "page": found.page.number,
        "pages": found.page.paginator.num_pages,
        "units": found.units,
        "withheld": found.withheld,
        "senders": request.auth.organisation.smallest_group + NEVER_COUNTED,
        "groups": [group(one, listed) for one in found.groups],
    }
    return unless_known(told, tag_of(told), if_none_match, response)
