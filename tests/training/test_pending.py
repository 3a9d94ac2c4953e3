"""What waits around training: each is counted where its page offers the act, and not after it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from people.models import Role
from tests.makers import (
    NOW,
    end_roles,
    enter,
    make_award,
    make_cycle,
    make_membership,
    make_nomination,
    make_person,
    make_promotion,
    make_thanks,
    make_thanks_link,
    make_thanks_outside,
)
from tests.people.pending.waits import line_of, waits
from tests.training.conftest import make_certificate, make_session, make_study
from training.careers import actions as careers
from training.careers import promotions
from training.evaluations import actions as evaluations
from training.hours import actions as hours
from training.models import Audience, Award, Enrolment, Exemption, PlaceState, Study, ThanksReport
from training.recognition import awards, nominations
from training.recognition import thanks as recognition_thanks
from training.rules.evaluations import EvaluationAnswers
from training.sessions import places

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client, person, path) -> str:
    enter(client, person)
    return client.get(path).content.decode()


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 1), (9, 1)])
def test_an_invitation_waits_until_its_session_is_over(nok, siriporn, interviewing, days, count):
    session = make_session(interviewing, siriporn, day=TODAY + timedelta(days=days))
    Enrolment.objects.create(session=session, person=nok, state=PlaceState.INVITED, since=NOW)
    assert waits(nok, "invitation") == count


@pytest.mark.parametrize("answer", [places.join, places.leave])
def test_an_invitation_is_gone_with_a_yes_and_with_a_no(
    client, nok, siriporn, interviewing, answer
):
    session = make_session(interviewing, siriporn, day=TODAY)
    places.invite(session=session, people=[nok], by=siriporn, now=NOW)
    assert waits(nok, "invitation") == 1
    assert str(session.public_id) in page(client, nok, line_of(nok, "invitation").address)
    answer(session=session, person=nok, now=NOW)
    assert waits(nok, "invitation") == 0


@pytest.mark.parametrize("do", ["accept", "decline"])
def test_an_award_waits_until_it_is_answered_one_way_or_the_other(client, nok, do):
    award = make_award(nok)
    assert waits(nok, "award") == 1
    assert f'id="award-{award.public_id}"' in page(client, nok, line_of(nok, "award").address)
    if do == "accept":
        awards.accept(award, by=nok, audience=Audience.PRIVATE)
    else:
        awards.decline(award, by=nok, now=NOW)
    assert waits(nok, "award") == 0


def test_an_award_of_a_team_waits_for_who_leads_it_alone(nok, wipa, chiang_mai):
    nomination = make_nomination(make_cycle(wipa), wipa, unit=chiang_mai)
    Award.objects.create(
        organisation=chiang_mai.organisation,
        unit=chiang_mai,
        nomination=nomination,
        given_on=TODAY,
    )
    assert (waits(wipa, "award"), waits(nok, "award")) == (1, 0)


def test_a_nomination_waits_for_the_panel_and_not_for_who_wrote_it_or_is_named(
    ploy, siriporn, orathai, anan, nok
):
    cycle = make_cycle(ploy, siriporn, orathai, anan, nok)
    named = make_nomination(cycle, siriporn, nok)
    panel = {one.username: waits(one, "nomination") for one in (siriporn, nok, orathai, anan, ploy)}
    assert panel == {"siriporn": 0, "nok": 0, "orathai": 1, "anan": 1, "ploy": 0}
    assert line_of(orathai, "nomination").address == reverse("nomination", args=[named.public_id])
    nominations.say(named, by=orathai, aye=True, words="Calm.", now=NOW)
    assert (waits(orathai, "nomination"), waits(anan, "nomination")) == (0, 1)
    nominations.say(named, by=anan, aye=True, words="Calm.", now=NOW)
    nominations.decide(named, by=anan, words="Thank you for the calm.", now=NOW)
    assert waits(anan, "nomination") == 0


@pytest.mark.parametrize("do", ["choose", "put_away"])
def test_a_note_from_outside_waits_until_it_is_kept_or_put_away(client, nok, do):
    note = make_thanks_outside(make_thanks_link(nok))
    assert waits(nok, "thanks_outside") == 1
    assert str(note.public_id) in page(client, nok, line_of(nok, "thanks_outside").address)
    if do == "choose":
        recognition_thanks.choose(note, by=nok, audience=Audience.PRIVATE)
    else:
        recognition_thanks.put_away(note, by=nok, now=NOW)
    assert waits(nok, "thanks_outside") == 0


def test_a_colleagues_note_asks_for_nothing(nok, wipa):
    make_thanks(wipa, nok)
    assert waits(nok, "thanks_outside") == 0


@pytest.mark.parametrize(("days", "count"), [(0, 1), (13, 1), (14, 1), (15, 0)])
def test_a_session_waits_to_be_told_of_for_its_two_weeks(nok, siriporn, interviewing, days, count):
    session = make_session(interviewing, siriporn, day=TODAY)
    Enrolment.objects.create(session=session, person=nok, attendance="full")
    later = NOW + timedelta(days=days)
    assert evaluations.is_open(session, later.date()) == bool(count)
    assert waits(nok, "evaluation", later) == count


def test_a_session_is_told_of_once_whatever_was_answered(client, nok, siriporn, interviewing):
    session = make_session(interviewing, siriporn, day=TODAY)
    Enrolment.objects.create(session=session, person=nok, attendance="part")
    Enrolment.objects.create(session=session, person=siriporn, attendance="full")
    assert waits(siriporn, "evaluation") == 0  # who leads it has no voice in it
    address = line_of(nok, "evaluation").address
    assert "<fieldset" in page(client, nok, address)
    answers = EvaluationAnswers(use=1)
    evaluations.answer(session=session, person=nok, answers=answers, now=NOW)
    assert waits(nok, "evaluation") == 0


def test_who_was_away_is_not_asked(nok, siriporn, interviewing):
    session = make_session(interviewing, siriporn, day=TODAY)
    Enrolment.objects.create(session=session, person=nok, attendance="away")
    assert waits(nok, "evaluation") == 0


@pytest.fixture
def level(ploy):
    return careers.set_up_ladder(by=ploy)[1]


def test_a_request_for_a_level_waits_for_its_panel_and_first_for_its_admin(
    client, nok, siriporn, anan, ploy, level
):
    asked = make_promotion(nok, level, siriporn)
    assert (waits(siriporn, "level_judged"), waits(ploy, "level_panel")) == (1, 1)
    assert (waits(nok, "level_judged"), waits(siriporn, "level_panel")) == (0, 0)
    assert 'name="words"' in page(client, siriporn, line_of(siriporn, "level_judged").address)
    promotions.join_panel(asked, person=anan, by=ploy, day=TODAY)
    assert waits(ploy, "level_panel") == 0
    promotions.say(asked, by=siriporn, aye=True, words="Ready.", now=NOW)
    assert (waits(siriporn, "level_judged"), waits(anan, "level_judged")) == (0, 1)
    promotions.withdraw(asked, by=nok, now=NOW)
    assert waits(anan, "level_judged") == 0


def test_an_admin_of_a_part_chooses_no_panel(nok, chiang_mai, level):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.ADMIN)
    make_promotion(nok, level)
    assert waits(deputy, "level_panel") == 0


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 1), (90, 1), (91, 0)])
def test_a_certificate_waits_in_the_days_of_its_reminders(nok, siriporn, interview, days, count):
    make_certificate(nok, interview, by=siriporn, expires_on=TODAY + timedelta(days=days))
    assert waits(nok, "renewal") == count


@pytest.fixture
def ending(nok, siriporn, interview):
    return make_certificate(nok, interview, by=siriporn, expires_on=TODAY + timedelta(days=30))


@pytest.mark.parametrize(
    ("state", "days", "count"),
    [("booked", 5, 0), ("waiting", 5, 0), ("booked", 0, 0), ("invited", 5, 1), ("booked", -1, 1)],
)
def test_a_place_in_a_session_to_come_is_a_renewal_under_way(
    nok, siriporn, interviewing, ending, state, days, count
):
    session = make_session(interviewing, siriporn, day=TODAY + timedelta(days=days))
    Enrolment.objects.create(session=session, person=nok, state=state, since=NOW)
    assert waits(nok, "renewal") == count


@pytest.mark.parametrize(("told", "count"), [("31.5", 1), ("32", 0)])
def test_hours_enough_are_a_renewal_under_way(nok, siriporn, interview, ending, told, count):
    make_study(nok, interview, siriporn, hours=Decimal(told))
    assert waits(nok, "renewal") == count
    Study.objects.update(state=Study.State.REFUSED, reason="Not this")
    assert waits(nok, "renewal") == 1


def test_who_is_excused_is_not_asked_to_renew(nok, siriporn, interview, ending):
    Exemption.objects.create(
        person=nok,
        type=interview,
        reason="On leave",
        until=TODAY,
        made_by=siriporn,
        made_at=NOW,
    )
    assert waits(nok, "renewal") == 0
    assert waits(nok, "renewal", NOW + timedelta(days=1)) == 1


def test_what_was_replaced_is_not_renewed_again(nok, siriporn, interview, ending):
    ending.current = False
    ending.save()
    make_certificate(nok, interview, by=siriporn, issued_on=TODAY)
    assert waits(nok, "renewal") == 0


def test_hours_wait_for_the_trainer_of_their_person_as_the_page_lists_them(
    client, nok, siriporn, interview, chiang_mai
):
    study = make_study(nok, interview, siriporn)
    make_study(nok, interview, siriporn, day=date(2026, 4, 1))
    assert waits(siriporn, "hours_check") == 1  # one certificate, whatever its hours
    assert line_of(siriporn, "hours_check").since == TODAY
    assert str(study.certificate.public_id) in page(client, siriporn, reverse("renewals"))
    for one in Study.objects.all():
        hours.decide(study=one, counts=True, by=siriporn, now=NOW)
    assert waits(siriporn, "hours_check") == 0


def test_ones_own_hours_are_confirmed_by_another(siriporn, interview, office):
    make_membership(siriporn, office, Role.WORKER)
    make_study(siriporn, interview, siriporn)
    assert waits(siriporn, "hours_check") == 0


def test_a_result_long_past_waits_for_a_second_trainer_and_not_for_the_first(
    nok, siriporn, office, interviewing
):
    second = make_person("second", office.organisation)
    make_membership(second, office, Role.TRAINER)
    session = make_session(interviewing, siriporn, day=date(2026, 1, 5))
    place = Enrolment.objects.create(
        session=session, person=nok, proposed_attendance="full", proposed_by=siriporn
    )
    assert (waits(siriporn, "second_trainer"), waits(second, "second_trainer")) == (0, 1)
    assert line_of(second, "second_trainer").address.endswith(f"{session.public_id}/")
    place.accept()
    place.save()
    assert waits(second, "second_trainer") == 0


def test_a_reported_note_waits_for_an_admin_whom_it_is_not_about(nok, wipa, siriporn, ploy):
    note = make_thanks(wipa, nok, audience="inside")
    report = recognition_thanks.report(note, by=siriporn, why="Unkind", now=NOW)
    assert waits(ploy, "thanks_report") == 1
    own = make_thanks(siriporn, ploy, audience="inside")
    ThanksReport.objects.create(
        organisation=own.organisation, thanks=own, by=nok, at=NOW, why="Unkind"
    )
    assert waits(ploy, "thanks_report") == 1
    recognition_thanks.decide(report, by=ploy, remove=False, now=NOW)
    assert waits(ploy, "thanks_report") == 0


def test_what_waited_for_a_person_does_not_once_they_have_left(nok, wipa, siriporn, interview):
    make_award(nok)
    make_certificate(nok, interview, by=siriporn, expires_on=TODAY)
    assert (waits(nok, "award"), waits(nok, "renewal")) == (1, 1)
    end_roles(nok)
    assert (waits(nok, "award"), waits(nok, "renewal")) == (0, 0)
