"""The page of trends, for the programme office."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.guards import SignedInRequest, only
from people.models import Role
from programme.models.trends import has_whole_office
from workload.units.words import LOAD

from . import page


@require_safe
@only(Role.PROGRAMME)
def trends(request: SignedInRequest) -> HttpResponse:
    """Show what was told of the whole organisation, a quarter at a time."""
    viewer = request.person
    context = {
        "trend": page.read(viewer, viewer.today),
        "whole": has_whole_office(viewer),
        "legend": [word for _place, word in LOAD.values()],
        "smallest": viewer.organisation.smallest_group,
        "now": timezone.now(),
    }
    return render(request, "programme/trends/trends.html", context)
