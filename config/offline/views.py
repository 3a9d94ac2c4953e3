"""The worker of the site, and the page that it shows in place of one that does not come."""

import hashlib
import re
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.csp import CSP, build_policy
from django.utils.translation import override
from django.views.decorators.csp import csp_override
from django.views.decorators.http import conditional_page, require_safe

from config.packing import packed_once, script_names, without_comments
from config.rendering import without_layout

# What the page without a signal looks like and does, beside the scripts of every page;
# "languages.css" where more than two are on.
FILES = ("app.css", "waiting.js", "icons.svg")
# Where kept.js begins what only pages do.
PAGES_ALONE = "  // What follows is for pages alone"
# What a script's text between back ticks reads otherwise than it stands.
MEANS_MORE_IN_A_TEXT = re.compile(r"[`\\]|\$\{")
KEPT_A_WHILE = "public, no-cache"


def asked_language(request: HttpRequest) -> str:
    """Read the language in the address: a worker and its page have no cookie to go by."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@lru_cache(maxsize=8)
def offline_page(language: str, helpline: str, exit_site: str) -> str:
    """Draw the page without a signal, once a process for each language: it names no person."""
    told = {"helpline": helpline, "exit_site": exit_site}
    with override(language):
        return render_to_string("offline/offline.html", told).lstrip()


def page_without_signal(language: str) -> str:
    """Give that page as this installation has it."""
    return offline_page(language, settings.HELPLINE, settings.EXIT_SITE)


@lru_cache(maxsize=1)
def sending_script() -> str:
    """Give the part of kept.js that sends, as one value: what a worker does with what waits.

    A worker that loads the whole file fetches it anew, past what the browser has of the page.
    """
    script = (settings.BASE_DIR / "config/static/kept.js").read_text(encoding="utf-8")
    part = script.partition("(() => {")[2].partition(PAGES_ALONE)[0]
    sending = f"const kept = (() => {{{part}return {{ send, endVisit }};\n}})();"
    return without_layout(without_comments(sending, "kept.js"), "sw.js")


@require_safe
@conditional_page
def offline(request: HttpRequest) -> HttpResponse:
    """Give the page that the worker shows without a signal."""
    response = HttpResponse(page_without_signal(asked_language(request)))
    response.headers["Cache-Control"] = KEPT_A_WHILE
    return response


# It may ask this site; a page that it answers with has rules of its own.
@require_safe
@csp_override({"default-src": [CSP.NONE], "connect-src": [CSP.SELF]})
@conditional_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the browser what answers without a signal and shows notices, in a language.

    It is asked for again each time, so that a browser keeps no old one, and sent only where it
    changed. It changes with each file and with the page that it keeps, and a browser takes a
    changed one for a new version.
    """
    language = asked_language(request)
    names = script_names() + FILES + ("languages.css",) * (len(settings.LANGUAGES) > 2)
    files = [static(name) for name in names]
    context = {
        "language": language,
        "policy": build_policy(settings.SECURE_CSP),
        "files": files,
        "version": hashlib.sha256("".join(files).encode()).hexdigest()[:12],
    }
    with override(language):
        worker = render_to_string("offline/sw.js", context)
    page = MEANS_MORE_IN_A_TEXT.sub(r"\\\g<0>", page_without_signal(language))
    # What is script already goes through no template, which would write it as HTML.
    whole = f"{worker}\n{sending_script()}\nconst PAGE = `{page}`;\n"
    script = without_layout(whole, "sw.js")
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = KEPT_A_WHILE
    return packed_once(request, response)
