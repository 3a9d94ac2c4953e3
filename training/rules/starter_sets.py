"""Courses and certificates to begin with, by the kind of work, in the project's own words.

Hours, validity and who needs what are defaults to be changed, each with where it comes from. Few
are published anywhere: a default says so.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class StarterSet(StrEnum):
    """A kind of work that has a set of its own."""

    POLICE = "police"
    NGO = "ngo"
    SHELTER = "shelter"
    CHILD = "child"


SET_NAMES = {
    StarterSet.NGO: _("Foundation or NGO"),
    StarterSet.POLICE: _("Police"),
    StarterSet.SHELTER: _("Shelter"),
    StarterSet.CHILD: _("Child advocacy centre"),
}
EVERY = frozenset(StarterSet)
CARE = frozenset({StarterSet.NGO, StarterSet.SHELTER, StarterSet.CHILD})
DEFAULT = _("Project default: nobody has published a figure. Please change it as you need.")
LIST = _("Project default, as in the list of trainings of this project.")
INTERVIEW = _(
    "32 hours: the least that the National Children’s Alliance accepts. "
    "Renewal by 8 hours in two years is not verified."
)
ADVOCATE = _("24 hours, and 8 hours in two years: National Children’s Alliance, not verified.")
FOUNDATION = _("40 hours: the least before a first credential of NACP.")


@dataclass(frozen=True)
class StarterTraining:
    """A course and the certificate that it leads to, both of one name; and who is asked for it.

    Hours of the course, months for which the certificate holds (None: for ever), hours of study
    that renew it (None: the course is taken again). `asked` are roles and jobs as requirements
    name them; a job that an organisation does not have is not asked.
    """

    key: str
    en: str
    th: str
    hours: int
    months: int | None
    asked: tuple[str, ...]
    sets: frozenset[StarterSet] = EVERY
    renewal_hours: int | None = None
    kind: str = ""
    source: str | Promise = LIST


WORKERS, LEADERS = "role-worker", "role-supervisor"
TRAININGS = (
    StarterTraining(
        "basics",
        "Working with survivors: the basics",
        "พื้นฐานการทำงานกับผู้เสียหาย",
        40,
        None,
        (WORKERS,),
        kind="A",
        source=FOUNDATION,
    ),
    StarterTraining(
        "privacy",
        "Personal data and confidentiality",
        "ข้อมูลส่วนบุคคลและการรักษาความลับ",
        3,
        12,
        (WORKERS, LEADERS),
    ),
    StarterTraining(
        "strain",
        "When the work stays with you",
        "เมื่องานตามกลับมาด้วย: ความเครียดจากการช่วยเหลือ",
        4,
        12,
        (WORKERS, LEADERS),
    ),
    StarterTraining(
        "first-support",
        "First support after a shock",
        "การปฐมพยาบาลทางใจ",
        8,
        24,
        ("job-specialist", "job-caseworker", "job-socialworker", "job-shelter", "job-psychologist"),
    ),
    StarterTraining(
        "law",
        "Thai law against trafficking and how people are referred",
        "กฎหมายป้องกันและปราบปรามการค้ามนุษย์และกลไกการส่งต่อระดับชาติ",
        12,
        24,
        (
            "job-specialist",
            "job-investigator",
            "job-inquiry",
            "job-immigration",
            "job-caseworker",
            "job-socialworker",
            "job-lawyer",
        ),
    ),
    StarterTraining(
        "interview",
        "Interviewing children",
        "การสัมภาษณ์เด็กเพื่อสืบข้อเท็จจริง",
        32,
        24,
        ("job-specialist", "job-inquiry", "job-psychologist"),
        frozenset({StarterSet.POLICE, StarterSet.CHILD}),
        renewal_hours=8,
        kind="B",
        source=INTERVIEW,
    ),
    StarterTraining(
        "advocate",
        "At a child’s side through the case",
        "การอยู่เคียงข้างเด็กตลอดคดี",
        24,
        24,
        ("job-caseworker", "job-socialworker"),
        frozenset({StarterSet.CHILD}),
        renewal_hours=8,
        kind="B",
        source=ADVOCATE,
    ),
    StarterTraining(
        "safeguarding",
        "Keeping people safe from our own side",
        "การคุ้มครองผู้รับบริการจากการล่วงละเมิดโดยเจ้าหน้าที่",
        3,
        12,
        (WORKERS, LEADERS),
        CARE,
    ),
    StarterTraining(
        "interpreters",
        "Working with an interpreter",
        "การทำงานร่วมกับล่าม",
        3,
        24,
        ("job-specialist", "job-inquiry", "job-caseworker", "job-socialworker"),
    ),
    StarterTraining(
        "evidence",
        "Digital evidence and distressing material",
        "พยานหลักฐานดิจิทัลและเนื้อหาสะเทือนใจ",
        8,
        12,
        ("job-reviewer",),
        frozenset({StarterSet.POLICE, StarterSet.NGO}),
    ),
    StarterTraining(
        "first-aid",
        "First aid",
        "การปฐมพยาบาล",
        6,
        24,
        ("job-shelter",),
        frozenset({StarterSet.SHELTER, StarterSet.CHILD}),
    ),
    StarterTraining(
        "nights",
        "Nights at the shelter",
        "การอยู่เวรกลางคืนในบ้านพัก",
        4,
        24,
        ("job-shelter",),
        frozenset({StarterSet.SHELTER}),
        source=DEFAULT,
    ),
    StarterTraining(
        "leading",
        "Leading and supervising a team",
        "การนำทีมและการนิเทศงาน",
        16,
        36,
        (LEADERS,),
    ),
)


def set_of(kind: str) -> StarterSet:
    """Choose the set of a kind of organisation; a ministry runs shelters."""
    return StarterSet.SHELTER if kind == "ministry" else StarterSet(kind)


def trainings_in(chosen: StarterSet) -> list[StarterTraining]:
    """List the trainings of a set."""
    return [one for one in TRAININGS if chosen in one.sets]
