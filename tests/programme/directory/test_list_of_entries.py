"""The directory as a list: rows as by hand, a report with row and column, all of it taken back."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.directory import actions
from programme.directory.columns import COLUMNS
from programme.models import DirectoryEntry, OwnService
from tests.bringing import CANNOT, CHANGES, NEW, SAME, bring, statements
from tests.makers import NOW, enter, give_password

from .makers import make_entry


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def row(**cells):
    about = {
        "name_th": "ฝ่ายกฎหมาย",
        "services": "ความช่วยเหลือทางกฎหมาย; Interpreters",
        "provinces": "จ.เชียงใหม่, Lamphun",
        "phone": "053 000 000",
    }
    return about | cells


def test_a_row_writes_what_it_says_in_either_language(ploy):
    found = bring("directory", ploy, row(languages="ไทย / Burmese", hours="24 ชั่วโมง", room="๔"))
    assert (found.fates, found.problems) == ([NEW], [])
    found.save()
    entry = DirectoryEntry.objects.get()
    assert entry.name == {"th": "ฝ่ายกฎหมาย"}
    assert (entry.services, entry.provinces) == (["interpret", "legal"], ["TH-50", "TH-51"])
    assert (entry.languages, entry.hours, entry.room) == (["th", "my"], "always", 4)
    assert bring("directory", ploy, row()).fates == [SAME]
    assert found.undo() == []
    assert not DirectoryEntry.objects.exists()


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name_th": ""}, "name_th"),
        ({"services": ""}, "services"),
        ({"services": "Magic"}, "services"),
        ({"services": "Shelter"}, "provinces"),
        ({"provinces": "Atlantis"}, "provinces"),
        ({"provinces": ""}, "provinces"),
        ({"regions": "Region 77"}, "regions"),
        ({"languages": "Klingon"}, "languages"),
        ({"hours": "sometimes"}, "hours"),
        ({"room": "0"}, "room"),
        ({"room": "501"}, "room"),
        ({"full_until": "soon"}, "full_until"),
        ({"room": "2", "full_until": "1/1/2570"}, "full_until"),
        ({"phone": ""}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"line_id": "a b"}, "line_id"),
        ({"desk": "นางสาวกนกวรรณ ศรีสุข"}, "desk"),
        ({"looking_for": "x" * 201}, "looking_for"),
        ({"wanted": "money"}, "wanted"),
        ({"organisation": "Baan Suk Shelters"}, "organisation"),
    ],
)
def test_a_row_is_refused_at_its_column(cells, column, ploy):
    found = bring("directory", ploy, row(**cells))
    assert [one for one, _ in found.problems] == ([column] if column else [])
    assert found.fates == [CANNOT if column else NEW]


def test_a_shelter_by_region_comes_in_and_its_province_never(ploy):
    shelter = row(name_th="บ้าน", services="Shelter", provinces="", regions="Region 5")
    found = bring("directory", ploy, shelter, row(name_th="บ้านสอง", services="ที่พักพิง"))
    assert found.fates == [NEW, CANNOT]
    found.save()
    entry = DirectoryEntry.objects.get()
    assert (entry.provinces, entry.regions, entry.by_region) == ([], ["th-5"], True)
    # An entry that becomes one with a shelter is refused as long as it names a province.
    make_entry(ploy.organisation, ploy)
    changed = {"name_en": "Legal desk", "services": "Shelter"}
    assert bring("directory", ploy, changed).fates == [CANNOT]


def test_an_empty_cell_changes_nothing_and_a_change_is_taken_back(ploy):
    entry = make_entry(ploy.organisation, ploy, room=3, desk="Ask for the desk")
    before = DirectoryEntry.objects.filter(pk=entry.pk).values().get()
    found = bring("directory", ploy, {"name_en": "legal DESK", "full_until": "1/1/2570"})
    assert found.fates == [CHANGES]
    found.save()
    entry.refresh_from_db()
    assert (entry.room, entry.full_until, entry.desk) == (
        None,
        date(2027, 1, 1),
        "Ask for the desk",
    )
    assert found.undo() == []
    assert DirectoryEntry.objects.filter(pk=entry.pk).values().get() == before


def test_what_was_confirmed_since_stays(ploy):
    found = bring("directory", ploy, row())
    found.save()
    entry = DirectoryEntry.objects.get()
    actions.confirm_entry(entry=entry, by=ploy, now=NOW + timedelta(minutes=1))
    assert found.undo() == [(2, "It was changed since.")]
    assert DirectoryEntry.objects.exists()


def test_a_name_that_another_entry_has_by_now_is_not_taken_back(ploy):
    entry = make_entry(ploy.organisation, ploy, name="Legal")
    DirectoryEntry.objects.filter(pk=entry.pk).update(name={"en": "Legal", "th": "กฎหมาย"})
    found = bring("directory", ploy, {"name_th": "กฎหมาย", "name_en": "Law"})
    found.save()
    make_entry(ploy.organisation, ploy, name="Legal")
    assert found.undo() == [(2, "Its name is another entry’s now.")]
    entry.refresh_from_db()
    assert entry.name == {"en": "Law", "th": "กฎหมาย"}


def test_a_row_of_a_shelter_is_refused_for_its_words_too(ploy):
    cells = {"services": "Shelter", "provinces": "", "regions": "th-b", "desk": "Nan"}
    found = bring("directory", ploy, row(**cells))
    assert found.fates == [CANNOT]
    assert {column for column, _sentence in found.problems} == {"regions", "desk"}


def test_a_name_twice_is_refused_and_fifty_are_enough(ploy):
    again = row(name_th="", name_en="Desk"), row(name_th="โต๊ะ", name_en="desk")
    assert bring("directory", ploy, *again).fates == [NEW, CANNOT]
    for n in range(49):
        make_entry(ploy.organisation, ploy, f"Desk {n}")
    assert bring("directory", ploy, row(), row(name_th="อื่น")).fates == [NEW, CANNOT]


def test_entries_and_services_of_others_are_not_known(ploy, noi):
    make_entry(noi.organisation, noi)
    OwnService.objects.create(
        organisation=noi.organisation, name={"en": "Net mending"}, counts_as="work"
    )
    found = bring(
        "directory", ploy, row(name_en="Legal desk"), row(name_th="x", services="Net mending")
    )
    assert found.fates == [NEW, CANNOT]


def test_only_an_admin_of_the_whole_brings_it_in(ploy, wipa, siriporn, anan):
    for other in (wipa, siriporn, anan):
        with pytest.raises(ValidationError):
            bring("directory", other, row())


def test_what_leaves_as_a_file_comes_in_again_unchanged(client, ploy):
    own = OwnService.objects.create(
        organisation=ploy.organisation, name={"en": "Net mending"}, counts_as="work"
    )
    make_entry(
        ploy.organisation,
        ploy,
        services=["legal", own.code],
        regions=["th-b", "th-5"],
        languages=["th", "my", "mnw"],
        wanted=["volunteers", "funding"],
        looking_for="=1+1",
        room=6,
        line_id="@saphan",
        email="desk@saphan.org",
    )
    make_entry(
        ploy.organisation,
        ploy,
        "House",
        services=["shelter"],
        provinces=[],
        full_until=date(2027, 1, 5),
        by_region=True,
    )
    enter(client, ploy)
    give_password(client)
    text = client.get(reverse("directory_sheet")).content.decode("utf-8-sig")
    header, *rows = csv.reader(StringIO(text, newline=""))
    assert header[:-1] == [str(one.name) for one in COLUMNS]
    assert rows[0][-2:] == ["", str(NOW.date())]
    # Nothing is computed by who opens it, and all of it comes in again.
    assert (rows[1][-2], rows[1][13]) == ("'=1+1", "'@saphan")
    keys = [one.key for one in COLUMNS]
    found = bring("directory", ploy, *(dict(zip(keys, one, strict=False)) for one in rows))
    assert (found.fates, found.notes) == ([SAME, SAME], [])


# What is read of a file has no NUL any more (people/rules/lists/cells.py), and no half of a sign:
# each way to read one refuses or replaces it.
READ_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=50)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cells=st.dictionaries(st.sampled_from([one.key for one in COLUMNS]), READ_TEXTS))
def test_no_cell_breaks_the_judgement(cells, ploy):
    [fate] = bring("directory", ploy, cells).fates
    assert fate in {NEW, CANNOT}


def test_judging_costs_the_same_for_any_number_of_rows(ploy):
    counts = [
        statements(
            lambda n=n: bring("directory", ploy, *(row(name_th=f"โต๊ะ {m}") for m in range(n)))
        )
        for n in (1, 3, 30)
    ]
    assert len({*counts}) == 1
