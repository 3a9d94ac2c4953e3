"""The coverage board of the programme office, and what of it leaves as a file."""

from dataclasses import dataclass

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.guards import SignedInRequest, only
from people.models import Role
from people.writing import sheets
from programme.rules.cover import LEAVES_AFTER, PostCover
from training.rules.certificates import DUE_WITHIN_DAYS

from . import page
from .filter import CoverageFilter
from .page import RegionRow
from .words import COVER, board_lines


@only(Role.PROGRAMME)
def coverage_board(request: SignedInRequest) -> HttpResponse:
    """Show which posts are uncovered, which hang on one person, and which lapse; worst first."""
    wanted = CoverageFilter.of(request.GET.dict())
    number = request.GET.get("page")
    board = page.read(request.person, wanted, now=timezone.now(), number=number)
    covers = tuple((state.value, str(COVER[state]), board.counts[state]) for state in PostCover)
    narrowing = of_region(request.GET)
    context = {
        "board": board,
        "rows": [board_lines(row, request.person, board.day) for row in board.rows],
        "board_regions": RegionTable(board.regions, narrowing),
        "choices": FilterChoices.of(board, covers, wanted),
        "wanted": wanted,
        "covers": covers,
        "due_days": DUE_WITHIN_DAYS,
        "days_late": LEAVES_AFTER.days,
        "asks_for_help": Role.SUPERVISOR in request.person.roles,
    }
    return render(request, "programme/board/coverage_board.html", context)


# Nothing but the region narrows the board.
BY_REGION_ALONE = "?region="


@dataclass(frozen=True)
class RegionTable:
    """The regions as a table, with links that narrow the board as it is to one of them."""

    rows: tuple[RegionRow, ...]
    address: str

    @property
    def kept(self) -> bool:
        """Say that its drawing may be kept, unless its links hold what was typed."""
        return self.address == BY_REGION_ALONE


@dataclass(frozen=True)
class FilterChoices:
    """What the board can be narrowed to, and what is chosen."""

    covers: tuple[tuple[str, str, int], ...]
    regions: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    cover: str
    region: str
    kind: str

    @classmethod
    def of(
        cls, board: page.CoverageBoard, covers: tuple, wanted: CoverageFilter
    ) -> "FilterChoices":
        """List the choices of a board."""
        regions = tuple((row.region.key, str(row.region.name)) for row in board.regions)
        return cls(covers, regions, tuple(board.kinds), wanted.cover, wanted.region, wanted.kind)

    @property
    def kept(self) -> bool:
        """Say that its drawing may be kept, unless something was asked that is no choice."""
        return not (self.cover or self.region or self.kind)


def of_region(asked: QueryDict) -> str:
    """Write the address of the board, narrowed as it is, for one region: its key comes last."""
    narrowed = asked.copy()
    for name in ("page", "region"):
        narrowed.pop(name, None)
    rest = narrowed.urlencode()
    return f"?{rest}&region=" if rest else BY_REGION_ALONE


@only(Role.PROGRAMME)
@reauthentication_required
def coverage_sheet(request: SignedInRequest) -> HttpResponse:
    """Hand the regions over as they were ninety days ago, once the password was given."""
    day, regions = page.read_leaving(request.person, now=timezone.now())
    header = [_("As of"), _("Region"), _("Posts"), pgettext("post", "Held")]
    header += [_("One person only"), _("Certificate expires or is missing"), _("Uncovered")]
    rows = ([day, one.region.name, *one.told] for one in regions)
    return sheets.attachment(f"coverage-{day}", header, rows)
