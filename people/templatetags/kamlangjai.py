"""How days, weeks, numbers and icons are written. Built in: every template has them."""

import re
from functools import lru_cache
from typing import Protocol

from django import template
from django.conf import settings
from django.template import Context
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.defaulttags import url
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from people.languages.known import NAMES, READ, offered_languages
from people.languages.whole_words import whole_name
from people.models import Person, RankPlace
from people.writing import free_text
from people.writing.formats import (
    day,
    fiscal_year,
    in_quarters,
    moment,
    percent,
    plain_number,
    short_day,
    span,
    week_name,
    weekday_time,
    whole_percent,
    written_hours,
    written_points,
)
from people.writing.sentences import sentence_gap

from .constants import asked_once, constant

register = template.Library()


EMPTY_LINES = re.compile(r"\n{2,}")
# Icons of a sprite of their own: a first visit of My week fetches none of them.
MORE_ICONS = frozenset(
    {
        "back",
        "bell",
        "cross",
        "day",
        "download",
        "eye",
        "gift",
        "key",
        "mail",
        "move",
        "open",
        "path",
        "print",
        "programme",
        "report",
        "rules",
        "search",
        "shield",
        "star",
        "team",
        "training",
        "tree",
        "undo",
        "unit",
    }
)


@lru_cache(maxsize=2)
def sprite(file: str) -> str:
    """Find the address of a file of icons once."""
    return static(file)


@register.filter
def name_at(person: Person, place: str) -> str:
    """Write a person's name as a place shows it; a place that is not there is refused."""
    return person.name_at(RankPlace(place))


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw one icon of the sprite. A screen reader skips it, so a word stands beside it."""
    file = "more.svg" if name in MORE_ICONS else "icons.svg"
    return drawn(name, extra, static(file) if settings.DEBUG else sprite(file))


@register.simple_tag
def sign(name: str | int, kind: str = "line-") -> SafeString:
    """Draw the sign of a line or an answer. A screen reader skips it; the words stand beside it."""
    return icon(f"{kind}{name}", "sign")


for one in ("icon", "sign"):
    register.tag(one, constant(register.tags[one]))


@lru_cache(maxsize=512)
def drawn(name: str, extra: str, file: str) -> SafeString:
    """Draw an icon from a file, once for each process."""
    css = f"icon {extra}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css, file, name
    )


@register.simple_tag
def component(template: str) -> SafeString:
    """Draw a component that is given nothing of the page: the same in a language for everybody."""
    return render_to_string(template)


register.tag("component", constant(register.tags["component"], get_language))


class DrawnRow(Protocol):
    """A frozen value that a template draws.

    It may have an `alike` too, the row as all are drawn that are like it, and its `own` words:
    pairs of a mark that stands in the drawn one, and of the HTML that stands there for this row.
    """

    @property
    def kept(self) -> bool:
        """Say whether what is drawn of it may be kept."""

    def __hash__(self) -> int:
        """Tell it from another."""


@register.simple_tag
@lru_cache(maxsize=16)
def loom(rows: int) -> SafeString:
    """Draw a loom for a place that is empty yet, woven by some rows: it says that more will come.

    A screen reader skips it, so a sentence stands beside it.
    """
    woven = [(107 - 7 * row, row % 2 == 0) for row in range(rows)]
    drawing = {"warps": range(32, 161, 8), "woven": woven, "next": 107 - 7 * rows}
    return SafeString(render_to_string("components/loom.html", drawing).strip())


def fragment(template: str, row: DrawnRow, language: str | None = None) -> SafeString:
    """Draw a frozen value with a template that calls it `row`; each says whether it is kept.

    What is kept is drawn once for each process and language. What names a person, tells about a
    plan or was typed and not understood is never kept: all people share the memory.
    """
    if not row.kept:
        return render_to_string(template, {"row": row})
    language = language or get_language()
    drawn = kept_fragment(template, getattr(row, "alike", row), language)
    if not (own := getattr(row, "own", ())):
        return drawn
    text = str(drawn)
    for mark, word in own:
        text = text.replace(mark, word)
    return SafeString(text)


class Fragment(Node):
    """A frozen value of the page, drawn with a template of its own."""

    child_nodelists = ()

    def __init__(self, template: FilterExpression, row: FilterExpression) -> None:
        self.template, self.row = template, row

    def render(self, context: Context) -> str:
        """Draw it in the language of the page."""
        language = asked_once(get_language, context)
        return fragment(self.template.resolve(context), self.row.resolve(context), language)


@register.tag("fragment")
def compile_fragment(parser: Parser, token: Token) -> Fragment:
    """Compile the tag: the template, and the value."""
    _tag, template, row = token.split_contents()
    return Fragment(parser.compile_filter(template), parser.compile_filter(row))


@lru_cache(maxsize=4096)
def kept_fragment(template: str, row: DrawnRow, language: str | None) -> SafeString:
    """Draw a value in a language, and remember it without its empty lines."""
    return SafeString(EMPTY_LINES.sub("\n", render_to_string(template, {"row": row})))


@register.simple_tag(takes_context=True)
def all_the_same(
    context: Context, text: str | None, warned: object = True, kept: bool = False
) -> SafeString:
    """Draw the tick that sends a free text all the same, below a field without a form.

    `warned` is the sentence at the field, if there is one; `kept` says that the page shows words
    that were kept before, while nothing was posted.
    """
    request = context["request"]
    if kept and request.method != "POST":
        return free_text.kept_mark(text or "")
    seen = free_text.ticks(request.POST)
    return free_text.tick(text or "", seen=seen, warned=bool(warned))


# Django's own tag translates the names; here each is called as its readers call it.
register.simple_tag(offered_languages)


@register.filter
def whole(name: object) -> str:
    """Write a heading so that no line breaks within a word, nor between a number and its unit."""
    return whole_name(str(name))


@register.filter
def is_unread(language: str) -> bool:
    """Say whether no speaker of a language has read the pages in it yet."""
    return language not in READ


@register.filter
def language_name(code: str) -> str:
    """Name a language as the reader calls it."""
    return str(NAMES.get(code, code))


register.simple_tag(sentence_gap, name="next_sentence")


@register.simple_tag
def other_language() -> str:
    """The language of the names beside the reader's own."""
    return "en" if get_language() == "th" else "th"


@register.filter
def with_code(words: str) -> SafeString:
    """Write what stands between backticks as code."""
    parts = str(words).split("`")
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<code>{}</code>", part) if n % 2 else part,)
            for n, part in enumerate(parts)
        ),
    )


def addresses() -> tuple[str, str | None]:
    """Say under what the product's addresses stand, and by which table they are found."""
    return get_script_prefix(), get_urlconf()


def without_namespace(address: Node) -> bool:
    """Say whether an address is found alike from every page: names of a namespace are not."""
    return ":" not in str(address.view_name)  # type: ignore[attr-defined]


# Django's own tag; the address of a named page is looked up once a process.
register.tag("url", constant(url, addresses, holds=without_namespace))

# What templates call them, whatever their name in Python.
register.filter("day", day)
register.filter("short_day", short_day)
register.filter("fiscal_year", fiscal_year)
register.filter("moment", moment)
register.filter("weekday_time", weekday_time)
register.filter("span", span)
register.filter("week_name", week_name)
register.filter("points", written_points)
register.filter("percent", percent)
register.filter("whole_percent", whole_percent)
register.filter("plain", plain_number)
register.filter("quarters", in_quarters)
register.filter("hours", written_hours)
