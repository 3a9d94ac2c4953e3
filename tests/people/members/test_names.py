"""People stand in the order of their names and are found by any part of them."""

import pytest
from django.db import IntegrityError
from django.utils.translation import override

from people.models import Person
from people.rules.person_names import name_key
from tests.makers import make_account, make_person


@pytest.fixture
def people(saphan):
    """Five people whose order differs by language."""
    names = {
        "kon": ("Anong Khamdee", "อนงค์ คำดี"),
        "kae": ("Kaew Saithong", "แก้ว สายทอง"),
        "koi": ("Mali Sukjai", "ก้อย สุขใจ"),
        "jan": ("Janphen Wangdee", ""),
        "nam": ("Zara Nanta", "น้ำฝน นันตา"),
    }
    for username, (english, thai) in names.items():
        person = make_person(username, saphan)
        person.full_name_en, person.full_name_th = english, thai
        person.save()
    return Person.objects.filter(account__username__in=names)


def usernames(people):
    return [person.username for person in people]


def test_each_language_has_its_own_order(people):
    with override("th"):
        assert usernames(people.by_name()) == ["koi", "kae", "nam", "kon", "jan"]
    with override("en"):
        assert usernames(people.by_name()) == ["kon", "jan", "kae", "koi", "nam"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("แก้ว", ["kae"]),
        ("แกว", ["kae"]),
        ("สุขใจ ก้อย", ["koi"]),
        ("คุณก้อย", ["koi"]),
        ("ร.ต.อ.หญิง น้ำฝน", ["nam"]),
        ("เเก้ว", ["kae"]),
        ("wang jan", ["jan"]),
        ("KAEW", ["kae"]),
        ("kaew mali", []),
        ("คุณ", []),
        ("", []),
        ("%", []),
        ("_", []),
    ],
)
def test_any_part_finds_a_person_and_a_title_alone_finds_nobody(people, text, found):
    assert usernames(people.called(text)) == found


def test_keys_follow_the_names_however_they_are_written(people, saphan):
    person = people.get(account__username="jan")
    person.full_name_th = "ชนิดา วังดี"
    person.save(update_fields=["full_name_th"])
    person.refresh_from_db()
    assert person.name_key_th == name_key("ชนิดา วังดี", "th")
    other = Person(account=make_account("many"), organisation=saphan, full_name_th="ดนัย")
    Person.objects.bulk_create([other])
    other.refresh_from_db()
    assert other.name_key_en == name_key("ดนัย", "en")
    assert usernames(Person.objects.called("ดนัย")) == ["many"]


def test_writing_something_else_reads_no_name(people, django_assert_num_queries):
    person = Person.objects.only("pk", "open_to_talk").get(account__username="kon")
    person.open_to_talk = True
    with django_assert_num_queries(1):
        person.save(update_fields=["open_to_talk"])


def test_two_people_of_one_name_are_both_found_and_keep_their_order(people, saphan):
    for username in ("kae2", "kae1"):
        make_person(username, saphan, full_name_en="Kaew  Saithong", full_name_th="เเก้ว สายทอง")
    for language in ("th", "en"):
        with override(language):
            found = Person.objects.called("แก้ว สายทอง").by_name()
            assert usernames(found) == ["kae", "kae2", "kae1"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("ร.ต.อ.หญิง น้ำฝน นันตา", "น้ำฝน"),
        ("ว่าที่ ร.ต. ดนัย ใจดี", "ดนัย"),
        ("Pol. Capt. Nanta Zara", "Nanta"),
        ("นาย", "นาย"),
    ],
)
def test_what_colleagues_call_a_person_never_begins_with_a_rank(name, short):
    assert Person(full_name_th=name).short_name == short


def test_the_database_keeps_no_person_without_a_name(saphan):
    with pytest.raises(IntegrityError):
        make_person("nobody", saphan, full_name_en="")
