"""The supervisor's board."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people import access
from people.doors import only
from people.fields import whole
from people.models import AccessEvent, Person, Role
from workload import board

from .member import role_of


@only(Role.SUPERVISOR, Role.CARE)
def team(request: HttpRequest) -> HttpResponse:
    """Show the people one answers for, most in need of a talk first."""
    viewer, now = request.user, timezone.now()
    found = board.read(viewer, now, whole(request.GET.get("page", ""), 1))
    access.note(
        viewer=viewer,
        role=role_of(viewer),
        what=AccessEvent.What.BOARD,
        units=viewer.charge.units,
        at=now,
    )
    units = [m.unit for m in viewer.current_memberships if m.role == Role.SUPERVISOR]
    if found.passed:
        asked = [row.person_id for row in found.passed]
        access.note(
            viewer=viewer,
            role=role_of(viewer),
            what=AccessEvent.What.FLAG,
            people=list(Person.objects.filter(pk__in=asked)),
            at=now,
        )
    return render(request, "workload/team.html", {"board": found, "units": units, "now": now})
