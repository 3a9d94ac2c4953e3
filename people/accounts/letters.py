"""How letters about accounts are written. Each link is made here, so none is ever kept."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.utils.translation import gettext_lazy as _

from people.messages.letter_kinds import letter_kind
from people.messages.letters import LetterText
from people.messages.mails import body_of, from_file
from people.models import AddressChange, OutgoingLetter
from people.writing import links

from . import addresses

WHY_ADDRESS = _(
    "You get this message because somebody entered this address for their account. If it was "
    "not you, you can ignore it: nothing has changed."
)
WHY_PASSWORD = _(
    "You get this message because somebody asked for a new password for this address. If it "
    "was not you, you can ignore it: nothing has changed."
)


@letter_kind("address")
def write_address_link(letter: OutgoingLetter, now: datetime) -> LetterText | None:
    """Write the link that proves a new address, to that address."""
    waiting = AddressChange.objects.select_related("person__account")
    change = waiting.filter(person=letter.recipient).first()
    if not change or not (token := addresses.new_link(change=change, now=now)):
        return None
    body = body_of("address", {"address": links.to("address", token)})
    languages = [change.person.language]
    return LetterText(change.email, _("Your new work email"), body, languages, WHY_ADDRESS)


@letter_kind("password")
def write_password_link(letter: OutgoingLetter, now: datetime) -> LetterText | None:
    """Write a link for a new password to an account that is open."""
    if not (person := letter.recipient) or not person.account.is_active:
        return None
    account = person.account
    key = user_pk_to_url_str(account), default_token_generator.make_token(account)
    about = {
        "address": links.to("account_reset_password_from_key", *key),
        "name": account.username,
    }
    return from_file(person, "password", _("A new password"), about, WHY_PASSWORD)


@letter_kind("address_asked")
def write_address_asked(letter: OutgoingLetter, now: datetime) -> LetterText | None:
    """Write that another address was given."""
    about = {"address": links.to("account")}
    return from_file(letter.recipient, letter.kind, _("Another address was given"), about)


@letter_kind("sign_in_changed")
def write_sign_in_changed(letter: OutgoingLetter, now: datetime) -> LetterText | None:
    """Write that the password or another way in has changed, and what is closed since."""
    closed = letter.recipient and letter.recipient.account.own_closed_before(now)
    about = {"address": links.to("account_reset_password"), "closed": bool(closed)}
    return from_file(letter.recipient, letter.kind, _("How you sign in has changed"), about)


@letter_kind("many_tries")
def write_many_tries(letter: OutgoingLetter, now: datetime) -> LetterText | None:
    """Write that many wrong passwords were tried."""
    about = {"address": links.to("account_reset_password")}
    return from_file(letter.recipient, letter.kind, _("Many wrong passwords were tried"), about)
