"""Relations are of today: whoever has left teaches, thanks, is thanked, judges and mentors no more.

Siriporn trained Nok's team. Wipa is on panels and mentors Nok. Piyada is a colleague.
"""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from people.models import Role
from tests.makers import (
    NOW,
    end_roles,
    enter,
    make_award,
    make_cycle,
    make_goal,
    make_nomination,
    make_promotion,
    make_thanks,
    make_thanks_link,
    make_worker,
    move_to,
)
from tests.relations import afresh, ended, go_on_as_a_worker, gone, leave
from training.careers import actions as careers
from training.careers import goals, promotions
from training.evaluations import actions as evaluations
from training.finding.colleagues import called, colleagues
from training.models import (
    Award,
    Goal,
    GoalStep,
    Nomination,
    PlaceState,
    Promotion,
    Session,
    SessionEvaluation,
    Thanks,
    ThanksLink,
)
from training.own_calendar import calendars
from training.recognition import nominations, thanks, thanks_links
from training.sessions import places

from .conftest import make_session

DAY = NOW.date()
no_trainer_any_more = ended(leave, go_on_as_a_worker)


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def piyada(chiang_mai):
    return make_worker(chiang_mai, "piyada", full_name_en="Piyada Wong")


# --- Sessions ----------------------------------------------------------------------------------


@no_trainer_any_more
def test_a_trainer_of_the_past_opens_no_session_roll_or_evaluation(
    client, session, siriporn, nok, phuket, ends
):
    evaluations.freeze(now=NOW + timedelta(days=15))
    paths = [reverse(name, args=[session.public_id]) for name in ("session", "evaluation")]
    enter(client, siriporn)
    assert [client.get(path).status_code for path in paths] == [200, 200]
    trainer, _nok = ends(siriporn, nok, phuket)
    assert not Session.objects.visible_to(afresh(trainer)).exists()
    assert not Session.objects.heard_by(afresh(trainer)).exists()
    assert not SessionEvaluation.objects.visible_to(afresh(trainer)).exists()
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_a_trainer_who_teaches_elsewhere_reads_no_roll_of_people_who_are_not_theirs(
    client, session, siriporn, nok, phuket
):
    enter(client, move_to(siriporn, phuket))
    assert nok.name not in client.get(reverse("session", args=[session.public_id])).text


def test_the_calendar_of_a_worker_holds_no_session_that_they_used_to_lead(
    session, siriporn, office
):
    assert b"BEGIN:VEVENT" in calendars.write(person=afresh(siriporn), now=NOW)
    worker = move_to(siriporn, office, Role.WORKER)
    assert b"BEGIN:VEVENT" not in calendars.write(person=worker, now=NOW)


def test_whoever_has_left_signs_up_for_nothing(interviewing, siriporn, piyada):
    session = make_session(interviewing, siriporn, day=DAY + timedelta(days=7), open_to_all=True)
    assert Session.objects.offered_to(piyada).exists()
    left = end_roles(piyada)
    assert not Session.objects.offered_to(left).exists()
    with pytest.raises(ValidationError):
        places.join(session=session, person=left, now=NOW)


def test_a_seat_goes_to_who_waits_and_belongs(interviewing, siriporn, nok, wipa, piyada):
    session = make_session(
        interviewing, siriporn, day=DAY + timedelta(days=7), open_to_all=True, seats=1
    )
    for minute, person in enumerate((nok, wipa, piyada)):
        places.join(session=session, person=person, now=NOW + timedelta(minutes=minute))
    end_roles(wipa)
    places.leave(session=session, person=nok, now=NOW + timedelta(hours=1))
    booked = session.enrolments.filter(state=PlaceState.BOOKED)
    assert [one.person for one in booked] == [piyada]


# --- Colleagues --------------------------------------------------------------------------------


def test_who_has_left_is_found_by_nobody_and_finds_nobody(nok, piyada):
    assert called(nok, "Piyada", DAY) == [piyada]
    with pytest.raises(ValidationError):
        called(end_roles(nok), "Piyada", DAY)
    end_roles(piyada)
    assert not colleagues(afresh(nok), DAY).filter(pk=piyada.pk).exists()


@gone
def test_nobody_thanks_who_has_left_and_whoever_has_left_thanks_nobody(nok, piyada, phuket, ends):
    giver, receiver = ends(nok, piyada, phuket)
    with pytest.raises(ValidationError):
        thanks.give(giver=giver, receiver=receiver, words="Thank you for staying.", now=NOW)


def test_what_was_shared_of_somebody_leaves_the_wall_with_them(client, nok, piyada):
    note = make_thanks(piyada, nok, audience="inside")
    honour = make_award(nok, audience="inside")
    assert list(Thanks.objects.on_the_wall(afresh(piyada))) == [note]
    assert list(Award.objects.on_the_wall(afresh(piyada))) == [honour]
    end_roles(nok)
    assert not Thanks.objects.on_the_wall(afresh(piyada)).exists()
    assert not Award.objects.on_the_wall(afresh(piyada)).exists()
    assert list(Thanks.objects.received(nok)) == [note]


def test_a_link_to_a_note_or_an_award_closes_when_its_owner_can_take_it_back_no_more(
    client, nok, piyada
):
    note, honour = make_thanks(piyada, nok, audience="public"), make_award(nok, audience="public")
    paths = [
        reverse("thanks_note", args=[note.public_id]),
        reverse("award", args=[honour.public_id]),
    ]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    end_roles(nok)
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_whoever_has_left_reads_no_award_that_is_shared_inside(client, nok, piyada):
    honour = make_award(nok, audience="inside")
    path = reverse("award", args=[honour.public_id])
    enter(client, piyada)
    assert client.get(path).status_code == 200
    end_roles(piyada)
    assert client.get(path).status_code == 404


