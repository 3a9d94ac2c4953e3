"""A message goes out at most once; what the product starts by itself in one mail a day."""

from datetime import date, timedelta

import pytest
from django.core import mail

from people.messages import notices
from people.messages.notices import Start, forget_old, post_once, writes_now
from people.models import SentOnce, WaitingLine
from people.weeks import Week
from tests.makers import NOW, at, change_account, deliver, make_policy, make_workers


def tell(person, key="2026-W47", kind="week-friday"):
    about = {"subject": "A week", "sentence": "Hello", "page": "http://localhost:8000/"}
    return post_once(recipient=person, kind=kind, key=key, **about)


def test_twice_gives_one_message(nok):
    assert [tell(nok), tell(nok)] == [True, False]
    assert [message.to for message in mail.outbox] == [["nok@example.org"]]


def test_another_person_key_or_kind_is_another_message(nok, wipa):
    assert [tell(nok), tell(wipa), tell(nok, "2026-W48"), tell(nok, kind="flag")] == [True] * 4
    assert len(mail.outbox) == 4


def test_forgotten_is_what_is_of_that_kind_and_key_alone(nok):
    for key, kind in (("1", "flag"), ("2", "flag"), ("1", "move")):
        tell(nok, key, kind)
    notices.forget("flag", ["1"])
    left = SentOnce.objects.order_by("kind").values_list("key", "kind")
    assert list(left) == [("2", "flag"), ("1", "move")]


@pytest.mark.parametrize(("days", "left"), [(365, 1), (366, 0)])
def test_that_a_message_went_out_is_known_for_a_year(nok, days, left):
    tell(nok)
    SentOnce.objects.update(at=NOW)
    forget_old(now=NOW + timedelta(days=days))
    assert SentOnce.objects.count() == left


# --- What the product starts by itself ------------------------------------------------------------

WEDNESDAY = at("2026-11-25 10:00")


def own(person, key="1", page="team", sentence="There is news."):
    return notices.tell_person(person, "renew-60", key, page, sentence=sentence, start=Start.OWN)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-11-25 06:59", False),  # a Wednesday
        ("2026-11-25 07:00", True),
        ("2026-11-25 19:59", True),
        ("2026-11-25 20:00", False),
        ("2026-11-27 14:59", False),  # on Fridays with the reminders
        ("2026-11-27 15:00", True),
        ("2026-11-30 08:59", False),  # and on Mondays
        ("2026-11-30 09:00", True),
        ("2026-11-28 12:00", False),  # a Saturday
    ],
)
def test_it_leaves_by_day_and_on_working_days_only(nok, now, leaves):
    assert own(nok)
    deliver(at(now))
    assert (len(mail.outbox), WaitingLine.objects.count()) == ((1, 0) if leaves else (0, 1))


def test_working_days_are_those_of_the_persons_organisation(nok, noi, saphan):
    make_policy(saphan, Week(date(2026, 11, 2)), working_days="6")
    saturday = at("2026-11-28 12:00")
    assert writes_now(nok.organisation, saturday)
    assert not writes_now(noi.organisation, saturday)


def test_several_things_are_one_mail_with_a_line_about_each(nok):
    own(nok, "1", "team", "Somebody's load needs a talk. Please look at the team page:")
    own(nok, "2", "my_trend")
    own(nok, "3", "team", "Somebody's load needs a talk. Please look at the team page:")
    deliver(WEDNESDAY)
    [letter] = mail.outbox
    assert letter.body.count("Somebody's load needs a talk.") == 1
    assert letter.body.count("There is news.") == 1
    assert "/team/" in letter.body
    assert "/my-trend/" in letter.body


def test_there_is_at_most_one_such_mail_a_person_and_day(nok, wipa):
    own(nok)
    deliver(WEDNESDAY)
    own(nok, "2")
    own(wipa, "2")
    for hour in ("11:00", "19:00"):
        deliver(at(f"2026-11-25 {hour}"))
    assert [letter.to for letter in mail.outbox] == [[nok.email], [wipa.email]]
    deliver(at("2026-11-26 07:00"))
    assert [letter.to for letter in mail.outbox][2:] == [[nok.email]]


def test_what_somebody_asked_for_goes_at_once_and_beside_it(nok):
    own(nok)
    deliver(WEDNESDAY)
    assert notices.tell_person(nok, "move", "1", "team")
    assert len(mail.outbox) == 2


def test_the_same_thing_is_told_once_whenever_the_job_runs_again(nok):
    assert [own(nok), own(nok)] == [True, False]
    deliver(WEDNESDAY)
    assert own(nok) is False
    deliver(at("2026-11-26 10:00"))
    assert len(mail.outbox) == 1


def test_it_is_written_in_the_language_of_the_day_it_goes(nok):
    own(nok, sentence=notices.NEWS)
    change_account(nok, language="th")
    deliver(WEDNESDAY)
    assert "There is news" not in mail.outbox[0].body
    assert "/team/" in mail.outbox[0].body


def test_who_is_gone_is_not_written_to(nok):
    own(nok)
    nok.is_active = False
    nok.save()
    deliver(WEDNESDAY)
    assert mail.outbox == []


def test_what_is_done_meanwhile_is_taken_back(nok, wipa):
    for person in (nok, wipa):
        own(person)
    notices.take_notice_back(nok, "renew-60", keys=["1", "2"])
    deliver(WEDNESDAY)
    assert [letter.to for letter in mail.outbox] == [[wipa.email]]


@pytest.mark.parametrize("crew", [1, 30])
def test_finding_whom_to_write_to_takes_two_statements(
    crew, chiang_mai, django_assert_max_num_queries
):
    for person in make_workers(crew, chiang_mai):
        own(person)
    with django_assert_max_num_queries(3):  # two, and the policy of the organisation
        assert len(notices.due(WEDNESDAY)) == crew
