"""What an award may not be for: how much work a person carries. No Django, no clock."""

import re

# Project defaults after domain practice: recognition never rewards volume, hours or presence, for
# it would honour people for exhausting themselves; nor counts of arrests or rescues, for they make
# victims into results. A word of work alone measures nothing: who makes a load lighter may be
# praised for it. So what counts is the word beside it.
COUNTED = r"(?:cases?|victims?|clients?|interviews?|reports?|arrests?|rescues?|convictions?)"
MOST = r"(?:most|more|many|highest|largest|biggest|record)"
ENGLISH = (
    rf"{MOST} (?:\w+ ){{0,2}}?(?:{COUNTED}|hours|shifts|nights|weekends)",
    rf"(?:number|volume|amount|count) of (?:\w+ ){{0,2}}?(?:{COUNTED}|hours|shifts)",
    r"(?:high|large|heavi|heavy|full|big|double)(?:e?st|er)? (?:case ?loads?|work ?loads?)",
    r"cases (?:closed|opened|handled|carried|per \w+)",
    r"(?:closed|handled|carried|took on) (?:\d+|dozens of|hundreds of) \w+",
    r"(?:long|longest|extra|countless|many|\d+) hours",
    r"hours (?:worked|a day|a week|put in)",
    r"over-?time|OT",
    r"(?:weekends?|night shifts?|nights) worked",
    r"works? (?:every|each) (?:weekend|night|day|holiday)",
    r"(?:never|not once|not a day) (?:absent|sick|off sick|off|on leave|late)",
    r"(?:no|not one|without a|without any|never took a|few) (?:sick )?days? (?:off|of leave)",
    r"(?:perfect|full|best|highest) attendance",
)
THAI_COUNTED = r"(?:เคส|คดี|ผู้เสียหาย|จับกุม|ช่วยเหลือ|สัมภาษณ์|รายงาน|ชั่วโมง|ภาระงาน|งาน|เวร|ผู้ต้องหา)"
THAI_MOST = r"(?:มากที่สุด|มากสุด|เยอะที่สุด|เยอะสุด|สูงสุด|สูงที่สุด|เยอะ|จำนวนมาก|ไม่อั้น)"
THAI = (
    rf"{THAI_COUNTED}[^\s.,]{{0,15}}{THAI_MOST}",
    r"จำนวน(?:เคส|คดี|ผู้เสียหาย|การจับกุม|ผู้ต้องหา|ชั่วโมง|เวร)",
    r"ปริมาณ(?:งาน|เคส|คดี)|ยอด(?:จับกุม|เคส|คดี|ช่วยเหลือ)",
    r"ปิด(?:เคส|คดี)(?:ได้)?\s?(?:เร็ว|มาก|ครบ|ทั้งหมด|\d)",
    r"ล่วงเวลา|โอที|\bOT\b",
    r"(?:ทำงาน|เข้าเวร|อยู่เวร|ขึ้นเวร)[^\s.,]{0,15}(?:ทุกวัน|ทุกคืน|ทุกเสาร์|ไม่มีวันหยุด|ไม่หยุด|หลายชั่วโมง)",
    r"(?:ทำงาน|เข้าเวร|อยู่เวร)[^.,]{0,15}\d+\s?ชั่วโมง",
    r"ไม่เคย(?:ลา|ขาด|หยุด|สาย)|ไม่ลาป่วย|ไม่ลาเลย",
)
# Taken out first: work that is spared, shared or made lighter.
KIND = (
    r"\b(?:no|no to|without|less|fewer|avoid(?:s|ed|ing)?|end(?:s|ed)?|cut(?:s)?|against|spare[sd]?"
    r"(?: \w+)?|nobody (?:needed|needs)|no one (?:needed|needs)) (?:any )?"
    r"(?:over-?time|OT|long hours|extra hours|night shifts?)\b",
    r"(?:ไม่ต้อง|ลด|เลี่ยง|ไม่ให้)[^\s.,]{0,15}(?:ล่วงเวลา|โอที|\s?\bOT\b)",
)
MEASURES = re.compile(rf"\b(?:{'|'.join(ENGLISH)})\b|{'|'.join(THAI)}", re.IGNORECASE)
SPARED = re.compile("|".join(KIND), re.IGNORECASE)


def measure_in(text: str) -> str:
    """Find the first measure of quantity that a text mentions; nothing if there is none."""
    found = MEASURES.search(SPARED.sub(" ", text))
    return found[0] if found else ""
