"""Forms of every app: they keep what was typed and name the refused field."""

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.languages.fields import NEEDED, InLanguages
from people.languages.local_text import LocalText

from .texts import CHANGED, TOO_LONG

REQUIRED = forms.Field.default_error_messages["required"]
NOT_OFFERED = _("Please choose from the list.")
# What Django says of a choice that was not offered: it may repeat what was sent, however long.
UNOFFERED = {
    kind.default_error_messages[code]
    for kind, code in (
        (forms.ChoiceField, "invalid_choice"),
        (forms.ModelChoiceField, "invalid_choice"),
        (forms.ModelMultipleChoiceField, "invalid_choice"),
        (forms.ModelMultipleChoiceField, "invalid_pk_value"),
    )
}


class PageForm(forms.BaseForm):
    """A form with each refusal at its field, and all in a list above that can be read alone.

    A text in several languages is typed into a field for each; `in_languages` has those of a text.
    """

    # At which field a refusal is shown, by its code or by the name that the verb has for it.
    shown_at: Mapping[str, str] = {}
    # What a form begins with that is kept nowhere, like today as the first day of a change.
    proposed: Collection[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {name: one for name, one in self.fields.items() if isinstance(one, InLanguages)}
        self.needed = {name for name, text in texts.items() if text.required}
        self.parts: dict[str, dict[str, str]] = {name: {} for name in texts}
        fields = {}
        for name, field in self.fields.items():
            if name not in texts:
                fields[name] = field
                continue
            for language, part in texts[name].parts(self.kept(name)):
                self.parts[name][language] = place = f"{name}_{language}"
                self.initial[place] = self.kept(name).get(language, "")
                fields[place] = part
        self.fields = fields
        for field in self.fields.values():
            say_what_to_do(field)

    def kept(self, name: str) -> Mapping[str, str]:
        """Find the text in several languages that the form began with."""
        return self.initial.get(name) or {}

    @property
    def in_languages(self) -> dict[str, list[forms.BoundField]]:
        """The fields of each text in several languages, the reader's first."""
        return {name: [self[one] for one in parts.values()] for name, parts in self.parts.items()}

    def clean(self) -> dict[str, Any]:
        """Put together what was typed in each language; what is not asked stays as it was."""
        super().clean()
        found = self.cleaned_data
        for name, parts in self.parts.items():
            kept = {one: text for one, text in self.kept(name).items() if one not in parts}
            typed = {one: found.pop(place, "") for one, place in parts.items()}
            found[name] = LocalText(kept | typed)
            refused = self.errors.keys() & parts.values()
            if name in self.needed and not found[name] and not refused:
                self.add_error(next(iter(parts.values())), ValidationError(NEEDED, "required"))
        return found

    def field_as[Kind: forms.Field](self, kind: type[Kind], name: str) -> Kind:
        """Find a field that is of this kind, to say what it offers."""
        field = self.fields[name]
        if not isinstance(field, kind):
            raise TypeError(f"{name} is no {kind.__name__}")
        return field

    def refuse(self, refused: ValidationError) -> None:
        """Put a verb's refusal at the field that caused it; if it has none, above the form."""
        whole = {NON_FIELD_ERRORS: getattr(refused, "error_list", [])}
        for name, errors in getattr(refused, "error_dict", whole).items():
            for error in errors:
                place = self.part_of(self.place_of(name, error), error)
                self.add_error(place if place in self.fields else None, error)

    def place_of(self, name: str, error: ValidationError) -> str:
        """Name the field that an error is about."""
        return self.shown_at.get(error.code or "") or self.shown_at.get(name, name)

    def part_of(self, name: str, error: ValidationError) -> str:
        """Name the field of the language that an error is about, or else the reader's."""
        if not (parts := self.parts.get(name)):
            return name
        return parts.get((error.params or {}).get("language", "")) or next(iter(parts.values()))

    @property
    def shown(self) -> str:
        """A mark of what is kept, which the page sends back: what who typed had before them."""
        kept = {one.name: in_order(one.initial) for one in self if one.name not in self.proposed}
        return sha256(repr(sorted(kept.items())).encode()).hexdigest()[:16]

    def refuse_stale(self) -> None:
        """Refuse what was typed on a page that showed something else than is kept now.

        Else what a colleague changed meanwhile would be changed back. What is kept now is said at
        its field. The same again, as by a second press, is not refused.
        """
        if self.data.get("shown", self.shown) == self.shown:
            return
        others = [one for one in self if one.name not in self.proposed and differs(one)]
        if others:
            said = {one.name: f"{gettext('Now:')} {words_of(one)}" for one in others}
            above = ValidationError(CHANGED, code="stale")
            raise ValidationError({NON_FIELD_ERRORS: above} | said)

    def problems(self) -> list[tuple[str, str]]:
        """List what is wrong in the order of the page: the field's id and the sentence."""
        found = [("", str(sentence)) for sentence in self.non_field_errors()]
        for field in self:
            found += [(control_of(field), str(sentence)) for sentence in field.errors]
        return found


class VerbJudgedForm(PageForm, forms.ModelForm):
    """A form of a row that its verb judges: the verb knows the organisation, or the place."""

    def validate_unique(self) -> None:
        """Leave this to the verb."""

    def validate_constraints(self) -> None:
        """Leave this to the verb too."""


def say_what_to_do(field: forms.Field) -> None:
    """Put sentences that say what to do in place of Django's own."""
    said = field.error_messages
    if said["required"] == REQUIRED:
        said["required"] = _("Please fill this in: %(field)s.") % {"field": field.label}
    for code, sentence in said.items():
        if sentence in UNOFFERED:
            said[code] = NOT_OFFERED
    said.setdefault("max_length", TOO_LONG)


def in_order(kept: Any) -> str | list[str]:
    """Write what a form began with: of several to tick, always in the same order."""
    if isinstance(kept, list | tuple | set):
        return sorted(map(str, kept))
    return "" if kept is None else str(kept)


def differs(field: forms.BoundField) -> bool:
    """Say whether something else was typed than is kept, however it is written."""
    if not field.field.has_changed(field.initial, field.data):
        return False
    try:
        kept = field.field.clean(field.initial)
    except ValidationError:
        return True
    return bool(kept != field.form.cleaned_data.get(field.name))


def words_of(field: forms.BoundField) -> str:
    """Write what is kept as the page does."""
    kept = field.initial
    if isinstance(kept, bool):
        return "✓" if kept else "–"
    if isinstance(field.field, forms.ChoiceField):
        held = in_order(kept if isinstance(kept, list | tuple | set) else [kept])
        chosen = [str(words) for one, words in field.field.widget.choices if str(one) in held]
        return ", ".join(chosen) or "–"
    return str(kept) if kept not in (None, "") else "–"


def control_of(field: forms.BoundField) -> str:
    """Name the control that takes the answer to a field: of several to tick, the first."""
    return field.id_for_label or f"{field.auto_id}_0"


class SkippableForm(forms.Form):
    """Lines with steps, each of which can be left out; a line not offered counts as left out.

    A form of these names its lines and says how many steps each has.
    """

    lines: Sequence[str] = ()
    steps: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.lines:
            self.fields[name] = forms.CharField(required=False, max_length=9)

    @property
    def chosen(self) -> dict[str, int | None]:
        """The step of each line, from 0 on; None if it was left out."""
        offered = {str(step): step for step in range(self.steps)}
        return {name: offered.get(text) for name, text in self.cleaned_data.items()}


def sent(request: HttpRequest) -> QueryDict | None:
    """Take what was posted, also when it is empty; None if a page is only opened."""
    return request.POST if request.method == "POST" else None


def problems_of(refused: ValidationError, place: str = "") -> list[tuple[str, str]]:
    """List what a verb refused as a page does: the id of the field it is about, the sentence."""
    return [(place, sentence) for sentence in refused.messages]


def page_with_problems(request: HttpRequest, template: str, context: Mapping) -> HttpResponse:
    """Show a page: 422 where something was refused, which its context has under `problems`."""
    return render(request, template, context, status=422 if context["problems"] else 200)


def form_page(
    request: HttpRequest, template: str, form: PageForm, /, **more: object
) -> HttpResponse:
    """Show a page with its form, and a list above of what was refused of it."""
    context = {"form": form, "problems": form.problems()} | more
    return page_with_problems(request, template, context)
