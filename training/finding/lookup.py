"""Find a colleague for a form by the name that was typed, and note the look."""

from datetime import datetime

from django.core.exceptions import ValidationError

from people.audit.actions import note_access
from people.models import Person, find_homes
from people.weeks import today
from training import access_kinds

from .colleague_forms import ToSomebodyForm
from .colleagues import called


def find(form: ToSomebodyForm, person: Person, now: datetime) -> None:
    """Offer the colleagues of the name that was typed; each of them finds the look noted.

    It is noted once a day: suggestions come while a name is typed, and one search is one look.
    """
    if (not form.is_valid() and "name" in form.errors) or not form.cleaned_data.get("name"):
        return
    try:
        people = called(person, form.cleaned_data["name"], today(now))
    except ValidationError as refused:
        form.add_error("name", refused)
        return
    form.offer(people, find_homes([one.pk for one in people], today(now)))
    note_access(
        viewer=person,
        role=person.acts_as(),
        what=access_kinds.NAMED,
        people=people,
        at=now,
        once_a_day=True,
    )
