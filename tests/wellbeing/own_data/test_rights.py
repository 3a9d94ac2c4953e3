"""Not counted, not asked, objected: what people decide about their data without deleting them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from people.models import AccessEvent, Organisation, Person, SentOnce
from people.own_data import record
from people.weeks import Block
from tests.makers import (
    NOW,
    WEEK,
    enter,
    make_checkin,
    make_event,
    make_person,
    make_week,
    make_worker,
    make_workers,
)
from tests.workload.weeks.test_views import form
from wellbeing.checkins import actions as checkins
from wellbeing.checkins import consent
from wellbeing.events import tasks as events_tasks
from wellbeing.groups import freezing, restrictions
from wellbeing.groups.group_answers import GroupAnswers
from wellbeing.models import CONSENT, CheckIn, HardEvent, Objection, Restriction
from wellbeing.own_data import erasing, objections, retention
from wellbeing.own_data import tasks as own_data_tasks
from wellbeing.own_data.answerable import answerable, reader
from wellbeing.rules.pulse import PulseAnswers
from workload.units.actions import LoadCrowd

BLOCK = Block.latest_on(NOW.date())
CONTACT = "orathai@example.org"


@pytest.fixture(autouse=True)
def friday(db, settings, tmp_path):
    cache.clear()
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def restrict(person, now=NOW):
    restrictions.begin(person=person, now=now)


def lift(person, now=NOW):
    restrictions.lift(person=person, now=now)


def withdraw(person):
    consent.withdraw(person=person, now=NOW)


def press(client, do):
    return client.post("/my-record/", {"do": do})


# --- Not counted in groups ---------------------------------------------------------------------


def sent_in(block=BLOCK, kind=GroupAnswers) -> dict[int, bool]:
    """Who sent a week of a block, each with whether they are in its figures."""
    everybody = dict.fromkeys(Organisation.objects.values_list("pk", flat=True), 5)
    senders = kind(block, freezing.trees(everybody)).senders()
    return {person: totals[0] is not None for person, _unit, totals in senders}


def counted(block=BLOCK, kind=GroupAnswers) -> set[int]:
    return {person for person, is_counted in sent_in(block, kind).items() if is_counted}


def test_who_restricts_it_is_in_no_mean(nok, wipa, chiang_mai):
    for person in (nok, wipa):
        make_checkin(person, BLOCK.first)
        make_week(make_worker(chiang_mai), BLOCK.first)
    make_week(nok, BLOCK.first)
    restrict(nok, now=BLOCK.freezes)
    assert counted() == {wipa.pk}
    loads = counted(kind=LoadCrowd)
    assert nok.pk not in loads
    assert len(loads) == 2
    # Among those who sent they are like whoever said nothing.
    assert sent_in()[nok.pk] is sent_in(kind=LoadCrowd)[nok.pk] is False


@pytest.mark.parametrize(
    ("moment", "is_counted"), [(timedelta(0), False), (timedelta(microseconds=1), True)]
)
def test_what_holds_when_a_block_closes_decides(nok, moment, is_counted):
    make_checkin(nok, BLOCK.first)
    restrict(nok, now=BLOCK.freezes + moment)
    assert (nok.pk in counted()) is is_counted


@pytest.mark.parametrize(
    ("moment", "is_counted"), [(timedelta(0), True), (timedelta(microseconds=1), False)]
)
def test_lifting_it_counts_from_the_moment_it_is_lifted(nok, moment, is_counted):
    """Later choices change no block, so that it can be counted again."""
    make_checkin(nok, BLOCK.first)
    restrict(nok, now=BLOCK.first.opens)
    lift(nok, now=BLOCK.freezes + moment)
    assert (nok.pk in counted()) is is_counted


def test_who_lifts_it_lifts_no_others_and_changes_nothing_of_before(nok, wipa):
    first, second, third = (BLOCK.freezes - timedelta(days=n) for n in (9, 6, 3))
    restrictions.begin(person=nok, now=first)
    restrictions.lift(person=nok, now=second)
    restrictions.begin(person=wipa, now=second)
    assert (restrictions.since(nok), restrictions.since(wipa)) == (None, second)
    restrictions.begin(person=nok, now=second)
    restrictions.lift(person=nok, now=third)
    assert (restrictions.since(nok), restrictions.since(wipa)) == (None, second)
    mine = Restriction.objects.filter(person=nok).order_by("since")
    assert list(mine.values_list("since", "until")) == [(first, second), (second, third)]
    assert restrictions.not_counted(BLOCK) == {wipa.pk}


def test_withdrawn_consent_is_another_choice(nok):
    make_checkin(nok, BLOCK.first)
    withdraw(nok)
    assert counted() == {nok.pk}


def test_nobody_sees_who_chose_it(client, nok, wipa, chiang_mai):
    """The board, the person's page and the trail say the same before and after."""
    make_week(nok)
    enter(client, wipa)
    pages = [reverse("team"), reverse("team_member", args=[nok.public_id])]
    before = [client.get(page).text for page in pages]
    restrict(nok)
    withdraw(nok)
    after = [client.get(page).text for page in pages]
    token = 'name="csrfmiddlewaretoken" value="'
    for old, new in zip(before, after, strict=True):
        assert [part[64:] for part in old.split(token)] == [part[64:] for part in new.split(token)]
    assert not Restriction.objects.visible_to(wipa).exists()


