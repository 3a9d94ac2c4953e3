"""The first steps among people: units, the people in them, who leads them, and the modules."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.members.unled import unled_among
from people.models import AccessEvent, Invitation, Membership, Person, Role, Unit
from people.weeks import today

from .steps import FirstStep, StepState, first_step


def of_units(viewer: Person, now: datetime) -> StepState:
    """Say whether there is a unit below the whole organisation."""
    n = Unit.objects.visible_to(viewer).exclude(parent=None).count()
    if not n:
        return StepState(False, _("There is only the whole organisation so far."))
    return StepState(True, ngettext("%(n)s unit.", "%(n)s units.", n) % {"n": n})


def of_people(viewer: Person, now: datetime) -> StepState:
    """Say whether there is a person, or an invitation, beside the admins."""
    held = Membership.objects.on(today(now)).filter(person__organisation=viewer.organisation_id)
    here = held.exclude(role=Role.ADMIN).values("person").distinct().count()
    asked = Invitation.objects.visible_to(viewer).open_at(now).exclude(role=Role.ADMIN).count()
    if not (here or asked):
        return StepState(False, _("Nobody but admins yet."))
    said = []
    if here:
        said += [ngettext("%(n)s person.", "%(n)s people.", here) % {"n": here}]
    if asked:
        sentence = ngettext("%(n)s invitation waits.", "%(n)s invitations wait.", asked)
        said += [sentence % {"n": asked}]
    return StepState(True, " ".join(said))


def of_supervisors(viewer: Person, now: datetime) -> StepState:
    """Say whether there is a supervisor, and no unit with workers and without one."""
    day = today(now)
    held = Membership.objects.on(day).filter(person__organisation=viewer.organisation_id)
    working = held.filter(role=Role.WORKER)
    if not working.exists():
        return StepState(False, _("It comes after the people."))
    if n := len(unled_among(Unit.objects.filter(pk__in=working.values("unit")), day)):
        sentence = ngettext(
            "%(n)s unit has workers and no supervisor.",
            "%(n)s units have workers and no supervisor.",
            n,
        )
        return StepState(False, sentence % {"n": n})
    return StepState(True, _("Every unit with workers has a supervisor."))


def of_modules(viewer: Person, now: datetime) -> StepState:
    """Say whether an admin switched a module, and how many are off."""
    if AccessEvent.objects.of_modules(viewer).exists():
        n = len(viewer.modules_off)
        return StepState(True, ngettext("%(n)s is off.", "%(n)s are off.", n) % {"n": n})
    return StepState(False, _("Everything is on."))


first_step(
    FirstStep(
        code="units",
        place=10,
        title=_("Units"),
        why=_("Teams, stations and shelters decide who sees whose work."),
        act=_("Write the units"),
        route="first_units",
        state=of_units,
    )
)
first_step(
    FirstStep(
        code="people",
        place=20,
        title=_("People"),
        why=_("Each gets a letter or a slip with a way to sign in."),
        act=_("Bring in a list"),
        route="list_new",
        route_args=("people",),
        otherwise="invite",
        or_act=_("Invite one by one"),
        or_route="invite",
        state=of_people,
    )
)
first_step(
    FirstStep(
        code="supervisors",
        place=30,
        title=_("Who leads whom"),
        why=_("A unit without a supervisor is seen by the level above, and says so."),
        act=_("See who leads"),
        route="unit_tree",
        state=of_supervisors,
    )
)
first_step(
    FirstStep(
        code="modules",
        place=80,
        title=_("What is switched on"),
        why=_("Leave out what you do not need; what people wrote is kept."),
        act=_("Choose"),
        route="modules",
        state=of_modules,
    )
)
