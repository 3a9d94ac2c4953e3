"""A report as page, PDF and workbook: the same figures in both languages, read by others."""

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape, strip_tags
from openpyxl import load_workbook

from programme.reports import pdf, reading
from programme.reports.forms import ReportWishForm
from programme.reports.parts import ReportContent, ReportPart, ReportTable
from programme.reports.workbook import write_workbook
from tests.makers import NOW, enter, give_password, make_workers
from tests.programme.conftest import make_report
from tests.programme.coverage.test_actions import make_flag

from .conftest import ask, needs_pdf

# A hand that knows nothing of Django asks what a machine lacks.
ASKING = """
import django
django.setup()
from programme.reports.pdf import what_is_lacking
print([str(what_is_lacking(one)) for one in ("en", "th")])
"""


@pytest.fixture
def flagged(quarter, chiang_mai):
    """Something to count beside the bands."""
    for person in make_workers(6, chiang_mai):
        make_flag(person, "red")


def words_of(content: ReportContent) -> list[str]:
    """Every number and word of the tables and facts, as they are read: without unseen signs."""
    cells = [text for part in content.parts for fact in part.told for text in fact]
    tables = [table for part in content.parts for table in part.tables]
    cells += [text for one in tables for text, _number in one.titles]
    cells += [text for one in tables for line in one.lines for text, _number in line]
    return [one.replace("\N{WORD JOINER}", "") for one in cells]


def run(*command: str, given: bytes = b"") -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


@needs_pdf
@pytest.mark.process
@pytest.mark.parametrize("language", ["en", "th"])
def test_page_pdf_and_workbook_tell_the_same(
    flagged, anan, client, language, tmp_path, django_assert_max_num_queries
):
    made = ask(anan, language=language)
    content = reading.opened_content(made)
    told = words_of(content)

    enter(client, anan)
    with django_assert_max_num_queries(20):
        page = client.get(f"/programme/reports/{made.public_id}/").content.decode()
    paper = page[page.index('class="paper"') : page.index("</article>")]
    shown = strip_tags(paper)
    assert [one for one in told if escape(one) not in shown] == []

    book = load_workbook(BytesIO(made.files.get(kind="xlsx").content))
    cells = [
        str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None
    ]
    assert [one for one in told if one.replace("\N{NO-BREAK SPACE}", " ") not in cells] == []
    assert len(book.sheetnames) == len(content.parts) + 1

    file = tmp_path / "report.pdf"
    file.write_bytes(made.files.get(kind="pdf").content)
    fonts = run("pdffonts", str(file)).decode().splitlines()[2:]
    assert fonts
    # Name, type, encoding, then whether it is embedded, is a part of it, and can be read back.
    assert {line.split()[-5] for line in fonts} == {"yes"}
    text = "".join(run("pdftotext", "-layout", str(file), "-").decode().split())
    assert numbers(told) <= numbers_in(text)
    if language == "en":
        assert [one for one in told if "".join(one.split()) not in text and " " not in one] == []
    else:
        assert any("Thai" in line or "Loma" in line or "Garuda" in line for line in fonts)
    first = run("pdftoppm", "-r", "40", "-gray", "-f", "1", "-l", "1", str(file))
    ink = sum(byte < 128 for byte in first[20:])
    assert 200 < ink < len(first) // 4


def numbers(told: list[str]) -> set[str]:
    return {one for one in told if one.isdigit()}


def numbers_in(text: str) -> set[str]:
    return {str(n) for n in range(100) if str(n) in text}


def test_a_workbook_computes_nothing_and_keeps_numbers():
    evil = ("=1+1", "@SUM(A1)", "-2", "+3", "\t=1", "a\x07b", "c\ufffed", 7, 1.5)
    table = ReportTable("=CAPTION()", ("=HEAD()", *map(str, range(8))), (evil,))
    parts = (ReportPart("one", "A/B:[c]*?", tables=(table,)),)
    written = write_workbook(ReportContent("=T()", "@of", "days", "made", "rule", parts))
    book = load_workbook(BytesIO(written))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    last = [cell.value for cell in book.worksheets[1][book.worksheets[1].max_row]]
    assert last == ["'=1+1", "'@SUM(A1)", "'-2", "'+3", "'\t=1", "ab", "cd", 7, 1.5]
    assert book.sheetnames[1] == "A B  c   "


def test_a_sheet_is_named_without_unseen_signs():
    """They keep a word on one line; who names the sheet in a formula types none."""
    title = "ภาระ\N{WORD JOINER}งาน\N{NO-BREAK SPACE}8"
    content = ReportContent("t", "of", "days", "made", "rule", (ReportPart("one", title),))
    book = load_workbook(BytesIO(write_workbook(content)))
    assert book.sheetnames[1] == "ภาระงาน 8"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.css",
        "file:///etc/passwd",
        "http://report.invalid/static/app.css",
        "https://report.invalid/static/report.css",
        "data:text/css,p{}",
    ],
)
def test_nothing_but_the_reports_own_is_given_to_who_writes_the_pdf(anan, address):
    made = make_report(anan)
    own = pdf.own_files(made, reading.opened_content(made).drawings)
    assert pdf.own_file(address, own) is None
    assert pdf.own_file("http://report.invalid/static/report.css", own)[1] == "text/css"


