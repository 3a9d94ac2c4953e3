"""What supervising asks of a supervisor, as they read it of themselves."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.guards import SignedInRequest, only
from people.models import Role

from . import supervision


@only(Role.SUPERVISOR)
def own_part(request: SignedInRequest) -> HttpResponse:
    """Show a supervisor's own load, how many people, and how soon flags are looked at."""
    if (found := supervision.read(request.person, timezone.now())) is None:
        raise Http404
    return render(request, "workload/board/own_part.html", {"leading": found})
