"""What follows when the way somebody signs in has changed, whoever changed it."""

import uuid

from allauth.account.signals import password_changed, password_reset
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from . import access, visits
from .models import AccessEvent, Person
from .tasks import tell_sign_in_changed


@receiver([password_changed, password_reset])
def new_password(request: HttpRequest, user: Person, **_) -> None:
    """Follow a password that was changed, or chosen anew by a mailed link."""
    changed(request, user, AccessEvent.What.PASSWORD)


def changed(request: HttpRequest, person: Person, what: AccessEvent.What) -> None:
    """Sign out everywhere else, give this session a new name, note it and tell by mail."""
    here = None
    if request.user == person:
        request.session.cycle_key()
        here = request.session.session_key
    visits.end_others(person, but=here)
    access.note_own(person=person, what=what, at=timezone.now())
    tell_sign_in_changed.enqueue(person.pk, uuid.uuid4().hex)
