"""The form by which an organisation asks for larger groups."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.fields import WholeField
from people.writing.forms import PageForm


class GroupSizeForm(PageForm, forms.Form):
    """The number of people from which on a group is told."""

    smallest = WholeField(
        label=_("At least how many people"),
        min_value=0,
        max_value=10_000,
        help_text=_("Five is the least there is. It can be raised, and never lowered again."),
    )
