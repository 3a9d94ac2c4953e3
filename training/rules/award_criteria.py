"""What an award may not be for: how much work a person carries. No Django, no clock."""

import re

# Project defaults after domain practice: recognition never rewards volume, hours or presence, for
# it would honour people for exhausting themselves; nor counts of arrests or rescues, for they make
# victims into results.
ENGLISH = (
    r"cases?\s?loads?",
    r"(number|volume|amount) of (cases|victims|interviews|reports)",
    r"(most|more|many) (cases|victims|interviews)",
    r"cases (closed|opened|handled|carried|per \w+)",
    r"hours",
    r"over-?time",
    r"(weekends?|night shifts?|nights) worked",
    r"(number|amount) of (arrests|rescues|convictions)",
    r"most (arrests|rescues|convictions)",
    r"(never|not) (absent|sick|off sick|on leave)",
    r"days off",
    r"attendance",
)
THAI = (
    "จำนวนเคส",
    "จำนวนคดี",
    "จำนวนผู้เสียหาย",
    "เคสมากที่สุด",
    "คดีมากที่สุด",
    "ปิดเคส",
    "ปิดคดี",
    "ปริมาณงาน",
    "ภาระงาน",
    "ชั่วโมง",
    "ล่วงเวลา",
    "โอที",
    "เข้าเวร",
    "ยอดจับกุม",
    "จำนวนการจับกุม",
    "ไม่เคยลา",
    "ไม่เคยขาด",
    "ไม่ลาป่วย",
)
MEASURES = re.compile(rf"\b(?:{'|'.join(ENGLISH)})\b|{'|'.join(THAI)}", re.IGNORECASE)


def measure_in(text: str) -> str:
    """Find the first measure of quantity that a text mentions; nothing if there is none."""
    found = MEASURES.search(text)
    return found[0] if found else ""
