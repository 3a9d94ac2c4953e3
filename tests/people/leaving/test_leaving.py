"""A person says why they leave, by their own choice; and what is told of all who left.

Saphan counts its second half of 2026 on 1 February 2027. Nok's last day is the end of November.
"""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.groups.turnover import CalendarHalf
from people.leaving import freezing
from people.leaving.actions import RATHER_NOT, own_leaving, say_why
from people.leaving.own import said_of_leaving
from people.leaving.reasons import opened_reason
from people.leaving.tasks import freeze_turnover
from people.models import LeavingReason, Membership, Organisation, Turnover
from people.own_data import record
from tests.makers import NOW, at, end_roles, enter, make_membership, make_person, make_worker
from tests.relations import afresh
from wellbeing.own_data import erasing

SECOND_HALF = CalendarHalf(date(2026, 7, 1))
NEXT_HALF = CalendarHalf(date(2027, 1, 1))
LAST_DAY = date(2026, 11, 30)
COUNTED = at("2027-02-01 06:00")
COUNTED_NEXT = at("2027-08-01 06:00")


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


def end_on(person, day=LAST_DAY):
    person.memberships.update(ends=day)
    return afresh(person)


@pytest.fixture
def going(nok):
    """Nok, of whom the last day is set."""
    return end_on(nok)


def leave_with(unit, reasons, day=LAST_DAY):
    """A person leaves for each reason; with None they say nothing."""
    people = [end_on(make_worker(unit), day) for _ in reasons]
    for person, reason in zip(people, reasons, strict=True):
        if reason:
            say_why(person=person, reason=reason, now=NOW)
    return people


def told(organisation, half=SECOND_HALF, now=COUNTED):
    row = freezing.freeze(half, organisation=organisation, now=now)
    return row.size, row.out_of, row.reasons


# --- The person's own choice -------------------------------------------------------------------


def test_a_person_says_why_they_leave_and_changes_it(going, wipa):
    theirs = say_why(person=end_on(wipa), reason="led", now=NOW)
    say_why(person=going, reason="pay", now=NOW)
    say_why(person=going, reason="health", now=NOW)
    row = LeavingReason.objects.exclude(pk=theirs.pk).get()
    assert (row.person, row.half_year, opened_reason(row)) == (going, SECOND_HALF.first, "health")
    assert opened_reason(LeavingReason.objects.get(person=wipa)) == "led"


def test_rather_not_say_keeps_nothing_and_takes_it_back(going):
    assert say_why(person=going, reason=RATHER_NOT, now=NOW) is None
    say_why(person=going, reason="pay", now=NOW)
    say_why(person=going, reason=RATHER_NOT, now=NOW)
    assert not LeavingReason.objects.exists()


def test_every_reason_is_sealed_in_as_many_bytes(going):
    lengths = set()
    for reason in LeavingReason.Reason:
        row = say_why(person=going, reason=reason, now=NOW)
        assert reason.value.encode() not in row.sealed_reason
        lengths.add(len(row.sealed_reason))
    assert len(lengths) == 1


def test_a_person_with_a_role_that_has_no_end_has_nothing_to_say(nok, wipa, chiang_mai):
    end_on(wipa)
    make_membership(wipa, chiang_mai, "worker")
    for person in (nok, afresh(wipa)):
        assert own_leaving(person, NOW) is None
        with pytest.raises(ValidationError, match="cannot be said or changed"):
            say_why(person=person, reason="pay", now=NOW)


@pytest.mark.parametrize(("days", "can"), [(-400, True), (0, True), (30, True), (31, False)])
def test_it_can_be_said_until_thirty_days_after_the_last_day(going, days, can):
    now = at("2026-11-30 09:00") + timedelta(days=days)
    assert bool(own_leaving(going, now)) == can


def test_what_was_said_can_be_changed_until_it_is_counted(nok, saphan):
    gone = end_on(nok, date(2026, 7, 2))
    with pytest.raises(ValidationError):
        say_why(person=gone, reason="pay", now=NOW)
    say_why(person=gone, reason="pay", now=at("2026-07-20 09:00"))
    say_why(person=gone, reason="led", now=at("2027-01-31 23:00"))
    freezing.freeze(SECOND_HALF, organisation=saphan, now=COUNTED)
    assert not LeavingReason.objects.exists()
    with pytest.raises(ValidationError, match="cannot be said or changed"):
        say_why(person=gone, reason="pay", now=COUNTED)


