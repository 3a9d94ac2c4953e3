"""Who a page is there for."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from .models import Role

View = Callable[..., HttpResponse]


def only(role: Role) -> Callable[[View], View]:
    """Show a page to people who hold a role today; for everybody else it is not there."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
            if role not in request.user.roles:
                raise Http404
            return view(request, **kwargs)

        return guarded

    return guard
