"""Provinces in the words of an entry: where its place must not be found, no word says it either."""

import re
from collections.abc import Iterable
from functools import cache

from django.utils.translation import gettext_lazy as _

from people.writing.personal import readable
from programme.regions.reading import lone_regions, provinces, regions

NO_PROVINCE = _(
    "This names a province. Where people live or are protected is not written here in any words."
)
# A short name may be a part of another word, or in Thai a word: เลย, แพร่. It counts where it
# stands apart or behind the word for province; a longer one counts everywhere.
SHORT_LATIN, SHORT_THAI = 5, 4
LEAD = r"(?:จังหวัด|จว?\.|เมือง)\s*"
BETWEEN = r"[\s._-]*"


def names_province(texts: Iterable[str]) -> bool:
    """Say whether one of some texts names a province, in any of its languages."""
    return any(province_names().search(readable(text)) for text in texts)


@cache
def province_names() -> re.Pattern[str]:
    """Write the names of all provinces as one pattern, and the short ones of their regions."""
    named = [text for one in provinces().values() for text in one.name.values()]
    named += [text for key in sorted(lone_regions()) for text in regions()[key].short.values()]
    return re.compile("|".join(map(pattern_of, named)), re.IGNORECASE)


def pattern_of(name: str) -> str:
    """Write one name as a pattern."""
    bare = readable(name).rstrip("ฯ")
    letters = BETWEEN.join(map(re.escape, bare.split()))
    if bare.isascii():
        return rf"(?<![a-z]){letters}(?![a-z])" if len(bare) <= SHORT_LATIN else letters
    if len(bare) > SHORT_THAI:
        return letters
    return rf"(?:{LEAD}|(?<![ก-๙])){letters}(?![ก-๙])|{LEAD}{letters}"
