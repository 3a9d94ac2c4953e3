"""Messages by LINE leave once, say nothing, and go by mail where LINE does not bring them."""

import json
from datetime import time, timedelta

import pytest
from django.core import mail

from people.line import actions, standing, way
from people.line.tasks import look_at_line
from people.messages import notices
from people.messages.claims import fail_interrupted
from people.messages.delivery import Deliverer
from people.messages.way_delivery import WayDeliverer
from people.models import Channel, LineLink, MessageChoices, OutgoingLetter
from tests.makers import make_worker
from tests.people.messages.hosts import local_host
from training.certificates import reminders

from .conftest import NOW, join
from .line_server import NOK_IN_LINE, OTHER_IN_LINE

State = OutgoingLetter.State
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def tell(*people, key="1"):
    for person in people:
        notices.tell_person(person, "move", key, "team")


def round_of(worker=None, after=timedelta()):
    return (worker or WayDeliverer(Channel.LINE)).round(NOW + after)


def letters():
    return list(OutgoingLetter.objects.order_by("pk").values_list("channel", "state"))


def mailed():
    Deliverer().round(NOW + timedelta(days=1))
    return [one.to[0] for one in mail.outbox]


def test_a_message_says_that_something_waits_and_where(line, joined):
    tell(joined)
    (number,) = OutgoingLetter.objects.values_list("public_id", flat=True)

    assert round_of() == 1
    words = "Something waits for you in Kamlangjai.\nhttp://localhost:8000/"
    assert line.pushed == [(NOK_IN_LINE, words)]
    (call,) = line.host.asked
    assert call.headers["X-Line-Retry-Key"] == str(number)
    assert json.loads(call.body) == {
        "to": NOK_IN_LINE,
        "messages": [{"type": "text", "text": words}],
    }
    assert letters() == []
    assert mailed() == []


def test_it_is_written_in_the_language_of_the_account(line, joined):
    joined.account.language = "th"
    joined.account.save()
    tell(joined)

    round_of()
    ((_user, words),) = line.pushed
    assert words == "มีเรื่องรอคุณอยู่ในกำลังใจ\nhttp://localhost:8000/"


def test_a_person_without_line_has_it_by_mail(line, joined, wipa):
    join(wipa, "U" + "e" * 32)
    actions.part_line(account=joined.account)
    tell(joined)

    assert not way.LineWay().reaches(joined)
    assert way.LineWay().reaches(wipa)
    assert round_of() == 0
    assert line.host.asked == []
    assert letters() == [("mail", "waiting")]
    assert mailed() == ["nok@example.org"]


def test_nothing_is_called_where_line_is_not_offered(line, joined, settings):
    settings.LINE_CHANNEL_TOKEN = ""
    tell(joined)

    round_of()
    assert not way.LineWay().is_offered()
    assert line.host.asked == []
    assert mailed() == ["nok@example.org"]


def test_a_user_whom_line_does_not_know_is_parted_and_has_it_by_mail(line, joined):
    line.users.clear()
    tell(joined)

    round_of()
    assert not LineLink.objects.exists()
    assert mailed() == ["nok@example.org"]


@pytest.mark.parametrize(
    "said",
    [
        {"message": "The property, 'to', in the request body is invalid (line: -, column: -)"},
        {
            "message": "The request body has 1 error(s)",
            "details": [{"message": "May not be empty", "property": "to"}],
        },
    ],
)
def test_so_is_one_of_whom_line_says_that_the_address_is_wrong(line, joined, said):
    line.refuses = (400, said)
    tell(joined)

    round_of()
    assert not LineLink.objects.exists()


@pytest.mark.parametrize("body", [{"message": "The request body has 1 error(s)"}, {}])
def test_another_fault_of_what_was_sent_parts_no_person(line, joined, body):
    line.refuses = (400, body)
    tell(joined)

    round_of()
    assert LineLink.objects.exists()
    assert standing.trouble() == "LINE answered 400"
    assert mailed() == ["nok@example.org"]


def test_at_the_end_of_the_month_messages_go_by_mail_and_line_is_asked_once_an_hour(
    line, joined, clock
):
    line.used = 500
    tell(joined)
    tell(joined, key="2")

    assert round_of() == 0
    assert len(line.host.asked) == 1
    assert standing.line_standing().quota == standing.STEPS[0][1]
    assert mailed() == ["nok@example.org"] * 2
    clock.shift(HOUR + MINUTE)
    line.used = 0  # a new month
    tell(joined, key="3")
    assert round_of(after=HOUR + MINUTE) == 1


def test_after_too_many_calls_all_wait_a_minute(line, joined):
    line.refuses = (429, {"message": "The API rate limit has been exceeded. Try again later."})
    tell(joined)
    tell(joined, key="2")
    worker = WayDeliverer(Channel.LINE)

    assert round_of(worker) == 0
    line.refuses = None
    assert round_of(worker, MINUTE / 2) == 0
    assert len(line.host.asked) == 1
    assert round_of(worker, MINUTE) == 2
    assert standing.trouble() == ""


@pytest.mark.parametrize("status", [401, 403, 500, 503])
def test_while_line_takes_nothing_messages_wait_for_six_hours_and_go_by_mail(line, joined, status):
    line.refuses = (status, {"message": "no"})
    tell(joined)
    tell(joined, key="2")
    worker, after = WayDeliverer(Channel.LINE), timedelta()

    round_of(worker)
    assert standing.trouble() == f"LINE answered {status}"
    assert len(line.host.asked) == 1
    assert letters() == [("line", "waiting")] * 2
    while after < 6 * HOUR - MINUTE:
        after += 15 * MINUTE
        round_of(worker, min(after, 6 * HOUR - MINUTE))
    assert letters() == [("line", "waiting")] * 2
    round_of(worker, 11 * HOUR)
    assert letters() == [("mail", "waiting")] * 2
    assert LineLink.objects.exists()


