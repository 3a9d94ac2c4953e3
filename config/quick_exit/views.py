"""Where the button goes when there is no script: out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from .actions import end_visit, make_forget


@require_POST
def quick_exit(request: HttpRequest) -> HttpResponse:
    """End the visit and lead to the neutral page; an empty one stands for it until it comes."""
    forgotten = end_visit(request)
    response = render(request, "quick_exit.html", {"site": settings.EXIT_SITE})
    make_forget(response, forgotten)
    return response
