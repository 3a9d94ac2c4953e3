"""Thai words that stay whole where a line ends: a browser's dictionary knows their parts only."""

import re

# Where a browser would break them.
WHOLE_WORDS = """
ส่ง|ต่อ เห็น|ด้วย ข้าม|แดน พี่|เลี้ยง ภาระ|งาน หน่วย|งาน ผู้|เสีย|หาย เบิก|ความ หลัก|ฐาน ล่วง|ละเมิด หลอก|ลวง
นิเทศ|งาน ลูก|ทีม รับ|ไหว กลาง|คืน สะเทือน|ใจ ดูแล|ใจ ความ|ลับ หมด|อายุ กำลัง|ใจ ใบรับ|รอง รอบ|อบรม ลง|ทะเบียน
แนว|โน้ม ตรวจ|ค้น แรก|รับ ช่วย|เหลือ ลา|หยุด ข้อ|ตกลง
"""
WORD_JOINER = "\N{WORD JOINER}"
JOINED = {word.replace("|", ""): word.replace("|", WORD_JOINER) for word in WHOLE_WORDS.split()}

# A number and what is counted: "45 คน".
COUNTED = re.compile(r"(?<=\d) (?=[\u0e01-\u0e4f])")


def whole_words(text: str) -> str:
    """Join the parts of these words, so that no line breaks within one."""
    for word, joined in JOINED.items():
        text = text.replace(word, joined)
    return text


def whole_name(text: str) -> str:
    """Keep words whole in a heading, and a number beside what it counts."""
    return COUNTED.sub("\N{NO-BREAK SPACE}", whole_words(text))
