"""Who reads the description of the API, and what it says beside what each operation says itself."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from people.guards import SignedInRequest
from people.program_keys import Token

from .problems import PROBLEM_JSON

type Described = Callable[..., HttpResponse]

PROBLEM_CONTENT = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
NUMBER = {"type": "integer", "minimum": 0}
# What answers carry. A key that does not hold has no limit, so none of these is sure.
HEADERS = {
    "X-Request-Id": ("The number under which the server's log has the call.", {"type": "string"}),
    "RateLimit-Limit": ("So many calls a key has in a minute of the clock.", NUMBER),
    "RateLimit-Remaining": ("So many are left.", NUMBER),
    "RateLimit-Reset": ("The seconds until the next minute begins.", NUMBER),
}
TAG = {"ETag": ("The tag of what was read.", {"type": "string"})}
NEXT = {"Link": ('The page after this one, as `rel="next"`.', {"type": "string"})}
AGAIN = {"Retry-After": ("The seconds after which to call again.", NUMBER)}


def for_programs(api: NinjaAPI, view: Described) -> Described:
    """Hand the description to people who are signed in, to a key, and by setting to everybody."""

    def description(request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        if settings.API_DESCRIPTION_OPEN:
            return view(request, **kwargs)
        if "Authorization" in request.headers:
            try:
                if not Token()(request):
                    raise AuthenticationError
            except Exception as refused:  # noqa: BLE001 - the API knows each of its own refusals
                return api.on_exception(request, refused)
            return view(request, **kwargs)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.person.belongs:
            raise Http404
        return view(request, **kwargs)

    return description


def complete(schema: dict[str, Any], scopes: dict[str, list[str]]) -> None:
    """Say each operation's scope, each refusal's shape, and each answer's headers."""
    for operation in operations_of(schema):
        operation["security"] = [{"Token": scopes[operation["operationId"]]}]
        in_pages = any(one["name"] == "cursor" for one in operation.get("parameters", ()))
        tagged = HTTPStatus.NOT_MODIFIED in map(int, operation["responses"])
        for code, answer in operation["responses"].items():
            status = int(code)
            if status >= HTTPStatus.BAD_REQUEST:
                answer["content"] = PROBLEM_CONTENT
            headers = dict(HEADERS)
            if tagged and status < HTTPStatus.BAD_REQUEST:
                headers |= TAG
            if in_pages and status == HTTPStatus.OK:
                headers |= NEXT
            if status == HTTPStatus.TOO_MANY_REQUESTS:
                headers |= AGAIN
            answer["headers"] = {
                name: {"description": words, "schema": shape}
                for name, (words, shape) in headers.items()
            }


def operations_of(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List the operations of a description."""
    for verbs in schema["paths"].values():
        yield from verbs.values()
