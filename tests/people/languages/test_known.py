"""One list of languages: what an operator offers, people choose and pages write."""

from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, override

from people.languages.known import ALWAYS, NAMES, OWN_NAMES, asked_languages
from people.messages import letters
from people.writing.formats import day, moment, short_day
from tests.makers import NOW, enter

DAY = date(2026, 11, 24)


@pytest.fixture
def burmese_too(settings):
    settings.LANGUAGES = [(code, OWN_NAMES[code]) for code in (*ALWAYS, "my")]


def test_every_language_has_its_own_name_and_one_for_others():
    assert OWN_NAMES.keys() == NAMES.keys()
    assert dict(settings.LANGUAGES).keys() == set(ALWAYS)


def test_a_person_chooses_what_is_offered_and_nothing_else(nok, burmese_too):
    nok.account.language = "my"
    nok.account.full_clean()
    nok.account.language = "lo"
    with pytest.raises(ValidationError) as refused:
        nok.account.full_clean()
    assert list(refused.value.error_dict) == ["language"]


def test_forms_ask_in_the_readers_language_first_and_in_those_that_are_there(burmese_too):
    with override("my"):
        assert asked_languages() == ["my", "en", "th"]
    with override("th"):
        assert asked_languages() == ["th", "en"]
        assert asked_languages(["my", "en", "lo"]) == ["th", "en", "my"]
    with override("lo"):
        assert asked_languages() == ["en", "th"]


def test_the_switch_shows_every_other_language_on_a_page(client, nok, settings):
    enter(client, nok)
    page = client.get("/account/").text
    assert ('value="th"' in page, 'value="en"' in page, "<summary" in page) == (True, False, False)
    client.cookies["django_language"] = "th"
    assert ">English</button>" in client.get("/account/").text
    client.cookies["django_language"] = "en"
    settings.LANGUAGES = list(OWN_NAMES.items())
    page = client.get("/account/").text
    found = [code for code in OWN_NAMES if f'name="language" value="{code}" lang="{code}"' in page]
    assert found == ["th", "my", "km", "lo"]
    assert 'class="topbar-languages"' in page


@pytest.mark.parametrize(
    ("language", "long", "short", "weekday", "in_a_table"),
    [
        ("my", "24 နိုဝင်ဘာ 2026", "24 နို 2026", "အင်္ဂါ", "အင်္ဂါ"),
        ("km", "24 វិច្ឆិកា 2026", "24 វិច្ឆិកា 2026", "អង្គារ", "អង្គារ"),
        ("lo", "24 ພະຈິກ 2026", "24 ພ.ຈ. 2026", "ວັນອັງຄານ", "ອັງຄານ"),
        ("th", "24 พฤศจิกายน 2569", "24 พ.ย. 2569", "วันอังคารที่", "อ."),
        ("en", "24 November 2026", "24 Nov 2026", "Tuesday", "Tue"),
    ],
)
def test_a_day_is_written_in_each_language(language, long, short, weekday, in_a_table):
    with override(language):
        days = [day(DAY), short_day(DAY)]
        assert [one.replace("\u00a0", " ") for one in days] == [long, short]
        assert day(DAY, "l j").startswith(weekday)
        assert day(DAY, "D") == in_a_table
        assert str(NOW.day) in moment(NOW)


def test_a_mail_for_an_unknown_reader_says_nothing_twice(burmese_too):
    texts = {"th": "ข่าวดี", "en": "Good news"}

    class Text:
        def __str__(self) -> str:
            return texts.get(get_language(), "Good news")

    assert letters.every_language() == ["th", "en", "my"]
    for said in (["ข่าวดี", "Good news"], ["ข่าวดี", "Good news", "သတင်းကောင်း"]):
        message = letters.compose(
            letters.LetterText("a@example.org", Text(), Text(), letters.every_language())
        )
        assert message.subject == " · ".join(said)
        assert [message.body.count(one) for one in said] == [1] * len(said)
        texts["my"] = "သတင်းကောင်း"


# --- Languages that are begun --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "word"), [("my", "စကားဝှက်"), ("km", "ពាក្យសម្ងាត់"), ("lo", "ລະຫັດຜ່ານ")]
)
def test_the_sign_in_is_there_in_each_language_that_is_switched_on(
    client, db, settings, language, word
):
    client.cookies["django_language"] = language
    assert word not in client.get("/sign-in/").text
    settings.LANGUAGES = list(OWN_NAMES.items())
    page = client.get("/sign-in/").text
    assert f'<html lang="{language}">' in page
    assert word in page
    # The number for help waits until somebody who speaks the language has read it.
    assert "Need to talk to someone now?" in page


def test_a_page_in_such_a_language_says_that_nobody_has_read_it(client, nok, settings):
    settings.LANGUAGES = list(OWN_NAMES.items())
    enter(client, nok)
    said = {}
    for language in OWN_NAMES:
        client.cookies["django_language"] = language
        page = client.get("/account/").text
        said[language] = (
            "ຍັງບໍ່ມີຜູ້ທີ່ເວົ້າພາສານີ້" in page or "မဖတ်ရသေးပါ" in page or "អានពាក្យទាំងនេះនៅឡើយ" in page
        )
    assert said == {"en": False, "th": False, "my": True, "km": True, "lo": True}
