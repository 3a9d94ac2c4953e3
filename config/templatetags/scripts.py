"""The scripts of ours that every page loads."""

from django.template import Library
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from config.packing import script_names
from people.templatetags.constants import constant

register = Library()


@register.simple_tag
def scripts() -> SafeString:
    """Load them: they run in the order of their names, when the page is there."""
    files = ((static(name),) for name in script_names())
    return format_html_join("", '<script src="{}" defer></script>', files)


register.tag("scripts", constant(register.tags["scripts"]))
