"""A phone hands over a week that it kept: sent once, and said what became of it."""

import re
import uuid
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import PhoneKey
from people.phones import phone_keys
from people.phones.sealed_texts import owner_mark
from people.weeks import Block
from tests.makers import (
    WEEK,
    at,
    change_account,
    enter,
    make_line,
    make_membership,
    make_organisation,
    make_person,
    make_unit,
)
from tests.workload.weeks.test_views import PAGE, form, line, text
from wellbeing.checkins import consent
from wellbeing.groups import freezing
from wellbeing.models import BlockResult, CheckIn
from workload.kept_weeks.actions import open_kept
from workload.models import CaseloadLine, UnitLoad, WorkWeek

from .phone import KEPT, seal_text, seal_week


def told(answer) -> tuple[int, str, str]:
    said = answer.json()
    assert list(said) == ["state", "week", "sentence", "closes"]
    assert said["sentence"]
    return answer.status_code, said["state"], said["week"]


def hand(client, sealed, **more):
    return client.post(KEPT, {"sealed": sealed} | more)


def test_the_page_gives_an_own_phone_what_it_seals_with(as_nok, nok):
    page = text(as_nok.get(PAGE))
    given = dict(re.findall(r'data-(week|owner|seal|closes)="([^"]*)"', page))

    assert given["week"] == "2026-W47"
    assert given["owner"] == owner_mark(nok)
    assert given["closes"] == "2026-11-25T00:00:00+07:00"
    assert re.fullmatch(r"[\w-]{16}(:[\w-]{43}){2}", given["seal"])
    fields = form(worn="2", hours="44")
    sealed = seal_week(given["seal"], given["owner"], given["week"], fields)
    assert told(hand(as_nok, sealed)) == (201, "sent", "2026-W47")
    assert WorkWeek.objects.get(person=nok).hours == 44


def test_a_shared_device_is_given_nothing(as_nok):
    session = as_nok.session
    session["visit"] = session["visit"] | {"shared": True}
    session.save()

    assert "data-seal" not in text(as_nok.get(PAGE))
    assert "data-owner" not in text(as_nok.post(PAGE, form(hours="610")))


def test_where_no_key_of_the_ring_opens_the_pair_the_page_is_as_without_it(as_nok):
    phone_keys.make_sure()
    PhoneKey.objects.update(sealed_key="gone")
    phone_keys.forget()

    page = text(as_nok.get(PAGE))
    assert 'id="week"' in page
    assert "data-seal" not in page


def test_a_form_that_comes_back_says_which_sending_it_answers(as_nok):
    wrong = form(hours="610")
    assert f'data-answers="{wrong["key"]}"' in text(as_nok.post(PAGE, wrong))
    as_nok.post(PAGE, form())
    other = form(hours="50")
    page = text(as_nok.post(PAGE, other))
    assert f'data-answers="{other["key"]}"' in page
    assert 'name="key" value="' + other["key"] not in page
    assert "data-answers" not in text(as_nok.get(PAGE))


def test_the_thanks_say_which_week_was_sent(as_nok):
    assert 'data-sent="2026-W47"' in text(as_nok.post(PAGE, form(), follow=True))
    assert "data-sent" not in text(as_nok.get(PAGE))


def test_who_is_there_is_told_to_scripts_and_kept_by_none(as_nok, client, nok, wipa):
    answer = as_nok.get(KEPT)
    assert answer.json().keys() == {"owner", "token"}
    assert answer.json()["owner"] == owner_mark(nok) != owner_mark(wipa)
    assert answer["Cache-Control"] == "no-store"
    assert str(nok.public_id) not in text(answer)
    client.logout()
    assert client.get(KEPT).status_code == 302
    assert client.post(KEPT, {"sealed": "v1"}).status_code == 302


TYPED = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(typed=st.dictionaries(TYPED, st.lists(TYPED, min_size=1, max_size=3), max_size=8))
def test_a_form_opens_as_it_was_typed(nok, keeps, typed):
    fields = typed | {"key": [form()["key"]]}
    kept = open_kept(nok, keeps(fields, key=fields["key"][0]))

    assert dict(kept.data.lists()) == fields
    assert (kept.week, str(kept.key)) == (WEEK, fields["key"][0])