def test_nothing_is_said_into_a_half_year_that_is_counted(nok, saphan):
    """The end was entered later: its half-year is told already."""
    freezing.freeze(SECOND_HALF, organisation=saphan, now=COUNTED)
    assert own_leaving(end_on(nok, date(2026, 12, 31)), at("2027-01-15 09:00")) is None


def test_a_reason_that_is_not_there_is_refused_and_keeps_what_was_said(going):
    say_why(person=going, reason="pay", now=NOW)
    with pytest.raises(ValidationError) as refused:
        say_why(person=going, reason="my boss", now=NOW)
    assert refused.value.message_dict.keys() == {"reason"}
    assert opened_reason(LeavingReason.objects.get()) == "pay"


def test_nobody_but_the_person_finds_the_row(going, wipa, ploy, anan):
    say_why(person=going, reason="led", now=NOW)
    assert LeavingReason.objects.visible_to(going).count() == 1
    for viewer in (wipa, ploy, anan):
        assert not LeavingReason.objects.visible_to(viewer).exists()


def test_it_stands_in_the_record_and_goes_with_everything_they_delete(going):
    say_why(person=going, reason="family", now=NOW)
    rows = record.PARTS["leaving_reason"].rows
    assert list(rows(going)) == [(SECOND_HALF.first, "family", NOW)]
    assert "Why you leave" in [
        one.label for one in erasing.going(person=going, before=None, now=NOW)
    ]
    erasing.erase(person=going, before=None, now=NOW)
    assert list(rows(going)) == []
    assert "Why you leave" not in [
        one.label for one in erasing.going(person=going, before=None, now=NOW)
    ]


# --- The last day moves after it was said --------------------------------------------------------

FIRST_HALF = CalendarHalf(date(2026, 1, 1))
JULY = at("2026-07-10 09:00")
AUGUST = at("2026-08-10 09:00")


@pytest.fixture
def said(nok):
    """Nok, who said why when the end of November was their last day."""
    say_why(person=end_on(nok), reason="led", now=at("2026-06-12 09:00"))
    return afresh(nok)


def test_what_was_said_is_found_again_where_the_last_day_moved_over_a_half_year(said):
    for day, half in ((date(2026, 6, 30), FIRST_HALF), (date(2027, 1, 15), NEXT_HALF)):
        mine = own_leaving(end_on(said, day), JULY)
        assert (mine.reason, mine.half, mine.can_change) == ("led", half, True)
    mine = own_leaving(end_on(said, LAST_DAY), JULY)
    assert (mine.reason, mine.half, mine.waits_for) == ("led", SECOND_HALF, None)


@pytest.mark.parametrize("counted", [True, False])
def test_after_the_half_year_of_an_earlier_last_day_what_was_said_is_only_withdrawn(
    said, saphan, counted
):
    """With the last day more than thirty days ago as well: what is kept is still theirs."""
    gone = end_on(said, date(2026, 6, 30))
    if counted:
        freezing.freeze(FIRST_HALF, organisation=saphan, now=AUGUST)
    mine = own_leaving(gone, AUGUST)
    assert (mine.reason, mine.can_change) == ("led", not counted)
    if counted:
        assert mine.half == SECOND_HALF
        with pytest.raises(ValidationError, match="cannot be said or changed"):
            say_why(person=gone, reason="pay", now=AUGUST)
    say_why(person=gone, reason=RATHER_NOT, now=AUGUST)
    assert not LeavingReason.objects.exists()
    assert own_leaving(gone, AUGUST) is None


def test_who_has_a_role_again_or_none_at_all_withdraws_what_they_said(said, chiang_mai):
    make_membership(said, chiang_mai, "worker", starts=LAST_DAY + timedelta(days=1))
    back = afresh(said)
    assert (own_leaving(back, NOW).reason, own_leaving(back, NOW).can_change) == ("led", False)
    said.memberships.all().delete()
    assert own_leaving(afresh(said), NOW).half == SECOND_HALF
    assert said_of_leaving(afresh(said), NOW) == "said; you can withdraw it"
    say_why(person=afresh(said), reason=RATHER_NOT, now=NOW)
    assert not LeavingReason.objects.exists()


