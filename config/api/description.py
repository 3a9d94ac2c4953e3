"""Who reads the description of the API, and what it says beside what each operation says itself."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.schema import NinjaGenerateJsonSchema as ShapeGenerator

from people.guards import SignedInRequest
from people.program_keys import Token
from people.writing.schemas import Problem

from . import links
from .problems import PROBLEM_JSON

type Described = Callable[..., HttpResponse]

SHAPES = "#/components/schemas/{model}"
PROBLEM_CONTENT = {PROBLEM_JSON: {"schema": {"$ref": SHAPES.format(model=Problem.__name__)}}}
NUMBER = {"type": "integer", "minimum": 0}
TEXT = {"type": "string", "minLength": 1}
# Each with its words and its shape. The first is on every answer.
ALWAYS = {"X-Request-Id": ("The number under which the server's log has the call.", TEXT)}
LIMITS = {
    "RateLimit-Limit": ("So many calls a key has in a minute of the clock.", NUMBER),
    "RateLimit-Remaining": ("So many are left.", NUMBER),
    "RateLimit-Reset": ("The seconds until the next minute begins.", NUMBER),
}
# A weak one is that of an answer which was packed on its way.
TAG = {"ETag": ("The tag of what was read.", TEXT | {"pattern": '^(W/)?"[^"]+"$'})}
NEXT = {"Link": ('The page after this one, as `rel="next"`.', TEXT)}
AGAIN = {"Retry-After": ("The seconds after which to call again.", NUMBER)}
# With these a key was counted. With others it may be none, or the call ended before it was read.
COUNTED = {200, 201, 304, 409, 412, 422, 429}


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
    """Say each operation's scope and where it leads, and each answer's shape and headers."""
    schema["components"]["schemas"] |= shapes_of_problems()
    for operation in operations_of(schema):
        name = operation["operationId"]
        operation["security"] = [{"Token": scopes[name]}]
        in_pages = any(one["name"] == "cursor" for one in operation.get("parameters", ()))
        tagged = HTTPStatus.NOT_MODIFIED in map(int, operation["responses"])
        for code, answer in operation["responses"].items():
            status = int(code)
            if status >= HTTPStatus.BAD_REQUEST:
                answer["content"] = PROBLEM_CONTENT
            answer["headers"] = headers_of(status, tagged=tagged, in_pages=in_pages)
            leads = links.leads_of(name, in_pages=in_pages)
            if leads and status < HTTPStatus.MULTIPLE_CHOICES:
                answer["links"] = leads


def shapes_of_problems() -> dict[str, Any]:
    """Describe a refusal and its faults."""
    problem = Problem.model_json_schema(ref_template=SHAPES, schema_generator=ShapeGenerator)
    return {**problem.pop("$defs"), Problem.__name__: problem}


def headers_of(status: int, *, tagged: bool, in_pages: bool) -> dict[str, Any]:
    """Describe the headers of an answer, and which of them are always there."""
    sure = dict(ALWAYS)
    if tagged and status < HTTPStatus.BAD_REQUEST:
        sure |= TAG
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        sure |= AGAIN
    unsure = {} if status in COUNTED else LIMITS
    sure |= LIMITS if status in COUNTED else {}
    if in_pages and status == HTTPStatus.OK:
        unsure = unsure | NEXT
    return {
        name: {"description": words, "required": name in sure, "schema": shape}
        for name, (words, shape) in (sure | unsure).items()
    }


def operations_of(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List the operations of a description."""
    for verbs in schema["paths"].values():
        yield from verbs.values()
