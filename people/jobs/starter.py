"""What an organisation begins with: the usual jobs and kinds of employment of its kind.

A key never changes: rows, the interface for programs and the demo name a job by it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.languages.local_text import LocalText
from people.models import Employment, Job, Organisation

NGO, POLICE, SHELTER, MINISTRY = Organisation.Kind

# Every kind of organisation begins with it: for people with none of the other jobs.
OFFICE = "office"


@dataclass(frozen=True)
class StarterJob:
    """A usual job, in which kinds of organisation it is usual, and what one of these calls it."""

    key: str
    en: str
    th: str
    kinds: tuple[Organisation.Kind, ...] = tuple(Organisation.Kind)
    called: dict[Organisation.Kind, tuple[str, str]] = field(default_factory=dict)

    def name(self, kind: Organisation.Kind | str) -> dict[str, str]:
        """Give its names in an organisation of a kind."""
        en, th = self.called.get(Organisation.Kind(kind), (self.en, self.th))
        return {"en": en, "th": th}


@dataclass(frozen=True)
class StarterEmployment:
    """A usual kind of employment, and whether its people have contracted hours."""

    key: str
    en: str
    th: str
    has_hours: bool = True


STARTER_JOBS = (
    StarterJob("specialist", "Victim specialist", "ผู้เชี่ยวชาญด้านผู้เสียหาย"),
    StarterJob("investigator", "Investigator", "พนักงานสืบสวน", (POLICE,)),
    StarterJob("inquiry", "Inquiry officer", "พนักงานสอบสวน", (POLICE,)),
    StarterJob("immigration", "Immigration officer", "เจ้าหน้าที่ตรวจคนเข้าเมือง", (POLICE,)),
    StarterJob("caseworker", "Case worker", "เจ้าหน้าที่ดูแลเคส", (NGO, SHELTER, MINISTRY)),
    StarterJob("socialworker", "Social worker", "นักสังคมสงเคราะห์", (NGO, SHELTER, MINISTRY)),
    StarterJob("psychologist", "Psychologist", "นักจิตวิทยา", (SHELTER, MINISTRY)),
    StarterJob("shelter", "Shelter staff", "เจ้าหน้าที่บ้านพัก", (NGO, SHELTER, MINISTRY)),
    StarterJob(
        "reviewer",
        "Digital-evidence reviewer",
        "ผู้ตรวจพยานหลักฐานดิจิทัล",
        (NGO, POLICE),
        {POLICE: ("TICAC reviewer", "ผู้ตรวจพยานหลักฐานดิจิทัล (TICAC)")},
    ),
    StarterJob("interpreter", "Interpreter", "ล่าม"),
    StarterJob("lawyer", "Legal officer", "นิติกร", (NGO, MINISTRY)),
    StarterJob("trainer", "Trainer", "วิทยากร", (NGO, MINISTRY)),
    StarterJob("helper", "Volunteer helper", "อาสาสมัครช่วยงาน", (NGO, SHELTER)),
    StarterJob(OFFICE, "Office", "งานสำนักงาน"),
)
STARTER_EMPLOYMENTS = (
    StarterEmployment("civil", "Civil servant", "ข้าราชการ"),
    StarterEmployment("employee", "Employee", "พนักงานประจำ"),
    StarterEmployment("contractor", "Under a contract", "ลูกจ้างตามสัญญา"),
    StarterEmployment("seconded", "Seconded from elsewhere", "มาช่วยราชการหรือยืมตัวมา"),
    StarterEmployment("intern", "Intern", "นักศึกษาฝึกงาน"),
    StarterEmployment("volunteer", "Volunteer", "อาสาสมัคร", has_hours=False),
)
# What each is called outside its organisation.
USUAL_NAMES = {one.key: LocalText({"en": one.en, "th": one.th}) for one in STARTER_JOBS}
OTHER_WORK = _("Another kind of work")


def usual_jobs(kind: Organisation.Kind | str) -> Iterator[StarterJob]:
    """Give the usual jobs of a kind of organisation."""
    return (one for one in STARTER_JOBS if kind in one.kinds)


def kind_of_work(job: Job) -> LocalText | Promise:
    """Name a job to another organisation: in the usual words, never in its organisation's own.

    A name of its own could say which organisation it is.
    """
    return USUAL_NAMES.get(job.key, OTHER_WORK)


def give_starter_set(organisation: Organisation) -> tuple[list[Job], list[Employment]]:
    """Write the usual jobs and kinds of employment of a new organisation; two statements."""
    kind = organisation.kind
    jobs = Job.objects.bulk_create(
        Job(organisation=organisation, key=one.key, name=one.name(kind)) for one in usual_jobs(kind)
    )
    employments = Employment.objects.bulk_create(
        Employment(
            organisation=organisation,
            key=one.key,
            name={"en": one.en, "th": one.th},
            has_hours=one.has_hours,
        )
        for one in STARTER_EMPLOYMENTS
    )
    return jobs, employments
