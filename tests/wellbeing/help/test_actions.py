"""Help at the moment of need: one's own people, an organisation's numbers, nobody told."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from people.keys import ring
from people.models import AccessEvent
from tests.makers import NOW, WEEK, enter, judge_stale, make_hotline, make_week
from wellbeing.checkins import actions as checkins
from wellbeing.help import actions as helping
from wellbeing.help import known_hotlines
from wellbeing.models import ContactRequest, Hotline, OwnContact
from wellbeing.models.help import dial
from wellbeing.own_data import erasing, retention
from wellbeing.rules.pulse import PulseAnswers, heavy

PAGE, LIST = "/help/", "/people/hotlines/"


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


def call(person, name="Mae", phone="081-234 5678"):
    return helping.choose(person=person, name=name, phone=phone, now=NOW)


# --- One's own people --------------------------------------------------------------------------


def test_somebody_is_written_down_called_and_taken_away(client, nok):
    enter(client, nok)
    sent = {"name": "Mae", "phone": "๐๘๑-๒๓๔ ๕๖๗๘"}
    assert client.post(PAGE, sent)["Location"] == PAGE
    page = client.get(PAGE).text
    assert '<a href="tel:0812345678">081-234 5678</a>' in page
    client.post(PAGE, {"remove": str(OwnContact.objects.get().public_id)})
    assert not OwnContact.objects.exists()


def test_who_answers_at_once_comes_first_until_a_person_has_written_somebody_down(client, nok):
    enter(client, nok)
    own, numbers, here = 'id="h-own"', 'id="h-numbers"', 'id="h-here"'
    assert order(client.get(PAGE).text, own, numbers, here) == [numbers, here, own]
    assert order(client.post(PAGE, {"name": "", "phone": ""}).text, own, numbers)[0] == own
    call(nok)
    assert order(client.get(PAGE).text, own, numbers, here) == [own, numbers, here]


def order(page, *parts):
    return sorted(parts, key=page.index)


def test_they_are_sealed_for_their_owner(nok, wipa):
    one = call(nok)
    assert "Mae" not in one.sealed_name
    assert "5678" not in one.sealed_phone
    one.person = wipa
    with pytest.raises(ring.WrongOwnerError):
        one.name  # noqa: B018 - to open it is the test


@pytest.mark.parametrize("who", ["wipa", "orathai", "ploy", "noi"])
def test_nobody_else_sees_or_takes_them_away(client, request, nok, who):
    one = call(nok)
    enter(client, request.getfixturevalue(who))
    assert "Mae" not in client.get(PAGE).text
    assert client.post(PAGE, {"remove": str(one.public_id)}).status_code == 404
    assert client.post(PAGE, {"remove": "x"}).status_code == 404
    assert OwnContact.objects.count() == 1


def test_five_are_enough(client, nok, wipa):
    for number in range(5):
        call(nok, name=f"friend {number}")
    with pytest.raises(ValidationError):
        call(nok)
    call(wipa).delete()
    enter(client, nok)
    assert "Write somebody down" not in client.get(PAGE).text
    answer = client.post(PAGE, {"name": "one more", "phone": "191"})
    assert answer.status_code == 422
    assert "up to five people" in answer.text
    assert OwnContact.objects.count() == 5


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": "", "phone": "191"}, "Please fill this in"),
        ({"name": "Mae", "phone": "call me"}, "Please write a phone number"),
        ({"name": "Mae", "phone": "1"}, "Please write a phone number"),
        ({"name": "Mae 1101700207030", "phone": "191"}, "national ID number"),
    ],
)
def test_what_is_no_name_or_number_is_refused_and_kept(client, nok, sent, sentence):
    enter(client, nok)
    answer = client.post(PAGE, sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{sent["phone"]}"' in answer.text
    assert not OwnContact.objects.exists()


@pytest.mark.parametrize(
    ("number", "dialled"),
    [("1323", "1323"), ("+66 (0)81 234-5678", "+66812345678"), ("02 123 4567 / 12", "021234567")],
)
def test_a_number_is_dialled_without_what_is_for_the_eye(number, dialled):
    assert dial(number) == dialled


def test_they_go_with_everything_and_never_by_age(nok):
    call(nok)
    retention.keep_to(retention.midnight(date(2040, 1, 1)))
    erasing.erase(person=nok, before=NOW.date(), now=NOW)
    assert OwnContact.objects.count() == 1
    erasing.erase(person=nok, before=None, now=NOW + timedelta(seconds=1))
    assert not OwnContact.objects.exists()


def test_the_page_costs_the_same_for_one_and_five(client, nok, django_assert_num_queries):
    enter(client, nok)
    for number in range(5):
        call(nok, name=str(number))
        if number in {0, 4}:
            with django_assert_num_queries(6):
                client.get(PAGE)


def test_looking_for_help_leaves_no_trace(client, nok):
    enter(client, nok)
    client.get(PAGE)
    assert (AccessEvent.objects.count(), ContactRequest.objects.count(), mail.outbox) == (0, 0, [])


# --- The organisation's numbers ------------------------------------------------------------------


def test_until_an_organisation_writes_its_own_the_servers_number_stands(client, nok, settings):
    enter(client, nok)
    page = client.get(PAGE).text
    assert '<a href="tel:1323"><b>1323</b></a> Mental health hotline, day and night' in page
    for checked in ("2026-11-01", "yes", ""):
        settings.HELPLINE_CHECKED = checked
        assert "confirmed" not in client.get(PAGE).text
        assert "checked" not in client.get(PAGE).text


def test_an_admin_makes_the_usual_number_their_own(client, ploy, nok, noi):
    enter(client, ploy)
    assert "You have no list of your own yet." in client.get(LIST).text
    assert client.post(LIST, {"begin": "1"})["Location"] == LIST
    assert client.post(LIST, {"begin": "1"})["Location"] == LIST
    made, other = Hotline.objects.all()
    assert (made.number, other.number, made.checked_on) == ("1323", "1669", None)
    page = client.get(address := f"{LIST}{made.public_id}/")
    form = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    assert client.post(address, form | {"checked_on": "20/11/2569"})["Location"] == LIST
    made.refresh_from_db()
    assert (made.organisation, made.checked_on) == (ploy.organisation, NOW.date())
    enter(client, nok)
    for page in (PAGE, "/talk/"):
        assert "last checked" not in client.get(page).text  # a caller needs the number alone
    enter(client, ploy)
    assert "Number last checked: 20 November 2026" in client.get(LIST).text
    Hotline.objects.update(checked_on=None)
    assert "Not checked yet: please call it once." in client.get(LIST).text


def test_an_admin_changes_a_number_and_takes_it_away(client, ploy):
    one = make_hotline(ploy.organisation)
    enter(client, ploy)
    address = f"{LIST}{one.public_id}/"
    sent = {"name_en": "Centre", "name_th": "ศูนย์", "number": "1300", "hours_en": "9 to 5"}
    assert client.post(address, sent)["Location"] == LIST
    one.refresh_from_db()
    assert (one.name["th"], one.hours["en"], one.checked_on) == ("ศูนย์", "9 to 5", None)
    client.post(address, {"remove": "1"})
    assert not Hotline.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": "none"}, "Please write a phone number"),
        ({"name_en": ""}, "Please write it in one language at least."),
        ({"checked_on": "21/11/2569"}, "still to come"),
        ({"number": "1300"}, "in the list already"),
        ({"name_en": "1101700207030"}, "national ID number"),
    ],
)
def test_what_is_no_number_for_help_is_refused_and_kept(client, ploy, changes, sentence):
    make_hotline(ploy.organisation)
    enter(client, ploy)
    sent = {"name_en": "Another", "number": "1669", "hours_th": "ทุกวัน"} | changes
    answer = client.post(LIST, sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "ทุกวัน" in answer.text
    assert Hotline.objects.count() == 1


def test_a_day_on_which_it_was_checked_is_shown_as_it_is_typed(client, ploy):
    one = make_hotline(ploy.organisation, checked_on=date(2026, 11, 1))
    enter(client, ploy)
    client.cookies["django_language"] = "th"
    assert 'value="1/11/2569"' in client.get(f"{LIST}{one.public_id}/").text


def numbers(person):
    return [one.number for one in helping.hotlines(person)]


def test_the_operators_own_number_stands_first(nok, settings):
    assert numbers(nok) == ["1323", "1669"]
    settings.HELPLINE = "02-123-4567"
    assert numbers(nok) == ["02-123-4567", "1669"]
    settings.HELPLINE = "1669"
    assert numbers(nok) == ["1669"]


def test_a_first_number_leaves_none_out_that_people_saw(ploy):
    one = Hotline(name={"en": "Centre"}, number="1300")
    helping.keep(one, by=ploy, now=NOW)
    assert sorted(numbers(ploy)) == ["1300", "1323", "1669"]


def test_a_first_number_that_people_saw_already_is_there_once(ploy):
    helping.keep(Hotline(name={"en": "Line"}, number="1669"), by=ploy, now=NOW)
    assert sorted(numbers(ploy)) == ["1323", "1669"]


def test_a_known_number_is_offered_with_where_it_was_found_and_taken_over_unchecked(client, ploy):
    enter(client, ploy)
    page = client.get(LIST).text
    assert "Found in: 1300sano.com" in page
    with pytest.raises(ValidationError):
        helping.take_over("191", by=ploy, now=NOW)
    assert not Hotline.objects.exists()
    assert client.post(LIST, {"offer": "1300"})["Location"] == LIST
    taken = Hotline.objects.get(number="1300")
    assert (taken.organisation, taken.checked_on) == (ploy.organisation, None)
    assert "1300sano.com" in taken.source
    assert "1300" not in [one.number for one in helping.offered_hotlines(ploy)]
    for other in ("1300", "191", ""):
        client.post(LIST, {"offer": other})
    assert Hotline.objects.count() == 3


@pytest.mark.parametrize(("kind", "offered"), [("police", True), ("ngo", False)])
def test_the_line_of_the_police_hospital_is_offered_to_the_police(kind, offered, ploy, nok):
    ploy.organisation.kind = kind
    found = [one.number for one in helping.offered_hotlines(ploy)]
    assert ("081-932-0000" in found, "1300" in found) == (offered, True)
    assert "081-932-0000" not in numbers(nok)


def test_where_a_number_was_found_is_for_admins(client, nok, ploy):
    helping.begin_list(by=ploy)
    enter(client, nok)
    for page in (PAGE, "/talk/"):
        assert "khaosod" not in client.get(page).text


def test_every_known_number_fits_and_says_where_it_was_found(ploy):
    for known in known_hotlines.known_numbers():
        one = known_hotlines.hotline_of(known)
        one.organisation = ploy.organisation
        one.full_clean()
        assert one.source
        assert known["read_on"] > date(2026, 1, 1)
        assert one.checked_on is None


# --- After a heavy week --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (PulseAnswers(3, 3, 3, 1, 2), True),  # 14 of 20: 70
        (PulseAnswers(3, 3, 2, 1, 2), False),  # 13 of 20: 65
        (PulseAnswers(4, 0, 0, 4, 4), True),
        (PulseAnswers(0, 0, 4, 4, 4), True),
        (PulseAnswers(0, 0, 0, 0, 0), False),
        (PulseAnswers(3, 3, 3, 0, None), True),
        (PulseAnswers(3, 3, 3, None, None), False),
        (PulseAnswers(), False),
    ],
)
def test_heavy_is_a_strain_of_70_or_a_line_on_every_day(answers, expected):
    assert heavy(answers) is expected


@pytest.mark.parametrize(("worn", "shown"), [(4, True), (1, False)])
def test_after_a_heavy_week_help_is_shown_and_nobody_is_told(client, nok, wipa, worn, shown):
    make_week(nok)
    answers = PulseAnswers(worn=worn, far=0, back=0, rest=4, team=4)
    checkins.record(person=nok, unit=nok.home.unit, week=WEEK, answers=answers, note="")
    enter(client, nok)
    page = client.get(f"/my-trend/?sent={WEEK}").text
    assert ("That was a lot for one week" in page) is shown
    assert "That was a lot for one week" not in client.get("/my-trend/").text
    assert mail.outbox == []


def test_no_number_that_a_colleague_put_right_is_changed_back(client, ploy):
    one = make_hotline(ploy.organisation)
    enter(client, ploy)
    judge_stale(
        client,
        f"{LIST}{one.public_id}/",
        change=lambda: Hotline.objects.update(number="1323"),
        typed={"hours_en": "9 to 5"},
        told=["1323"],
    )
