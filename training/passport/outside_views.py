"""What programs elsewhere read to check a badge: the badge, its issuer, keys and lists.

Any reader may have it, from any page and without a sign-in; nothing here writes, and nothing notes
the reader.
"""

import hashlib
import json
from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from people.models import Organisation
from people.tenancy.context import everywhere
from training.formats.openbadges import CONTEXTS
from training.formats.status_list import KEPT_FOR
from training.models import ProofLine

from . import badges, keys, statuses

SIGNED, PAGE = "application/vc+jwt", "text/html"
# Controlled identifiers v1.0: how an issuer names the keys that sign for it.
NAMES_KEYS = "https://www.w3.org/ns/cid/v1"


def open_to_all[Answer: HttpResponseBase](response: Answer) -> Answer:
    """Let pages of other sites read an answer."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def kept(request: HttpRequest, content: str, content_type: str, mark: str) -> HttpResponseBase:
    """Answer with what readers keep for an hour, or that what they have is still so."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR.seconds}"
    response.headers["ETag"] = etag = f'"{hashlib.sha256(mark.encode()).hexdigest()[:32]}"'
    # The head of a 304 takes the place of the one that was kept: it has to let the same pages read.
    return open_to_all(get_conditional_response(request, etag=etag, response=response) or response)


MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def kept_json(request: HttpRequest, found: object, content_type: str) -> HttpResponseBase:
    """Answer with a JSON document that readers keep for an hour."""
    # A name may hold signs of markup: as codes they are none, whatever reads this as a page.
    text = json.dumps(found, ensure_ascii=False).translate(MARKUP)
    return kept(request, text, content_type, text)


def issuer_or_404(public_id: UUID) -> Organisation:
    """Find who issued badges; of another organisation, or where none are signed, there is no page.

    So no visitor learns from here which organisations share this installation.
    """
    found = statuses.issuer_of_badges(public_id) if keys.signs() else None
    if found is None:
        raise Http404
    return found


@login_not_required
@require_safe
def badge_issuer(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Publish who issues badges, with the keys that sign them."""
    profile = statuses.issuer_profile(issuer_or_404(public_id))
    written = [
        {"id": at, "type": "JsonWebKey", "controller": profile["id"], "publicKeyJwk": key}
        for at, key in keys.written_keys().items()
    ]
    document = {
        "@context": [*CONTEXTS, NAMES_KEYS],
        **profile,
        "verificationMethod": written,
        "assertionMethod": [one["id"] for one in written],
    }
    return kept_json(request, document, "application/ld+json")


@login_not_required
@require_safe
def badge_status_list(request: HttpRequest, public_id: UUID, number: int) -> HttpResponseBase:
    """Publish which badges of an issuer no longer hold, as a signed list that names no person."""
    found = statuses.published_list(issuer_or_404(public_id), number, timezone.now())
    # It names its own address: at another way of writing the number, such as 01, it would not.
    if found is None or not found["id"].endswith(request.path):
        raise Http404
    return kept(request, signed := keys.sign_list(found), SIGNED, signed)


@login_not_required
@require_safe
def badge_keys(request: HttpRequest) -> HttpResponseBase:
    """Publish all keys that sign or signed badges, as a JWK set."""
    if not keys.signs():
        raise Http404
    found = {"keys": list(keys.written_keys().values())}
    return kept_json(request, found, "application/jwk-set+json")


@login_not_required
@require_safe
def badge_key(request: HttpRequest, name: str) -> HttpResponseBase:
    """Publish one key that signs or signed badges, as a JWK."""
    found = keys.written_keys().get(keys.key_address(name)) if keys.signs() else None
    if found is None:
        raise Http404
    return kept_json(request, found, "application/json")


@login_not_required
@require_safe
def shared_badge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lead a person to the page of a badge, and hand a program the badge itself.

    For as long as its holder shows it; the address is in the badge and nowhere else. A badge that
    was revoked is handed out no more, and its page says so.
    """
    line = badges.shared_line(public_id)
    if line is None or not keys.signs():
        raise Http404
    response = page_or_badge(request, line)
    patch_vary_headers(response, ["Accept"])
    return open_to_all(response)


def page_or_badge(request: HttpRequest, line: ProofLine) -> HttpResponse:
    """Choose by what the reader asks for."""
    if request.get_preferred_type([SIGNED, PAGE]) == PAGE:
        return redirect("check_proof", public_id=line.proof.public_id)
    return badge_file(line)


@everywhere()  # a badge may be of another place of its holder's account
def badge_file(line: ProofLine) -> HttpResponse:
    """Hand out a badge, for as long as it holds."""
    if line.certificate.revoked_at or not hasattr(line, "status"):
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    return HttpResponse(badges.badge(line), content_type=SIGNED)
