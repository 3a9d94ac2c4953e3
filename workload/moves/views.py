"""Moving work: try it out and propose it; read, accept, decline or withdraw it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.models import Person, Role
from people.writing import free_text
from people.writing.forms import page_with_problems
from workload import access_kinds
from workload.models import Transfer

from . import actions as moves_actions
from . import page as moves_page
from . import stories
from .forms import AskedMove

TEMPLATE = "workload/moves/move_work.html"
ONE = "workload/moves/move.html"


@only(Role.SUPERVISOR)
def move_work(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Try out who could take which cases, see both loads, and propose it."""
    viewer, now = request.person, timezone.now()
    giver = get_object_or_404(Person.objects.supervised_by(viewer), public_id=public_id)
    asked = AskedMove.of(request.POST if request.method == "POST" else request.GET)
    try:
        page = moves_page.read(viewer, giver, asked, now)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect("team_member", public_id)
    problems = []
    try:
        if request.method == "POST":
            ask = moves_page.wanted(page, asked)
            for name in ("reason", "word"):
                free_text.posted(request, name)
            move = moves_actions.propose(by=viewer, giver=giver, now=now, **ask)
            messages.success(request, proposed(page))
            return redirect("move", move.public_id)
        if asked.parts:
            moves_actions.chosen(giver, asked.parts, viewer)
    except ValidationError as refused:
        problems = [(str((refused.params or {}).get("field", "")), refused.messages[0])]
    note(viewer, page, now)
    context = {"page": page.judged(problems), "problems": problems, "wrong": dict(problems)}
    name = f"{TEMPLATE}#move" if request.htmx else TEMPLATE
    return page_with_problems(request, name, context)


def proposed(page: moves_page.MovePage) -> str:
    """Say what was proposed to which person, and that nothing moves before the answer."""
    sentence = _(
        "It is proposed: %(names)s to %(name)s. Nothing moves before %(name)s says yes. "
        "Everybody concerned is told now."
    )
    name = page.receiver.person.short_name if page.receiver else ""
    return sentence % {"names": page.names, "name": name}


def note(viewer: Person, page: moves_page.MovePage, now: datetime) -> None:
    """Note the look at all people who were read, with the giver, and those found by name.

    It is noted once a day: the page is read anew at each choice and while a name is typed.
    """
    audit.note_access(
        viewer=viewer,
        role=Role.SUPERVISOR,
        what=access_kinds.MOVE,
        people=[one.person for one in page.elsewhere],
        units=viewer.charge.units,
        at=now,
        once_a_day=True,
    )


def move(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one move to those concerned, and take an answer."""
    viewer, now = request.person, timezone.now()
    visible = Transfer.objects.visible_to(viewer).in_full()
    found = get_object_or_404(visible, public_id=public_id)
    problems = []
    if request.method == "POST":
        try:
            messages.success(request, settle(found, request, now))
        except ValidationError as refused:
            found = visible.get(pk=found.pk)
            problems = [((refused.params or {}).get("field", ""), refused.messages[0])]
        else:
            return redirect("move", public_id)
    story = stories.story(found, viewer, now)
    role = Role.SUPERVISOR if viewer.charge.units else Role.WORKER
    audit.note_access(
        viewer=viewer,
        role=role,
        what=access_kinds.MOVE,
        people=[found.giver, found.receiver],
        at=now,
    )
    context = {
        "story": story,
        "problems": problems,
        "wrong": dict(problems),
        "word": request.POST.get("word", ""),
    }
    return page_with_problems(request, ONE, context)


def settle(found: Transfer, request: SignedInRequest, now: datetime) -> str:
    """Call the verb that was asked for, and say what it did."""
    word = free_text.posted(request, "word")
    do = request.POST.get("do")
    if do == "accept":
        moves_actions.accept(found, by=request.person, now=now, word=word)
        return _("Thank you. The cases are with you now.")
    if do == "decline":
        moves_actions.decline(found, by=request.person, now=now, word=word)
        return _("You have declined. Nothing has moved.")
    moves_actions.withdraw(found, by=request.person, now=now)
    return _("It is withdrawn. Nothing has moved.")
