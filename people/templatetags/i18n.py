"""Django's own tags of languages; a sentence without a variable is looked up once a process."""

from django.template import Library
from django.template.base import Node, TokenType
from django.templatetags import i18n
from django.utils.translation import get_language

from .constants import constant

register = Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


def without_variable(block: Node) -> bool:
    """Say whether a block holds words alone."""
    return all(one.token_type is TokenType.TEXT for one in block.singular)  # type: ignore[attr-defined]


register.tag("translate", constant(i18n.do_translate, get_language, options={"context"}))
register.tag(
    "blocktranslate",
    constant(
        i18n.do_block_translate,
        get_language,
        options={"context", "trimmed"},
        holds=without_variable,
    ),
)
