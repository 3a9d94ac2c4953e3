"""The kinds of looks: each app registers its own, and the trail holds no other."""

import pytest

from people import access_kinds
from people.audit import actions as audit
from people.members.role_events import Giver
from people.models import AccessEvent, Role
from tests.makers import NOW
from tests.roles import as_the_owner


def test_no_two_looks_share_a_code():
    with pytest.raises(ValueError, match="board"):
        access_kinds.access_kind("board", "Another board", "It would hide the first.")
    assert access_kinds.ACCESS_KINDS["board"].label != "Another board"


def test_a_code_fits_its_column():
    with pytest.raises(ValueError, match="letters"):
        access_kinds.access_kind("a_long_look_at_it", "Long", "Cut off, it would be another.")


def noted_by_an_office(nok, wipa):
    audit.note_access(viewer=wipa, role=Role.SUPERVISOR, what="peek", person=nok, at=NOW)


def noted_by_oneself(nok, wipa):
    audit.note_own(person=nok, what="peek", at=NOW)


def noted_by_a_giver(nok, wipa):
    Giver(wipa).event(nok, "peek", at=NOW).save()


@pytest.mark.parametrize("noted", [noted_by_an_office, noted_by_oneself, noted_by_a_giver])
def test_a_look_that_no_app_registered_is_not_written(noted, nok, wipa):
    with pytest.raises(ValueError, match="peek"):
        noted(nok, wipa)
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize("code", access_kinds.ACCESS_KINDS)
def test_whoever_reads_the_trail_is_told_the_look_in_words(code, nok, wipa):
    audit.note_access(viewer=wipa, role=Role.SUPERVISOR, what=code, person=nok, at=NOW)
    label = str(access_kinds.ACCESS_KINDS[code].label)
    assert AccessEvent.objects.get().get_what_display() == label != ""


def test_every_app_registers_what_is_looked_at_there():
    assert {"membership", "shared", "certificates", "board", "programme"} <= {
        *access_kinds.ACCESS_KINDS
    }


def test_a_look_whose_kind_is_gone_is_still_told(nok, wipa):
    """A row of the trail is never dropped, so a page shows it by its code."""
    audit.note_access(viewer=wipa, role=Role.SUPERVISOR, what="board", person=nok, at=NOW)
    with as_the_owner():
        AccessEvent.objects.update(what="of_before")
    (event,) = AccessEvent.objects.about(nok)
    assert event.get_what_display() == "of_before"
