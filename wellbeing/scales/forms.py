"""What is typed on a longer scale, and the wording pack that an admin brings."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.writing.forms import PageForm
from wellbeing.instruments.wording import BYTES_AT_MOST
from wellbeing.models import WordingPack


class PackForm(PageForm, forms.Form):
    """A file with an author's words for a scale."""

    file = forms.FileField(
        label=_("The file"),
        help_text=format_lazy(_("TOML or JSON in UTF-8, up to {kb} kB."), kb=BYTES_AT_MOST // 1000),
        error_messages={
            "required": _("Please choose a file."),
            "empty": _("There is nothing in this file."),
        },
    )


class AnswerField(forms.Field):
    """One item: an answer of the scale, or nothing if the person prefers not to say.

    An item without a choice is asked about once more, so that no person loses a figure by a slip.
    """

    # One name, many buttons: the page draws them, and links to the group by this widget's id.
    widget = forms.TextInput

    def __init__(self, *, choices: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(**options)
        self.choices = {str(value): (value, label) for value, label in choices}

    def clean(self, value: str | None) -> int | None:
        """Read an answer; None is one that was skipped on purpose."""
        if value == "":
            return None
        if value not in self.choices:
            raise forms.ValidationError(
                _("%(line)s. Please choose an answer, or “Prefer not to say”."),
                params={"line": self.label},
            )
        return self.choices[value][0]


class ScaleForm(PageForm, forms.Form):
    """The items of a scale in the words of a pack, in one language."""

    def __init__(self, *args: Any, pack: WordingPack, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = pack.labels[language]
        self.choices = list(zip(sorted(pack.key.values), labels, strict=True))
        for n, code in enumerate(pack.key.items, start=1):
            label = _("Line %(n)d") % {"n": n}
            self.fields[f"item-{code}"] = AnswerField(choices=self.choices, label=label)
        self.texts = pack.items[language]

    @property
    def rows(self) -> list[tuple[str, forms.BoundField, str | None]]:
        """Each item's words, its field, and what was chosen."""
        return [
            (text, field := self[f"item-{code}"], self.data.get(field.html_name))
            for code, text in self.texts.items()
        ]

    @property
    def answers(self) -> dict[str, int | None]:
        """The answers by item, once they are valid."""
        return {name.removeprefix("item-"): value for name, value in self.cleaned_data.items()}
