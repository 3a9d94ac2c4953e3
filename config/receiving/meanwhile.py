"""Answer in words where a colleague was faster: between a page and its press, something changed.

A view has a form at which it says what its verb refuses. What only a colleague can bring about, in
the moment between the view's look and the verb's, has none: it is answered here, for every page.
"""

import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from config import unsent

log = logging.getLogger(__name__)


class MeanwhileMiddleware:
    """Say what a verb has refused, or that its row is gone, and give back what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Judge what a view has raised; what cannot be read any more is not found."""
        if not isinstance(exception, ValidationError | ObjectDoesNotExist):
            return None
        note(request, exception)
        if request.method != "POST":
            raise Http404 from exception
        if isinstance(exception, ValidationError):
            return changed(request, exception.messages, HTTPStatus.CONFLICT)
        return changed(request, [_("It is not there any more.")], HTTPStatus.NOT_FOUND)


def note(request: HttpRequest, exception: Exception) -> None:
    """Note in the log which page it was and why, without the sentence: that may name people."""
    kind = getattr(exception, "code", None) or type(exception).__qualname__
    page = request.resolver_match.view_name if request.resolver_match else ""
    log.warning("Changed before it was done: %s, %s", page, kind)


def changed(request: HttpRequest, sentences: Sequence[str], status: int) -> HttpResponse:
    """Show what has changed, with what was typed."""
    context = {"sentences": sentences, "typed": unsent.typed_in(request)}
    return render(request, "meanwhile.html", context, status=status)
