"""Open data: pages, files and the feed, for everybody and without a sign-in.

An address has one answer for all: the language is part of it, no cookie is set, and nothing notes
the reader. What was withdrawn is gone for good, and says only that and when.
"""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from people.languages.known import OWN_NAMES, offered_languages
from people.weeks import today
from people.writing import links
from programme.releases import reading
from programme.releases.formats import atom, files
from programme.releases.formats.files import ReleaseFiles
from programme.releases.keeping import kept_files, open_data_home
from programme.releases.published import ListedRelease, ReleaseTombstone
from training.passport import keys

from .answers import FILES_FOR, kept_answer
from .page import OpenRelease, name_of_release, said_later

HTML, ATOM, JOSE = "text/html; charset=utf-8", "application/atom+xml", "application/jose"
SIGNATURE = "release.jws"
# The kind of what is signed, so that it is never taken for a badge.
SIGNED_KIND = "release+jws"


def drawn_page(template: str, language: str, route: str, *args: object, **more: object) -> str:
    """Draw a page without its reader: no session, no cookie, one text for all."""
    others = [code for code, _own in offered_languages() if code != language]
    context = {
        "site": settings.SITE_URL,
        "languages": [(one, OWN_NAMES[one], reverse(route, args=[*args, one])) for one in others],
        "here": reverse(route, args=[*args, language]),
        "language": language,
        "helpline": settings.HELPLINE,
        "demo": settings.DEMO,
        **more,
    }
    with translation.override(language):
        return render_to_string(f"programme/releases/{template}.html", context)


def offered_or_404(language: str) -> str:
    """Refuse a language in which no page is offered."""
    if language not in dict(offered_languages()):
        raise Http404
    return language


def spoken_by(request: HttpRequest) -> str:
    """Choose the language of a reader who came to an address without one."""
    asked = request.LANGUAGE_CODE
    return asked if asked in dict(offered_languages()) else "en"


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Lead to the list in the reader's language."""
    return redirect("open_data_in", spoken_by(request))


@login_not_required
@require_safe
def open_data_in(request: HttpRequest, language: str) -> HttpResponseBase:
    """List every release that is public."""
    offered_or_404(language)
    with translation.override(language):
        rows = [(one, name_of_release(one, language)) for one in public_ones()[0]]
    text = drawn_page("open_data", language, "open_data_in", rows=rows, feed=reverse("open_feed"))
    return kept_answer(request, text, HTML, languages=language)


def public_ones() -> tuple[list[ListedRelease], list[tuple[UUID, datetime]]]:
    """Read what is public, and what was."""
    found = reading.public_releases()
    return (
        [one for one in found if isinstance(one, ListedRelease)],
        [(one.public_id, one.withdrawn_at) for one in found if isinstance(one, ReleaseTombstone)],
    )


def with_files[Found: ListedRelease](
    read: Callable[[UUID], Found | ReleaseTombstone | None], public_id: UUID, *names: str
) -> tuple[Found | ReleaseTombstone, ReleaseFiles]:
    """Read a release and then its files, or some of them.

    One that is withdrawn in between has no files any more, and is a tombstone.
    """
    found, written = read(public_id), kept_files(public_id, *names)
    if not written.contents:
        found = read(public_id)
    if found is None:
        raise Http404
    return found, written


def tombstone(found: ReleaseTombstone, language: str) -> HttpResponse:
    """Say that a release was withdrawn and when, and what later ones say of it."""
    with translation.override(language):
        said = said_later(found, language)
        text = drawn_page(
            "withdrawn", language, "open_release_in", found.public_id, gone=found, said=said
        )
    return HttpResponse(text, content_type=HTML, status=HTTPStatus.GONE)


@login_not_required
@require_safe
def open_release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lead from the address of a release to its page in the reader's language."""
    if (found := reading.published_release(public_id)) is None:
        raise Http404
    if isinstance(found, ReleaseTombstone):
        return tombstone(found, spoken_by(request))
    return redirect("open_release_in", public_id, spoken_by(request))


@login_not_required
@require_safe
def open_release_in(request: HttpRequest, public_id: UUID, language: str) -> HttpResponseBase:
    """Show one release: its tables, how it was made, and its files."""
    offered_or_404(language)
    found, written = with_files(reading.published_release, public_id)
    if isinstance(found, ReleaseTombstone):
        return tombstone(found, language)
    page = OpenRelease(
        found, written, home=open_data_home(), language=language, signed=keys.signs()
    )
    with translation.override(language):
        text = drawn_page(
            "open_release",
            language,
            "open_release_in",
            public_id,
            page=page,
            key_set=reverse("badge_keys"),
            feed=reverse("open_feed"),
        )
    return kept_answer(request, text, HTML, languages=language)


@login_not_required
@require_safe
def open_release_file(request: HttpRequest, public_id: UUID, name: str) -> HttpResponseBase:
    """Hand out one file of a release; it never changes. The signature may, with the key."""
    is_signature = name == SIGNATURE and keys.signs()
    # A file that the product learnt to write since has no place in an older release.
    wanted = () if is_signature else (name,)
    found, kept = with_files(reading.listed_release, public_id, *wanted)
    if isinstance(found, ReleaseTombstone):
        said = f"Withdrawn on {today(found.withdrawn_at)}.\n"
        return HttpResponse(said, content_type="text/plain; charset=utf-8", status=HTTPStatus.GONE)
    languages = ", ".join(found.languages)
    if is_signature:
        statement = files.statement(found, open_data_home(), kept)
        signed = keys.sign_document(statement, SIGNED_KIND)
        return kept_answer(request, signed, JOSE, languages=languages)
    if name not in files.MEDIA or name not in kept.contents:
        raise Http404
    return kept_answer(
        request,
        kept.contents[name],
        files.MEDIA[name],
        languages=languages,
        changed=found.published_at,
        lasts=FILES_FOR,
    )


@login_not_required
@require_safe
def open_feed(request: HttpRequest) -> HttpResponseBase:
    """Publish all releases as a feed, for readers who wait for the next one."""
    released, withdrawn = public_ones()
    text = atom.feed(released, open_data_home(), links.to("open_feed"), withdrawn)
    changed = atom.last_change(released, withdrawn)
    return kept_answer(request, text, ATOM, languages="en", changed=changed)