def test_whoever_has_left_reads_no_note_that_is_shared_inside(nok, piyada):
    make_thanks(nok, make_worker(nok.home.unit), audience="inside")
    assert Thanks.objects.visible_to(piyada).exists()
    assert not Thanks.objects.visible_to(end_roles(piyada)).exists()


# --- Thanks from outside -----------------------------------------------------------------------


def test_a_link_of_somebody_who_has_left_leads_nowhere(client, nok):
    link = make_thanks_link(nok)
    path = reverse("thanks_write", args=[link.public_id])
    assert client.get(path).status_code == 200
    end_roles(nok)
    sent = {"words": "Thank you for staying.", "partner": "Prosecutor's office"}
    assert (client.get(path).status_code, client.post(path, sent).status_code) == (404, 404)
    assert not ThanksLink.objects.open_on(DAY).exists()
    with pytest.raises(ValidationError):
        thanks_links.write(link, now=NOW, **sent)


def test_whoever_has_left_speaks_through_a_link_for_no_organisation(client, nok, noi):
    """Signed in, one writes for the organisation of one's account; who left has none."""
    link = make_thanks_link(nok)
    enter(client, noi)
    end_roles(noi)
    path = reverse("thanks_write", args=[link.public_id])
    assert "Baan Suk Shelters" not in client.get(path).text
    sent = {"words": "Thank you for staying.", "partner": "Somebody"}
    assert client.post(path, sent).status_code == 302
    note = Thanks.objects.get()
    assert (note.partner, note.is_confirmed) == ("Somebody", False)
    other = {"words": "Thank you again.", "partner": "Somebody"}
    assert not thanks_links.write(link, giver=afresh(noi), now=NOW, **other).is_confirmed


# --- Awards ------------------------------------------------------------------------------------


@gone
def test_whoever_has_left_names_nobody_and_is_not_named(ploy, nok, piyada, phuket, ends):
    cycle = make_cycle(ploy)
    by, person = ends(nok, piyada, phuket)
    with pytest.raises(ValidationError):
        nominations.nominate(cycle, by=by, person=person, words="She stayed.", now=NOW)
    if ends is leave:
        with pytest.raises(ValidationError):
            nominations.nominate(cycle, by=by, unit=phuket, words="They stayed.", now=NOW)


@gone
def test_a_panel_judges_while_they_and_whoever_is_named_belong(
    client, ploy, nok, wipa, piyada, phuket, ends
):
    named = make_nomination(make_cycle(ploy, wipa), nok, piyada)
    assert Nomination.objects.judged_by(afresh(wipa)).get() == named
    judge, _named = ends(wipa, piyada, phuket)
    assert not Nomination.objects.judged_by(afresh(judge)).exists()
    with pytest.raises(ValidationError):
        nominations.say(named, by=afresh(judge), aye=True, words="Yes.", now=NOW)
    enter(client, judge)
    assert client.get(reverse("nomination", args=[named.public_id])).status_code == 404


def test_a_panel_goes_on_judging_from_another_unit(ploy, nok, wipa, piyada, phuket):
    make_nomination(make_cycle(ploy, wipa), nok, piyada)
    assert Nomination.objects.judged_by(move_to(wipa, phuket)).exists()


# --- Careers -----------------------------------------------------------------------------------


@gone
def test_a_mentor_sees_a_goal_while_both_belong(client, nok, wipa, phuket, ends):
    goal = make_goal(nok, mentor=wipa)
    step = goals.add_step(goal, by=nok, words="Ask for a date", by_day=None)
    assert Goal.objects.visible_to(wipa).get() == goal
    mentor, person = ends(wipa, nok, phuket)
    assert not Goal.objects.visible_to(afresh(mentor)).exists()
    assert not GoalStep.objects.visible_to(afresh(mentor)).exists()
    assert Goal.objects.visible_to(afresh(person)).get() == goal
    with pytest.raises(GoalStep.DoesNotExist):
        goals.tick(step, done=True, by=afresh(mentor), now=NOW)
    enter(client, mentor)
    assert client.get(reverse("goal", args=[goal.public_id])).status_code == 404


def test_a_mentor_stays_one_in_another_unit(nok, wipa, phuket):
    make_goal(nok, mentor=wipa)
    assert Goal.objects.visible_to(move_to(wipa, phuket)).exists()


@gone
def test_a_panel_gives_a_level_while_they_and_whoever_asks_belong(
    client, ploy, nok, siriporn, phuket, ends
):
    asked = make_promotion(nok, careers.set_up_ladder(by=ploy)[1], siriporn)
    assert Promotion.objects.judged_by(siriporn).get() == asked
    judge, _nok = ends(siriporn, nok, phuket)
    assert not Promotion.objects.judged_by(afresh(judge)).exists()
    with pytest.raises(ValidationError):
        promotions.say(asked, by=afresh(judge), aye=True, words="Yes.", now=NOW)
    enter(client, judge)
    assert client.get(reverse("promotion", args=[asked.public_id])).status_code == 404


def test_no_panel_is_chosen_for_somebody_who_has_left(ploy, nok):
    make_promotion(nok, careers.set_up_ladder(by=ploy)[1])
    assert Promotion.objects.arranged_by(afresh(ploy)).exists()
    end_roles(nok)
    assert not Promotion.objects.arranged_by(afresh(ploy)).exists()
