"""The columns of a list of sessions."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.lists.kinds import ListColumn

COURSE, DAY, STARTS, ENDS = "course", "day", "starts", "ends"
PLACE, ONLINE, SEATS, TRAINER, OPEN = "place", "online", "seats", "trainer", "open_to_all"
COURSE_COLUMN = ListColumn(
    key=COURSE,
    name=_("Course"),
    headings=("Course", "Training", "Topic", "Title", "หลักสูตร", "การอบรม", "เรื่อง", "ชื่อหลักสูตร"),
    example="การสัมภาษณ์โดยเข้าใจบาดแผลทางใจ",
    needed=True,
)
DAY_COLUMN = ListColumn(
    key=DAY,
    name=_("Day"),
    headings=("Day", "Date", "Held on", "วันที่", "วัน", "วันอบรม", "วันที่อบรม"),
    example="24/11/2569",
    needed=True,
)
STARTS_COLUMN = ListColumn(
    key=STARTS,
    name=pgettext_lazy("time of day", "From"),
    headings=("From", "Start", "Starts", "Start time", "Begins", "เริ่ม", "เวลาเริ่ม", "ตั้งแต่", "จาก"),
    example="09:00",
)
COLUMNS = (
    COURSE_COLUMN,
    DAY_COLUMN,
    STARTS_COLUMN,
    ListColumn(
        key=ENDS,
        name=pgettext_lazy("time of day", "Until"),
        headings=("Until", "End", "Ends", "End time", "To", "ถึง", "สิ้นสุด", "เวลาสิ้นสุด", "เลิก"),
        example="16:00",
    ),
    ListColumn(
        key=PLACE,
        name=_("Place"),
        headings=("Place", "Room", "Venue", "Location", "สถานที่", "ห้อง", "สถานที่อบรม"),
        example="ห้องประชุม 2",
        needed=True,
    ),
    ListColumn(
        key=ONLINE,
        name=_("Link to join online"),
        headings=(
            "Link",
            "Online",
            "Zoom",
            "Teams",
            "URL",
            "Link to join online",
            "ลิงก์",
            "ลิงค์",
            "ออนไลน์",
        ),
        example="https://example.org/room",
    ),
    ListColumn(
        key=SEATS,
        name=_("Seats"),
        headings=("Seats", "Places", "Capacity", "จำนวนที่นั่ง", "ที่นั่ง", "รับได้", "จำนวนคน"),
        example="20",
    ),
    ListColumn(
        key=TRAINER,
        name=_("Trainer"),
        headings=("Trainer", "Teacher", "Facilitator", "วิทยากร", "ผู้สอน", "ผู้อบรม", "ครู"),
        example="นางศิริพร มณีวงศ์",
    ),
    ListColumn(
        key=OPEN,
        name=_("Anybody here may sign up"),
        headings=(
            "Open",
            "Open to all",
            "Sign up",
            "Anybody here may sign up",
            "เปิดรับ",
            "สมัครได้ทุกคน",
        ),
        example="ใช่",
    ),
)
