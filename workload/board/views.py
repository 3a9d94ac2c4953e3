"""The supervisor's board."""

from datetime import datetime

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.audit import actions as audit
from people.calendar.reading import with_spans
from people.calendar.words import names_in_week
from people.guards import SignedInRequest, only
from people.members.unled import unled_among
from people.models import MAY, Person, Role
from people.weeks import WorkingDays, today
from people.writing import sheets
from wellbeing import access_kinds as wellbeing_access
from wellbeing.help import contacts
from wellbeing.models import ContactRequest
from workload import access_kinds

from . import actions as board
from . import sheet as board_sheet
from .drawing import BoardPen, reason_options
from .filter import BoardFilter


@only(*MAY.answer_for_others)
def team(request: SignedInRequest) -> HttpResponse:
    """Show the people the viewer answers for, most in need of a talk first."""
    viewer, now = request.person, timezone.now()
    found = board.read(viewer, now, request.GET.get("page"), BoardFilter.read(request.GET))
    board.note_looks(viewer, found, access_kinds.BOARD, now, paged=True)
    beyond = asking_beyond(viewer, found, now)
    pen = BoardPen()
    units = [m.unit for m in viewer.current_memberships if m.role == Role.SUPERVISOR]
    calendar = with_spans(viewer.own_organisation)
    context = {
        "board": found,
        "beyond": beyond,
        "first": found.first + len(beyond),
        "flagged": pen.flagged(found.flagged),
        "others": pen.people(found.others),
        "resting": pen.people(found.resting),
        "units": units,
        "unled": unled_among(viewer.charge.members_of.keys() - {u.pk for u in units}, today(now)),
        "known": names_in_week(WorkingDays(calendar=calendar), found.week),
        "now": now,
        "reasons": reason_options(found.filter.why, pen.language),
    }
    return render(request, "workload/board/team.html", context)


def asking_beyond(viewer: Person, found: board.Board, now: datetime) -> list[ContactRequest]:
    """Find who asks the viewer beside the board, for its first page, and note the look at them."""
    if found.page.number != 1:
        return []
    beyond = contacts.waiting_from_beyond(viewer, listed=[row.person_id for row in found.asks])
    audit.note_access(
        viewer=viewer,
        role=viewer.acts_as(*MAY.answer_for_others),
        what=wellbeing_access.CONTACT,
        people=[one.person for one in beyond],
        at=now,
    )
    return beyond


@only(Role.SUPERVISOR)
@reauthentication_required
def team_sheet(request: SignedInRequest) -> HttpResponse:
    """Hand the board over as a table, once the password was given a moment ago."""
    viewer, now = request.person, timezone.now()
    found = board.read(viewer, now, asked=BoardFilter.read(request.GET), whole=True)
    board.note_looks(viewer, found, access_kinds.SHEET, now)
    rows = board_sheet.rows(found, viewer, now)
    return sheets.attachment(f"board-{found.week}", board_sheet.header(), rows)
