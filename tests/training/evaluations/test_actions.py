"""Asking participants, freezing what they said, and who reads what of it."""

from dataclasses import astuple
from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from people.models import Organisation, Role
from people.own_data import record
from tests.makers import NOW, at, deliver, enter, make_membership, make_worker
from tests.training.conftest import THURSDAY, count_queries, make_places, make_session
from training.evaluations import actions as evaluations
from training.evaluations import tasks as evaluations_tasks
from training.models import Attendance, Course, Enrolment, Evaluation, Session, SessionEvaluation
from training.own_data import privacy_checks
from training.rules.evaluations import LINES, EvaluationAnswers, tell_evaluation
from training.sessions import actions as sessions_actions
from training.sessions.actions import RollResult
from wellbeing.own_data import erasing, retention

FULL, PART, AWAY = Attendance.FULL, Attendance.PART, Attendance.AWAY
GOOD, POOR = EvaluationAnswers(3, 4, 3, 4), EvaluationAnswers(0, 1, 0, 0)
# The last moment of the two weeks, and the first after them.
LAST, OVER = at("2026-12-03 23:59"), at("2026-12-04 00:00")
WORDS = ("mostly",) * 4


@pytest.fixture
def room(chiang_mai, nok):
    """Nok and seven others of her team."""
    return [nok, *(make_worker(chiang_mai, f"worker{n}") for n in range(7))]


@pytest.fixture
def held(interviewing, siriporn, room):
    """Yesterday's session; all eight were there."""
    return make_held(interviewing, siriporn, room)


def make_held(course, trainer, people, day=THURSDAY, attendance=FULL):
    session = make_session(course, trainer, day=day)
    make_places(session, people)
    Enrolment.objects.filter(session=session).update(attendance=attendance)
    return session


def say(session, people, answers=GOOD, now=NOW):
    for person in people:
        evaluations.answer(session=session, person=person, answers=answers, now=now)


def told(session):
    """What is told of a session: None where it is withheld, a mistake where nothing was frozen."""
    return SessionEvaluation.objects.get(session=session).said


def everything():
    return list(SessionEvaluation.objects.order_by("pk").values())


# --- Answering ----------------------------------------------------------------------------------


def test_what_a_participant_says_is_kept_sealed_and_opens_for_them_alone(held, nok, wipa, siriporn):
    say(held, [nok])
    row = Evaluation.objects.get()
    assert (row.answers, row.answered_at) == (GOOD, NOW)
    assert not {"use", "4"} & set(row.sealed_answers.split('"'))
    assert list(Evaluation.objects.visible_to(nok)) == [row]
    assert list(Evaluation.objects.visible_to(wipa) | Evaluation.objects.visible_to(siriporn)) == []


def test_it_can_be_changed_until_the_fourteenth_day_and_never_after(held, nok):
    say(held, [nok])
    say(held, [nok], POOR, now=LAST)
    with pytest.raises(ValidationError, match="You do not have access to this now"):
        say(held, [nok], GOOD, now=OVER)
    assert [one.answers for one in Evaluation.objects.all()] == [POOR]


def test_whoever_skips_every_line_leaves_nothing_behind(held, nok):
    say(held, [nok])
    say(held, [nok], EvaluationAnswers())
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(("attendance", "welcome"), [(FULL, 1), (PART, 1), (AWAY, 0), ("", 0)])
def test_only_who_was_there_is_asked(attendance, welcome, interviewing, siriporn, nok):
    session = make_held(interviewing, siriporn, [nok], attendance=attendance)
    assert evaluations.open_to(nok, NOW.date()).count() == welcome
    if not welcome:
        with pytest.raises(ValidationError, match="You do not have access to this now"):
            say(session, [nok])


def test_who_leads_a_session_has_no_voice_in_it(held, siriporn, noi):
    make_places(held, [siriporn])
    Enrolment.objects.filter(person=siriporn).update(attendance=FULL)
    for stranger in (siriporn, noi):
        with pytest.raises(ValidationError, match="You do not have access to this now"):
            say(held, [stranger])


def test_a_session_is_open_from_its_day_on(interviewing, siriporn, nok):
    session = make_held(interviewing, siriporn, [nok], day=date(2026, 11, 21))
    assert not evaluations.is_open(session, NOW.date())
    assert evaluations.is_open(session, date(2026, 11, 21))


