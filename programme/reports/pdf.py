"""A report as PDF, from the page's own template and stylesheet.

The slow library is imported inside: it needs Pango, which a machine may lack. Nothing is fetched
from anywhere: it is given our own stylesheet and the pictures of the report, and what asks for
more is not written.
"""

import ctypes
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from programme.models import ProgrammeReport

from .parts import ReportContent
from .words import short_digest

# No machine has this name: what is asked for there can only be our own.
OWN_HOST = "report.invalid"
SVG, CSS = "image/svg+xml", "text/css"
# Pango brings it along.
FONTCONFIG = "libfontconfig.so.1"
Lacking = ProgrammeReport.Lacking


def what_is_lacking(language: str) -> str:
    """Say what this machine lacks to write a report of a language as PDF; nothing if it can."""
    try:
        import weasyprint  # noqa: F401 - it loads Pango

        return "" if language == "en" or has_letters(language) else Lacking.FONT
    except OSError:
        return Lacking.PANGO


def has_letters(language: str) -> bool:
    """Ask fontconfig, from which Pango takes its fonts, whether one can write a language."""
    library = ctypes.CDLL(FONTCONFIG)
    for name in ("FcNameParse", "FcObjectSetCreate", "FcFontList"):
        getattr(library, name).restype = ctypes.c_void_p
    asked = ctypes.c_void_p(library.FcNameParse(f":lang={language}".encode()))
    nothing = ctypes.c_void_p(library.FcObjectSetCreate())
    found = library.FcFontList(None, asked, nothing)
    # The list of what was found begins with how many they are.
    any_found = bool(found) and ctypes.c_int.from_address(found).value > 0
    library.FcFontSetDestroy(ctypes.c_void_p(found))
    library.FcObjectSetDestroy(nothing)
    library.FcPatternDestroy(asked)
    return any_found


def write_pdf(report: ProgrammeReport, content: ReportContent) -> bytes:
    """Write a report as PDF. Refused: a page that asks for anything but our own."""
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    own = own_files(report, content.drawings)

    class OwnFiles(URLFetcher):
        """Gives what is our own, and ends everything at what is not."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if (found := own_file(url, own)) is None:
                raise FatalURLFetchingError(url)
            body, kind = found
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    context = {"report": report, "content": content, "fingerprint": short_digest(content.digest)}
    page = render_to_string("programme/reports/report_file.html", context)
    try:
        return HTML(string=page, base_url=f"http://{OWN_HOST}/", url_fetcher=OwnFiles()).write_pdf()
    except FatalURLFetchingError as refused:
        raise ValueError(f"A report asked for {refused}") from refused


def own_files(report: ProgrammeReport, drawings: Mapping[str, str]) -> dict[str, tuple[bytes, str]]:
    """Name everything that a report may ask for: its stylesheet, and its pictures."""
    found = {static("report.css"): (stylesheet(), CSS)}
    for key, svg in drawings.items():
        address = reverse("report_picture", args=[report.public_id, key])
        found[address] = (svg.encode(), SVG)
    return found


def own_file(url: str, own: Mapping[str, tuple[bytes, str]]) -> tuple[bytes, str] | None:
    """Find a file by its address; an address elsewhere has none."""
    asked = urlsplit(url)
    if asked.scheme != "http" or asked.netloc != OWN_HOST:
        return None
    return own.get(unquote(asked.path))


def stylesheet() -> bytes:
    """Read the stylesheet of the paper, as it is packed or from its source."""
    name = "report.css"
    if path := finders.find(name):
        with open(path, "rb") as file:
            return file.read()
    with staticfiles_storage.open(name) as file:
        return file.read()
