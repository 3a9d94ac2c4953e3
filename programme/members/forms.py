"""Forms about a programme. They check shape; verbs check sense."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.writing.fields import PaperCodeField
from people.writing.forms import PageForm
from programme.models import Programme


class FoundForm(PageForm, forms.ModelForm):
    """What a new programme is called in each language."""

    class Meta:
        model = Programme
        fields = ("name",)


class ProgrammeCodeForm(PageForm, forms.Form):
    """The code that another member handed on."""

    code = PaperCodeField(
        label=_("Code"),
        max_length=40,
        help_text=_("Twelve letters. An admin of a member has them."),
    )


class NameForm(PageForm, forms.Form):
    """The person of one's own organisation who is named for the office."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.none(), to_field_name="public_id"
    )

    def __init__(self, *args: Any, offered: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.field_as(forms.ModelChoiceField, "person")
        field.queryset = Person.objects.filter(pk__in=[one.pk for one in offered])
        field.choices = [(str(one.public_id), one.name) for one in offered]
