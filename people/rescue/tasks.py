"""Jobs of lost sign-ins: tell the owner at each step, and those who can help or have to know."""

from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.messages import notices
from people.models import CAME_IN, LostSignIn, Membership, Person, Role
from people.tenancy.context import everywhere
from people.weeks import today

from . import letters, retention

OBJECTED = _(
    "A person says that it was not them whom you helped sign in. Nobody is signed in there now. "
    "Please talk with them, and look at the access log:"
)
WAITS = _("A colleague cannot sign in, and an admin asks you to be the second person who helps:")


@task
def tell_owner(given_id: int, step: str) -> None:
    """Post to the owner what happens with their sign-in."""
    with everywhere():
        given = LostSignIn.objects.select_related("person__account").filter(pk=given_id).first()
        if given:
            key = letters.key_of(given, step)
            notices.post_once(recipient=given.person, kind=letters.KIND, key=key)


@task
def tell_second_people(given_id: int, people: list[int]) -> None:
    """Tell those who could be the second person that a request waits."""
    given = LostSignIn.objects.waiting(timezone.now()).filter(pk=given_id).first()
    if given is None:
        return
    for person in Person.objects.filter(pk__in=people).select_related("account").order_by("pk"):
        about = ("help_waits", str(given.public_id), "lost_sign_in", given.public_id)
        notices.tell_person(person, *about, sentence=WAITS)


@task
def tell_objected(given_id: int) -> None:
    """Tell the admins of the whole organisation that a person objected."""
    given = LostSignIn.objects.select_related("person").filter(pk=given_id).first()
    if given is None:
        return
    roots = Membership.objects.on(today(timezone.now())).filter(
        role=Role.ADMIN,
        unit__parent=None,
        unit__organisation=given.person.organisation_id,
        **CAME_IN,
    )
    admins = Person.objects.filter(pk__in=roots.values("person_id")).exclude(pk=given.person_id)
    for admin in admins.select_related("account").order_by("pk"):
        about = ("help_objected", str(given.public_id), "person", given.person.public_id)
        notices.tell_person(admin, *about, sentence=OBJECTED)


@task
def forget_old_help() -> None:
    """Forget after a year which people helped."""
    retention.forget(now=timezone.now())
