"""The subjects of lessons: the usual services, and a few more."""

from programme.models import LessonSubject
from programme.services.reading import support_services


def lesson_subjects() -> list[tuple[str, str]]:
    """List the subjects as a reader chooses among them."""
    services = [(key, str(one.name)) for key, one in support_services().items()]
    return services + [(one.value, str(one.label)) for one in LessonSubject]


def subject_name(code: str) -> str:
    """Name a subject."""
    return dict(lesson_subjects()).get(code, code)
