"""Free text on pages: warned of what looks personal, and sent all the same.

A form comes back once with the warning at its field. What was typed stays, and a tick below it
carries the mark of exactly this text. Every free text of a page is typed into one of these.
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
from .texts import mark_of_text, warn_personal

type Files = MultiValueDict[str, UploadedFile]
# How the ticks are called in what is posted; there is one for each text that was warned of.
ALL_THE_SAME = "all_the_same"


class Typed(str):
    """What was typed into a field, with the marks of the ticks that came along."""

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
        """Draw the field, and the tick below where what was typed looks personal.

        What was kept before is no `Typed`: its mark goes along unseen.
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
    """Words of one's own: a national ID is refused, what looks personal is warned of."""

    widget = FreeLine

    def clean(self, value: str | None) -> str:
        """Judge the shape first, then what the words hold."""
        text = super().clean(value)
        warn_personal(text, seen=getattr(value, "seen", ()))
        return text


def ticks(data: Mapping[str, Any]) -> list[str]:
    """List the marks that came along with what was posted."""
    return data.getlist(ALL_THE_SAME) if isinstance(data, QueryDict) else []


def posted(request: HttpRequest, name: str) -> str:
    """Read a free text that no form reads; a refusal names the field."""
    text = request.POST.get(name, "")
    try:
        warn_personal(text, seen=ticks(request.POST))
    except ValidationError as refused:
        about = {"field": name}
        raise ValidationError(refused.message, refused.code, about) from refused
    return text


def tick(text: str, *, seen: Collection[str], warned: bool = True) -> SafeString:
    """Draw the tick that sends a text all the same; none where there is nothing to warn of.

    One that was ticked stays so while something else on the page is put right. `warned` is false
    where nobody has judged the text yet.
    """
    if not personal_signs(text) or holds_national_id(text):
        return SafeString()
    known = mark_of_text(text)
    if not warned and known not in seen:
        return SafeString()
    context = {"name": ALL_THE_SAME, "mark": known, "ticked": known in seen}
    return render_to_string("components/all_the_same.html", context)


def kept_mark(text: str) -> SafeString:
    """Send the mark of a text that was kept before along, so that it is not warned of again."""
    if not personal_signs(text):
        return SafeString()
    context = {"name": ALL_THE_SAME, "mark": mark_of_text(text), "kept": True}
    return render_to_string("components/all_the_same.html", context)
