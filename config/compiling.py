"""How templates are compiled: as Django does, into parts that are drawn in fewer steps.

A page of ours has some hundred values, each found by a step of its own, and as many texts between
them. Whatever is unusual is left to Django. Some names here are not documented by Django:
tests/config/templates/test_compiling.py says which, and compares.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template import (
    Context,
    Library,
    Origin,
    Template,
    TemplateDoesNotExist,
    TemplateSyntaxError,
)
from django.template.base import (
    FilterExpression,
    Lexer,
    Node,
    NodeList,
    Parser,
    TextNode,
    Token,
    Variable,
    VariableDoesNotExist,
)
from django.template.defaulttags import (
    CycleNode,
    IfChangedNode,
    LoadNode,
    ResetCycleNode,
)
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode, do_include
from django.template.loaders import cached
from django.template.loaders.base import Loader
from django.utils.safestring import SafeString

from people.templatetags.constants import Constant, asked_once, nothing

register = Library()
# What a look-up by a name raises where there is none: then it is the name of an attribute.
NO_ITEM = (TypeError, AttributeError, KeyError, ValueError, IndexError)


class Way(Variable):
    """A variable of names, like `page.week`, found without raising where nothing is amiss."""

    __slots__ = ("first", "rest")

    def __init__(self, var: str) -> None:
        super().__init__(var)
        self.first, *self.rest = self.lookups or ()

    def resolve(self, context: Any) -> Any:
        """Find it; where something is amiss, Django says what stands there."""
        for names in reversed(context.dicts):
            if self.first in names:
                found = names[self.first]
                break
        else:
            if hasattr(context, self.first):
                return super().resolve(context)
            raise VariableDoesNotExist("Failed lookup for key [%s] in %r", (self.first, context))
        try:
            if callable(found):
                found = result_of(found)
            for name in self.rest:
                if hasattr(type(found), "__getitem__"):
                    try:
                        found = found[name]
                    except NO_ITEM:
                        found = getattr(found, name)
                else:
                    found = getattr(found, name)
                if callable(found):
                    found = result_of(found)
        except Exception:
            return super().resolve(context)
        return found


def result_of(found: Any) -> Any:
    """Call what a page may call without arguments; of what else can be called Django decides."""
    if getattr(found, "do_not_call_in_templates", False):
        return found
    if getattr(found, "alters_data", False):
        raise TypeError
    return found()


class Parts(NodeList):
    """The parts of a template, which never change: what is looked for among them is kept."""

    def __init__(self, parts: Iterable[Node] = ()) -> None:
        super().__init__(parts)
        self.by_kind: dict[Any, list[Node]] = {}

    def get_nodes_by_type(self, nodetype: Any) -> list[Node]:
        """Find the parts of a kind. For each page, Django looks for the blocks of its frame."""
        if nodetype not in self.by_kind:
            self.by_kind[nodetype] = super().get_nodes_by_type(nodetype)
        return self.by_kind[nodetype]


class Still(Node):
    """Neighbours that are the same on every page in a language: drawn as one text."""

    child_nodelists = ("nodelist",)

    def __init__(self, parts: Iterable[Node]) -> None:
        self.nodelist = NodeList(parts)
        constants = [one for one in self.nodelist if isinstance(one, Constant)]
        self.questions = {one.differs_by for one in constants} - {nothing}
        self.texts: dict[tuple, str] = {}

    def render(self, context: Context) -> str:
        """Draw each anew."""
        return str(self.nodelist.render(context))

    def render_annotated(self, context: Context) -> str:
        """Draw what was put together before; a letter that is no HTML is drawn anew."""
        if not context.autoescape:
            return self.render(context)
        key = tuple([asked_once(one, context) for one in self.questions])
        if (text := self.texts.get(key)) is None:
            text = self.texts[key] = "".join([str(one.render(context)) for one in self.nodelist])
        return text


class Included(IncludeNode):
    """A template by its name within another: found once, and drawn as if it stood there."""

    parts: NodeList | None = None

    def render(self, context: Any) -> SafeString:
        """Draw it."""
        if self.parts is None:
            found = context.template.engine.get_template(self.template.var)
            if keeps_state(found.nodelist):
                return super().render(context)
            self.parts = found.nodelist
        values = {name: one.resolve(context) for name, one in self.extra_context.items()}
        if self.isolated_context:
            return self.parts.render(context.new(values))
        with context.push(**values):
            return self.parts.render(context)


def keeps_state(parts: NodeList) -> bool:
    """Say whether a part remembers what it drew, or has blocks, which Django keeps apart."""
    kinds = (BlockNode, CycleNode, ExtendsNode, IfChangedNode, ResetCycleNode)
    return any(parts.get_nodes_by_type(one) for one in kinds)


@register.tag("include")
def include(parser: Parser, token: Token) -> Node:
    """Compile the tag; what is named by a variable or a relative way is left to Django."""
    node = do_include(parser, token)
    name = node.template.var
    if settings.DEBUG or node.template.is_var or node.template.filters or name.startswith("."):
        return node
    return Included(
        node.template, extra_context=node.extra_context, isolated_context=node.isolated_context
    )


class PageParser(Parser):
    """Django's parser, which compiles into these parts."""

    def compile_filter(self, token: str) -> FilterExpression:
        """Compile a variable with its filters, found by its way."""
        made = FilterExpression(token, self)
        if made.is_var and made.var.lookups and not made.var.translate:
            made.var = Way(made.var.var)
        return made

    def parse(self, parse_until: Iterable[str] | None = None) -> NodeList:
        """Compile up to one of some tags, and put together what is the same on every page."""
        found = super().parse(parse_until)
        if any(one.must_be_first for one in found):
            return found
        joined: list[Node] = []
        for still, parts in groupby(found, is_still):
            together = list(parts)
            joined += [Still(together)] if still and len(together) > 1 else together
        made = Parts(joined)
        made.contains_nontext = found.contains_nontext
        return made


def is_still(part: Node) -> bool:
    """Say whether a part is the same on every page in a language."""
    return isinstance(part, (TextNode, Constant, LoadNode))


class PageSource(Template):
    """A template compiled so."""

    def compile_nodelist(self) -> NodeList:
        """Compile it; in development and where a template is wrong Django does, and says it all."""
        if self.engine.debug:
            return super().compile_nodelist()
        engine = self.engine
        tokens = Lexer(self.source).tokenize()
        parser = PageParser(
            tokens, engine.template_libraries, engine.template_builtins, self.origin
        )
        try:
            parts = parser.parse()
        except TemplateSyntaxError:
            return super().compile_nodelist()
        self.extra_data = parser.extra_data
        return parts


class CompilingLoader(Loader):
    """Django's loader, which compiles so."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """Find a template by its name, beside those that are extended already."""
        tried = []
        for origin in self.get_template_sources(template_name):
            if skip is not None and origin in skip:
                tried.append((origin, "Skipped to avoid recursion"))
                continue
            try:
                contents = self.get_contents(origin)  # type: ignore[attr-defined]
            except TemplateDoesNotExist:
                tried.append((origin, "Source does not exist"))
                continue
            return PageSource(contents, origin, template_name, self.engine)
        raise TemplateDoesNotExist(template_name, tried=tried)


class PageLoader(cached.Loader, CompilingLoader):
    """A loader that keeps what it compiled."""
