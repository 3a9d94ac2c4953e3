"""Free text on pages: the writer is warned of personal details, and may send it all the same.

A form comes back once with the warning at its field. The typed text stays, and a tick below it
carries the mark of exactly this text. Every free text of a page uses one of these.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from .personal import holds_national_id, personal_signs
from .texts import READ_AT_MOST, mark_of_text, warn_personal

type Files = MultiValueDict[str, UploadedFile]
# The names of the ticks in what is posted; one for each text with a warning.
ALL_THE_SAME = "all_the_same"


class Typed(str):
    """What was typed into a field, with the marks of the ticks that were posted with it."""

    seen: Collection[str] = ()


class Warned(forms.Widget):
    """A widget that offers to send what was typed all the same."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Files, name: str) -> str | None:
        """Take what was typed, and the ticks."""
        if (text := super().value_from_datadict(data, files, name)) is None:
            return None
        found = Typed(text)
        found.seen = ticks(data)
        return found

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Draw the field, and the tick below if the text looks personal.

        What was kept before is no `Typed`: its mark is posted as a hidden value.
        """
        drawn = super().render(name, value, attrs, renderer)
        if isinstance(value, Typed):
            return drawn + tick(value, seen=value.seen)
        return drawn + kept_mark(value) if isinstance(value, str) else drawn


class FreeLine(Warned, forms.TextInput):
    """One line of free text."""


class FreeArea(Warned, forms.Textarea):
    """Some lines of free text."""


class FreeText(forms.CharField):
    """The writer's own words: a national ID is refused, personal details get a warning."""

    widget = FreeLine

    def clean(self, value: str | None) -> str:
        """Check the shape first, then the content of the words."""
        text = super().clean(value)
        warn_personal(text, seen=getattr(value, "seen", ()))
        return text


def ticks(data: Mapping[str, Any]) -> list[str]:
    """List the marks that were posted."""
    return data.getlist(ALL_THE_SAME) if isinstance(data, QueryDict) else []


def posted(request: HttpRequest, name: str) -> str:
    """Read a free text outside a form; a refusal names the field."""
    text = request.POST.get(name, "")
    try:
        warn_personal(text, seen=ticks(request.POST))
    except ValidationError as refused:
        about = (refused.params or {}) | {"field": name}
        raise ValidationError(refused.message, refused.code, about) from refused
    return text


def tick(text: str, *, seen: Collection[str], warned: bool = True) -> SafeString:
    """Draw the tick that sends a text all the same; none if there is nothing to warn of.

    A set tick stays while the writer corrects another field. `warned` is false if the text was not
    judged yet.
    """
    if not looks_personal(text) or holds_national_id(text):
        return SafeString()
    known = mark_of_text(text)
    if not warned and known not in seen:
        return SafeString()
    context = {"name": ALL_THE_SAME, "mark": known, "ticked": known in seen}
    return render_to_string("components/all_the_same.html", context)


def looks_personal(text: str) -> bool:
    """Say whether a text looks personal; one that is too long to be kept is not read."""
    return len(text) <= READ_AT_MOST and bool(personal_signs(text))


def kept_mark(text: str) -> SafeString:
    """Post the mark of a text that was kept before, so that there is no second warning."""
    if not looks_personal(text):
        return SafeString()
    context = {"name": ALL_THE_SAME, "mark": mark_of_text(text), "kept": True}
    return render_to_string("components/all_the_same.html", context)
