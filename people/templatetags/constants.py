"""Tags with constant arguments: each is worked out once for each process and language.

A sentence, an address or an icon without a variable is the same for every reader. Django works it
out for every page again, which was a fifth of what a page costs. In development, where words and
files change under a running server, nothing is kept.
"""

import re
from collections.abc import Callable, Container, Hashable
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.base import Node, Parser, Token

type Compile = Callable[[Parser, Token], Node]

# Where a context keeps what was asked for its page.
ASKED = "asked_of_page"
QUOTED = re.compile(r"""'[^'\\]*'|"[^"\\]*\"""")


def asked_once[Answer](question: Callable[[], Answer], context: Context) -> Answer:
    """Ask what is the same on a whole page, like its language, once for the page.

    Some hundred tags ask it, and to look it up costs as much as to draw a tag.
    """
    asked: dict[Any, Any] | None = vars(context).get(ASKED)
    if asked is None:
        return question()
    if question not in asked:
        asked[question] = question()
    return asked[question]


class Constant(Node):
    """A tag that draws the same again, as long as what it differs by is the same."""

    child_nodelists = ()

    def __init__(self, node: Node, differs_by: Callable[[], Hashable]) -> None:
        self.node, self.differs_by = node, differs_by
        self.texts: dict[Hashable, str] = {}

    def render(self, context: Context) -> str:
        """Draw the tag anew."""
        return self.node.render(context)

    def render_annotated(self, context: Context) -> str:
        """Draw what was worked out before; a text that is no HTML, like a letter, is drawn anew."""
        if not context.autoescape:
            return str(super().render_annotated(context))
        key = asked_once(self.differs_by, context)
        if (text := self.texts.get(key)) is None:
            text = self.texts[key] = str(super().render_annotated(context))
        return text


def nothing() -> None:
    """Say that a tag draws the same everywhere."""


def constant(
    tag: Compile,
    differs_by: Callable[[], Hashable] = nothing,
    *,
    options: Container[str] = (),
    holds: Callable[[Node], bool] = lambda node: True,
) -> Compile:
    """Make a tag of another that keeps what it draws, where each argument is a quoted text.

    `options` are bare words among the arguments that change nothing from page to page; `holds` says
    of the compiled tag whether its content is constant too.
    """

    def compile_tag(parser: Parser, token: Token) -> Node:
        node = tag(parser, token)
        arguments = token.split_contents()[1:]
        fixed = all(one in options or QUOTED.fullmatch(one) for one in arguments)
        return Constant(node, differs_by) if fixed and holds(node) and not settings.DEBUG else node

    return compile_tag
