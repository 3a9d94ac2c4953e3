"""Join a LINE account to a person's account by a code that is sent in LINE, and part them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from people.accounts.parting import end_rows_of_accounts
from people.keys import ring
from people.keys.paper_codes import new_code, read_code
from people.keys.rotation import RotatedField
from people.models import Account, LineCode, LineLink, Person
from people.models.messages.ways import LINE_USER_PURPOSE
from people.tenancy.context import everywhere

CODE_HOLDS = timedelta(minutes=10)
CODES, USERS = "people.LineCode", "people.LineLink.user_hash"


@transaction.atomic
def new_line_code(*, account: Account, now: datetime) -> str:
    """Make a code for ten minutes, in place of the one before; only its hash is kept."""
    code = new_code()
    kept = {"code_hash": hashes_of(code, CODES)[0], "expires": now + CODE_HOLDS}
    LineCode.objects.update_or_create(account=account, defaults=kept)
    return code


@transaction.atomic
def join_line(*, typed: str, user: str, said_at: datetime, now: datetime) -> bool:
    """Join the LINE user who sent a code to the account that made it, once; say whether.

    A LINE account that was joined to another account here leaves it: who sends the code has both.
    """
    waiting = LineCode.objects.select_for_update().filter(expires__gt=now)
    waiting = waiting.filter(account__is_active=True)
    code = waiting.filter(code_hash__in=hashes_of(read_code(typed), CODES)).first()
    # Two that come at once: the second finds no row to delete.
    if not code or not LineCode.objects.filter(pk=code.pk).delete()[0]:
        return False
    hashes = hashes_of(user, USERS)
    LineLink.objects.filter(user_hash__in=hashes).delete()
    owner = Account.objects.get(pk=code.account_id)
    kept = {
        "sealed_user": ring.seal(user, owner=str(owner.public_id), purpose=LINE_USER_PURPOSE),
        "user_hash": hashes[0],
        "linked_at": said_at,
    }
    LineLink.objects.update_or_create(account=owner, defaults=kept)
    return True


def user_of(link: LineLink) -> str:
    """Open LINE's own id of the person."""
    owner = str(link.account.public_id)
    return ring.unseal(link.sealed_user, owner=owner, purpose=LINE_USER_PURPOSE)


@transaction.atomic
def part_line(*, account: Account) -> None:
    """Part an account from LINE; a code that waits opens nothing any more."""
    LineLink.objects.filter(account=account).delete()
    LineCode.objects.filter(account=account).delete()


def part_user(user: str, *, said_at: datetime) -> None:
    """Part a LINE user who blocked the product's account since they were joined."""
    links = LineLink.objects.filter(user_hash__in=hashes_of(user, USERS))
    links.filter(linked_at__lt=said_at).delete()


@everywhere()
def part_people(people: QuerySet[Person]) -> None:
    """Part the accounts of people where everything of theirs ends, and who work nowhere else."""
    end_rows_of_accounts(people, LineLink.objects.all(), LineCode.objects.all())


def forget_codes(*, now: datetime) -> None:
    """Delete codes that were not sent in time."""
    LineCode.objects.filter(expires__lte=now).delete()


def hashes_of(text: str, purpose: str) -> list[str]:
    """Hash a code or an id with each key of the ring, the newest first."""
    return ring.keyed_hashes(text, purpose=purpose)


def hash_users_again() -> RotatedField:
    """Hash LINE's ids with the newest key, after they were sealed with it."""
    done = RotatedField("people.LineLink.user_hash")
    for link in LineLink.objects.select_related("account").order_by("pk"):
        try:
            fresh = hashes_of(user_of(link), USERS)[0]
        except ring.WrongOwnerError:
            done += RotatedField("", broken=1)
            continue
        if fresh == link.user_hash:
            done += RotatedField("", before=1)
        else:
            LineLink.objects.filter(pk=link.pk).update(user_hash=fresh)
            done += RotatedField("", anew=1)
    return done
