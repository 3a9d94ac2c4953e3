"""How templates are drawn: what a page was drawn from goes with the page."""

from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends import django as backend
from django.template.context import make_context
from django.utils.safestring import SafeString


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
        return PageTemplate(self.engine.from_string(template_code), self)

    def get_template(self, template_name: str) -> PageTemplate:
        """Find a template by its name."""
        try:
            return PageTemplate(self.engine.get_template(template_name), self)
        except TemplateDoesNotExist as missing:
            backend.reraise(missing, self)
