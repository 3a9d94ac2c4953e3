"""Sharing: nothing goes by itself, the other reads what was previewed, and it ends at once."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from people.keys.ring import WrongOwnerError
from people.models import AccessEvent, Membership, Person, Role
from people.weeks import Week
from tests.makers import (
    NOW,
    WEEK,
    enter,
    make_checkin,
    make_membership,
    make_person,
    make_share,
    make_worker,
)
from wellbeing.checkins import actions as checkins
from wellbeing.models import CheckIn, Share
from wellbeing.rules.pulse import PulseAnswers
from wellbeing.sharing import actions as sharing
from wellbeing.sharing import tasks as sharing_tasks
from wellbeing.sharing.actions import Span

FOUR = Span(WEEK - 3, WEEK)
ONE = Span(WEEK, WEEK)
UNTIL = date(2026, 12, 31)
OTHERS = ("siriporn", "anan", "ploy", "noi")


def text(answer) -> str:
    return answer.content.decode()


def body(answer) -> str:
    """A page without its token and its own address."""
    return re.sub(r'value="[^"]*"', "", text(answer))


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def answered(nok, chiang_mai):
    """Five weeks of answers; the note of each is hers."""
    for back in range(5):
        answers = PulseAnswers(worn=back % 5, far=1, back=0, rest=3, team=4)
        checkins.record(
            person=nok, unit=chiang_mai, week=WEEK - back, answers=answers, note="canary-note"
        )


def share(nok, to, span=FOUR, until=UNTIL, now=NOW) -> Share:
    return sharing.share(person=nok, to=to, span=span, purpose="talk", until=until, now=now)


def again(person) -> Person:
    """The same person on another request: nothing is remembered."""
    return Person.objects.get(pk=person.pk)


def weeks_seen(viewer) -> set[date]:
    return set(CheckIn.objects.visible_to(again(viewer)).values_list("week", flat=True))


@pytest.mark.parametrize("who", ["wipa", "orathai"])
def test_the_reader_sees_exactly_the_weeks_that_were_shared(nok, answered, request, who):
    reader = request.getfixturevalue(who)
    assert weeks_seen(reader) == set()
    share(nok, reader)
    assert weeks_seen(reader) == {week.monday for week in FOUR.weeks}
    assert len(weeks_seen(nok)) == 5


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_reads_a_share(client, nok, wipa, answered, request, who):
    found = share(nok, wipa)
    viewer = request.getfixturevalue(who)
    assert weeks_seen(viewer) == set()
    enter(client, viewer)
    foreign, missing = (client.get(f"/shared/{one}/") for one in (found.public_id, uuid4()))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert body(foreign) == body(missing)


def test_the_last_day_counts_and_the_day_after_does_not(client, nok, wipa, answered, friday):
    found = share(nok, wipa, until=NOW.date() + timedelta(days=2))
    for days, status in ((2, 200), (3, 404)):
        friday.move_to(NOW + timedelta(days=days))
        enter(client, wipa)
        assert client.get(f"/shared/{found.public_id}/").status_code == status
        assert bool(weeks_seen(wipa)) is (status == 200)


def test_taking_it_back_ends_it_at_once(client, nok, wipa, answered):
    found = share(nok, wipa)
    enter(client, nok)
    answer = client.post("/my-shares/", {"withdraw": str(found.public_id)}, follow=True)
    assert "Sharing is stopped. Nobody can read it any more." in text(answer)
    enter(client, wipa)
    gone, missing = (client.get(f"/shared/{one}/") for one in (found.public_id, uuid4()))
    assert (gone.status_code, body(gone)) == (404, body(missing))
    assert weeks_seen(wipa) == set()


@pytest.mark.parametrize("who", ["wipa", "orathai", "noi"])
def test_only_its_person_takes_a_share_back(client, nok, wipa, answered, request, who):
    found = share(nok, wipa)
    enter(client, request.getfixturevalue(who))
    for wanted in (found.public_id, uuid4(), "x"):
        assert client.post("/my-shares/", {"withdraw": str(wanted)}).status_code == 404
    sharing.withdraw(found, by=request.getfixturevalue(who), now=NOW)
    found.refresh_from_db()
    assert found.withdrawn_at is None


def test_whoever_is_no_longer_the_supervisor_stops_reading(nok, wipa, answered):
    share(nok, wipa)
    Membership.objects.filter(person=wipa).update(ends=NOW.date() - timedelta(days=1))
    assert weeks_seen(wipa) == set()


def test_a_care_contact_who_moves_elsewhere_stops_reading(nok, orathai, answered):
    share(nok, orathai)
    Membership.objects.filter(person=orathai).update(role=Role.TRAINER)
    assert weeks_seen(orathai) == set()


def test_somebody_who_left_is_read_no_more(nok, wipa, answered):
    share(nok, wipa)
    Membership.objects.filter(person=nok).update(ends=NOW.date() - timedelta(days=1))
    assert weeks_seen(wipa) == set()


def test_another_supervisor_of_the_unit_does_not_read_along(nok, wipa, chiang_mai, answered):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.SUPERVISOR)
    share(nok, wipa)
    assert weeks_seen(deputy) == set()


def refused(**changes) -> dict:
    with pytest.raises(ValidationError) as error:
        sharing.share(**changes)
    assert not Share.objects.exists()
    return error.value.message_dict


@pytest.mark.parametrize("who", [*OTHERS, "nok"])
def test_only_a_supervisor_or_staff_care_is_shared_with(nok, answered, request, who):
    to = request.getfixturevalue(who)
    found = refused(person=nok, to=to, span=ONE, purpose="talk", until=UNTIL, now=NOW)
    assert found == {"to": ["Please choose somebody from the list."]}


@pytest.mark.parametrize(
    ("days", "fine"), [(-1, False), (0, True), (1, True), (366, True), (367, False)]
)
def test_the_last_day_is_today_or_later_within_a_year(nok, wipa, answered, days, fine):
    until = NOW.date() + timedelta(days=days)
    if fine:
        assert share(nok, wipa, until=until).until == until
    else:
        found = refused(person=nok, to=wipa, span=ONE, purpose="talk", until=until, now=NOW)
        assert found.keys() == {"until"}


@pytest.mark.parametrize(
    "span", [Span(WEEK - 1, WEEK), Span(WEEK - 4, WEEK - 1), Span(WEEK - 9, WEEK - 9)]
)
def test_only_weeks_that_were_offered_are_shared(nok, wipa, answered, span):
    found = refused(person=nok, to=wipa, span=span, purpose="talk", until=UNTIL, now=NOW)
    assert found == {"weeks": ["There are no answers of yours in these weeks."]}


def test_a_week_with_a_note_alone_is_not_offered(nok, chiang_mai):
    checkins.record(person=nok, unit=chiang_mai, week=WEEK, answers=PulseAnswers(), note="mine")
    assert sharing.offered(nok, NOW) == []


def test_the_four_weeks_end_with_the_newest_answered(nok, chiang_mai):
    checkins.record(
        person=nok, unit=chiang_mai, week=WEEK - 2, answers=PulseAnswers(worn=1), note=""
    )
    assert sharing.offered(nok, NOW) == [Span(WEEK - 5, WEEK - 2), Span(WEEK - 2, WEEK - 2)]


@pytest.mark.parametrize("text", ["", "x", "2026-W47", "2026-W47/2026-W44", "2026-W60/2026-W61"])
def test_what_is_no_span_of_weeks_is_refused(text):
    with pytest.raises(ValueError, match="week|ends before|Invalid"):
        Span.parse(text)


def test_a_span_is_read_as_it_is_written():
    assert Span.parse(str(FOUR)) == FOUR
    assert FOUR.weeks == [WEEK - 3, WEEK - 2, WEEK - 1, WEEK]


def test_sharing_the_same_again_changes_the_day_and_tells_nobody_twice(nok, wipa, answered):
    first = share(nok, wipa)
    second = share(nok, wipa, until=NOW.date())
    assert (first, second.until) == (Share.objects.get(), NOW.date())
    assert [message.to for message in mail.outbox] == [["wipa@example.org"]]


def test_no_step_touches_what_others_share_or_what_is_shared_with_others(
    nok, wipa, orathai, chiang_mai, answered
):
    """The same weeks, the same reader, another person; or the same person, another reader."""
    mate = make_worker(chiang_mai)
    for back in range(4):
        make_checkin(mate, WEEK - back)
    days = [UNTIL - timedelta(days=n) for n in range(3)]
    theirs, cared = share(mate, wipa, until=days[1]), share(nok, orathai, until=days[2])
    mine = share(nok, wipa, until=days[0])
    kept = Share.objects.order_by("-until")
    assert [(one, one.until) for one in kept] == list(zip((mine, theirs, cared), days, strict=True))
    assert [one.share for one in sharing.listed(mate, NOW)] == [theirs]
    assert [one.share for one in sharing.listed(nok, NOW)] == [mine, cared]
    for later in range(2):
        sharing.withdraw(mine, by=nok, now=NOW + timedelta(hours=later))
    assert [one.withdrawn_at for one in kept.all()] == [NOW, None, None]


def test_weeks_are_offered_for_twelve_weeks(nok):
    for back in (11, 12):
        make_checkin(nok, WEEK - back)
    assert sharing.offered(nok, NOW)[1:] == [Span(WEEK - 11, WEEK - 11)]


def test_the_message_names_nobody_and_is_not_sent_of_what_was_taken_back(nok, wipa, answered):
    found = share(nok, wipa)
    sharing_tasks.tell_shared.call(found.pk)
    (message,) = mail.outbox
    assert "Kanokwan" not in message.subject + message.body
    assert "/talk/" in message.body
    mail.outbox.clear()
    other = share(nok, wipa, span=ONE)
    sharing.withdraw(other, by=nok, now=NOW)
    mail.outbox.clear()
    sharing_tasks.tell_shared.call(other.pk)
    assert mail.outbox == []


# --- The pages -----------------------------------------------------------------------------------


def chosen(reader, **changes) -> dict:
    fields = {"weeks": str(FOUR), "to": str(reader.public_id), "purpose": "talk"}
    return fields | {"until": "31/12/2569", "do": "preview"} | changes


def part(answer) -> str:
    """The letter alone."""
    page = text(answer)
    return page[page.index('<section class="sheet" id="letter"') : page.index("appraisals.")]


@pytest.mark.parametrize("who", ["wipa", "orathai"])
def test_the_preview_is_what_the_other_reads(client, nok, answered, request, who):
    reader = request.getfixturevalue(who)
    enter(client, nok)
    preview = client.post("/my-shares/new/", chosen(reader))
    assert preview.status_code == 200
    assert not Share.objects.exists()
    assert client.post("/my-shares/new/", chosen(reader, do="share")).status_code == 302
    found = Share.objects.get()
    enter(client, reader)
    read = client.get(f"/shared/{found.public_id}/")
    assert part(read) == part(preview)
    assert "canary-note" not in text(read) + text(preview)
    assert "4–5" in part(read)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"until": "1/1/2026"}, "This day is in the past. Please choose today or a later day."),
        ({"until": "31/2/2027"}, "This is not a day in the calendar."),
        ({"until": ""}, "Please fill this in: Until which day."),
        ({"until": "1/1/2028"}, "Up to one year, please."),
        ({"weeks": "2020-W01/2020-W01"}, "There are no answers of yours in these weeks."),
        ({"weeks": "soon"}, "Please choose from the list."),
        ({"to": "x"}, "Please choose somebody from the list."),
        ({"purpose": "gossip"}, "Please choose from the list."),
    ],
)
@pytest.mark.parametrize("do", ["preview", "share"])
def test_what_does_not_fit_is_said_where_it_was_typed(
    client, nok, wipa, answered, changes, sentence, do
):
    enter(client, nok)
    answer = client.post("/my-shares/new/", chosen(wipa, do=do, **changes))
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Share.objects.exists()


@pytest.mark.parametrize("who", ["noi", "nok", "anan"])
def test_a_stranger_and_oneself_are_not_on_the_list(client, nok, wipa, answered, request, who):
    enter(client, nok)
    answer = client.post("/my-shares/new/", chosen(request.getfixturevalue(who), do="share"))
    assert answer.status_code == 422
    assert not Share.objects.exists()


def test_every_reading_stands_in_the_trail_and_in_the_list(client, nok, wipa, answered):
    first, second = share(nok, wipa), share(nok, wipa, span=ONE)
    enter(client, wipa)
    client.get(f"/shared/{first.public_id}/")
    client.get(f"/shared/{first.public_id}/")
    events = AccessEvent.objects.about(nok)
    assert [(e.what, e.viewer_role, e.subject) for e in events] == [
        ("shared", "supervisor", first.public_id)
    ] * 2
    assert [(one.share, len(one.read_at)) for one in sharing.listed(nok, NOW)] == [
        (second, 0),
        (first, 2),
    ]
    enter(client, nok)
    page = text(client.get("/my-shares/"))
    assert page.count("Opened Friday 20 November, 09:00") == 2
    assert page.count("Not opened yet") == 1


def test_the_talk_page_leads_to_what_is_shared_and_leaves_one_look(client, nok, wipa, answered):
    found = share(nok, wipa)
    enter(client, wipa)
    page = text(client.get("/talk/"))
    assert f"/shared/{found.public_id}/" in page
    assert [event.what for event in AccessEvent.objects.about(nok)] == ["letter"]


def test_somebody_without_answers_or_readers_is_told_so(client, nok, siriporn, chiang_mai):
    enter(client, nok)
    assert "There is nothing to share yet" in text(client.get("/my-shares/new/"))
    make_membership(siriporn, chiang_mai, Role.WORKER)
    checkins.record(
        person=siriporn, unit=chiang_mai, week=WEEK, answers=PulseAnswers(worn=1), note=""
    )
    enter(client, siriporn)
    assert "There is nobody to share with" in text(client.get("/my-shares/new/"))


@pytest.mark.parametrize("crew", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    crew, client, nok, wipa, answered, django_assert_num_queries
):
    for back in range(crew):
        share(nok, wipa, span=Span(WEEK - back, WEEK - back))
    enter(client, nok)
    # The sixth asks who answers or cares for the person today: nobody else reads it.
    with django_assert_num_queries(6):
        client.get("/my-shares/")


def test_recording_again_leaves_the_weeks_of_others_alone(nok, wipa, chiang_mai, answered):
    """Who may read a week must not wipe it by sending an empty one of their own."""
    share(nok, wipa)
    checkins.record(person=wipa, unit=chiang_mai, week=WEEK, answers=PulseAnswers(), note="")
    assert CheckIn.objects.of(nok).count() == 5


def test_an_empty_own_week_is_a_dash_not_a_zero(nok, wipa, chiang_mai):
    checkins.record(person=nok, unit=chiang_mai, week=WEEK, answers=PulseAnswers(worn=2), note="")
    letter = sharing.letter(person=nok, to=wipa, span=FOUR, purpose="talk", until=UNTIL, reader=nok)
    assert letter.weeks == [Week(date(2026, 10, 26)) + n for n in range(4)]
    assert letter.rows[0].words == ["–", "–", "–", "2–3"]


# --- Written into the database by hand ------------------------------------------------------------


def test_the_reason_cannot_be_read_in_a_row(nok, wipa):
    make_share(nok, wipa)
    assert "talk" not in repr(list(Share.objects.values()))


@pytest.mark.parametrize(
    "bent",
    [
        {"to": "orathai"},
        {"person": "orathai"},
        {"from_week": (WEEK - 3).monday},
        {"to_week": (WEEK + 1).monday},
        {"until": date(2027, 11, 1)},
        {"sealed_purpose": b"forged"},
    ],
)
def test_a_share_that_was_changed_by_hand_does_not_open(client, nok, wipa, request, bent):
    """Whoever can write the database and has no key lets themselves read nothing."""
    make_share(nok, wipa)
    people = {"to", "person"}
    Share.objects.update(
        **{
            name: request.getfixturevalue(value) if name in people else value
            for name, value in bent.items()
        }
    )
    share = Share.objects.get()
    with pytest.raises(WrongOwnerError):
        _ = share.purpose
    enter(client, share.to)
    answer = client.get(f"/shared/{share.public_id}/")
    assert answer.status_code == (404 if "person" in bent else 503)
    assert "Worn out" not in answer.text
