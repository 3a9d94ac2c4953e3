"""What a person sent after their visit had ended: kept until they have signed in again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.accounts import sessions
from people.guards import person_of

KEPT = "unsent"
# Part of the name of each field for a secret that opens the account.
SECRETS = ("password", "code", "credential")
# What a phone hands over by itself, and keeps until it is taken.
KEPT_ON_PHONES = "sealed"


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """List what a form of this product sent, to be sent again.

    Never a form with a secret, nor what a phone keeps by itself.

    For a page of another site it would be the attack that the form's token guards against.
    """
    if KEPT_ON_PHONES in request.POST:
        return []
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return []
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    return [] if any(secret in name for name, _ in typed for secret in SECRETS) else typed


def keep(request: HttpRequest) -> None:
    """Keep what was sent too late, sealed in the new session and for the same person alone.

    The ended visit names the person. Without one nothing is kept, so that people who never signed
    in cannot fill the table. A visit has one thing to give back, and is gone then.
    """
    if request.method != "POST" or not (typed := typed_in(request)):
        return
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if ended := sessions.take_over(key, now=timezone.now()):
        path = request.get_full_path()
        request.session[KEPT] = {"person": ended.person_id, "path": path, "typed": typed}


def offer(request: HttpRequest) -> HttpResponse | None:
    """Give back what was kept, on the page where it was typed; another person's is forgotten."""
    kept = request.session.get(KEPT)
    if not kept or request.method != "GET" or not (me := person_of(request)):
        return None
    if kept["person"] == me.pk and kept["path"] != request.get_full_path():
        return None
    del request.session[KEPT]
    if kept["person"] != me.pk:
        return None
    return render(request, "403_csrf.html", {"typed": kept["typed"]})
