"""A link in the reminder sends one week without a sign-in, once, and shows nothing of before."""

import re
from decimal import Decimal

import pytest
from django.core import mail
from django.test import Client

from people.messages.notices import keep_lines
from people.messages.tasks import send_own_mail
from people.models import Account, MessageChoices, Person
from people.own_data import record
from people.weeks import Week
from tests.makers import at, change_account, make_line, make_week, make_worker
from wellbeing.models import CheckIn, ContactRequest
from wellbeing.rules.pulse import PulseAnswers
from workload.models import CaseloadLine, WeekLink, WorkWeek
from workload.week_links.actions import end, forget_week_links, make_link
from workload.weeks.reminders import KINDS
from workload.weeks.tasks import WEEK, remind_weeks

FRIDAY = at("2026-11-27 15:05")
THIS = Week.open_at(FRIDAY)
CLOSED = at("2026-12-02 00:00")
SENT = {"hours": "38", "nights": "0", "court_days": "1", "material": "0", "material_unit": "h"}
KEY = "0b54c7f4-8a30-4b0a-9c39-8f5f9f2f7a10"


@pytest.fixture(autouse=True)
def friday(time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    return time_machine


@pytest.fixture
def wanted(nok):
    return MessageChoices.objects.create(person=nok, week_link=True)


@pytest.fixture
def address(nok, wanted):
    return make_link(nok, FRIDAY).removeprefix("http://localhost:8000")


def send(address, **typed):
    return Client().post(address, SENT | {"key": KEY} | typed)


def test_the_reminder_leads_to_the_link_of_a_person_who_wants_it_and_of_no_other(nok, wipa, wanted):
    MessageChoices.objects.create(person=wipa)
    remind_weeks.call()
    send_own_mail.call()
    bodies = {message.to[0].split("@")[0]: message.body for message in mail.outbox}
    [link] = re.findall(r"localhost:8000(/w/\S+)", bodies["nok"])
    assert "/w/" not in bodies["wipa"]
    assert Client().get(link).status_code == 200
    assert link.removeprefix("/w/") not in str(WeekLink.objects.values())


def test_two_reminders_in_one_mail_are_one_sentence_and_one_link(nok, wanted):
    for name in KINDS:
        keep_lines([nok.pk], kind=name, key=str(THIS), sentence=WEEK, address="/my-week/")
    send_own_mail.call()
    [body] = [message.body for message in mail.outbox if message.to == [nok.email]]
    assert body.count("/w/") == body.count(str(WEEK)) == WeekLink.objects.count() == 1


def test_opening_it_sends_nothing_and_it_can_be_opened_again(address):
    for _ in range(3):
        assert Client().get(address).status_code == 200
        assert Client().head(address).status_code == 200
    assert not WorkWeek.objects.exists()


def test_it_shows_no_earlier_answer_no_name_and_no_trend(nok, address):
    make_week(nok, THIS - 1, hours=Decimal("47.5"), nights=3)
    CaseloadLine.objects.all().delete()
    make_line(nok, count=5)
    make_line(nok, count=1, reference="SF-2026-117")
    page = Client().get(address).content.decode()
    for told in ("47.5", "Kanokwan", "SF-2026-117", "nok", "/my-trend/"):
        assert told not in page.replace(address, "")
    assert 'name="cases-active" value=""' in page


@pytest.mark.parametrize("language", ["en", "th"])
def test_the_page_has_five_kilobytes_at_most_and_brings_no_script(nok, address, language):
    Account.objects.filter(pk=nok.account_id).update(language=language)
    answer = Client().get(address)
    assert len(answer.content) <= 5_000
    assert b"<script" not in answer.content


def test_it_sends_the_week_once(nok, wipa, address):
    make_week(nok, THIS - 1)
    make_week(wipa, THIS)
    answer = send(address, worn="2")
    assert "Your week is sent" in answer.content.decode()
    week = WorkWeek.objects.get(person=nok, week=THIS.monday)
    assert (week.hours, week.court_days) == (38, 1)
    assert CheckIn.objects.of(nok).get().answers.given == {"worn": 2}
    again = send(address, hours="10", key=KEY.replace("0b54", "0b55"))
    assert again.status_code == 409
    week.refresh_from_db()
    assert week.hours == 38
    assert "already" in Client().get(address).content.decode()


def test_it_takes_no_note_and_nobody_to_talk_to(nok, wipa, address):
    send(address, note="not asked here", contact=str(wipa.public_id))
    assert CheckIn.objects.of(nok).get().note == ""
    assert not ContactRequest.objects.exists()


def test_it_opens_nothing_else(address):
    client = Client()
    client.get(address)
    client.post(address, SENT | {"key": KEY})
    for page in ("/", "/my-week/", "/my-trend/", "/my-record/"):
        assert client.get(page).status_code == 302
    assert "sessionid" not in client.cookies


def test_it_ends_when_the_week_closes(nok, address, friday):
    friday.move_to(at("2026-12-01 23:59"), tick=False)
    assert Client().get(address).status_code == 200
    friday.move_to(CLOSED, tick=False)
    assert Client().get(address).status_code == 404
    assert send(address).status_code == 404
    assert (make_link(nok, CLOSED), WorkWeek.objects.exists()) == (None, False)


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "../admin", "%E0%B8%81"])
def test_a_link_that_was_never_made_opens_nothing(address, token):
    assert Client().get(f"/w/{token}").status_code == 404


