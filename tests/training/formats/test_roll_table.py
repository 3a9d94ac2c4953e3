"""Results from a spreadsheet: what is understood is shown to be saved, the rest is told."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from people.rules.lists.reading import ListUnreadable, read_file, read_pasted
from tests.makers import NOW, enter
from tests.people.rules.lists.builders import comma_text, open_sheet
from tests.training.certificates.sample_files import make_workbook
from training.formats import roll_table
from training.formats.roll_table import RollPerson
from training.models import Certificate, Enrolment


def read(text, people, minutes=0):
    try:
        return roll_table.read(read_pasted(text), people, minutes)
    except ListUnreadable:
        return roll_table.Read()


def texts(lines):
    return [line.text for line in lines]


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
    assert texts(found.unknown) == ["Somebody Else · full"]
    assert texts(found.unclear) == ["Montri Boonma · perhaps", "Kanokwan Srisuk"]
    assert [line.number for line in found.unclear] == [2, 3]


def test_two_results_for_one_person_are_none():
    found = read("Montri Boonma,full,yes\nMontri Boonma,away\nKanokwan Srisuk,part", [NOK, MONTRI])
    assert (found.marks, found.twice) == ({"1": "part"}, ["2"])


@pytest.mark.parametrize(
    "lines", ["full;perhaps", "perhaps;full", "part;full;away", ";full", "perhaps;perhaps"]
)
def test_who_stands_more_than_once_is_told_once_and_left_whatever_comes_first(lines):
    text = "".join(f"Montri Boonma,{one}\n" for one in lines.split(";"))
    found = read(f"{text}Kanokwan Srisuk,part", [NOK, MONTRI])
    assert (found.marks, found.twice) == ({"1": "part"}, ["2"])


@pytest.mark.parametrize(
    ("hours", "minutes", "mark"),
    [
        # Of three hours 80 % are 144 minutes, 2.4 hours.
        ("2.4", 180, "full"),
        ("2.39", 180, "part"),
        ("0", 180, "away"),
        ("0", 0, "away"),
        ("2.4", 0, None),
    ],
)
def test_hours_are_full_from_80_percent_of_the_session_on(hours, minutes, mark):
    found = read(f"Name,Hours\nMontri Boonma,{hours}\n", [NOK, MONTRI], minutes=minutes)
    assert found.marks == ({"2": mark} if mark else {})


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("no,✓,✓,", "full"),
        ("no,✓,,", "part"),
        ("0,,13.05,", "part"),
        ("-,,,2.4", "full"),
        ("☐,,,1", "part"),
        # Alone it does not say for how long they were there.
        ("no,,,", None),
        # Neither absent nor there.
        ("no,-,-,", None),
        ("☐,☐,☐,", None),
        ("no,,,0", None),
        (",-,-,", "away"),
        ("yes,,,", "away"),
        ("ลาป่วย,✓,,", "away"),
    ],
)
def test_who_was_not_absent_came_for_as_long_as_the_rest_of_the_line_says(line, mark):
    head = "Name,Absent,Morning,Afternoon,Hours\n"
    found = read(f"{head}Kanokwan Srisuk,,✓,✓,\nMontri Boonma,{line}\n", [NOK, MONTRI], minutes=180)
    assert found.marks == {"1": "full"} | ({"2": mark} if mark else {})
    assert len(found.unclear) == (mark is None)


def test_of_a_list_without_headings_so_many_texts_are_read_as_names_with_titles(monkeypatch):
    """Any cell may be a name there, and thousands of lines of many cells took half a minute."""
    monkeypatch.setattr(roll_table, "NAMES_READ_AT_MOST", 9)
    strangers = "".join(f"Somebody {word}\tfull\n" for word in ("Here", "There", "Else", "New"))
    text = f"นายมนตรี บุญมา\tpart\n{strangers}น.ส.กนกวรรณ ศรีสุข\tfull\nน.ส. กนกวรรณ\tศรีสุข\tfull\n"
    found = read(f"{text}ปิยะ\tดาวเรือง\tfull\n", [*TWO, RollPerson("3", ("ปิยะ ดาวเรือง",))])
    # Far down, a name counts as it is known here; others are told.
    assert found.marks == {"2": "part", "3": "full"}
    assert "น.ส.กนกวรรณ ศรีสุข · full" in texts(found.unknown)


def test_a_name_alone_says_nothing_and_of_many_lines_fifty_are_shown():
    found = read("Montri Boonma", [NOK, MONTRI])
    assert (found.marks, found.names_only, texts(found.unclear)) == ({}, False, ["Montri Boonma"])
    for many, more in ((50, 0), (51, 1), (60, 10)):
        strangers = "".join(f"Somebody {n} Else,full\n" for n in range(many))
        assert read(strangers, [NOK]).more == more


def test_a_name_that_two_share_leads_to_neither_but_their_address_does():
    found = read("Montri Boonma,full\nmontri2@example.org,part", [MONTRI, OTHER_MONTRI])
    assert found.marks == {"3": "part"}
    assert texts(found.unknown) == ["Montri Boonma · full"]


@given(st.text(max_size=400))
def test_any_text_is_read_without_a_fault(text):
    found = read(text.replace("\0", ""), [NOK, MONTRI])
    assert set(found.marks) <= {"1", "2"}
    assert set(found.marks.values()) <= {"full", "part", "away"}


TITLE = "บัญชีลงเวลาผู้เข้าอบรม\nวันที่ 19 พฤศจิกายน 2569\n\n"
TWO = [NOK, RollPerson("2", ("Montri Boonma", "มนตรี บุญมา", "montri@example.org"))]
ZOOM = (
    "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
    "81234567,Interviewing,11/19/2026 09:00:00 AM,11/19/2026 12:00:00 PM,t@example.org,180,2\n\n"
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
    "Nok (กนกวรรณ ศรีสุข),,11/19/2026 09:00:00 AM,11/19/2026 10:00:00 AM,60,Yes\n"
    "Nok (กนกวรรณ ศรีสุข),,11/19/2026 10:10:00 AM,11/19/2026 12:00:00 PM,110,Yes\n"
    "มนตรี,montri@example.org,11/19/2026 09:30:00 AM,11/19/2026 11:00:00 AM,90,Yes\n"
)
TEAMS = (
    "1. Summary\nMeeting title\tInterviewing\nAttended participants\t2\n\n2. Participants\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole\n"
    "Kanokwan Srisuk\t11/19/26, 9:00:01 AM\t11/19/26, 12:00:00 PM\t2h 59m 59s\tnok@example.org\tP\n"
    "Montri Boonma\t11/19/26, 9:00:01 AM\t11/19/26, 12:00:00 PM\t45m 2s\tmontri@example.org\tP\n\n"
    "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    "Montri Boonma\t11/19/26, 9:00 AM\t11/19/26, 12:00 PM\t45m 2s\tmontri@example.org\tP\n"
)
# Lists as offices have them; each says that Nok was there all day and Montri for a part.
LISTS = {
    "with a title, numbers and posts": TITLE
    + "ลำดับที่,ชื่อ-สกุล,ตำแหน่ง,การเข้าอบรม\n1,นางสาวกนกวรรณ ศรีสุข,นักสังคม,มา\n2,นายมนตรี บุญมา,-,ครึ่งวัน\n",
    "with ranks": "ยศ ชื่อ สกุล\tการเข้าร่วม\nร.ต.อ.หญิง กนกวรรณ ศรีสุข\tเต็มวัน\nด.ต.มนตรี  บุญมา\tบางช่วง\n",
    "names in three columns": "คำนำหน้า;ชื่อ;นามสกุล;เข้าร่วม\nน.ส.;กนกวรรณ;ศรีสุข;/\nนาย;มนตรี;บุญมา;สาย\n",
    "surname first": "Name\tAttendance\nSrisuk, Kanokwan\tfull\nBoonma, Mr. Montri\tpart\n",
    "morning and afternoon": "ที่,ชื่อ-นามสกุล,เช้า,บ่าย\n1,กนกวรรณ ศรีสุข,✓,✓\n2,มนตรี บุญมา,✓,\n",
    "two rows of headings": "ที่,ชื่อ-นามสกุล,ลายมือชื่อ,\n,,เช้า,บ่าย\n"
    "1,กนกวรรณ ศรีสุข,08.45,13.00\n2,มนตรี บุญมา,,13.05\n",
    "ticks below came and away": "ชื่อ-สกุล,มา,ไม่มา\nกนกวรรณ ศรีสุข,/,\nมนตรี บุญมา,สาย,\n"
    "ปิยะ ดาวเรือง,,/\n",
    "hours": "ชื่อ-สกุล;จำนวนชั่วโมง\nกนกวรรณ ศรีสุข;2,5\nมนตรี บุญมา;๑\n",
    "addresses": "E-mail,Attendance\nNOK@example.org;,full\nmailto:montri@example.org,part\n",
    "no headings, surnames apart": "1\tกนกวรรณ\tศรีสุข\tมา\n2\tมนตรี\tบุญมา\tบางส่วน\n",
    "no spaces in names": "ชื่อ-สกุล,เช็คชื่อ\nกนกวรรณศรีสุข,มา\nมนตรีบุญมา (ตรี),มาสาย\n",
    "from a document, with gaps": "1. น.ส.กนกวรรณ ศรีสุข    มา\n2. นายมนตรี บุญมา    กลับก่อน\n",
    "a total and signatures": "ชื่อ-สกุล,การเข้าอบรม\nกนกวรรณ ศรีสุข,มา\nมนตรี บุญมา,ครึ่งวัน\nรวม 2 คน,\n"
    "ลงชื่อ............ผู้ควบคุม,\n(นายอนันต์ ใจดี),\n",
    "Zoom": ZOOM,
    "Teams": TEAMS,
}


@pytest.mark.parametrize("name", LISTS)
def test_a_usual_list_fills_the_roll(name):
    people = [*TWO, RollPerson("3", ("ปิยะ ดาวเรือง",))]
    found = read(LISTS[name], people, minutes=180)
    assert found.marks.pop("3", "away") == "away"
    assert found.marks == {"1": "full", "2": "part"}
    assert found.unknown == found.unclear == found.twice == []


@pytest.mark.parametrize("name", LISTS)
def test_it_does_so_as_a_file_of_any_kind(name):
    lines = [list(row.cells) for row in read_file(LISTS[name].encode()).rows]
    files = (open_sheet(lines), make_workbook(lines), comma_text(lines, "utf-16", "\t"))
    for content in (*files, LISTS[name].replace("′", "").replace("✓", "/").encode("cp874")):
        assert roll_table.read(read_file(content), TWO, 180).marks == {"1": "full", "2": "part"}


@pytest.mark.parametrize(("minutes", "mark"), [(143, "part"), (144, "full")])
def test_of_a_meeting_four_fifths_of_the_time_are_a_full_day(minutes, mark):
    head = "Name (Original Name),User Email,Total Duration (Minutes),Guest\n"
    found = read(f"{head}Kanokwan Srisuk,,{minutes},No\nStranger,,5,No\n", TWO, minutes=180)
    assert (found.of_meeting, found.marks) == (True, {"1": mark})
    assert [(line.number, line.text) for line in found.unknown] == [(3, "Stranger · 5′")]


def test_a_list_of_names_alone_says_that_they_came():
    found = read(f"{TITLE}ที่,ชื่อ-สกุล,ลายมือชื่อ\n1,กนกวรรณ ศรีสุข,\n2,ปิยะ ดาวเรือง,\n", TWO)
    assert (found.names_only, found.marks) == (True, {"1": "full"})
    assert texts(found.unknown) == ["ปิยะ ดาวเรือง"]


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
    ("content", "sentence"),
    [
        (b"PK\x03\x04\0\0", "This workbook cannot be read."),
        (b"%PDF-1.7", "This is not a list."),
        (b"x," * 2_700_000, "This file is larger than 5 MB."),
        (make_workbook([["x"]], extra={"xl/vbaProject.bin": b"x"}), "This workbook holds macros"),
        (b"Name,Unit\nM\0,x\n", "Line 2 holds signs that are no letters."),
        (b"", "There is nothing in this list."),
    ],
    ids=["cut short", "a PDF", "too large", "macros", "no letters", "empty"],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    content, sentence, called, page, session
):
    address = reverse("session", args=[session.public_id])
    typed = {f"attended-{place.pk}": "part" for place in session.enrolments.all()[:1]}
    file = SimpleUploadedFile(called, content)
    answer = page.post(address, sent(session, sheet=file, **typed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_paste_that_is_refused_stays_to_be_corrected(page, session):
    address = reverse("session", args=[session.public_id])
    answer = page.post(address, sent(session, pasted="Montri\t" + "x" * 5_001))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Line 1, column B holds more than 5000 letters." in shown
    assert "Montri\txxx" in shown


NOT_FILLED_IN = (
    "These lines are not filled in yet. Press “Fill in, do not save yet” first, or take them out."
)


def test_lines_that_were_pasted_and_not_filled_in_are_not_lost_when_it_is_saved(
    page, session, crew
):
    address = reverse("session", args=[session.public_id])
    piyada = Enrolment.objects.get(session=session, person=crew[2])
    typed = {"pasted": "Montri\taway", f"attended-{piyada.pk}": "part"}
    for do in ("all-full", "certify-full", "save"):
        answer = page.post(address, sent(session, do=do, **typed))
        shown = answer.content.decode()
        assert "Montri\taway</textarea>" in shown
    assert answer.status_code == 422
    assert f'<a href="#pasted">{NOT_FILLED_IN}</a>' in shown
    assert filled(answer)["piyada"] == ("part", False)
    assert not Enrolment.objects.exclude(attendance="").exists()


def test_a_file_that_was_chosen_and_not_filled_in_is_not_lost_when_it_is_saved(page, session):
    address = reverse("session", args=[session.public_id])
    file = SimpleUploadedFile("x.csv", "Montri,เต็มวัน,ผ่าน".encode())
    answer = page.post(address, sent(session, do="save", sheet=file))
    assert answer.status_code == 422
    assert NOT_FILLED_IN in answer.content.decode()


def test_lines_that_were_filled_in_are_saved(page, session):
    address = reverse("session", args=[session.public_id])
    everybody = [f"{name}\tfull" for name in ("Kanokwan", "Montri", "Piyada", "Nantana")]
    pasted = "\r\n".join(everybody)
    shown = page.post(address, sent(session, pasted=pasted)).content.decode()
    (mark,) = re.findall(r'name="filled" value="(\w+)"', shown)
    places = {f"attended-{one.pk}": "full" for one in session.enrolments.all()}
    typed = sent(session, do="all-full", pasted=pasted, filled=mark, **places)
    assert f'name="filled" value="{mark}"' in page.post(address, typed).content.decode()
    changed = typed | {"do": "save", "pasted": pasted + "\r\nSomebody\tfull"}
    assert page.post(address, changed).status_code == 422
    assert page.post(address, typed | {"do": "save"}).status_code == 302
    assert session.enrolments.exclude(attendance="full").count() == 0


def test_a_meeting_fills_it_by_the_sessions_length_and_saves_nothing(page, session):
    address = reverse("session", args=[session.public_id])
    head = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole\n"
    # The session takes seven hours: 336 minutes are a full day.
    text = f"{head}Kanokwan Srisuk\t9:00\t16:00\t5h 36m\t\t\nMontri\t9:00\t14:35\t5h 35m\t\t\n"
    file = SimpleUploadedFile("x.csv", text.encode("utf-16"))
    answer = page.post(address, sent(session, sheet=file))
    assert filled(answer)["nok"] == ("full", False)
    assert filled(answer)["montri"] == ("part", False)
    assert "for four fifths of the session" in answer.content.decode()
    assert not Enrolment.objects.exclude(attendance="").exists()
