"""Every icon that a page asks for is in the sprite: a missing one would leave an empty place."""

import re

from django.conf import settings

ROOT = settings.BASE_DIR
SPRITE = (ROOT / "config" / "static" / "icons.svg").read_text(encoding="utf-8")


def test_every_icon_of_a_template_is_in_the_sprite():
    asked = {
        name
        for path in ROOT.glob("*/templates/**/*.html")
        for name in re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert asked
    assert {name for name in asked if f'id="i-{name}"' not in SPRITE} == set()
