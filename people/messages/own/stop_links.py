"""The link in a mail by which its reader switches such mail off, without a sign-in (RFC 8058).

It names a person and a topic, signed. It opens nothing else, and works for as long as it is kept.
"""

from dataclasses import replace
from uuid import UUID

from django.core.signing import BadSignature, Signer

from people.messages.catalogue import MESSAGE_TOPICS, is_settable, topic_of
from people.messages.letters import LetterText
from people.models import OutgoingLetter, Person
from people.models.messages.message import OF_THE_DAY
from people.writing import links
from people.writing.fields import uuid_of

# In place of a topic: all mail but that about the safety of the account.
ALL_TOPICS = "all"
SIGNED = Signer(salt="people.messages.stop", sep="~")


def stop_token(person: Person, topic: str) -> str:
    """Write the token for a person and a topic."""
    return SIGNED.sign(f"{person.public_id.hex}~{topic}")


def read_stop_token(token: str) -> tuple[UUID, str] | None:
    """Read for which person and topic a token stops mail; None for one that was not made here."""
    try:
        person, _sep, topic = SIGNED.unsign(token).partition("~")
    except BadSignature:
        return None
    public_id, known = uuid_of(person), topic in {*MESSAGE_TOPICS, ALL_TOPICS}
    return (public_id, topic) if public_id and known else None


def with_stop_link(letter: OutgoingLetter, text: LetterText) -> LetterText:
    """Add the link to a letter that its person can switch off."""
    if letter.recipient is None or not is_settable(letter.kind):
        return text
    topic = ALL_TOPICS if letter.kind == OF_THE_DAY else topic_of(letter.kind).code
    return replace(text, stop_at=links.to("stop_mail", stop_token(letter.recipient, topic)))
