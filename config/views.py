"""The front door, the language of the pages, and what is said when something goes wrong."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from people.guards import SignedInRequest
from people.writing import languages

from . import unsent
from .context import NAVIGATION


def home(request: SignedInRequest) -> HttpResponse:
    """Lead each role to its first page; nobody has to read a menu.

    Who has no role today finds here what is still theirs.
    """
    if not request.user.belongs:
        return render(request, "no_role.html")
    first = next(
        url for url, _, _, roles in NAVIGATION if roles & request.user.roles or url == "talk"
    )
    return redirect(first)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language and come back to the same page; it is kept on the device and person."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        languages.keep(response, chosen)
        if request.user.is_authenticated and request.user.language != chosen:
            request.user.language = chosen
            request.user.save(update_fields=["language"])
    return response


def healthz(request: HttpRequest) -> HttpResponse:
    """Say to a monitor whether pages can be served, and nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("not ready\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Offer to send again what a page that lost its token has sent."""
    return render(request, "403_csrf.html", {"typed": unsent.typed_in(request)}, status=403)


def not_understood(
    request: HttpRequest, exception: Exception | None = None, status: int = 400
) -> HttpResponse:
    """Answer a request that no browser of ours sends."""
    return HttpResponse(plain_page("400.html"), status=status)


def broken(request: HttpRequest) -> HttpResponse:
    """Own up to a fault of ours; it works without a database and without a session."""
    return HttpResponse(plain_page("500.html"), status=500)


def not_opened(request: HttpRequest) -> HttpResponse:
    """Say that something sealed does not open here, and who can see to it."""
    return HttpResponse(plain_page("sealed.html"), status=500)


def plain_page(template: str) -> str:
    """Render a page that needs nothing but its words."""
    return render_to_string(template, {"helpline": settings.HELPLINE})
