"""The directory's door: to whom it opens, how far it leads, and what it never shows."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from people.models import AccessEvent, Membership
from people.tenancy import context as tenancy
from programme.directory.reading import read_directory
from programme.lessons.reading import read_lessons
from programme.members import actions as programmes
from programme.members import door
from programme.models import DirectoryEntry, SharedPart
from tests.makers import NOW, make_membership, make_organisation, make_person, make_unit
from tests.programme.conftest import again

from .makers import make_entry, make_lesson


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def entries(ploy, sumalee):
    """An entry of each organisation."""
    return make_entry(ploy.organisation, ploy), make_entry(sumalee.organisation, sumalee, "House")


def found(viewer):
    """The names of the entries that a viewer finds, as in a request."""
    with tenancy.of_request(viewer.organisation_id):
        return [str(row.entry) for row in read_directory(again(viewer), NOW).rows]


def share(member, by):
    programmes.agree(member=member, part=SharedPart.DIRECTORY, by=by, now=NOW)


def test_everybody_with_a_role_reads_ones_own_and_the_members_that_share(
    entries, ours, theirs, nok, wipa, siriporn, orathai, anan, sumalee
):
    for viewer in (nok, wipa, siriporn, orathai, anan):
        assert found(viewer) == ["Legal desk"]
    share(theirs, sumalee)
    for viewer in (nok, wipa, siriporn, orathai, anan):
        assert found(viewer) == ["House", "Legal desk"]
    # Saphan does not share and reads all the same; the shelters read nothing of Saphan.
    assert found(sumalee) == ["House"]


@pytest.mark.parametrize("what", ["withdrawn", "left", "ended", "other part", "own left"])
def test_the_door_asks_of_today(entries, ours, theirs, nok, ploy, sumalee, what):
    share(theirs, sumalee)
    assert found(nok) == ["House", "Legal desk"]
    if what in {"withdrawn", "other part"}:
        programmes.withdraw(member=theirs, part=SharedPart.DIRECTORY, by=sumalee, now=NOW)
    if what == "other part":
        programmes.agree(member=theirs, part=SharedPart.POSTS, by=sumalee, now=NOW)
    if what == "left":
        programmes.leave(member=theirs, by=sumalee, now=NOW)
    if what == "own left":
        programmes.leave(member=ours, by=again(ploy), now=NOW)
    if what == "ended":
        programmes.end(programme=ours.programme, by=again(ploy), now=NOW)
    assert found(nok) == ["Legal desk"]


def test_who_has_no_role_today_finds_nothing(entries, ours, theirs, nok, sumalee):
    share(theirs, sumalee)
    yesterday = NOW.date() - timedelta(days=1)
    Membership.objects.filter(person=nok).update(ends=yesterday)
    with pytest.raises(ValidationError), door.directory_door(again(nok)):
        pass
    assert not door.has_directory(again(nok))


def test_a_programme_of_others_is_not_reached(entries, ours, theirs, sumalee):
    share(theirs, sumalee)
    unit = make_unit(make_organisation("Baan Rak", kind="shelter"), "Desk")
    stranger = make_person("stranger", unit.organisation)
    make_membership(stranger, unit, "worker")
    assert found(stranger) == []
    assert not door.has_directory(again(stranger))


def test_a_retired_entry_is_found_by_nobody(entries, ours, theirs, nok, sumalee):
    share(theirs, sumalee)
    DirectoryEntry.objects.update(retired_at=NOW)
    assert found(nok) == []
    assert not door.has_directory(again(nok))


def test_reading_notes_no_look_for_it_would_tell_who_looked_for_help(
    entries, ours, theirs, nok, sumalee
):
    share(theirs, sumalee)
    before = AccessEvent.objects.count()
    found(nok)
    assert AccessEvent.objects.count() == before


def test_lessons_are_read_where_the_directory_is_shared(ours, theirs, nok, ploy, sumalee):
    make_lesson(ploy.organisation, ploy)
    make_lesson(sumalee.organisation, sumalee, "Theirs", written_at=NOW - timedelta(days=1))
    make_lesson(sumalee.organisation, sumalee, "Gone", retired_at=NOW)
    assert [one.title for one in read_lessons(again(nok))] == ["Ask twice"]
    share(theirs, sumalee)
    assert [one.title for one in read_lessons(again(nok))] == ["Ask twice", "Theirs"]


@pytest.mark.parametrize("entries_there", [1, 3, 30])
def test_it_costs_the_same_for_any_number_of_entries(
    entries_there, ours, theirs, nok, sumalee, django_assert_num_queries
):
    share(theirs, sumalee)
    for n in range(entries_there):
        make_entry(sumalee.organisation, sumalee, f"Desk {n}")
    viewer = again(nok)
    assert viewer.belongs
    with django_assert_num_queries(3):
        assert len(read_directory(viewer, NOW).rows) == entries_there
