"""Django's own tags of files; the address of a named file is looked up once a process."""

from django.template import Library
from django.templatetags import static

from .constants import constant

register = Library()
register.tags |= static.register.tags
register.tag("static", constant(static.do_static))
