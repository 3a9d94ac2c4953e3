"""Jobs of the keys of organisations: reminders, and deleting what is over."""

from django.tasks import task
from django.utils import timezone

from people import program_calls
from people.weeks import today

from . import actions


@task
def keep_organisation_keys() -> None:
    """Remind admins of keys that end soon; put to rest and delete what is over."""
    now = timezone.now()
    actions.let_rest_without_admin()
    actions.remind(day=today(now))
    actions.forget(now=now)
    program_calls.forget(now=now)