# --- Being asked --------------------------------------------------------------------------------


def test_those_who_were_there_are_asked_once_in_neutral_words(session, crew, siriporn):
    nok, montri, piyada, nantana = crew
    first = {one.pk: RollResult(FULL) for one in (nok, montri)}
    more = {nok.pk: RollResult(PART), piyada.pk: RollResult(AWAY)}
    with time_machine.travel(NOW, tick=False):
        sessions_actions.record(session=session, results=first, version=0, by=siriporn, at=NOW)
        sessions_actions.record(session=session, results=more, version=1, by=siriporn, at=NOW)
    deliver()
    told = [one for one in mail.outbox if f"{session.public_id}/evaluation/" in one.body]
    assert sorted(one.to[0] for one in told) == sorted([nok.email, montri.email])
    assert {one.subject for one in told} == {"Kamlangjai: there is something to read"}
    assert "Interviewing" not in "".join(one.body for one in told)


def test_nobody_is_asked_when_the_roll_comes_after_the_two_weeks(session, crew, siriporn):
    results = {crew[0].pk: RollResult(FULL)}
    sessions_actions.record(session=session, results=results, version=0, by=siriporn, at=OVER)
    deliver()
    assert [one for one in mail.outbox if "/evaluation/" in one.body] == []


# --- Telling it once ----------------------------------------------------------------------------


def test_it_is_told_once_the_two_weeks_are_over(held, room):
    say(held, room[:6])
    assert evaluations.freeze(now=LAST) == 0
    assert evaluations.freeze(now=OVER) == 1
    assert (told(held).size, told(held).lines) == ("5-9", WORDS)
    before = everything()
    assert evaluations.freeze(now=OVER + timedelta(days=1)) == 0
    assert everything() == before


@pytest.mark.parametrize("answered", [0, 1, 4])
def test_few_and_none_are_withheld_alike_and_not_even_counted(answered, held, room):
    say(held, room[:answered])
    evaluations.freeze(now=OVER)
    row = SessionEvaluation.objects.get()
    assert (row.said, row.people, row.smallest) == (None, None, 5)
    assert {getattr(row, line) for line in LINES} == {""}


def test_nothing_that_comes_after_changes_what_was_told(held, room, nok, siriporn):
    say(held, room[:5])
    evaluations.freeze(now=OVER)
    before = everything()
    # One more answer that slipped in, one taken back, and a roll put right.
    late = Evaluation(session=held, person=room[6], answered_at=OVER)
    late.write(POOR)
    late.save()
    erasing.erase(person=nok, before=None, now=OVER)
    Enrolment.objects.filter(person=room[1]).update(attendance=AWAY)
    evaluations_tasks.tell_evaluations.call()
    assert everything() == before
    assert not Evaluation.objects.filter(person=nok).exists()


def test_who_was_away_after_all_and_who_leads_it_do_not_count(held, room, siriporn):
    say(held, room[:5])
    Enrolment.objects.filter(session=held, person=room[0]).update(attendance=AWAY)
    evaluations.freeze(now=OVER)
    assert told(held) is None


def test_the_trainer_of_a_session_is_not_one_of_the_five(held, room, siriporn):
    say(held, room[:5])
    Session.objects.filter(pk=held.pk).update(trainer=room[0])
    evaluations.freeze(now=OVER)
    assert told(held) is None


def test_of_a_session_of_six_nothing_is_told(interviewing, siriporn, room):
    """Whoever kept silent would know that the five others answered, and who they are."""
    session = make_held(interviewing, siriporn, room[:6])
    say(session, room[1:6])
    evaluations.freeze(now=OVER)
    assert told(session) is None


def test_an_organisation_that_asks_for_more_people_is_heeded(held, room, saphan):
    say(held, room[:6])
    Organisation.objects.filter(pk=saphan.pk).update(smallest_group=7)
    evaluations.freeze(now=OVER)
    assert (told(held), SessionEvaluation.objects.get().smallest) == (None, 7)


