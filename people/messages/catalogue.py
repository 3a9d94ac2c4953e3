"""The one catalogue of what the product says outside its pages: subjects, reasons, and the ways.

Each app adds its kinds of messages to the topics when it loads (`message_kinds.py`). A kind that is
in no topic is refused when it is told, so nothing leaves that a person cannot read of here.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from people.models import UNTOLD_KINDS, Channel, Role
from people.models.messages.message import OF_THE_DAY
from people.writing.sentences import Sentence

MAIL_ALONE = (Channel.MAIL,)


@dataclass(frozen=True)
class MessageTopic:
    """What some kinds of messages are about, as a person reads and sets it.

    `at_first` are the channels before the person chooses. What is not `settable` always goes there:
    the safety of the account. `roles` are those who get it; None stands for everybody.
    """

    code: str
    label: Sentence
    # When and how often it comes.
    when: Sentence
    at_first: tuple[Channel, ...] = MAIL_ALONE
    settable: bool = True
    roles: tuple[Role, ...] | None = None


MESSAGE_TOPICS: dict[str, MessageTopic] = {}
TOPIC_OF_KIND: dict[str, MessageTopic] = {}


def message_topic(topic: MessageTopic, *kinds: str) -> MessageTopic:
    """Register a topic with its first kinds. A taken code is refused."""
    if topic.code in MESSAGE_TOPICS:
        raise ValueError(f"{topic.code!r} is taken.")
    MESSAGE_TOPICS[topic.code] = topic
    message_kinds(topic, *kinds)
    return topic


def message_kinds(topic: MessageTopic, *kinds: str) -> None:
    """Put kinds of messages, as `tell_person` is given them, under a topic; each stands once."""
    if taken := TOPIC_OF_KIND.keys() & set(kinds):
        raise ValueError(f"{sorted(taken)} are in the catalogue already.")
    TOPIC_OF_KIND.update(dict.fromkeys(kinds, topic))


def untold_kinds(*kinds: str) -> None:
    """Name kinds that are sent because of what a person answered, or did not.

    An admin never learns that one of them waits, left or did not arrive.
    """
    UNTOLD_KINDS.update(kinds)


def kinds_under(topic: MessageTopic) -> list[str]:
    """List the kinds under a topic."""
    return [kind for kind, one in TOPIC_OF_KIND.items() if one is topic]


def settable_topics() -> list[MessageTopic]:
    """List the topics that a person can switch off."""
    return [one for one in MESSAGE_TOPICS.values() if one.settable]


def is_settable(kind: str) -> bool:
    """Say whether a person can switch off such a message; the letter of the day is one."""
    if kind == OF_THE_DAY:
        return True
    return kind in TOPIC_OF_KIND and TOPIC_OF_KIND[kind].settable


def topic_of(kind: str) -> MessageTopic:
    """Give the topic of a kind. A kind that no app put into the catalogue is refused."""
    if kind not in TOPIC_OF_KIND:
        raise ValueError(f"{kind!r} is not in the catalogue of messages.")
    return TOPIC_OF_KIND[kind]


SAFETY = message_topic(
    MessageTopic(
        "safety",
        _("Your account and its safety"),
        _("At once, always by e-mail."),
        settable=False,
    ),
    *("address", "password", "address_asked", "sign_in_changed", "many_tries", "lost_sign_in"),
    *("closed", "help_waits", "help_objected", "key_ends"),
)
WEEK = message_topic(
    MessageTopic(
        "week",
        _("Weekly reminder"),
        _("Once, again on the Monday after it, never after you sent."),
    ),
)
WAITS = message_topic(
    MessageTopic(
        "waits",
        _("A talk, a move or a question waits for you"),
        _("Once, with a link."),
    ),
)
ANSWERS = message_topic(
    MessageTopic(
        "answers",
        _("Somebody answered you"),
        _("At once, or when quiet hours end."),
    ),
)
DUE = message_topic(
    MessageTopic(
        "due",
        _("A certificate is due"),
        _("Before its last day, with the message of a day."),
    ),
)
SESSIONS = message_topic(
    MessageTopic(
        "sessions",
        _("Sessions you are invited to or take part in"),
        _("When there is a place, and when something changes."),
    ),
)
THANKS = message_topic(
    MessageTopic("thanks", _("A thank-you"), _("Once, with a link.")),
)
ROLES = message_topic(
    MessageTopic(
        "roles",
        _("Your roles and who sees your unit"),
        _("When something changes."),
    ),
    *("role", "role_here", "away_over", "handed"),
)
OFFICE = message_topic(
    MessageTopic(
        "office",
        _("Work of your office"),
        _("When something waits for those who have your role."),
        roles=tuple(one for one in Role if one != Role.WORKER),
    ),
    *("role_proposed", "without_role", "programme"),
    *("org_key", "org_key_ends"),
)
DIGEST = message_topic(
    MessageTopic(
        "digest",
        _("Your week as a supervisor"),
        _("Monday 8:00: how much waits for you, and a link. No names."),
        roles=(Role.SUPERVISOR,),
    ),
    "digest",
)
untold_kinds("digest")  # nothing leaves where nothing waits
