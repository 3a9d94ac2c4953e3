"""Plain words: what is written in a name or a wording is shown as it stands."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HTML = re.compile(r"<[a-zA-Z/!?]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
# Line breaks are tidied away; these would change how a whole page reads, or break a file of it.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
NOT_PLAIN = _("HTML and control signs are not shown. Please write plain words.")


def holds_markup(text: str) -> bool:
    """Say whether a text holds HTML, or control signs besides line breaks."""
    return bool(HTML.search(text) or CONTROL.search(" ".join(text.split())))


def refuse_markup(text: str) -> None:
    """Refuse HTML and control signs: pages show words as they are written."""
    if holds_markup(text):
        raise ValidationError(NOT_PLAIN, code="markup")
