"""People to call and numbers for help, as they are typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.rules.typed_days import THAI_DIGITS
from people.writing.fields import DayField, typed_day
from people.writing.forms import PageForm
from people.writing.free_text import FreeLine, FreeText
from people.writing.texts import refuse_identity
from wellbeing.models import Hotline
from wellbeing.models.help import A_NUMBER


class PhoneField(forms.CharField):
    """A phone number, with Thai digits or not."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    default_validators = [A_NUMBER]

    def to_python(self, value: Any) -> str:
        """Write it with the digits that every phone dials."""
        return (super().to_python(value) or "").translate(THAI_DIGITS)


class OwnContactForm(PageForm, forms.Form):
    """A contact that the person would call."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        validators=[refuse_identity],
        help_text=_("As you call them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = PhoneField(label=_("Phone number"), max_length=24)


class HotlineForm(PageForm, forms.ModelForm):
    """A number for help, as an admin writes it down."""

    number = PhoneField(label=_("Number"), max_length=24)
    checked_on = DayField(
        label=_("Last checked on"),
        required=False,
        help_text=_(
            "The day on which somebody called it and it was right. For example 24/11/2026 or "
            "24/11/2569."
        ),
    )

    class Meta:
        model = Hotline
        fields = ("name", "number", "hours", "source", "checked_on")
        field_classes = {"hours": FreeText, "source": FreeText}
        widgets = {"hours": FreeLine, "source": FreeLine}

    def __init__(self, *args: Any, instance: Hotline, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        if instance.checked_on:
            self.initial["checked_on"] = typed_day(instance.checked_on)
