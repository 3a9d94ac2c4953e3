"""What proves identity beside a password: passkeys, an app's codes, codes on paper."""

from collections.abc import Callable, Iterator
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.keys import ring
from people.keys.ring import WrongOwnerError, renewer
from people.keys.rotation import BESIDES_MODELS, RotatedField
from people.keys.unopened import TEXTS_BESIDES_MODELS
from people.models import Account

# allauth seals and opens without naming the owner: these values are not bound to their owner.
OWNER, PURPOSE = "factor", "mfa.Authenticator.data"
# Where each kind keeps its secret. Of a passkey only the public half is here.
SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# A short password beside none of these.
TOO_SHORT_ALONE = _(
    "Your password has fewer than 15 characters, too short to be your only protection. "
    "Please choose a longer one first."
)


def seal(text: str) -> str:
    """Seal the secret of an app, or the seed of a person's codes."""
    return ring.seal(text, owner=OWNER, purpose=PURPOSE)


def unseal(sealed: str) -> str:
    """Open what `seal` made."""
    return ring.unseal(sealed, owner=OWNER, purpose=PURPOSE)


def held_by(account: Account) -> bool:
    """Say whether this account needs more than a password to sign in."""
    return Authenticator.objects.filter(user=account, type__in=FACTORS).exists()


def made_before(account: Account, moment: datetime) -> bool:
    """Say whether this account had a passkey or an app before a moment, and has it still."""
    held = Authenticator.objects.filter(user=account, type__in=FACTORS)
    return held.filter(created_at__lt=moment).exists()


def may_go(authenticator: Authenticator) -> bool:
    """Say whether this may be removed: a short password must not be the only protection."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
    return others.exclude(pk=authenticator.pk).exists() or not authenticator.user.short_password


def number_of(account: Account) -> int:
    """Count the passkeys, apps and sets of codes of an account."""
    return Authenticator.objects.filter(user=account).count()


@transaction.atomic
def take_off(account: Account) -> None:
    """Remove all passkeys, apps, codes and the password of a person who lost a phone.

    The person then chooses a new password. It must be long enough to stand alone.
    """
    account.set_unusable_password()
    account.save(update_fields=["password"])  # it locks the account, as other changes do first
    Authenticator.objects.filter(user=account).delete()


def take_off_since(account: Account, moment: datetime) -> None:
    """Remove the passkeys, apps and codes that were made since a moment; the password stays."""
    Authenticator.objects.filter(user=account, created_at__gte=moment).delete()


def rotate_factors() -> RotatedField:
    """Seal again the secrets of apps and codes, which are inside the data that allauth keeps."""
    renew, done = renewer(PURPOSE), RotatedField("mfa.Authenticator.data")
    secret = Authenticator.objects.filter(type__in=SECRETS).order_by("pk")
    for pk in secret.values_list("pk", flat=True):
        done += turn_factor(pk, renew)
    return done


@transaction.atomic
def turn_factor(pk: int, renew: Callable[[str], str]) -> RotatedField:
    """Seal one row, locked: the same row changes when a code is used."""
    if not (one := Authenticator.objects.select_for_update().filter(pk=pk).first()):
        return RotatedField("")
    name = SECRETS[one.type]
    sealed = one.data[name]
    try:
        one.data[name] = renew(sealed)
    except WrongOwnerError:
        return RotatedField("", broken=1)
    if one.data[name] == sealed:
        return RotatedField("", before=1)
    one.save(update_fields=["data"])
    return RotatedField("", anew=1)


def sealed_secrets() -> Iterator[str]:
    """Read each sealed secret."""
    for kind, data in Authenticator.objects.filter(type__in=SECRETS).values_list("type", "data"):
        yield data[SECRETS[kind]]


BESIDES_MODELS.append(rotate_factors)
TEXTS_BESIDES_MODELS[PURPOSE] = sealed_secrets
