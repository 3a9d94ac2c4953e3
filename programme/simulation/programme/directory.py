"""Entries of the directory and lessons of the three organisations: invented, as all of the demo."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from programme.directory.plans import EntryKnown, EntryPlan
from programme.directory.services import services_by_code
from programme.models import DirectoryEntry, Lesson, PartAgreement, ProgrammeMember, SharedPart
from programme.simulation.world import World, uid

from .posts import POLICE, SAPHAN, SHELTERS, admins


@dataclass(frozen=True)
class DemoEntry:
    """An entry of an organisation, and how many days ago it was confirmed."""

    organisation: str
    en: str
    th: str
    services: str
    places: str
    languages: str = "th"
    days: int = 10
    more: dict[str, Any] = field(default_factory=dict)


ENTRIES = (
    DemoEntry(
        SAPHAN,
        "Case work in the North",
        "งานดูแลรายกรณี ภาคเหนือ",
        "casework interpret followup",
        "TH-50 TH-51 TH-57 TH-63",
        "th en my shn",
        more={
            "hours": "always",
            "room": 6,
            "phone": "053 000 101",
            "line_id": "@saphan-desk",
            "desk": "โต๊ะประสานงานส่งต่อ",
            "wanted": ["interpreters", "volunteers"],
            "looking_for": "ล่ามภาษาไทใหญ่ช่วงกลางคืน",
        },
    ),
    DemoEntry(
        SAPHAN,
        "Legal desk",
        "โต๊ะกฎหมาย",
        "legal claims papers trial",
        "TH-50 TH-57 TH-10",
        "th en my",
        more={"hours": "office", "hours_note": "08:30–16:30", "phone": "053 000 102", "room": 4},
    ),
    DemoEntry(
        SAPHAN,
        "Seafarers’ desk",
        "โต๊ะแรงงานประมง",
        "outreach claims interpret",
        "TH-85 TH-82 TH-27",
        "th my km",
        more={"hours": "days", "phone": "077 000 103", "email": "sea@saphan.example"},
    ),
    DemoEntry(
        POLICE,
        "Anti-trafficking desk",
        "ศูนย์ประสานงานคดีค้ามนุษย์",
        "investigate interview",
        "TH-50 TH-52 TH-57",
        "th en",
        more={"hours": "always", "phone": "053 000 201", "desk": "ร้อยเวรศูนย์ประสานงาน"},
    ),
    DemoEntry(
        POLICE,
        "Witness protection",
        "งานคุ้มครองพยาน",
        "protection",
        "",
        more={"hours": "arranged", "phone": "02 000 202"},
    ),
    DemoEntry(
        SHELTERS,
        "House for women and children",
        "บ้านพักผู้หญิงและเด็ก",
        "shelter mental medical",
        "th-5",
        "th my shn",
        more={"hours": "office", "phone": "02 000 301", "room": 2},
    ),
    DemoEntry(
        SHELTERS,
        "House for men",
        "บ้านพักผู้ชาย",
        "shelter",
        "th-5 th-8",
        "th my km",
        more={"hours": "always", "phone": "02 000 301", "full_until": 12},
    ),
    DemoEntry(
        SHELTERS,
        "Return and follow-up",
        "การส่งกลับและติดตาม",
        "return followup",
        "TH-50 TH-51 TH-52 TH-57 TH-58",
        "th lo",
        days=120,
        more={"hours": "office", "phone": "02 000 302", "wanted": ["places"]},
    ),
    DemoEntry(
        SHELTERS,
        "Work and skills",
        "ฝึกอาชีพและหางาน",
        "skills work",
        "TH-50 TH-51",
        "th my",
        more={
            "hours": "office",
            "email": "work@baansuk.example",
            "room": 8,
            "wanted": ["training", "goods"],
            "looking_for": "จักรเย็บผ้าและครูสอนทำอาหาร",
        },
    ),
)
LESSONS = (
    (
        SAPHAN,
        "interpret",
        "เลือกล่ามก่อน แล้วจึงนัด",
        "ถ้านัดก่อนแล้วค่อยหาล่าม เรามักได้คนที่มาจากชุมชนเดียวกัน\n\n"
        "ถามผู้เสียหายว่าสบายใจกับล่ามคนไหน แล้วใช้คนเดิมตลอดทาง",
        5,
    ),
    (
        POLICE,
        "interview",
        "สัมภาษณ์เด็กครั้งเดียวให้ครบ",
        "เชิญอัยการ นักสังคมสงเคราะห์ และล่ามมาฟังพร้อมกันในห้องข้าง ๆ แล้วส่งคำถามผ่านผู้สัมภาษณ์คนเดียว\n\n"
        "เด็กไม่ต้องเล่าซ้ำ และเราได้คำตอบที่ใช้ในศาลได้",
        21,
    ),
    (
        SHELTERS,
        "followup",
        "โทรหาในสัปดาห์แรกหลังกลับบ้าน",
        "สัปดาห์แรกคือช่วงที่เงียบที่สุดและยากที่สุด ตกลงวันโทรไว้ก่อนกลับ และตกลงคำที่ใช้เมื่อพูดไม่สะดวก",
        34,
    ),
)


def simulate(world: World) -> None:
    """Write the entries and the lessons, and share them; five statements."""
    chance = world.chance("directory")
    keepers = {str(one.organisation.name["en"]): one for one in admins()}
    known = EntryKnown(services_by_code(()))
    entries = []
    for one in ENTRIES:
        by = keepers[one.organisation]
        entry = DirectoryEntry(organisation_id=by.organisation_id, public_id=uid(chance))
        plan_of_demo(one, world).write_into(entry, known)
        entry.confirmed_at = world.moment - timedelta(days=one.days)
        entry.confirmed_by = by
        entries.append(entry)
    DirectoryEntry.objects.bulk_create(entries)
    share(world)
    Lesson.objects.bulk_create(
        Lesson(
            organisation_id=keepers[organisation].organisation_id,
            public_id=uid(chance),
            subject=subject,
            title=title,
            text=text,
            written_by=keepers[organisation],
            written_at=world.moment - timedelta(days=days),
        )
        for organisation, subject, title, text, days in LESSONS
    )


def share(world: World) -> None:
    """Let each member share its directory, as its admin who joined agreed."""
    members = ProgrammeMember.objects.order_by("pk")
    PartAgreement.objects.bulk_create(
        PartAgreement(
            member=one,
            part=SharedPart.DIRECTORY,
            agreed_by_id=one.joined_by_id,
            agreed_at=world.moment,
        )
        for one in members
    )


def plan_of_demo(one: DemoEntry, world: World) -> EntryPlan:
    """Say what an entry of the demo says."""
    more = dict(one.more)
    if days := more.get("full_until"):
        more["full_until"] = world.days(days)
    places = one.places.split()
    return EntryPlan(
        name={"en": one.en, "th": one.th},
        services=one.services.split(),
        provinces=[place for place in places if place.isupper()],
        regions=[place for place in places if place.islower()],
        languages=one.languages.split(),
        **more,
    )
