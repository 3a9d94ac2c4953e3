"""What every answer carries, and who has to sign in."""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from people.accounts import sessions
from people.audit import security_log
from people.guards import person_of
from people.keys import closed
from people.keys.closed import ClosedAnswersError
from people.product_modules import route_is_open
from people.program_keys import LIMITS, no_program
from people.tenancy import context as tenancy

from . import unsent
from .api.problems import PROBLEM_JSON, problem
from .logs import number_request, request_number
from .open_pages import OPEN_WHILE_CLOSED, OPEN_WITHOUT_ROLE, SHUT_AFTER_A_RESET
from .views import closed_for_now, not_understood, too_large, too_many
from .whole_bodies import LATE

# Where no page says otherwise. Django's own limit counts what is typed, and lets files through; it
# is one for all pages, so it is as large as a pasted list.
LARGEST = 1024 * 1024
# The pages that take a file, and how large a body they read. The content of a proof of hours or of
# a certificate is checked in training/certificates/evidence.py, of a table in
# people/rules/lists/reading.py.
FILES_UNDER = {
    "/training/sessions/": 6 * 1024 * 1024,
    "/training/hours/": 6 * 1024 * 1024,
    "/training/certificates/": 6 * 1024 * 1024,
    "/lists/new/": 6 * 1024 * 1024,
}
# What monitors ask.
MONITORED = {"/healthz", "/readyz", "/metrics"}
OF_A_LASTING_FILE = ("ETag", "Last-Modified", "Referrer-Policy", "Cross-Origin-Opener-Policy")
OF_A_WORKER = (
    "Content-Language",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "X-Frame-Options",
)
# A page says itself in which language it is; an answer for programs does not.
OF_A_PAGE = ("Content-Language",)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


type Answer = Callable[[HttpRequest], HttpResponse]


def name_of_view(request: HttpRequest) -> str:
    """Name the page that a request has come to; nothing before it has come to any."""
    return request.resolver_match.view_name if request.resolver_match else ""


class NumberMiddleware:
    """Number each request; where something broke, the answer says which it was."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = number_request()
        response = self.get_response(request)
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            response.headers["X-Request-Id"] = number
        return response


def meant_for_others(request: HttpRequest, response: HttpResponse) -> tuple[str, ...]:
    """Name the heads of an answer that mean nothing there.

    The date and the mark of a file of ours that never changes are compared by no browser. It opens
    no page, so nothing can hold it, and it refers to nothing. A worker opens no page either. A file
    of a release keeps its mark: those who mirror it compare it.
    """
    told = response.headers.get("Cache-Control", "")
    if told.endswith("immutable") and request.path.startswith("/static/"):
        return OF_A_LASTING_FILE
    if response.has_header("Service-Worker-Allowed"):
        return OF_A_WORKER
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return OF_A_PAGE if is_page and told == "no-store" else ()


def forget_known_token(request: HttpRequest, response: HttpResponse) -> None:
    """Leave out the cookie that guards forms where the browser has sent the same.

    Django sends it with each page to make it last a year longer; a sign-in always brings a new one.
    """
    name = settings.CSRF_COOKIE_NAME
    if name in response.cookies and response.cookies[name].value == request.COOKIES.get(name):
        del response.cookies[name]


class FewHeadsMiddleware:
    """Leave out of an answer what means nothing there: heads are a tenth of a first visit."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name in meant_for_others(request, response):
            response.headers.pop(name, None)
        forget_known_token(request, response)
        return response


class PlainHeadersMiddleware:
    """Keep signed-in pages out of every cache, and the device's sensors out of every page.

    Only what says itself that it is public may be kept, and not with a cookie beside it. What is
    public is the same for every reader at its address: caches need not tell readers apart.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
            told = response.headers.get("Cache-Control", "")
            if response.cookies or not told.startswith("public"):
                response.headers["Cache-Control"] = "no-store"
            elif response.has_header("Vary"):
                response.headers["Vary"] = "Accept-Encoding"
        return response


class ProgramsMiddleware:
    """Answer programs in JSON whatever is wrong, and refuse a key that came without TLS."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.lstrip("/").startswith("api/"):
            return self.get_response(request)
        # Never redirected to TLS: a program that follows would send its key without TLS each time.
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            sentence = _("Please use https://, and make a new key: this one was open to read.")
            return problem(403, detail=sentence, code="no_tls")
        with no_program():
            response = self.get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST and not is_json(response):
            late = bool(request.META.get(LATE))
            told = problem(response.status_code, detail=sentence_for(response.status_code, late))
            response.headers["Content-Type"] = told.headers["Content-Type"]
            response.content = told.content
            response.headers["Content-Length"] = str(len(told.content))
        response.headers["X-Request-Id"] = request_number()
        for name, value in request.META.get(LIMITS, {}).items():
            response.headers[name] = value
        return response


