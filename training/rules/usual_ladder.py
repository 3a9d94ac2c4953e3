"""The ladder and the competencies to begin with: data. Every organisation edits its own."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

# Competencies after the OVC "Achieving Excellence" model standards, as mapped for this project.
COMPETENCIES = (
    ("rights", "Victims’ rights and the law", "สิทธิผู้เสียหายและกฎหมาย"),
    ("communication", "Trauma-informed communication", "การสื่อสารที่เข้าใจบาดแผลทางใจ"),
    (
        "safety",
        "Crisis intervention and safety planning",
        "การช่วยเหลือในภาวะวิกฤตและวางแผนความปลอดภัย",
    ),
    ("advocacy", "Advocacy and referral", "การพิทักษ์สิทธิและส่งต่อ"),
    ("records", "Documentation and confidentiality", "การบันทึกและการรักษาความลับ"),
    ("access", "Cultural and language access", "การเข้าถึงด้านวัฒนธรรมและภาษา"),
    ("teams", "Working in multidisciplinary teams", "การทำงานกับทีมสหวิชาชีพ"),
    ("conduct", "Professional conduct and boundaries", "การวางตัวและขอบเขตวิชาชีพ"),
    ("care", "Looking after oneself", "การดูแลตนเอง"),
    ("leading", "Leading others", "การนำทีม"),
)
CODES = tuple(code for code, _en, _th in COMPETENCIES)

LADDER = gettext_noop(
    "Project default, after the FBI victim-services ladder and the training hours of NACP."
)
VOLUNTEERS = gettext_noop(
    "Project default: at last the 40 hours of training that the first paid level asks for."
)
ROTATION = gettext_noop("Project default: a rotation of at most three years, to limit exposure.")
READ_AT_NACP = gettext_noop("National Advocate Credentialing Program (NACP), thenacp.org.")
SAID_OF_WORK = gettext_noop(
    "NACP: hours of foundation and specialty read at thenacp.org; hours of work not verified."
)
SAID_OF_ADVANCED = gettext_noop(
    "NACP, thenacp.org: hours of work not verified; how many advanced hours is our reading of it."
)


@dataclass(frozen=True)
class Rung:
    """A level to begin with: years in the programme, hours of training and work, competencies."""

    english: str
    thai: str
    track: str = "main"
    years: int = 0
    hours: int = 0
    foundation: int = 0
    specialty: int = 0
    advanced: int = 0
    work: int = 0
    competencies: dict[str, int] = field(default_factory=dict)
    longest_months: int | None = None
    source: str = LADDER
    unverified: bool = False


def every(level: int, **others: int) -> dict[str, int]:
    """Ask for one level in everything but leading, and for others where they are named."""
    return {code: level for code in CODES if code != "leading"} | others


# 40 hours before the first case and 20 more for a specialty are NACP's; the rest is ours.
RUNGS = (
    Rung("Victim specialist I", "ผู้เชี่ยวชาญด้านผู้เสียหาย ระดับ 1", hours=40),
    Rung(
        "Victim specialist II",
        "ผู้เชี่ยวชาญด้านผู้เสียหาย ระดับ 2",
        years=2,
        hours=60,
        competencies=every(2, communication=3, safety=3, records=3, conduct=3),
    ),
    Rung(
        "Senior specialist, mentor",
        "ผู้เชี่ยวชาญอาวุโส พี่เลี้ยง",
        years=4,
        hours=80,
        competencies=every(3, leading=2),
    ),
    Rung(
        "Programme coordinator",
        "ผู้ประสานงานโครงการ",
        years=6,
        hours=100,
        competencies=every(3, teams=4, leading=3),
    ),
    Rung(
        "National lead",
        "ผู้นำระดับประเทศ",
        years=8,
        hours=120,
        competencies=every(3, teams=4, leading=4),
    ),
    Rung(
        "Forensic interviewer",
        "ผู้สัมภาษณ์เด็กเพื่อสืบข้อเท็จจริง",
        track="interviewer",
        years=2,
        hours=92,
        competencies={"communication": 3, "records": 3, "access": 3, "teams": 3},
    ),
    Rung(
        "Trainer",
        "วิทยากร",
        track="trainer",
        years=4,
        hours=80,
        competencies={"communication": 4, "conduct": 3, "care": 3, "leading": 2},
    ),
    Rung(
        "Evidence reviewer",
        "ผู้ตรวจพยานหลักฐานดิจิทัล",
        track="reviewer",
        years=1,
        hours=48,
        competencies={"records": 3, "conduct": 3, "care": 3},
        longest_months=36,
        source=ROTATION,
    ),
    Rung("Volunteer", "อาสาสมัคร", track="volunteer", source=VOLUNTEERS),
    Rung(
        "Trained volunteer",
        "อาสาสมัครที่ผ่านการอบรม",
        track="volunteer",
        hours=20,
        competencies={"conduct": 2},
        source=VOLUNTEERS,
    ),
    Rung(
        "Volunteer ready for a paid post",
        "อาสาสมัครที่พร้อมเป็นเจ้าหน้าที่",
        track="volunteer",
        years=1,
        hours=40,
        competencies={"communication": 2, "conduct": 3, "care": 2},
        source=VOLUNTEERS,
    ),
    Rung(
        "Provisional advocate",
        "ผู้พิทักษ์ผู้เสียหาย ขั้นเตรียม",
        track="credential",
        foundation=40,
        source=READ_AT_NACP,
    ),
    Rung(
        "Basic advocate",
        "ผู้พิทักษ์ผู้เสียหาย ขั้นพื้นฐาน",
        track="credential",
        foundation=40,
        specialty=20,
        work=3_900,
        source=SAID_OF_WORK,
        unverified=True,
    ),
    Rung(
        "Intermediate advocate",
        "ผู้พิทักษ์ผู้เสียหาย ขั้นกลาง",
        track="credential",
        foundation=40,
        specialty=20,
        advanced=20,
        work=7_800,
        source=SAID_OF_ADVANCED,
        unverified=True,
    ),
    Rung(
        "Advanced advocate",
        "ผู้พิทักษ์ผู้เสียหาย ขั้นสูง",
        track="credential",
        foundation=40,
        specialty=20,
        advanced=40,
        work=15_600,
        source=SAID_OF_ADVANCED,
        unverified=True,
    ),
)
