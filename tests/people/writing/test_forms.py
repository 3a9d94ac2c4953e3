"""What every form of the house can say of its fields."""

import pytest
from django import forms

from people.writing.forms import PageForm


class ShelfForm(PageForm, forms.Form):
    """A form with two kinds of fields."""

    shelf = forms.ChoiceField(choices=[])
    label = forms.CharField()


def test_a_field_of_its_kind_can_be_given_what_it_offers():
    form = ShelfForm()
    form.field_as(forms.ChoiceField, "shelf").choices = [("1", "One")]

    assert form["shelf"].field.choices == [("1", "One")]


def test_a_field_of_another_kind_is_a_mistake_of_whoever_wrote_the_form():
    with pytest.raises(TypeError, match="label is no ChoiceField"):
        ShelfForm().field_as(forms.ChoiceField, "label")
