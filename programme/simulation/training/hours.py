"""Hours of continuing education: some told, some confirmed, towards the next date."""

from decimal import Decimal

from programme.simulation.world import World, clock_at, uid
from training.models import Certificate, CertificateType, Study

KIND, HOURS = "Child forensic interviewing", 8
# What was learnt, for how many hours, how many days ago, and whether it is confirmed.
LEARNT = (
    ("ทบทวนการสัมภาษณ์ร่วมกับเพื่อนร่วมงาน", "3", 120, True),
    ("อบรมออนไลน์: ความจำของเด็ก", "2.5", 61, True),
    ("ทบทวนการสัมภาษณ์ร่วมกับเพื่อนร่วมงาน", "1.5", 12, False),
    ("บรรยาย: ล่ามในห้องสัมภาษณ์", "2", 5, False),
)


def simulate(world: World) -> None:
    """Let all who hold the certificate have told some of the hours, Nok the first three."""
    CertificateType.objects.filter(name__en=KIND).update(renewal_hours=HOURS)
    chance = world.chance("renewal")
    held = Certificate.objects.current().filter(
        type__name__en=KIND, issued_on__lt=world.days(-130), expires_on__gte=world.today
    )
    Study.objects.bulk_create(
        Study(
            public_id=uid(chance),
            certificate=one,
            day=world.days(-back),
            hours=Decimal(hours),
            what=what,
            kind="C",
            told_at=clock_at(world.days(-back), 18),
            state=Study.State.CONFIRMED if sure else Study.State.TOLD,
            decided_by_id=one.issued_by_id if sure else None,
            decided_at=clock_at(world.days(1 - back), 9) if sure else None,
        )
        for one in held.select_related("person__account").order_by("pk")
        for what, hours, back, sure in LEARNT[: told(chance, one)]
    )


def told(chance, certificate: Certificate) -> int:
    """Draw how much a person has told."""
    return 3 if certificate.person.username == "nok" else chance.randint(0, len(LEARNT))
