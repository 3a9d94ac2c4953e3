"""Sentences in Thai have no full stop: where two stand in a row, a sign or a line parts them."""

import re

import pytest
from django.apps import apps
from django.conf import settings

TOKEN = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})", re.DOTALL)
# Set apart by their look are links, buttons and small print; these elements are not.
TAG = re.compile(r"</?(?:b|i|em|strong|abbr|time|span)\s*>|</(?:a|small|span)>")
OTHER = re.compile(r"\S")
BLOCK = re.compile(r"\{% blocktranslate\b(.*?)%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
PLURAL, SIGNS = re.compile(r"\{% plural %\}"), re.compile(r"[{}%]")
QUOTED = re.compile(r"\{% translate\s+(['\"])((?:(?!\1).)*)\1(?! as )", re.DOTALL)
ENDS = re.compile(r"[.!?…]\W*$")
OPENS, CLOSES = {"if", "for", "ifchanged"}, {"endif", "endfor", "endifchanged"}
TEMPLATES = sorted(
    path
    for app in apps.get_app_configs()
    if settings.BASE_DIR in (place := settings.BASE_DIR / app.label).parents
    for path in place.rglob("templates/**/*.html")
)


def as_translate(found):
    """Write a blocktranslate as a translate, with the first of its texts."""
    said = " ".join(PLURAL.split(found[2])[0].split()).replace('"', "”")
    return "" if " asvar " in found[1] else f'{{% translate "{SIGNS.sub("", said)}" %}}'


def pieces(source):
    """Read a template as tags of Django, sentences, and what else is between them."""
    inside = False  # a tag of HTML, where a title or an address stands
    for part in TOKEN.split(BLOCK.sub(as_translate, source)):
        if not part.startswith("{"):
            inside = part.rfind("<") > part.rfind(">") or (inside and ">" not in part)
            if OTHER.search(TAG.sub("", part)):
                yield "other", part
        elif inside or part.startswith("{#"):
            continue
        elif found := QUOTED.search(part):
            yield "sentence", found[2]
        elif not part.startswith("{% translate"):  # one that is kept for later
            yield ("tag", part[2:-2].split()[0]) if part.startswith("{%") else ("other", part)


def joined(source):
    """Find sentences that stand one after another, whichever way the conditions turn out."""
    before, found, stack = set(), [], []
    for kind, text in pieces(source):
        if kind == "sentence":
            found += [(one, text) for one in sorted(before)]
            before = {text} if ENDS.search(text) else set()
        elif kind == "other" or text == "next_sentence":
            before = set()
        elif text in OPENS:
            stack.append((before, set(), False))
        elif text in {"else", "elif", "empty"}:
            start, ends, _whole = stack.pop()
            stack.append((start, ends | before, text != "elif"))
            before = start
        elif text in CLOSES:
            start, ends, whole = stack.pop()
            before = before | ends | (set() if whole else start)
        elif text in {"block", "endblock", "partialdef", "endpartialdef", "include"}:
            before = set()
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_sentences_of_a_template_are_parted(path):
    assert joined(path.read_text()) == [], "{% next_sentence %} or a line between them"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "A." %} {% translate "B." %}', [("A.", "B.")]),
        ('{% translate "A." %}</b> {% blocktranslate %}B{% endblocktranslate %}', [("A.", "B")]),
        ('{% if x %}{% translate "A." %}{% endif %} {% translate "B." %}', [("A.", "B.")]),
        ('{% if x %}{% translate "A." %}{% else %}{% translate "B." %}{% endif %}', []),
        ('{% translate "A." %}{% next_sentence %}{% translate "B." %}', []),
        ('{% translate "A." %}<br>{% translate "B." %}', []),
        ('{% translate "A." %} · {% translate "B." %}', []),
        ('{% translate "A" %} {% translate "B." %}', []),
        ('{% translate "A." %} <a href="{% url "b" %}">{% translate "B." %}</a>', []),
        ('<a title="{% translate "A." %}">{% translate "B." %}</a>', []),
    ],
)
def test_what_is_joined_is_found(source, expected):
    assert joined(source) == expected
