"""The page on which a person with several places of work says where they are now."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from people.guards import SignedInRequest

from . import places


def account_places(request: SignedInRequest) -> HttpResponse:
    """List the places of the account, and go to one of them; another's is a 404."""
    if request.method == "POST":
        now = timezone.now()
        chosen = places.choose(request.user, typed_id(request.POST.get("place", "")), now=now)
        if chosen is None:
            raise Http404
        places.enter(request, chosen, several=True)
        return redirect("home")
    every = places.workplaces_of(request.user)
    context = {"places": every, "entered": places.open_places(request.user, every)}
    return render(request, "people/accounts/account_places.html", context)


def typed_id(text: str) -> UUID | None:
    """Read the id of a place, or nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
