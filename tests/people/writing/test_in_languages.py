"""A form asks for a text in some languages; one of them is enough."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from people.languages.fields import NAME_IN, InLanguages
from people.models import Unit
from people.units.forms import UnitForm
from people.writing.forms import PageForm


class TwoTexts(PageForm, forms.Form):
    before = forms.CharField(required=False)
    name = InLanguages(label=NAME_IN, help_text="Short.")
    allows = InLanguages(label="What it allows, in {language}", required=False)


@pytest.mark.parametrize(
    ("language", "first", "second"), [("en", "English", "Thai"), ("th", "ไทย", "อังกฤษ")]
)
def test_the_readers_language_comes_first_and_has_the_hint(language, first, second):
    with override(language):
        form = TwoTexts()
        name, other = form.in_languages["name"]
        assert [first in str(name.label), second in str(other.label)] == [True, True]
        assert (name.help_text, other.help_text) == ("Short.", "")
        assert f'lang="{language}"' in str(name)
        assert list(form.fields)[0] == "before"


@pytest.mark.parametrize("typed", [{"name_en": "North"}, {"name_th": "เหนือ"}])
def test_one_language_is_enough(typed):
    form = TwoTexts(typed)
    assert form.is_valid()
    assert form.cleaned_data["name"] == {key[-2:]: text for key, text in typed.items()}
    assert form.cleaned_data["allows"] == {}


@pytest.mark.parametrize(("language", "field"), [("en", "name_en"), ("th", "name_th")])
def test_none_is_refused_at_the_field_of_the_reader(language, field):
    with override(language):
        form = TwoTexts({"name_en": " "})
        assert not form.is_valid()
        assert [place for place, _ in form.problems()] == [f"id_{field}"]


def test_the_refusal_of_a_verb_stands_at_the_field_of_its_language():
    form = TwoTexts({"name_en": "North", "name_th": "เหนือ"})
    assert form.is_valid()
    taken = ValidationError("Taken.", params={"language": "th"})
    form.refuse(ValidationError({"name": taken, "allows": "Too much."}))
    assert form.problems() == [("id_name_th", "Taken."), ("id_allows_en", "Too much.")]


def test_a_language_that_is_not_offered_stays_as_it_was(office):
    office.name = {"en": "Head office", "my": "ရုံးချုပ်"}
    office.save()
    form = UnitForm({"name_en": "", "name_th": "สำนักงาน"}, instance=office)
    assert form.initial["name_en"] == "Head office"
    assert form.is_valid()
    form.save()
    assert Unit.objects.get(pk=office.pk).name == {"th": "สำนักงาน", "my": "ရုံးချုပ်"}
