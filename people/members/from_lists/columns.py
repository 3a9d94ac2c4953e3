"""The columns of a list of people, as organisations head them."""

from django.utils.translation import gettext_lazy as _

from people.lists.kinds import ListColumn
from people.rules.lists.values import looks_like_email, looks_like_phone

# One of these tells a row from the others.
WHOSE = "whose"


COLUMNS = (
    ListColumn(
        "number",
        _("Employee number"),
        (
            *("employee number", "employee no", "employee id", "staff number", "staff id"),
            *("personnel number", "emp no", "emp id", "เลขประจำตัว", "เลขประจำตัวพนักงาน"),
            *("รหัสพนักงาน", "รหัสบุคลากร", "รหัสเจ้าหน้าที่", "เลขที่พนักงาน"),
        ),
        "SP-104",
        one_of=WHOSE,
    ),
    ListColumn(
        "title",
        _("Title or rank"),
        ("title", "prefix", "rank", "คำนำหน้า", "คำนำหน้าชื่อ", "คำนำหน้านาม", "ยศ", "ยศ/คำนำหน้า"),
        "ร.ต.อ.",
    ),
    ListColumn(
        "name",
        _("Name"),
        (
            *("name", "full name", "name and surname", "first and last name", "ชื่อ-สกุล"),
            *("ชื่อ-นามสกุล", "ชื่อสกุล", "ชื่อนามสกุล", "ชื่อและนามสกุล", "ชื่อเต็ม", "ชื่อ นามสกุล"),
            *("รายชื่อ", "ยศ ชื่อ สกุล", "ยศ-ชื่อ-สกุล"),
        ),
        "สมชาย ใจดี",
        one_of=WHOSE,
    ),
    ListColumn(
        "first", _("First name"), ("first name", "given name", "ชื่อ", "ชื่อจริง"), "สมชาย", one_of=WHOSE
    ),
    ListColumn(
        "last", _("Last name"), ("last name", "surname", "family name", "นามสกุล", "สกุล"), "ใจดี"
    ),
    ListColumn(
        "name_th",
        _("Name in Thai"),
        (
            "name in thai",
            "thai name",
            "full name in thai",
            "name th",
            "ชื่อภาษาไทย",
            "ชื่อไทย",
            "ชื่อ-สกุล (ไทย)",
        ),
        "สมชาย ใจดี",
        one_of=WHOSE,
    ),
    ListColumn(
        "name_en",
        _("Name in English"),
        (
            *("name in english", "english name", "full name in english", "name en"),
            *("ชื่อภาษาอังกฤษ", "ชื่ออังกฤษ", "ชื่อ-สกุล (อังกฤษ)"),
        ),
        "Somchai Jaidee",
        one_of=WHOSE,
    ),
    ListColumn(
        "nickname", _("Nickname"), ("nickname", "nick name", "called", "ชื่อเล่น", "ฉายา"), "ชาย"
    ),
    ListColumn(
        "email",
        _("Work email"),
        ("email", "e-mail", "work email", "mail", "email address", "อีเมล", "อีเมล์", "อีเมลที่ทำงาน"),
        "somchai@example.org",
        one_of=WHOSE,
        looks=looks_like_email,
    ),
    ListColumn(
        "phone",
        _("Work phone"),
        (
            *("phone", "phone number", "mobile", "mobile phone", "telephone", "tel", "work phone"),
            *("โทรศัพท์", "เบอร์โทร", "เบอร์โทรศัพท์", "มือถือ", "เบอร์มือถือ", "หมายเลขโทรศัพท์", "โทร"),
        ),
        "081 234 5678",
        one_of=WHOSE,
        looks=looks_like_phone,
    ),
    ListColumn(
        "unit",
        _("Unit"),
        (
            *("unit", "team", "office", "department", "branch", "division", "station", "หน่วย"),
            *("หน่วยงาน", "ทีม", "ฝ่าย", "แผนก", "สังกัด", "สำนักงาน", "สาขา", "กลุ่มงาน", "กอง"),
        ),
        "ทีมเชียงใหม่",
    ),
    ListColumn(
        "job",
        _("Job"),
        (
            "job",
            "job title",
            "position",
            "post",
            "work",
            "ตำแหน่ง",
            "ตำแหน่งงาน",
            "งาน",
            "หน้าที่",
            "ลักษณะงาน",
        ),
        "ล่าม",
    ),
    ListColumn(
        "role",
        _("Role"),
        ("role", "role here", "role in kamlangjai", "บทบาท", "บทบาทในระบบ", "สิทธิ์", "สิทธิ"),
        "ผู้ปฏิบัติงาน",
    ),
    ListColumn(
        "hours",
        _("Contracted hours a week"),
        (
            *(
                "hours",
                "contracted hours",
                "hours a week",
                "hours per week",
                "weekly hours",
                "ชั่วโมง",
            ),
            *("ชั่วโมงต่อสัปดาห์", "ชั่วโมงตามสัญญา", "ชม.", "ชม./สัปดาห์", "ชั่วโมงทำงาน"),
        ),
        "40",
    ),
    ListColumn(
        "employment",
        _("Kind of employment"),
        (
            *("employment", "kind of employment", "employment type", "contract", "contract type"),
            *("ประเภทการจ้าง", "ประเภทบุคลากร", "การจ้าง", "ประเภทพนักงาน", "ประเภทการจ้างงาน"),
        ),
        "พนักงานประจำ",
    ),
    ListColumn(
        "until",
        _("Employed until"),
        (
            *("employed until", "contract ends", "contract end", "end of contract", "end date"),
            *("จ้างถึง", "จ้างถึงวันที่", "สิ้นสุดสัญญา", "วันสิ้นสุดสัญญา", "วันหมดสัญญา"),
        ),
        "30/9/2570",
    ),
    ListColumn(
        "starts",
        _("First day"),
        (
            *("first day", "start date", "starts", "from", "start", "begins", "วันเริ่มงาน"),
            *("วันแรก", "วันที่เริ่มงาน", "เริ่มงาน", "วันบรรจุ"),
        ),
        "1/12/2569",
    ),
    ListColumn(
        "language",
        _("Language of the invitation"),
        ("language", "language of the invitation", "ภาษา", "ภาษาของคำเชิญ"),
        "ไทย",
    ),
)
