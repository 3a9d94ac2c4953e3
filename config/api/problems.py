"""Refusals of the API as RFC 9457 has them: one shape, each fault with its field and code."""

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja.errors import ValidationError as ShapeError

from people.writing.schemas import Fault
from people.writing.sentences import Sentence

PROBLEM_JSON = "application/problem+json"
INVALID = "invalid"
TITLES: dict[int, Sentence] = {
    400: _("Not understood"),
    401: _("No key that holds"),
    403: _("Not for you"),
    404: _("Nothing found"),
    405: _("Another method"),
    409: _("Others were first"),
    412: _("Changed meanwhile"),
    413: _("Too large"),
    422: _("Something does not fit"),
    429: _("Too many at once"),
}
# Of a body that is wrong all over the first faults tell enough; each costs more than what is wrong.
FAULTS_AT_MOST = 100
OTHERWISE = _("Something went wrong")
# What an answer has as its code where nothing more is known than its status.
USUAL_CODES = {
    400: "not_understood",
    401: "no_key",
    403: "forbidden",
    404: "not_found",
    405: "method",
    409: "conflict",
    412: "changed",
    413: "too_large",
    422: INVALID,
    429: "too_many",
}
# Another person settled the matter meanwhile, or it is not what the program read.
STATUSES = {
    "already_sent": HTTPStatus.CONFLICT,
    "already_there": HTTPStatus.CONFLICT,
    "answered": HTTPStatus.CONFLICT,
    "stale": HTTPStatus.CONFLICT,
    "gone": HTTPStatus.CONFLICT,
    "changed": HTTPStatus.PRECONDITION_FAILED,
}


def problem(
    status: int,
    faults: Sequence[Fault] = (),
    *,
    detail: Sentence = "",
    code: str = "",
    more: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Answer with a problem: its kind, what it is in words, and each fault by its field.

    `code` is the faults' own where all have the same. `more` are members that only some kinds have.
    """
    codes = {fault.code for fault in faults} or {""}
    kind = code or (codes.pop() if len(codes) == 1 else INVALID) or usual_code(status)
    said = {
        "type": f"{settings.SITE_URL}/api/docs#{kind}",
        "title": str(TITLES.get(status, OTHERWISE)),
        "status": int(status),
        "detail": str(detail) or " ".join(fault.detail for fault in faults),
        "code": kind,
        "errors": [fault.dict() for fault in faults],
        **(more or {}),
    }
    text = json.dumps(said, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=PROBLEM_JSON)


def usual_code(status: int) -> str:
    """Say the code of a status where nothing more is known."""
    return USUAL_CODES.get(status, "server" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "")


def of_refusal(error: ValidationError) -> HttpResponse:
    """Answer what a verb refused: each sentence with its field and code."""
    faults = list(faults_of(error))
    known = [STATUSES[fault.code] for fault in faults if fault.code in STATUSES]
    status = next(iter(known), HTTPStatus.UNPROCESSABLE_ENTITY)
    params = getattr(error, "params", None) or {}
    hashes = {name: str(params[name]) for name in ("stored", "sent") if name in params}
    return problem(status, faults, more=hashes)


def faults_of(error: ValidationError) -> Iterator[Fault]:
    """List the sentences of a refusal, each with the field it is about, if there is one."""
    by_field: Mapping[str, list[ValidationError]] = getattr(error, "error_dict", {})
    for field, errors in (by_field or {"": error.error_list}).items():
        for one in errors:
            about = "" if field == NON_FIELD_ERRORS else field
            yield Fault(
                field=about or field_of_line(one.params),
                code=one.code or INVALID,
                detail=" ".join(one.messages),
            )


def field_of_line(params: Any) -> str:
    """Name the field of a line, where a refusal knows its place."""
    if isinstance(params, dict) and {"place", "field"} <= params.keys():
        return f"lines.{params['place']}.{params['field']}"
    return ""


def of_shape(error: ShapeError) -> HttpResponse:
    """Answer a request of the wrong shape: each field, a hundred at most, and what is wrong."""
    faults = [
        Fault(field=place, code=one["type"], detail=": ".join(filter(None, (place, one["msg"]))))
        for one in error.errors[:FAULTS_AT_MOST]
        for place in [place_in_request(one["loc"])]
    ]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, faults, code=INVALID)


def place_in_request(parts: Sequence[str | int]) -> str:
    """Say where something is as who sent it sees it: without our name for the whole body."""
    source, *rest = parts
    return ".".join(str(one) for one in (rest[1:] if source == "body" else rest))
