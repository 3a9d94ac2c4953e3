"""The languages in which the product and what people write into it can be read."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Each as people who read another language call it. What an operator offers of them: LANGUAGES.
NAMES: dict[str, str | Promise] = {
    "en": _("English"),
    "th": _("Thai"),
    "my": _("Burmese"),
    "km": _("Khmer"),
    "lo": _("Lao"),
}


def as_read() -> list[str]:
    """List the offered languages, the reader's first."""
    offered = [code for code, _name in settings.LANGUAGES]
    return sorted(offered, key=lambda code: code != get_language())