def test_the_same_text_again_sends_nothing_twice(as_nok, nok, keeps):
    sealed = keeps(form(worn="3"))

    assert told(hand(as_nok, sealed)) == (201, "sent", "2026-W47")
    assert told(hand(as_nok, sealed)) == (200, "there", "2026-W47")
    assert WorkWeek.objects.count() == CheckIn.objects.count() == 1


def test_a_form_that_was_posted_and_kept_as_well_is_there(as_nok, keeps):
    fields = form()
    as_nok.post(PAGE, fields)

    assert told(hand(as_nok, keeps(fields))) == (200, "there", "2026-W47")


def test_a_change_that_was_kept_replaces_what_it_saw(as_nok, nok, keeps):
    first = form(hours="40")
    as_nok.post(PAGE, first)

    change = form(hours="50", corrects=first["key"])
    assert told(hand(as_nok, keeps(change))) == (201, "sent", "2026-W47")
    assert WorkWeek.objects.get(person=nok).hours == 50


def test_another_device_that_sent_the_week_is_not_overwritten(as_nok, nok, keeps):
    as_nok.post(PAGE, form(hours="40"))

    assert told(hand(as_nok, keeps(form(hours="60")))) == (409, "changed", "2026-W47")
    assert WorkWeek.objects.get(person=nok).hours == 40


def test_a_text_from_before_a_correction_overwrites_nothing(as_nok, nok, keeps):
    first, second, third = form(hours="40"), form(hours="41"), form(hours="42")
    second["corrects"], third["corrects"] = first["key"], second["key"]
    sealed = [keeps(first), keeps(second)]
    assert [told(hand(as_nok, one))[1] for one in sealed] == ["sent", "sent"]
    as_nok.post(PAGE, third)

    assert [told(hand(as_nok, one))[1] for one in sealed] == ["changed", "changed"]
    assert WorkWeek.objects.get(person=nok).hours == 42


def test_two_weeks_are_handed_over_each_for_its_own(as_nok, nok, friday, keeps):
    first = keeps(form(hours="41"))
    friday.move_to(at("2026-11-27 09:00"))
    enter(as_nok, nok)
    second = keeps(form(hours="42"), week=WEEK + 1)

    assert told(hand(as_nok, second)) == (201, "sent", "2026-W48")
    assert told(hand(as_nok, first)) == (201, "late", "2026-W47")
    found = WorkWeek.objects.filter(person=nok).order_by("week").values_list("hours", flat=True)
    assert list(found) == [41, 42]


def test_one_form_sends_one_week_only(as_nok, nok, friday, keeps):
    fields = form()
    assert told(hand(as_nok, keeps(fields)))[1] == "sent"
    friday.move_to(at("2026-11-27 09:00"))
    enter(as_nok, nok)

    assert told(hand(as_nok, keeps(fields, week=WEEK + 1))) == (422, "refused", "2026-W48")
    assert WorkWeek.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hours": "610"}, "Did you mean 61?"),
        ({"note": "her number is 1-1017-00207-03-0"}, "This looks like a national ID number."),
        (line(count="0"), "At least 1."),
        ({"line-new-count": "4"}, "Choose the phase, or clear this line."),
    ],
)
def test_what_does_not_fit_is_told_and_stays_on_the_phone(as_nok, keeps, changes, sentence):
    answer = hand(as_nok, keeps(form() | changes))

    assert told(answer) == (422, "refused", "2026-W47")
    assert sentence in answer.json()["sentence"]
    assert not WorkWeek.objects.exists()


def test_the_sentence_is_in_the_language_of_the_person(as_nok, keeps):
    as_nok.cookies["django_language"] = "th"
    said = as_nok.post(KEPT, {"sealed": keeps()}, headers={"Accept-Language": "th"}).json()
    assert re.search("[ก-๙]", said["sentence"])


# --- Late and early -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-18 23:59", (422, "early", "2026-W47")),
        ("2026-11-19 00:00", (201, "sent", "2026-W47")),
        ("2026-11-24 23:59", (201, "sent", "2026-W47")),
        ("2026-11-25 00:00", (201, "late", "2026-W47")),
        ("2026-12-08 23:59", (201, "late", "2026-W47")),
        ("2026-12-09 00:00", (410, "unreadable", "2026-W47")),
    ],
)
@pytest.mark.parametrize("kept", ["2026-11-20T09:00:00+07:00", "2031-01-01", "yesterday"])
def test_the_clock_of_the_server_judges(client, nok, friday, keeps, moment, expected, kept):
    sealed = keeps(kept=kept)
    friday.move_to(at(moment))
    enter(client, nok)

    assert told(hand(client, sealed)) == expected


