"""Sentences in Thai have no full stop: where two stand in a row, a sign or a line parts them."""

import re

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings

TOKEN = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})", re.DOTALL)
# Set apart by their look are links, buttons and small print; these elements are not.
TAG = re.compile(r"</?(?:b|i|em|strong|abbr|time|span)\s*>|</(?:a|small|span)>")
VALUE = re.compile(r"\{\{")
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
CATALOGUES = sorted(settings.BASE_DIR.glob("*/locale/th/LC_MESSAGES/django.po"))
# A name begins a sentence; a number may stand within the sentence that Thai begins before it.
BEGINS = re.compile(r"[.!?…]”? %\((?!n\))(\w+)\)s")
MERE_SPACE = r"[^·:] %\({name}\)s"
# In Python: `in_a_row` joins sentences.
BY_A_SPACE = re.compile(
    r'format_lazy\(\s*"\{\} \{\}"'
    r'|" "\.join\(\s*[\[(]\s*_\('
    r'|\)\s*\+ " " \+\s*(?:str\()?_\('
)
MODULES = sorted(
    path
    for app in apps.get_app_configs()
    if settings.BASE_DIR in (place := settings.BASE_DIR / app.label).parents
    for path in place.rglob("*.py")
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
        elif part.startswith("{{"):
            yield "value", part
        elif not part.startswith("{% translate"):  # one that is kept for later
            yield ("tag", part[2:-2].split()[0]) if part.startswith("{%") else ("other", part)


def joined(source):
    """Find sentences that stand one after another, whichever way the conditions turn out."""
    before, found, stack = set(), [], []
    for kind, text in pieces(source):
        if kind == "sentence":
            # What a value says may end anywhere: only before a whole sentence it is one itself.
            whole = ENDS.search(text)
            found += [(one, text) for one in sorted(before) if whole or not VALUE.match(one)]
            before = {text} if whole else set()
        elif kind == "value":
            found += [(one, text) for one in sorted(before) if not VALUE.match(one)]
            before = {text}
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
        ('{{ a }} {% translate "B." %}', [("{{ a }}", "B.")]),
        ('{{ a }} {% translate "B" %}', []),
        ('{{ a }}{% next_sentence %}{% translate "B." %}', []),
        ('{{ a }}, {% translate "B." %}', []),
        ("{{ a }} {{ b }}", []),
        ('{% translate "A." %} {{ b }}', [("A.", "{{ b }}")]),
        ('{% translate "A" %} {{ b }}', []),
        ('<a title="{% translate "A." %}">{% translate "B." %}</a>', []),
    ],
)
def test_what_is_joined_is_found(source, expected):
    assert joined(source) == expected


def run_together(english, thai):
    """Name what begins an English sentence and in Thai follows another with a mere space."""
    return [
        name
        for name in BEGINS.findall(english)
        if re.search(MERE_SPACE.replace("{name}", name), thai)
    ]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_a_name_that_begins_a_thai_sentence_is_parted_from_the_one_before(path):
    with path.open("rb") as file:
        entries = [one for one in read_po(file) if one.id]
    for one in entries:
        english = one.id if isinstance(one.id, str) else one.id[-1]
        for thai in [one.string] if isinstance(one.string, str) else one.string:
            assert run_together(english, thai) == [], thai


@pytest.mark.parametrize(
    ("english", "thai", "found"),
    [
        ("Saved. %(name)s reads it.", "บันทึกแล้ว %(name)sอ่านได้", ["name"]),
        ("Saved. %(name)s reads it.", "บันทึกแล้ว · %(name)sอ่านได้", []),
        ("Saved. %(n)s are issued.", "บันทึกแล้ว ออก %(n)s ใบ", []),
        ("Saved by %(name)s.", "%(name)sบันทึกแล้ว", []),
    ],
)
def test_a_name_after_a_mere_space_is_found(english, thai, found):
    assert run_together(english, thai) == found


def test_python_joins_no_sentences_by_a_mere_space():
    found = [path.name for path in MODULES if BY_A_SPACE.search(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "source", ['format_lazy("{} {}", A, B)', '" ".join([_("A."), b])', 'str(a) + " " + _("B.")']
)
def test_a_mere_space_between_sentences_is_found_in_python(source):
    assert BY_A_SPACE.search(source)
