"""The first page, the language of the pages, and the answers when something goes wrong."""

import sys
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from people.accounts.sessions import OWN, SHARED
from people.guards import SignedInRequest
from people.leaving.actions import own_leaving
from people.models import Account
from people.writing import languages
from wellbeing.own_data.answerable import answerable, link_to

from . import unsent
from .navigation import closed_to, tabs_of
from .operating import figures
from .operating.readiness import unready
from .operating.troubles import page_for, plain_page

# RFC 9116 asks for a day after which the file counts no more: at most a year ahead.
SECURITY_TXT_LASTS = timedelta(days=90)
# When the statement on accessibility was last compared with the product.
STATED = date(2026, 11, 30)
MINUTE = timedelta(minutes=1)
# Seconds after which who came among too many may try again.
COME_AGAIN = "10"


def home(request: SignedInRequest) -> HttpResponse:
    """Lead each role to its first page, without a menu.

    A person without a role today finds here what is still theirs.
    """
    if not request.person.belongs:
        context = {"leaving": own_leaving(request.person, timezone.now())}
        return render(request, "no_role.html", context)
    if request.user.closed_before:
        return redirect("my_week")
    tabs, _yours = tabs_of(request.person.roles, closed_to(request.person))
    return redirect(tabs[0].home if tabs else "account")


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
    """Tell a monitor whether pages can be served, and nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("not ready\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Tell a monitor whether all is as pages, jobs and mail need it, a line for what is not."""
    found = unready(timezone.now())
    said = "".join(f"{line}\n" for line in found or ["ok"])
    return HttpResponse(said, content_type="text/plain", status=503 if found else 200)


def metrics(request: HttpRequest) -> HttpResponse:
    """Give an operator's monitor figures for the token of the settings; else nothing is here."""
    in_the_clear = settings.SECURE_SSL_REDIRECT and not request.is_secure()
    shown = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if in_the_clear or not settings.METRICS_TOKEN or not constant_time_compare(shown, wanted):
        raise Http404
    response = HttpResponse(figures.written(timezone.now()), content_type=figures.TEXT)
    response.headers["Cache-Control"] = "no-store"
    return response


def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report a vulnerability, as RFC 9116 has it; 404 if no contact is set."""
    if not (contact := answerable().security_address):
        raise Http404
    expires = (timezone.now() + SECURITY_TXT_LASTS).strftime("%Y-%m-%dT00:00:00Z")
    lines = f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: th, en\n"
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")


def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what everybody can use here and what not yet, how it was tried, and where to say so."""
    contact = settings.ACCESSIBILITY_CONTACT or settings.DATA_PROTECTION_CONTACT
    context = {
        "contact": contact.removeprefix("https://"),
        "address": link_to(contact),
        "own": OWN.idle // MINUTE,
        "shared": SHARED.idle // MINUTE,
        "stated": STATED,
    }
    return render(request, "accessibility.html", context)


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Offer to send again what a page with an expired token has sent."""
    return render(request, "403_csrf.html", {"typed": unsent.typed_in(request)}, status=403)


def not_understood(
    request: HttpRequest, exception: Exception | None = None, status: int = 400
) -> HttpResponse:
    """Answer a request that no browser sends for this product."""
    return HttpResponse(plain_page("400.html"), status=status)


def too_large(request: HttpRequest) -> HttpResponse:
    """Say how large a file may be, to a person who chose a larger one."""
    return HttpResponse(plain_page("413.html"), status=413)


def broken(request: HttpRequest) -> HttpResponse:
    """Report an error of the product; this works without a database and without a session.

    What only an operator can repair may be met outside of a view too, such as in a session. A
    database that is away comes back: then it is worth to try again.
    """
    trouble = sys.exception()
    if found := page_for(trouble):
        return found
    if isinstance(trouble, OperationalError | InterfaceError):
        again = {"Retry-After": COME_AGAIN}
        return HttpResponse(plain_page("500.html"), status=503, headers=again)
    return HttpResponse(plain_page("500.html"), status=500)


def too_many(request: HttpRequest) -> HttpResponse:
    """Ask to come again in a few seconds: too many came at once, and nothing was done."""
    return HttpResponse(plain_page("busy.html"), status=503, headers={"Retry-After": COME_AGAIN})


def closed_for_now(request: HttpRequest) -> HttpResponse:
    """Say why this is closed, until when, and what is open.

    Others helped the person, or a mailed link was enough: then it opens by itself. A part of a
    page that htmx asks for gives way to the whole page.
    """
    account = request.user if isinstance(request.user, Account) else None
    opens_at = account.opens_at if account else None
    context = {
        "opens_at": opens_at,
        "can_open": opens_at is not None and opens_at <= timezone.now(),
        "own_opens_at": account.own_opens_at if account else None,
        "contact": answerable().contact,
    }
    by_mail = account is not None and account.closed_before is None
    template = "closed_after_reset.html" if by_mail else "closed.html"
    response = render(request, template, context, status=403)
    if request.headers.get("HX-Request"):
        response = HttpResponseClientRedirect(request.get_full_path())
    return response
