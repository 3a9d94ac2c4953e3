"""What is taught in the demo, for how long it holds, and who needs it."""

from collections.abc import Iterable
from dataclasses import dataclass

from people.jobs.starter import OFFICE, STARTER_JOBS
from people.models import Job, Role
from programme.simulation.people.staff import SimulatedMember

# The keys of the jobs of which most courses are asked.
FIELD = frozenset(one.key for one in STARTER_JOBS) - {OFFICE, "helper"}


@dataclass(frozen=True)
class Subject:
    """A course, how long it takes, how long its certificate holds, and who needs it."""

    name: tuple[str, str]
    hours: int
    months: int | None
    jobs: frozenset[str] = FIELD
    leads: bool = False
    # Foundation, specialty or advanced, as a credential counts it; empty for neither.
    kind: str = ""
    allows: tuple[str, str] = ("", "")
    by_law: bool = False

    def asked_in(self, jobs: Iterable[Job]) -> list[dict[str, str | Job]]:
        """The role or the jobs of an organisation of which its certificate is asked."""
        if self.leads:
            return [{"role": Role.SUPERVISOR}]
        return [{"job": job} for job in jobs if job.key in self.jobs]

    def needed_by(self, member: SimulatedMember) -> bool:
        """Say whether a person in this job and role takes it."""
        lead = member.membership.role == Role.SUPERVISOR
        return member.carries and (lead if self.leads else member.membership.job.key in self.jobs)


SUBJECTS = (
    Subject(
        (
            "Victim-centred and trauma-informed basics",
            "พื้นฐานการทำงานที่ยึดผู้เสียหายเป็นศูนย์กลางและเข้าใจบาดแผลทางใจ",
        ),
        40,
        None,
        kind="A",
    ),
    Subject(
        ("Data protection and confidentiality", "การคุ้มครองข้อมูลและการรักษาความลับ"), 3, 12, kind="A"
    ),
    Subject(
        ("Vicarious trauma and self-care", "ผลกระทบจากการรับฟังความทุกข์และการดูแลตนเอง"),
        4,
        12,
        kind="A",
    ),
    Subject(("Psychological first aid", "การปฐมพยาบาลทางใจ"), 8, 24, kind="B"),
    Subject(
        (
            "Thai anti-trafficking law and referral",
            "กฎหมายต่อต้านการค้ามนุษย์และกลไกการส่งต่อระดับชาติ",
        ),
        12,
        24,
        kind="B",
    ),
    Subject(
        ("Child forensic interviewing", "การสัมภาษณ์เด็กเพื่อสืบข้อเท็จจริง"),
        32,
        24,
        frozenset({"specialist"}),
        allows=("Interview children", "สัมภาษณ์เด็ก"),
        kind="B",
        by_law=True,
    ),
    Subject(("Safeguarding", "การคุ้มครองและป้องกันการแสวงประโยชน์"), 3, 12, kind="A"),
    Subject(
        ("Working with interpreters", "การทำงานร่วมกับล่าม"),
        3,
        24,
        frozenset({"specialist", "caseworker", "interpreter"}),
        kind="B",
    ),
    Subject(
        ("Evidence handling and material exposure", "การจัดการพยานหลักฐานและการสัมผัสสื่อรุนแรง"),
        8,
        12,
        frozenset({"reviewer"}),
        allows=("Review distressing material", "ตรวจสื่อที่กระทบใจ"),
        kind="B",
    ),
    Subject(("First aid", "การปฐมพยาบาล"), 6, 24),
    Subject(("Supervision skills", "ทักษะการนิเทศงาน"), 16, 36, leads=True, kind="C"),
)
RENEWAL = ("Child forensic interviewing, renewal", "การสัมภาษณ์เด็กเพื่อสืบข้อเท็จจริง (ต่ออายุ)")