@pytest.fixture
def wednesday(as_nok, nok, friday):
    """Week 47 has closed; Nok signs in anew."""
    friday.move_to(at("2026-11-25 09:00"))
    enter(as_nok, nok)
    return as_nok


def test_a_late_week_is_kept_for_the_person_and_leaves_what_is_carried_now(wednesday, nok, keeps):
    carried = make_line(nok, count=3)
    fields = form(worn="4", note="far from home") | line(id=str(carried.public_id), count="9")
    answer = hand(wednesday, keeps(fields))

    assert told(answer) == (201, "late", "2026-W47")
    row = WorkWeek.objects.get(person=nok)
    assert (row.iso, row.case_count, row.sent_at) == (WEEK, 9, at("2026-11-25 09:00"))
    assert CheckIn.objects.of(nok).get().note == "far from home"
    assert CaseloadLine.objects.get().count == 3


def test_a_case_that_ended_meanwhile_stays_ended(wednesday, nok, keeps):
    ended = make_line(nok, count=3, closed_at=at("2026-11-24 10:00"))
    hand(wednesday, keeps(form() | line(id=str(ended.public_id), count="3")))

    assert WorkWeek.objects.get(person=nok).case_count == 3
    ended.refresh_from_db()
    assert ended.closed_at == at("2026-11-24 10:00")


def test_a_case_that_a_colleague_took_meanwhile_is_not_opened_again(as_nok, nok, keeps):
    carried = make_line(nok, count=2)
    taken = make_line(nok, count=3, closed_at=at("2026-11-20 08:00"))
    fields = form() | line(0, id=str(taken.public_id), count="4")
    fields |= line(1, id=str(carried.public_id), count="5")

    assert told(hand(as_nok, keeps(fields)))[1] == "sent"
    assert WorkWeek.objects.get(person=nok).case_count == 5
    taken.refresh_from_db()
    assert (taken.count, taken.closed_at) == (3, at("2026-11-20 08:00"))


def test_a_line_of_another_person_does_not_count_in_a_late_week(wednesday, nok, wipa, keeps):
    theirs = make_line(wipa)
    fields = form() | line(id=str(theirs.public_id))

    assert told(hand(wednesday, keeps(fields)))[:2] == (422, "refused")


def test_a_late_week_that_was_sent_before_is_not_replaced(as_nok, nok, friday, keeps):
    first = form(hours="40")
    as_nok.post(PAGE, first)
    change = keeps(form(hours="50", corrects=first["key"]))
    friday.move_to(at("2026-11-25 09:00"))
    enter(as_nok, nok)

    answer = hand(as_nok, change)
    assert told(answer) == (409, "changed", "2026-W47")
    assert "has closed since" in answer.json()["sentence"]
    assert WorkWeek.objects.get(person=nok).hours == 40


def test_a_late_week_changes_nothing_that_was_told_of_a_group(client, nok, friday, keeps):
    block = Block(WEEK.block)
    sealed = keeps(form(worn="4"), week=block.last)
    friday.move_to(block.freezes)
    freezing.freeze(block, now=block.freezes)
    before = list(BlockResult.objects.order_by("pk").values())
    assert before
    enter(client, nok)

    assert told(hand(client, sealed)) == (201, "late", str(block.last))
    assert freezing.freeze(block, now=block.freezes) == 0
    assert list(BlockResult.objects.order_by("pk").values()) == before
    assert not UnitLoad.objects.exists()


def test_only_what_a_phone_kept_comes_late(wednesday, nok):
    assert wednesday.post(PAGE, form()).status_code == 200
    assert not WorkWeek.objects.exists()


# --- On its page --------------------------------------------------------------------------------


def look(client, sealed, **more):
    return client.post(f"{KEPT}?look=1", {"sealed": sealed}, **more)