@needs_pdf
def test_a_pdf_whose_page_asks_for_more_is_not_written(anan):
    """A picture that is named and was not drawn is not its own: nothing is asked of the network."""
    made = make_report(anan)
    content = replace(reading.opened_content(made), drawings={})
    with pytest.raises(ValueError, match="asked for"):
        pdf.write_pdf(made, content)


@pytest.mark.process
@pytest.mark.parametrize("lacking", ["pango", "font"])
def test_without_pango_or_a_thai_font_it_says_so(lacking, tmp_path):
    """Asked on a machine where the library cannot be found, or where fontconfig knows no font."""
    hidden = dict(os.environ, DJANGO_SETTINGS_MODULE="tests.settings")
    if lacking == "pango":
        # A broken library of that name comes first on the way.
        for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"):
            (tmp_path / name).write_bytes(b"no library")
        hidden |= {"LD_LIBRARY_PATH": str(tmp_path)}
    else:
        (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>")
        hidden |= {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASKING],
        env=hidden,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()[-1]
    assert said == {"pango": "['pango', 'pango']", "font": "['', 'font']"}[lacking]


def test_a_report_without_a_pdf_is_page_and_workbook_and_says_so(anan, client, friday):
    made = make_report(anan, without_pdf="pango")
    made.without_pdf = "pango"
    made.save(update_fields=["without_pdf"])
    made.files.update(kind="xlsx")
    enter(client, anan)
    page = client.get(f"/programme/reports/{made.public_id}/").content.decode()
    assert "This server has no Pango." in page
    assert "report.pdf" not in page
    assert "report.xlsx" in page
    assert client.get(f"/programme/reports/{made.public_id}/report.pdf").status_code == 404


def test_a_file_is_handed_over_after_the_password_under_a_plain_name(anan, client, friday):
    made = make_report(anan)
    enter(client, anan)
    address = f"/programme/reports/{made.public_id}/report.pdf"
    assert client.get(address).status_code == 302
    give_password(client)
    answer = client.get(address)
    assert answer.content == b"%PDF-1.7 of us"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="report-block-34.pdf"'


def test_a_report_is_asked_for_on_its_page(quarter, anan, client, settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    enter(client, anan)
    asked = {"period": "quarter-2026-3", "scope": "own", "language": "th"}
    answer = client.post("/programme/reports/", asked)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "It begins in a moment" in page
    assert "http-equiv" not in page
    part = client.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<section class="sheet" id="job"')
    assert "is being made" in client.get("/programme/reports/").content.decode()


def test_a_part_that_asks_how_far_a_made_report_is_gets_the_page(anan, client, friday):
    made = make_report(anan)
    enter(client, anan)
    answer = client.get(f"/programme/reports/{made.public_id}/", headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


@pytest.mark.parametrize("period", ["quarter-2026-4", "year-2026", "nonsense", "", "year-99999"])
def test_a_period_that_is_not_offered_is_refused_at_its_field(anan, client, friday, period):
    enter(client, anan)
    sent = {"period": period, "scope": "own", "language": "en"}
    answer = client.post("/programme/reports/", sent)
    assert answer.status_code == 422
    assert 'href="#id_period"' in answer.content.decode()


def test_a_programme_is_offered_to_its_office_alone(anan, client, friday):
    enter(client, anan)
    sent = {"period": "quarter-2026-3", "scope": "programme", "language": "en"}
    assert client.post("/programme/reports/", sent).status_code == 422


def test_the_last_periods_are_offered_the_newest_first():
    form = ReportWishForm(day=NOW.date(), office=False)
    offered = [code for _name, choices in form.fields["period"].choices for code, _text in choices]
    assert offered[0].startswith("block-")
    assert offered[6:] == [
        "quarter-2026-3",
        "quarter-2026-2",
        "quarter-2026-1",
        "quarter-2025-4",
        "quarter-2025-3",
        *("fiscal-2026", "fiscal-2025"),
        # Blocks are counted from 15 January 2024: of periods before, nothing is whole.
        "year-2025",
    ]


def test_the_list_costs_the_same_for_any_number(anan, client, friday, django_assert_num_queries):
    enter(client, anan)
    make_report(anan)
    client.get("/programme/reports/")
    with CaptureQueriesContext(connection) as one:
        client.get("/programme/reports/")
    for n in range(30, 33):
        make_report(anan, period=f"block-{n}")
    with django_assert_num_queries(len(one)):
        client.get("/programme/reports/")
