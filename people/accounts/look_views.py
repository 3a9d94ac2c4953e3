"""Who opened the person's record: by week and person, one by one, and as a table to take."""

from allauth.account.decorators import reauthentication_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.access_kinds import ACCESS_KINDS, unit_kinds
from people.guards import SignedInRequest
from people.models import AccessEvent, Role
from people.tenancy.context import everywhere
from people.weeks import today
from people.writing import sheets

from . import looks

EVENTS_A_PAGE = 30
ROWS_OF_A_FILE = 5_000


@everywhere()  # a second organisation's supervisor may have looked
def opened(request: SignedInRequest) -> HttpResponse:
    """Show who opened the person's record, when and why: gathered by week, or each look."""
    events = AccessEvent.objects.about(request.person)
    roles = looks.counts_by_role(events)
    role = request.GET.get("role", "")
    role = role if role in {one for one, _count in roles} else ""
    mine = events.filter(viewer_role=role) if role else events
    number, each = request.GET.get("page"), "each" in request.GET
    weeks: list[looks.LookWeek] = []
    if each:
        page = Paginator(mine, EVENTS_A_PAGE).get_page(number)
    else:
        page, weeks = looks.weeks_of(mine, number)
    context = {
        "page": page,
        "weeks": weeks,
        "each": each,
        "role": role,
        "roles": roles,
        "all_looks": sum(count for _role, count in roles),
        "kinds": sorted(ACCESS_KINDS.values(), key=lambda kind: kind.own),  # others' looks first
        "of_units": unit_kinds(),
    }
    return render(request, "people/accounts/opened.html", context)


@everywhere()
@reauthentication_required
def opened_sheet(request: SignedInRequest) -> HttpResponse:
    """Hand the person every look as a table, the newest 5,000, once the password was given."""
    events = AccessEvent.objects.about(request.person)[:ROWS_OF_A_FILE]
    header = [
        _("When"),
        _("Who"),
        _("Role"),
        _("What and why"),
        _("Unit"),
        _("Role given or ended"),
    ]
    rows = (
        [
            event.at,
            event.viewer_words,
            event.get_viewer_role_display(),
            event.get_what_display(),
            event.unit,
            Role(event.role).label if event.role else None,
        ]
        for event in events
    )
    return sheets.attachment(f"looks-{today(timezone.now())}", header, rows)