def test_in_a_unit_that_is_told_one_fewer_is_counted(nok, chiang_mai):
    crew = [nok, *make_workers(5, chiang_mai)]
    for person in crew:
        make_checkin(person, (BLOCK + 1).first)
    restrict(nok)
    freezing.freeze(BLOCK + 1, now=(BLOCK + 1).freezes)
    assert len(counted(BLOCK + 1)) == 5


# --- The page ----------------------------------------------------------------------------------


def test_one_press_restricts_and_one_lifts(client, nok):
    enter(client, nok)
    assert press(client, "restrict")["Location"] == "/my-record/#h-rights"
    assert "Since 20 November 2026 you are not counted" in client.get("/my-record/").text
    press(client, "lift")
    assert "do not count me in groups" in client.get("/my-record/").text
    assert Restriction.objects.get().until == NOW


def test_pressing_twice_changes_nothing(client, nok):
    enter(client, nok)
    for _ in range(2):
        press(client, "restrict")
    assert Restriction.objects.count() == 1
    for _ in range(2):
        press(client, "lift")
    assert Restriction.objects.get().until == NOW


@pytest.mark.parametrize("do", ["", "nonsense", "erase", "agree"])
def test_what_was_not_offered_changes_nothing(client, nok, do):
    enter(client, nok)
    assert press(client, do).status_code == 302
    assert not Restriction.objects.exists()


def test_it_is_in_the_export(nok):
    restrict(nok)
    lift(nok, now=NOW + timedelta(days=1))
    rows = list(record.PARTS["restrictions"].rows(nok))
    assert rows == [(NOW, NOW + timedelta(days=1))]


def test_deleting_everything_leaves_what_holds(nok):
    withdraw(nok)
    restrict(nok)
    lift(nok)
    restrict(nok)
    erasing.erase(person=nok, before=None, now=NOW)
    assert [one.until for one in Restriction.objects.all()] == [None]
    assert Person.objects.get(pk=nok.pk).withdrawn_at == NOW


def test_one_that_was_lifted_goes_after_24_months(nok):
    restrict(nok)
    retention.forget(NOW + timedelta(days=3650))
    assert Restriction.objects.exists()
    lift(nok)
    retention.forget(NOW + timedelta(days=3650))
    assert not Restriction.objects.exists()


# --- Objections --------------------------------------------------------------------------------

PAGE = "/my-record/objection/"


@pytest.fixture
def contact(settings, orathai):
    settings.DATA_PROTECTION_CONTACT = "Orathai@Example.org"
    return orathai


def test_it_goes_sealed_to_the_contact_and_the_mail_says_nothing(client, nok, contact, mailoutbox):
    enter(client, nok)
    assert client.post(PAGE, {"words": "No pictures of me."})["Location"] == PAGE
    assert Objection.objects.get().words == "No pictures of me."
    assert "No pictures" not in repr(list(Objection.objects.values_list()))
    assert [mail.to for mail in mailoutbox] == [[CONTACT]]
    assert "there is something to read" in mailoutbox[0].subject
    assert "/objections/" in mailoutbox[0].body
    assert not any(word in mailoutbox[0].body for word in ("pictures", "Kanokwan", "Nok"))
    assert "20 November 2026" in client.get(PAGE).text