def test_nothing_counts_before_the_half_year_for_which_it_was_said(saphan, chiang_mai):
    """An admin moves the last days of seven to before: they were told that it counts later."""
    people = leave_with(chiang_mai, ["pay"] * 7)
    for person in people:
        end_on(person, date(2026, 6, 30))
    assert own_leaving(afresh(people[0]), JULY).waits_for == SECOND_HALF
    say_why(person=afresh(people[0]), reason="pay", now=JULY)
    assert own_leaving(afresh(people[0]), JULY).waits_for is None
    assert told(saphan, FIRST_HALF, AUGUST) == ("", "", "")
    assert LeavingReason.objects.count() == 6
    freezing.freeze(SECOND_HALF, organisation=saphan, now=COUNTED)
    assert not LeavingReason.objects.exists()


def test_said_with_a_later_last_day_counts_in_its_half_year(saphan, chiang_mai):
    *people, stays = leave_with(chiang_mai, ["pay"] * 8)
    for person in (*people, stays):
        end_on(person, date(2027, 1, 15))
    assert told(saphan) == ("", "", "")
    assert own_leaving(afresh(people[0]), COUNTED).reason == "pay"
    assert own_leaving(end_on(stays, None), COUNTED).half == NEXT_HALF
    assert told(saphan, NEXT_HALF, COUNTED_NEXT) == ("5-9", "5-9", "pay")
    assert not LeavingReason.objects.exists()


def test_what_is_kept_of_the_last_who_left_goes_where_no_person_belongs_any_more(said, saphan):
    end_on(said, date(2026, 6, 30))
    Membership.objects.exclude(person=said).delete()
    assert freezing.freeze(SECOND_HALF, organisation=saphan, now=COUNTED) is None
    assert not LeavingReason.objects.exists()


# --- What is told --------------------------------------------------------------------------------


def test_seven_who_left_and_five_who_said_the_same_are_told_in_words(saphan, chiang_mai):
    leave_with(chiang_mai, ["pay"] * 5 + [None] * 2)
    assert told(saphan) == ("5-9", "5-9", "pay")


def test_neither_who_was_only_entered_nor_who_came_after_it_belonged_to_a_half_year(
    saphan, chiang_mai
):
    leave_with(chiang_mai, ["pay"] * 7)
    for changes in ({"awaited": True}, {"starts": NEXT_HALF.first}):
        for _n in range(3):
            one = make_worker(chiang_mai, awaited="awaited" in changes)
            one.memberships.update(starts=changes.get("starts", SECOND_HALF.first), ends=None)
    assert told(saphan) == ("5-9", "5-9", "pay")


def test_what_was_said_of_an_earlier_half_year_is_none_of_this_one(saphan, chiang_mai):
    """Its last day was moved, and the reason was said anew by four alone."""
    people = leave_with(chiang_mai, ["pay"] * 5 + [None] * 2)
    LeavingReason.objects.filter(person=people[0]).update(half_year=date(2026, 1, 1))
    assert told(saphan) == ("", "", "")


def test_six_who_left_or_four_who_said_why_are_too_few(saphan, chiang_mai):
    leave_with(chiang_mai, ["pay"] * 6)
    assert told(saphan) == ("", "", "")
    leave_with(chiang_mai, ["pay"] * 4 + [None] * 9, date(2027, 3, 1))
    assert told(saphan, NEXT_HALF, COUNTED_NEXT) == ("", "", "")


def test_an_organisation_may_ask_for_more(saphan, chiang_mai):
    Organisation.objects.filter(pk=saphan.pk).update(smallest_group=6)
    leave_with(chiang_mai, ["pay"] * 5 + [None] * 4)
    assert told(saphan) == ("", "", "")


def test_who_moved_within_the_house_or_came_back_has_not_left(saphan, chiang_mai, office):
    people = leave_with(chiang_mai, ["pay"] * 7)
    make_membership(people[0], office, "worker", starts=LAST_DAY + timedelta(days=1))
    assert told(saphan) == ("", "", "")
    assert not LeavingReason.objects.exists()


def test_why_a_person_left_who_came_back_counts_for_nobody(saphan, chiang_mai, office):
    """Seven left, and four of them said why: the fifth who did has not left."""
    people = leave_with(chiang_mai, ["pay"] * 5 + [None] * 3)
    make_membership(people[0], office, "worker", starts=LAST_DAY + timedelta(days=1))
    assert told(saphan) == ("", "", "")


@pytest.mark.parametrize(("day", "left"), [(SECOND_HALF.last, "5-9"), (NEXT_HALF.first, "")])
def test_who_leaves_on_the_last_day_of_a_half_year_left_in_it(saphan, chiang_mai, day, left):
    leave_with(chiang_mai, ["pay"] * 7, day)
    assert told(saphan)[0] == left


