"""How long the lists on pages are, and one page of a list that is dear to find."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window

from .fields import whole_number

# So many people stand on a page, at every width: one look finds a name among them.
PEOPLE_A_PAGE = 12
# No list has more pages, and no database reads further.
LAST_PAGE = 1_000_000


def with_how_many(rows: QuerySet) -> QuerySet:
    """Let each row say how many there are in all, as `how_many`."""
    return rows.annotate(how_many=Window(Count("pk")))


def page_at_once(rows: Any, number: str | None, size: int) -> Page:
    """Read one page of rows that say how many there are.

    As with a paginator of Django, what is no number is the first page, and what is past the end
    the last one; that takes two statements more.
    """
    wanted = min(whole_number(number or "", 1), LAST_PAGE)
    found = list(rows[(wanted - 1) * size : wanted * size]) if wanted else []
    if not found and wanted != 1:
        first = list(rows[0:1])
        wanted = max(-(-first[0].how_many // size), 1) if first else 1
        found = list(rows[(wanted - 1) * size : wanted * size]) if first else []
    paginator = Paginator(found, size)
    paginator.count = found[0].how_many if found else 0
    return Page(found, wanted, paginator)
