"""What Django and allauth say on our pages is there in our words, in Thai too."""

import pytest
from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.test import Client
from django.utils.translation import gettext, override

from people.languages.borrowed import BORROWED
from tests.people.accounts.test_sign_in import link_in, two

EMAIL, COMMON, SHORT, TWICE = BORROWED


def refusal(refuse, typed: str) -> str:
    """What is said when something that was typed is refused."""
    with pytest.raises(ValidationError) as refused:
        refuse(typed)
    return refused.value.messages[0]


@pytest.mark.parametrize("language", ["en", "th"])
def test_an_address_and_a_password_are_refused_in_borrowed_words(language):
    with override(language):
        assert refusal(validate_email, "nok") == gettext(EMAIL)
        assert refusal(CommonPasswordValidator().validate, "password") == gettext(COMMON)
        assert refusal(MinimumLengthValidator(15).validate, "seven") == SHORT % 15


def test_a_short_and_common_password_is_refused_in_thai(nok, mailoutbox):
    browser = Client()
    browser.cookies["django_language"] = "th"
    browser.post("/password/reset/", {"email": nok.email})
    address = browser.get(link_in(mailoutbox[0]))["Location"]
    page = browser.post(address, two("password")).text
    assert "รหัสผ่านนี้มีคนใช้มาก" in page
    assert "ต้องมีอย่างน้อย 15 ตัวอักษร" in page
    page = browser.post(address, {"password1": "seven small rivers", "password2": "six"}).text
    assert "รหัสผ่านสองช่องยังไม่ตรงกัน" in page
    assert TWICE not in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.DecimalField(), "x", "กรุณากรอกตัวเลข"),
        (forms.IntegerField(), "1.5", "กรุณากรอกเลขจำนวนเต็ม"),
        (forms.IntegerField(max_value=9), "10", "กรุณากรอกไม่เกิน 9"),
        (forms.IntegerField(min_value=1), "0", "กรุณากรอกตั้งแต่ 1 ขึ้นไป"),
        (forms.DecimalField(decimal_places=1), "1.25", "กรุณากรอกทศนิยมไม่เกิน 1 ตำแหน่ง"),
        (forms.DecimalField(max_digits=3), "12345", "กรุณากรอกไม่เกิน 3 หลัก"),
        (forms.DateField(), "x", "กรุณากรอกวันที่ เช่น 24/11/2569"),
    ],
)
def test_a_number_or_a_day_that_is_refused_is_asked_for_in_good_thai(field, typed, said):
    with override("th"):
        assert refusal(field.clean, typed) == said
