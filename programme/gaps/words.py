"""How a question about a post stands, in words. A no and no answer read alike."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from people.writing.sentences import Sentence
from programme.models import KeeperAsk, PostQuestion

State = PostQuestion.State
WAITS = _("Waits for an answer")
NOT_TAKEN_UP = _("Not taken up")
STANDS: dict[str, Sentence] = {
    State.YES: _("Would take it"),
    State.NO: NOT_TAKEN_UP,
    State.TAKEN: _("Holds the post"),
    State.WITHDRAWN: _("Question withdrawn"),
}


def question_words(question: PostQuestion, now: datetime) -> Sentence:
    """Say how a question stands, for who keeps the posts."""
    if question.state == State.ASKED:
        return WAITS if question.waits_at(now) else NOT_TAKEN_UP
    return STANDS[question.state]


OF_KEEPERS: dict[str, Sentence] = {
    KeeperAsk.State.ASKED: WAITS,
    KeeperAsk.State.YES: _("Agreed, not done yet"),
    KeeperAsk.State.NO: _("Not now"),
    KeeperAsk.State.DONE: _("They say it is done"),
    KeeperAsk.State.WITHDRAWN: _("The request was withdrawn"),
}


def ask_words(ask: KeeperAsk) -> Sentence:
    """Say how it stands what the office of a programme asked about a post."""
    return OF_KEEPERS[ask.state]
