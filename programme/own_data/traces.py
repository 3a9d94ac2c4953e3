"""What people answered about posts is theirs to take back."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.own_data.traces import TRACES, Trace
from programme.models import PostQuestion

ANSWERS_MONTHS = 12
State = PostQuestion.State


class PostAnswers(Trace):
    """Answers to questions about posts. Those who keep the posts go on reading what they asked."""

    def of(self, person: Person) -> QuerySet:
        """The questions that this person answered and that do not read as without an answer."""
        answered = super().of(person).filter(state__in=(State.YES, State.NO))
        return answered.filter(settled_at__gt=F("asked_at"))


TRACES += [
    PostAnswers(
        PostQuestion,
        _("What you answered about posts; who asked reads “Not taken up”"),
        "asked_at",
        "settled_at",
        months=ANSWERS_MONTHS,
        told={"post-question": ("{}-asked",), "post-answer": ("{}-yes",)},
        where_there_is_one=True,
        # As who takes a yes back, and without the moment.
        emptied={"state": State.NO, "settled_at": F("asked_at")},
    )
]