def test_other_organisations_are_counted_apart(saphan, chiang_mai, rest_house):
    leave_with(chiang_mai, ["pay"] * 5)
    leave_with(rest_house, ["pay"] * 5)
    assert told(saphan) == ("", "", "")
    assert LeavingReason.objects.count() == 5


def test_the_job_counts_once_whatever_is_entered_later(saphan, chiang_mai):
    leave_with(chiang_mai, ["pay"] * 5 + [None] * 2)
    with time_machine.travel(at("2027-01-31 23:00"), tick=False):
        freeze_turnover.call()
    assert not Turnover.objects.filter(half_year=SECOND_HALF.first).exists()
    with time_machine.travel(COUNTED, tick=False):
        freeze_turnover.call()
        leave_with(chiang_mai, [None] * 5)
        freeze_turnover.call()
    row = Turnover.objects.get(half_year=SECOND_HALF.first)
    assert (row.size, row.named, row.frozen_at) == ("5-9", ["Pay"], COUNTED)


def test_a_job_that_missed_a_half_year_counts_it_too(saphan, chiang_mai, rest_house):
    """And none that only another organisation missed, or counted."""
    elsewhere = rest_house.organisation
    (gone,) = leave_with(rest_house, ["pay"])
    LeavingReason.objects.filter(person=gone).update(half_year=date(2026, 1, 1))
    assert freezing.due(saphan, COUNTED.date()) == [SECOND_HALF]
    leave_with(chiang_mai, ["pay"] * 7)
    freezing.freeze(SECOND_HALF, organisation=elsewhere, now=COUNTED)
    found = freezing.due(saphan, COUNTED_NEXT.date())
    assert found == [SECOND_HALF, NEXT_HALF]
    with pytest.raises(ValueError, match="is counted on"):
        freezing.freeze(NEXT_HALF, organisation=saphan, now=COUNTED)


def spoil(reason, byte):
    """A byte of a sealed reason is another one."""
    sealed = bytearray(reason.sealed_reason)
    sealed[byte] ^= 1
    LeavingReason.objects.filter(pk=reason.pk).update(sealed_reason=bytes(sealed))


def test_a_reason_that_no_key_opens_is_left_out_and_the_others_are_counted(
    saphan, chiang_mai, caplog
):
    people = leave_with(chiang_mai, ["pay"] * 6 + [None] * 2)
    spoil(people[0].leaving_reason, -1)
    assert told(saphan) == ("5-9", "5-9", "pay")
    assert "A reason for leaving could not be read: WrongOwnerError" in caplog.messages
    assert not LeavingReason.objects.exists()


def test_while_a_key_is_missing_that_organisation_waits_and_no_other(
    saphan, chiang_mai, rest_house, caplog
):
    people = leave_with(chiang_mai, ["pay"] * 7) + leave_with(rest_house, ["pay"] * 7)
    spoil(people[0].leaving_reason, 1)
    with time_machine.travel(COUNTED, tick=False):
        freeze_turnover.call()
    counted = Turnover.objects.filter(half_year=SECOND_HALF.first)
    assert [row.organisation for row in counted] == [rest_house.organisation]
    assert LeavingReason.objects.filter(organisation=saphan).count() == 7
    assert "Those who left could not be counted: WrongOwnerError" in caplog.messages
    spoil(LeavingReason.objects.get(person=people[0]), 1)
    with time_machine.travel(COUNTED, tick=False):
        freeze_turnover.call()
    assert counted.all().count() == 2


