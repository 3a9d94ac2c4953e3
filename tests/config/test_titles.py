"""No title of a page names a person: titles stand in tabs, histories and lists of apps.

What each of the cast sees is read in tests/test_permissions.py; here is what is drawn after a form
or a password, by how it is written.
"""

import re

from django.conf import settings

TITLE = re.compile(r"\{% block title %\}(.*?)\{% endblock %\}|<title>(.*?)</title>", re.S)
# What a template calls a person, and what is written as one.
PERSON = re.compile(r"\b(?:person|me|user|member|invitation|colleague|short_name|nickname)\b")
# Titles that are no page's: a letter's subject has a test of its own.
LETTERS = {"letter.html"}


def titles() -> dict[str, str]:
    """Collect the title of each template, as it is written."""
    return {
        path.name: " ".join(filter(None, one))
        for path in settings.BASE_DIR.glob("*/templates/**/*.html")
        if path.name not in LETTERS
        for one in TITLE.findall(path.read_text(encoding="utf-8"))
    }


def variables(title: str) -> str:
    """Keep what a title takes from its page, without its fixed words."""
    return " ".join(re.findall(r"\{\{.*?\}\}|\bwith [^%]*", title))


def test_no_title_is_made_of_a_person():
    found = titles()

    assert len(found) > 150
    assert {n: one for n, one in found.items() if PERSON.search(variables(one))} == {}