def is_json(response: HttpResponse) -> bool:
    """Say whether an answer is for programs already."""
    return response["Content-Type"].startswith(("application/json", PROBLEM_JSON))


class LateMiddleware:
    """Ask to come again where a request's turn came too late; nothing of it was done.

    A monitor is answered all the same: who restarts a busy server makes it no less busy.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get(LATE) and request.path not in MONITORED:
            return too_many(request)
        return self.get_response(request)


def sentence_for(status: int, late: bool) -> str:
    """Tell a program what is wrong if no page of the API did; `late`: its turn came too late."""
    if status == HTTPStatus.NOT_FOUND:
        return _("Nothing found.")
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return _("This address takes other methods; see the Allow header.")
    if late:
        return _("Too many came at once. Please try again in a few seconds.")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("Something went wrong on our side. Please try again later.")
    return _("This request was not understood.")


class SmallBodiesMiddleware:
    """Refuse a large body before it is read: files fill disks, and few pages take any."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = next(
            (most for path, most in FILES_UNDER.items() if request.path.startswith(path)), LARGEST
        )
        if not length.isascii() or not length.isdigit() or len(length) > 9 or int(length) > most:
            if request.path.startswith("/api/"):
                return problem(413, detail=_("Up to 1 MB at once, please."))
            return too_large(request) if most > LARGEST else not_understood(request, status=413)
        return self.get_response(request)


class ReachMiddleware:
    """Let a request reach the organisation of its session and no other; without a session none."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        own = session.get(tenancy.ORGANISATION) if session.session_key else None
        with tenancy.of_request(own):
            return self.get_response(request)


class ExportsMiddleware:
    """Note in the security log which page gave out a file, and the person who got it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            account = request.user if request.user.is_authenticated else None
            page = name_of_view(request)
            security_log.note("export", account=account, request=request, page=page)
        return response


@cache
def visit_page() -> str:
    """Give the address at which an open page asks when its visit ends."""
    return reverse("visit")


class VisitMiddleware:
    """Keep a visit open while the person reads and types; to ask when it ends does not."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or request.path != visit_page():
            sessions.stay(request.session, now=timezone.now())
        return self.get_response(request)


class PersonMiddleware:
    """Name the person of the place where the account is now, once a page asks."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = SimpleLazyObject(lambda: person_of(request))
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Ask for a sign-in; for a part of a page the whole window goes there, not the part."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """After the sign-in, give back what was sent when the visit had already ended."""
        if request.user.is_authenticated and (page := unsent.offer(request)):
            return page
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Keep what was sent, and turn the redirect into htmx's own if htmx asked."""
        unsent.keep(request)
        response = super().handle_no_permission(request, view_func)
        return HttpResponseClientRedirect(response.url) if request.htmx else response


class BelongingMiddleware:
    """Answer with a 404 what is not there for a person who is signed in.

    A person without a role today has their own pages alone, and no person has the pages of a
    module that their organisation switched off.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> None:
        """Ask for people who are signed in; programs are asked where their key is read."""
        if not request.user.is_authenticated:
            return
        # Pages ask for much of the person: from here on they stand there themselves.
        request.person = person_of(request)
        route = name_of_view(request)
        behind_the_sign_in = getattr(view_func, "login_required", True)
        if behind_the_sign_in and not (route in OPEN_WITHOUT_ROLE or request.person.belongs):
            raise Http404
        if not route_is_open(route, request.person):
            raise Http404


class ClosedAnswersMiddleware:
    """Keep closed what was answered before others helped the owner sign in, or a mail alone did.

    After help by others only the pages of a list open, and nothing that was sealed before opens on
    them either. After a mailed reset only pages made of the owner's own answers are shut, and what
    the owner said before opens on no other page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with closed.of_request():
            return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Ask for people who are signed in; programs are asked where their key is read."""
        if not request.user.is_authenticated:
            return None
        route, shut = name_of_view(request), False
        if own := request.user.own_closed_before(timezone.now()):
            closed.close_own(request.person.pk, own)
            shut = route in SHUT_AFTER_A_RESET
        if before := request.user.closed_before:
            closed.close(before)
            behind_the_sign_in = getattr(view_func, "login_required", True)
            shut = shut or (behind_the_sign_in and route not in OPEN_WHILE_CLOSED)
        return closed_for_now(request) if shut else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the same page where an open page came to something closed."""
        return closed_for_now(request) if isinstance(exception, ClosedAnswersError) else None
