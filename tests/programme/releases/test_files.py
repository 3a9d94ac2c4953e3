"""The files of a release: the same figures in each, always the same bytes, and nothing beside."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.weeks import BANGKOK
from people.writing.sheets import BOM
from programme.releases.formats import atom, documents, files, tables
from programme.releases.formats.files import ARCHIVE, MEDIA, SUMS, write_files
from programme.releases.public.page import OpenRelease
from programme.releases.published import WITHHELD, ReleasedCell

from .sample import (
    CELLS,
    CORRECTION,
    EARLIER_ID,
    HOME,
    MEASURES,
    PLACES,
    RELEASE_ID,
    SHOWN,
    make_published,
)

FACTS = {(str(one.first), one.place, one.measure): one.band for one in CELLS}


@pytest.fixture(scope="module")
def written():
    return write_files(make_published(), HOME).contents


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


# --- The same figures everywhere ------------------------------------------------------------------


def test_the_table_for_programs_has_each_cell_once(written):
    rows = rows_of(written["bands.csv"])
    found = {(one["first_day"], one["place"], one["measure"]): one["band"] for one in rows}

    assert found == FACTS
    assert len(rows) == len(FACTS)
    assert all(date.fromisoformat(one["last_day"]).weekday() == 6 for one in rows)


def test_the_table_for_spreadsheets_has_the_names_of_the_same_cells(written):
    places = {one.names["th"]: one.key for one in PLACES}
    measures = {one.names["th"]: one for one in MEASURES}
    found = {}
    for one in rows_of(written["bands-for-spreadsheets.csv"]):
        measure = measures[one["measure_th"]]
        bands = {names["th"]: band for band, names in measure.bands} | {"ไม่แสดง": WITHHELD}
        place = places[one["place_th"]]
        found[one["first_day"], place, measure.key] = bands[one["band_th"]]
        assert (one["band_en"] == WITHHELD) == (one["band_th"] == "ไม่แสดง")

    assert found == FACTS


def test_json_has_the_same_cells_and_says_what_they_mean(written):
    said = json.loads(written["release.json"])
    found = {(one["first_day"], one["place"], one["measure"]): one["band"] for one in said["cells"]}

    assert found == FACTS
    assert [one["key"] for one in said["measures"]] == [one.key for one in MEASURES]
    assert said["measures"][0]["bands"][0] == {"key": "room-left", "names": MEASURES[0].bands[0][1]}


def test_what_is_withheld_is_empty_for_hxl_and_absent_for_dhis2(written):
    """Neither knows a word for it; a number in its place would be added up."""
    heads, tags, *rows = csv.reader(io.StringIO(written["bands-hxl.csv"].decode()))
    hxl = {(one[0], one[2], one[3]): (one[4], one[5]) for one in rows}
    dhis2 = {
        (one["attributeOptionCombo"][-10:], one["orgUnit"], one["dataElement"]): one["value"]
        for one in json.loads(written["dhis2.json"])["dataValues"]
    }

    assert len(heads) == len(tags)
    assert all(re.fullmatch(r"#[a-z]+(\+[a-z]+)*", one) for one in tags)
    assert hxl == {
        cell: ("", WITHHELD) if band == WITHHELD else (band, "") for cell, band in FACTS.items()
    }
    assert dhis2 == {cell: band for cell, band in FACTS.items() if band != WITHHELD}


def test_no_place_is_called_complete_to_dhis2(written):
    """It marks a data set as complete for one place. Without one the whole import is warned of."""
    found = json.loads(written["dhis2.json"])

    assert found.keys() == {"dataSet", "period", "dataValues"}
    assert all(one["orgUnit"] for one in found["dataValues"])


def test_the_codebook_explains_every_key_and_orders_the_bands(written):
    rows = rows_of(written["codebook.csv"])
    bands = [(one["of_measure"], one["key"]) for one in rows if one["column"] == "band"]

    assert [one["key"] for one in rows if one["column"] == "place"] == [
        "",
        "programme",
        "th-b",
        "th-5",
    ]
    assert bands[1:] == [
        *((measure.key, band) for measure in MEASURES for band, _names in measure.bands),
        ("", WITHHELD),
    ]
    assert all(one["name_en"] and one["name_th"] for one in rows)
    assert "creativecommons.org/licenses/by/4.0" in rows[-1]["about_th"]


# --- Nothing beside the bands ---------------------------------------------------------------------

# What is made of digits in a file: days, moments, versions, addresses, hashes, names of licences.
ALLOWED = (
    r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?",
    r"[0-9a-f]{64}",
    re.escape(str(RELEASE_ID)),
    re.escape(str(EARLIER_ID)),
    r"2026-?[Qq][34]",
    r"CC-BY-4\.0|Attribution 4\.0|licenses/by/4\.0",
    r"1\.0\.0|profiles/2\.0|cff-version: 1\.2\.0",
    r"th-5|Region 5|ภาค 5",
    r"encoding=.utf-8.|utf-8|SHA256SUMS|dhis2|DHIS2",
)


@pytest.mark.parametrize("corrections", [(), (CORRECTION,)])
@pytest.mark.parametrize("name", [one for one in MEDIA if one != ARCHIVE])
def test_no_file_holds_a_number_that_is_no_day_no_version_and_no_name(name, corrections):
    """No zero, no count and no middle of a band: what is withheld could be told from it."""
    written = write_files(make_published(corrections=corrections), HOME).contents
    text = re.sub("|".join(ALLOWED), "", written[name].decode())
    if name == SUMS:
        text = re.sub(r"^  .*$", "", text, flags=re.MULTILINE)
    text = text.replace("sha256", "")

    assert re.findall(r".{0,20}\d.{0,20}", text) == []


def test_no_json_holds_a_number_at_all(written):
    def leaves(found):
        if isinstance(found, dict):
            found = list(found.values())
        return (
            [leaf for one in found for leaf in leaves(one)] if isinstance(found, list) else [found]
        )

    for name in ("release.json", "datapackage.json", "dataset.jsonld", "dhis2.json"):
        assert {type(leaf) for leaf in leaves(json.loads(written[name]))} <= {str, bool}


@given(st.sampled_from(list(SHOWN)), st.data())
@settings(max_examples=30, deadline=None)
def test_which_reason_withholds_a_cell_is_seen_nowhere(cell, data):
    """A release in which a place is wholly withheld names it as one in which it is not."""
    measure, place = cell
    held = [
        ReleasedCell(one.first, one.last, one.place, one.measure, WITHHELD)
        if (one.measure, one.place) == (measure, place)
        else one
        for one in CELLS
    ]
    order = data.draw(st.permutations(held))
    one, other = (write_files(make_published(cells=tuple(some)), HOME) for some in (held, order))

    assert one == other
    assert one.contents["codebook.csv"] == tables.codebook_csv(make_published())


# --- The same bytes -------------------------------------------------------------------------------


def test_the_same_release_is_always_the_same_bytes(written):
    assert write_files(make_published(), HOME).contents == written
    assert written.keys() == MEDIA.keys()


def test_a_release_in_another_order_is_the_same_release(written):
    turned = make_published(cells=tuple(reversed(CELLS)))
    assert write_files(turned, HOME).contents == written


def test_the_list_of_hashes_is_that_of_every_other_file(written):
    listed = dict(reversed(line.split("  ")) for line in written[SUMS].decode().splitlines())
    assert listed == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in written.items()
        if name not in (SUMS, ARCHIVE)
    }


def test_the_archive_holds_every_file_as_it_is_and_no_time(written):
    with zipfile.ZipFile(io.BytesIO(written[ARCHIVE])) as archive:
        found = {one.filename: archive.read(one) for one in archive.infolist()}
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert found == {name: content for name, content in written.items() if name != ARCHIVE}


def test_only_the_table_for_spreadsheets_is_marked(written):
    marked = {name for name, content in written.items() if content.startswith(BOM.encode())}
    assert marked == {"bands-for-spreadsheets.csv"}


def test_a_name_that_a_spreadsheet_would_compute_stays_a_text():
    evil = "=HYPERLINK(1)"
    places = (PLACES[0], PLACES[1], type(PLACES[2])("th-5", {"en": evil, "th": evil}))
    contents = write_files(make_published(places=places), HOME).contents
    for name in ("bands-for-spreadsheets.csv", "codebook.csv"):
        cells = {cell for row in rows_of(contents[name]) for cell in row.values()}
        assert f"'{evil}" in cells
        assert evil not in cells


def test_what_is_signed_names_every_file(written):
    release = make_published()
    said = files.statement(release, HOME, write_files(release, HOME))

    assert said["release"] == f"{HOME}{RELEASE_ID}/"
    assert said["sha256"].keys() == written.keys()
    assert said["fingerprint"] == hashlib.sha256(written[SUMS]).hexdigest()


def test_what_later_releases_say_of_one_is_in_none_of_its_files(written):
    corrected = make_published(corrected_by=(CORRECTION,))
    assert write_files(corrected, HOME).contents == written


# Before seven in the morning it is still the day before in Greenwich.
MORNING = datetime(2027, 1, 1, 5, tzinfo=BANGKOK)


def test_a_release_of_the_first_morning_of_a_year_is_of_that_year():
    """Its page says 1 January; so does the citation."""
    release = make_published(published_at=MORNING.astimezone(UTC))
    found = write_files(release, HOME).contents
    assert "date-released: 2027-01-01\n" in found["CITATION.cff"].decode()
    page = OpenRelease(release, write_files(release, HOME), home=HOME, language="en", signed=False)
    assert "(2027)" in page.citation


# --- The feed -------------------------------------------------------------------------------------


def test_a_feed_without_a_release_is_a_feed():
    found = Tree.fromstring(atom.feed([], HOME, f"{HOME}feed.atom"))  # noqa: S314 - ours
    assert found.find("{http://www.w3.org/2005/Atom}updated").text == "2024-01-15T00:00:00Z"


def test_a_programme_with_a_sign_that_xml_has_no_place_for_breaks_no_feed():
    odd = make_published(programme={"en": "North\x0b & <South>\ufffe"})
    text = atom.feed([odd], HOME, f"{HOME}feed.atom")
    names = Tree.fromstring(text).iter("{http://www.w3.org/2005/Atom}name")  # noqa: S314 - ours
    assert [one.text for one in names] == ["North & <South>"]


def test_a_programme_with_a_sign_that_yaml_has_no_place_for_breaks_no_citation():
    name = 'A\x7f\x85\u2028: "\\'
    text = documents.citation_cff(make_published(programme={"en": name}), HOME).decode()

    assert "".join(text.split("\n")).isprintable()
    (said,) = re.findall(r"  - name: (.*)", text)
    assert json.loads(said) == name


def test_an_unknown_licence_is_named_and_can_be_found():
    release = make_published(licence="CC0-1.0")
    assert tables.licence_of(release) == ("CC0-1.0", "https://spdx.org/licenses/CC0-1.0.html")
    assert '"name": "CC0-1.0"' in documents.release_json(release, HOME).decode()
