"""No award for how much: the words that are refused, and those that are not."""

import pytest

from training.rules.award_criteria import measure_in
from training.rules.panels import verdict

VOLUME = """
Closed the most cases this year
The number of cases carried
A high caseload without a complaint
The heaviest workload in the unit
Worked long HOURS
Overtime whenever it was needed
Does OT each week
Always there, never absent
Not one day off in two years
Most arrests in the region
A record number of rescues
Interviewed more victims than anybody
Handled 40 victims in a month
Perfect attendance
Works every weekend
ดูแลเคสมากที่สุด
รับเคสเยอะที่สุด
ทำงานล่วงเวลาเป็นประจำ
ทำโอทีทุกสัปดาห์
ทำ OT ทุกวัน
จับกุมได้มากที่สุด
ช่วยเหลือผู้เสียหายได้จำนวนมาก
ไม่เคยลาป่วยเลย
ปิดคดีได้เร็ว
ยอดจับกุมสูง
เข้าเวรดึกทุกคืน
ทำงานวันละ 14 ชั่วโมง
แบกภาระงานเยอะกว่าใคร
""".strip().splitlines()
KIND = """
Calm in a hard moment, and kind to whoever is new
Listens before speaking; a survivor decides the pace
Brings police and shelter to one table
Helps colleagues make their caseload lighter
Planned the roster so that nobody needed overtime
Says no to long hours, and spares the team night shifts
Makes time for the most frightened child
Reports what went wrong before anyone asks
Covers for a colleague on days off
Writes case notes that the next shift understands
Lets victims rest for an hour before each interview
ใจเย็นในสถานการณ์ยาก และดูแลเพื่อนร่วมทีม
ทำงานกับเคสอย่างเคารพการตัดสินใจของผู้เสียหาย
ช่วยจัดภาระงานของเพื่อนให้เบาลง
จัดเวรให้ทุกคนไม่ต้องทำโอที
ลดการทำงานล่วงเวลาของทีม
ให้ผู้เสียหายพักหนึ่งชั่วโมงก่อนสัมภาษณ์
ปิดเคสโดยไม่ทิ้งผู้เสียหายไว้ลำพัง
รับเวรแทนเพื่อนที่ไม่สบาย
รับฟังมากกว่าพูด และอธิบายให้ล่ามเข้าใจ
""".strip().splitlines()


@pytest.mark.parametrize("text", VOLUME)
def test_what_measures_how_much_is_found(text):
    assert measure_in(text)


@pytest.mark.parametrize("text", ["", *KIND])
def test_how_somebody_works_is_no_measure(text):
    assert measure_in(text) == ""


@pytest.mark.parametrize(
    ("ayes", "noes", "expected"),
    [
        (0, 0, None),
        (2, 0, None),
        (2, 1, True),
        (1, 2, False),
        (3, 0, True),
        (0, 3, False),
        (2, 2, False),
        (3, 2, True),
    ],
)
def test_a_panel_of_three_finds_by_more_ayes_than_noes(ayes, noes, expected):
    assert verdict(ayes=ayes, noes=noes, quorum=3) is expected
