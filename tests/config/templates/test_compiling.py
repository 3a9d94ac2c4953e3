"""Templates are compiled into fewer steps, and draw what Django draws.

Names of Django that are not documented and stand in `config/compiling.py`: `Variable.lookups` and
`translate`, `FilterExpression.var`, `is_var` and `filters`, `Parser.parse`, `compile_filter` and
`extra_data`, `Template.compile_nodelist`, `IncludeNode`, `do_include`, `Context.dicts`. Each of
them is drawn with here.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.loader import get_template
from django.utils.translation import override

from config.compiling import Included, PageSource, Still, Way


class Thing:
    """Everything that a name on a page may lead to."""

    word = "<word>"
    many = ("<one>", "two")
    none = None

    def __init__(self) -> None:
        self.asked = 0
        self.by_name = {"word": "an item", "items": "an item too", 0: "by number"}

    def say(self) -> str:
        return "said"

    def needs(self, something: object) -> str:
        return f"{something}"

    def delete(self) -> str:
        raise AssertionError("deleted")

    delete.alters_data = True

    @property
    def counted(self) -> int:
        self.asked += 1
        return self.asked

    @property
    def broken(self) -> str:
        return self.no_such_name

    @property
    def gone(self) -> str:
        raise GoneError


class GoneError(Exception):
    """Something that is not there, which a page leaves out."""

    silent_variable_failure = True


class Kind:
    """A class that a page may name without making one of it."""

    do_not_call_in_templates = True
    name = "kind"


TEXTS = [
    "{{ thing.word }} {{ thing.word|safe }} {{ thing.word|upper|default:thing.say }}",
    "{{ thing.by_name.word }} {{ thing.by_name.items }} {{ thing.by_name.keys|length }}",
    "{{ thing.by_name.0 }} {{ thing.many.1 }} {{ thing.many.7 }} {{ thing.many.0.0 }}",
    "{{ thing.say }} {{ thing.say.upper }} {{ thing.needs }} {{ thing.delete }} {{ kind.name }}",
    "{{ thing.counted }} {{ thing.none }} {{ thing.none.word }} {{ thing.gone }}|{{ nobody }}",
    "{{ nobody.word|default:'none' }} {% if nobody.word %}a{% else %}b{% endif %}",
    "{% if nobody is None %}none{% endif %}{% if thing.nothing is None %}none{% endif %}",
    "{{ autoescape }} {{ template_name }} {{ dicts|length }} {{ push }} {{ True }} {{ None }}",
    "{{ 'a' }} {{ 7 }} {{ 7.5 }} {{ _('My week') }} {{ 'My week'|lower }}",
    "{% for one in thing.many %}{{ forloop.counter }}{{ one }}{% empty %}none{% endfor %}",
    "{% with thing=thing.by_name word=thing.word %}{{ thing.word }}{{ word }}{% endwith %}",
    "{% load i18n %}a{% translate 'My week' %}b{% load static %}c{% language 'th' %}"
    "{% translate 'My week' %} {% translate 'My trend' %}{% endlanguage %}{% translate 'My day' %}",
    "{% load i18n %}{% autoescape off %}{{ thing.word }}{% translate 'My week' %}x"
    "{% endautoescape %}",
    "{% partialdef part %}{{ thing.word }}{{ one }}{% endpartialdef %}{% for one in thing.many %}"
    "{% partial part %}{% endfor %}",
    "{% partialdef turn %}{% cycle 'a' 'b' %}{% endpartialdef %}{% for one in thing.many %}"
    "{% partial turn %}{% cycle 'c' 'd' %}{% endfor %}",
    "{% include 'said.html' with n=thing.word %}{{ n }}{% include name %}{{ set_there }}",
    "{% for n in thing.many %}{% include 'said.html' only %}{% include 'turn.html' %}{% endfor %}",
    "{% include 'said.html#piece' with n=thing.word only %}{% include './said.html' %}",
    "{% extends 'frame.html' %}{% block main %}{{ block.super }}{{ thing.word }}{% endblock %}",
]
FILES = {
    "said.html": "said{{ n }}{% firstof n 'x' as set_there %}{% include 'turn.html' %}"
    "{% partialdef piece %}[{{ n }}{{ thing.word }}]{% endpartialdef %}",
    "turn.html": "{% cycle 'a' 'b' %}{% ifchanged %}same{% endifchanged %}",
    "frame.html": "a{% block main %}b{{ thing.say }}{% endblock %}c{% block foot %}d{% endblock %}",
}
OPTIONS = {
    "libraries": {"i18n": "people.templatetags.i18n", "static": "people.templatetags.static"},
    "autoescape": True,
}


@pytest.fixture(scope="module")
def drawn_by() -> tuple[Engine, Engine]:
    """Django as it comes, and as the product compiles."""
    files = ("django.template.loaders.locmem.Loader", FILES)
    plain = Engine(loaders=[files], **OPTIONS)
    ours = Engine(loaders=[files], builtins=["config.compiling"], **OPTIONS)
    find = plain.template_loaders[0]

    class Ours(type(find)):
        """The same files, compiled so."""

        def get_template(self, template_name, skip=None):
            found = super().get_template(template_name, skip)
            return PageSource(found.source, found.origin, template_name, ours)

    ours.template_loaders = [Ours(ours, FILES)]
    return plain, ours


def context() -> dict[str, object]:
    """What the texts are drawn from."""
    return {"thing": Thing(), "kind": Kind, "name": "said.html"}


@pytest.mark.parametrize("text", TEXTS)
def test_a_page_is_what_django_draws(drawn_by, text):
    plain, ours = drawn_by
    origin = next(plain.template_loaders[0].get_template_sources("page.html"))
    FILES["page.html"] = text
    as_django = plain.get_template("page.html")
    compiled = PageSource(text, origin, "page.html", ours)
    for language in ("en", "th", "en"):
        with override(language):
            for _ in range(2):
                assert compiled.render(Context(context())) == as_django.render(Context(context()))


def test_what_a_page_asks_for_once_is_asked_for_once(drawn_by):
    thing = Thing()
    page = PageSource("{{ thing.counted }}{% if thing.counted %}{% endif %}", engine=drawn_by[1])
    page.render(Context({"thing": thing}))
    assert thing.asked == 2


@pytest.mark.parametrize("text", ["{{ thing.broken }}", "{% if thing.broken %}{% endif %}"])
def test_what_is_broken_breaks_the_page_as_before(drawn_by, text):
    for one in (drawn_by[0].from_string(text), PageSource(text, engine=drawn_by[1])):
        with pytest.raises(AttributeError, match="no_such_name"):
            one.render(Context(context()))


@pytest.mark.parametrize("text", ["{% if %}", "{% nothing %}", "{{ a b }}", "{% for x in y %}"])
def test_a_template_that_is_wrong_is_said_in_the_words_of_django(drawn_by, text):
    said = []
    for make in (drawn_by[0].from_string, lambda one: PageSource(one, engine=drawn_by[1])):
        with pytest.raises(TemplateSyntaxError) as refused:
            make(text)
        said.append(str(refused.value))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{% partial nowhere %}", TemplateSyntaxError),
        ("{% include 'nowhere.html' %}", TemplateDoesNotExist),
    ],
)
def test_what_is_not_there_is_said_each_time(drawn_by, text, error):
    page = PageSource(text, engine=drawn_by[1])
    for _ in range(2):
        with pytest.raises(error, match="nowhere"):
            page.render(Context())


def templates() -> Iterator[str]:
    """Name every page of ours."""
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        if folder.is_relative_to(settings.BASE_DIR) and ".venv" not in folder.parts:
            yield from (str(one.relative_to(folder)) for one in folder.rglob("*.html"))


def test_every_page_of_ours_is_compiled_so():
    seen = dict.fromkeys((Still, Included), 0)
    for name in templates():
        template = get_template(name).template
        assert type(template) is PageSource
        for kind in seen:
            seen[kind] += len(template.nodelist.get_nodes_by_type(kind))
    assert all(n > 20 for n in seen.values()), seen
    [shown] = engines["django"].from_string("{{ page.week }}").template.nodelist
    assert type(shown.filter_expression.var) is Way