def test_each_session_is_told_by_its_own_answers_alone(interviewing, siriporn, room):
    """Nearly the same people twice: no answer is in both, whichever is told first."""
    sessions = [
        make_held(interviewing, siriporn, room, day=THURSDAY - timedelta(days=back))
        for back in (7, 0)
    ]
    chance, said = Random(5), {}
    for session, people in zip(sessions, (room[:6], room[:7]), strict=True):
        said[session] = [
            EvaluationAnswers(*(chance.randint(0, 4) for _ in LINES)) for _person in people
        ]
        for person, answers in zip(people, said[session], strict=True):
            say(session, [person], answers)
    for now in (at("2026-11-27 00:00"), OVER):
        evaluations.freeze(now=now)
    for session in sessions:
        assert told(session) == tell_evaluation(said[session], len(room), 5)


def test_many_sessions_are_told_in_the_same_number_of_statements(
    interviewing, siriporn, room, django_assert_max_num_queries
):
    for back in range(12):
        session = make_held(interviewing, siriporn, room, day=THURSDAY - timedelta(days=back))
        Evaluation.objects.bulk_create(written(session, person) for person in room[:6])
    with django_assert_max_num_queries(10):
        assert evaluations.freeze(now=OVER) == 12


def written(session, person):
    row = Evaluation(session=session, person=person, answered_at=NOW)
    row.write(GOOD)
    return row


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": "5-9", "people": 4},
        {"size": "5-9", "people": None},
        {"size": "", "people": 6},
        {"size": "", "use": "mostly", "people": None},
        {"size": "5-9", "people": 6, "smallest": 4},
        {"size": "5-9", "people": 6, "smallest": 7},
    ],
)
def test_the_database_keeps_no_row_that_breaks_the_rule(wrong, held):
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionEvaluation.objects.create(session=held, **{"smallest": 5, "frozen_at": OVER} | wrong)


# --- Nothing leads from a person to an answer ----------------------------------------------------


@pytest.mark.parametrize("answered", [1, 4, 6])
def test_when_a_session_is_told_no_single_answer_is_left(answered, held, room):
    """Told or withheld: with every key there is, nobody's answers can be read again."""
    say(held, room[:answered])
    assert evaluations.freeze(now=LAST) == 0
    assert Evaluation.objects.with_answers().count() == answered
    evaluations.freeze(now=OVER)
    assert not Evaluation.objects.with_answers().exists()
    assert {one.answers for one in Evaluation.objects.all()} == {EvaluationAnswers()}
    # That they answered is still known, to themselves.
    assert [one.person for one in Evaluation.objects.order_by("pk")] == room[:answered]
    assert Evaluation.objects.visible_to(room[0]).count() == 1


def test_an_open_session_keeps_its_answers_while_another_is_told(interviewing, siriporn, room):
    early = make_held(interviewing, siriporn, room, day=THURSDAY - timedelta(days=7))
    late = make_held(interviewing, siriporn, room)
    for session in (early, late):
        say(session, room[:6])
    evaluations.freeze(now=at("2026-11-27 00:00"))
    assert {one.session for one in Evaluation.objects.with_answers()} == {late}


def test_a_late_job_a_repeated_job_and_an_erased_person_change_nothing_told(held, room, nok):
    say(held, room[:6])
    erasing.erase(person=nok, before=None, now=LAST)
    with time_machine.travel(OVER + timedelta(days=40), tick=False):
        evaluations_tasks.tell_evaluations.call()
        before = everything()
        slipped = written(held, room[7])  # began before midnight, ended after the job
        slipped.save()
        evaluations_tasks.tell_evaluations.call()
        evaluations_tasks.tell_evaluations.call()
    assert told(held).size == "5-9"
    assert everything() == before
    assert not Evaluation.objects.with_answers().exists()
    erasing.erase(person=room[1], before=None, now=OVER + timedelta(days=41))
    assert everything() == before
    assert not Evaluation.objects.filter(person__in=[nok, room[1]]).exists()


def test_the_promise_turns_red_where_an_answer_outlives_its_session(held, room, nok):
    say(held, room[:6])
    evaluations.freeze(now=OVER)
    assert not privacy_checks.answers_of_told_sessions(nok)
    written(held, room[7]).save()
    assert privacy_checks.answers_of_told_sessions(nok)


# --- One's own record ---------------------------------------------------------------------------


