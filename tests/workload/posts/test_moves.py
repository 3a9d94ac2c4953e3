"""Moving work of a person with two posts: each supervisor moves what is theirs, to where it is."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from people.models import Person, Role
from people.writing.formats import plain_number
from tests.makers import (
    NOW,
    end_roles,
    enter,
    make_line,
    make_membership,
    make_person,
    make_week,
    make_worker,
)
from workload.flags import actions as flags
from workload.models import CaseloadLine, FlagStep, Transfer
from workload.moves import actions as moves
from workload.moves import stories
from workload.moves.standing import standings


def anew(person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def near(mai, chiang_mai):
    return make_line(mai, unit=chiang_mai, count=6)


@pytest.fixture
def far(mai, chiang_rai):
    return make_line(mai, "court", unit=chiang_rai, count=4)


@pytest.fixture
def lek(chiang_rai):
    return make_worker(chiang_rai, "lek", full_name_en="Lek Boonmee")


def ask(by, giver, receiver, *lines, count=1):
    parts = {line.public_id: count for line in lines}
    return moves.propose(by=anew(by), giver=anew(giver), receiver=receiver, parts=parts, now=NOW)


def again(move) -> Transfer:
    return Transfer.objects.in_full().get(pk=move.pk)


def test_a_supervisor_moves_the_cases_of_their_own_post_only(mai, malee, lek, near, far, friday):
    assert ask(malee, mai, lek, far).unit == far.unit
    with pytest.raises(ValidationError, match="with somebody else"):
        ask(malee, mai, lek, near)


def test_cases_of_two_posts_do_not_move_together(mai, office, lek, near, far, friday):
    arun = make_person("arun", office.organisation)
    make_membership(arun, office, Role.SUPERVISOR)
    with pytest.raises(ValidationError, match="one unit at a time"):
        ask(arun, mai, lek, near, far)
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("count", [2, 6])
def test_what_is_given_goes_to_the_post_under_who_decides(
    mai, malee, lek, chiang_rai, count, friday
):
    """Whole or split, the cases are Mai's in Chiang Rai, where Malee leads."""
    line = make_line(lek, count=6)
    move = ask(malee, lek, mai, line, count=count)
    moves.accept(again(move), by=mai, now=NOW)
    assert CaseloadLine.objects.get(person=mai).unit == chiang_rai
    assert again(move).to_unit == chiang_rai


def test_who_leads_neither_post_gives_to_the_home(mai, chiang_mai, phuket, friday):
    lead = make_person("somsri", phuket.organisation)
    make_membership(lead, phuket, Role.SUPERVISOR)
    giver = make_worker(phuket)
    move = ask(lead, giver, mai, make_line(giver))
    moves.accept(again(move), by=mai, now=NOW)
    assert CaseloadLine.objects.get(person=mai).unit == chiang_mai


def test_a_person_with_one_post_gets_lines_without_a_unit(mai, malee, lek, far, friday):
    move = ask(malee, mai, lek, far, count=4)
    moves.accept(again(move), by=lek, now=NOW)
    assert CaseloadLine.objects.get(person=lek).unit is None


def test_a_move_is_seen_and_withdrawn_at_its_own_post(mai, wipa, malee, lek, far, near, friday):
    move = ask(malee, mai, lek, far)
    assert set(Transfer.objects.visible_to(anew(malee))) == {move}
    assert not Transfer.objects.visible_to(anew(wipa)).exists()
    assert stories.around(anew(mai), anew(wipa), NOW) == []
    assert len(stories.around(anew(mai), anew(malee), NOW)) == 1
    with pytest.raises(ValidationError):
        moves.withdraw(again(move), by=anew(wipa), now=NOW)
    assert moves.withdraw(again(move), by=anew(malee), now=NOW).state == "withdrawn"


def test_a_move_of_the_other_post_stays_hidden_after_that_post_has_ended(
    mai, wipa, malee, lek, far, near, friday
):
    """What Malee moved is not told to Wipa later; what still waits is, so that she can end it."""
    done, waits = (ask(malee, mai, lek, far) for _n in range(2))
    moves.accept(again(done), by=lek, now=NOW)
    yesterday = NOW.date() - timedelta(days=1)
    mai.memberships.filter(unit=far.unit).update(ends=yesterday)
    assert set(Transfer.objects.visible_to(anew(wipa))) == {waits}
    assert [one.move for one in stories.around(anew(mai), anew(wipa), NOW)] == [waits]
    assert moves.withdraw(again(waits), by=anew(wipa), now=NOW).state == "withdrawn"


