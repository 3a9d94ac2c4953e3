"""What is the same on every page is worked out once, and never what is not."""

import threading
from collections.abc import Iterator
from copy import copy
from itertools import product
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.template import Context, TemplateSyntaxError, Variable, engines
from django.template.loader import get_template
from django.urls import NoReverseMatch, set_script_prefix
from django.utils.translation import get_language, override
from django.utils.translation.trans_real import translation

from people.templatetags.constants import Constant
from people.templatetags.i18n import FilledSentence

LOADED = "{% load i18n static %}"
CONSTANTS = [
    '{% translate "My week" %}',
    '{% translate "More" context "pages" %}',
    "{% blocktranslate trimmed %}  My\n week {% endblocktranslate %}",
    "{% url 'my_week' %}",
    "{% static 'app.css' %}",
    "{% icon 'help' %}{% icon 'chev' 'turn' %}",
]
WITH_A_VARIABLE = [
    "{% translate word %}",
    '{% translate "My week"|add:word %}',
    '{% translate "More" context word %}{{ word }}',
    '{% translate "My week" as said %}{{ said }}{{ word }}',
    "{% blocktranslate %}{{ word }} sees these lines.{% endblocktranslate %}",
    "{% blocktranslate with name=word %}{{ name }} sees these lines.{% endblocktranslate %}",
    '{% blocktranslate context "a" %}{{ word }} sees these lines.{% endblocktranslate %}',
    "{% blocktranslate asvar said %}My week{% endblocktranslate %}{{ said }}{{ word }}",
    "{% blocktranslate count n=word|length %}One{% plural %}Two{% endblocktranslate %}{{ word }}",
    "{% url 'person' word %}",
    "{% url route %}{{ word }}",
    "{% url 'my_week' as way %}{{ way }}{{ word }}",
    "{% static word %}",
    "{% static 'app.css' as file %}{{ file }}{{ word }}",
    "{% icon word %}",
    "{% icon 'help' word %}",
]


def compiled(text: str):
    """Compile a text as a page is compiled."""
    return engines["django"].from_string(LOADED + text).template


def constants(text: str) -> list[Constant]:
    """Find what is kept of a text."""
    return compiled(text).nodelist.get_nodes_by_type(Constant)


