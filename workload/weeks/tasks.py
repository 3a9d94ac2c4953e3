"""The job that reminds of a week. Messages name no person and no figure."""

from collections import defaultdict
from typing import Any

from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.messages.notices import keep_lines
from people.models import Organisation
from people.weeks import Week, today
from people.working_days import working_days_of
from people.writing import links

from . import reminders

WEEK = _("Your week can be sent. It takes about half a minute:")


@task
def remind_weeks() -> None:
    """On Friday and again on Monday, keep a line for each person with a week that is not sent.

    Where an organisation rests on one of them, it is the last working day before; a person may
    have chosen another day in place of the Friday. A person who sends the week before the mail
    goes takes the line back (`weeks.record`).
    """
    now = timezone.now()
    if not (week := Week.open_at(now)):
        return
    of_rounds = defaultdict(list)
    for organisation in Organisation.objects.all():
        days = working_days_of(organisation, today(now))
        for name in reminders.rounds_at(now, days):
            of_rounds[name].append(organisation.pk)
    about: dict[str, Any] = {"sentence": WEEK, "address": links.to("my_week")}
    for name, people in reminders.by_round(now, of_rounds).items():
        keep_lines(people, kind=reminders.kind_of(name), key=str(week), **about)