def test_who_wants_no_links_any_more_or_has_left_is_not_behind_one(nok, wipa, wanted, address):
    MessageChoices.objects.create(person=wipa, week_link=True)
    wanted.week_link = False
    wanted.save()
    assert Client().get(address).status_code == 404
    wanted.week_link = True
    wanted.save()
    nok.memberships.update(ends=at("2026-11-26 00:00").date())
    assert Client().get(address).status_code == 404


def test_while_answers_are_closed_no_link_is_made_and_none_opens(nok, address):
    change_account(nok, helped_at=at("2026-11-27 15:00"))
    assert {Client().get(address).status_code, send(address).status_code} == {404}
    assert make_link(Person.objects.get(pk=nok.pk), FRIDAY) is None
    assert not WorkWeek.objects.exists()


def test_links_end_with_what_ends_for_their_person(nok, wipa, address):
    MessageChoices.objects.create(person=wipa, week_link=True)
    make_link(wipa, FRIDAY)
    end(Person.objects.filter(pk=nok.pk))
    assert WeekLink.objects.get().person == wipa


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-27 15:05", {"this"}),
        ("2026-11-30 09:00", {"this"}),
        ("2026-12-01 23:59", {"this"}),
        # On a Wednesday no week is open; on Thursday the next one is.
        ("2026-12-02 00:00", set()),
        ("2026-12-03 00:00", set()),
        ("2026-11-26 00:00", {"this"}),
        # While the week before can still be sent, its links stay.
        ("2026-11-24 23:59", {"this", "before"}),
    ],
)
def test_a_link_is_kept_as_long_as_its_week_can_be_sent_and_no_longer(nok, now, left):
    for name, week in (("long over", THIS - 2), ("before", THIS - 1), ("this", THIS)):
        WeekLink.objects.create(person=nok, week=week.monday, token_hash=name, made_at=FRIDAY)
    forget_week_links(at(now))
    assert set(WeekLink.objects.values_list("token_hash", flat=True)) == left


def test_a_link_opens_for_as_long_as_it_is_kept(address, friday):
    for now, opens in ((at("2026-12-01 23:59"), True), (CLOSED, False)):
        friday.move_to(now, tick=False)
        forget_week_links(now)
        assert WeekLink.objects.exists() is opens
        assert Client().get(address).status_code == (200 if opens else 404)


def test_cases_as_they_are_stay_and_more_and_fewer_are_written(nok, address):
    kept = make_line(nok, phase="active", count=5)
    named = make_line(nok, phase="court", count=1, reference="SF-2026-117")
    other = make_line(nok, phase="intake", count=4)
    answer = send(address, **{"cases-active": "3", "cases-court": "2"})
    assert answer.status_code == 200
    for line in (kept, named, other):
        line.refresh_from_db()
    assert (kept.count, named.count, named.closed_at, other.count) == (3, 1, None, 4)
    assert CaseloadLine.objects.filter(person=nok, closed_at=None).count() == 4


