"""A number before a word for several things: “1 hours” is written nowhere."""

import re

import pytest

from tests.config.test_glossary import thai_texts

# What a number may stand before, and one word between: 3 new cases.
COUNTED = re.compile(
    r"(?:%\((?P<name>\w+)\)[sd]|%[sd]|\{\w*\}) (?:[a-z-]+ )?(?P<noun>[a-z]+s|people|children)\b"
)
# Beside these, whatever the catalogues count somewhere with a word for one.
USUAL = {"hours", "minutes", "days", "weeks", "months", "years", "people", "children", "cases"}
# A number of points always has a decimal; a field takes many letters.
NEVER_ONE_OF = {"points", "letters"}
# Numbers that are two or more by a rule of the product; `items` and `all` are lines of a scale.
NEVER_ONE = {
    "smallest",
    "senders",
    # An hour of one's own device, in minutes.
    "own",
    "days",
    "back",
    "all",
    "items",
    "high",
    "most",
    "sent",
    "size",
    "leavers",
}
# Sentences whose number is fixed in the product, or that have another sentence for one.
FIXED = {
    "%(n)s days",
    "%(n)s answered weeks are there. One week can be like that; only you see this.",
    "“Usual” is your own band, from %(n)s answered weeks. It is never compared with anyone, and is"
    " no diagnosis.",
    "All lines together against your own usual, %(weeks)s weeks, %(answered)s of them answered."
    " Now: %(now)s. The table below has the numbers.",
    "Think of the last %(n)d days.",
    # An hour, or twenty minutes on a device that others use.
    "A form stays open for %(n)s minutes. What you send later is kept until you have signed in"
    " again.",
    "%(level)s, on %(day)s. That is over %(months)d months ago: it needs a new look.",
    "%(n)d files wait to be looked at. Please wait for your trainer, or withdraw one.",
    "A file holds %(n)s people at most. Please choose a unit.",
    "Always by somebody else. It counts for %(months)s months.",
    "This session was more than %(n)s days ago. What you save counts, and certificates are issued,"
    " once a second trainer has confirmed it.",
    "With a file, please choose %(n)d people at most.",
    "You have %(n)d addresses. Please remove one first.",
    "You have %(n)d links. Please close one first.",
    "{n} days",
    "Figures are of groups of at least %(n)s people, in two digits, with a little chance in them."
    " None is about one person.",
    "Figures are of groups of at least %(n)s people, in two digits, with a little chance in them."
    " Of smaller groups only a band is shown, and never a share of people.",
    # Of at least ten people.
    "%(people)s people × %(points)s points each",
    "Units are withheld together, so that nobody can subtract and find fewer than %(n)s people.",
    "%(name)s, %(n)s weeks. The table below has the numbers.",
    "Cases come and close as they did in the last %(n)s weeks. A case weighs what cases weigh now,"
    " and nights and people supervised stay as they are. Planned days away are taken, and days of"
    " rest of your calendar.",
    "Your last %(n)s weeks",
    "%(load)s without days of rest",
}


def nouns():
    """Find the words for several things that have another for one."""
    pairs = {text for _app, text, _thai in thai_texts() if isinstance(text, tuple)}
    return USUAL | {
        found["noun"]
        for one, several in pairs
        for found in COUNTED.finditer(several)
        if found["noun"] not in one.split()
    }


def counted(text, things):
    """Find what a text counts without a word for one."""
    return [
        found[0]
        for found in COUNTED.finditer(text)
        if found["noun"] in things - NEVER_ONE_OF and found["name"] not in NEVER_ONE
    ]


def test_a_number_of_things_has_a_word_for_one():
    """Else `ngettext`, `{% blocktranslate count %}`, or “h” for hours."""
    texts, things = {text for _app, text, _thai in thai_texts() if isinstance(text, str)}, nouns()
    assert texts >= FIXED, "these are gone"
    assert [one for one in sorted(texts - FIXED) if counted(one, things)] == []


def test_the_word_for_one_is_one():
    ones = {text[0] for _app, text, _thai in thai_texts() if isinstance(text, tuple)}
    things = nouns()
    assert [one for one in sorted(ones) if counted(one, things)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%(n)s hours", ["%(n)s hours"]),
        ("Closed after %(n)d new cases.", ["%(n)d new cases"]),
        ("%(n)s people", ["%(n)s people"]),
        ("%(name)s leads", []),
        ("%(n)s h", []),
        ("At least %(smallest)s people", []),
    ],
)
def test_what_is_counted_is_found(text, expected):
    assert counted(text, nouns()) == expected
