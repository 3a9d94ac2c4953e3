"""Who may be asked to take work, and with which words; every refusal knows its field."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.members.supervision import answers_for
from people.models import Person
from people.writing.formats import short_day
from people.writing.sentences import Sentence
from people.writing.texts import refuse_identity
from training.certificates import duties
from training.models import CertificateType
from workload.load.parts import posts_seen
from workload.models import Transfer

WORDS_AT_MOST = 500


def refusal_at(
    field: str, message: Sentence, code: str = "move", **figures: object
) -> ValidationError:
    """Make a refusal that knows which field it is about."""
    return ValidationError(message, code=code, params={"field": field, **figures})


def refuse_proposer(by: Person, giver: Person) -> None:
    """Refuse to move the work of a person where the proposer answers for no post of theirs."""
    if not answers_for(by, giver) or posts_seen(by, giver).beside:
        raise not_their_supervisor()


def not_their_supervisor() -> ValidationError:
    """Say who can propose to move a person's work."""
    sentence = _("Only somebody’s own supervisor can propose to move their work.")
    return refusal_at("", sentence, "not_yours")


def refuse_receiver(giver: Person, receiver: Person) -> None:
    """Refuse a receiver who cannot take work, and say why."""
    if receiver.pk == giver.pk:
        raise refusal_at("to", _("Work moves to somebody else, not to oneself."))
    if receiver.organisation_id != giver.organisation_id:
        raise refusal_at("to", _("This person works in another organisation."))
    if not receiver.is_active:
        raise refusal_at("to", _("%(name)s has no open account here."), name=receiver.name)
    if receiver.awaited:
        raise refusal_at("to", _("%(name)s has not come in yet."), name=receiver.name)
    if receiver.away_until:
        about = {"name": receiver.name, "day": short_day(receiver.away_until)}
        raise refusal_at("to", _("%(name)s is away until %(day)s."), **about)
    if receiver.home is None:
        raise refusal_at("to", _("%(name)s has no unit with contracted hours."), name=receiver.name)


def why_them(
    by: Person, receiver: Person, certificate: CertificateType | None, reason: str, day: date
) -> str:
    """Give the reason to ask a person with a duty that rests; nothing where none is needed.

    A proposer who does not answer for the receiver neither reads how their certificates stand nor
    excuses them: a duty that rests is then refused when they accept.
    """
    if by.pk != receiver.pk and not answers_for(by, receiver):
        return ""
    if certificate is None or not duties.of_this(receiver, certificate, day):
        return ""
    about: dict[str, Any] = {"name": receiver.name, "certificate": certificate}
    if certificate.by_law:
        sentence = _("%(name)s has no valid %(certificate)s, and the law requires it.")
        raise refusal_at("to", sentence, **about)
    if not (reason := tidy_word(reason, "reason")):
        sentence = _("%(name)s has no valid %(certificate)s. Please say why it should be them.")
        raise refusal_at("reason", sentence, **about)
    return reason


def refuse_resting(transfer: Transfer, day: date) -> None:
    """Refuse a duty that rests: without a reason, or because the law allows none."""
    kind = transfer.certificate
    if kind is None or (transfer.reason and not kind.by_law):
        return
    if duties.of_this(transfer.receiver, kind, day):
        sentence = _("You have no valid %(certificate)s today. Nothing was moved.")
        raise refusal_at("", sentence, "resting", certificate=kind)


def tidy_word(word: str, field: str = "word") -> str:
    """Take a word that may be left out; one that is too long or names an identity is refused."""
    if len(word := word.strip()) > WORDS_AT_MOST:
        raise refusal_at(field, _("Up to %(n)d letters, please."), n=WORDS_AT_MOST)
    try:
        refuse_identity(word)
    except ValidationError as refused:
        raise refusal_at(field, refused.message) from refused
    return word
