"""End a visit at once, on this device alone."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from people.accounts.sessions import VISIT

# Set by exit.js on the device: the next request ends the visit, whichever it is. So a visit also
# ends where there was no signal, and before a quick press of the Back button is answered.
# With TLS it has a name that only this host can give: another one of the same domain could end
# each visit for as long as it likes, as only the host that set a mark can take it away.
LEFT, LEFT_WITHOUT_TLS = "__Host-left", "left"


def is_left(request: HttpRequest) -> bool:
    """Say whether the device of a request says that its person left."""
    plain = not settings.HTTPS and request.COOKIES.get(LEFT_WITHOUT_TLS)
    return bool(request.COOKIES.get(LEFT) or plain)


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
    if not settings.HTTPS:
        response.delete_cookie(LEFT_WITHOUT_TLS)
