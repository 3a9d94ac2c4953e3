"""How names are ordered and found, at the edges of Thai writing."""

import random

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from people.rules.person_names import (
    CONSONANTS,
    FOLLOWING_VOWELS,
    LEADING_VOWELS,
    TONES,
    count_letters,
    name_key,
    search_form,
    search_parts,
    tidy_name,
    with_khun,
    with_rank,
    without_rank,
    without_title,
)
from programme.simulation.people.names import FAMILY, GIVEN, NICK, pairs

IN_ORDER = [
    *("กนก", "กมล", "กำพล", "เก่ง", "เก้ง", "เกรียงไกร", "แก้ว", "ไกรสร", "ขจร", "จันทร์เพ็ญ", "นภา"),
    *("น้ำฝน", "เนตร", "ม่านฟ้า", "มาลี", "รุ่ง", "ฤดี", "ลดา", "วิภา", "ศิริพร", "โสภา", "อรทัย"),
]


@pytest.mark.parametrize("seed", range(5))
def test_thai_names_stand_as_in_a_dictionary(seed):
    mixed = random.Random(seed).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(mixed, key=lambda name: name_key(name, "th")) == IN_ORDER


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("นาย สมชาย ใจดี", "สมชาย ใจดี"),
        ("นายสมชาย ใจดี", "สมชาย ใจดี"),
        ("นางสาวนภา รักดี", "นภา รักดี"),
        ("น.ส. นภา รักดี", "นภา รักดี"),
        ("น.ส.นภา", "นภา"),
        ("ร.ต.อ.หญิง วิภา ทองดี", "วิภา ทองดี"),
        ("ว่าที่ ร.ต. กมล สุขใจ", "กมล สุขใจ"),
        ("ว่าที่ร้อยตรีหญิง กมล สุขใจ", "กมล สุขใจ"),
        ("พ.ต.อ. (พิเศษ) อนันต์", "อนันต์"),
        ("พล.ต.ท.อนันต์ ชัยพร", "อนันต์ ชัยพร"),
        ("ดร. ศิริพร", "ศิริพร"),
        ("ผศ.ดร.ศิริพร", "ศิริพร"),
        ("คุณอรทัย", "อรทัย"),
        ("คุณากร มีสุข", "คุณากร มีสุข"),
        ("นายิกา", "นายิกา"),
        ("สมชาย นายใหญ่", "สมชาย นายใหญ่"),
        ("Pol. Lt. Col. Wipa Thongdee", "Wipa Thongdee"),
        ("Dr. Siriporn", "Siriporn"),
        ("Drew Mason", "Drew Mason"),
        ("Prof Colette", "Colette"),
        ("ร.ต.อ.", ""),
        ("นางสาว", ""),
        ("  ", ""),
    ],
)
def test_titles_and_ranks_are_left_out_and_names_that_begin_like_one_are_kept(written, name):
    assert without_title(written) == name


def test_one_way_of_writing_makes_one_key():
    for one, other in (("เเก้ว", "แก้ว"), ("นํ้าฝน", "น้ำฝน"), ("นํา", "นำ"), (" กมล  สุข", "กมล สุข")):
        assert tidy_name(one) == tidy_name(other)
        assert name_key(one, "th") == name_key(other, "th")


def test_a_thai_page_begins_with_thai_names_and_an_english_one_with_latin_ones():
    names = ["สมชาย", "Somchai", "ก้อย", "Anan"]
    assert sorted(names, key=lambda one: name_key(one, "th")) == ["ก้อย", "สมชาย", "Anan", "Somchai"]
    assert sorted(names, key=lambda one: name_key(one, "en")) == ["Anan", "Somchai", "ก้อย", "สมชาย"]


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("ใจดี สมชาย", ["ใจดี", "สมชาย"]),
        ("ร.ต.อ.หญิง วิภา", ["วิภา"]),
        ("กอย", ["กอย"]),
        ("ปู่ ตุ๊ก", ["ปู", "ตุก"]),
        ("Sóm-chai  THONG", ["som", "chai", "thong"]),
    ],
)
def test_what_is_looked_for_is_cut_into_parts(query, parts):
    assert search_parts(query) == parts


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("a b c d e f g h", list("abcdefgh")),
        ("a b c d e f g h i", list("abcdefgh")),
        ("x" * 80, ["x" * 80]),
        ("x" * 81, ["x" * 80]),
        (" ".join(["na"] * 1100), ["na"] * 8),
        ("Mr " * 100_000, []),
    ],
)
def test_of_a_long_text_the_first_letters_and_parts_are_looked_for(query, parts):
    assert search_parts(query) == parts


@pytest.mark.parametrize(
    ("query", "letters"),
    [("", 0), ("Mr", 0), ("a.", 1), ("นาย ก", 1), ("ก้", 1), ("a a a", 1), ("ปู่", 2), ("so me", 4)],
)
def test_only_letters_that_narrow_a_search_are_counted(query, letters):
    assert count_letters(query) == letters


@pytest.mark.parametrize("title", ["Mr ", "นาย ", "ร.ต.อ. "])
def test_a_name_is_read_up_to_its_longest_however_many_titles_stand_before_it(title):
    assert without_title("ก" * 121) == "ก" * 120
    assert "nok" not in search_form(title * 30_000 + "Nok")
    assert search_form(title * 10 + "Nok") == "nok"


