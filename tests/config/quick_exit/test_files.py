"""What the button needs beside the page is small, and only a person who is signed in has it."""

import re

import brotli
from django.conf import settings

from tests.config.test_static import COMMENTS
from tests.makers import enter

STATIC = settings.BASE_DIR / "config" / "static"
PACKED_AT_MOST = 1_000  # stylesheet and script together, in bytes


def test_the_way_out_weighs_less_than_a_kilobyte():
    style = COMMENTS.sub("", (STATIC / "app.css").read_text(encoding="utf-8"))
    script = (STATIC / "exit.js").read_text(encoding="utf-8")
    for_it = "".join(re.findall(r"^.*\.exit\b.*$", style, re.MULTILINE))

    assert for_it
    assert sum(len(brotli.compress(one.encode())) for one in (for_it, script)) < PACKED_AT_MOST


def test_only_who_is_signed_in_has_it_and_its_script_comes_before_all_others(client, nok):
    assert 'class="exit"' not in client.get("/sign-in/").text
    enter(client, nok)
    page = client.get("/my-week/").text
    assert page.count('class="exit"') == page.count("exit.js") == 1
    assert re.search(r'<script src="([^"]+)"', page)[1] == "/static/exit.js"
