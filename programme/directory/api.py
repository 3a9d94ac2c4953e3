"""The directory over HTTP: the same entries as on the page, narrowed by the same words."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from people.api_pages import AskedPage, PageOut, cut_list
from people.models import KeyScope, SpokenLanguage
from people.program_keys import Token
from people.writing.schemas import PROBLEMS
from programme.models import EntryHours, WantedHelp
from programme.rules.directory import RoomState

from .filter import DirectoryFilter
from .reading import EntryRow, read_directory

router = Router(tags=["directory"], auth=Token(KeyScope.DIRECTORY))
Letters = Annotated[str, Field(max_length=60)]


class AskedEntries(AskedPage):
    """What of the directory: words, a province as TH-50, the code of a service, a language."""

    q: Letters = ""
    place: Letters = ""
    service: Letters = ""
    speaks: Letters = ""


class ServiceOut(Schema):
    """A service: its code, its name, and the code of the usual one that it counts as."""

    code: str
    name: str
    counts_as: str


class EntryOut(Schema):
    """What an organisation offers, and how it is asked. Of a shelter no province is told."""

    id: UUID
    organisation: str
    name: str
    services: list[ServiceOut]
    provinces: list[str]
    regions: list[str]
    languages: list[SpokenLanguage]
    hours: Literal[*EntryHours.values]
    hours_note: str
    # What it says of its room today.
    room_state: RoomState
    room: int | None
    full_until: date | None
    phone: str
    email: str
    line_id: str
    desk: str
    wanted: list[Literal[*WantedHelp.values]]
    looking_for: str
    confirmed_at: datetime
    # It was not said to be right for ninety days.
    is_old: bool

    @classmethod
    def of(cls, row: EntryRow) -> Self:
        """Write an entry as its readers find it."""
        entry = row.entry
        same = (
            "provinces regions languages hours hours_note room full_until phone email line_id desk"
            " wanted looking_for confirmed_at"
        )
        return cls(
            id=entry.public_id,
            organisation=str(entry.organisation),
            name=str(entry),
            services=[
                ServiceOut(code=one.code, name=str(one.name), counts_as=one.counts_as)
                for one in row.services
            ],
            room_state=row.room,
            is_old=row.is_old,
            **{name: getattr(entry, name) for name in same.split()},
        )


class EntriesOut(PageOut):
    """A page of the directory."""

    items: list[EntryOut]


@router.get("", response={200: EntriesOut, **PROBLEMS})
def list_entries(request, response: HttpResponse, asked: Query[AskedEntries]):
    """Read which organisations do what, where: one's own, and those that share it in the programme.

    As on the page no look is noted: an entry is about no person.
    """
    read = read_directory(request.auth, timezone.now())
    wanted = DirectoryFilter.of(asked.dict()).narrowed(read.rows)
    page = cut_list(request, response, wanted, asked, key=lambda row: str(row.entry.public_id))
    return {"items": [EntryOut.of(row) for row in page.rows], "next": page.next}