def test_of_cases_with_references_it_does_not_guess_which_ended(nok, address):
    plain = make_line(nok, phase="court", count=2)
    named = make_line(nok, phase="court", count=1, reference="SF-2026-117")
    answer = send(address, **{"cases-court": "0"})
    assert answer.status_code == 200
    assert "A case with a reference stays" in answer.content.decode()
    plain.refresh_from_db()
    named.refresh_from_db()
    assert (plain.closed_at is None, named.closed_at, named.count) == (False, None, 1)


def test_whoever_reads_the_mailbox_too_finds_no_number_of_a_person_in_it(chiang_mai):
    """A mailbox is not a sign-in: the form is as empty for one person as for another."""
    pages = []
    for hours, cases in ((40, 0), (17, 6)):
        person = make_worker(chiang_mai)
        person.memberships.update(hours=hours)
        if cases:
            make_line(person, count=cases)
        MessageChoices.objects.create(person=person, week_link=True)
        link = make_link(person, FRIDAY).removeprefix("http://localhost:8000")
        page = Client().get(link).content.decode()
        pages.append(re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"', "", page))
    assert pages[0] == pages[1]
    assert 'name="hours" value=""' in pages[0]


@pytest.mark.parametrize("references", [0, 1, 4])
def test_no_refusal_counts_the_cases_with_references(nok, address, references):
    """Whatever is typed of cases, whoever opened the link reads the same words."""
    for n in range(references):
        make_line(nok, phase="court", count=1, reference=f"SF-2026-{n}")
    answer = send(address, **{"cases-court": "0", "cases-active": "0"})
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
    assert (answer.status_code, "Your week is sent" in words) == (200, True)
    assert not re.search(r"\d", words.replace("1323", ""))


def test_a_wrong_number_is_named_first_and_the_week_is_sent_after_it(nok, address):
    form = re.search('<form method="post">.*</form>', Client().get(address).text)[0]
    assert re.search('<label>Hours worked[^<]*(?:<small>.*?</small>)? *<input name="hours"', form)
    assert "<button>Send</button>" in form
    assert 'id="e-hours"' in send(address, hours="many").text
    assert "<h1>Your week is sent" in send(address).text
    assert WorkWeek.objects.get(person=nok).hours == 38


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("hours", ""),
        ("hours", "many"),
        ("hours", "400"),
        ("nights", "8"),
        ("worn", "9"),
        ("cases-active", "1e9"),
    ],
)
def test_what_is_wrong_is_said_where_it_was_typed_and_nothing_is_lost(address, field, typed):
    answer = send(address, **{"court_days": "4", field: typed})
    assert answer.status_code == 422
    assert 'value="4"' in answer.content.decode()
    assert not WorkWeek.objects.exists()


def test_the_form_does_not_tell_who_withdrew_consent_and_keeps_no_answer_of_theirs(nok, address):
    """Whoever reads the mailbox too sees what everybody's form holds, and what it says of that."""

    def shown(answer) -> str:
        """Read a page without its random parts."""
        return re.sub(r'(?<=value=")[\w-]{32,}', "", answer.text)

    refused = {"nights": "9", "worn": "3"}
    before = shown(Client().get(address)), shown(send(address, **refused))
    assert 'name="worn"' in before[0]
    assert "If you withdrew your agreement, none is kept." in before[0]
    type(nok).objects.filter(pk=nok.pk).update(withdrawn_at=FRIDAY)
    assert (shown(Client().get(address)), shown(send(address, **refused))) == before
    assert "Your week is sent." in send(address, worn="3").text
    assert WorkWeek.objects.get().hours == 38
    assert CheckIn.objects.get().answers == PulseAnswers()


def test_a_link_is_in_the_persons_own_record_without_what_opens_it(nok, address):
    text = record.as_json(nok, FRIDAY).decode()
    assert "week_links" in text
    assert address.removeprefix("/w/") not in text
