"""What a screen reader says of the main pages, in files that people read.

Each file in `heard/` is one page as the browser hands it to a screen reader, from top to bottom:
roles, names and states, without addresses. Whoever changes a page writes them anew
(`HEARD_ANEW=1`, see docs/developing.md), reads what changed as a person who sees nothing would
hear it, and keeps it in the same commit.
"""

import os
from pathlib import Path

import pytest

from tests.journeys.access.conftest import opened

HEARD = Path(__file__).parent / "heard"
ANEW = bool(os.environ.get("HEARD_ANEW"))
# A row says all that its cells say.
SAID_BY_THE_ROW = ("- cell", "- rowheader", "- columnheader", "- rowgroup", "- /url:")
# The whole page here, its own part elsewhere: the frame is the same.
WHOLE = ("sign in", "my week")
IN_THAI = ("my week", "talk")


@pytest.mark.parametrize("language", ["en", "th"])
def test_the_main_pages_are_heard_as_they_were_read(browser_page, main_pages, language):
    chosen = [one for one in main_pages if language == "en" or one.name in IN_THAI]
    other = []
    for one, page in opened(browser_page, chosen, language=language):
        said = heard(page, "body" if one.name in WHOLE else "main")
        file = HEARD / f"{one.name.replace(' ', '_')}.{language}.txt"
        if ANEW:
            file.write_text(said, encoding="utf-8")
        elif said != file.read_text(encoding="utf-8"):
            other.append(file.name)

    assert not ANEW, "written anew: read what changed, then run without HEARD_ANEW"
    assert other == [], "read them, and write them anew with HEARD_ANEW=1"


def heard(page, part: str) -> str:
    """Write down a part of a page as a screen reader gets it, a line for each thing."""
    lines = page.locator(part).first.aria_snapshot().splitlines()
    kept = [line for line in lines if not line.strip().startswith(SAID_BY_THE_ROW)]
    return "\n".join(kept) + "\n"
