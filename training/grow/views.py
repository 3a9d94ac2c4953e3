"""Grow, the home of what a person has learnt, where they are going and what others say of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.guards import SignedInRequest
from people.weeks import today

from .page import grow_page


def grow(request: SignedInRequest) -> HttpResponse:
    """Show a door to each page of Grow, with what is new in it."""
    if not request.person.belongs:
        raise Http404
    page = grow_page(request.person, today(timezone.now()))
    return render(request, "training/grow/grow.html", {"page": page})
