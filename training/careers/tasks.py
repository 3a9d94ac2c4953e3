"""Jobs of careers: ids in, one call, safe to repeat. Messages name no person and no level."""

from django.tasks import task

from people.messages.notices import tell_person
from people.models import Membership, Person, Role
from people.weeks import today
from training.models import Goal, Promotion


@task
def tell_mentor(goal_id: int, mentor_id: int) -> None:
    """Tell a mentor once that a colleague chose them, while they are the mentor."""
    goal = Goal.objects.filter(pk=goal_id, mentor=mentor_id).select_related("mentor").first()
    if goal and goal.mentor:
        tell_person(goal.mentor, "mentor", f"{goal_id}-{mentor_id}", "my_career")


@task
def tell_asked(promotion_id: int) -> None:
    """Tell the admins of the whole organisation that a request needs a panel."""
    promotion = Promotion.objects.waiting().filter(pk=promotion_id).first()
    if promotion:
        for admin in admins_for(promotion):
            tell_person(admin, "promotion", str(promotion_id), "my_career")


def admins_for(promotion: Promotion) -> list[Person]:
    """List who may choose the panel of a request: admins of the whole, but not for themselves."""
    held = Membership.objects.on(today(promotion.asked_at)).filter(
        role=Role.ADMIN, unit__parent=None, unit__organisation_id=promotion.organisation_id
    )
    admins = Person.objects.filter(pk__in=held.values("person_id"), is_active=True)
    return list(admins.exclude(pk=promotion.person_id))


@task
def tell_panel(promotion_id: int, member_id: int) -> None:
    """Tell a member of a panel once that there is a request to look at."""
    waiting = Promotion.objects.waiting().filter(pk=promotion_id, panel=member_id)
    if waiting.exists():
        member = Person.objects.get(pk=member_id)
        tell_person(member, "promotion-panel", str(promotion_id), "my_career")


@task
def tell_decided(promotion_id: int) -> None:
    """Tell the person who asked that the panel has decided; not what."""
    promotion = Promotion.objects.exclude(decided_at=None).filter(pk=promotion_id).first()
    if promotion:
        tell_person(promotion.person, "promotion-decided", str(promotion_id), "my_career")
