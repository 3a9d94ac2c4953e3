"""How Thai mails and pages greet: with "khun" where an organisation says so, and never twice."""

import re

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from people.messages import notices
from people.models import Organisation, Person
from tests.makers import NOW, change_account, enter

PAGES = {
    "my_week": "สัปดาห์นี้เป็นอย่างไรบ้าง {}",
    "my_career": "เส้นทางของ{}",
}


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


def says_khun(person, yes: bool) -> Person:
    Organisation.objects.filter(pk=person.organisation_id).update(says_khun=yes)
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize(("khun", "greeted"), [(True, "คุณนก"), (False, "นก")])
def test_pages_and_mails_greet_as_the_organisation_says(client, nok, khun, greeted):
    change_account(nok, language="th")
    person = says_khun(nok, khun)
    enter(client, person)
    client.cookies.load({"django_language": "th"})
    for route, sentence in PAGES.items():
        found = re.search(r"<h1>(.*?)</h1>", client.get(reverse(route)).text, re.DOTALL)
        assert strip_tags(found[1]).strip() == sentence.format(greeted)
    notices.tell_person(person, "role", "1", "opened")
    assert mail.outbox[0].body.startswith(f"สวัสดี {greeted}\n")


@pytest.mark.parametrize("nickname", ["คุณนก", "ดร.นก", "พี่นก"])
def test_a_name_that_begins_with_a_title_is_greeted_as_it_is(nok, nickname):
    nok.nickname_th = nickname
    with override("th"):
        assert nok.greeted_name == nickname


def test_other_languages_and_names_among_colleagues_have_none(nok):
    with override("en"):
        assert nok.greeted_name == "Nok"
    with override("th"):
        assert nok.short_name == "นก"


def test_it_is_on_at_first(saphan):
    assert Organisation.objects.get(pk=saphan.pk).says_khun


def test_no_thai_sentence_says_khun_before_a_name_by_itself():
    """Or it would stand there twice, and against an organisation's choice."""
    files = settings.BASE_DIR.glob("*/locale/th/LC_MESSAGES/django.po")
    found = [
        path for path in files if re.search(r"(?<!ขอบ)คุณ ?%\(name\)s", path.read_text("utf-8"))
    ]
    assert found == []