def test_what_does_not_fit_is_repaired_on_the_page(as_nok, nok, keeps):
    fields = form(hours="610", worn="2", note="the long road")
    answer = look(as_nok, keeps(fields))
    page = text(answer)

    assert answer.status_code == 422
    assert page.count("Did you mean 61?") == 2
    assert 'name="worn" value="2" checked' in page
    assert "the long road" in page
    assert f'name="key" value="{fields["key"]}"' in page
    assert f'data-answers="{fields["key"]}"' in page
    assert as_nok.post(PAGE, fields | {"hours": "61"}).status_code == 302
    assert WorkWeek.objects.get(person=nok).hours == 61


def test_a_week_that_another_device_sent_is_shown_to_be_saved_as_a_change(as_nok, nok, keeps):
    as_nok.post(PAGE, form(hours="40"))
    fields = form(hours="60")
    page = text(answer := look(as_nok, keeps(fields)))

    assert answer.status_code == 409
    assert f'data-answers="{fields["key"]}"' in page
    hidden = dict(re.findall(r'name="(key|corrects)" value="([^"]+)"', page))
    assert as_nok.post(PAGE, fields | hidden).status_code == 302
    assert WorkWeek.objects.get(person=nok).hours == 60


def test_what_fits_is_sent_when_it_is_looked_at(as_nok, nok, keeps):
    sealed = keeps()
    for _time in range(2):
        answer = look(as_nok, sealed, follow=True)
        assert answer.redirect_chain == [("/my-trend/?sent=2026-W47", 302)]
        assert 'data-sent="2026-W47"' in text(answer)


def test_a_late_week_is_repaired_on_its_page_and_saved(wednesday, nok, keeps):
    fields = form(hours="610", worn="2")
    page = text(answer := look(wednesday, keeps(fields)))
    assert answer.status_code == 422
    assert "This week has closed meanwhile." in page
    assert 'data-week="2026-W47"' in page

    late = re.search(r'name="late" value="([^"]+)"', page)[1]
    again = text(wednesday.post(PAGE, fields | {"hours": "611", "late": late}))
    assert late[:20] in again
    part = {"hours": "61", "late": late, "do": "preview"}
    assert wednesday.post(PAGE, fields | part).status_code == 200
    answer = wednesday.post(PAGE, fields | {"hours": "61", "late": late}, follow=True)
    assert answer.redirect_chain == [("/my-record/weeks/?week=2026-W47&sent=2026-W47", 302)]
    assert 'data-sent="2026-W47"' in text(answer)
    assert WorkWeek.objects.get(person=nok).iso == WEEK


def test_the_mark_of_a_late_page_opens_it_to_its_person_and_for_some_hours(
    wednesday, client, nok, wipa, friday, keeps
):
    page = text(look(wednesday, keeps(form(hours="610"))))
    late = re.search(r'name="late" value="([^"]+)"', page)[1]
    friday.move_to(at("2026-11-26 09:00"))
    enter(client, nok)
    client.post(PAGE, form(late=late))
    friday.move_to(at("2026-11-25 10:00"))
    enter(client, wipa)
    client.post(PAGE, form(late=late))
    client.post(PAGE, form(late="2026-W47"))

    assert not WorkWeek.objects.filter(week=WEEK.monday).exists()


def test_a_late_week_that_was_sent_shows_what_was_typed_among_the_closed_ones(
    as_nok, nok, friday, keeps
):
    as_nok.post(PAGE, form(hours="40", worn="1"))
    fields = form(hours="55.5", worn="4", note="what I meant")
    friday.move_to(at("2026-11-25 09:00"))
    enter(as_nok, nok)
    page = text(answer := look(as_nok, keeps(fields)))

    assert answer.status_code == 409
    assert "has closed since" in page
    assert 'value="55.5"' in page
    assert 'name="worn" value="4" checked' in page
    assert "what I meant" in page
    assert page.count('action="/my-record/weeks/?week=2026-W47"') == 2
    assert as_nok.get(f"{KEPT}?look=1")["Location"] == PAGE
    assert f'data-answers="{fields["key"]}"' in page
    assert WorkWeek.objects.get(person=nok).hours == 40


@pytest.mark.parametrize(
    ("moment", "sealed", "status", "sentence"),
    [
        ("2026-11-20 09:00", "v1.a.b.c.d", 410, "cannot be opened any more"),
        ("2026-11-18 09:00", None, 422, "This week is not open yet"),
    ],
)
def test_what_cannot_be_shown_says_so_kindly(
    client, nok, friday, keeps, moment, sealed, status, sentence
):
    kept = keeps()
    friday.move_to(at(moment))
    enter(client, nok)
    answer = look(client, sealed or kept)

    assert answer.status_code == status
    assert sentence in text(answer)
    assert 'href="/my-week/"' in text(answer)


