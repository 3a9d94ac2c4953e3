"""Looks gathered by week and viewer, also while new ones come in."""

from datetime import timedelta

from django.db.models.functions import TruncWeek

from people.accounts.looks import grouped
from people.audit import actions as audit
from people.models import AccessEvent, Role
from people.weeks import BANGKOK
from tests.makers import NOW
from workload import access_kinds


def look(viewer, person, at=NOW):
    audit.note_access(
        viewer=viewer, role=Role.SUPERVISOR, what=access_kinds.BOARD, person=person, at=at
    )


def test_looks_that_come_between_the_count_and_the_times_do_no_harm(nok, wipa, siriporn):
    look(wipa, nok)
    events = AccessEvent.objects.annotate(monday=TruncWeek("at", tzinfo=BANGKOK))
    first = events.get()
    counted = [
        {
            "monday": first.monday,
            "viewer": wipa.pk,
            "viewer_role": Role.SUPERVISOR,
            "program": "",
            "what": access_kinds.BOARD,
            "n": 1,
        }
    ]
    look(wipa, nok, NOW + timedelta(minutes=1))
    look(siriporn, nok, NOW + timedelta(minutes=1))
    read = [(event.monday, event) for event in events.order_by("-at", "-pk")]
    (group,) = grouped(counted, {wipa.pk: wipa}, read).values()
    assert (group.viewer, group.count, group.others) == (wipa, 1, 0)
    assert {event.viewer_id for event in group.events} == {wipa.pk}
