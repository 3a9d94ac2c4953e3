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

    Where an organisation rests on one of them, it is the last working day before. A person who
    sends the week before the mail goes takes the line back (`weeks.record`).
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
    for name, organisations in of_rounds.items():
        people = reminders.waiting(now, organisations)
        if name == reminders.FIRST:  # they are asked on their own day, and on the Monday like all
            people -= reminders.with_own_day(people)
        keep_lines(people, kind=reminders.kind_of(name), key=str(week), **about)
    # Under the same name: a person who changes the day in between is not asked twice.
    own = reminders.on_own_day(now)
    keep_lines(own, kind=reminders.kind_of(reminders.FIRST), key=str(week), **about)
