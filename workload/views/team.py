"""The supervisor's pages: the board, and one person's load with its flag."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from people import access
from people.doors import only
from people.fields import whole
from people.models import AccessEvent, Person, Role
from workload import board, flags
from workload.member import member_page
from workload.models import Flag

TEMPLATE = "workload/team_member.html"


@only(Role.SUPERVISOR)
def team(request: HttpRequest) -> HttpResponse:
    """Show the people one answers for, most in need of a talk first."""
    viewer, now = request.user, timezone.now()
    found = board.read(viewer, now, whole(request.GET.get("page", ""), 1))
    access.note(
        viewer=viewer,
        role=Role.SUPERVISOR,
        what=AccessEvent.What.BOARD,
        units=viewer.charge.units,
        at=now,
    )
    units = [m.unit for m in viewer.current_memberships if m.role == Role.SUPERVISOR]
    return render(request, "workload/team.html", {"board": found, "units": units, "now": now})


@only(Role.SUPERVISOR)
def team_member(request: HttpRequest, public_id) -> HttpResponse:
    """Show one person's load with its sum, and what is done about a flag."""
    viewer, now = request.user, timezone.now()
    person = get_object_or_404(Person.objects.supervised_by(viewer), public_id=public_id)
    if request.method == "POST":
        return step(request, person, now)
    return shown(request, person, now)


def shown(request: HttpRequest, person: Person, now, **refused) -> HttpResponse:
    """Show the page and note the look, also where a step was refused."""
    access.note(
        viewer=request.user,
        role=Role.SUPERVISOR,
        what=AccessEvent.What.FLAG,
        person=person,
        at=now,
    )
    page = {"page": member_page(person, now), "now": now, **refused}
    return render(request, TEMPLATE, page, status=422 if refused else 200)


def step(request: HttpRequest, person: Person, now) -> HttpResponse:
    """Note that a flag was seen, or what will be done; a refusal keeps the words."""
    flag = get_object_or_404(Flag.objects.visible_to(request.user), person=person, closed_at=None)
    text = request.POST.get("text", "")
    try:
        if request.POST.get("do") == "see":
            flags.see(flag, by=request.user, now=now)
        else:
            flags.plan(flag, by=request.user, text=text, now=now)
    except ValidationError as refused:
        sentence = refused.messages[0]
        problems = [("f-text", sentence)]
        said = {"text": text, "sentence": sentence, "problems": problems}
        return shown(request, person, now, **said)
    back = reverse("team") if request.POST.get("back") == "team" else request.path
    return redirect(back)
