"""The promise, checked while the viewer looks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.guards import SignedInRequest
from people.own_data.privacy_checks import notes, privacy_check

from .answerable import answerable


def promise(request: SignedInRequest) -> HttpResponse:
    """Run the rules on the live data and say which of them hold; never about which person."""
    found = privacy_check(request.person, now := timezone.now())
    context = {
        "parts": found.parts,
        "notes": notes(request.person),
        "now": now,
        "found": found,
        "broken": sum(part.broken for part in found.parts),
        "answerable": answerable(),
    }
    return render(request, "wellbeing/own_data/promise.html", context)
