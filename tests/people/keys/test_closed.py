"""What is closed to a request, at the moment itself: to whom, of whom, and until it ends."""

from datetime import timedelta

import pytest

from people.audit.actions import note_access
from people.keys import closed
from people.keys.closed import ClosedAnswersError, Closing
from people.models import AccessEvent, Role
from tests.makers import NOW
from workload.access_kinds import BOARD

DAY = timedelta(days=1)
NOK, WIPA = 1, 2


def opens(said_at, said_by) -> bool:
    try:
        closed.refuse(said_at, said_by)
    except ClosedAnswersError:
        return False
    return True


@closed.of_request()
def failing_request():
    closed.close(NOW)
    raise ZeroDivisionError


def test_all_of_before_a_moment_is_closed_and_what_was_said_at_it_is_open():
    with closed.of_request():
        closed.close(NOW)
        for who in (NOK, WIPA):
            assert not opens(NOW - timedelta(microseconds=1), who)
            assert opens(NOW, who)
        assert opens(None, NOK)


def test_one_persons_own_is_closed_and_what_others_said_is_open():
    with closed.of_request():
        closed.close_own(NOK, NOW)
        assert not opens(NOW - DAY, NOK)
        assert opens(NOW, NOK)
        assert opens(NOW - DAY, WIPA)
        assert (closed.before(NOK), closed.before(WIPA)) == (NOW, None)


@pytest.mark.parametrize(("everything", "own"), [(NOW, NOW - DAY), (NOW - DAY, NOW)])
def test_of_both_closings_the_later_one_counts(everything, own):
    both = Closing(everything, own, NOK)
    assert (both.before(NOK), both.before(WIPA)) == (NOW, everything)
    with closed.of_request():
        for close in (lambda: closed.close(everything), lambda: closed.close_own(NOK, own)):
            close()
        assert (closed.before(NOK), closed.before(WIPA)) == (NOW, everything)
        closed.close(everything)
        assert closed.before(NOK) == NOW


def test_what_a_request_closes_ends_with_it_also_where_it_fails():
    with closed.of_request():
        closed.close(NOW)
        # A request within another one begins open.
        with closed.of_request():
            assert opens(NOW - DAY, NOK)
        assert not opens(NOW - DAY, NOK)
    with pytest.raises(ZeroDivisionError):
        failing_request()
    assert closed.before(NOK) is None
    assert opens(NOW - DAY, NOK)


def test_a_list_leaves_out_the_same_rows(nok, wipa, siriporn):
    for person in (nok, wipa):
        for moment in (NOW - DAY, NOW):
            note_access(viewer=siriporn, role=Role.TRAINER, what=BOARD, at=moment, person=person)

    def listed():
        rows = closed.since(AccessEvent.objects.all(), "at")
        return {(one.person.username, one.at == NOW) for one in rows}

    everything = {("nok", True), ("nok", False), ("wipa", True), ("wipa", False)}
    assert listed() == everything
    with closed.of_request():
        assert listed() == everything
        closed.close_own(nok.pk, NOW)
        assert listed() == everything - {("nok", False)}
        closed.close(NOW)
        assert listed() == {("nok", True), ("wipa", True)}
    with closed.of_request():
        closed.close(NOW)
        assert listed() == {("nok", True), ("wipa", True)}
