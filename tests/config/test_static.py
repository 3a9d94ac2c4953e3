"""What a first visit fetches beside the page: served as written, packed ahead, and small."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.http import HttpResponse
from django.utils.module_loading import import_string

from config.packing import JOINED, SCRIPTS, PackMiddleware, StaticStorage, by_brotli
from config.settings import STORAGES
from tests.makers import enter

STATIC = settings.BASE_DIR / "config" / "static"
PACKED_AT_MOST = 10_400  # our stylesheet and script together, in bytes
UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
ANY_KEY = re.compile(r'value="\w{64}"')
COMMENTS = re.compile(r"[ \t]*/\*.*?\*/\n?", re.DOTALL)
TEXTS = re.compile(r"""(\s*"[^"]*")""")
SIGNS = re.compile(r"\s*([{};])\s*|([:,])\s+")
BROKEN = re.compile(r"\s*\n\s*")


def storage_at(place: Path) -> StaticStorage:
    """Give what keeps collected files, as the product has it."""
    return import_string(STORAGES["staticfiles"]["BACKEND"])(place, base_url="/static/")


def as_packed(storage: StaticStorage, name: str) -> bytes:
    """Read a collected file as a browser of today is given it."""
    return Path(storage.path(f"{storage.stored_name(name)}.br")).read_bytes()


def packed_ahead(place: Path, *names: str) -> dict[str, bytes]:
    """Collect files of ours, and give them as they are served to a browser of today."""
    storage = storage_at(place)
    collected = {*names, *SCRIPTS} - {JOINED}
    for name in collected:
        with (STATIC / name).open("rb") as source:
            storage.save(name, source)
    list(storage.post_process({name: (storage, name) for name in collected}))
    return {name: as_packed(storage, name) for name in names}


def without_comments(script: str) -> str:
    """Read a script without its lines of comments, and without what indents the others."""
    lines = [line.lstrip(" \t") for line in script.splitlines(keepends=True)]
    return "".join(line for line in lines if not line.startswith("//"))


def without_gaps(style: str) -> str:
    """Read a stylesheet without what only lays it out, and with its texts as they are."""
    pieces = TEXTS.split(COMMENTS.sub("", style))
    pieces[::2] = [BROKEN.sub("\n", SIGNS.sub(r"\1\2", one)) for one in pieces[::2]]
    return "".join(pieces).strip()


def test_stylesheet_and_script_are_packed_ahead_as_they_are_written_but_for_layout(tmp_path):
    packed = packed_ahead(tmp_path, "app.css", "app.js")
    written = {name: (STATIC / name).read_text() for name in packed}
    written["app.css"] = without_gaps(written["app.css"])
    written["app.js"] = without_comments(written["app.js"])

    assert {name: brotli.decompress(data).decode() for name, data in packed.items()} == written
    assert sum(map(len, packed.values())) < PACKED_AT_MOST


def test_the_scripts_of_every_page_are_one_file_once_collected_and_the_quick_exit_is_first(
    tmp_path,
):
    joined = packed_ahead(tmp_path, JOINED)[JOINED]

    written = [without_comments((STATIC / name).read_text()) for name in SCRIPTS]
    assert SCRIPTS[0] == "exit.js"
    assert brotli.decompress(joined).decode() == "".join(written)


def test_what_is_collected_again_is_joined_anew(tmp_path):
    packed_ahead(tmp_path, JOINED)
    (tmp_path / SCRIPTS[0]).write_text("another();\n")
    storage = storage_at(tmp_path)
    list(storage.post_process({}))

    assert brotli.decompress(as_packed(storage, JOINED)).startswith(b"another();\n")


def test_no_comment_of_a_stylesheet_is_sent_and_every_rule_is(tmp_path):
    for name, data in packed_ahead(
        tmp_path, "app.css", "gate.css", "pages.css", "office.css", "languages.css"
    ).items():
        served, written = brotli.decompress(data).decode(), (STATIC / name).read_text()
        assert "/*" in written
        assert "*/" not in served
        assert served == without_gaps(written)
        assert served.count("{") == COMMENTS.sub("", written).count("{")


