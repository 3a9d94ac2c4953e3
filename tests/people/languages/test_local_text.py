"""A text in several languages reads as its reader's, and a new language needs no column."""

import copy
import pickle

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from people.languages.local_text import LocalText, in_name_order
from people.models import Organisation, Unit
from tests.makers import make_organisation, make_unit


@pytest.mark.parametrize(
    ("texts", "language", "read"),
    [
        ({"en": "North", "th": "เหนือ"}, "en", "North"),
        ({"en": "North", "th": "เหนือ"}, "th", "เหนือ"),
        ({"en": "North"}, "th", "North"),
        ({"th": "เหนือ"}, "en", "เหนือ"),
        ({"th": "เหนือ", "my": "မြောက်"}, "km", "เหนือ"),
        ({"my": "မြောက်"}, "en", "မြောက်"),
        ({"en": " ", "th": "เหนือ"}, "en", "เหนือ"),
        ({}, "th", ""),
    ],
)
def test_it_reads_as_its_readers_or_else_as_another(texts, language, read):
    with override(language):
        assert str(LocalText(texts)) == read


def test_a_row_reads_so_whatever_it_was_made_of(office):
    office.name = {"en": "", "th": " เหนือ "}
    assert str(office) == "เหนือ"
    office.save()
    found = Unit.objects.get(name__th="เหนือ")
    assert (found, found.name) == (office, {"th": "เหนือ"})
    assert [str(one) for one in Unit.objects.values_list("name", flat=True)] == ["เหนือ"]
    assert list(Unit.objects.values_list("name__th", "name__en")) == [("เหนือ", None)]


@pytest.mark.parametrize(
    ("texts", "language", "said"),
    [
        ({}, None, "in one language at least"),
        ({"en": "", "th": " "}, None, "in one language at least"),
        ({"xx": "North"}, "xx", "There is no language “xx” here."),
        ({"en": "North", "th": "<b>เหนือ</b>"}, "th", "HTML and control signs"),
        ({"th": "น" * 121}, "th", "at most 120 characters"),
    ],
)
def test_what_is_no_name_is_refused_with_its_language(texts, language, said, office):
    office.name = texts
    with pytest.raises(ValidationError) as refused:
        office.full_clean()
    [error] = refused.value.error_dict["name"]
    assert said in error.messages[0]
    assert (error.params or {}).get("language") == language


def test_a_language_that_the_product_knows_needs_no_column(office):
    office.name = {"my": "ရုံးချုပ်", "lo": "ຫ້ອງການ", "km": "ការិយាល័យ"}
    office.full_clean()
    office.save()
    office.refresh_from_db()
    with override("lo"):
        assert str(office) == "ຫ້ອງການ"


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ({"en": "head  OFFICE"}, "en"),
        ({"en": "Another", "th": "สำนักงาน"}, "th"),
        ({"en": "Another", "th": "Head office"}, None),
        ({"th": "สาขา"}, None),
    ],
)
def test_no_two_of_a_place_share_a_name_in_any_language(name, language, office, rest_house):
    office.name = {"en": "Head office", "th": "สำนักงาน"}
    office.save()
    other = Unit(organisation=office.organisation, name=name)
    if language is None:
        other.full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            other.full_clean()
        [error] = refused.value.error_dict["name"]
        assert error.messages == ["There is already a unit of this name here."]
        assert error.params == {"language": language}
    Unit(organisation=rest_house.organisation, name=name).full_clean()
    Unit(organisation=office.organisation, parent=office, name=name).full_clean()
    office.full_clean()


def test_the_database_keeps_equal_names_out_in_whatever_order_they_were_typed(office, saphan):
    make_unit(saphan, "Fang", parent=office, thai="ฝาง")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(
            organisation=saphan, parent=office, name={"th": "ฝาง", "my": "", "en": "Fang"}
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation("Saphan Foundation", thai="มูลนิธิสะพาน")
    assert Organisation.objects.count() == 1


def test_a_list_stands_in_the_order_of_its_reader(saphan):
    names = {"Zoo": "กุ้ง", "Ant": "เขา", "Middle": "แขก", "Same": "ขวด"}
    found = [make_unit(saphan, english, thai=thai) for english, thai in names.items()]
    with override("th"):
        assert [str(one) for one in in_name_order(found)] == ["กุ้ง", "ขวด", "เขา", "แขก"]
    with override("en"):
        assert [str(one) for one in in_name_order(found)] == ["Ant", "Middle", "Same", "Zoo"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.update(th="ใต้"),
        lambda text: text.__setitem__("th", "ใต้"),
        lambda text: text.pop("th"),
        lambda text: text.clear(),
        lambda text: text.setdefault("my", "မြောက်"),
    ],
)
def test_what_many_rows_share_is_changed_by_none(change, office):
    office.name = {"en": "North", "th": "เหนือ"}
    office.save()
    one, other = (Unit.objects.get(pk=office.pk) for _ in range(2))
    assert one.name is other.name
    with pytest.raises(TypeError, match="made once"):
        change(one.name)
    assert other.name == {"en": "North", "th": "เหนือ"}


def pickled(one):
    return pickle.loads(pickle.dumps(one))  # noqa: S301 - its own


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_is_a_text_too(again):
    made = again(LocalText({"th": "เหนือ"}))
    assert (type(made), str(made)) == (LocalText, "เหนือ")


@pytest.mark.parametrize("name", ["191", "null", "true", "[]", '"ศูนย์"'])
def test_a_name_that_reads_like_a_value_is_a_name(name, office):
    office.name = {"en": name}
    office.save()
    assert Unit.objects.get(pk=office.pk).name == {"en": name}
    assert list(Unit.objects.filter(pk=office.pk).values_list("name__en", flat=True)) == [name]
