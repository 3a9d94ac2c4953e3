"""The weeks to come, as a band: for a supervisor's own people, when there are enough."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.models import Role
from workload import access_kinds

from . import actions as forecast_actions
from .words import told_forecast


@only(Role.SUPERVISOR)
def forecast(request: SignedInRequest) -> HttpResponse:
    """Show the expected load of the next weeks, and how many people would bring it down."""
    viewer, now = request.person, timezone.now()
    found = forecast_actions.read(viewer, now)
    audit.note_access(
        viewer=viewer,
        role=Role.SUPERVISOR,
        what=access_kinds.FORECAST,
        units=viewer.charge.units,
        at=now,
        once_a_day=True,
    )
    units = [m.unit for m in viewer.current_memberships if m.role == Role.SUPERVISOR]
    context = {
        "outlook": found,
        "told": told_forecast(found),
        "units": units,
        "back": forecast_actions.WEEKS_BACK,
    }
    return render(request, "workload/forecast/forecast.html", context)
