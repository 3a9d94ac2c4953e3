"""What is typed to find people."""

from uuid import UUID

from django import forms


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
