"""What stands in cells: each is read as people mean it, or refused with a code."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules.lists import values
from people.rules.lists.names import ReadName, read_name, read_split_name
from people.rules.lists.problems import UnclearCellError
from people.rules.lists.values import AttendanceCell

FULL, PART, AWAY = map(AttendanceCell, ("full", "part", "away"))
# Reader, what is written, what is read.
READ = {
    "read_hours": {
        "7.5": Decimal("7.5"),
        "7,5": Decimal("7.5"),
        "40 ชม.": Decimal(40),
        "๔๐ ชั่วโมง": Decimal(40),
        "1,250": Decimal(1250),
        "1:30": Decimal("1.5"),
        "2 ชม. 30 นาที": Decimal("2.5"),
        "1 h 20 min": Decimal("1.33"),
        "6 Hours": Decimal(6),
        "0": Decimal(0),
    },
    "read_minutes": {
        "75": 75,
        "75.0": 75,
        "1h 2m 3s": 62,
        "45m 2s": 45,
        "59s": 0,
        "1 ชั่วโมง 5 นาที 3 วินาที": 65,
        "01:15:30": 75,
        "62 min": 62,
    },
    "read_count": {
        "12": 12,
        "๑๒ คน": 12,
        "12.0": 12,
        "1,200": 1200,
        "-": 0,
        "ไม่มี": 0,
        "3 cases": 3,
    },
    "read_yes": {
        "Yes": True,
        "ผ่าน": True,
        "✓": True,
        "1": True,
        "ไม่ผ่าน": False,
        "No.": False,
        "0": False,
    },
    "read_day": {
        "24/11/2569": date(2026, 11, 24),
        "24 พ.ย. 69": date(2026, 11, 24),
        "24-Nov-26": date(2026, 11, 24),
        "24/11/69": date(2026, 11, 24),
        "2026-11-24 09:30": date(2026, 11, 24),
        "2026-11-24T09:30:00Z": date(2026, 11, 24),
        "46350": date(2026, 11, 24),
        "46350.5": date(2026, 11, 24),
        "๒๔ พฤศจิกายน ๒๕๖๙": date(2026, 11, 24),
        "24/11/2569 09.30 น.": date(2026, 11, 24),
    },
    "read_time": {
        "09.00 น.": time(9),
        "9:05": time(9, 5),
        "1:30 PM": time(13, 30),
        "0900": time(9),
    },
    "read_phone_cell": {
        "081-234-5678": "+66812345678",
        "+66 (0)81 234 5678": "+66812345678",
        "0066812345678": "+66812345678",
        "812345678": "+66812345678",
        "812345678.0": "+66812345678",
        "๐๘๑๒๓๔๕๖๗๘": "+66812345678",
        "'0812345678": "+66812345678",
        "02 123 4567 ต่อ 12": "+6621234567",
        "21234567": "+6621234567",
        "081 234 5678, 089 999 9999": "+66812345678",
        "+95 9 123 456 789": "+959123456789",
    },
    "read_email": {
        " NOK@Example.org; ": "nok@example.org",
        "mailto:nok@example.org": "nok@example.org",
        "Nok <nok@example.org>": "nok@example.org",
        "a@b.org; c@d.org": "a@b.org",
    },
    "read_employee_no": {
        "0012": "0012",
        "123.0": "123",
        "'0012": "0012",
        "A-7/2": "A-7/2",
        "๐๑": "01",
    },
    "read_attendance": {
        "Full day": FULL,
        "มา": FULL,
        "✓": FULL,
        "1.0": FULL,
        "ครึ่งวันเช้า": PART,
        "late": PART,
        "ลาป่วย": AWAY,
        "0": AWAY,
        "6 ชม.": AttendanceCell("", Decimal(6)),
    },
}
UNCLEAR = {
    "read_hours": ["", "many", "7.5.5", "1:75", "-3", "nan", "1e5"],
    "read_minutes": ["", "soon", "h"],
    "read_count": ["", "1.5", "-1", "two", "1,2"],
    "read_yes": ["", "perhaps", "2"],
    "read_day": ["", "31/2/2569", "11/24/2026", "1/1/2300", "12", "99999", "soon", "0/0/69"],
    "read_time": ["", "25.00", "9.60", "morning"],
    "read_phone_cell": ["", "123", "1234567890123456789", "call me", "0000000000"],
    "read_email": ["", "nok", "nok@", "@x.org", "a..b@x.org", "nok@org"],
    "read_employee_no": ["", "-", "x" * 41, "3-1002-00123-45-6", "๓๑๐๐๒๐๐๑๒๓๔๕๖"],
    "read_attendance": ["", "perhaps", "?"],
}


def cases(table):
    return [(name, text) for name, texts in table.items() for text in texts]


@pytest.mark.parametrize(("name", "text"), cases(READ))
def test_a_cell_is_read_as_people_mean_it(name, text):
    assert getattr(values, name)(text) == READ[name][text]


@pytest.mark.parametrize(("name", "text"), cases(UNCLEAR))
def test_what_is_not_clear_is_refused_with_a_code_and_a_sentence(name, text):
    with pytest.raises(UnclearCellError) as unclear:
        getattr(values, name)(text)
    assert unclear.value.code
    assert str(unclear.value).startswith("This is n")


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("text", ["1" * 5_000, "T," * 2_500, "1:" * 2_500, "(" * 5_000])
def test_a_cell_that_is_far_too_long_is_unclear(name, text):
    with pytest.raises(UnclearCellError):
        getattr(values, name)(text)


@given(st.sampled_from(sorted(READ)), st.text(max_size=40))
def test_no_text_makes_a_reader_fail_otherwise(name, text):
    try:
        getattr(values, name)(text)
    except UnclearCellError:
        return


@given(st.text("0123456789๐๑๒. ,:/-+นพคชมdhms()@", max_size=24), st.sampled_from(sorted(READ)))
def test_no_text_that_is_nearly_right_does_either(text, name):
    test_no_text_makes_a_reader_fail_otherwise.hypothesis.inner_test(name, text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("นางสาวกนกวรรณ ศรีสุข", ReadName("", "กนกวรรณ ศรีสุข", script="th")),
        ("น.ส. กนกวรรณ  ศรีสุข", ReadName("", "กนกวรรณ ศรีสุข", script="th")),
        ("ด.ต.มนตรี บุญมา", ReadName("ด.ต.", "มนตรี บุญมา", script="th")),
        ("ร.ต.อ.หญิง กนกวรรณ ศรีสุข", ReadName("ร.ต.อ.หญิง", "กนกวรรณ ศรีสุข", script="th")),
        ("พ.ต.ท. ดร. มนตรี บุญมา", ReadName("พ.ต.ท.", "มนตรี บุญมา", script="th")),
        ("ว่าที่ร.ต. มนตรี บุญมา", ReadName("ว่าที่ ร.ต.", "มนตรี บุญมา", script="th")),
        ("ว่าที่ ร้อยตรี มนตรี บุญมา", ReadName("ว่าที่ ร้อยตรี", "มนตรี บุญมา", script="th")),
        ("พ.ต.อ.(พิเศษ) มนตรี บุญมา", ReadName("พ.ต.อ.(พิเศษ)", "มนตรี บุญมา", script="th")),
        ("นายแพทย์มนตรี บุญมา", ReadName("", "มนตรี บุญมา", script="th")),
        ("คุณากร ใจดี", ReadName("", "คุณากร ใจดี", script="th")),
        ("1. นายมนตรี บุญมา", ReadName("", "มนตรี บุญมา", script="th")),
        ("มนตรี บุญมา (ตรี)", ReadName("", "มนตรี บุญมา", "ตรี", "th")),
        ("มนตรี บุญมา (น้องตรี)", ReadName("", "มนตรี บุญมา", "ตรี", "th")),
        (
            "มนตรี บุญมา (Mr. Montri Boonma)",
            ReadName("", "มนตรี บุญมา", script="th", other_name="Montri Boonma"),
        ),
        ("Pol.Lt.Col. Montri Boonma", ReadName("Pol.Lt.Col.", "Montri Boonma", script="en")),
        ("Pol. Capt. Montri Boonma", ReadName("Pol.Capt.", "Montri Boonma", script="en")),
        ("Mr.Montri Boonma", ReadName("", "Montri Boonma", script="en")),
        ("Boonma, Montri", ReadName("", "Montri Boonma", script="en")),
        ("Boonma, Dr. Montri", ReadName("", "Montri Boonma", script="en")),
        ("Montri Boonma, Ph.D.", ReadName("", "Montri Boonma", script="en")),
        ("Montri “Tree” Boonma", ReadName("", "Montri Boonma", "Tree", "en")),
        ("Gen Srisuk", ReadName("", "Gen Srisuk", script="en")),
        ("José Peña", ReadName("", "José Peña", script="en")),
        ("မောင်မောင်", ReadName("", "မောင်မောင်")),
    ],
)
def test_a_name_is_read_without_its_titles(text, read):
    assert read_name(text) == read


@pytest.mark.parametrize(
    "text", ["", "นาย", "123", "ร.ต.อ.", "a@b.org", "Total 25", "…", "x" * 130]
)
def test_what_is_no_name_is_unclear(text):
    with pytest.raises(UnclearCellError, match="This is not a name"):
        read_name(text)


def test_a_name_in_columns_is_put_together():
    assert read_split_name("ร.ต.ท.", "มนตรี", "บุญมา") == read_name("ร.ต.ท. มนตรี บุญมา")
    assert read_split_name("", "ด.ต.มนตรี", "บุญมา") == read_name("ด.ต.มนตรี บุญมา")
    assert read_split_name("นาง", "มาลี", "") == read_name("มาลี")


@given(st.text('กขนายดต.ร พ(),"Mr Pol.Capt-0', max_size=40))
def test_a_name_that_was_read_is_read_alike_again(text):
    try:
        found = read_name(text)
    except UnclearCellError:
        return
    assert found.full_name == found.full_name.strip() != ""
    assert not any(letter.isdigit() for letter in found.full_name)
