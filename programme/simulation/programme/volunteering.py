"""The public page for volunteers of one organisation, and some people who applied."""

from datetime import timedelta

from people.models import Person
from programme.models import VolunteerApplication, VolunteerPage, VolunteerSource
from programme.simulation.world import World, uid

WORDS = {
    "who": {
        "en": "Saphan Foundation helps people who were trafficked to come home and to begin again.",
        "th": "มูลนิธิสะพานช่วยผู้ที่เคยตกเป็นเหยื่อการค้ามนุษย์ให้ได้กลับบ้านและเริ่มต้นใหม่",
    },
    "what": {
        "en": "You teach, cook, interpret or keep people company, two to six hours a week.",
        "th": "คุณช่วยสอน ทำอาหาร เป็นล่าม หรืออยู่เป็นเพื่อน สัปดาห์ละสองถึงหกชั่วโมง",
    },
}
SLUG = "saphanhelper"
# Who applied how many days ago, from where, and how far it went.
APPLIED = (
    ("Pim", "pim@example.org", "school", "new", 1),
    ("Krit", "LINE: krit.demo", "faith", "new", 3),
    ("Dao", "dao@example.org", "school", "talked", 12),
    ("Somsri", "LINE: somsri.demo", "faith", "clearance", 30),
    ("Tee", "tee@example.org", "community", "training", 55),
)


def simulate(world: World) -> None:
    """Open the page and let some people apply."""
    chance, now = world.chance("volunteering"), world.moment
    admin = Person.objects.select_related("organisation").get(account__username="ploy")
    VolunteerPage.objects.create(
        organisation=admin.organisation,
        slug=SLUG,
        is_open=True,
        sources=[VolunteerSource.COMMUNITY, VolunteerSource.SCHOOL, VolunteerSource.FAITH],
        changed_by=admin,
        changed_at=now,
        **WORDS,
    )
    rows = []
    for name, contact, source, step, days in APPLIED:
        row = VolunteerApplication(
            public_id=uid(chance),
            organisation_id=admin.organisation_id,
            source=source,
            step=step,
            applied_at=now - timedelta(days=days),
        )
        row.keep("sealed_said", {"name": name, "contact": contact})
        rows.append(row)
    VolunteerApplication.objects.bulk_create(rows)