def test_a_trouble_is_over_with_the_first_message_that_line_takes(line, joined):
    line.refuses = (401, {"message": "Authentication failed due to the following reason: XXX"})
    tell(joined)
    worker = WayDeliverer(Channel.LINE)
    round_of(worker)
    line.refuses = None

    assert round_of(worker, HOUR) == 1
    assert standing.trouble() == ""


def test_a_message_of_which_line_fell_silent_is_not_pushed_again(line, joined, monkeypatch):
    line.falls_silent = True
    tell(joined)
    worker = WayDeliverer(Channel.LINE)

    with monkeypatch.context() as hurried:
        hurried.setattr("people.line.messaging_api.PATIENCE", 1.0)
        assert round_of(worker) == 0
    assert standing.trouble() == "HostAwayError: TimeoutError"
    line.falls_silent = False
    assert round_of(worker, HOUR) == 1  # LINE answers that it has it: 409
    assert len(line.host.asked) == 2
    assert len(line.pushed) == 1
    assert letters() == []


def test_one_that_line_may_have_and_that_waited_since_goes_by_mail(line, joined, monkeypatch):
    # LINE forgets after a day which numbers it had: quiet hours and days away are longer.
    line.falls_silent = True
    tell(joined)
    with monkeypatch.context() as hurried:
        hurried.setattr("people.line.messaging_api.PATIENCE", 1.0)
        round_of()
    line.falls_silent = False
    quiet = {"quiet_from": time(10, 30), "quiet_until": time(15)}
    MessageChoices.objects.filter(person=joined).update(**quiet)
    round_of(after=HOUR)
    assert letters() == [("line", "waiting")]

    round_of(after=49 * HOUR + 5 * HOUR)
    assert len(line.host.asked) == 1
    assert letters() == [("mail", "waiting")]


def test_a_worker_that_is_killed_after_the_call_pushes_nothing_twice(line, joined, monkeypatch):
    def killed(_pk):
        raise KeyboardInterrupt

    tell(joined)
    with monkeypatch.context() as death:
        death.setattr("people.messages.way_delivery.take_letter_out", killed)
        with pytest.raises(KeyboardInterrupt):
            round_of()
    assert letters() == [("line", "leaving")]

    assert round_of(after=MINUTE) == 0
    fail_interrupted(NOW + 20 * MINUTE)
    assert letters() == [("line", "failed")]
    # An operator lets it leave again: LINE knows its number.
    OutgoingLetter.objects.update(state=State.WAITING)
    assert round_of(after=21 * MINUTE) == 1
    assert len(line.pushed) == 1


def test_the_message_of_a_day_goes_by_line_too(line, nok):
    join(nok, topic="due")
    about = {"key": "1", "sentence": "A certificate", "address": "/x"}
    notices.keep_lines([nok.pk], kind=reminders.kind_of(60), **about)
    notices.post_lines(NOW)

    assert round_of() == 1
    assert "certificate" not in line.pushed[0][1]


def test_two_people_have_each_their_own(line, chiang_mai, joined):
    mali = make_worker(chiang_mai, "mali")
    join(mali, OTHER_IN_LINE)
    tell(joined, mali)

    assert round_of() == 2
    assert sorted(user for user, _words in line.pushed) == sorted([NOK_IN_LINE, OTHER_IN_LINE])


# --- The quota ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("used", "limit", "step"),
    [(0, 500, 3), (249, 500, 3), (250, 500, 2), (399, 500, 2), (400, 500, 1), (499, 500, 1)]
    + [(500, 500, 0), (0, 0, 0)],
)
def test_the_quota_is_told_in_steps(line, used, limit, step):
    line.used, line.limit = used, limit
    look_at_line.call()

    assert standing.line_standing().quota == standing.STEPS[step][1]


@pytest.mark.parametrize("odd", [-1, 1.5, "many", [], True])
def test_figures_that_are_no_counts_are_read_as_nothing(line, odd):
    line.used = line.limit = odd
    look_at_line.call()

    assert standing.line_standing().quota == standing.WITHOUT_LIMIT
    line.limit = 500
    look_at_line.call()
    assert standing.line_standing().quota == standing.STEPS[-1][1]


def test_a_plan_without_limit_says_so(line):
    line.limit = None
    look_at_line.call()

    assert standing.line_standing().quota == standing.WITHOUT_LIMIT


def test_nothing_is_told_before_it_was_read_nor_where_line_is_not_offered(line, settings, db):
    assert standing.line_standing() == standing.LineStanding("", "")
    settings.LINE_CHANNEL_SECRET = ""
    look_at_line.call()
    assert standing.line_standing() is None
    assert line.host.asked == []


def test_a_token_that_line_refuses_is_a_trouble(line, settings, caplog):
    settings.LINE_CHANNEL_TOKEN = "revoked-canary-77aa"  # noqa: S105 - of a made-up account
    look_at_line.call()

    assert standing.trouble() == "LINE answered 401"
    assert standing.line_standing().trouble == standing.REFUSES
    assert "401" in caplog.text
    assert "canary" not in caplog.text


def test_an_answer_that_is_no_json_is_read_as_nothing(line, joined):
    with local_host() as odd:
        odd.body = b"[" * 50_000
        way.messaging_api.settings.LOCAL_CALLS = [odd.address]
        way.messaging_api.settings.LINE_API = odd.address
        assert way.messaging_api.quota() == way.messaging_api.LineQuota(None, 0)
