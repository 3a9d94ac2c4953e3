"""Reading a wording pack: what is whole is taken, and everything that is wrong is said."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from people.languages.known import OWN_NAMES
from tests.makers import wording_of
from wellbeing.instruments import instrument_keys
from wellbeing.instruments.wording import Basis, read

TODAY = date(2026, 11, 20)
TOML = """\
instrument = "single-item"
version = "2026-01"
licence = "permission-on-file"
holder = "Somebody"
expires = 2027-12-31
adapted = true

[labels]
en = ["Answer 1", "Answer 2", "Answer 3", "Answer 4", "Answer 5"]
th = ["ก", "ข", "ค", "ง", "จ"]

[items.en]
1 = "Item 1"

[items.th]
1 = "ข้อ  ๑ "
"""


def packed(name="who-5", **changes) -> bytes:
    return json.dumps(wording_of(name, **changes)).encode()


def refused(data: bytes) -> list[str]:
    with pytest.raises(ValidationError) as error:
        read(data, day=TODAY)
    return error.value.messages


def test_toml_is_read():
    found = read(TOML.encode(), day=TODAY)
    assert (found.instrument, found.version, found.holder) == ("single-item", "2026-01", "Somebody")
    assert (found.basis, found.expires, found.adapted) == (
        Basis.PERMISSION,
        date(2027, 12, 31),
        True,
    )
    assert found.items == {"th": {"1": "ข้อ ๑"}, "en": {"1": "Item 1"}}
    assert found.labels["th"] == ["ก", "ข", "ค", "ง", "จ"]


@pytest.mark.parametrize("name", sorted(instrument_keys()))
def test_json_is_read_for_every_key(name):
    found = read(packed(name, languages=("th", "en")), day=TODAY)
    assert (found.instrument, found.expires, found.adapted, found.norm) == (name, None, False, "")
    assert list(found.items["th"]) == list(instrument_keys()[name].items)


def test_a_mark_at_the_beginning_and_a_buddhist_year_are_understood():
    data = b"\xef\xbb\xbf" + TOML.replace("2027-12-31", '"2570-12-31"').encode()
    assert read(data, day=TODAY).expires == date(2027, 12, 31)


def test_items_in_another_order_are_put_into_the_keys():
    items = {"en": {str(n): f"Item {n}" for n in (5, 3, 1, 2, 4)}}
    assert list(read(packed(items=items), day=TODAY).items["en"]) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("expires", "fine"),
    [("2026-11-19", False), ("2026-11-20", True), ("2026-11-21", True), ("", True)],
)
def test_the_last_day_counts(expires, fine):
    data = packed(expires=expires)
    if fine:
        assert read(data, day=TODAY)
    else:
        assert refused(data) == ["expires, line 1: this licence has ended."]


ITEMS = {str(n): f"Item {n}" for n in range(1, 6)}
ONE_OF_THESE = "please write a table for one of these languages at least:"
LABELS = [f"Answer {n}" for n in range(6)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"instrument": "mbi"}, "instrument, line 1: there is no key of this name. Known: bat-12"),
        ({"instrument": ["who-5"]}, "instrument: there is no key of this name."),
        ({"licence": ""}, "licence: please say on what ground you may use it: public-domain"),
        ({"licence": "mine"}, "licence, line 1: please say on what ground"),
        ({"licence": ["public-domain"]}, "licence: please say on what ground"),
        ({"holder": ""}, "holder: please write some words here."),
        ({"holder": 5}, "holder: please write some words here."),
        ({"version": " "}, "version: please write some words here."),
        ({"version": "v" * 101}, "version, line 1: up to 100 letters, please."),
        ({"licence": "purchased"}, "expires: please say until when you may use it."),
        ({"licence": "permission-on-file"}, "expires: please say until when you may use it."),
        ({"expires": "soon"}, "expires, line 1: please write a day like 2027-12-31."),
        ({"expires": "2027-02-30"}, "expires, line 1: please write a day like 2027-12-31."),
        ({"expires": 2027}, "expires: please write a day like 2027-12-31."),
        ({"adapted": "yes"}, "adapted, line 1: true or false, please."),
        ({"norm": "us"}, "norm, line 1: this key has no bands of this name."),
        ({"norm": ["th"]}, "norm: this key has no bands of this name."),
        ({"items": {}}, f"items: {ONE_OF_THESE} English (en), Thai (th)."),
        ({"items": []}, f"items: {ONE_OF_THESE} English (en), Thai (th)."),
        ({"items": {"de": ITEMS}}, f"items: {ONE_OF_THESE} English (en), Thai (th)."),
        ({"items": {"my": ITEMS}}, f"items: {ONE_OF_THESE} English (en), Thai (th)."),
        (
            {"items": {"en": ITEMS, "de": ITEMS}},
            "items.de: Kamlangjai does not know this language. Offered here: English (en), Thai",
        ),
        ({"labels": {"th": LABELS}}, "labels: please write them in the same languages"),
        ({"labels": []}, "labels: please write them in the same languages"),
        ({"items": {"en": ["Item 1"]}}, "items.en: please write each item with its code"),
        (
            {"items": {"en": {k: v for k, v in ITEMS.items() if k != "4"}}},
            "items.en: 4 of 5 items. Missing: 4.",
        ),
        ({"items": {"en": ITEMS | {"6": "Item 6"}}}, "items.en.6, line 1: who-5 has no such item."),
        ({"items": {"en": ITEMS | {"2": 7}}}, "items.en.2: please write some words here."),
        ({"items": {"en": ITEMS | {"2": ""}}}, "items.en.2: please write some words here."),
        ({"items": {"en": ITEMS | {"2": "x" * 501}}}, "items.en.2, line 1: up to 500 letters"),
        ({"labels": {"en": LABELS[:5]}}, "labels.en: 6 answers, please, in this order: 0 at no"),
        ({"labels": {"en": [*LABELS[:5], ""]}}, "labels.en.6: please write some words here."),
        ({"colour": "blue"}, "colour, line 1: there is no such entry in a wording pack."),
    ],
)
def test_what_is_wrong_is_said_with_its_entry(changes, sentence):
    (said,) = refused(packed(**changes))
    assert said.startswith(sentence)


def test_the_refusal_names_the_languages_of_the_installation_in_the_readers_words(settings):
    settings.LANGUAGES = [(code, OWN_NAMES[code]) for code in ("en", "th", "my")]
    (said,) = refused(packed(items={}))
    assert said.endswith("English (en), Thai (th), Burmese (my).")
    with override("th"):
        (said,) = refused(packed(items={}))
    assert said.endswith("อังกฤษ (en), ไทย (th), พม่า (my)")
    assert read(packed(languages=("my",)), day=TODAY).items.keys() == {"my"}


def test_a_language_that_is_not_offered_may_stand_beside_one_that_is():
    assert read(packed(languages=("th", "my")), day=TODAY).items.keys() == {"th", "my"}


@pytest.mark.parametrize("entry", ["instrument", "version", "holder", "items", "labels"])
def test_what_is_missing_is_said(entry):
    table = wording_of()
    del table[entry]
    assert refused(json.dumps(table).encode()) == [f"{entry}: this entry is missing."]


def test_a_pack_without_any_ground_is_refused():
    table = wording_of()
    del table["licence"]
    (said,) = refused(json.dumps(table).encode())
    assert said.startswith("licence: please say on what ground you may use it")


@pytest.mark.parametrize(
    "text",
    ["<b>Item</b>", "Item <script>", "a <!-- b", "</p>", "&lt;b", "&#60;", "&#x3C;", "a\u202eb",
     "a\x07b"],
)  # fmt: skip
def test_html_and_control_signs_are_refused_with_their_line(text):
    escaped = json.dumps(text, ensure_ascii=False)
    data = TOML.replace('1 = "Item 1"', f"1 = {escaped}").encode()
    (said,) = refused(data)
    assert said in {
        "items.en.1, line 13: HTML and control signs are not shown. Please write plain words.",
        "items.en.1: HTML and control signs are not shown. Please write plain words.",
    }


@pytest.mark.parametrize("text", ["a < b", "R&D, 5 > 3", "ความ\u200bสุข", "“Item” – 1", "a & b"])
def test_plain_words_with_odd_signs_are_fine(text):
    assert read(packed(items={"en": ITEMS | {"1": text}}), day=TODAY).items["en"]["1"] == text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (TOML.replace("version", "version version").encode(), "Line 2 cannot be read as TOML."),
        (TOML.replace('1 = "Item 1"', "1 =").encode(), "Line 13 cannot be read as TOML."),
        (TOML.replace("adapted = true", "holder = 1").encode(), "Line 6 cannot be read as TOML."),
        (b'x = "', "Line 1 cannot be read as TOML."),
        (b'{\n"a": 1\n"b": 2}', "Line 3 cannot be read as JSON."),
        (b'{"b": 0, "a": 1, "a": 2}', "“a” appears twice."),
        (b"a = 1\nb = '\xff'", "Line 2: this is not UTF-8 text. Please save it as UTF-8."),
        (b"x" * 200_001, "A file has up to 200 kB."),
        (b"a = " + b"[" * 90_000, "This file is nested too deeply to be read."),
        (b'{"a": ' + b"[" * 90_000, "This file is nested too deeply to be read."),
        (b"a = 1" + b"0" * 5000, "A number or a day in this file cannot be read."),
        (b'{"a": 1' + b"0" * 5000 + b"}", "A number or a day in this file cannot be read."),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(data, sentence):
    assert refused(data) == [sentence]


@pytest.mark.parametrize(
    ("changes", "fine"),
    [
        ({"items": {"en": ITEMS | {"2": "x" * 500}}}, True),
        ({"items": {"en": ITEMS | {"2": "x" * 501}}}, False),
        ({"labels": {"en": [*LABELS[:5], "x" * 300]}}, True),
        ({"labels": {"en": [*LABELS[:5], "x" * 301]}}, False),
        ({"holder": "x" * 100}, True),
        ({"holder": "x" * 101}, False),
    ],
)
def test_texts_have_a_longest_length(changes, fine):
    if fine:
        assert read(packed(**changes), day=TODAY)
    else:
        assert len(refused(packed(**changes))) == 1


@pytest.mark.parametrize(("more", "fine"), [(0, True), (1, False)])
def test_a_file_of_exactly_200_kb_is_read(more, fine):
    data = TOML.encode()
    data += b"#" * (200_000 + more - len(data))
    if fine:
        assert read(data, day=TODAY)
    else:
        assert refused(data) == ["A file has up to 200 kB."]


def test_a_moment_is_no_day():
    data = TOML.replace("2027-12-31", "2027-12-31T00:00:00").encode()
    assert refused(data) == ["expires: please write a day like 2027-12-31."]


def test_an_empty_file_lacks_everything():
    assert len(refused(b"")) == 6


def test_many_mistakes_are_told_by_the_first_twenty():
    items = {str(n): "<b>" for n in range(1, 31)}
    assert len(refused(packed("proqol-5", items={"en": items}))) == 20


def test_the_sentences_are_in_the_readers_language():
    with override("th"):
        (said,) = refused(packed(holder=""))
    assert said.startswith("holder: ")
    assert any("\u0e00" < letter < "\u0e7f" for letter in said)


@given(st.binary(max_size=300))
def test_whatever_bytes_come_are_refused_in_words(data):
    assert all(refused(data))


plain = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("th")
nested = st.recursive(
    plain, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=4), one)
)


@given(st.sampled_from(sorted(wording_of() | {"expires": 1, "adapted": 1, "norm": 1})), nested)
def test_whatever_stands_in_an_entry_is_read_or_refused_in_words(entry, value):
    data = json.dumps(wording_of() | {entry: value}).encode()
    try:
        found = read(data, day=TODAY)
    except ValidationError:
        assert all(refused(data))
    else:
        assert list(found.items["en"]) == list(instrument_keys()["who-5"].items)
