"""Messages by LINE: that something waits and where, in words that say nothing more."""

from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from people.messages.calls import HostAwayError, RefusedAddressError
from people.messages.letters import LetterText
from people.messages.ways import UnreachedError, WayAwayError
from people.models import Account, LineLink, OutgoingLetter, Person

from . import messaging_api, standing
from .actions import part_line, user_of
from .messaging_api import LineAnswer

# LINE forgets a retry key after a day. A letter that it did not take for so long goes by mail.
GIVEN_UP_AFTER = timedelta(hours=6)
# After too many calls in a moment.
RATE_PAUSE = timedelta(minutes=1)
# LINE takes nothing with this token, or by this plan: only an operator can change it.
NOT_OURS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class LineWay:
    """How messages leave by LINE."""

    join_at = "line_link"

    def is_offered(self) -> bool:
        """Say whether this installation has an account in LINE."""
        return messaging_api.is_configured()

    def reaches(self, person: Person) -> bool:
        """Say whether the person's account is joined to one in LINE."""
        return LineLink.objects.filter(account=person.account_id).exists()

    def send(self, letter: OutgoingLetter, text: LetterText, now: datetime) -> None:
        """Push that something waits; LINE takes each letter once, by its number."""
        if not (link := link_of(letter)) or not (number := letter.public_id):
            raise UnreachedError
        if standing.is_full() or waited_long(letter, now):
            raise UnreachedError
        try:
            answer = messaging_api.push(user_of(link), words_for(link.account), retry_key=number)
        except (HostAwayError, RefusedAddressError) as away:
            raise away_for_now(f"{type(away).__name__}: {away}") from away
        judge_answer(answer, link.account)


def link_of(letter: OutgoingLetter) -> LineLink | None:
    """Find the LINE account of a letter's recipient, where LINE is offered."""
    if not messaging_api.is_configured() or not letter.recipient:
        return None
    links = LineLink.objects.select_related("account")
    return links.filter(account=letter.recipient.account_id).first()


def waited_long(letter: OutgoingLetter, now: datetime) -> bool:
    """Say whether LINE has not taken a letter for so long that it goes by mail.

    So does one that was tried and then waited for its person: LINE may have it, and have forgotten
    its number since.
    """
    if letter.failing_since is None:
        return letter.tries > 0
    return now - letter.failing_since >= GIVEN_UP_AFTER


def words_for(account: Account) -> str:
    """Write, in the language of an account, that something waits, and the site's address."""
    with override(account.language):
        return f"{_('Something waits for you in Kamlangjai.')}\n{settings.SITE_URL}/"


def judge_answer(answer: LineAnswer, account: Account) -> None:
    """Raise what an answer of LINE means; nothing if it has the message."""
    if answer.is_taken:
        standing.note_taken()
    elif answer.month_is_over:
        standing.note_full()
        raise UnreachedError
    elif answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise WayAwayError("LINE answered 429", RATE_PAUSE)
    elif answer.knows_no_such_user:
        part_line(account=account)
        raise UnreachedError
    elif answer.status in NOT_OURS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise away_for_now(f"LINE answered {answer.status}")
    else:  # what was sent is wrong in a way that another try does not change
        standing.note_trouble(f"LINE answered {answer.status}")
        raise UnreachedError


def away_for_now(cause: str) -> WayAwayError:
    """Note why LINE takes nothing, for who looks after it."""
    standing.note_trouble(cause)
    return WayAwayError(cause)
