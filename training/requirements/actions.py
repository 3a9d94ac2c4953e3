"""What is asked of which people: ask it, excuse one person for a while, and end that."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours, refuse_out_of_reach, refuse_without
from people.models import MAY, Job, Person, Role
from people.weeks import today
from training.models import CertificateType, Exemption, Requirement

EXEMPT_DAYS_AT_MOST = 731


def whom(key: str, jobs: Mapping[str, Job]) -> dict[str, str | Job]:
    """Read who something is asked of: 'role-trainer', 'job-shelter'; else a ValidationError.

    Of a job that is retired nothing new is asked.
    """
    field, _dash, value = key.partition("-")
    if field == "role" and value in Role.values:
        return {"role": value}
    if field == "job" and value in jobs and jobs[value].is_offered:
        return {"job": jobs[value]}
    raise ValidationError(_("Please choose from the list."), code="whom")


@transaction.atomic
def ask(
    *,
    kind: CertificateType,
    of: Iterable[str],
    shown: Iterable[str] = (),
    by: Person,
    now: datetime,
) -> None:
    """Ask a certificate of these roles and jobs, and of no others that were shown as asked.

    `shown` is what was asked when the viewer read it: what a colleague added or took away
    meanwhile stays as they left it. What was asked before keeps its day and who added it. Refused:
    a viewer who is no trainer or admin of the certificate's organisation, a job of another
    organisation, and a retired one that was not shown.
    """
    refuse_without(by, *MAY.decide_requirements)
    if kind.organisation_id != by.organisation_id:
        raise not_yours()
    CertificateType.objects.visible_to(by).select_for_update(no_key=True).get(pk=kind.pk)
    jobs = {one.code: one for one in Job.objects.visible_to(by)}
    ticked, read = dict.fromkeys(of), set(shown)
    wanted = {key: whom(key, jobs) for key in ticked if key not in read}
    asked_now = Requirement.objects.visible_to(by).filter(type=kind).select_related("job")
    there = {one.key: one for one in asked_now}
    gone = [one.pk for key, one in there.items() if key in read and key not in ticked]
    Requirement.objects.visible_to(by).filter(pk__in=gone).delete()
    Requirement.objects.bulk_create(
        Requirement(
            organisation_id=kind.organisation_id, type=kind, added_by=by, added_at=now, **asked
        )
        for key, asked in wanted.items()
        if key not in there
    )


@transaction.atomic
def exempt(
    *,
    person: Person,
    kind: CertificateType,
    reason: str,
    until: date,
    by: Person,
    now: datetime,
) -> Exemption:
    """Excuse a person from a certificate until a day; an earlier exemption from it ends.

    Refused: oneself, a person the viewer neither trains nor administers, a certificate of another
    organisation, a day that is over or more than two years away, no reason, an identity in it.
    """
    refuse_out_of_reach(by, person, *MAY.decide_requirements)
    if kind.organisation_id != person.organisation_id:
        raise not_yours()
    refuse_first_day(until, today(now))
    made = Exemption(
        person=person, type=kind, reason=reason.strip(), until=until, made_by=by, made_at=now
    )
    made.clean_fields()
    Exemption.objects.visible_to(by).filter(person=person, type=kind, ended_at=None).update(
        ended_at=now
    )
    made.save()
    return made


def refuse_first_day(until: date, day: date) -> None:
    """Refuse a last day that is over, or too far away to be looked at again."""
    if until < day:
        sentence = _("This day is in the past. Please choose today or a later day.")
        raise ValidationError({"until": ValidationError(sentence, code="until")})
    if until > day + timedelta(days=EXEMPT_DAYS_AT_MOST):
        sentence = _("Up to two years, please. It can be said again then.")
        raise ValidationError({"until": ValidationError(sentence, code="until")})


def end_exemption(*, exemption: Exemption, by: Person, now: datetime) -> None:
    """Ask again what a person was excused from; repeating it changes nothing.

    Refused where `exempt` is.
    """
    refuse_out_of_reach(by, exemption.person, *MAY.decide_requirements)
    Exemption.objects.filter(pk=exemption.pk, ended_at=None).update(ended_at=now)
