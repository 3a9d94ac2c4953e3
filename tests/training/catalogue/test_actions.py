"""Planning a session, booking people and saving how it went."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import AccessEvent, Role
from tests.makers import NOW, at, enter, judge_stale, make_membership, make_person, make_unit
from tests.training.conftest import THURSDAY, make_places, make_session
from training.careers import actions as careers
from training.catalogue import actions as catalogue
from training.models import Attendance, Certificate, Course, Enrolment, Session
from training.sessions import actions as sessions
from training.sessions.actions import RollResult

FULL, PART, AWAY = Attendance.FULL, Attendance.PART, Attendance.AWAY
CERTIFIED, STAYED, MISSED = RollResult(FULL, certified=True), RollResult(FULL), RollResult(AWAY)


def save(session, results, *, by=None, version=None, now=NOW):
    """Save results, by default from a form that was read just now."""
    if version is None:
        version = Session.objects.get(pk=session.pk).version
    return sessions.record(
        session=session, results=results, version=version, by=by or session.trainer, at=now
    )


def said(session):
    """What is stored: who came, who passed, and who holds which certificate now."""
    places = Enrolment.objects.filter(session=session).order_by("person_id")
    held = Certificate.objects.order_by("person_id", "issued_on")
    return (
        list(places.values_list("person_id", "attendance", "passed")),
        list(held.values_list("public_id", "person_id", "issued_on", "current")),
        Session.objects.values_list("version", "recorded_at", "recorded_by").get(pk=session.pk),
    )


def test_a_course_is_added_to_ones_own_organisation(siriporn, saphan, interview):
    named = {"en": "Interviewing"}
    catalogue.add(by=siriporn, name=named, hours=Decimal(6), certificate_type=interview)
    assert list(Course.objects.values_list("organisation", "name", "hours")) == [
        (saphan.pk, {"en": "Interviewing"}, Decimal(6))
    ]


def test_a_second_course_of_the_name_is_refused(siriporn, interviewing):
    with pytest.raises(ValidationError, match="already a course of this name"):
        catalogue.add(by=siriporn, name=interviewing.name, hours=Decimal(3))


def test_a_session_is_planned_for_a_day_and_a_place(siriporn, interviewing):
    session = sessions.plan(
        by=siriporn,
        course=interviewing,
        day=THURSDAY,
        starts=time(9),
        ends=time(9, 1),
        place="Lamphun",
        trainer=siriporn,
    )
    assert (session.organisation, session.version) == (siriporn.organisation, 0)


@pytest.mark.parametrize("ends", [time(8, 59), time(9)])
def test_a_session_that_ends_before_it_begins_is_refused(ends, siriporn, interviewing):
    with pytest.raises(ValidationError, match="The end is not after the beginning") as refused:
        sessions.plan(
            by=siriporn,
            course=interviewing,
            day=THURSDAY,
            starts=time(9),
            ends=ends,
            place="Lamphun",
            trainer=siriporn,
        )
    assert [error.code for error in refused.value.error_dict["__all__"]] == ["ends_early"]
    assert not Session.objects.exists()


def test_a_session_has_a_course_of_the_house_and_a_trainer_in_reach(
    siriporn, nok, interviewing, phuket, rest_house
):
    theirs = Course.objects.create(
        organisation=rest_house.organisation, name={"en": "Calm"}, hours=3
    )
    beyond = make_person("beyond", phuket.organisation)
    make_membership(beyond, phuket, Role.TRAINER)
    when = {"day": THURSDAY, "starts": time(9), "ends": time(12), "place": "Lamphun"}
    for course, trainer in ((theirs, siriporn), (interviewing, nok), (interviewing, beyond)):
        with pytest.raises(ValidationError, match="You cannot do this"):
            sessions.plan(by=siriporn, course=course, trainer=trainer, **when)
    assert not Session.objects.exists()


def test_a_session_is_saved_in_one_pass(session, crew):
    nok, montri, piyada, nantana = crew
    results = {
        nok.pk: CERTIFIED,
        montri.pk: RollResult(PART, certified=True),
        piyada.pk: STAYED,
        nantana.pk: MISSED,
    }
    issued = save(session, results)
    assert {certificate.person for certificate in issued} == {nok, montri}
    assert {c.expires_on for c in issued} == {date(2028, 11, 19)}
    places, held, head = said(session)
    assert places == [
        (nok.pk, "full", True),
        (montri.pk, "part", True),
        (piyada.pk, "full", False),
        (nantana.pk, "away", False),
    ]
    assert [row[1:] for row in held] == [(nok.pk, THURSDAY, True), (montri.pk, THURSDAY, True)]
    assert head == (1, NOW, session.trainer.pk)


def test_somebody_away_cannot_be_certified_and_nothing_is_saved(session, crew):
    before = said(session)
    results = {crew[0].pk: CERTIFIED, crew[1].pk: RollResult(AWAY, certified=True)}
    with pytest.raises(ValidationError) as refused:
        save(session, results)
    assert refused.value.messages == ["Montri was away and cannot be certified."]
    assert said(session) == before


def test_the_database_itself_certifies_nobody_who_was_away(session, crew):
    away = Enrolment.objects.filter(session=session, person=crew[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        away.update(attendance=AWAY, passed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        away.update(attendance="late")


@pytest.mark.parametrize("attendance", ["", "late", "FULL"])
def test_an_unknown_attendance_is_refused_by_name(attendance, session, nok):
    with pytest.raises(ValidationError) as refused:
        save(session, {nok.pk: RollResult(attendance)})
    assert refused.value.messages == [
        "Please say whether Kanokwan Srisuk was there: full day, part or away."
    ]


def test_everybody_who_is_wrong_is_named_at_once(session, crew):
    with pytest.raises(ValidationError) as refused:
        save(session, {crew[0].pk: RollResult(""), crew[1].pk: RollResult(AWAY, certified=True)})
    assert [error.params["person"] for error in refused.value.error_list] == [
        crew[0].pk,
        crew[1].pk,
    ]


def test_somebody_without_a_place_is_refused(session, nok, noi, wipa):
    for stranger in (noi, wipa):
        with pytest.raises(ValidationError, match="no place in this session"):
            save(session, {nok.pk: STAYED, stranger.pk: STAYED})
    assert said(session)[2][0] == 0


@pytest.mark.parametrize(
    ("moment", "allowed"), [("2026-11-18 23:59", False), ("2026-11-19 00:00", True)]
)
def test_attendance_is_saved_from_the_day_on_as_it_is_in_bangkok(moment, allowed, session, nok):
    if allowed:
        save(session, {nok.pk: STAYED}, now=at(moment))
    else:
        with pytest.raises(ValidationError, match="still to come"):
            save(session, {nok.pk: STAYED}, now=at(moment))
    assert said(session)[2][0] == int(allowed)


def test_the_same_again_changes_nothing_even_from_an_older_page(session, crew):
    results = {person.pk: CERTIFIED for person in crew}
    assert len(save(session, results)) == 4
    before = said(session)
    assert save(session, results, version=0, now=NOW + timedelta(hours=1)) == []
    assert said(session) == before


def test_a_correction_issues_no_second_certificate(session, nok):
    [first] = save(session, {nok.pk: CERTIFIED})
    assert save(session, {nok.pk: RollResult(PART, certified=True)}) == []
    assert list(Certificate.objects.values_list("public_id")) == [(first.public_id,)]


def test_a_correction_takes_a_certificate_back_and_the_one_before_holds_again(
    session, interviewing, nok
):
    earlier = make_session(interviewing, session.trainer, day=date(2025, 2, 3))
    make_places(earlier, [nok])
    [before] = save(earlier, {nok.pk: CERTIFIED}, now=at("2025-02-03 17:00"))
    save(session, {nok.pk: CERTIFIED})
    before.refresh_from_db()
    assert not before.current
    save(session, {nok.pk: STAYED})
    before.refresh_from_db()
    assert before.current
    assert list(Certificate.objects.all()) == [before]


def test_a_session_that_is_saved_late_does_not_replace_a_later_certificate(
    session, interviewing, nok
):
    earlier = make_session(interviewing, session.trainer, day=THURSDAY - timedelta(days=1))
    make_places(earlier, [nok])
    save(session, {nok.pk: CERTIFIED})
    save(earlier, {nok.pk: CERTIFIED})
    current = Certificate.objects.current().get(person=nok)
    assert (current.session, current.issued_on) == (session, THURSDAY)


def test_the_second_of_two_trainers_is_refused_and_nothing_is_lost(session, crew):
    nok, montri, *_ = crew
    save(session, {nok.pk: CERTIFIED}, version=0)
    before = said(session)
    with pytest.raises(ValidationError) as refused:
        save(session, {nok.pk: MISSED, montri.pk: CERTIFIED}, version=0)
    assert [error.code for error in refused.value.error_list] == ["stale"]
    assert said(session) == before


def test_a_course_without_a_certificate_keeps_attendance_only(interviewing, session, nok):
    Course.objects.filter(pk=interviewing.pk).update(certificate_type=None)
    assert save(session, {nok.pk: CERTIFIED}) == []
    assert said(session)[0][0] == (nok.pk, "full", None)


def test_a_trainer_saves_only_the_people_in_their_reach(session, chiang_mai, nok, rest_house, noi):
    stranger = session.trainer.__class__.objects.get(pk=noi.pk)
    make_membership(stranger, rest_house, "trainer")
    with pytest.raises(ValidationError, match="You cannot do this"):
        save(session, {nok.pk: STAYED}, by=stranger)


def test_nobody_records_how_it_went_for_themselves(session, siriporn):
    make_places(session, [siriporn])
    with pytest.raises(ValidationError, match="Another trainer records how it went for you"):
        save(session, {siriporn.pk: CERTIFIED})
    assert not Certificate.objects.exists()
    assert not Enrolment.objects.exclude(attendance="").exists()


def test_another_trainer_records_how_it_went_for_one(session, siriporn, office):
    make_places(session, [siriporn])
    pim = make_person("pim", siriporn.organisation)
    make_membership(pim, office, "trainer")
    assert [one.person for one in save(session, {siriporn.pk: CERTIFIED}, by=pim)] == [siriporn]


def test_a_trainer_who_only_took_part_in_a_session_of_others_records_none_of_it(
    interviewing, siriporn, crew, office, saphan
):
    beside = make_person("beside", saphan)
    make_membership(beside, make_unit(saphan, "Lamphun team", parent=office), "trainer")
    session = make_session(interviewing, siriporn)
    make_places(session, [beside, *crew])
    for results in ({beside.pk: CERTIFIED}, {crew[0].pk: CERTIFIED}):
        with pytest.raises(ValidationError, match="You cannot do this"):
            save(session, results, by=beside)
    assert not Certificate.objects.exists()


LONG_PAST = THURSDAY - timedelta(days=180)  # 181 days before NOW


@pytest.fixture
def past(interviewing, siriporn, crew):
    """A session of four people, one day more than 180 ago, of which nobody said anything."""
    found = make_session(interviewing, siriporn, day=LONG_PAST)
    make_places(found, crew)
    return found


@pytest.fixture
def pim(office, saphan):
    """Another trainer of the organisation."""
    person = make_person("pim", saphan, full_name_en="Pim Rattana")
    make_membership(person, office, "trainer")
    return person


def second(session, by, version=None):
    """Confirm what is written now."""
    if version is None:
        version = Session.objects.get(pk=session.pk).version
    return sessions.confirm(session=session, version=version, by=by, at=NOW)


def counts(session):
    """What counts of a session: who was there, and which certificates there are."""
    places = session.enrolments.exclude(attendance="").order_by("person")
    return (
        [(place.person, place.attendance, place.passed) for place in places],
        {one.person for one in Certificate.objects.filter(revoked_at=None)},
    )


def test_180_days_back_one_trainer_is_enough_and_a_day_more_takes_two(interviewing, siriporn, crew):
    nok = crew[0]
    for day, issued in ((LONG_PAST + timedelta(days=1), 1), (LONG_PAST, 0)):
        session = make_session(interviewing, siriporn, day=day)
        make_places(session, [nok])
        assert len(save(session, {nok.pk: CERTIFIED})) == issued
    assert session.enrolments.get().waits


def test_what_is_written_of_a_session_long_past_waits_for_a_second_trainer(past, crew, pim):
    nok, montri = crew[:2]
    assert save(past, {nok.pk: CERTIFIED, montri.pk: MISSED}) == []
    assert counts(past) == ([], set())
    assert careers.whole_days(nok, NOW.date()).count() == 0
    assert [one.person for one in second(past, pim)] == [nok]
    assert counts(past) == ([(nok, "full", True), (montri, "away", False)], {nok})
    past.refresh_from_db()
    assert (past.recorded_by, past.version) == (pim, 2)
    assert not Enrolment.objects.exclude(proposed_by=None).exists()


def test_neither_the_first_nor_whoever_is_no_trainer_is_the_second(
    past, crew, siriporn, ploy, wipa, noi, pim
):
    save(past, {crew[0].pk: CERTIFIED})
    for by in (siriporn, ploy, wipa, noi, crew[0]):
        with pytest.raises(ValidationError) as refused:
            second(past, by)
        assert refused.value.code == ("second" if by == siriporn else "not_yours")
    assert counts(past) == ([], set())


def test_of_ones_own_place_one_is_neither_the_first_nor_the_second(past, crew, siriporn, pim):
    make_places(past, [pim])
    save(past, {crew[0].pk: CERTIFIED, pim.pk: CERTIFIED})
    assert [one.person for one in second(past, pim)] == [crew[0]]
    with pytest.raises(ValidationError, match="A second trainer has to confirm this"):
        second(past, pim)
    assert past.enrolments.get(person=pim).waits


def test_two_who_write_for_each_other_still_take_a_third(past, siriporn, pim):
    make_places(past, [siriporn, pim])
    save(past, {pim.pk: CERTIFIED}, by=siriporn)
    save(past, {siriporn.pk: CERTIFIED}, by=pim)
    for by in (siriporn, pim):
        with pytest.raises(ValidationError, match="A second trainer has to confirm this"):
            second(past, by)
    assert counts(past) == ([], set())


def test_who_writes_otherwise_begins_anew_and_the_other_one_confirms(past, crew, siriporn, pim):
    nok = crew[0]
    save(past, {nok.pk: CERTIFIED})
    save(past, {nok.pk: MISSED}, by=pim)
    with pytest.raises(ValidationError, match="A second trainer"):
        second(past, pim)
    assert second(past, siriporn) == []
    assert counts(past) == ([(nok, "away", False)], set())


def test_a_correction_of_what_counts_waits_too(past, crew, siriporn, pim):
    nok = crew[0]
    save(past, {nok.pk: MISSED}, now=at(f"{LONG_PAST} 18:00"))
    save(past, {nok.pk: CERTIFIED})
    assert counts(past) == ([(nok, "away", False)], set())
    # Written back as it counts: nothing waits any more.
    save(past, {nok.pk: MISSED})
    assert not past.enrolments.get(person=nok).waits


def test_what_was_changed_since_it_was_read_is_not_confirmed(past, crew, pim):
    save(past, {crew[0].pk: CERTIFIED})
    with pytest.raises(ValidationError, match="Somebody saved this session") as refused:
        second(past, pim, version=0)
    assert refused.value.code == "stale"
    assert counts(past) == ([], set())


def test_both_steps_stand_in_the_trail_of_whom_they_are_about(past, crew, siriporn, pim):
    save(past, {crew[0].pk: CERTIFIED})
    second(past, pim)
    seen = AccessEvent.objects.about(crew[0]).order_by("pk")
    assert [(one.viewer, one.what, one.subject) for one in seen] == [
        (siriporn, "late_written", past.public_id),
        (pim, "late_counted", past.public_id),
    ]


def test_the_database_lets_nobody_write_their_own_attendance(past, crew):
    with pytest.raises(IntegrityError), transaction.atomic():
        past.enrolments.filter(person=crew[0]).update(
            proposed_by=crew[0], proposed_attendance="full"
        )


results = st.builds(RollResult, st.sampled_from([FULL, PART]), st.booleans()) | st.just(MISSED)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(results, min_size=4, max_size=4), min_size=1, max_size=4))
def test_saving_twice_equals_once_and_the_last_saving_is_what_counts(session, crew, rounds):
    with transaction.atomic():
        for given_results in rounds:
            once = dict(zip([person.pk for person in crew], given_results, strict=True))
            save(session, once)
            after_one = said(session)
            assert save(session, once) == []
            assert said(session) == after_one
        places, held, _ = after_one
        assert places == [(key, r.attendance, r.certified) for key, r in sorted(once.items())]
        assert [row[1] for row in held] == [key for key, r in sorted(once.items()) if r.certified]
        assert all(row[3] for row in held)
        transaction.set_rollback(True)


def test_what_a_course_is_and_teaches_is_not_put_back_by_an_older_page(
    client, siriporn, interviewing
):
    enter(client, siriporn)
    judge_stale(
        client,
        f"/training/courses/{interviewing.public_id}/",
        change=lambda: Course.objects.filter(pk=interviewing.pk).update(kind="B"),
        typed={"kind": "A"},
        told=["Specialty (B)"],
    )