# --- Attacks ------------------------------------------------------------------------------------


def test_another_persons_text_stays_on_the_phone(as_nok, wipa, keeps):
    theirs = keeps(form(note="only mine"), person=wipa)

    assert told(hand(as_nok, theirs)) == (403, "foreign", "")
    answer = look(as_nok, theirs)
    assert answer.status_code == 403
    assert "only mine" not in text(answer)
    assert not WorkWeek.objects.exists()


def test_a_text_for_another_place_of_the_same_account_stays_on_the_phone(
    client, nok, friday, keeps
):
    there = make_person("nok-there", make_organisation("Other"), account=nok.account)
    make_membership(there, make_unit(there.organisation))
    sealed = keeps()
    enter(client, there)

    assert told(hand(client, sealed)) == (403, "foreign", "")
    assert not WorkWeek.objects.exists()


def test_while_answers_are_closed_nothing_kept_is_opened_or_taken(as_nok, nok, keeps):
    sealed = keeps(form(hours="610", note="of before"))
    change_account(nok, helped_at=at("2026-11-20 08:59"))

    for answer in (hand(as_nok, sealed), look(as_nok, sealed), as_nok.get(KEPT)):
        assert (answer.status_code, "Closed for now" in text(answer)) == (403, True)
        assert "of before" not in text(answer)
    assert "data-seal" not in text(as_nok.get(PAGE))
    page = text(as_nok.post(PAGE, form(), follow=True))
    assert 'data-sent="2026-W47"' in page
    assert "data-sent" not in text(as_nok.get(PAGE))


def test_after_a_mailed_reset_a_kept_week_goes_and_takes_the_place_of_none_sent_before(
    as_nok, nok, keeps
):
    change_account(nok, reset_at=at("2026-11-20 08:59"))
    assert "data-seal" in text(as_nok.get(PAGE))
    assert told(hand(as_nok, keeps(form(worn="4")))) == (201, "sent", "2026-W47")
    sent = WorkWeek.objects.get()
    change_account(nok, reset_at=at("2026-11-20 09:01"))
    other = keeps(form(worn="1", corrects=str(sent.key)))

    for answer in (hand(as_nok, other), look(as_nok, other)):
        assert (answer.status_code, "Closed for now" in text(answer)) == (403, True)
    assert CheckIn.objects.of(nok).get().answers.worn == 4


def test_after_an_agreement_is_withdrawn_no_answer_is_kept(as_nok, nok, keeps):
    sealed = keeps(form(worn="4", note="to myself"))
    consent.withdraw(person=nok, now=at("2026-11-20 09:00"))

    assert told(hand(as_nok, sealed)) == (201, "sent", "2026-W47")
    row = CheckIn.objects.of(nok).get()
    assert (row.says, row.note) == (False, "to myself")


def test_without_a_role_today_there_is_no_such_page(as_nok, nok, keeps):
    sealed = keeps()
    nok.memberships.update(ends=at("2026-11-19 09:00").date())

    assert hand(as_nok, sealed).status_code == 404
    assert not WorkWeek.objects.exists()


def test_too_much_is_not_opened(as_nok, keeps):
    assert told(hand(as_nok, keeps(form(note="x" * 60_000))))[1] == "unreadable"
    assert told(hand(as_nok, "v1." + "a" * 70_000))[1] == "unreadable"


@pytest.mark.parametrize(
    "text_of_phone",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff",
        b"[" * 20_000,
        b'{"owner": 1, "week": 2, "key": 3, "fields": 4}',
        b'{"owner": "", "week": "2026-W47", "key": "none", "fields": ""}',
        b'{"owner": "", "week": "2026-W47", "key": "3f1f8c1e-0000-4000-8000-000000000000", '
        b'"fields": "key=3f1f8c1e-0000-4000-8000-000000000000", "owner": "\\ud800"}',
        b'{"owner": "\\u0000", "week": "0001-W01", "key": "3f1f8c1e-0000-4000-8000-000000000000", '
        b'"fields": "key=3f1f8c1e-0000-4000-8000-000000000000", "owner": 1' + b"0" * 5000 + b"}",
    ],
)
def test_what_is_no_week_is_unreadable(as_nok, text_of_phone):
    seal = str(phone_keys.public_half(at("2026-11-20 09:00")))
    assert told(hand(as_nok, seal_text(seal, text_of_phone))) == (410, "unreadable", "")


