"""What came from outside is kept no longer than it is of use."""

from datetime import date, timedelta

from django.db import transaction

from training.models import Thanks, ThanksLink, ThanksReport

KEPT_FOR = timedelta(days=90)


@transaction.atomic
def forget(day: date) -> None:
    """Delete what came from outside and was put away unkept, and links that led to nothing.

    Both 90 days after; what an admin still has to decide on stays. Safe to repeat.
    """
    limit = day - KEPT_FOR
    unkept = Thanks.objects.never_kept().filter(hidden_at__date__lt=limit)
    unkept.exclude(pk__in=ThanksReport.objects.waiting().values("thanks_id")).delete()
    ThanksLink.objects.over_before(limit).filter(notes=None).delete()
