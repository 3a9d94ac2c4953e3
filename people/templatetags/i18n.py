"""Django's own tags of languages, where sentences are put together once a process.

One without a variable is looked up once in each language too.
"""

from typing import Any

from django.conf import settings
from django.template import Context, Library
from django.template.base import Node, Parser, Token, render_value_in_context
from django.templatetags import i18n
from django.utils.translation import get_language
from django.utils.translation import gettext as look_up
from django.utils.translation import ngettext as look_up_many

from .constants import ASKED, asked_once, constant

register = Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class FilledSentence(Node):
    """Words with variables or a number among them: what is looked up is put together once.

    Where a variable, a number or a place for it is missing, Django says what stands there.
    """

    child_nodelists = ()

    def __init__(self, block: Any) -> None:
        self.block = block
        self.text, names = block.render_token_list(block.singular)
        self.plural, more = block.render_token_list(block.plural or ())
        self.names = dict.fromkeys([*names, *more])
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """Look the words up, and put the values in their places."""
        given = {name: one.resolve(context) for name, one in self.block.extra_context.items()}
        try:
            words = self.counted(given, context) if self.block.counter else self.alone(context)
            values = {
                name: render_value_in_context(
                    given[name] if name in given else context[name], context
                )
                for name in self.names
            }
            return words % values
        except (KeyError, ValueError):
            return self.block.render(context)

    def alone(self, context: Context) -> str:
        """Look words without a number up, once in each language; in development each time."""
        language = asked_once(get_language, context)
        if language not in self.said or settings.DEBUG:
            self.said[language] = look_up(self.text)
        return self.said[language]

    def counted(self, given: dict[str, Any], context: Context) -> str:
        """Look up the words for a number, which is then one of the values."""
        given[self.block.countervar] = number = self.block.counter.resolve(context)
        if not isinstance(number, int | float):
            raise ValueError(number)
        return look_up_many(self.text, self.plural, number)


def block_translate(parser: Parser, token: Token) -> Node:
    """Compile a block; one with a context or a name of its own is left to Django."""
    block: Any = i18n.do_block_translate(parser, token)
    return block if block.message_context or block.asvar else FilledSentence(block)


class PartInLanguage(i18n.LanguageNode):
    """A part of a page in another language: what was asked for the page is asked anew for it."""

    def render(self, context: Context) -> str:
        """Draw the part."""
        kept = vars(context)
        if (of_page := kept.get(ASKED)) is None:
            return str(super().render(context))
        kept[ASKED] = {}
        try:
            return str(super().render(context))
        finally:
            kept[ASKED] = of_page


@register.tag("language")
def part_in_language(parser: Parser, token: Token) -> Node:
    """Compile a part of a page in another language."""
    part = i18n.language(parser, token)
    return PartInLanguage(part.nodelist, part.language)


def words_alone(sentence: Any) -> bool:
    """Say whether a sentence has no variable."""
    return not sentence.names


register.tag("translate", constant(i18n.do_translate, get_language, options={"context"}))
register.tag(
    "blocktranslate",
    constant(block_translate, get_language, options={"trimmed"}, holds=words_alone),
)
