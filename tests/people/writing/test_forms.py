"""What every form of the house can say of its fields."""

from urllib.parse import urlencode

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from people.writing.forms import PageForm
from people.writing.texts import CHANGED


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


class RoomForm(PageForm, forms.Form):
    """A form of what is kept, and of a day that is only proposed."""

    proposed = ("first",)
    tasks = forms.MultipleChoiceField(choices=[("a", "Air"), ("b", "Bed")], required=False)
    seats = forms.IntegerField()
    is_open = forms.BooleanField(required=False)
    first = forms.CharField()


KEPT = {"tasks": ["b", "a"], "seats": 7, "is_open": True, "first": "today"}
TYPED = {"tasks": ["a"], "seats": "8", "is_open": "on", "first": "later"}


def stale(kept, typed):
    form = RoomForm(QueryDict(urlencode(typed, doseq=True)), initial=kept)
    assert form.is_valid()
    try:
        form.refuse_stale()
    except ValidationError as refused:
        form.refuse(refused)
    return dict(form.errors)


def test_what_was_typed_before_something_changed_is_refused_with_what_is_kept_now():
    mark = RoomForm(initial=KEPT).shown
    changed = KEPT | {"tasks": [], "is_open": False}
    assert stale(changed, TYPED | {"shown": mark}) == {
        "__all__": [CHANGED],
        "tasks": ["Now: –"],
        "seats": ["Now: 7"],
        "is_open": ["Now: –"],
    }
    assert stale(changed, TYPED | {"shown": RoomForm(initial=changed).shown}) == {}


def test_neither_the_same_again_nor_a_page_without_a_mark_is_refused():
    assert stale(KEPT, TYPED) == {}
    same = TYPED | {"tasks": ["a", "b"], "seats": "7", "shown": "another"}
    assert stale(KEPT, same) == {}
    # In another order, and with another proposal, the same is kept.
    mark = RoomForm(initial=KEPT | {"tasks": ["a", "b"], "first": "tomorrow"}).shown
    assert stale(KEPT, TYPED | {"shown": mark}) == {}