def test_the_database_refuses_a_half_told_row_and_a_second_one(saphan):
    about = {"organisation": saphan, "half_year": SECOND_HALF.first, "smallest": 5}
    about["frozen_at"] = COUNTED
    for row in ({"reasons": "pay"}, {"size": "5-9"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Turnover.objects.create(**about, **row)
    Turnover.objects.create(**about)
    with pytest.raises(IntegrityError), transaction.atomic():
        Turnover.objects.create(**about)


# --- An attack: two half-years, and one person more ----------------------------------------------


@pytest.mark.parametrize("last", [*LeavingReason.Reason.values, None])
def test_one_more_who_leaves_in_the_next_half_year_shows_nothing_of_theirs(
    saphan, chiang_mai, last
):
    """An admin knows the seven who left in both, and that in the second there was one more."""
    same = ["pay"] * 6 + ["health"]
    leave_with(chiang_mai, same)
    assert told(saphan)[2] == "pay"
    leave_with(chiang_mai, [*same, last], date(2027, 3, 1))
    assert told(saphan, NEXT_HALF, COUNTED_NEXT)[::2] == ("5-9", "pay")


def test_who_left_in_both_half_years_shows_nothing_by_the_difference(saphan, chiang_mai):
    """The same seven come back and leave again, and one of them with another reason."""
    people = leave_with(chiang_mai, ["pay"] * 7)
    first = told(saphan)
    for n, person in enumerate(people):
        make_membership(person, chiang_mai, "worker", starts=NEXT_HALF.first, ends=date(2027, 3, 1))
        say_why(person=afresh(person), reason="led" if n == 0 else "pay", now=NOW)
    assert told(saphan, NEXT_HALF, COUNTED_NEXT)[2] == first[2] == "pay"


# --- The pages -----------------------------------------------------------------------------------


def test_the_page_takes_a_reason_shows_it_again_and_forgets_it(client, going):
    enter(client, going)
    page = reverse("leaving")
    assert 'value="none" checked' in " ".join(client.get(page).text.split())
    assert page in client.get(reverse("account")).text
    said = client.post(page, {"reason": "workload"}, follow=True)
    assert "Thank you. It is kept sealed." in said.text
    assert 'value="workload" checked' in " ".join(client.get(page).text.split())
    assert "said; you can change it" in client.get(reverse("account")).text
    assert "Nothing is kept." in client.post(page, {"reason": RATHER_NOT}, follow=True).text
    assert not LeavingReason.objects.exists()


def test_a_choice_that_is_not_there_is_refused_at_its_field(client, going):
    enter(client, going)
    for sent in ({}, {"reason": "x"}):
        answer = client.post(reverse("leaving"), sent)
        assert (answer.status_code, "Please choose from the list." in answer.text) == (422, True)


def test_a_last_day_moved_to_before_leaves_a_page_to_withdraw_it(client, said, saphan):
    end_on(said, date(2026, 6, 30))
    with time_machine.travel(JULY, tick=False):
        enter(client, said)
        page = " ".join(client.get(reverse("leaving")).text.split())
        assert 'value="led" checked' in page
        assert "Please save it again" in page
    freezing.freeze(FIRST_HALF, organisation=saphan, now=AUGUST)
    with time_machine.travel(AUGUST, tick=False):
        enter(client, said)
        page = " ".join(client.get(reverse("leaving")).text.split())
        assert "How the work is led" in page
        assert "until 1 February 2027" in page
        assert "radio" not in page
        assert "said; you can withdraw it" in client.get(reverse("account")).text
        assert client.post(reverse("leaving"), {"reason": "pay"}).status_code == 422
        assert (
            "Nothing is kept."
            in client.post(reverse("leaving"), {"reason": RATHER_NOT}, follow=True).text
        )
        assert client.get(reverse("leaving")).status_code == 404
    assert not LeavingReason.objects.exists()


def test_who_stays_finds_no_page_and_no_link(client, nok):
    enter(client, nok)
    assert client.get(reverse("leaving")).status_code == 404
    assert client.post(reverse("leaving"), {"reason": "pay"}).status_code == 404
    assert reverse("leaving") not in client.get(reverse("account")).text


def test_without_a_role_the_first_page_leads_there(client, nok):
    enter(client, end_roles(nok))
    assert reverse("leaving") in client.get("/").text
    assert client.get(reverse("leaving")).status_code == 200


def test_admins_of_the_whole_and_the_programme_office_read_the_half_years(
    client, saphan, chiang_mai, ploy, anan
):
    leave_with(chiang_mai, ["pay"] * 5 + [None] * 2)
    freezing.freeze(SECOND_HALF, organisation=saphan, now=COUNTED)
    for viewer in (ploy, anan):
        enter(client, viewer)
        page = " ".join(client.get(reverse("turnover")).text.split())
        assert "5–9 out of 5–9" in page
        assert "<td>Pay" in page


def test_an_admin_of_a_part_and_others_read_nothing(client, saphan, chiang_mai, nok):
    part = make_person("part", saphan)
    make_membership(part, chiang_mai, "admin", hours=None)
    for viewer in (part, nok):
        enter(client, viewer)
        assert client.get(reverse("turnover")).status_code == 404
        assert not Turnover.objects.visible_to(viewer).exists()


def test_before_anything_is_counted_the_page_says_when(client, ploy):
    enter(client, ploy)
    page = client.get(reverse("turnover")).text
    assert "Nothing published yet" in page
    assert "counted on 1 Feb" in " ".join(page.split())
