"""A mailbox that takes no mail: a mark, what is not tried meanwhile, and how it goes."""

import smtplib

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from people.accounts import addresses
from people.messages import actions, notices
from people.messages.delivery import Deliverer
from people.messages.notices import Start
from people.models import Channel, OutgoingLetter, RefusedAddress, WaitingLine
from tests.makers import NOW, at, change_account, make_failed_letter
from tests.people.messages.test_outbox import Answering, refused, states, tell, to

WEDNESDAY = at("2026-11-25 10:00")


@pytest.fixture(autouse=True)
def waiting(settings):
    settings.LETTERS_AT_ONCE = False
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def server(settings):
    def put(name="", answer=None):
        path = f"tests.people.messages.test_outbox.{name}"
        working = "django.core.mail.backends.locmem.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": path if name else working}}
        Answering.answer = answer

    return put


def marked(person, told=True, address=None):
    return RefusedAddress.objects.create(
        person=person, address=address or person.email, since=NOW.date(), told=told
    )


@pytest.mark.parametrize(
    ("answer", "marks"),
    [
        (refused(550), 1),
        (refused(553), 1),
        (refused(450), 0),
        (refused(451, b"4.7.1 greylisted"), 0),
        (refused(552), 0),
        (refused(550, b"5.7.1 our rules"), 0),
        (refused(530), 0),
        (smtplib.SMTPDataError(554, b"5.6.0 what it says"), 0),
    ],
)
def test_a_mailbox_that_is_not_there_is_marked_and_nothing_else(nok, server, answer, marks):
    server("Answering", answer)
    tell(nok)
    Deliverer().round(NOW)
    assert RefusedAddress.objects.filter(person=nok, since=NOW.date()).count() == marks


def test_meanwhile_only_what_is_about_safety_is_tried(nok, wipa, server):
    marked(nok)
    tell(nok, wipa)
    notices.post_once(recipient=nok, kind="sign_in_changed", key="1")
    server()
    Deliverer().round(NOW)
    assert sorted(to()) == ["nok", "wipa"]
    assert states() == {"nok": "refused"}


def test_lines_of_the_day_wait_and_come_in_one_mail_afterwards(nok, server):
    server()
    mark = marked(nok)
    for day in ("24", "25"):
        notices.tell_person(nok, "renew-60", day, "team", start=Start.OWN)
        notices.post_lines(at(f"2026-11-{day} 10:00"))
    assert not OutgoingLetter.objects.exists()
    mark.delete()
    notices.post_lines(WEDNESDAY)
    Deliverer().round(WEDNESDAY)
    assert to() == ["nok"]
    assert not WaitingLine.objects.exists()


def test_it_holds_for_that_address_alone(nok, server):
    server()
    marked(nok, address="old@example.org")
    tell(nok)
    Deliverer().round(NOW)
    assert to() == ["nok"]


def test_a_link_to_a_new_address_marks_no_old_one(nok, server):
    server("Answering", refused(550))
    addresses.ask(person=nok, email="nok@example.org", now=NOW)
    change_account(nok, email="old@example.org")
    notices.post_once(recipient=nok, kind="address", key="1")
    Deliverer().round(NOW)
    assert not RefusedAddress.objects.exists()


def test_a_new_address_takes_the_mark_away_and_what_failed_leaves(nok, wipa, server):
    for person in (nok, wipa):
        marked(person)
        make_failed_letter(person)
    change = addresses.ask(person=nok, email="new@example.org", now=NOW)
    addresses.confirm(change=change, now=NOW)
    assert RefusedAddress.objects.get().person == wipa
    assert OutgoingLetter.objects.failed().get().recipient == wipa
    server()
    Deliverer().round(NOW)
    assert mail.outbox[0].to == ["new@example.org"]


def test_what_failed_by_another_way_does_not_leave_again_with_it(nok, wipa):
    marked(wipa)
    failed = make_failed_letter(nok)
    OutgoingLetter.objects.filter(pk=failed.pk).update(channel=Channel.PROGRAM)
    actions.confirm_address(person=nok, now=NOW)
    assert OutgoingLetter.objects.failed().exists()
    assert RefusedAddress.objects.get().person == wipa


def test_an_admin_marks_what_came_back_and_lets_it_be(nok, wipa, ploy):
    marked(wipa)
    actions.mark_returned(by=ploy, person=nok, now=NOW)
    assert {one.person for one in RefusedAddress.objects.visible_to(ploy)} == {nok, wipa}
    actions.take_mark_away(by=ploy, person=nok, now=NOW)
    assert RefusedAddress.objects.get().person == wipa


def test_without_an_address_there_is_nothing_to_mark(nok, ploy):
    change_account(nok, email="")
    with pytest.raises(ValidationError):
        actions.mark_returned(by=ploy, person=nok, now=NOW)


def test_neither_oneself_nor_another_organisation_is_marked(noi, ploy):
    for person in (ploy, noi):
        with pytest.raises(ValidationError):
            actions.mark_returned(by=ploy, person=person, now=NOW)


# --- What admins do not learn ---------------------------------------------------------------------


def remind(person):
    notices.tell_person(person, "week-friday", "2026-W47", "my_week", start=Start.OWN)
    notices.post_lines(at("2026-11-20 15:00"))


def test_a_reminder_that_comes_back_is_known_to_its_person_alone(nok, wipa, ploy, server):
    """Of what came back from another person an admin may know."""
    make_failed_letter(wipa)
    server("Answering", refused(550))
    remind(nok)
    Deliverer().round(at("2026-11-20 15:00"))
    assert RefusedAddress.objects.get().told is False
    assert not RefusedAddress.objects.visible_to(ploy).exists()
    actions.take_mark_away(by=ploy, person=nok, now=NOW)
    assert RefusedAddress.objects.exists()


def test_other_mail_is_still_tried_then_and_makes_it_known(nok, wipa, ploy, server):
    for person in (nok, wipa):
        marked(person, told=False)
    server("Answering", refused(550))
    tell(nok)
    Deliverer().round(NOW)
    assert RefusedAddress.objects.visible_to(ploy).get().person == nok
    assert RefusedAddress.objects.get(person=wipa).told is False


def test_a_reminder_with_another_line_is_known(nok, ploy, server):
    server("Answering", refused(550))
    notices.tell_person(nok, "renew-60", "1", "team", start=Start.OWN)
    remind(nok)
    Deliverer().round(at("2026-11-20 15:00"))
    assert RefusedAddress.objects.visible_to(ploy).exists()