PAGE = "/sign-in/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "packed"),
    [
        ("gzip, br", "br"),
        ("br;q=0.9, gzip", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, br;q=0", "gzip"),
        ("br;q=0.0", None),
        ("gzip", "gzip"),
        ("abr, brx", None),
        ("", None),
    ],
)
def test_a_page_is_packed_as_its_browser_takes_it(client, asked, packed):
    plain = client.get(PAGE)
    found = client.get(PAGE, headers={"accept-encoding": asked})
    unpacked = UNPACKED[packed](found.content).decode()

    assert found.get("Content-Encoding") == packed
    assert ANY_KEY.sub("", unpacked) == ANY_KEY.sub("", plain.content.decode())
    assert "Accept-Encoding" in found["Vary"]
    assert found.get("Content-Length", str(len(found.content))) == str(len(found.content))


@pytest.mark.parametrize("more", [0, 1, 63, 99])
def test_the_length_of_a_packed_page_says_little_of_what_is_in_it(more):
    page = "ก" * 900

    assert brotli.decompress(by_brotli(page.encode(), more)).decode() == page
    assert len(by_brotli(page.encode(), more)) == len(by_brotli(page.encode(), 0)) + more


@pytest.mark.django_db
def test_a_page_has_another_length_each_time(client):
    asked = {"accept-encoding": "br"}

    assert len({len(client.get(PAGE, headers=asked).content) for _ in range(30)}) > 5


def test_what_gets_no_smaller_goes_as_it_is(rf):
    page = HttpResponse(bytes(range(256)))
    found = PackMiddleware(lambda _: page)(rf.get("/", headers={"accept-encoding": "br"}))

    assert not found.has_header("Content-Encoding")
    assert found.content == bytes(range(256))


# What My week loads beside style and script of every page, and what comes right after.
OPENING_AT_MOST, USING_AT_MOST = 2_900, 5_300


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["th", "en"])
def test_what_keeps_a_week_without_a_signal_is_small(client, tmp_path, language):
    packed = packed_ahead(tmp_path, "kept.js", "waiting.js")
    worker = client.get("/sw.js", {"language": language}, headers={"accept-encoding": "br"})

    assert len(packed["kept.js"]) < OPENING_AT_MOST
    assert len(packed["waiting.js"]) + len(worker.content) < USING_AT_MOST


# All that a phone fetches for its first look at My week beside the page, htmx too, and right after
# it for the worker; without heads. The worker brings along what it sends with: before, it fetched
# kept.js anew past what the browser had, which was not counted here and came to 34,300.
FIRST_VISIT = ("app.css", "waiting.js", "icons.svg")
FIRST_VISIT_AT_MOST = 31_500


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["th", "en"])
def test_all_that_a_first_visit_of_my_week_fetches_beside_the_page_is_small(
    client, nok, tmp_path, language
):
    packed = packed_ahead(tmp_path, *FIRST_VISIT, JOINED)
    worker = client.get("/sw.js", {"language": language}, headers={"accept-encoding": "br"})
    htmx = Path(find("django_htmx/htmx-2.min.js")).read_bytes()
    enter(client, nok)
    page = client.get("/my-week/").text

    named = set(re.findall(r"/static/([\w./-]+\.(?:css|js|svg))", page))
    assert named == {*FIRST_VISIT, *SCRIPTS, "django_htmx/htmx-2.min.js"}
    assert (
        sum(map(len, packed.values())) + len(brotli.compress(htmx)) + len(worker.content)
        < FIRST_VISIT_AT_MOST
    )


@pytest.mark.django_db
def test_a_sign_in_fetches_no_styles_of_other_pages_and_they_do(client, nok):
    assert "pages.css" not in client.get("/sign-in/").text
    enter(client, nok)
    assert client.get("/account/").text.count("pages.css") == 1


@pytest.mark.parametrize("name", [*SCRIPTS, "waiting.js", "pages.js"])
def test_a_script_speaks_as_browsers_of_2020_do(name):
    """Safari 14 and Chromium 90 stop at a letter that they do not know, and nothing runs."""
    script = (STATIC / name).read_text()

    later = r"^\s*await |\.at\(|\.#|\?\?=|\|\|=|&&=|\.findLast|structuredClone|requestSubmit|\(\?<"
    lines = [line for line in script.splitlines() if not line.startswith("    ")]
    assert not re.search(later.removeprefix("^\\s*await |"), script)
    assert not [line for line in lines if line.startswith("await ")]


def test_my_week_and_the_sign_in_load_nothing_that_only_other_pages_need(client, nok):
    signed_out = client.get(PAGE).text
    enter(client, nok)
    pages = [client.get(path).text for path in ("/my-week/", "/my-days/", "/my-trend/")]

    loaded = [("pages.css" in page, "pages.js" in page) for page in (signed_out, *pages)]
    assert loaded == [(False, False), (False, False), (True, True), (True, True)]