def test_the_contact_reads_it_and_each_look_is_listed(client, nok, noi, contact):
    """Of every organisation: there is one contact for the whole installation."""
    for person in (nok, noi):
        objections.send(person=person, words=f"No, says {person.username}.", now=NOW)
    enter(client, contact)
    page = client.get("/objections/").text
    assert "No, says nok." in page
    assert "No, says noi." in page
    for person in (nok, noi):
        assert [one.what for one in AccessEvent.objects.about(person)] == ["objection"]


@pytest.mark.parametrize("who", ["nok", "wipa", "ploy", "anan"])
def test_nobody_else_reads_it(client, nok, wipa, ploy, anan, contact, who):
    objections.send(person=nok, words="No.", now=NOW)
    person = {"nok": nok, "wipa": wipa, "ploy": ploy, "anan": anan}[who]
    enter(client, person)
    assert client.get("/objections/").status_code == 404
    assert Objection.objects.visible_to(person).exists() is (person == nok)


@pytest.mark.parametrize("wanted", ["", "orathai", "02 123 4567", "@", "nobody@example.org"])
def test_without_an_account_of_the_contact_there_is_no_form(client, nok, orathai, settings, wanted):
    settings.DATA_PROTECTION_CONTACT = wanted
    enter(client, nok)
    page = client.get(PAGE).text
    assert 'name="words"' not in page
    assert reader() is None
    with pytest.raises(ValidationError):
        objections.send(person=nok, words="No.", now=NOW)
    assert client.post(PAGE, {"words": "No."}).status_code == 422


def test_somebody_without_a_mail_address_is_not_the_contact(client, settings, saphan):
    settings.DATA_PROTECTION_CONTACT = ""
    enter(client, make_person("dao", saphan, email=""))
    assert client.get("/objections/").status_code == 404


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001, "He is 1101700207030."])
def test_no_words_too_many_and_identities_are_refused(client, nok, contact, words):
    enter(client, nok)
    assert client.post(PAGE, {"words": words}).status_code == 422
    assert not Objection.objects.exists()


def test_2000_letters_are_fine(nok, contact):
    objections.send(person=nok, words="x" * 2000, now=NOW)
    assert len(Objection.objects.get().words) == 2000


def test_it_is_in_the_export_and_goes_with_everything(nok, contact):
    objections.send(person=nok, words="No.", now=NOW)
    assert list(record.PARTS["objections"].rows(nok)) == [(NOW, "No.")]
    erasing.erase(person=nok, before=None, now=NOW)
    assert not Objection.objects.exists()
    assert not SentOnce.objects.exists()


def test_nobody_is_told_of_one_that_was_deleted(nok, noi, contact, mailoutbox):
    made = objections.send(person=nok, words="No.", now=NOW)
    objections.send(person=noi, words="No.", now=NOW)
    mailoutbox.clear()
    erasing.erase(person=nok, before=None, now=NOW)
    own_data_tasks.tell_objection.call(made.pk)
    assert mailoutbox == []


# --- Who is answerable -------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["/my-record/", "/my-record/agreement/", "/promise/", PAGE])
def test_who_is_answerable_stands_where_people_look(client, nok, settings, page):
    enter(client, nok)
    assert "Not set yet" in client.get(page).text
    settings.CONTROLLER = "Saphan Foundation, Chiang Mai"
    settings.DATA_PROTECTION_CONTACT = "data@example.org"
    settings.COMMITTEE = "The Ombudsman"
    text = client.get(page).text
    for said in ("Saphan Foundation, Chiang Mai", "mailto:data@example.org", "The Ombudsman"):
        assert said in text
    assert "Not set yet" not in text
    assert "security problem" not in text
    settings.SECURITY_CONTACT = "security@example.org"
    assert "mailto:security@example.org" in client.get(page).text


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("https://example.org/report", "https://example.org/report"),
        ("javascript:alert(1)", "tel:1"),
        ("data@example.org", "mailto:data@example.org"),
        ("02 123-4567", "tel:021234567"),
        ("+66 2 123 4567", "tel:+6621234567"),
        ("the office", ""),
        ("", ""),
    ],
)
def test_the_contact_can_be_reached_by_a_press(settings, contact, address):
    settings.DATA_PROTECTION_CONTACT = settings.SECURITY_CONTACT = contact
    assert (answerable().address, answerable().security_address) == (address, address)


