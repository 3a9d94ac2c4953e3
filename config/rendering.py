"""How templates are drawn: what a page was drawn from goes with the page."""

import re
from typing import Any

from django.http import HttpRequest
from django.template import Origin, TemplateDoesNotExist
from django.template.backends import django as backend
from django.template.context import make_context
from django.template.loaders import app_directories, filesystem
from django.utils.safestring import SafeString

from people.templatetags.constants import ASKED

from .compiling import PageSource

# What a template is laid out with: a browser reads a line break and the indent after it as one gap.
LAYOUT = re.compile(r"\n\s+")


def without_layout(text: str, name: str) -> str:
    """Leave indents and empty lines out of a page or a script; a mail keeps how it is laid out."""
    return LAYOUT.sub("\n", text) if name.endswith((".html", ".js")) else text


class OurFolder(filesystem.Loader):
    """Templates of the product's own folder, read without their layout."""

    def get_contents(self, origin: Origin) -> str:
        """Read a template."""
        return without_layout(super().get_contents(origin), str(origin.template_name))


class OurApps(app_directories.Loader):
    """Templates of the apps, read so."""

    def get_contents(self, origin: Origin) -> str:
        """Read a template."""
        return without_layout(super().get_contents(origin), str(origin.template_name))


class PageTemplate(backend.Template):
    """A template that lets go of its context once it is drawn.

    Django's context holds the view's values, and these hold the context: a ring. Without this it
    would stay, with all rows of a board, until the collector looks through the whole memory.
    """

    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> SafeString:
        """Draw it as Django does, and empty the context."""
        made = make_context(context, request, autoescape=self.backend.engine.autoescape)
        vars(made)[ASKED] = {}
        try:
            return self.template.render(made)
        except TemplateDoesNotExist as missing:
            backend.reraise(missing, self.backend)
        finally:
            made.dicts.clear()


class PageTemplates(backend.DjangoTemplates):
    """Django's templates, drawn so."""

    def from_string(self, template_code: str) -> PageTemplate:
        """Make a template of a text."""
        return PageTemplate(PageSource(template_code, engine=self.engine), self)

    def get_template(self, template_name: str) -> PageTemplate:
        """Find a template by its name."""
        try:
            return PageTemplate(self.engine.get_template(template_name), self)
        except TemplateDoesNotExist as missing:
            backend.reraise(missing, self)
