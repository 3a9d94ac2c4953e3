"""The coverage of posts over HTTP: what may leave the office, as in its file, and no more."""

from datetime import date
from typing import Self

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema

from people.models import KeyScope, Role
from people.program_keys import Token
from people.writing.schemas import PROBLEMS
from people.writing.tags import IfNoneMatch, tag_of, unless_known

from . import page
from .page import RegionRow

router = Router(tags=["programme"], auth=Token(KeyScope.COVERAGE))


class RegionOut(Schema):
    """How the posts of a region were covered. All null: it has so few that each is a person."""

    region: str
    name: str
    posts: int | None
    held: int | None
    one_person: int | None
    lapsing: int | None
    vacant: int | None

    @classmethod
    def of(cls, row: RegionRow) -> Self:
        """Write a region down as its file does."""
        names = ("posts", "held", "one_person", "lapsing", "vacant")
        counts = dict.fromkeys(names) if row.withheld else dict(zip(names, row.told, strict=True))
        return cls(region=row.region.key, name=str(row.region.name), **counts)


class CoverageOut(Schema):
    """The regions as they were on a day, ninety days ago."""

    as_of: date
    regions: list[RegionOut]


@router.get("", response={200: CoverageOut, 304: None, **PROBLEMS})
def read_coverage(request, response: HttpResponse, if_none_match: IfNoneMatch = None):
    """Read how posts are covered by region, for the programme office: the columns of its file.

    The file asks for the password again; a key for this stands for that. No name of a person, a
    station or a post is in it.
    """
    if Role.PROGRAMME not in request.auth.roles:
        raise PermissionDenied(_("Only the programme office reads this."))
    day, regions = page.read_leaving(request.auth, now=timezone.now())
    told = CoverageOut(as_of=day, regions=[RegionOut.of(one) for one in regions])
    return unless_known(told, tag_of(told.model_dump(mode="json")), if_none_match, response)
