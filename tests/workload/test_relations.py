"""Relations are of today: who was asked to look, or once supervised, reads and does nothing more.

Orathai cares for staff at the head office and was invited to Nok's flag. Somchai leads the head
office: it was passed on to him. Wipa leads Nok's team and wrote down a talk with her.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from people.models import Person, Role
from tests.makers import (
    NOW,
    WEEK,
    deliver,
    end_roles,
    enter,
    make_line,
    make_membership,
    make_person,
    make_unit,
    make_week,
    make_worker,
)
from tests.relations import afresh, over
from workload.flags import actions as flags
from workload.flags import sweep
from workload.models import Flag, FlagStep, SupervisionTalk, Transfer
from workload.moves import actions as moves
from workload.time import talks

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def somchai(office):
    person = make_person("somchai", office.organisation)
    make_membership(person, office, Role.SUPERVISOR)
    return person


@pytest.fixture
def flag(nok, wipa, orathai, somchai):
    make_week(nok, points="33.3")
    found = flags.assess(person=nok, weeks=list(nok.work_weeks.all()), now=NOW)
    flags.invite(found, by=wipa, contact=orathai, now=NOW)
    found.steps.create(kind=FlagStep.Kind.PASSED_ON, to=somchai, why="unseen", at=NOW)
    return found


@pytest.mark.parametrize("who", ["orathai", "somchai", "wipa"])
def test_whoever_answers_or_cares_for_nok_today_reads_her_flag(request, client, flag, nok, who):
    reader = request.getfixturevalue(who)
    enter(client, reader)
    assert Flag.objects.visible_to(afresh(reader)).get() == flag
    assert client.get(f"/team/{nok.public_id}/").status_code == 200
    assert nok.name in client.get("/team/").text


@over
@pytest.mark.parametrize("who", ["orathai", "somchai", "wipa"])
def test_a_flag_is_read_by_nobody_whose_relation_has_ended(
    request, client, flag, nok, phuket, who, ends
):
    reader, _subject = ends(request.getfixturevalue(who), nok, phuket)
    assert not Flag.objects.visible_to(afresh(reader)).exists()
    enter(client, reader)
    assert client.get(f"/team/{nok.public_id}/").status_code == 404
    assert client.get(f"/team/{nok.public_id}/half-year/").status_code == 404
    assert nok.name not in client.get("/team/").text


def test_whoever_left_before_the_mail_of_the_day_is_not_asked_to_look(nok, wipa, somchai):
    make_week(nok, points="33.3")
    flags.assess(person=nok, weeks=list(nok.work_weeks.all()), now=NOW)
    end_roles(wipa)
    deliver()
    assert [letter.to for letter in mail.outbox] == [[nok.email]]


@over
def test_nobody_plans_on_a_flag_that_was_passed_on_once_the_relation_has_ended(
    client, flag, nok, somchai, phuket, ends
):
    reader, _subject = ends(somchai, nok, phuket)
    enter(client, reader)
    sent = {"do": "end", "why": "It is calm now.", "version": flag.version}
    assert client.post(f"/team/{nok.public_id}/", sent).status_code == 404
    flag.refresh_from_db()
    assert flag.closed_at is None


def test_whoever_only_cares_for_nok_plans_and_ends_nothing_also_as_a_supervisor_elsewhere(
    client, flag, nok, orathai, phuket
):
    make_membership(orathai, phuket, Role.SUPERVISOR)
    enter(client, afresh(orathai))
    page = client.get(f"/team/{nok.public_id}/")
    assert page.status_code == 200
    assert 'value="end"' not in page.text
    sent = {"do": "end", "why": "It is calm now.", "version": flag.version}
    assert client.post(f"/team/{nok.public_id}/", sent).status_code == 404
    flag.refresh_from_db()
    assert flag.closed_at is None


def test_a_flag_is_passed_on_to_nobody_who_could_not_open_it(nok, wipa, phuket, flag):
    """Wipa leads a second team too; who leads that one from above has nothing to do with Nok."""
    flag.steps.filter(kind=FlagStep.Kind.PASSED_ON).delete()
    end_roles(Person.objects.get(account__username="somchai"))
    away = make_unit(phuket.organisation, "Phuket team", parent=phuket)
    make_membership(wipa, away, Role.SUPERVISOR, hours=None)
    stranger = make_person("stranger", phuket.organisation)
    make_membership(stranger, phuket, Role.SUPERVISOR)
    assert stranger not in sweep.ladder(afresh(nok), NOW)


@over
def test_a_talk_is_read_and_changed_by_no_supervisor_of_the_past(client, nok, wipa, phuket, ends):
    talk = talks.write(
        supervisor=wipa, person=nok, by=nok, day=NOW.date(), minutes=30, words="Less", now=NOW
    )
    assert SupervisionTalk.objects.visible_to(afresh(wipa)).get() == talk
    reader, subject = ends(wipa, nok, phuket)
    assert not SupervisionTalk.objects.visible_to(afresh(reader)).exists()
    assert SupervisionTalk.objects.visible_to(afresh(subject)).get() == talk
    with pytest.raises(ValidationError):
        talks.change(talk, by=afresh(reader), version=1, words="More", now=NOW)
    with pytest.raises(ValidationError):
        talks.agree(talk, by=afresh(reader), version=1, now=NOW)
    talk.refresh_from_db()
    assert (talk.words, talk.agreed_at) == ("Less", None)


@over
def test_a_move_is_read_and_taken_back_by_no_supervisor_of_the_past(
    nok, wipa, office, phuket, ends
):
    line, receiver = make_line(nok), make_worker(office)
    move = moves.propose(by=wipa, giver=nok, receiver=receiver, parts={line.public_id: 1}, now=NOW)
    reader, _subject = ends(wipa, nok, phuket)
    assert not Transfer.objects.visible_to(afresh(reader)).exists()
    with pytest.raises(ValidationError):
        moves.withdraw(move, by=afresh(reader), now=NOW)


def test_whoever_has_left_takes_no_work(nok, wipa, phuket):
    line, receiver = make_line(nok), make_worker(phuket)
    move = moves.propose(by=wipa, giver=nok, receiver=receiver, parts={line.public_id: 1}, now=NOW)
    gone = end_roles(receiver)
    move.receiver = gone
    with pytest.raises(ValidationError):
        moves.accept(move, by=gone, now=NOW)
    line.refresh_from_db()
    assert line.person == nok


@pytest.mark.parametrize("who", ["orathai", "somchai"])
def test_whoever_was_asked_to_look_at_a_flag_reads_it_no_more_once_it_came_back(
    request, client, flag, nok, wipa, who
):
    """They were asked until it closed; when it comes back somebody asks them again, or nobody."""
    reader = request.getfixturevalue(who)
    flags.end(flag, by=wipa, text="It is calm now.", version=flag.version, now=NOW)
    again = flags.assess(
        person=nok, weeks=[make_week(nok, WEEK + 1, points="33.3")], now=NOW + timedelta(days=7)
    )
    assert (again, again.closed_at) == (flag, None)
    assert not Flag.objects.asking(afresh(reader)).open().exists()
    enter(client, reader)
    assert client.get(f"/team/{nok.public_id}/").status_code == 404
    assert nok.name not in client.get("/team/").text


def test_a_flag_that_came_back_is_with_whoever_is_asked_anew(client, flag, nok, wipa, orathai):
    flags.end(flag, by=wipa, text="It is calm now.", version=flag.version, now=NOW)
    later = NOW + timedelta(days=7)
    flags.assess(person=nok, weeks=[make_week(nok, WEEK + 1, points="33.3")], now=later)
    enter(client, nok)
    assert "passed on to" not in client.get("/my-trend/").text
    flags.invite(flag, by=wipa, contact=orathai, now=later)
    assert Flag.objects.asking(afresh(orathai)).open().get() == flag
    assert flag.steps.filter(kind=FlagStep.Kind.INVITED).count() == 2