def test_a_name_is_found_without_its_tone_marks():
    assert search_form("ก้อย") == search_form("กอย")
    assert search_form("จันทร์เพ็ญ") == search_form("จันทรเพญ")


def syllable():
    """Draw a consonant with what may stand before, above and after it."""
    before, after = st.sampled_from(["", *LEADING_VOWELS]), st.sampled_from(["", *FOLLOWING_VOWELS])
    parts = (before, st.sampled_from(CONSONANTS), st.sampled_from(["", *TONES]), after)
    return st.tuples(*parts).map("".join)


WORDS = st.lists(syllable(), min_size=1, max_size=6).map("".join)


@given(WORDS, st.sampled_from(["th", "en"]))
def test_a_key_has_small_letters_only_so_that_every_database_agrees(name, language):
    key = name_key(name, language)
    assert key.isascii()
    assert key.isalpha()
    assert key.islower()


@given(WORDS, syllable())
def test_tone_marks_decide_only_between_names_that_are_the_same_without_them(name, more):
    bare = "".join(letter for letter in name if letter not in TONES)
    names = (f"ก{bare}", f"ก{name}", f"ก{bare}{more}")
    assert list(names) == sorted(names, key=lambda one: name_key(one, "th"))


@pytest.mark.django_db
def test_a_thousand_names_stand_as_the_unicode_collation_has_them():
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL has the collation for Thai.")
    chance = random.Random(2569)
    given_names, families, nicknames = (
        [thai for _english, thai in pairs(names)] for names in (GIVEN, FAMILY, NICK)
    )
    names = {f"{chance.choice(given_names)} {chance.choice(families)}" for _ in range(1000)}
    names |= {*given_names, *nicknames, *IN_ORDER}
    with connection.cursor() as cursor:
        order = 'SELECT name FROM unnest(%s::text[]) name ORDER BY name COLLATE "th-x-icu"'
        cursor.execute(order, [sorted(names)])
        theirs = [name for (name,) in cursor.fetchall()]
    assert sorted(theirs, key=lambda name: name_key(name, "th")) == theirs


@pytest.mark.parametrize(
    ("rank", "name", "written"),
    [
        ("", "นาย สมชาย ใจดี", "นาย สมชาย ใจดี"),
        ("ร.ต.อ.", "สมชาย ใจดี", "ร.ต.อ. สมชาย ใจดี"),
        ("ร.ต.อ.", "นายสมชาย ใจดี", "ร.ต.อ. สมชาย ใจดี"),
        ("ร.ต.อ.", "ร.ต.ท. วิภา", "ร.ต.อ. วิภา"),
        ("ร.ต.อ.", "ร.ต.อ.วิภา", "ร.ต.อ.วิภา"),
        ("ร.ต.อ.", "ร.ต.อ.หญิง วิภา", "ร.ต.อ.หญิง วิภา"),
        ("พ.ต.ท.", "ดร. ศิริพร", "พ.ต.ท. ดร. ศิริพร"),
        ("พ.ต.ท.", "นาย ดร. ศิริพร", "พ.ต.ท. ดร. ศิริพร"),
        ("พ.ต.ท.", "ผศ.ดร.ศิริพร", "พ.ต.ท. ผศ.ดร.ศิริพร"),
        ("พ.ต.ท.", "ม.ล. สมชาย", "พ.ต.ท. ม.ล. สมชาย"),
        ("ร.ต.อ.", "คุณากร มีสุข", "ร.ต.อ. คุณากร มีสุข"),
        ("Pol. Capt.", "Mr Tom Lee", "Pol. Capt. Tom Lee"),
        ("Pol. Capt.", "Dr Tom Lee", "Pol. Capt. Dr Tom Lee"),
        ("Col", "Colette Dubois", "Col Colette Dubois"),
        ("Sergeant", "Sergeant Tom", "Sergeant Tom"),
    ],
)
def test_a_rank_takes_the_place_of_a_title_and_stands_once(rank, name, written):
    assert with_rank(rank, name) == written


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("นก", "คุณนก"),
        ("Nok", "คุณ Nok"),
        ("คุณนก", "คุณนก"),
        ("คุณ นก", "คุณ นก"),
        ("Khun Nok", "Khun Nok"),
        ("คุณากร", "คุณคุณากร"),
        ("ดร.นก", "ดร.นก"),
        ("พี่นก", "พี่นก"),
        ("น้องนก", "น้องนก"),
        ("น้อง", "คุณน้อง"),
        ("หมอก", "คุณหมอก"),
        ("", ""),
    ],
)
def test_khun_stands_once_and_never_before_a_title(name, greeted):
    assert with_khun(name) == greeted
    assert with_khun(greeted) == greeted


@pytest.mark.parametrize(
    ("nickname", "called"),
    [
        ("ร.ต.อ. นก", "นก"),
        ("ร.ต.อ.หญิงนก", "นก"),
        ("ดาบตำรวจ นก", "นก"),
        ("Pol. Capt. Nok", "Nok"),
        ("Pol", "Pol"),
        ("Gen", "Gen"),
        ("คุณนก", "คุณนก"),
        ("ดร.นก", "ดร.นก"),
        ("พลอย", "พลอย"),
        ("ร.ต.อ.", ""),
        ("Pol. Capt.", ""),
    ],
)
def test_a_nickname_stands_without_a_rank(nickname, called):
    assert without_rank(nickname) == called