@pytest.mark.parametrize(
    "changes",
    [
        {"week": "2026-W54"},
        {"week": "0000-W01"},
        {"week": "0001-W01"},
        {"week": "\ud800"},
        {"fields": "note=\ud800"},
        {"week": "9999-W52"},
        {"week": ""},
        {"key": "3f1f8c1e-0000-4000-8000-000000000000"},
        {"fields": urlencode([("a", "b")] * 3000)},
        {"fields": ""},
        {"fields": None},
    ],
)
def test_a_week_that_does_not_hold_together_is_unreadable(as_nok, keeps, changes):
    assert told(hand(as_nok, keeps(**changes)))[1] == "unreadable"


@pytest.mark.parametrize("look", ["", "?look=1"])
@pytest.mark.parametrize("odd", ["\x00", "\ud800", "%00", "%ff", "%ed%a0%80", "a=b&&=&;"])
@pytest.mark.parametrize("field", ["note", "line-0-reference", "hours", "contact", "worn", "key"])
def test_letters_that_no_browser_writes_are_refused_and_break_nothing(
    as_nok, nok, keeps, field, odd, look
):
    typed = form() | {"key": str(uuid.uuid4())}
    fields = urlencode(typed, doseq=True) + f"&{field}={odd}"
    answer = as_nok.post(KEPT + look, {"sealed": keeps(typed, fields=fields)})

    assert answer.status_code in {201, 302, 409, 410, 422}
    for stored in CheckIn.objects.filter(person=nok):
        assert "\x00" not in stored.note


@pytest.mark.parametrize("odd", ["\x00", "\udcff", "é", "x" * 5000])
@pytest.mark.parametrize("place", range(5))
def test_odd_letters_in_any_part_of_a_sealed_text_open_nothing(as_nok, keeps, place, odd):
    parts = keeps().split(".")
    for changed in (odd, parts[place] + odd, odd + parts[place]):
        sealed = ".".join([*parts[:place], changed, *parts[place + 1 :]])
        answer = as_nok.post(
            KEPT,
            urlencode({"sealed": sealed}, errors="surrogateescape"),
            content_type="application/x-www-form-urlencoded",
        )
        assert told(answer)[1] == "unreadable"


def test_without_the_token_of_the_page_nothing_is_taken(nok, friday, keeps):
    strict = Client(enforce_csrf_checks=True)
    enter(strict, nok)
    token, sealed = strict.get(KEPT).json()["token"], keeps()

    assert hand(strict, sealed).status_code == 403
    assert told(hand(strict, sealed, csrfmiddlewaretoken=token))[1] == "sent"


def test_no_word_of_it_is_logged(as_nok, nok, keeps, caplog):
    words = "canary-in-the-rain"
    for sealed in (keeps(form(note=words)), keeps(form(note=words, hours="610"))):
        hand(as_nok, sealed)
        hand(as_nok, sealed[:-8] + "AAAAAAAA")
    hand(as_nok, keeps(form(note=words), week="none"))
    hand(as_nok, keeps(form(note=words), fields=words))

    assert words not in caplog.text
    assert words not in text(hand(as_nok, keeps(form(note=words, hours="610"))))


def test_it_is_not_kept_a_second_time_where_the_visit_had_ended(as_nok, nok, friday, keeps):
    origin = {"Origin": "http://testserver"}
    friday.move_to(at("2026-11-20 21:30"))
    assert hand(as_nok, keeps(), headers=origin).status_code == 302
    assert "unsent" not in as_nok.session
    enter(as_nok, nok)
    assert as_nok.get(KEPT).json()["owner"] == owner_mark(nok)


def test_a_page_reads_no_pair_that_its_process_has(as_nok):
    as_nok.get(PAGE)
    with CaptureQueriesContext(connection) as found:
        as_nok.get(PAGE)
    assert not [one["sql"] for one in found if "phonekey" in one["sql"]]
