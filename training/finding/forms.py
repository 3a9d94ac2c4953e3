"""What is typed to find people, and the form that names its fields."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from people.writing.forms import PageForm

# Where a refusal that a constraint speaks belongs on the page.
FIELD_OF = {"ends_early": "ends", "never_ends": "renewal_hours"}


class NamedForm(PageForm, forms.Form):
    """A form that knows where a constraint's refusal belongs."""

    def place_of(self, name: str, error: ValidationError) -> str:
        """Name the field that an error is about."""
        return FIELD_OF.get(error.code or "", name)


class FindForm(forms.Form):
    """Which people to look for: by unit, by name, or both."""

    unit = forms.UUIDField(required=False)
    name = forms.CharField(max_length=60, required=False)
    need = forms.BooleanField(required=False)

    def found(self) -> tuple[UUID | None, str, bool]:
        """Give the unit, the name, whether they need it; what cannot be read is left out."""
        self.is_valid()
        read = self.cleaned_data
        return read.get("unit"), read.get("name", ""), read.get("need", False)
