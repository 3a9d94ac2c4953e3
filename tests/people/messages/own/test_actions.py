"""What a person chooses: it holds for what comes and for what waits; safety is mailed always."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.messages import notices, outbox
from people.messages.catalogue import settable_topics
from people.messages.delivery import Deliverer
from people.messages.notices import Start
from people.messages.own.actions import (
    ChosenMessages,
    choose_messages,
    choose_nothing,
    stop_mail,
)
from people.messages.own.stop_links import ALL_TOPICS
from people.models import (
    Channel,
    MessageChoices,
    Organisation,
    OutgoingLetter,
    Person,
    WaitingLine,
)
from tests.makers import NOW, at, deliver, end_roles, make_absence, make_failed_letter


def choose(person, **chosen):
    return choose_messages(person=person, chosen=ChosenMessages(**chosen))


def tell(person, kind="thanks", key="1", start=Start.ASKED):
    return notices.tell_person(person, kind, key, "thanks", start=start)


@pytest.fixture
def waiting(settings):
    settings.LETTERS_AT_ONCE = False


def test_what_is_off_does_not_come_and_the_rest_does(nok, wipa):
    choose(nok, channels={"thanks": []})
    tell(nok)
    tell(wipa)
    tell(nok, "move")
    assert sorted(one.to[0] for one in mail.outbox) == ["nok@example.org", "wipa@example.org"]


def test_what_waits_of_a_topic_that_is_off_now_is_dropped(nok, wipa, waiting):
    for person in (nok, wipa):
        tell(person)
        tell(person, "move")
        tell(person, "renew-60", start=Start.OWN)
    choose(nok, channels={"thanks": [], "due": []})
    left = OutgoingLetter.objects.filter(recipient=nok).values_list("kind", flat=True)
    assert list(left) == ["move"]
    assert not WaitingLine.objects.filter(recipient=nok).exists()
    assert OutgoingLetter.objects.filter(recipient=wipa).count() == 2
    assert WaitingLine.objects.filter(recipient=wipa).count() == 1


def test_a_letter_of_the_day_without_lines_is_dropped_and_another_can_come(nok, waiting):
    tell(nok, "renew-60", start=Start.OWN)
    notices.post_lines(at("2026-11-25 10:00"))
    assert OutgoingLetter.objects.count() == 1
    choose(nok, channels={"due": []})
    assert not OutgoingLetter.objects.exists()
    tell(nok, "flag", start=Start.OWN)
    notices.post_lines(at("2026-11-25 11:00"))
    assert OutgoingLetter.objects.count() == 1


def test_what_is_leaving_just_now_is_not_touched(nok, waiting):
    make_failed_letter(nok, kind="thanks", state=OutgoingLetter.State.LEAVING)
    choose_nothing(person=nok)
    assert OutgoingLetter.objects.count() == 1


def test_nothing_at_all_still_mails_what_is_about_safety(nok):
    choose_nothing(person=nok)
    for topic in settable_topics():
        assert MessageChoices.objects.get().channels[topic.code] == []
    tell(nok)
    assert mail.outbox == []
    notices.post_once(recipient=nok, kind="sign_in_changed", key="1")
    assert len(mail.outbox) == 1


def test_a_topic_that_is_not_named_stays_as_it_was(nok):
    choose(nok, channels={"thanks": []})
    choose(nok, channels={"due": []})
    assert MessageChoices.objects.get().channels == {"thanks": [], "due": []}


@pytest.mark.parametrize(
    ("begins", "ends", "place"),
    [
        (time(20), None, "quiet_until"),
        (None, time(7), "quiet_from"),
        (time(7), time(7), "quiet_until"),
        (time(6), time(22), "quiet_until"),
    ],
)
def test_hours_that_are_none_are_refused(nok, begins, ends, place):
    with pytest.raises(ValidationError) as refused:
        choose(nok, quiet_from=begins, quiet_until=ends)
    assert list(refused.value.error_dict) == [place]
    assert not MessageChoices.objects.exists()


@pytest.mark.parametrize("day", [3, 8])
def test_a_day_on_which_no_week_is_open_is_refused(nok, day):
    with pytest.raises(ValidationError):
        choose(nok, week_day=day)


def test_one_message_a_day_collects_what_colleagues_do(nok):
    choose(nok, one_a_day=True)
    tell(nok)
    tell(nok, "move")
    assert mail.outbox == []
    deliver(at("2026-11-25 10:00"))
    assert len(mail.outbox) == 1
    assert mail.outbox[0].body.count("/thanks/") == 1  # one sentence, one page
    notices.post_once(recipient=nok, kind="sign_in_changed", key="1")
    assert len(mail.outbox) == 2


def test_one_press_stops_the_mail_of_one_topic_alone_and_again_does_no_more(nok):
    for _time in range(2):
        stop_mail(public_id=nok.public_id, topic="thanks")
        assert MessageChoices.objects.get().channels == {"thanks": []}
    stop_mail(public_id=nok.public_id, topic=ALL_TOPICS)
    assert set(MessageChoices.objects.get().channels) == {one.code for one in settable_topics()}


def test_other_channels_stay_when_mail_stops(nok):
    choose(nok, channels={"thanks": ["mail", "push"]})
    stop_mail(public_id=nok.public_id, topic="thanks")
    assert MessageChoices.objects.get().channels == {"thanks": ["push"]}


def test_what_nobody_can_switch_off_is_not_stopped(nok):
    stop_mail(public_id=nok.public_id, topic="safety")
    assert MessageChoices.objects.get().channels == {}


# --- Quiet hours ----------------------------------------------------------------------------------


def round_at(now):
    return Deliverer().round(at(now))


def test_in_quiet_hours_a_message_waits_until_they_end(nok, wipa, anan, waiting):
    """Anan is away meanwhile, which keeps nothing from the others."""
    make_absence(anan)
    choose(nok, quiet_from=time(20), quiet_until=time(7))
    for person in (nok, wipa):
        tell(person)
    OutgoingLetter.objects.update(next_try=NOW)
    assert round_at("2026-11-20 22:00") == 1
    letter = OutgoingLetter.objects.get()
    assert (letter.state, letter.failing_since, letter.tries) == ("waiting", None, 0)
    # It asks again from time to time: what it tells may be taken back meanwhile.
    assert letter.next_try == at("2026-11-21 01:00")
    for asked in ("01:00", "04:00"):
        assert round_at(f"2026-11-21 {asked}") == 0
    assert round_at("2026-11-21 07:00") == 1


def test_what_is_about_safety_comes_in_quiet_hours(nok, waiting):
    choose(nok, quiet_from=time(20), quiet_until=time(7))
    notices.post_once(recipient=nok, kind="many_tries", key="1")
    OutgoingLetter.objects.update(next_try=NOW)
    assert round_at("2026-11-20 22:00") == 1


def test_the_message_of_the_day_waits_for_them_too(nok, waiting):
    choose(nok, quiet_from=time(9), quiet_until=time(17))
    tell(nok, "renew-60", start=Start.OWN)
    notices.post_lines(at("2026-11-25 10:00"))
    OutgoingLetter.objects.update(next_try=NOW)
    assert round_at("2026-11-25 10:00") == 0
    assert round_at("2026-11-25 17:00") == 1
    assert mail.outbox[0].to == ["nok@example.org"]


def test_a_quiet_letter_is_late_for_nobody(nok, waiting):
    """An operator is told of letters that a server does not take, not of those that wait."""
    choose(nok, quiet_from=time(20), quiet_until=time(7))
    tell(nok)
    OutgoingLetter.objects.update(next_try=NOW, made_at=NOW)
    round_at("2026-11-20 22:00")
    assert outbox.state_of_letters(Channel.MAIL, at("2026-11-20 22:30")).oldest == timedelta()


@pytest.mark.parametrize("ends", ["role", "account"])
def test_what_waits_for_a_person_who_left_meanwhile_does_not_come(nok, waiting, ends):
    tell(nok)
    notices.tell_person(nok, "password", "1", "opened")
    if ends == "role":
        end_roles(nok)
    else:
        Person.objects.filter(pk=nok.pk).update(is_active=False)
    Deliverer().round(timezone.now())
    assert not OutgoingLetter.objects.filter(recipient=nok).exists()
    assert len(mail.outbox) == 1


def test_that_their_last_role_ended_is_still_told(nok, waiting):
    end_roles(nok)
    tell(nok, "role")
    Deliverer().round(timezone.now())
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("one_a_day", [False, True])
def test_what_waits_of_a_module_that_is_off_now_does_not_come(nok, waiting, one_a_day):
    choose(nok, one_a_day=one_a_day)
    tell(nok, "hand")
    Organisation.objects.update(modules_off=["lend_a_hand"])
    notices.post_lines(at("2026-11-25 10:00"))
    Deliverer().round(at("2030-11-28 16:00"))
    assert mail.outbox == []
    assert not WaitingLine.objects.exists()
    assert not OutgoingLetter.objects.exists()
