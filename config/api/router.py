"""The API: one way in for tokens, one place that puts refusals into words."""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as ShapeError
from ninja.openapi.docs import DocsBase
from ninja.operation import Operation

from people.accounts.tokens import EndedError
from people.audit import security_log
from people.organisation_keys.actions import RestingError
from people.program_keys import CallsError, ScopeError, Token
from people.programs.absences_api import router as absences
from people.programs.people_api import router as people
from people.programs.roles_api import router as roles
from programme.board.api import router as coverage
from programme.directory.api import router as directory
from programme.releases.public.api import router as releases
from training.certificates.api import router as certificates
from training.sessions.api import router as sessions
from wellbeing.groups.api import router as groups
from wellbeing.scales.api import router as instruments
from workload.api import router as workload
from workload.flags.api import router as flags
from workload.hands.api import router as hands
from workload.moves.api import router as transfers
from workload.time.api import router as days_off

from . import description, problems, shapes
from .problems import problem
from .words import ANSWERS, CODES, SUBJECTS


class Pages(DocsBase):
    """The API described on one of the house's own pages: no script, no other host."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """List every operation by subject, or describe one shape of what they take and give."""
        schema = api.get_openapi_schema(path_params=kwargs)
        every_shape = schema["components"]["schemas"]
        if (name := request.GET.get("shape")) is not None:
            return render_shape(request, name, every_shape)
        operations = {
            f"{verb.upper()} {path}": operation
            for path, verbs in schema["paths"].items()
            for verb, operation in verbs.items()
        }
        subjects = [
            (title, [described(words, call, operations[call]) for call, words in calls.items()])
            for title, calls in SUBJECTS
        ]
        names = sorted(every_shape, key=str.casefold)
        context = {"subjects": subjects, "answers": ANSWERS, "codes": CODES, "shapes": names}
        return render(request, "api_docs.html", context)


def described(words: Any, call: str, operation: dict[str, Any]) -> dict[str, Any]:
    """Say of an operation what it does, takes and gives."""
    return {
        "words": words,
        "call": call,
        "operation": operation,
        "sent": shapes.shape_sent(operation),
        "answered": shapes.shape_answered(operation),
    }


def render_shape(request: HttpRequest, name: str, every_shape: dict[str, Any]) -> HttpResponse:
    """Describe one shape: its fields, or the values that it may be."""
    if name not in every_shape:
        raise Http404
    shape = every_shape[name]
    every_field = shapes.fields(shape)
    context = {
        "name": name,
        "description": shape.get("description", ""),
        "fields": every_field,
        "values": [] if every_field else list(shapes.written(shape)),
    }
    return render(request, "api_shape.html", context)


class DescribedAPI(NinjaAPI):
    """The API, with its refusals described as what they are: problems."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name an operation by what it does; where its code is may change, clients may not."""
        return operation.view_func.__name__

    def scopes(self) -> dict[str, list[str]]:
        """Name the scope that each operation needs, by the operation's name."""
        return {
            self.get_openapi_operation_id(operation): [
                str(way.scope)
                for way in operation.auth_callbacks
                if isinstance(way, Token) and way.scope
            ]
            for router in self._get_bound_routers()
            for view in router.path_operations.values()
            for operation in view.operations
        }

    def get_openapi_schema(self, *, path_prefix: str | None = None, **about: Any) -> Any:
        """Complete what each operation says of itself; once a process, for it never changes.

        Who reads it leaves it as it is: the next reader gets the same.
        """
        prefix = self.get_root_path(about.get("path_params") or {})
        return self.described(prefix if path_prefix is None else path_prefix)

    @cache  # noqa: B019 - there is one such API, as long as its process
    def described(self, path_prefix: str) -> Any:
        """Describe it below an address."""
        schema = super().get_openapi_schema(path_prefix=path_prefix)
        description.complete(schema, self.scopes())
        return schema


api = DescribedAPI(
    title="Kamlangjai",
    version="1.1",
    auth=Token(),
    docs=Pages(),
    docs_url="/docs",
    urls_namespace="api",
    openapi_url="/openapi.json",
    servers=[{"url": settings.SITE_URL}],
)
api.add_router("/v1", workload)
api.add_router("/v1/transfers", transfers)
api.add_router("/v1/hands", hands)
api.add_router("/v1/instruments", instruments)
api.add_router("/v1/groups", groups)
api.add_router("/v1", people)
api.add_router("/v1", roles)
api.add_router("/v1", absences)
api.add_router("/v1", days_off)
api.add_router("/v1", certificates)
api.add_router("/v1/flags", flags)
api.add_router("/v1/sessions", sessions)
api.add_router("/v1/coverage", coverage)
api.add_router("/v1/releases", releases)
api.add_router("/v1/directory", directory)


@api.exception_handler(ValidationError)
def refused(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a verb's refusal; if another person settled the matter meanwhile, it is a conflict."""
    return problems.of_refusal(error)


@api.exception_handler(ShapeError)
def misshapen(_request: HttpRequest, error: ShapeError) -> HttpResponse:
    """Answer a body of the wrong shape with each field and what is wrong with it."""
    return problems.of_shape(error)


@api.exception_handler(HttpError)
def unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer a body that is no JSON."""
    return problem(error.status_code, detail=_("The body is no JSON that can be read."))


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def missing(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Answer alike for a row that is missing or just gone, and one that the person may not see."""
    return problem(404, detail=_("Nothing found."))


@api.exception_handler(PermissionDenied)
def forbidden(_request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """Answer a person without a role for this."""
    return problem(403, detail=str(error))


@api.exception_handler(ScopeError)
def beyond_scope(_request: HttpRequest, error: ScopeError) -> HttpResponse:
    """Answer a key that is for something else, and name what it would need."""
    return problem(403, detail=str(error), code="scope", more={"scope": error.scope})


@api.exception_handler(CallsError)
def too_often(_request: HttpRequest, _error: CallsError) -> HttpResponse:
    """Answer a key that calls too often; when it may again is in the headers."""
    return problem(429, detail=_("Too many calls in a minute. Please wait, then try again."))


@api.exception_handler(EndedError)
def ended(request: HttpRequest, error: EndedError) -> HttpResponse:
    """Answer an ended key, so that its person knows what to do."""
    security_log.note("key_refused", request=request)
    return problem(401, detail=str(error), code="key_ended")


@api.exception_handler(RestingError)
def resting(request: HttpRequest, error: RestingError) -> HttpResponse:
    """Answer a key of an organisation and its admin has no role for it any more."""
    security_log.note("key_refused", request=request)
    return problem(401, detail=str(error), code="key_rests")


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Answer a missing or unknown key."""
    security_log.note("key_refused", request=request)
    return problem(401, detail=_("A valid key is needed."))
