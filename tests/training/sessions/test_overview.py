"""Siriporn's home: today's sessions, who has no result yet, what lapses soon, what is needed."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from people.models import AccessEvent, Role
from tests.makers import NOW, enter, make_membership, make_unit, make_worker
from tests.training.conftest import (
    count_queries,
    make_certificate,
    make_certificate_type,
    make_places,
    make_requirement,
    make_session,
)
from training.models import Enrolment, Session
from training.requirements import actions as requirements
from training.sessions import overview

FRIDAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def part(client, heading) -> str:
    """The words of one section of the home, or nothing where it is not there."""
    page = client.get(reverse("training")).content.decode()
    found = re.search(f'aria-labelledby="{heading}">(.*?)</section>', page, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", found[1]).split()) if found else ""


@pytest.fixture
def trainer(client, siriporn):
    enter(client, siriporn)
    return client


def test_todays_session_comes_first_and_says_so(trainer, interviewing, siriporn, nok):
    make_session(interviewing, siriporn, day=FRIDAY + DAY, place="Lamphun")
    make_places(make_session(interviewing, siriporn, day=FRIDAY, place="Chiang Rai"), [nok])
    words = part(trainer, "h-coming")
    assert "Today , 09:00–16:00, Chiang Rai · 1 person booked" in words
    assert words.index("Chiang Rai") < words.index("Lamphun")
    assert "Saturday 21 Nov 2026" in words


def test_a_certificate_that_lapses_soon_signs_no_one_out(trainer, siriporn, nok, interview):
    """The home counts what is `soon`; the line before the end of a visit asks for its own."""
    make_certificate(nok, interview, by=siriporn, expires_on=FRIDAY + 9 * DAY)
    page = trainer.get(reverse("training"))
    assert page.context["soon"] == 1
    assert "signed out" not in page.text
    assert 'hx-get="/visit/"' in page.text


def test_whoever_has_no_result_yet_is_named_where_they_are_few(trainer, session, crew):
    words = part(trainer, "h-unsaid")
    assert "4 people without a mark" in words
    assert "Kanokwan" not in words
    session.enrolments.filter(person=crew[3]).update(attendance="away")
    words = part(trainer, "h-unsaid")
    assert "3 people without a mark: Kanokwan Srisuk, Montri" in words
    session.enrolments.filter(person__in=crew[1:]).update(attendance="away")
    assert "1 person without a mark: Kanokwan Srisuk Open" in part(trainer, "h-unsaid")
    session.enrolments.update(attendance="full")
    assert part(trainer, "h-unsaid") == ""


def test_the_names_are_a_look_at_their_units(trainer, interviewing, siriporn, office, nok):
    lamphun = make_unit(nok.organisation, "Lamphun team", parent=office)
    make_places(make_session(interviewing, siriporn), [make_worker(lamphun, "arthit")])
    trainer.get(reverse("training"), {"unit": nok.home.unit.public_id, "show": "all"})
    units = AccessEvent.objects.values_list("unit__name__en", flat=True)
    assert sorted(units) == ["Chiang Mai team", "Lamphun team"]


@pytest.mark.parametrize(("left", "soon"), [(0, True), (30, True), (31, False), (-1, False)])
def test_what_lapses_within_thirty_days_is_counted(left, soon, trainer, nok, interview, siriporn):
    make_certificate(nok, interview, by=siriporn, expires_on=FRIDAY + left * DAY)
    words = part(trainer, "h-lapsing")
    assert ("1 person within 30 days" in words) is soon
    assert ("Kanokwan Srisuk" in words) is (left >= 0)


@pytest.mark.parametrize(("left", "soon"), [(0, True), (30, True), (31, False), (-1, False)])
def test_the_count_leads_to_exactly_those_it_counts(left, soon, trainer, nok, interview, siriporn):
    make_certificate(nok, interview, by=siriporn, expires_on=FRIDAY + left * DAY)
    page = trainer.get(reverse("training"))
    assert ('href="?show=soon#matrix">1 person within 30 days' in page.text) is soon
    narrowed = trainer.get(reverse("training"), {"show": "soon"})
    assert [row.person for row in narrowed.context["board"].rows] == [nok] * soon
    assert ("No certificate expires within 30 days." in narrowed.text) is not soon


def test_two_acts_stand_at_the_top_and_the_pages_in_the_navigation_alone(trainer):
    head = trainer.get(reverse("training")).text.split('class="page-head"')[1].split("<section")[0]
    assert re.findall('<a [^>]*href="([^"]+)"', head) == [
        reverse("issue_certificate"),
        reverse("plan_session"),
    ]


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (None, "4 missing"),
        (61, "1 valid, 3 missing"),
        (60, "1 due, 3 missing"),
        (0, "1 due, 3 missing"),
        (-1, "1 expired, 3 missing"),
    ],
)
def test_a_bar_says_how_many_hold_what_is_asked(left, words, trainer, interview, siriporn, crew):
    make_requirement(interview, by=siriporn, job="specialist")
    if left is not None:
        make_certificate(crew[0], interview, by=siriporn, expires_on=FRIDAY + left * DAY)
    assert part(trainer, "h-covered").split("Victim interview : who lacks it ")[1].startswith(words)


def test_the_bar_with_most_missing_is_first_and_one_that_is_not_asked_is_absent(
    trainer, interview, siriporn, crew, saphan
):
    law = make_certificate_type(saphan, "Law")
    make_certificate_type(saphan, "First aid")
    for kind in (interview, law):
        make_requirement(kind, by=siriporn, job="specialist")
    make_certificate(crew[0], interview, by=siriporn, issued_on=FRIDAY)
    bars = trainer.get(reverse("training")).context["bars"]
    assert [bar.kind for bar in bars] == [law, interview]
    assert bars[0].bar.count("<rect") == 1


def test_who_is_exempt_is_in_no_part_of_a_bar(trainer, interview, siriporn, crew, ploy):
    make_requirement(interview, by=siriporn, job="specialist")
    requirements.exempt(
        person=crew[0],
        kind=interview,
        reason="Teaches it",
        until=FRIDAY + 30 * DAY,
        by=ploy,
        now=NOW,
    )
    assert "3 missing" in part(trainer, "h-covered")


def test_lapses_stand_in_twelve_months_from_today_on(trainer, nok, wipa, noi, interview, siriporn):
    law = make_certificate_type(nok.organisation, "Law")
    for person, kind, ends in (
        (nok, interview, FRIDAY - DAY),
        (nok, law, FRIDAY),
        (wipa, interview, date(2027, 10, 31)),
        (wipa, law, date(2027, 11, 1)),
    ):
        make_certificate(person, kind, by=siriporn, expires_on=ends)
    months = trainer.get(reverse("training")).context["months"]
    assert (months[0].first, months[-1].first) == (date(2026, 11, 1), date(2027, 10, 1))
    assert [one.count for one in months] == [1, *[0] * 10, 1]


def test_who_needs_something_comes_first_and_a_name_is_looked_for_among_all(
    trainer, interview, siriporn, crew
):
    make_requirement(interview, by=siriporn, job="specialist")
    for person in crew[1:]:
        make_certificate(person, interview, by=siriporn, expires_on=FRIDAY + 90 * DAY)

    def shown(**asked):
        board = trainer.get(reverse("training"), asked).context["board"]
        return {row.person for row in board.rows}

    assert shown() == {crew[0]}
    assert shown(name="montri") == {crew[1]}
    assert shown(show="action", name="montri") == set()
    assert shown(show="all") >= set(crew)
    assert shown(show="nothing") == {crew[0]}


def test_demand_is_told_by_how_many_lack_it_and_when_it_is_taught(
    trainer, interviewing, siriporn, crew, saphan
):
    law = make_certificate_type(saphan, "Law")
    for kind in (interviewing.certificate_type, law):
        make_requirement(kind, by=siriporn, job="specialist")
    for person in crew[:2]:
        make_certificate(person, law, by=siriporn, issued_on=FRIDAY)
    make_session(interviewing, siriporn, day=FRIDAY + 9 * DAY)
    words = part(trainer, "h-covered").partition("What is needed")[2]
    assert "Victim interview 4 people · next session on 29 November 2026" in words
    assert "Law 2 people · no session planned" in words
    assert words.index("Victim interview") < words.index("Law")


def test_a_trainer_elsewhere_sees_nothing_of_it(client, session, noi, rest_house):
    make_membership(noi, rest_house, Role.TRAINER)
    enter(client, noi)
    assert part(client, "h-unsaid") == ""
    assert "No session is planned" in part(client, "h-coming")


def test_the_home_costs_the_same_for_any_number_of_names(trainer, interviewing, siriporn, crew):
    nok, *others = crew
    held = make_session(interviewing, siriporn)
    make_places(held, [nok])
    trainer.get(reverse("training"))
    before = count_queries(trainer, reverse("training"))
    make_places(held, others[:2])
    make_places(make_session(interviewing, siriporn, day=FRIDAY - 9 * DAY), crew[1:])
    assert count_queries(trainer, reverse("training")) == before


def test_the_home_counts_places_as_each_session_does_itself(interviewing, siriporn, crew, noi):
    empty, coming = (make_session(interviewing, siriporn) for _ in range(2))
    held = make_session(interviewing, siriporn, day=FRIDAY - 9 * DAY)
    make_places(coming, crew[:1])
    make_places(held, [*crew, noi])
    written = Enrolment.objects.filter(session=held)
    written.filter(person=crew[0]).update(attendance="full")
    written.filter(person=crew[1]).update(proposed_attendance="part", proposed_by=siriporn)
    listed = [empty, coming, held]

    overview.count_places(siriporn, listed)

    told = [(one.booked, one.unsaid, one.unconfirmed) for one in listed]
    alone = Session.objects.with_places(siriporn).in_bulk()
    each = [alone[one.pk] for one in listed]
    assert told == [(one.booked, one.unsaid, one.unconfirmed) for one in each]
    assert told[:2] == [(0, 0, 0), (1, 1, 0)]
    assert told[2] == (len(crew), len(crew) - 1, 1)


def test_of_many_sessions_a_page_shows_some(trainer, interviewing, siriporn, monkeypatch):
    monkeypatch.setattr(overview, "SESSIONS_A_PAGE", 2)
    made = [make_session(interviewing, siriporn, day=FRIDAY + n * DAY) for n in range(5)]

    def shown(**asked):
        return trainer.get(reverse("training"), asked).context["coming"]

    assert [shown(sessions=n) for n in (1, 2, 3)] == [made[:2], made[2:4], made[4:]]
    assert (shown(), shown(sessions="none"), shown(sessions=9)) == (made[:2], made[:2], made[4:])
    words = part(trainer, "h-coming")
    assert "1 to 2 of 5" in words
    assert 'href="?show=all&amp;sessions=3#h-coming"' in text_of(trainer, show="all", sessions=2)


def text_of(client, **asked) -> str:
    """The page as it is written."""
    return client.get(reverse("training"), asked).text


def test_of_many_sessions_without_a_result_the_oldest_come_first(
    trainer, interviewing, siriporn, nok, monkeypatch
):
    monkeypatch.setattr(overview, "UNSAID_SHOWN", 2)
    made = [make_session(interviewing, siriporn, day=FRIDAY - n * DAY) for n in (3, 2, 1)]
    for one in made:
        make_places(one, [nok])

    def shown(**asked):
        return [one.session for one in trainer.get(reverse("training"), asked).context["unsaid"]]

    assert (shown(), shown(unsaid=1), shown(unsaid="none")) == (made[:2],) * 3
    assert 'href="?unsaid=2#h-unsaid"' in trainer.get(reverse("training")).text
    # No one has to finish the oldest first: some wait for others.
    assert shown(unsaid=2) == made[2:]
    assert 'href="?unsaid=1#h-unsaid"' in trainer.get(reverse("training"), {"unsaid": 2}).text
    made[0].enrolments.update(attendance="away")
    assert shown() == shown(unsaid=2) == shown(unsaid="9" * 15) == made[1:]
    assert "#h-unsaid" not in trainer.get(reverse("training")).text
