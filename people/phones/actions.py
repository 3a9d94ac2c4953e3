"""Join a phone to an account, so that it shows that something waits, and part it again."""

import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.accounts.parting import end_rows_of_accounts
from people.keys import ring
from people.models import MOST_PHONES, Account, Person, PushKey, PushSubscription
from people.models.messages.push import ENDPOINT_PURPOSE
from people.tenancy.context import everywhere

from .services import is_push_service


@transaction.atomic
@everywhere()
def join_phone(*, account: Account, endpoint: str, name: str = "", day: date) -> PushSubscription:
    """Join a browser to an account, by its address at its push service.

    A browser is of one account: of the one that joined it last. Joined again it keeps its number.
    Refused: an address that is of no known push service, and a sixth phone.
    """
    if not is_push_service(endpoint):
        raise ValidationError(
            _("This browser gets its messages from a service that is not known here."),
            code="service",
        )
    # One after the other, or two accounts could join one browser at a moment, and one fail.
    PushKey.objects.select_for_update().first()
    known = PushSubscription.objects.filter(endpoint_hash=hash_of_endpoint(endpoint))
    number = known.of(account.pk).values_list("number", flat=True).first()
    known.delete()
    taken = set(PushSubscription.objects.of(account.pk).values_list("number", flat=True))
    free = [one for one in range(1, MOST_PHONES + 1) if one not in taken]
    if not free:
        raise ValidationError(
            _("You have %(n)s phones. Please remove one first.") % {"n": MOST_PHONES}, code="many"
        )
    made = PushSubscription(
        account=account,
        number=number or free[0],
        name=name,
        sealed_endpoint=ring.seal(endpoint, owner=str(account.public_id), purpose=ENDPOINT_PURPOSE),
        endpoint_hash=hash_of_endpoint(endpoint),
        made_on=day,
    )
    made.full_clean()
    made.save()
    return made


def hash_of_endpoint(endpoint: str) -> str:
    """Hash an endpoint to find it by; it is long and random, so a plain SHA-256 is enough."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def endpoint_of(phone: PushSubscription) -> str:
    """Open the address of a phone at its push service."""
    owner = str(phone.account.public_id)
    return ring.unseal(phone.sealed_endpoint, owner=owner, purpose=ENDPOINT_PURPOSE)


def part_phone(phone: PushSubscription) -> None:
    """Part a phone from its account: it shows nothing any more."""
    phone.delete()


@everywhere()
def part_phones(people: QuerySet[Person]) -> None:
    """Part the phones of people where everything of theirs ends, and who work nowhere else."""
    end_rows_of_accounts(people, PushSubscription.objects.all())
