"""Every mail has one layout: a greeting, why it came, the site by hand; text and HTML alike."""

import html as markup
import re
from email import message_from_bytes, policy
from email.utils import formataddr
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as real
from django.core import mail
from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from people.accounts import addresses
from people.accounts import tasks as account_tasks
from people.audit import tasks as audit_tasks
from people.members import tasks as member_tasks
from people.messages import letters, notices
from people.messages.notices import Start
from people.models import LostSignIn
from people.rescue import tasks as rescue_tasks
from tests.makers import NOW, change_account, deliver
from tests.people.members.test_invitations import invite

SITE = "http://localhost:8000"


def send_invitation(person, settings):
    member_tasks.send_invitation.call(invite(person.home.unit).pk)


def send_address(person, settings):
    change = addresses.ask(person=person, email="n@example.org", now=NOW)
    account_tasks.send_address_link.call(change.pk)


def send_anchor(person, settings):
    settings.ANCHOR_MAIL = ["one@example.org"]
    audit_tasks.mail_anchor.call()


def send_day(person, settings):
    notices.tell_person(person, "renew-60", "1", "team", start=Start.OWN)
    deliver()


def send_lost_sign_in(person, settings):
    asked = LostSignIn.objects.create(person=person, asked_at=NOW)
    rescue_tasks.tell_owner.call(asked.pk, "asked")


# Each kind of mail by its file, and the two that have none.
KINDS = {
    "invitation": send_invitation,
    "address": send_address,
    "anchor": send_anchor,
    "password": lambda person, settings: account_tasks.send_password_link.call(
        [person.account_id], "1"
    ),
    "address_asked": lambda person, settings: account_tasks.tell_old_address.call(person.pk, "1"),
    "sign_in_changed": lambda person, settings: account_tasks.tell_sign_in_changed.call(
        person.account_id, "1"
    ),
    "many_tries": lambda person, settings: account_tasks.tell_many_tries.call(
        person.account_id, "1"
    ),
    "lost_sign_in": send_lost_sign_in,
    "closed": lambda person, settings: member_tasks.tell_closed.call(person.pk, "1"),
    "role": lambda person, settings: member_tasks.tell_role.call(person.pk, "1"),
    "day": send_day,
}
# Whoever reads these has no account yet, or perhaps another one.
NAMELESS = {"invitation", "address", "anchor"}
IN_BOTH = {"invitation", "anchor"}


def sent(kind, person, language, settings):
    """The one mail of a kind, to a reader of a language."""
    change_account(person, language=language)
    mail.outbox.clear()
    with time_machine.travel(NOW, tick=False):
        KINDS[kind](person, settings)
    (message,) = mail.outbox
    return message


@pytest.fixture(params=["en", "th"])
def language(request):
    return request.param


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def letter(nok, kind, language, settings):
    return sent(kind, nok, language, settings)


def html_of(message):
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    return html


class Outside(HTMLParser):
    """What a mail program would load, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        about = dict(attrs)
        self.links.append(about.pop("href", SITE))
        assert not set(about) & {"src", "background", "style", "srcset"}


def test_every_file_of_a_mail_is_among_the_kinds():
    files = {path.stem for path in (real.BASE_DIR / "people/templates/people/mail").glob("*")}
    assert files - {"letter"} <= set(KINDS)


def test_nothing_else_sends_mail():
    """Or it would have no layout."""
    words = re.compile(r"\b(?:EmailMessage|EmailMultiAlternatives|send_mail|mail_admins)\b")
    apps = ("config", "people", "wellbeing", "training", "workload", "programme")
    files = [path for app in apps for path in Path(real.BASE_DIR / app).rglob("*.py")]
    found = [path.stem for path in files if words.search(path.read_text(encoding="utf-8"))]
    assert found == ["letters"]


def test_it_greets_and_says_why_it_came_and_how_to_come_without_a_link(letter, kind, language):
    for said in ["th", "en"] if kind in IN_BOTH else [language]:
        with override(said):
            greeting = gettext("Hello,") if kind in NAMELESS else None
            greeting = greeting or gettext("Hello %(name)s,") % {"name": name_in(said)}
            assert f"{greeting}\n\n" in letter.body
            assert f"<p>{greeting}</p>" in html_of(letter)
            begin = gettext(str(letters.TO_AN_ACCOUNT))[:12]  # "You get this message …"
            assert any(line.startswith(begin) for line in letter.body.splitlines())
            assert str(letters.BY_HAND % {"site": SITE}) in letter.body
            assert f'lang="{said}"' in html_of(letter)
    assert letter.body.count("\n\n\n") == 0


def name_in(language):
    return {"en": "Nok", "th": "คุณนก"}[language]


def test_the_html_says_what_the_text_says(letter):
    body = html_of(letter).split("<body>")[1].replace("<br>", "\n")
    assert markup.unescape(strip_tags(body)).split() == letter.body.replace("* * *", "").split()


def test_it_loads_nothing_and_leads_nowhere_else(letter):
    found = Outside(html_of(letter))
    assert found.tags <= {
        *("html", "head", "meta", "title", "body", "div", "p", "small", "font", "a", "br", "hr"),
    }
    assert [link for link in found.links if not link.startswith(SITE)] == []
    assert "url(" not in html_of(letter)


def test_its_sender_has_a_name(letter):
    assert letter.from_email == "Kamlangjai <kamlangjai@localhost>"
    parsed = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
    assert parsed["From"].addresses[0].display_name == "Kamlangjai"


def test_a_senders_name_can_be_thai(nok, settings):
    settings.DEFAULT_FROM_EMAIL = formataddr(("กำลังใจ", "kamlangjai@example.org"))
    message = sent("role", nok, "en", settings)
    parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert parsed["From"].addresses[0].display_name == "กำลังใจ"
    assert parsed["From"].addresses[0].addr_spec == "kamlangjai@example.org"


@pytest.mark.parametrize("called", ["<b>Nok</b>", "Nok\nBcc: all@example.org"])
def test_a_name_is_only_a_name(nok, settings, called):
    nok.nickname_en = called
    message = sent("role", nok, "en", settings)
    assert message.recipients() == ["nok@example.org"]
    assert "<b>" not in html_of(message)


def test_a_notice_says_no_more_in_html_than_in_words(nok, wipa, settings):
    message = sent("role", nok, "en", settings)
    for said in (message.body, html_of(message)):
        assert not {"wipa", "Wipa", "supervisor"} & set(said.split())
