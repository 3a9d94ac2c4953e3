"""The weeks to come, as a band: for a supervisor's own people, when there are enough."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.models import Role
from workload import access_kinds

from . import actions as forecast_actions
from . import charts as forecast_charts
from .words import told_forecast


@only(Role.SUPERVISOR)
def forecast(request: SignedInRequest) -> HttpResponse:
    """Show the expected load of the next weeks, and how many people would bring it down."""
    viewer, now = request.user, timezone.now()
    found = forecast_actions.read(viewer, now)
    audit.note_access(
        viewer=viewer,
        role=Role.SUPERVISOR,
        what=access_kinds.BOARD,
        units=viewer.charge.units,
        at=now,
    )
    units = [m.unit for m in viewer.current_memberships if m.role == Role.SUPERVISOR]
    context = {
        "outlook": found,
        "told": told_forecast(found),
        "units": units,
        "back": forecast_actions.WEEKS_BACK,
    }
    return render(request, "workload/forecast/forecast.html", context)


@only(Role.SUPERVISOR)
def forecast_picture(request: SignedInRequest) -> HttpResponse:
    """Draw the band; where there is none to show, there is no picture."""
    found = forecast_actions.read(request.user, timezone.now())
    if found.forecast is None:
        raise Http404
    theme = "dark" if request.GET.get("theme") == "dark" else "light"
    numbers = [week.number for week in found.weeks]
    narrow = request.GET.get("size") == "narrow"
    drawn = forecast_charts.picture(found.forecast.loads, numbers, theme=theme, narrow=narrow)
    return HttpResponse(drawn, content_type="image/svg+xml")
