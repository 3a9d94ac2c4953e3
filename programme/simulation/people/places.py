"""Three organisations, their units and who is known in them by name."""

from dataclasses import dataclass, field
from decimal import Decimal

from people.models import Organisation, Role, Unit

Kind = Organisation.Kind
FULL, PART = Decimal(40), Decimal(24)


@dataclass(frozen=True)
class Seat:
    """A role in a unit; with names when it is a person known by name."""

    role: Role
    # The key of a usual job.
    job: str = "office"
    username: str = ""
    names: tuple[str, str] = ("", "")
    nick: tuple[str, str] = ("", "")
    hours: Decimal | None = None


@dataclass(frozen=True)
class Place:
    """A unit, its place in the tree, and its seats."""

    name: tuple[str, str]
    parent: str = ""
    supervisors: int = 0
    jobs: tuple[tuple[str, int], ...] = ()
    known: tuple[Seat, ...] = ()
    work: Unit.Kind = Unit.Kind.CASEWORK


@dataclass(frozen=True)
class Body:
    """An organisation; the first of its units stands above the others."""

    name: tuple[str, str]
    kind: Organisation.Kind
    places: tuple[Place, ...]
    ranks: tuple[str, ...] = field(default=())


def works(username: str, en: str, th: str, nick: str, job: str, hours: Decimal = FULL) -> Seat:
    """Seat a worker; the nickname is written 'Nok นก'."""
    return Seat(Role.WORKER, job, username, (en, th), tuple(nick.split(" ")), hours)


def leads(username: str, en: str, th: str, nick: str) -> Seat:
    """Seat a supervisor, who carries load too."""
    return Seat(Role.SUPERVISOR, "specialist", username, (en, th), tuple(nick.split(" ")), FULL)


def office(role: Role, username: str, en: str, th: str, nick: str) -> Seat:
    """Seat a person who sends no week."""
    return Seat(role, "office", username, (en, th), tuple(nick.split(" ")))


WIPAS_TEAM = (
    leads("wipa", "Wipa Thongdee", "วิภา ทองดี", "Wipa วิภา"),
    leads("somsak", "Somsak Rueangdet", "สมศักดิ์ เรืองเดช", "Sak ศักดิ์"),
    works("nok", "Kanokwan Srisuk", "กนกวรรณ ศรีสุข", "Nok นก", "specialist"),
    works("thanakorn", "Thanakorn Jaidee", "ธนากร ใจดี", "Korn กร", "reviewer"),
    works("supaporn", "Supaporn Saengthong", "สุภาพร แสงทอง", "Phon พร", "shelter"),
    works("arthit", "Arthit Wongthai", "อาทิตย์ วงศ์ไทย", "Thit ทิตย์", "caseworker"),
    works("montri", "Montri Boonma", "มนตรี บุญมา", "Tri ตรี", "specialist"),
    works("jiraporn", "Jiraporn Phromma", "จิราภรณ์ พรหมมา", "Ji จิ", "shelter"),
    works("piyada", "Piyada Khamsaen", "ปิยะดา คำแสน", "Da ดา", "caseworker"),
    works("kriangkrai", "Kriangkrai Suwan", "เกรียงไกร สุวรรณ", "Krai ไกร", "reviewer"),
    works("nantana", "Nantana Lungta", "นันทนา ลุงต๊ะ", "Nan นัน", "interpreter", PART),
)

SAPHAN = Body(
    ("Saphan Foundation", "มูลนิธิสะพาน"),
    Kind.NGO,
    (
        Place(
            ("Head office", "สำนักงานใหญ่"),
            supervisors=1,
            jobs=(("specialist", 2),),
            known=(
                leads("malee", "Malee Rattanakul", "มาลี รัตนกุล", "Lee ลี"),
                leads("chatchai", "Chatchai Nonthi", "ฉัตรชัย นนทิ", "Chat ฉัตร"),
                office(
                    Role.TRAINER, "siriporn", "Siriporn Maneewong", "ศิริพร มณีวงศ์", "Siriporn ศิริพร"
                ),
                office(Role.PROGRAMME, "anan", "Anan Chaiyaporn", "อนันต์ ชัยพร", "Anan อนันต์"),
                office(Role.CARE, "orathai", "Orathai Pimthong", "อรทัย พิมพ์ทอง", "Orathai อรทัย"),
                office(Role.ADMIN, "ploy", "Ploypailin Intharat", "พลอยไพลิน อินทรัตน์", "Ploy พลอย"),
            ),
            work=Unit.Kind.OFFICE,
        ),
        Place(("Chiang Mai team", "ทีมเชียงใหม่"), "Head office", known=WIPAS_TEAM),
        Place(
            ("Lamphun team", "ทีมลำพูน"),
            "Head office",
            1,
            (("specialist", 2), ("caseworker", 2)),
        ),
        Place(
            ("Chiang Rai team", "ทีมเชียงราย"),
            "Head office",
            1,
            (("specialist", 2), ("caseworker", 2), ("interpreter", 1)),
        ),
        Place(
            ("Mae Sot team", "ทีมแม่สอด"),
            "Head office",
            2,
            (("specialist", 2), ("caseworker", 3), ("interpreter", 3)),
        ),
        Place(
            ("Bangkok team", "ทีมกรุงเทพฯ"),
            "Head office",
            3,
            (("specialist", 4), ("caseworker", 5), ("interpreter", 1)),
        ),
        # No supervisor here: they answer to those of the Bangkok team.
        Place(("Legal aid desk", "โต๊ะช่วยเหลือทางกฎหมาย"), "Bangkok team", 0, (("lawyer", 3),)),
    ),
)

