"""Letters that are written from a file of their kind when they are sent."""

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from people.models import Person

from .letters import LetterText
from .notices import written_to

ABOUT_SAFETY = _("You get this message because it is about the safety of your account.")
# The text of a file, in the language that is on when it is written.
rendered_later = lazy(render_to_string, str)


def body_of(kind: str, about: Mapping[str, object]) -> object:
    """What a mail of this kind says, translated when it is written."""
    return rendered_later(f"people/mail/{kind}.txt", about)


def from_file(
    person: Person | None,
    kind: str,
    subject: object,
    about: Mapping[str, object],
    why: object = ABOUT_SAFETY,
) -> LetterText | None:
    """Write to a person, in their language, the text of this kind's file."""
    return written_to(person, subject, body_of(kind, about), why) if person else None
