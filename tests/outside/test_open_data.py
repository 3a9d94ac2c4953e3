"""A release, read by the programs of others: each format by a reader that is not ours."""

import io
import json
import zipfile
from urllib.parse import urlsplit

import pytest

from programme.releases.formats import atom
from programme.releases.formats.files import ARCHIVE, write_files
from programme.releases.published import WITHHELD
from tests.programme.releases.sample import (
    CELLS,
    CORRECTION,
    EARLIER_ID,
    HOME,
    RELEASE_ID,
    make_published,
)

pytestmark = pytest.mark.outside

FACTS = {(str(one.first), one.place, one.measure): one.band for one in CELLS}
TOLD = {cell: band for cell, band in FACTS.items() if band != WITHHELD}


@pytest.fixture
def folder(tmp_path):
    """The archive, unpacked as anybody would."""
    content = write_files(make_published(corrections=(CORRECTION,)), HOME).contents[ARCHIVE]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _offline(monkeypatch):
    """No program asks the network for what a file means."""

    def refuse(*_args, **_more):
        raise AssertionError("asked the network")

    monkeypatch.setattr("socket.socket.connect", refuse)


def test_frictionless_finds_the_package_valid_and_reads_what_is_withheld_as_missing(folder):
    frictionless = pytest.importorskip("frictionless")
    package = frictionless.Package(str(folder / "datapackage.json"))
    report = package.validate()

    assert (report.valid, report.warnings, len(report.tasks)) == (True, [], 3)
    rows = package.get_resource("bands").read_rows()
    found = {(str(one["first_day"]), one["place"], one["measure"]): one["band"] for one in rows}
    assert found == {cell: TOLD.get(cell) for cell in FACTS}
    named = package.get_resource("bands-for-spreadsheets").read_rows()
    assert sum(one["band_th"] is None for one in named) == len(FACTS) - len(TOLD)


def test_frictionless_keeps_what_the_release_corrects(folder):
    frictionless = pytest.importorskip("frictionless")
    package = frictionless.Package(str(folder / "datapackage.json"))
    book = package.get_resource("codebook").read_rows()

    (said,) = package.custom["corrections"]
    assert said["right"] == CORRECTION.right
    assert [one["about_th"] for one in book if one["name_en"] == "Correction of 2026-Q3"] == [
        "ชื่อไม่ถูกต้อง สิ่งที่ผิด: ชื่อเรื่องที่วัด ที่ถูกต้อง: ตำแหน่งที่มีผู้ดำรง"
    ]


def test_frictionless_notices_a_band_that_was_changed(folder):
    frictionless = pytest.importorskip("frictionless")
    table = folder / "bands.csv"
    table.write_text(table.read_text().replace("too-much", "17", 1))

    errors = frictionless.Package(str(folder / "datapackage.json")).validate().flatten(["type"])
    assert ["hash-count"] in errors
    assert ["constraint-error"] in errors


def test_frictionless_opens_the_archive_as_it_is(tmp_path):
    frictionless = pytest.importorskip("frictionless")
    archive = tmp_path / "release.zip"
    archive.write_bytes(write_files(make_published(), HOME).contents[ARCHIVE])
    assert frictionless.Package(str(archive)).validate().valid


def test_pandas_reads_the_same_figures_from_both_tables_and_the_json(folder):
    pandas = pytest.importorskip("pandas")
    table = pandas.read_csv(folder / "bands.csv", na_values=[WITHHELD], dtype=str)
    found = {
        (one.first_day, one.place, one.measure): one.band
        for one in table.dropna().itertuples(index=False)
    }
    named = pandas.read_csv(folder / "bands-for-spreadsheets.csv", dtype=str)
    cells = pandas.DataFrame(json.loads((folder / "release.json").read_text())["cells"])

    assert found == TOLD
    assert named.columns[0] == "first_day"
    assert list(named.place_th.unique()) == ["ทั้งโครงการ", "กรุงเทพฯ", "ภาค 5"]
    assert cells.band.tolist() == table.band.fillna(WITHHELD).tolist()
    assert cells.first_day.tolist() == named.first_day.tolist()


def test_the_citation_is_yaml_with_what_the_format_asks_for(folder):
    yaml = pytest.importorskip("yaml")
    said = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))

    assert {"cff-version", "message", "title", "authors"} <= said.keys()
    assert (said["type"], said["license"], said["version"]) == ("dataset", "CC-BY-4.0", "1.0.0")
    assert str(said["date-released"]) == "2027-01-20"
    assert said["url"].endswith(f"{RELEASE_ID}/")
    assert said["authors"] == [{"name": "Northern programme"}]


def test_the_feed_is_what_rfc_4287_asks_for():
    etree = pytest.importorskip("lxml.etree")
    said = (CORRECTION,)
    older = make_published(quarter="2026-Q3", public_id=EARLIER_ID, corrected_by=said)
    newer = make_published(corrections=said)
    text = atom.feed([older, newer], HOME, f"{HOME}feed.atom")
    feed = etree.fromstring(text)
    ns = {"a": "http://www.w3.org/2005/Atom"}

    for one in (feed, *feed.findall("a:entry", ns)):
        for wanted in ("id", "title", "updated"):
            assert len(one.findall(f"a:{wanted}", ns)) == 1
    assert all(one.find("a:author/a:name", ns) is not None for one in feed.findall("a:entry", ns))
    assert all(
        urlsplit(one.get("href")).scheme == "https" for one in feed.iterfind(".//a:link", ns)
    )
    ids = [one.text for one in feed.iterfind(".//a:id", ns)]
    assert len(ids) == len(set(ids)) == 3
    contents = feed.findall("a:entry/a:content", ns)
    assert [one.get("type") for one in contents] == ["xhtml"] * 2
    # One element of XHTML, as RFC 4287 (4.1.3.3) has it.
    assert [[part.tag for part in one] for one in contents] == [
        ["{http://www.w3.org/1999/xhtml}div"]
    ] * 2


def test_the_description_for_search_engines_has_what_they_ask_for(folder):
    said = json.loads((folder / "dataset.jsonld").read_text())

    assert (said["@context"], said["@type"]) == ("https://schema.org/", "Dataset")
    assert 50 <= len(said["description"]) <= 5000
    assert {"name", "license", "creator", "distribution", "temporalCoverage"} <= said.keys()
    for one in said["distribution"]:
        assert one["@type"] == "DataDownload"
        assert (folder / urlsplit(one["contentUrl"]).path.rsplit("/", 1)[1]).exists()
