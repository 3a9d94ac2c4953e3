"""Results from a spreadsheet: what is understood is shown to be saved, the rest is told."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import NOW, enter
from tests.training.certificates.sample_files import make_workbook
from training.formats import roll_table
from training.formats.roll_table import RollPerson
from training.models import Certificate, Enrolment


def read(text, people):
    return roll_table.read(roll_table.rows(text), people)


NOK = RollPerson("1", ("Kanokwan Srisuk", "กนกวรรณ ศรีสุข", "nok@example.org"))
MONTRI = RollPerson("2", ("Montri Boonma", ""))
OTHER_MONTRI = RollPerson("3", ("montri  boonma", "montri2@example.org"))


@pytest.mark.parametrize(
    "text",
    [
        "Kanokwan Srisuk\tfull day\tyes",
        "  kanokwan   SRISUK ;Full Day; YES",
        "กนกวรรณ ศรีสุข,เต็มวัน,ผ่าน",
        "nok@example.org\tมา\t✓",
        '"Kanokwan Srisuk","1","1"\r\n',
        "\ufeffชื่อ,เวลา,ใบรับรอง\nKanokwan Srisuk,present,x\n\n,,\n",
        "Name\tAttendance\tPassed\nKanokwan\u00a0Srisuk.\tyes\tpassed",
    ],
)
def test_a_line_is_understood_as_people_write_it(text):
    found = read(text, [NOK, MONTRI])
    assert (found.marks, found.ticks) == ({"1": "full"}, {"1": True})
    assert found.unknown == found.unclear == found.twice == []


@pytest.mark.parametrize(
    ("word", "mark"), [("part", "part"), ("บางช่วง", "part"), ("ไม่มา", "away"), ("0", "away")]
)
def test_without_a_third_column_nobody_is_ticked(word, mark):
    found = read(f"Montri Boonma\t{word}", [NOK, MONTRI])
    assert (found.marks, found.ticks) == ({"2": mark}, {"2": False})


def test_what_is_not_understood_is_told_line_by_line():
    text = "Somebody Else,full\nMontri Boonma,perhaps\nKanokwan Srisuk"
    found = read(text, [NOK, MONTRI])
    assert found.marks == {}
    assert found.unknown == ["Somebody Else · full"]
    assert found.unclear == ["Montri Boonma · perhaps", "Kanokwan Srisuk"]


def test_two_results_for_one_person_are_none():
    found = read("Montri Boonma,full,yes\nMontri Boonma,away\nKanokwan Srisuk,part", [NOK, MONTRI])
    assert (found.marks, found.twice) == ({"1": "part"}, ["2"])


def test_a_name_that_two_share_leads_to_neither_but_their_address_does():
    found = read("Montri Boonma,full\nmontri2@example.org,part", [MONTRI, OTHER_MONTRI])
    assert found.marks == {"3": "part"}
    assert found.unknown == ["Montri Boonma · full"]


def test_a_very_long_table_is_read_to_its_limit():
    found = read("x,full\n" * 2_000, [NOK])
    assert len(found.unknown) == roll_table.LINES_AT_MOST


@given(st.text(max_size=400))
def test_any_text_is_read_without_a_fault(text):
    found = read(text.replace("\0", ""), [NOK, MONTRI])
    assert set(found.marks) <= {"1", "2"}
    assert set(found.marks.values()) <= {"full", "part", "away"}


@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0", b"\xff\xfe\0a"])
def test_a_file_that_is_no_text_is_refused(content):
    with pytest.raises(ValueError, match="not a text"):
        roll_table.text_of(content)


def test_an_older_thai_file_is_read():
    assert roll_table.text_of("กนกวรรณ,มา".encode("cp874")) == "กนกวรรณ,มา"
    assert roll_table.text_of("กนกวรรณ".encode("utf-8-sig")) == "กนกวรรณ"


# --- The page -------------------------------------------------------------------------------------


@pytest.fixture
def page(client, siriporn):
    with time_machine.travel(NOW, tick=False):
        enter(client, siriporn)
        yield client


def sent(session, **changes):
    return {"do": "paste", "version": session.version} | changes


def filled(answer):
    return {
        row.place.person.username: (row.attended, row.certify)
        for row, _home in answer.context["rows"]
    }


def test_a_paste_fills_the_roll_keeps_what_was_typed_and_saves_nothing(page, session, crew):
    address = reverse("session", args=[session.public_id])
    nantana = Enrolment.objects.get(session=session, person=crew[3])
    text = "Kanokwan Srisuk\tfull\tyes\nMontri\taway\nSomebody\tfull"
    answer = page.post(address, sent(session, pasted=text, **{f"attended-{nantana.pk}": "part"}))
    assert filled(answer) == {
        "nok": ("full", True),
        "montri": ("away", False),
        "piyada": ("", False),
        "nantana": ("part", False),
    }
    shown = answer.content.decode()
    assert "2 lines are filled in. Nothing is saved yet." in shown
    assert "Somebody · full" in shown
    assert not Enrolment.objects.exclude(attendance="").exists()
    assert not Certificate.objects.exists()


def test_a_file_fills_it_too(page, session):
    address = reverse("session", args=[session.public_id])
    file = SimpleUploadedFile("x.csv", "Montri,เต็มวัน,ผ่าน".encode())
    assert filled(page.post(address, sent(session, sheet=file)))["montri"] == ("full", True)


def test_a_workbook_fills_it_as_the_same_table_in_csv_does(page, session):
    address = reverse("session", args=[session.public_id])
    lines = [["Name", "Attendance", "Passed"], ["Montri", "เต็มวัน", True], ["Piyada", 0, ""]]
    book = SimpleUploadedFile("x.xlsx", make_workbook([*lines, ["Somebody", "full"]]))
    answer = page.post(address, sent(session, sheet=book))
    assert filled(answer)["montri"] == ("full", True)
    assert filled(answer)["piyada"] == ("away", False)
    shown = answer.content.decode()
    assert "2 lines are filled in. Nothing is saved yet." in shown
    assert "Somebody · full" in shown
    table = "Name,Attendance,Passed\nMontri,เต็มวัน,1\nPiyada,0\nSomebody,full"
    text = SimpleUploadedFile("x.csv", table.encode())
    assert filled(page.post(address, sent(session, sheet=text))) == filled(answer)
    assert not Enrolment.objects.exclude(attendance="").exists()


@pytest.mark.parametrize("called", ["x.xlsx", "x.csv", "x.xlsm"])
@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04\0\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
        b"x," * 1_048_577,
        make_workbook([["Montri", "full"]], extra={"xl/vbaProject.bin": b"x"}),
        make_workbook([["Montri", "full"]], extra={"xl/media/image1.png": b"\0" * 9_000_000}),
    ],
    ids=["cut short", "locked or old", "too large", "macros", "a bomb"],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(content, called, page, session):
    address = reverse("session", args=[session.public_id])
    typed = {f"attended-{place.pk}": "part" for place in session.enrolments.all()[:1]}
    file = SimpleUploadedFile(called, content)
    answer = page.post(address, sent(session, sheet=file, **typed))
    assert answer.status_code == 422
    assert "Please save the table as XLSX or CSV, up to 2 MB." in answer.content.decode()
