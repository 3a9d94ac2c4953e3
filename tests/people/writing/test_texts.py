"""Victims' identities stay out: a Thai national ID in a text is refused."""

import random
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st

from people.rules.typed_days import THAI_DIGITS
from people.writing.personal import holds_national_id, is_national_id
from people.writing.texts import mark_of_text, refuse_identity, refuse_ways, warn_personal

from . import corpus

FIRST, SECOND = "1101700207030", "1234567890121"
THAI = {ord(latin): chr(thai) for thai, latin in ((k, chr(v)) for k, v in THAI_DIGITS.items())}


@pytest.mark.parametrize("number", [FIRST, SECOND])
def test_the_check_digit_is_the_ministrys(number):
    assert is_national_id(number)
    for last in set("0123456789") - {number[-1]}:
        assert not is_national_id(number[:-1] + last)


@pytest.mark.parametrize("digits", ["", "1", FIRST[:-1], FIRST + "0", "11017002070x0", "٣" * 13])
def test_anything_else_is_no_national_id(digits):
    assert not is_national_id(digits)


@pytest.mark.parametrize("judge", [refuse_identity, warn_personal, refuse_ways])
def test_a_text_longer_than_any_is_refused_unread(judge):
    assert judge("a " * 2_500) is None
    with pytest.raises(ValidationError) as refused:
        judge(FIRST + "a " * 2_500)
    assert refused.value.code == "max_length"


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        SECOND,
        f"She is {FIRST}, from the north.",
        "1-1017-00207-03-0",
        "1 1017 00207 03 0",
        "1-2345-67890-12-1",
        FIRST.translate(THAI),
        "๑-๑๐๑๗-๐๐๒๐๗-๐๓-๐",
        f"เลข{FIRST}ค่ะ",
        f"one {FIRST[:12]}9 and two {FIRST}",
        "room 5 1101 700207 030",
        "24/11/2569 1.1.0.1.7.0.0.2.0.7.0.3.0",
        "24 11 2569 1-1017-00207-03-0 12",
    ],
)
def test_an_identity_is_refused_however_it_is_written(text):
    with pytest.raises(ValidationError) as refused:
        refuse_identity(text)
    assert refused.value.code == "national_id"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A long night.",
        "1101700207031",
        "Call 1323 or 081-234-5678",
        f"{FIRST}0",
        f"9{FIRST}",
        FIRST[:12],
        "2026-11-24 08:05, 2026-11-25 09:10",
    ],
)
def test_other_texts_pass(text):
    refuse_identity(text)


@given(st.integers(min_value=0, max_value=10**13 - 1))
def test_other_thirteen_digits_pass(number):
    digits = f"{number:013}"
    assume(not is_national_id(digits))
    refuse_identity(digits)


@pytest.mark.parametrize("between", corpus.BETWEEN)
@pytest.mark.parametrize("digits", [{}, corpus.THAI, corpus.WIDE])
def test_an_identity_is_refused_whatever_stands_between_its_digits(between, digits):
    """Attacked with full stops, slashes and signs that nobody sees: all of them went through."""
    for number in (FIRST, SECOND):
        text = f"She is {between.join(number)}, from the north.".translate(digits)
        with pytest.raises(ValidationError) as refused:
            refuse_identity(text)
        assert refused.value.code == "national_id"


@given(
    st.integers(min_value=0, max_value=10**12 - 1), st.sampled_from(["", " ", "-", *corpus.BETWEEN])
)
def test_every_number_with_its_check_digit_is_refused(number, between):
    body = f"{number:012}"
    digits = next(body + last for last in "0123456789" if is_national_id(body + last))
    with pytest.raises(ValidationError):
        refuse_identity(between.join(digits))


def test_about_one_in_ten_random_numbers_has_the_check_digit():
    dice = random.Random(4)
    hits = sum(is_national_id(f"{dice.randrange(10**13):013}") for _ in range(5000))
    assert 400 < hits < 600


@pytest.mark.parametrize(
    "text",
    [
        "Call 081 234 5678.",
        "โทร๐๘๑-๒๓๔-๕๖๗๘นะ",
        "+66 81 234 5678",
        "053-123456",
        "０８１２３４５６７８",
        "write to me: somchai@example",
        "https://x",
        "look at WWW.somewhere",
        "ดูที่somewhere.comได้เลย",
        "bit.ly",
        "somewhere.co.th/login",
    ],
)
def test_ways_out_of_here_are_refused_however_they_are_written(text):
    with pytest.raises(ValidationError) as refused:
        refuse_ways(text)
    assert refused.value.code == "ways"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thank you for the night of 24/11/2026, room 0912.",
        "On 24.11.2569 at 08:05 you came at once.Thank you",
        "ขอบคุณที่มาถึงก่อน 10.30 น. และอยู่จนจบ",
        "Case 1234567890123 was none of mine",
        "1 300, 1191, 1323",
    ],
)
def test_other_words_lead_nowhere(text):
    refuse_ways(text)


# --- What is warned of ---------------------------------------------------------------------------


def warned(text, seen=()):
    """The sentence of the warning; None where there is none."""
    try:
        warn_personal(text, seen=seen)
    except ValidationError as refused:
        return refused.messages[0] if refused.code == "looks_personal" else None
    return None


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("Call 081 234 5678.", "a phone number"),
        ("+856 20 5555 1234", "a phone number"),
        ("write to somchai@example.org", "an email address"),
        ("AA1234567 expired", "a passport number"),
        ("เลขพาสปอร์ต ๑๒๓๔๕๖", "a passport number"),
        ("พบนายสมชายที่ตลาด", "somebody's name"),
        ("น.ส. มาลี", "somebody's name"),
        ("ด.ญ.แก้ว", "somebody's name"),
        ("Mrs. Somsri was there", "somebody's name"),
        ("99/1 หมู่ 4 ต.แม่สาย", "an address"),
        ("99/1 Moo 4, Tambon Mae Sai", "an address"),
        ("1101700207031", "13 digits"),
    ],
)
def test_what_leads_to_somebody_is_warned_of_and_sent_all_the_same(text, like):
    assert like in warned(text)
    assert warned(text, seen=[mark_of_text(text)]) is None
    assert like in warned(text + " again", seen=[mark_of_text(text)])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Call 1323, 1300 or 191.",
        "24/11/2569 09.00-12.30 น.",
        "ทนายมาแล้ว นายจ้างไม่มา",
        "จ.เชียงราย",
        "อ.แม่สาย จ.เชียงราย",
        "QX-4F7",
        "น.ส. 3 ก.",
        str(uuid.UUID(int=811234567)),
    ],
)
def test_what_leads_to_nobody_is_not(text):
    assert warned(text) is None


def test_a_national_id_is_not_sent_all_the_same():
    text = f"Mrs. Somsri, {FIRST}"
    with pytest.raises(ValidationError) as refused:
        warn_personal(text, seen=[mark_of_text(text)])
    assert refused.value.code == "national_id"


def test_a_mark_is_the_same_however_a_browser_ends_lines():
    assert mark_of_text("one\r\ntwo ") == mark_of_text("one\ntwo") != mark_of_text("one two three")


@given(st.text(max_size=300))
def test_any_text_is_judged(text):
    assert holds_national_id(text) or warned(text, seen=[mark_of_text(text)]) is None


def test_a_warning_in_thai_parts_its_two_sentences():
    with pytest.raises(ValidationError) as warned:
        warn_personal("Call 081 234 5678.")
    with override("th"):
        assert warned.value.messages[0].count(" · ") == 1
    with override("en"):
        assert "phone number. Please take" in warned.value.messages[0]
