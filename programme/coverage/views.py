"""Pages of the programme office."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.models import Role
from programme import access_kinds
from programme.rules.open_flags import needed_for_flags
from training.rules.certificates import DUE_WITHIN_DAYS

from . import actions as coverage


@only(Role.PROGRAMME)
def programme(request: SignedInRequest) -> HttpResponse:
    """Show people, units, certificates and flags of the units in reach, as counts."""
    viewer, now = request.person, timezone.now()
    found = coverage.read(viewer, now=now, number=request.GET.get("page"))
    audit.note_access(
        viewer=viewer,
        role=Role.PROGRAMME,
        what=access_kinds.PROGRAMME,
        units=found.shown,
        at=now,
    )
    offices = [m.unit for m in viewer.current_memberships if m.role == Role.PROGRAMME]
    context = {"coverage": found, "offices": offices, "now": now}
    context["due_days"] = DUE_WITHIN_DAYS
    context["flags_from"] = needed_for_flags(viewer.own_organisation.smallest_group)
    return render(request, "programme/coverage/programme.html", context)
