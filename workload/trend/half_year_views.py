"""Half a year of work: the viewer's own, and that of a person the viewer supervises."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.models import Person, Role
from workload import access_kinds

from . import half_year

TEMPLATE = "workload/trend/half_year.html"


def my_half_year(request: SignedInRequest) -> HttpResponse:
    """Show people their own half year, as their supervisor sees it."""
    page = half_year.own(request.person, timezone.now())
    return render(request, TEMPLATE, {"page": page, "now": timezone.now()})


@only(Role.SUPERVISOR)
def team_half_year(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the half year of a person the viewer answers for; the look is noted."""
    viewer, now = request.person, timezone.now()
    person = get_object_or_404(Person.objects.supervised_by(viewer), public_id=public_id)
    audit.note_access(
        viewer=viewer, role=Role.SUPERVISOR, what=access_kinds.FLAG, person=person, at=now
    )
    page = half_year.read(person, viewer, now)
    return render(request, TEMPLATE, {"page": page, "other": True, "now": now})