def test_what_one_said_is_in_ones_own_files_and_in_nobody_elses(held, nok, siriporn):
    say(held, [nok], EvaluationAnswers(use=3))
    part = record.PARTS["evaluations"]
    about = str(held.course), THURSDAY
    assert list(part.rows(nok)) == [(*about, 3, None, None, None, 1, NOW, None)]
    assert list(part.rows(siriporn)) == []
    # Withheld, and still: they answered, and nothing leads to what they said any more.
    evaluations.freeze(now=OVER)
    assert list(part.rows(nok)) == [(*about, None, None, None, None, 1, NOW, OVER)]


@pytest.mark.parametrize(("day", "kept"), [(date(2027, 11, 20), 1), (date(2027, 11, 21), 0)])
def test_answers_are_kept_for_twelve_months(day, kept, held, room):
    say(held, room[:5])
    evaluations.freeze(now=OVER)
    retention.keep_to(retention.midnight(day))
    assert (Evaluation.objects.count() > 0, told(held).lines) == (bool(kept), WORDS)


def test_what_would_go_is_counted_before_it_goes(held, nok):
    say(held, [nok])
    found = erasing.going(person=nok, before=None, now=NOW)
    assert [one.count for one in found if str(one.label) == "What you said of trainings"] == [1]


# --- Pages --------------------------------------------------------------------------------------


@pytest.fixture
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(session):
    return reverse("evaluation", args=[session.public_id])


def signed_in(person):
    client = Client()
    enter(client, person)
    return client


def text(response):
    return " ".join(response.content.decode().split())


def test_nok_finds_the_question_answers_and_changes_her_mind(friday, held, nok):
    own = signed_in(nok)
    assert page_of(held) in text(own.get(reverse("my_trainings")))
    page = text(own.get(page_of(held)))
    assert page.count('type="radio"') == 6 * len(LINES)
    assert "checked" not in page
    sent = {"use": "3", "clear": "4", "safe": "", "time": "9"}
    answer = own.post(page_of(held), sent, follow=True)
    assert "you can change it until 3 December 2026" in text(answer)
    assert Evaluation.objects.get().answers == EvaluationAnswers(use=3, clear=4)
    assert text(answer).count("checked") == 2
    own.post(page_of(held), {})
    assert not Evaluation.objects.exists()


def test_after_two_weeks_the_form_is_gone_and_sending_it_changes_nothing(held, nok):
    say(held, [nok])
    with time_machine.travel(OVER, tick=False):
        own = signed_in(nok)
        assert 'type="radio"' not in text(own.get(page_of(held)))
        answer = own.post(page_of(held), {"use": "0"}, follow=True)
    assert "You do not have access to this now" in text(answer)
    assert Evaluation.objects.get().answers == GOOD


def test_only_who_was_there_can_send_anything(friday, held, nok, anan, siriporn, wipa, noi):
    for reader, status in ((anan, 404), (siriporn, 404), (wipa, 404), (noi, 404), (nok, 302)):
        assert signed_in(reader).post(page_of(held), {"use": "4"}).status_code == status
    assert [one.person for one in Evaluation.objects.all()] == [nok]


def test_participants_trainer_and_programme_office_read_the_same_and_nobody_else(
    held, room, siriporn, anan, wipa, ploy, orathai, noi, office
):
    colleague = make_worker(office, "prasit")
    make_membership(colleague, office, Role.TRAINER)
    say(held, room[:6])
    evaluations.freeze(now=OVER)
    with time_machine.travel(OVER, tick=False):
        for reader in (room[0], room[7], siriporn, anan):
            page = text(signed_in(reader).get(page_of(held)))
            assert ("5–9 people" in page, page.count("Mostly</b>")) == (True, 4)
        for other in (wipa, ploy, orathai, noi, colleague):
            assert signed_in(other).get(page_of(held)).status_code == 404
        session = reverse("session", args=[held.public_id])
        assert "5–9 people" in text(signed_in(siriporn).get(session))
        assert "What participants say" not in text(signed_in(colleague).get(session))


def test_few_answers_and_none_give_the_same_page(held, room, siriporn, interviewing):
    silent = make_held(interviewing, siriporn, room)
    say(held, room[:4])
    evaluations.freeze(now=OVER)
    with time_machine.travel(OVER, tick=False):
        own = signed_in(siriporn)
        few, none = (text(own.get(page_of(one))) for one in (held, silent))
    assert "Fewer than 5 people answered" in few
    hide = str(held.public_id), str(silent.public_id)
    assert without_tokens(few, *hide) == without_tokens(none, *hide)