def templates() -> Iterator[str]:
    """Name every template of ours."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs()]
    for folder in folders:
        if folder.is_relative_to(settings.BASE_DIR) and ".venv" not in folder.parts:
            yield from (str(one.relative_to(folder)) for one in folder.rglob("*.*"))


def test_every_constant_of_every_page_is_what_django_draws_in_each_language_in_turn():
    seen, context = 0, Context()
    for name in templates():
        template = get_template(name).template
        context.template = template
        for kept in template.nodelist.get_nodes_by_type(Constant):
            for language in ("en", "th", "my", "en", "th", "my"):
                with override(language):
                    drawn = kept.render_annotated(context)
                    assert drawn == kept.node.render(context), f"{name}: {kept.token}"
                    assert drawn is kept.render_annotated(context)
            seen += 1
    assert seen > 3000


def test_every_sentence_with_variables_is_what_django_writes_in_each_language_in_turn():
    seen = counted = 0
    for name in templates():
        template = get_template(name).template
        for kept in template.nodelist.get_nodes_by_type(FilledSentence):
            # Its values are given here, whatever they are worked out from on the page.
            block = copy(kept.block)
            block.extra_context = {}
            block.counter = block.counter and Variable(block.countervar)
            sentence = FilledSentence(block)
            values = {one: f"<{n}> & %s" for n, one in enumerate(sentence.names)}
            for language, number in product(("en", "th", "my"), (0, 1, 2, 11)):
                context = Context(values | {block.countervar: number})
                context.template = template
                with override(language):
                    written = sentence.render(context)
                    assert written == sentence.block.render(context), f"{name}: {kept.token}"
            seen += 1
            counted += bool(block.counter)
    assert seen > 600
    assert counted > 100


def test_a_sentence_is_for_its_number_and_refuses_what_is_none():
    template = compiled(
        "{% blocktranslate count n=word %}One{% plural %}{{ n }} of {{ n }}{% endblocktranslate %}"
    )
    assert template.render(Context({"word": 1})) == "One"
    assert template.render(Context({"word": 3})) == "3 of 3"
    for word in ("three", None):
        with pytest.raises(TemplateSyntaxError):
            template.render(Context({"word": word}))


def test_a_sentence_without_what_it_names_says_what_django_says():
    template = compiled(
        "{% blocktranslate %}{{ nobody }} sees this, {{ me.name }}.{% endblocktranslate %}"
    )
    assert template.render(Context()) == " sees this, ."


def test_a_sentence_that_is_translated_wrongly_is_said_in_english(monkeypatch):
    """A catalogue that names what is not there breaks no page."""
    with override("th"):
        words = translation("th")
        monkeypatch.setitem(words._catalog._catalogs[0], "%(name)s sees this.", "%(nobody)s ...")
        template = compiled("{% blocktranslate %}{{ name }} sees this.{% endblocktranslate %}")
        assert template.render(Context({"name": "Nok"})) == "Nok sees this."


@pytest.mark.parametrize("text", CONSTANTS)
def test_a_tag_without_variables_is_kept(text):
    assert constants(text)


@pytest.mark.parametrize("text", WITH_A_VARIABLE)
def test_nothing_with_a_variable_is_kept(text):
    assert not constants(text)
    template = compiled(text)
    one, other = (
        Context({"word": str(uuid4()), "route": "my_week"}),
        Context({"word": str(uuid4()), "route": "my_trend"}),
    )
    assert template.render(one) != template.render(other)


def test_a_sentence_is_in_the_language_of_its_part_of_a_page():
    words = '{% translate "My week" %}'
    other = '{% language "th" %}' + words + "{% endlanguage %}"
    template = compiled(f"{words} {other} {words}")
    for _ in range(2):
        with override("en"):
            assert template.render(Context()) == "My week สัปดาห์ของฉัน My week"
        with override(None):
            assert template.render(Context()) == "My week สัปดาห์ของฉัน My week"


def test_what_a_catalogue_says_is_escaped_as_before():
    """A translated text is the product's own: its marks stand as they are, in a letter too."""
    text = """{% translate "<b>100 %</b> & 'more'" %}"""
    kept, without = compiled(text), compiled("{% autoescape off %}" + text + "{% endautoescape %}")
    for _ in range(2):
        assert kept.render(Context()) == "<b>100 %</b> & 'more'"
        assert without.render(Context()) == "<b>100 %</b> & 'more'"


def test_addresses_are_found_under_the_prefix_of_the_request():
    template = compiled("{% url 'my_week' %}")
    try:
        for prefix in ("/", "/loads/", "/", "/loads/"):
            set_script_prefix(prefix)
            assert template.render(Context()) == f"{prefix}my-week/"
    finally:
        set_script_prefix("/")


def test_addresses_of_a_namespace_are_found_anew():
    """Which of several is meant depends on the page that asks."""
    assert not constants("{% url 'api:openapi-json' %}")


def test_what_cannot_be_found_is_said_every_time():
    template = compiled("{% url 'nowhere' %}")
    for _ in range(2):
        with pytest.raises(NoReverseMatch, match="nowhere"):
            template.render(Context())


def test_readers_of_two_languages_at_once_each_read_their_own():
    template = compiled('{% translate "My week" %}')
    begin, found = threading.Barrier(8), []

    def read(language: str) -> None:
        with override(language):
            begin.wait()
            found.extend((get_language(), template.render(Context())) for _ in range(200))

    readers = [threading.Thread(target=read, args=(one,)) for one in ("en", "th") * 4]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert len(found) == 1600
    assert set(found) == {("en", "My week"), ("th", "สัปดาห์ของฉัน")}


def test_in_development_nothing_is_kept(settings):
    settings.DEBUG = True
    assert not any(constants(text) for text in CONSTANTS)
