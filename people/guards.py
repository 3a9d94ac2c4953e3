"""Guards: which roles may open a page."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from .models import Account, Person, Role

View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    """A request to a page behind the sign-in: the middleware has turned strangers away.

    Pages in front of the sign-in take a plain `HttpRequest`, and ask who is there.
    """

    user: Account
    # The person of the place where the account is now.
    person: Person
    htmx: HtmxDetails


def person_of(request: HttpRequest) -> Person | None:
    """Name the person of the place where the account of a request is; None without a sign-in."""
    return request.user.person if isinstance(request.user, Account) else None


def only(*roles: Role) -> Callable[[View], View]:
    """Show a page to people who hold one of these roles today; for others it is a 404."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedInRequest, **kwargs: object) -> HttpResponseBase:
            if not request.person.roles.intersection(roles):
                raise Http404
            return view(request, **kwargs)

        return guarded

    return guard


def for_whole(view: View) -> View:
    """Show a page to admins of the whole organisation; for others it is a 404."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.person.administers_all:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
