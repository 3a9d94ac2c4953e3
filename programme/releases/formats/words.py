"""What stands in every file of every release, in both languages.

These texts are part of files that never change, so they are in no catalogue: a change is read in
later releases alone.
"""

from collections.abc import Mapping

from people.languages.local_text import LocalText
from programme.releases.published import WITHHELD

FIRST_DAY, LAST_DAY, PLACE, MEASURE, BAND = COLUMNS = (
    "first_day",
    "last_day",
    "place",
    "measure",
    "band",
)
# What a column holds, by its name in the files.
COLUMN_NAMES: Mapping[str, LocalText] = {
    FIRST_DAY: LocalText({"en": "First day", "th": "วันแรก"}),
    LAST_DAY: LocalText({"en": "Last day", "th": "วันสุดท้าย"}),
    PLACE: LocalText({"en": "Place", "th": "พื้นที่"}),
    MEASURE: LocalText({"en": "Measure", "th": "เรื่องที่วัด"}),
    BAND: LocalText({"en": "Band", "th": "ระดับ"}),
}
COLUMNS_ABOUT: Mapping[str, LocalText] = {
    FIRST_DAY: LocalText(
        {
            "en": "The first day of the block of four whole weeks, a Monday.",
            "th": "วันแรกของรอบสี่สัปดาห์เต็ม เป็นวันจันทร์",
        }
    ),
    LAST_DAY: LocalText(
        {
            "en": "The last day of the block, a Sunday.",
            "th": "วันสุดท้ายของรอบ เป็นวันอาทิตย์",
        }
    ),
    PLACE: LocalText(
        {
            "en": "The whole programme, or one of its regions. Never an organisation or a unit.",
            "th": "ทั้งโครงการ หรือภาคหนึ่งของโครงการ ไม่มีระดับองค์กรหรือหน่วย",
        }
    ),
    MEASURE: LocalText({"en": "What the band is about.", "th": "ระดับนี้พูดถึงเรื่องอะไร"}),
    BAND: LocalText(
        {
            "en": "The band of the group in the block, or “withheld”. No number stands behind it.",
            "th": "ระดับของกลุ่มในรอบนั้น หรือ “withheld” (ไม่แสดง) โดยไม่มีตัวเลขอยู่เบื้องหลัง",
        }
    ),
}
WITHHELD_NAME = LocalText({"en": WITHHELD, "th": "ไม่แสดง"})
WITHHELD_ABOUT = LocalText(
    {
        "en": "Nothing is shown: the group is too small, too uneven, or there is nobody in it. "
        "One word for every reason, so that the word itself tells nothing.",
        "th": "ไม่แสดงข้อมูล เพราะกลุ่มเล็กเกินไป ไม่กระจายพอ หรือไม่มีใครอยู่ในกลุ่ม "
        "ทุกเหตุผลใช้คำเดียวกัน คำนี้จึงไม่บอกอะไรเพิ่ม",
    }
)
RULE_NAME = LocalText({"en": "Rule", "th": "เกณฑ์"})
RULE = LocalText(
    {
        "en": "A band of people is shown for at least ten people of at least three organisations, "
        "none with more than half of them, and only if that still holds without any one of them. A "
        "band of posts is shown for at least five posts at three stations or more, and ninety "
        "days late. A rare fact, such as a reason to leave, is shown of the whole programme only, "
        "for at least five people while at least five others said something else. Near the edge "
        "of a band a little chance decides on which side it is. A block is in one release only, "
        "and nothing is computed again: a correction comes with the next release.",
        "th": "ระดับของกลุ่มคนจะแสดงเมื่อมีคนอย่างน้อยสิบคนจากอย่างน้อยสามองค์กร "
        "ไม่มีองค์กรใดมีคนเกินครึ่ง และต้องยังเป็นเช่นนั้นเมื่อตัดองค์กรใดองค์กรหนึ่งออก "
        "ระดับของตำแหน่งจะแสดงเมื่อมีอย่างน้อยห้าตำแหน่งในสามสถานีขึ้นไป และช้ากว่าจริงเก้าสิบวัน "
        "ข้อเท็จจริงที่พบไม่บ่อย เช่น เหตุผลที่ลาออก จะแสดงเฉพาะทั้งโครงการ "
        "เมื่อมีอย่างน้อยห้าคน และอีกอย่างน้อยห้าคนตอบเป็นอย่างอื่น "
        "ค่าที่อยู่ใกล้ขอบของระดับจะใช้การสุ่มเล็กน้อยตัดสินว่าอยู่ฝั่งใด "
        "แต่ละรอบอยู่ในชุดข้อมูลเดียว และไม่มีการคำนวณใหม่ หากต้องแก้ไขจะแจ้งไว้ในชุดข้อมูลถัดไป",
    }
)
SOURCE_NAME = LocalText({"en": "Source", "th": "ที่มา"})
SOURCE = LocalText(
    {
        "en": "What people of the member organisations recorded in Kamlangjai about their own "
        "work. The figures of an organisation are in it only while its administrator agrees.",
        "th": "สิ่งที่คนขององค์กรสมาชิกบันทึกเรื่องงานของตนไว้ในกำลังใจ "
        "ข้อมูลขององค์กรจะอยู่ในนี้เฉพาะเมื่อผู้ดูแลระบบขององค์กรตกลงเท่านั้น",
    }
)
LICENCE_NAME = LocalText({"en": "Licence", "th": "สัญญาอนุญาต"})
TITLE = LocalText(
    {"en": "Open data of {programme}, {quarter}", "th": "ข้อมูลเปิดของ{programme} {quarter}"}
)
ABOUT = LocalText(
    {
        "en": "Work, training and posts of a programme against human trafficking, by region and "
        "in blocks of four weeks. Every figure is a band of a group; where a group could give "
        "anybody away it is withheld.",
        "th": "ภาระงาน การอบรม และตำแหน่งของโครงการต่อต้านการค้ามนุษย์ แยกตามภาคและรอบสี่สัปดาห์ "
        "ข้อมูลทุกช่องเป็นระดับของกลุ่ม กลุ่มใดที่อาจทำให้รู้ว่าเป็นใครจะไม่แสดง",
    }
)
CORRECTION = LocalText({"en": "Correction of {quarter}", "th": "คำแก้ไขของชุดข้อมูล {quarter}"})
CORRECTED = LocalText({"en": "Corrected by {quarter}", "th": "มีคำแก้ไขในชุดข้อมูล {quarter}"})
WRONG = LocalText({"en": "What was wrong", "th": "สิ่งที่ผิด"})
RIGHT = LocalText({"en": "What is right", "th": "ที่ถูกต้อง"})
FEED_TITLE = LocalText({"en": "Open data", "th": "ข้อมูลเปิด"})
# Of each licence, by its SPDX identifier: its name, and where it can be read.
LICENCES: Mapping[str, tuple[str, str]] = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    )
}
