"""The promise, checked while the viewer looks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.guards import SignedInRequest
from people.own_data.privacy_checks import notes, privacy_check

from .answerable import answerable


def promise(request: SignedInRequest) -> HttpResponse:
    """Run the rules on the live data and say which of them hold; never about which person."""
    parts = privacy_check(request.person)
    context = {
        "parts": parts,
        "notes": notes(request.person),
        "now": timezone.now(),
        "broken": sum(part.broken for part in parts),
        "answerable": answerable(),
    }
    return render(request, "wellbeing/own_data/promise.html", context)
