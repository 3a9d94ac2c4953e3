"""How an invitation is written. Its link is made here, so none is ever kept."""

from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from people.messages.letter_kinds import letter_kind
from people.messages.letters import LetterText, every_language
from people.messages.mails import body_of
from people.models import OutgoingLetter
from people.writing import links

from . import invitations

WHY = _(
    "You get this message because a colleague entered your address. If you did not expect "
    "it, you can ignore it."
)


@letter_kind("invitation")
def write_invitation(letter: OutgoingLetter, now: datetime) -> LetterText | None:
    """Write an invitation in its language, or in each where none was chosen."""
    invitation = letter.invitation
    if not invitation or not (token := invitations.new_link(invitation=invitation, now=now)):
        return None
    address, languages = links.to("invitation", token), every_language()
    if invitation.language in languages:
        # The page opens in it too, whatever language the device had.
        address += f"?{urlencode({'language': invitation.language})}"
        languages = [invitation.language]
    body = body_of("invitation", {"address": address})
    return LetterText(invitation.email, _("An invitation"), body, languages, WHY)