def test_who_leads_the_receiver_reads_no_load_of_the_post_that_gives(
    client, mai, wipa, malee, chiang_mai, near, far, friday
):
    """Wipa answers for who is asked, and for Mai at the other post: that one gives nothing."""
    suda = make_worker(chiang_mai, "suda", full_name_en="Suda Meesuk")
    move = ask(malee, mai, suda, far, count=4)
    read = stories.story(again(move), anew(wipa), NOW)
    assert (read.withdraws, [one.name for one in read.changes]) == (False, ["Suda"])
    read = stories.story(again(move), anew(malee), NOW)
    assert (read.withdraws, [one.name for one in read.changes]) == (True, ["Mai"])
    enter(client, wipa)
    assert "Withdraw" not in client.get(f"/moves/{move.public_id}/").text


def test_who_leads_only_the_supervisor_of_a_unit_reads_no_move_there(
    mai, malee, lek, office, far, friday
):
    """Arun answers for Mai in Chiang Mai and for Malee, who alone answers for Mai's other post."""
    arun = make_person("arun", office.organisation)
    make_membership(arun, office, Role.SUPERVISOR)
    given = ask(malee, mai, lek, far)
    taken = ask(malee, lek, mai, make_line(lek, count=6))
    assert set(Transfer.objects.visible_to(anew(malee))) == {given, taken}
    assert not Transfer.objects.visible_to(anew(arun)).exists()


def test_who_leads_only_the_supervisor_of_a_unit_reads_no_move_of_a_post_there_that_is_over(
    mai, malee, lek, office, far, friday
):
    """Mai works for Arun now, in the head office; the move was Malee's to propose."""
    arun = make_person("arun", office.organisation)
    make_membership(arun, office, Role.SUPERVISOR)
    move = ask(malee, mai, lek, far)
    moves.accept(again(move), by=lek, now=NOW)
    make_membership(end_roles(mai), office)
    assert anew(mai).pk in Person.objects.supervised_by(anew(arun)).values_list("pk", flat=True)
    assert list(Transfer.objects.visible_to(anew(malee))) == [move]
    assert not Transfer.objects.visible_to(anew(arun)).exists()


def test_a_move_of_the_other_post_is_no_step_of_the_flag(mai, malee, wipa, lek, far, near, friday):
    """What was taken over from Chiang Rai is not told to who handles the flag in Chiang Mai."""
    flags.assess(person=mai, weeks=[make_week(mai, points="33")], now=NOW)
    moves.accept(again(ask(malee, mai, lek, far)), by=lek, now=NOW)
    assert not FlagStep.objects.filter(kind="moved").exists()
    colleague = make_worker(near.unit)
    moves.accept(again(ask(wipa, mai, colleague, near)), by=colleague, now=NOW)
    assert FlagStep.objects.get(kind="moved").cases == 1


def test_room_is_that_of_the_post_that_is_seen(mai, wipa, malee, near, far, friday):
    for viewer, capacity, lines in ((wipa, "15.6", [near]), (malee, "10.4", [far])):
        [found] = standings([mai.pk], NOW, anew(viewer))
        assert (plain_number(found.load.capacity), found.lines) == (capacity, lines)
    [own] = standings([mai.pk], NOW, mai)
    assert (own.load.capacity, own.lines) == (26, [near, far])


def test_the_page_to_move_work_offers_the_own_posts_cases(client, mai, wipa, near, far, friday):
    enter(client, wipa)
    page = client.get(f"/team/{mai.public_id}/move/").text
    assert str(near.public_id) in page
    assert str(far.public_id) not in page


def test_nights_are_those_of_the_part_and_not_of_a_week_that_is_not_seen(
    mai, chiang_mai, chiang_rai, wipa, malee, friday
):
    """The latest week was Chiang Mai's alone: the post in Chiang Rai began after it."""
    make_week(mai, night_points=2)
    for viewer, nights in ((wipa, 2), (malee, 0)):
        [found] = standings([mai.pk], NOW, anew(viewer))
        assert found.load.nights == nights
