"""A page in Thai has no English word of the product: each person opens every address there is."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from people.rules.public_days import public_days
from programme.models import ReleaseFile
from tests.makers import NOW, enter
from tests.test_permissions import boss, friday, objects, opened

__all__ = ["boss", "friday", "objects"]

# A worker, a supervisor, and one with every role there is: together they see every page.
CAST = ("nok", "wipa", "boss")
UNSEEN = re.compile(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->|<code\b.*?</code>", re.DOTALL)
SPOKEN = re.compile(r'\s(?:aria-label|alt|title|placeholder|aria-description)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
# An address, a mail address, a name of a file, a code with a digit in it.
CODE = re.compile(
    r"\S*(?:://|@|/\w|\.\w{2,4}\b|[a-z]_[a-z]|\d[a-z]|[a-z]\d|[A-Z]-)\S*", re.IGNORECASE
)
OF_BROWSERS = {"Java", "Script", "Chrome", "Firefox", "Edge", "Samsung", "Internet"}
OF_CHECKS = {"Chromium", "axe"}
# Of iPhone and iPad the part that begins with a capital.
OF_PHONES = {"Android", "Safari", "Phone", "Pad"}
WORD = re.compile(r"[A-Za-z][a-z’']{2,}")
# Names of this product and others, file formats, and terms that Thai keeps beside its own word.
ALLOWED = {
    *OF_CHECKS,
    # The name of a key, as it stands on it.
    "Shift",
    *("English", "Badge", "Open", "Zoom", "Teams"),
    *("forensic", "debrief"),
    # A journal that a limit is taken from, and what the tests' people wrote under seal.
    *("Psychiatry", "Thank", "you", "staying"),
    *("XLSX", "XLS", "ODS", "CSV", "TSV", "ZIP", "Form", "JSON", "Schema"),
    # What forms are collected with, and who writes the standards of codes.
    *("Kobo", "Toolbox", "ODK", "ISO"),
    *("XLSX", "XLS", "ODS", "CSV", "TSV", "Atom", "Frictionless", "Data", "Package"),
}
# The subject of lists that only tests have.
OF_TESTS = settings.BASE_DIR / "tests" / "people" / "lists" / "trades.py"
OF_SCALES = {
    "my_scales",
    "scale",
    "scale_result",
    "wording_packs",
    "wording_pack",
    "wording_pack_new",
}
SCALES = settings.BASE_DIR / "wellbeing" / "instruments"


def seen_and_said(page):
    """Read what a page shows, and what it says aloud beside that."""
    seen = UNSEEN.sub(" ", page)
    return unescape(" ".join([TAG.sub(" ", seen), *SPOKEN.findall(seen)]))


def words(page):
    """List the words in Latin letters that a page shows or says aloud; codes are none."""
    return set(WORD.findall(CODE.sub(" ", seen_and_said(page))))


def written_by_people():
    """Collect the words that stand in the database: names, places, notes."""
    texts = set()
    for model in apps.get_models():
        columns = [
            one.attname
            for one in model._meta.concrete_fields
            if isinstance(one, models.CharField | models.TextField | models.JSONField)
        ]
        if columns:
            texts |= {str(text) for row in model.objects.values_list(*columns) for text in row}
    return set(WORD.findall(" ".join(texts)))


def quoted():
    """Collect the words that the keys of the scales quote as they were published."""
    texts = (path.read_text(encoding="utf-8") for path in SCALES.glob("*.toml"))
    return set(WORD.findall(" ".join(texts)))


def in_both_languages():
    """Collect the English names of holidays, which stand beside the Thai ones in the calendar."""
    return set(WORD.findall(" ".join(one.en for one in public_days(NOW.year))))


def of_releases():
    """Collect the English words of a codebook and a citation, which each release has for all."""
    files = ReleaseFile.objects.filter(name__in=["codebook.csv", "CITATION.cff"])
    texts = (bytes(one.content).decode() for one in files)
    return set(WORD.findall(" ".join(texts)))


def is_page_of_people(route, answer):
    """Leave out what programs and browsers read: the API and the service worker."""
    return answer["Content-Type"].startswith("text/html") and not route.startswith("api:")


@pytest.mark.rendered
@pytest.mark.parametrize("who", CAST)
def test_a_page_in_thai_has_no_english_word(client, request, objects, who):
    person = request.getfixturevalue(who)
    enter(client, person)
    client.cookies["django_language"] = "th"
    known, found, pages = written_by_people() | ALLOWED, set(), 0
    known |= set(WORD.findall(OF_TESTS.read_text(encoding="utf-8")))
    for (route, _whose), answer in opened(client, objects).items():
        if answer.status_code == 200 and answer.context and is_page_of_people(route, answer):
            pages += 1
            allowed = known | (quoted() if route in OF_SCALES else set())
            allowed |= OF_BROWSERS | OF_PHONES if route == "this_phone" else set()
            allowed |= OF_BROWSERS | OF_PHONES if route == "home_screen" else set()
            allowed |= {"Java", "Script"} if route == "accessibility" else set()
            allowed |= {"localhost"} if route == "own_messages" else set()  # the site's address
            allowed |= in_both_languages() if route == "days_of_rest" else set()
            allowed |= of_releases() if route == "open_release_in" else set()
            found |= {f"{route}: {word}" for word in words(answer.text) - allowed}
    assert pages > 40
    assert sorted(found) == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>ส่ง <b>Save</b></p>", {"Save"}),
        ('<a aria-label="Open it" href="/my-week/">ดู</a>', {"Open"}),
        ('<input value="save" class="button"><script>const word = 1;</script>', set()),
        ("<p>https://example.org/page, nok@example.org, QX-4F7, kj_abc1</p>", set()),
        ("<p>Unsent &amp; ส่งแล้ว</p>", {"Unsent"}),
    ],
)
def test_english_words_of_a_page_are_found(page, expected):
    assert words(page) == expected
