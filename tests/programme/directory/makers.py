"""Make entries of the directory and lessons."""

from programme.models import DirectoryEntry, Lesson, OwnService, Pathway
from programme.services.reading import support_services
from tests.makers import NOW


def make_entry(organisation, by, name="Legal desk", **changes) -> DirectoryEntry:
    """An entry of legal help in Chiang Mai, confirmed today."""
    about = {
        "services": ["legal"],
        "provinces": ["TH-50"],
        "languages": ["th"],
        "hours": "office",
        "phone": "053 000 000",
        "confirmed_at": NOW,
        "confirmed_by": by,
    } | changes
    hidden = any(support_services()[one].by_region for one in about["services"] if len(one) < 13)
    about.setdefault("by_region", hidden)
    return DirectoryEntry.objects.create(organisation=organisation, name={"en": name}, **about)


def make_lesson(organisation, by, title="Ask twice", **changes) -> Lesson:
    about = {"subject": "interview", "text": "Ask it again later.", "written_at": NOW} | changes
    return Lesson.objects.create(organisation=organisation, title=title, written_by=by, **about)


def make_own_service(organisation, name="Claims clinic", counts_as="claims") -> OwnService:
    return OwnService.objects.create(
        organisation=organisation, name={"en": name}, counts_as=counts_as
    )


def make_pathway(organisation, name="Home", steps=("shelter", "work")) -> Pathway:
    return Pathway.objects.create(organisation=organisation, name={"en": name}, steps=[*steps])
