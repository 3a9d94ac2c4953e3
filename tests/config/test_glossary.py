"""One concept, one word: Thai words that may not stand in a catalogue, with the word to use."""

import ast
import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

APPS = ("config", "people", "wellbeing", "training", "workload", "programme")
# What may not occur, as a pattern, and what is said instead. Where a word is right in one sense
# only, the pattern says in which it is not.
GLOSSARY = {
    "ชั่วโมงตามสัญญา": "ชั่วโมงทำงานปกติ: police have no contract",
    "เกินสัญญา": "เกินเวลาปกติ: police have no contract",
    # The first one in a text; later in the same text it is clear which one is meant.
    r"^(?:(?!สัญญาณ).)*สัญญาณ(?!ภาระงาน|อินเทอร์เน็ต)": "สัญญาณภาระงาน: alone it is the phone's",
    "เฝ้าดู": "คอยดู: the word means surveillance",
    "คนในความดูแล": "ลูกทีม: the word means clients",
    "พักงาน": "งดไว้ชั่วคราว: the word means suspended from duty",
    "หัวหน้างาน": "หัวหน้า",
    "บุกตรวจค้น": "เข้าตรวจค้น",
    "นิติวิทยาศาสตร์": "การสัมภาษณ์เด็กเพื่อสืบข้อเท็จจริง",
    "บังคับขอทาน": "การนำคนมาขอทาน",
    "บ้านพักพิง": "บ้านพัก",
    "ค่าปกติ": "ช่วงปกติของคุณเอง",
    "ความตึง(?!เครียด)": "ความตึงเครียด",
    r"กลไกการส่งต่อ(?!ระดับชาติ)": "กลไกการส่งต่อระดับชาติ",
    r"การนิเทศ(?!งาน)": "การนิเทศงาน",
    r"ผู้ดูแล(?:ขององค์กร|องค์กร)": "ผู้ดูแลระบบขององค์กร",
    r"เร็วๆ|ต่างๆ|อื่นๆ": "a space before ๆ",
    "โปรด": "กรุณา",
    "กุญแจของโปรแกรม|กุญแจสำหรับโปรแกรม": "คีย์",
    "ที่อยู่ปฏิทิน": "ลิงก์ปฏิทิน",
}


def thai_texts():
    """Read every Thai text of the catalogues, with its app and what it translates."""
    for app in APPS:
        path = settings.BASE_DIR / app / "locale" / "th" / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            catalogue = read_po(file, locale="th")
        for message in catalogue:
            if message.id:
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                yield from ((app, message.id, text) for text in texts)


@pytest.mark.parametrize("pattern", GLOSSARY)
def test_no_text_uses_a_word_that_the_glossary_replaces(pattern):
    wrong = [one for one in thai_texts() if re.search(pattern, one[2], re.DOTALL)]
    assert not wrong, f"better: {GLOSSARY[pattern]}"


def named_by_us():
    """Read every text of levels, certificates and courses that the product brings along."""
    folders = (settings.BASE_DIR / "training" / "rules", settings.BASE_DIR / "programme/simulation")
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.name, node.value


@pytest.mark.parametrize("pattern", GLOSSARY)
def test_no_name_that_comes_along_uses_a_word_that_the_glossary_replaces(pattern):
    wrong = [one for one in named_by_us() if re.search(pattern, one[1], re.DOTALL)]
    assert not wrong, f"better: {GLOSSARY[pattern]}"
