"""How the owner is told of a lost sign-in. The link that stops it is made here and kept nowhere."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from people.messages.letter_kinds import letter_kind
from people.messages.letters import LetterText
from people.messages.mails import from_file
from people.models import LostSignIn, OutgoingLetter
from people.writing import links

from . import codes

KIND = "lost_sign_in"


def key_of(given: LostSignIn, step: str) -> str:
    """Name a letter about one step."""
    return f"{given.public_id}:{step}"


@letter_kind(KIND)
def write_lost_sign_in(letter: OutgoingLetter, now: datetime) -> LetterText | None:
    """Write to the owner what happens with their sign-in, with the link that stops it."""
    public_id, _colon, step = letter.key.partition(":")
    given = LostSignIn.objects.filter(public_id=public_id).first()
    if given is None:
        return None
    address = links.to("not_me", given.public_id, codes.word_of(given))
    about = {"step": step, "by_operator": given.by_operator, "address": address}
    return from_file(letter.recipient, KIND, _("Somebody helps you sign in again"), about)
