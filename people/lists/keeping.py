"""How long lists are kept: what they said a day, that they were brought thirty days."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from people.models import BackgroundJob, ImportEffect, ListImport
from people.models.lists import UNDO_WITHIN

REPORTS = timedelta(days=30)
# A list that is never saved goes after so long.
UNSAVED = timedelta(days=1)
GOING = [BackgroundJob.State.WAITING, BackgroundJob.State.RUNNING]


@transaction.atomic
def forget(now: datetime) -> None:
    """Delete cells and effects a day after a list was saved, lists that were never saved a day
    after they came, and reports of lists and jobs after thirty days. Safe to repeat.
    """
    over = ListImport.objects.filter(saved_at__lt=now - UNDO_WITHIN)
    # One that is being undone still needs them.
    over = over.exclude(undoing__state__in=GOING, undoing__made_at__gte=now - UNSAVED)
    ImportEffect.objects.filter(brought__in=over.values("pk")).delete()
    over.exclude(sealed_cells="", name="").update(sealed_cells="", name="")
    unsaved = ListImport.objects.filter(saved_at=None, made_at__lt=now - UNSAVED)
    unsaved.exclude(Q(saving__state__in=GOING, saving__made_at__gte=now - UNSAVED)).delete()
    ListImport.objects.filter(made_at__lt=now - REPORTS).delete()
    BackgroundJob.objects.filter(made_at__lt=now - REPORTS).delete()
