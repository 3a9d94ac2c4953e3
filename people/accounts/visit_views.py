"""The line before a visit ends by itself, with one press to stay."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from . import sessions


def visit(request: HttpRequest) -> HttpResponse:
    """Say to an open page whether the visit ends soon; a press keeps it open, to ask does not.

    Without the script that asks there is nothing to see.
    """
    if not HtmxDetails(request):
        return redirect("home")
    now, opened = timezone.now(), request.session.get(sessions.VISIT)
    if opened is None:
        # The browser keeps its key: by it the server knows whose form is sent too late.
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return render(request, "people/accounts/visit.html", {"over": True})
    warns, ends = sessions.warned_at(opened), sessions.end_of(opened)
    context = {
        "ends": ends,
        "soon": warns <= now,
        "can_stay": ends < sessions.last_end_of(opened),
        "stayed": request.method == "POST",
        "seconds": seconds_until(warns if now < warns else ends, now),
    }
    return render(request, "people/accounts/visit.html", context)


def seconds_until(moment: datetime, now: datetime) -> int:
    """Count the seconds after which to ask again: right after a moment."""
    return int((moment - now).total_seconds()) + 1
