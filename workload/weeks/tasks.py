"""The job that reminds of a week. Messages name no person and no figure."""

from typing import Any

from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.messages.notices import keep_lines
from people.weeks import Week
from people.writing import links

from . import reminders

WEEK = _("Your week can be sent. It takes about half a minute:")


@task
def remind_weeks() -> None:
    """On Friday and again on Monday, keep a line for each person with a week that is not sent.

    A person who sends it before the mail goes takes the line back (`weeks.record`).
    """
    now = timezone.now()
    if round_name := reminders.round_at(now):
        about: dict[str, Any] = {"sentence": WEEK, "address": links.to("my_week")}
        key = str(Week.open_at(now))
        keep_lines(reminders.waiting(now), kind=reminders.kind_of(round_name), key=key, **about)
