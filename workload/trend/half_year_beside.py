"""What stands beside half a year of work: what was learnt, and thanks that the person shows."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from people.models import Person
from people.writing.formats import short_day
from training.certificates.words import certificate_words
from training.models import Certificate, Thanks
from training.rules.certificates import CertificateState, certificate_standing

# On one sheet of paper.
LEARNT_AT_MOST, THANKS_AT_MOST = 6, 2


@dataclass(frozen=True)
class LearntLine:
    """A certificate that came in this time, or that is due or expired now."""

    name: str
    said: str
    icon: str
    good: bool


def learnt_since(person: Person, reader: Person, first: date, day: date) -> list[LearntLine]:
    """List certificates given since a day, and those that are due or expired; one statement."""
    held = Certificate.objects.visible_to(reader).current().filter(person=person)
    lines = []
    for one in held.select_related("type").order_by("-issued_on", "pk"):
        stands = one.state(day)
        if stands is CertificateState.VALID and one.issued_on < first:
            continue
        words = certificate_words(certificate_standing(stands, exempt=False), one.expires_on)
        good = stands is CertificateState.VALID
        said = _("given %(day)s") % {"day": short_day(one.issued_on)} if good else words.words
        lines.append(LearntLine(str(one.type), said, words.icon, good))
    lines.sort(key=lambda line: line.good)
    return lines[:LEARNT_AT_MOST]


def thanks_since(person: Person, reader: Person, first: date) -> list[Thanks]:
    """List the newest notes that the person lets colleagues read with their name; one statement.

    A note that the wall shows without a name is left out: this page bears the receiver's name.
    """
    shown = Thanks.objects.on_the_wall(reader).filter(receiver=person, named=True)
    shown = shown.filter(given_at__date__gte=first)
    return list(shown.select_related("giver", "link").order_by("-given_at")[:THANKS_AT_MOST])
