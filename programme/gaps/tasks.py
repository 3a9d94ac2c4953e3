"""The jobs that tell of a question about a post, or of a wished session. No name, no place."""

from django.tasks import task
from django.utils import timezone

from people.messages.notices import tell_person
from people.models import CAME_IN, Membership, Person, Role
from people.weeks import today
from programme.models import PostQuestion, SessionWish


@task
def tell_of_question(question_id: int, state: str) -> None:
    """Tell the person who is asked; of a yes, who asked. What was withdrawn meanwhile is silent."""
    found = PostQuestion.objects.select_related("person", "asked_by", "post").filter(
        pk=question_id, state=state
    )
    if (one := found.first()) is None:
        return
    key = f"{one.pk}-{one.state}"
    if state == PostQuestion.State.ASKED:
        tell_person(one.person, "post-question", key, "post_question", one.public_id)
    else:
        tell_person(one.asked_by, "post-answer", key, "post_gap", one.post.public_id)


@task
def tell_of_wish(wish_id: int) -> None:
    """Tell the trainers of the organisation, once for each day on which it was asked."""
    wish = SessionWish.objects.filter(pk=wish_id).first()
    if wish is None:
        return
    held = Membership.objects.present_on(today(timezone.now())).filter(role=Role.TRAINER)
    held = held.filter(unit__organisation=wish.organisation_id, **CAME_IN)
    for person in Person.objects.filter(pk__in=held.values("person_id")):
        key = f"{wish.pk}-{wish.asked_on}"
        tell_person(person, "session-wish", key, "session_wish", wish.public_id)
