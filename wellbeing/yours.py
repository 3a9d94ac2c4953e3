"""What is said on a person's own page of their shares and their agreement."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.accounts.yours import says
from people.models import Person
from people.weeks import today
from people.writing.formats import day as write_day

from .checkins import consent
from .models import Share


@says("my_shares")
def shared_now(person: Person, now: datetime) -> str:
    """Say with how many people the person shares weeks now."""
    own = Share.objects.filter(person=person, withdrawn_at=None, until__gte=today(now))
    n = own.values("to").distinct().count()
    return (
        ngettext("with %(n)s person", "with %(n)s people", n) % {"n": n} if n else _("with nobody")
    )


@says("consent_text")
def agreed(person: Person, now: datetime) -> str:
    """Say since when the person knows the agreement, or that they took it back."""
    if person.withdrawn_at:
        return _("you withdrew it on %(day)s") % {"day": write_day(today(person.withdrawn_at))}
    if seen := consent.seen_at(person):
        return _("you read it on %(day)s") % {"day": write_day(today(seen))}
    return _("not read yet")
