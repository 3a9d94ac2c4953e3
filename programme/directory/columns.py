"""The columns of the directory as a file: what comes in, and the same as it leaves."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from people.lists.kinds import ListColumn
from people.models import SpokenLanguage
from programme.models import EntryHours, WantedHelp
from programme.regions.reading import provinces, regions

from .reading import EntryRow

NAMES = "name"
COLUMNS = (
    ListColumn(
        "organisation",
        _("Organisation"),
        ("organisation", "organization", "agency", "องค์กร", "หน่วยงาน", "ชื่อองค์กร"),
        "มูลนิธิสะพาน",
    ),
    ListColumn(
        "name_th",
        _("Entry, in Thai"),
        ("entry in thai", "name in thai", "service name", "ชื่อรายการ", "ชื่อบริการ", "ชื่อภาษาไทย"),
        "ฝ่ายกฎหมาย",
        one_of=NAMES,
    ),
    ListColumn(
        "name_en",
        _("Entry, in English"),
        ("entry in english", "name in english", "ชื่อภาษาอังกฤษ"),
        "Legal desk",
        one_of=NAMES,
    ),
    ListColumn(
        "services",
        _("Services"),
        ("services", "service", "kinds of help", "บริการ", "ประเภทบริการ"),
        "ความช่วยเหลือทางกฎหมาย; ล่าม",
    ),
    ListColumn("provinces", _("Provinces"), ("provinces", "province", "จังหวัด"), "เชียงใหม่; ลำพูน"),
    ListColumn(
        "regions",
        _("Police regions"),
        ("police regions", "region", "regions", "ภาค", "ตำรวจภูธรภาค"),
    ),
    ListColumn("languages", _("Languages"), ("languages", "language", "ภาษา"), "ไทย; พม่า"),
    ListColumn(
        "hours", _("When to ask"), ("when", "hours", "เวลา", "เวลาทำการ"), "วันทำการ ในเวลาราชการ"
    ),
    ListColumn(
        "hours_note",
        _("More on when"),
        ("more on when", "opening hours", "รายละเอียดเวลา"),
        "08:30-16:30",
    ),
    ListColumn("room", _("Room for"), ("room for", "room", "capacity", "รับได้", "จำนวนที่รับได้"), "4"),
    ListColumn("full_until", _("Full until"), ("full until", "full to", "เต็มถึง", "เต็มถึงวันที่")),
    ListColumn(
        "phone", _("Phone"), ("phone", "telephone", "tel", "โทรศัพท์", "เบอร์โทร"), "053 000 000"
    ),
    ListColumn("email", _("Email"), ("email", "e-mail", "mail", "อีเมล"), "desk@example.org"),
    ListColumn("line_id", _("LINE ID"), ("line id", "line", "ไลน์", "ไอดีไลน์"), "@example"),
    ListColumn("desk", _("Duty desk"), ("duty desk", "desk", "เวรประสานงาน", "โต๊ะประสานงาน")),
    ListColumn("wanted", _("What we look for"), ("what we look for", "looking for", "สิ่งที่ต้องการ")),
    ListColumn(
        "looking_for",
        _("In a few words"),
        ("in a few words", "รายละเอียดสิ่งที่ต้องการ"),
        "อาสาสมัครพูดพม่าได้",
    ),
)


def several(words: Iterable[object]) -> str:
    """Write several words in one cell, as they are read again."""
    return "; ".join(map(str, words))


def cells_of(row: EntryRow) -> list[object]:
    """Write an entry as the cells of these columns, in their order."""
    one = row.entry
    return [
        one.organisation,
        one.name.get("th", ""),
        one.name.get("en", ""),
        several(service.name for service in row.services),
        several(place.name for code, place in provinces().items() if code in one.provinces),
        several(place.name for key, place in regions().items() if key in one.regions),
        several(SpokenLanguage.in_words(one.languages)),
        EntryHours(one.hours).label,
        one.hours_note,
        one.room,
        one.full_until,
        one.phone,
        one.email,
        one.line_id,
        one.desk,
        several(WantedHelp.in_words(one.wanted)),
        one.looking_for,
    ]