POLICE = Body(
    ("Lanna Anti-Trafficking Division", "กองกำกับการปราบปรามการค้ามนุษย์ล้านนา"),
    Kind.POLICE,
    (
        Place(
            ("Division office", "ฝ่ายอำนวยการ"),
            supervisors=3,
            jobs=(("specialist", 2),),
            known=(
                office(Role.ADMIN, "witthaya", "Witthaya Sangsuk", "วิทยา แสงสุข", "Wit วิทย์"),
                office(Role.TRAINER, "kesorn", "Kesorn Phuengbun", "เกสร พึ่งบุญ", "Som ส้ม"),
                office(Role.PROGRAMME, "thawat", "Thawat Kongkaew", "ธวัช คงแก้ว", "Wat วัช"),
                office(Role.CARE, "napa", "Napa Thiangtham", "นภา เที่ยงธรรม", "Na นา"),
            ),
            work=Unit.Kind.OFFICE,
        ),
        Place(
            ("Investigation section 1", "งานสืบสวน 1"),
            "Division office",
            3,
            (("investigator", 6), ("immigration", 1), ("specialist", 3)),
        ),
        Place(
            ("Investigation section 2", "งานสืบสวน 2"),
            "Division office",
            2,
            (("investigator", 4), ("inquiry", 2), ("specialist", 2)),
        ),
        Place(
            ("Victim care section", "งานคุ้มครองผู้เสียหาย"),
            "Division office",
            2,
            (("specialist", 4), ("interpreter", 2)),
        ),
        # The span is too wide on purpose: the load of its three supervisors shows it.
        Place(
            ("Digital evidence section", "งานพยานหลักฐานดิจิทัล"),
            "Division office",
            3,
            (("reviewer", 22),),
            work=Unit.Kind.EVIDENCE,
        ),
    ),
    ranks=("พ.ต.ท.", "พ.ต.ต.", "ร.ต.อ.", "ร.ต.ท.", "ด.ต.", "จ.ส.ต.", "ส.ต.อ."),
)

SHELTERS = Body(
    ("Baan Suk Shelters", "เครือข่ายบ้านพักบ้านสุข"),
    Kind.SHELTER,
    (
        Place(
            ("Network office", "สำนักงานเครือข่าย"),
            supervisors=2,
            jobs=(("specialist", 1),),
            known=(
                office(Role.ADMIN, "sumalee", "Sumalee Chantha", "สุมาลี จันทา", "Ma มา"),
                office(Role.TRAINER, "boonlert", "Boonlert Srithong", "บุญเลิศ ศรีทอง", "Lert เลิศ"),
                office(Role.PROGRAMME, "ratree", "Ratree Wongchan", "ราตรี วงศ์จันทร์", "Tree ตรี"),
                office(Role.CARE, "pranee", "Pranee Suklim", "ปราณี สุขลิ้ม", "Nee นี"),
            ),
            work=Unit.Kind.OFFICE,
        ),
        Place(
            ("Rest house", "บ้านพักใจ"),
            "Network office",
            2,
            (("shelter", 8),),
            known=(works("noi", "Noi Chantra", "น้อย จันทรา", "Noi น้อย", "shelter"),),
            work=Unit.Kind.SHELTER,
        ),
        Place(
            ("River house", "บ้านริมน้ำ"),
            "Network office",
            2,
            (("shelter", 5), ("socialworker", 2)),
            work=Unit.Kind.SHELTER,
        ),
        Place(
            ("Garden house", "บ้านสวน"),
            "Network office",
            1,
            (("shelter", 4),),
            work=Unit.Kind.SHELTER,
        ),
        Place(
            ("Hill house", "บ้านบนดอย"),
            "Network office",
            1,
            (("shelter", 2),),
            work=Unit.Kind.SHELTER,
        ),
    ),
)

BODIES = (SAPHAN, POLICE, SHELTERS)
