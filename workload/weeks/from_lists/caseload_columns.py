"""The columns of a list of caseloads."""

from django.utils.translation import gettext_lazy as _

from people.lists.kinds import ListColumn
from people.lists.people_in_reach import PERSON_COLUMNS

REFERENCE, PHASE, KIND, PART = "reference", "phase", "kind", "part"
ADD_ONS, COUNT, VICTIMS = "add_ons", "count", "further_victims"
UNIT, SINCE, CLOSED = "unit", "since", "closed"
WEEK, SUBMISSION = "week", "submission"
COLUMNS = (
    *PERSON_COLUMNS,
    ListColumn(
        key=REFERENCE,
        name=_("Reference"),
        headings=(
            "Reference",
            "Ref",
            "Case",
            "Case number",
            "Case code",
            "Code",
            "รหัสเคส",
            "รหัสอ้างอิง",
            "เลขเคส",
            "เลขที่เคส",
            "เคส",
        ),
        example="QX-4F7",
    ),
    ListColumn(
        key=PHASE,
        name=_("Phase"),
        headings=("Phase", "Stage", "Status", "State", "ระยะ", "ระยะของเคส", "ขั้นตอน", "สถานะ"),
        example="ดำเนินการ",
        needed=True,
    ),
    ListColumn(
        key=COUNT,
        name=_("How many cases"),
        headings=("Count", "Cases", "Number of cases", "How many", "จำนวน", "จำนวนเคส"),
        example="1",
    ),
    ListColumn(
        key=PART,
        name=_("Part in it"),
        headings=("Part", "Role in case", "Part in it", "บทบาท", "บทบาทในเคส", "หน้าที่"),
        example="หลัก",
    ),
    ListColumn(
        key=ADD_ONS,
        name=_("What makes it heavier"),
        headings=(
            "Add-ons",
            "Addons",
            "Heavier",
            "What makes it heavier",
            "Extras",
            "ส่วนเพิ่ม",
            "เพิ่มเติม",
            "สิ่งที่ทำให้หนักขึ้น",
            "ความซับซ้อน",
        ),
        example="เด็ก, ล่าม",
    ),
    ListColumn(
        key=VICTIMS,
        name=_("Further victims"),
        headings=("Further victims", "More victims", "Other victims", "ผู้เสียหายเพิ่ม", "ผู้เสียหายรายอื่น"),
        example="2",
    ),
    ListColumn(
        key=KIND,
        name=_("Kind of case"),
        headings=("Kind", "Type", "Kind of case", "Case type", "ประเภท", "ประเภทเคส", "ประเภทคดี"),
        example="แรงงานบังคับ",
    ),
    ListColumn(
        key=SINCE,
        name=_("Carried since"),
        headings=(
            "Since",
            "Carried since",
            "Opened",
            "Opened on",
            "ดูแลตั้งแต่",
            "วันที่รับเคส",
            "วันรับเคส",
        ),
        example="1/10/2569",
    ),
    ListColumn(
        key=UNIT,
        name=_("Unit"),
        headings=("Unit", "Team", "หน่วย", "หน่วยงาน", "ทีม"),
        example="ทีมเชียงใหม่",
    ),
    ListColumn(
        key=CLOSED,
        name=_("Closed"),
        headings=("Closed", "Ended", "Is closed", "ปิดแล้ว", "ปิดเคส", "สิ้นสุด"),
        example="ไม่",
    ),
    ListColumn(
        key=WEEK,
        name=_("Week of the list"),
        headings=("Week", "Week of", "Week of the list", "สัปดาห์", "สัปดาห์ที่", "ประจำสัปดาห์"),
    ),
    ListColumn(
        key=SUBMISSION,
        name=_("Submission of a form"),
        headings=("_uuid", "meta/instanceID", "meta-instanceID", "Submission of a form"),
        of_forms=True,
    ),
)
