"""Ask for a report; forget old ones."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.languages.known import ALWAYS
from people.lists import actions as lists
from people.mandates import not_yours
from people.models import BackgroundJob, Organisation, Person, Role
from people.writing.sentences import Sentence
from programme.models import ProgrammeReport
from programme.rules.periods import ReportPeriod

from .asking import is_counted, reach_today
from .building import count_steps
from .reading import KEPT_FOR, UNMADE_FOR
from .tasks import build_report

JOB = "report"


@transaction.atomic
def ask_report(
    *, period: ReportPeriod, scope: str, language: str, by: Person, now: datetime
) -> ProgrammeReport:
    """Begin the job that makes a report; who asks for the same again finds the same report.

    Refused: others than the programme office, a programme for who is not of its office, a language
    that reports are not in, and a period that is not over or not frozen to its end.
    """
    if Role.PROGRAMME not in by.roles:
        raise not_yours()
    if language not in ALWAYS:
        raise refused_at("language", _("Please choose a language from the list."))
    if not is_counted(by.organisation, period, now):
        raise refused_at("period", _("This period is not over yet, or not counted to its end."))
    if (reach := reach_today(by, ProgrammeReport.Scope(scope))) is None:
        raise not_yours()
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    same = {"period": period.code, "language": language, "office": reach.digest}
    kept = ProgrammeReport.objects.filter(organisation=by.organisation_id, **same)
    found = kept.select_related("job").first()
    if found and (found.made_at or lists.in_hand(found.job, now)):
        return found
    if found is None:
        found = ProgrammeReport.objects.create(
            organisation_id=by.organisation_id,
            asked_by=by,
            asked_at=now,
            scope=scope,
            reached=reach.members,
            **same,
        )
        found.units.set(reach.units)
    else:
        lists.give_up(found.job, now)
    found.asked_by, found.asked_at = by, now
    found.job = BackgroundJob.objects.create(
        organisation_id=by.organisation_id, by=by, kind=JOB, total=count_steps(scope), made_at=now
    )
    found.save(update_fields=["job", "asked_by", "asked_at"])
    build_report.enqueue(found.job.pk)
    return found


def refused_at(field: str, sentence: Sentence) -> ValidationError:
    """Refuse a field."""
    return ValidationError({field: ValidationError(sentence, code=field)})


def forget(now: datetime) -> None:
    """Delete reports two years after they were made, and those never made after a week."""
    ProgrammeReport.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    ProgrammeReport.objects.filter(made_at=None, asked_at__lt=now - UNMADE_FOR).delete()
