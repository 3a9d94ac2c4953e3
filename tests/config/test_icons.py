"""Every icon that a page asks for is in the sprite: a missing one would leave an empty place."""

import re

from django.conf import settings

from people.templatetags.kamlangjai import MORE_ICONS
from tests.makers import enter
from wellbeing.rules.lines import DAYS, LINE_NAMES

ROOT = settings.BASE_DIR
SPRITE = (ROOT / "config" / "static" / "icons.svg").read_text(encoding="utf-8")
MORE = (ROOT / "config" / "static" / "more.svg").read_text(encoding="utf-8")
SIGN = re.compile(r'<symbol id="i-((?:line|days)-\w+)"[^>]*>(.*?)</symbol>')


def test_every_icon_of_a_template_is_in_the_sprite():
    asked = {
        name
        for path in ROOT.glob("*/templates/**/*.html")
        for name in re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert asked
    assert {name for name in asked if f'id="i-{name}"' not in drawn_in(name)} == set()


def drawn_in(name):
    """The sprite that a page asks for an icon."""
    return MORE if name in MORE_ICONS else SPRITE


def test_each_icon_is_in_one_sprite_and_the_further_ones_are_known_by_name():
    there = [re.findall(r'<symbol id="i-([\w-]+)"', sprite) for sprite in (SPRITE, MORE)]
    assert set(there[1]) == MORE_ICONS
    assert len(there[0] + there[1]) == len({*there[0], *there[1]})


def test_my_week_shows_only_icons_of_the_sprite_that_every_page_has(client, nok):
    enter(client, nok)
    assert "more.svg" not in client.get("/my-week/").text


def test_every_line_and_every_answer_of_my_week_has_a_sign_of_its_own():
    wanted = [*(f"line-{one}" for one in LINE_NAMES), *(f"days-{n}" for n in range(len(DAYS)))]
    drawings = dict(SIGN.findall(SPRITE))
    assert sorted(drawings) == sorted(wanted)
    assert len(set(drawings.values())) == len(wanted)


def test_signs_stand_beside_words_and_on_no_other_page(client, nok):
    enter(client, nok)
    week = client.get("/my-week/").text
    assert week.count('class="icon sign"') == len(LINE_NAMES) * (1 + len(DAYS))
    assert '<svg class="icon sign" aria-hidden="true">' in week
    assert 'class="icon sign"' not in client.get("/my-trend/").text


def test_an_empty_place_is_a_loom_and_only_what_is_withheld_has_a_lock():
    empty = re.compile(r'class="empty">\s*\{% icon "(?!lock)')
    # Of config there are only the pages of errors: nothing will come there.
    pages = [path for path in ROOT.glob("*/templates/**/*.html") if "config" not in path.parts]
    assert pages
    assert [path for path in pages if empty.search(path.read_text(encoding="utf-8"))] == []
