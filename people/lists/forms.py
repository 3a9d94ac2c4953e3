"""What is sent to bring in a list. It checks shape; the verb reads it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.writing.forms import PageForm

from .intake import LARGEST


class BringForm(PageForm, forms.Form):
    """A list, from a file or as it was copied from a sheet."""

    pasted = forms.CharField(
        label=_("From a sheet, with its headings"),
        help_text=_("Names, numbers, units, in any order. Thai or English."),
        widget=forms.Textarea({"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        required=False,
        strip=False,
        max_length=LARGEST,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, XLS, ODS, CSV or TSV, up to 5,000 rows and 5 MB."),
        required=False,
        allow_empty_file=True,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two; the file's bytes and name are handed on."""
        found = super().clean()
        sent = found.pop("file", None)
        found["name"] = sent.name if sent else ""
        found["content"] = sent.read(LARGEST + 1) if sent else None
        found["text"] = found.pop("pasted", "")
        if not sent and not found["text"].strip() and not self.errors:
            self.add_error(
                self.empty_one, ValidationError(_("Please paste a list, or choose a file."))
            )
        return found

    @property
    def empty_one(self) -> str:
        """Name the field in front of the button that was pressed."""
        return "file" if self.data.get("from") == "file" else "pasted"

    def refuse_list(self, refused: ValidationError) -> None:
        """Put the refusal of a list at the field that it came from."""
        self.add_error("file" if self.files.get("file") else "pasted", refused)
