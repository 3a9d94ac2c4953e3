"""Read the lessons within reach of a viewer, as far as they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.core.paginator import Page, Paginator
from django.db.models import Q

from people.models import Person
from programme.members import door
from programme.models import Lesson

from .subjects import lesson_subjects

ROWS_A_PAGE = 12


@dataclass(frozen=True)
class LessonFilter:
    """Words and a subject; nothing stands for all."""

    text: str = ""
    subject: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """Read it from an address; an unknown subject is none."""
        subject = asked.get("about", "")
        known = subject in dict(lesson_subjects())
        # PostgreSQL has no place for a null in a text.
        text = asked.get("q", "").replace("\0", " ").strip()
        return cls(text[:60], subject if known else "")

    @property
    def condition(self) -> Q:
        """Say which lessons are asked for: each word is in the title or in the text."""
        found = Q(subject=self.subject) if self.subject else Q()
        for word in self.text.split():
            found &= Q(title__icontains=word) | Q(text__icontains=word)
        return found


def read_lessons(
    viewer: Person, wanted: LessonFilter = LessonFilter(), number: str | None = None
) -> Page[Lesson]:
    """Read a page of the lessons within reach, the newest first; three statements."""
    with door.directory_door(viewer) as opened:
        found = opened.lessons.filter(wanted.condition)
        page = Paginator(found, ROWS_A_PAGE).get_page(number)
        page.object_list = list(page.object_list)
    return page