def without_tokens(page, *ids):
    for one in ids:
        page = page.replace(one, "")
    return "".join(part.split('"', 1)[-1] for part in page.split('csrfmiddlewaretoken" value="'))


def test_before_it_is_told_nothing_of_the_answers_shows(friday, held, room, siriporn):
    page = reverse("session", args=[held.public_id])
    before = text(signed_in(siriporn).get(page))
    say(held, room)
    assert without_tokens(text(signed_in(siriporn).get(page))) == without_tokens(before)
    assert "published once, on Friday 4 December" in before


def test_the_list_tells_each_session_by_itself(held, room, siriporn, anan, interviewing):
    other = make_held(interviewing, siriporn, room, day=THURSDAY - timedelta(days=1))
    say(held, room[:6])
    evaluations.freeze(now=OVER)
    for reader in (siriporn, anan):
        page = text(signed_in(reader).get(reverse("evaluations")))
        assert "1 of 2 sessions is withheld." in page
        assert page.index(page_of(held)) < page.index(page_of(other))
        assert page.count("<span>Mostly</span>") == 4
    wanted = {"course": str(interviewing.public_id)}
    assert page_of(held) in text(signed_in(anan).get(reverse("evaluations"), wanted))
    for nobodys in ("x", str(held.public_id)):
        answer = signed_in(anan).get(reverse("evaluations"), {"course": nobodys})
        assert answer.status_code == 404


def test_courses_stand_side_by_side_in_sessions_never_in_answers(
    held, room, siriporn, anan, interviewing, saphan
):
    quiet = Course.objects.create(organisation=saphan, name={"en": "Quiet"}, hours=2)
    make_held(interviewing, siriporn, room, day=THURSDAY - timedelta(days=1))
    make_held(quiet, siriporn, room)
    say(held, room[:6])
    evaluations.freeze(now=OVER)
    answer = signed_in(anan).get(reverse("evaluations"))
    found = [(one.course, one.told, one.sessions) for one in answer.context["beside"]]
    assert found == [(interviewing, 1, 2), (quiet, 0, 1)]
    first = answer.context["beside"][0].lines[0]
    assert (first.best, first.told) == (1, 1)
    assert "1 of 1" in text(answer)
    assert answer.context["one"] is None
    chosen = signed_in(anan).get(reverse("evaluations"), {"course": str(interviewing.public_id)})
    assert "1 of 2 sessions published" in text(chosen)
    assert "Of use at work: Mostly 1, of 1 published session" in text(chosen)


def test_a_course_without_a_told_session_is_withheld_like_one_that_nobody_answered(
    held, room, siriporn, saphan
):
    quiet = Course.objects.create(organisation=saphan, name={"en": "Quiet"}, hours=2)
    make_held(quiet, siriporn, room)
    say(held, room[:4])
    evaluations.freeze(now=OVER)
    rows = text(signed_in(siriporn).get(reverse("evaluations"))).split('<th scope="row">')[1:3]
    few, none = (row.split("</th>")[1].split("</tr>")[0].strip() for row in rows)
    assert few == none
    assert "Withheld" in few


def test_the_list_is_empty_for_another_organisation(held, room, noi, rest_house):
    make_membership(noi, rest_house, Role.TRAINER)
    say(held, room[:6])
    evaluations.freeze(now=OVER)
    assert "Nothing published yet" in text(signed_in(noi).get(reverse("evaluations")))


def test_pages_cost_the_same_for_any_number(held, room, siriporn, interviewing, friday):
    pages = [(siriporn, reverse("evaluations")), (room[0], reverse("my_trainings"))]
    say(held, room[:6])
    evaluations.freeze(now=OVER)
    few = [count_queries(signed_in(reader), page) for reader, page in pages]
    for back in range(5):
        make_held(interviewing, siriporn, room, day=THURSDAY - timedelta(days=back))
    evaluations.freeze(now=OVER)
    assert [count_queries(signed_in(reader), page) for reader, page in pages] == few


def test_what_a_person_gave_and_what_is_kept_are_the_same_four_lines(held, nok):
    given_ = EvaluationAnswers(0, None, 4, 2)
    say(held, [nok], given_)
    assert astuple(Evaluation.objects.get().answers) == (0, None, 4, 2)
