"""Units that are typed at once: one a line, those below it indented or after a sign.

"Chiang Mai › Shelter" names the shelter below Chiang Mai; so does "Shelter" on an indented line
below "Chiang Mai".
"""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

LINES_AT_MOST = 200
LETTERS_AT_MOST = 120
# Between a unit and one below it; what people have on their keyboards too.
BELOW = re.compile(r"\s*(?:›|»|>|→)\s*")
# Before a name in a list that was copied.
BULLET = re.compile(r"^(?:[-*•–]|\d{1,3}[.)])\s+")
THAI = re.compile(r"[฀-๿]")
TAB = 4


def read(text: str) -> list[tuple[str, ...]]:
    """Read the units as ways of names from the top, each once, those above always before.

    Refused with a ValueError: more than 200 lines, a name of more than 120 letters, no name at all.
    """
    found: dict[tuple[str, ...], None] = {}
    above: list[tuple[int, tuple[str, ...]]] = []
    lines = [line for line in text.replace("\0", " ").splitlines() if line.strip()]
    if not lines:
        raise ValueError(_("Please write one unit on each line."))
    if len(lines) > LINES_AT_MOST:
        raise ValueError(_("Up to 200 lines at once, please."))
    for line in lines:
        indent = len(line.expandtabs(TAB)) - len(line.expandtabs(TAB).lstrip())
        while above and above[-1][0] >= indent:
            above.pop()
        start = above[-1][1] if above else ()
        way = (*start, *parts(line))
        found |= dict.fromkeys(way[:n] for n in range(len(start) + 1, len(way) + 1))
        above.append((indent, way))
    return list(found)


def parts(line: str) -> list[str]:
    """Read the names on one line."""
    typed = BULLET.sub("", line.strip())
    written = [" ".join(one.split()) for one in BELOW.split(typed)]
    if too_long := next((one for one in written if len(one) > LETTERS_AT_MOST), ""):
        raise ValueError(_("This name is too long: %(name)s…") % {"name": too_long[:40]})
    return [one for one in written if one] or [typed]


def named(name: str) -> dict[str, str]:
    """Put a name into its language: Thai where it has Thai letters."""
    return {"th" if THAI.search(name) else "en": name}


def names(written: Mapping[str, str]) -> Iterable[str]:
    """Give the names of a unit in every language, to compare with."""
    return [one.casefold() for one in written.values()]
