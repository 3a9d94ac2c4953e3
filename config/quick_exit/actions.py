"""End a visit at once, on this device alone."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from people.accounts.sessions import VISIT

# Set by exit.js on the device: the next request ends the visit, whichever it is. So a visit also
# ends where there was no signal, and before a quick press of the Back button is answered.
LEFT = "left"


def end_visit(request: HttpRequest) -> str:
    """End the visit of a request, and say in a header's words what the browser is to forget.

    On a device of one's own the browser keeps what it stored itself, such as the worker that shows
    notices. A device that others use keeps nothing.
    """
    shared = request.session.get(VISIT, {}).get("shared")
    forgotten = '"cache", "storage"' if shared else '"cache"'
    logout(request)
    return forgotten


def make_forget(response: HttpResponse, forgotten: str) -> None:
    """Let an answer tell the browser what to forget."""
    response.headers["Clear-Site-Data"] = forgotten
    response.delete_cookie(LEFT)
