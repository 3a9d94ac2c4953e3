"""The page on which a person who has left closes their account."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.accounts.views import asks_to_close
from people.guards import SignedInRequest
from people.writing.forms import page_with_problems, problems_of

from . import memberships


@reauthentication_required(enabled=asks_to_close)
def account_close(request: SignedInRequest) -> HttpResponse:
    """Close the person's own account after their last role; it is their own choice."""
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            memberships.close_own(person=request.person, now=timezone.now())
        except ValidationError as refused:
            problems = problems_of(refused)
        else:
            logout(request)
            return render(request, "people/members/account_closed.html")
    context = {"problems": problems}
    return page_with_problems(request, "people/members/account_close.html", context)