def test_the_committee_is_thailands_unless_another_is_set(settings):
    settings.COMMITTEE = ""
    assert "not verified" in str(answerable().committee)


# --- An event that its person takes away -------------------------------------------------------


def test_that_it_was_asked_about_goes_with_an_event(client, nok):
    event = make_event(nok)
    with time_machine.travel(NOW + timedelta(days=2)):
        events_tasks.tell_check_in.call(event.pk, "first")
    enter(client, nok)
    client.post("/my-events/", {"remove": str(event.public_id)})
    assert (HardEvent.objects.exists(), SentOnce.objects.exists()) == (False, False)


# --- Consent: where it was given, and withdrawn ------------------------------------------------


NOTHING = PulseAnswers()


def said(person, unit, answers=NOTHING, note=""):
    return checkins.record(person=person, unit=unit, week=WEEK, answers=answers, note=note)


@pytest.mark.parametrize(
    ("answers", "note", "version"),
    [
        (PulseAnswers(), "", None),
        (PulseAnswers(), "A long night.", None),
        (PulseAnswers(worn=0), "", CONSENT),
        (PulseAnswers(worn=1, far=1, back=1, rest=1, team=1), "", CONSENT),
    ],
)
def test_consent_is_stamped_only_where_something_was_answered(
    nok, chiang_mai, answers, note, version
):
    said(nok, chiang_mai, answers, note)
    assert CheckIn.objects.get().consent == version


def test_who_takes_the_answers_back_in_the_open_week_takes_the_consent_back(nok, chiang_mai):
    said(nok, chiang_mai, PulseAnswers(worn=1))
    said(nok, chiang_mai)
    assert CheckIn.objects.get().consent is None


def test_withdrawn_no_line_is_kept_and_the_note_is(nok, chiang_mai):
    withdraw(nok)
    said(nok, chiang_mai, PulseAnswers(worn=4, far=4, back=4, rest=4), "For me.")
    row = CheckIn.objects.get()
    assert (row.says, row.scored, row.consent, row.note) == (False, False, None, "For me.")


def test_withdrawn_what_was_told_before_stays_until_it_is_deleted(nok, chiang_mai):
    said(nok, chiang_mai, PulseAnswers(worn=4))
    withdraw(nok)
    said(nok, chiang_mai, PulseAnswers(), "A change of hours.")
    row = CheckIn.objects.get()
    assert (row.answers, row.consent, row.note) == (
        PulseAnswers(worn=4),
        CONSENT,
        "A change of hours.",
    )
    erasing.erase(person=nok, before=None, now=NOW)
    assert not CheckIn.objects.undeleted().exists()


def test_who_agrees_again_is_asked_and_kept_again(client, nok, chiang_mai):
    enter(client, nok)
    assert 'name="worn"' in client.get("/my-week/").text
    press(client, "withdraw")
    page = client.get("/my-week/").text
    assert 'name="worn"' not in page
    assert 'name="note"' in page
    assert 'href="/my-record/#h-rights"' in page
    press(client, "agree")
    assert 'name="worn"' in client.get("/my-week/").text
    said(nok, chiang_mai, PulseAnswers(worn=4))
    assert CheckIn.objects.get().answers == PulseAnswers(worn=4)


def test_a_form_from_before_sends_the_week_without_the_lines(client, nok):
    enter(client, nok)
    sent = form(worn="4", far="4", back="4", rest="4", team="4")
    withdraw(nok)
    assert client.post("/my-week/", sent).status_code == 302
    assert not CheckIn.objects.get().says


def test_it_is_in_the_export_since_when(nok):
    assert list(record.PARTS["withdrawn_consent"].rows(nok)) == []
    withdraw(nok)
    consent.withdraw(person=nok, now=NOW + timedelta(days=1))
    assert list(record.PARTS["withdrawn_consent"].rows(nok)) == [(NOW,)]
