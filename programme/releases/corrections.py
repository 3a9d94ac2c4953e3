"""What a correction may hold, and the mark of all corrections of a draft.

A correction is words: the kind from a list, what was wrong and what is right. It tells no cell
again, neither one of the earlier quarter nor one that was withheld there.
"""

import json
from collections.abc import Iterator
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.languages.local_text import LocalText
from programme.members.door import Office
from programme.models import CorrectionKind, Release
from programme.regions.reading import regions
from programme.rules.correction_words import holds_number, name_held

from .catalogue import FIGURES, LANGUAGES, in_each_language

NEEDED_IN_BOTH = _("Please write it in Thai and in English: everybody reads both.")
NO_NUMBER = _("Please write it without numbers. Only a year or a quarter may be named.")
NO_NAME = _(
    "Please leave out “%(name)s”: a correction names no place, no band and no organisation."
)


def judged_texts(
    kind: str, texts: dict[str, LocalText], office: Office
) -> dict[str, dict[str, str]]:
    """Give the texts of a correction as they are kept, each on one line.

    Refused, each at its field and language: an unknown kind, a text that is missing in Thai or in
    English, a number that is no year, and the name of a place, of a band or of a member, also of
    one that has left.
    """
    wrong: dict[str, list[ValidationError]] = {}
    names = list(names_of_cells(office))
    if kind not in CorrectionKind.values:
        wrong["kind"] = [ValidationError(_("Please choose from the list."), code="unknown")]
    found: dict[str, dict[str, str]] = {}
    for field, text in texts.items():
        found[field] = {one: " ".join(text.get(one, "").split()) for one in LANGUAGES}
        refused = [each for one in found[field].items() for each in refusals(*one, names)]
        if refused:
            wrong[field] = refused
    if wrong:
        raise ValidationError(wrong)
    return found


def refusals(language: str, text: str, names: list[str]) -> Iterator[ValidationError]:
    """Say what keeps a text of one language out of a correction."""
    about = {"language": language}
    if not text:
        yield ValidationError(NEEDED_IN_BOTH, "required", about)
    if holds_number(text):
        yield ValidationError(NO_NUMBER, "number", about)
    if name := name_held(text, names):
        yield ValidationError(NO_NAME, "name", about | {"name": name})


def names_of_cells(office: Office) -> Iterator[str]:
    """Name what would make a text tell a cell or a member: regions, bands, organisations."""
    for region in regions().values():
        yield from (*region.name.values(), *region.short.values())
    for measure in FIGURES:
        for _band, name in measure.bands:
            yield from in_each_language(name).values()
    # Who has left was in the releases before.
    for member in office.programme.members.select_related("organisation"):
        yield from member.organisation.name.values()


def corrections_mark(release: Release) -> str:
    """Make the mark of a draft's corrections as they are now; empty where there are none.

    Who says yes sends the mark of what was on their page.
    """
    notes = release.corrections.order_by("corrected__quarter")
    told = list(notes.values_list("corrected__public_id", "kind", "wrong", "right"))
    return sha256(json.dumps(told, default=str).encode()).hexdigest() if told else ""


def earlier_releases(office: Office) -> list[Release]:
    """List what the programme published before a draft, the newest quarter first."""
    return list(Release.objects.public().filter(programme=office.programme))
