"""Volunteers: write and end their terms, and say in words how they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.members.supervision import answers_for
from people.models import Membership, Person
from people.product_modules import module_is_on
from people.statements import written_once
from people.weeks import today
from people.writing.formats import day as write_day
from people.writing.formats import plain_number
from people.writing.sentences import in_a_row
from training import product_modules
from training.models import Certificate, CertificateType, VolunteerTerms
from training.models.volunteers import terms_written_by
from training.requirements.actions import refuse_first_day
from training.rules.certificates import CertificateState
from training.rules.volunteers import may_do, over_cap


@dataclass(frozen=True)
class VolunteerDuty:
    """A task of some terms, and whether it may be done today."""

    label: str
    open: bool


@dataclass(frozen=True)
class Volunteer:
    """A person's terms as they stand on a day."""

    terms: VolunteerTerms
    clearance: Certificate | None
    duties: list[VolunteerDuty]
    sentences: list[str]


@transaction.atomic
def write(
    *,
    person: Person,
    kind: str,
    hours: Decimal,
    tasks: Iterable[str],
    clearance: CertificateType | None,
    until: date,
    by: Person,
    now: datetime,
) -> VolunteerTerms:
    """Write the terms on which a person volunteers; earlier ones are replaced.

    Refused: oneself and people out of reach, no task or an unknown one, a clearance that never
    ends or is another organisation's, a day that is over or more than two years away.
    """
    refuse_reach(person, by)
    refuse_first_day(until, today(now))
    chosen = refuse_tasks(tasks)
    if clearance:
        refuse_clearance(clearance, person)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two presses, one row
    terms = VolunteerTerms.objects.filter(person=person).first() or VolunteerTerms(person=person)
    terms.kind, terms.hours, terms.tasks, terms.clearance = kind, hours, chosen, clearance
    terms.until, terms.written_by, terms.written_at = until, by, now
    terms.full_clean()
    terms.save()
    return terms


@transaction.atomic
def end(*, person: Person, by: Person) -> None:
    """Take away the terms of a person who no longer volunteers; repeating is safe."""
    refuse_reach(person, by)
    VolunteerTerms.objects.filter(person=person).delete()


def refuse_reach(person: Person, by: Person) -> None:
    """Refuse a viewer who neither supervises the person nor is an admin above them."""
    if not Person.objects.filter(terms_written_by(by), pk=person.pk).exists():
        raise ValidationError(
            gettext_lazy("You cannot write this person’s terms."), code="not_yours"
        )


def refuse_tasks(tasks: Iterable[str]) -> list[str]:
    """Give the tasks in the order of the list; refuse none at all, and what is not on it."""
    wanted = set(tasks)
    if not wanted or wanted - set(VolunteerTerms.Task.values):
        sentence = gettext_lazy("Please choose at least one task from the list.")
        raise ValidationError({"tasks": ValidationError(sentence, code="tasks")})
    return [one for one in VolunteerTerms.Task.values if one in wanted]


def refuse_clearance(kind: CertificateType, person: Person) -> None:
    """Refuse a clearance without an end, and one of another organisation."""
    own = CertificateType.objects.visible_to(person).filter(validity_months__isnull=False)
    if not own.filter(pk=kind.pk).exists():
        sentence = gettext_lazy("A clearance must have an end. Please choose one from the list.")
        raise ValidationError({"clearance": ValidationError(sentence, code="clearance")})


def standing(person: Person, viewer: Person, day: date) -> Volunteer | None:
    """Read how a person stands as a volunteer on a day; None for no volunteer, or out of sight.

    None too where the organisation switched volunteers off.
    """
    if not module_is_on(product_modules.VOLUNTEERS, person):
        return None
    seen = VolunteerTerms.objects.visible_to(viewer).select_related("clearance", "written_by")
    if (terms := seen.filter(person=person).first()) is None:
        return None
    held = Certificate.objects.current().filter(person=person, type=terms.clearance).first()
    contracted = posts_known(person, viewer, day).aggregate(n=Sum("hours"))["n"]
    state = held.state(day) if held else None
    free = may_do(terms.tasks, clearance=state, until=terms.until, day=day)
    duties = [
        VolunteerDuty(str(VolunteerTerms.Task(one).label), one in free) for one in terms.tasks
    ]
    return Volunteer(terms, held, duties, list(sentences(terms, held, contracted, day)))


def posts_known(person: Person, viewer: Person, day: date) -> QuerySet[Membership]:
    """Find a person's roles on a day; of several posts a supervisor knows those they answer for."""
    held = Membership.objects.on(day).filter(person=person)
    if len(person.posts) > 1 and answers_for(viewer, person):
        return held.filter(viewer.charge.answered(day))
    return held


def sentences(
    terms: VolunteerTerms, held: Certificate | None, contracted: Decimal | None, day: date
) -> Iterator[str]:
    """Say what stands in the way of a volunteer; nothing where all is well."""
    if terms.until < day:
        ended = {"day": write_day(terms.until)}
        yield _("These terms ended on %(day)s. No task until new terms are written.") % ended
    elif missing := without_clearance(terms, held, day):
        yield missing
    if over_cap(contracted, terms.hours):
        about = {"contracted": plain_number(contracted), "cap": plain_number(terms.hours)}
        said = _("Contracted: %(contracted)s h a week. The terms allow %(cap)s h.")
        yield in_a_row([said % about, _("Please bring the two together.")])


def cap(person: Person, monday: date) -> Decimal | None:
    """Give the hours that a volunteer's terms allow in a week; None without terms that hold."""
    if not module_is_on(product_modules.VOLUNTEERS, person):
        return None
    return next((hours for (hours,) in hours_of_terms(person=person.pk, monday=monday)), None)


@written_once
def hours_of_terms(person: int, monday: date) -> QuerySet[VolunteerTerms, tuple]:
    """Find the hours of a person's terms that hold on a day or after it."""
    return VolunteerTerms.objects.filter(person=person, until__gte=monday).values_list("hours")


def beyond_cap(*, person: Person, hours: Decimal, monday: date) -> str:
    """Say to a volunteer that a week had more hours than their terms allow; else nothing."""
    allowed = cap(person, monday)
    if allowed is None or not over_cap(hours, allowed):
        return ""
    about = {"hours": plain_number(hours), "cap": plain_number(allowed)}
    said = _("You wrote %(hours)s h, and your terms as a volunteer allow %(cap)s h a week.")
    thanks = _("Thank you for every hour. Please talk with the person who wrote the terms.")
    return in_a_row([said % about, thanks])


def without_clearance(terms: VolunteerTerms, held: Certificate | None, day: date) -> str:
    """Say why there is no task with people on a day, and until when; nothing if cleared."""
    if terms.clearance is None:
        return _("No task with people until a clearance is named in the terms.")
    about: dict[str, object] = {"clearance": terms.clearance}
    if held is None:
        return _("No task with people until the clearance is here: %(clearance)s.") % about
    if held.state(day) is CertificateState.EXPIRED:
        about["day"] = write_day(held.expires_on)
        return (
            _("%(clearance)s expired on %(day)s. No task with people until it is renewed.") % about
        )
    return ""
