"""The columns of a list of attendance."""

from django.utils.translation import gettext_lazy as _

from people.lists.kinds import ListColumn
from people.lists.people_in_reach import PERSON_COLUMNS

from .session_columns import COURSE_COLUMN, DAY_COLUMN, STARTS_COLUMN

MARK, MINUTES, CERTIFY = "attendance", "minutes", "certify"
JOIN, LEAVE = "join", "leave"
COLUMNS = (
    *PERSON_COLUMNS,
    ListColumn(
        key=MARK,
        name=_("Attendance"),
        headings=(
            "Attendance",
            "Attended",
            "Present",
            "Was there",
            "การเข้าร่วม",
            "เข้าร่วม",
            "มา",
            "ผลการเข้าร่วม",
        ),
        example="เต็มวัน",
        one_of="attended",
    ),
    ListColumn(
        key=MINUTES,
        name=_("Minutes"),
        headings=(
            "Minutes",
            "Duration",
            "Duration (minutes)",
            "In-meeting duration",
            "Time in call",
            "ระยะเวลา (นาที)",
            "ระยะเวลารวม (นาที)",
            "ระยะเวลาในการประชุม",
            "Total duration (minutes)",
            "Time in session (minutes)",
            "นาที",
            "ระยะเวลา",
            "เวลา (นาที)",
        ),
        example="350",
        one_of="attended",
    ),
    ListColumn(
        key=JOIN,
        name=_("Joined at"),
        headings=(
            "Join time",
            "First join",
            "First join time",
            "Joined",
            "เวลาเข้าร่วม",
            "เวลาที่เข้าร่วม",
            "เข้าร่วมครั้งแรก",
        ),
    ),
    ListColumn(
        key=LEAVE,
        name=_("Left at"),
        headings=(
            "Leave time",
            "Last leave",
            "Last leave time",
            "Left",
            "เวลาออก",
            "เวลาที่ออก",
            "ออกครั้งสุดท้าย",
        ),
    ),
    ListColumn(
        key=CERTIFY,
        name=_("Certify"),
        headings=(
            "Certify",
            "Certified",
            "Certificate",
            "Passed",
            "Result",
            "ออกใบรับรอง",
            "ผ่าน",
            "ใบรับรอง",
            "ผล",
        ),
        example="ใช่",
    ),
    ListColumn(
        key=COURSE_COLUMN.key,
        name=COURSE_COLUMN.name,
        headings=COURSE_COLUMN.headings,
        example=COURSE_COLUMN.example,
    ),
    ListColumn(
        key=DAY_COLUMN.key,
        name=DAY_COLUMN.name,
        headings=DAY_COLUMN.headings,
        example=DAY_COLUMN.example,
    ),
    STARTS_COLUMN,
)
