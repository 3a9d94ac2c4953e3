"""Help a person in again who lost their ways in: an admin asks, a second person agrees.

Neither of them can do it alone, and neither reaches an answer by it: with their agreement all that
was answered before closes to the account, for seven days at least and until its owner says that it
was them. The owner is told by mail at each step, and a link there stops it.
"""

import uuid
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.accounts import addresses, factors, passwords, safety
from people.accounts.places import note_at_every_place
from people.accounts.tasks import send_password_link
from people.audit import actions as audit
from people.audit import security_log
from people.mandates import not_yours
from people.models import Account, AddressChange, LostSignIn, Person, Role
from people.tenancy.context import everywhere

from . import codes, helpers
from .tasks import tell_objected, tell_owner, tell_second_people

TOO_NEW = _(
    "You can help here once you have been an admin or a supervisor for thirty days. Sooner, the "
    "operator of the installation can help."
)


@transaction.atomic
def ask(*, person: Person, by: Person, now: datetime) -> LostSignIn:
    """Ask for help for a person, as their admin; a second person has to agree.

    Refused: for oneself, without managing the person, by one who was helped in a short time ago or
    became an admin less than thirty days ago, while a request waits, and where there is no second
    person.
    """
    lock(person.account_id)
    managed = Person.objects.managed_by(by).filter(pk=person.pk, is_active=True, awaited=False)
    if by.account_id == person.account_id or not managed.exists():
        raise not_yours()
    refuse_just_helped(by)
    refuse_new(by, person)
    if LostSignIn.objects.waiting(now).filter(person__account=person.account_id).exists():
        raise ValidationError(_("Somebody asked for this already."), code="asked")
    seconds = helpers.second_people(person, by, now)
    if not seconds:
        raise ValidationError(
            _(
                "Nobody here could be the second person: another admin or a supervisor of this "
                "person, and for thirty days already. Please ask the operator of the installation."
            ),
            code="alone",
        )
    made = LostSignIn.objects.create(person=person, asked_by=by, asked_at=now)
    note(made, by, Role.ADMIN, access_kinds.HELP_ASKED, now)
    tell_owner.enqueue(made.pk, "asked")
    tell_second_people.enqueue(made.pk, [one.pk for one in seconds])
    return made


@transaction.atomic
def agree(*, asked: LostSignIn, by: Person, now: datetime) -> str:
    """Agree as the second person; return the code, to be printed for the owner.

    Refused: who asked, the person themselves, anybody of their accounts, one who could not be the
    second person today, has had the role for less than thirty days or was helped in a short time
    ago, and what waits no more. All ways in end.
    """
    judge_second(asked, by)
    decide(asked, by, now, agreed=True)
    note(asked, by, helpers.role_of(by, asked.person), access_kinds.HELP_AGREED, now)
    return let_go_and_close(asked, asked.person, now)


@transaction.atomic
def decline(*, asked: LostSignIn, by: Person, now: datetime) -> None:
    """Do not agree, as the second person; nothing changes for the owner."""
    judge_second(asked, by)
    decide(asked, by, now)


@transaction.atomic
def withdraw(*, asked: LostSignIn, by: Person, now: datetime) -> None:
    """Take back what one asked for oneself."""
    if asked.asked_by_id != by.pk:
        raise not_yours()
    decide(asked, None, now)


@transaction.atomic
def help_by_operator(account: Account, person: Person, *, now: datetime) -> str:
    """Help as the operator of the installation, who has made sure who asks.

    An account with an address gets a link to a new password; for one without, return a code.
    """
    lock(account.pk)
    made = LostSignIn(person=person, asked_at=now, decided_at=now, agreed=True)
    code = let_go_and_close(made, None, now)
    if not account.email:
        return code
    codes.end(made)
    send_password_link.enqueue([account.pk], uuid.uuid4().hex)
    return ""


def let_go_and_close(given: LostSignIn, place: Person | None, now: datetime) -> str:
    """End every way in, close what was answered, make the code, and tell the owner."""
    account = Account.objects.get(pk=given.person.account_id)
    end_all(account)
    account.helped_at, account.helped_in, account.claimed_at = now, place, None
    account.save(update_fields=["helped_at", "helped_in", "claimed_at"])
    code = codes.write(given, now=now)
    given.save()
    note_at_every_place(account, access_kinds.LOST, now=now)
    tell_owner.enqueue(given.pk, "agreed")
    return code


@everywhere()
def end_all(account: Account) -> None:
    """End every way in: also the codes of other helps, and a new address that was not confirmed."""
    factors.take_off(account)
    safety.end_doors(account)
    AddressChange.objects.filter(person__account=account).delete()
    LostSignIn.objects.filter(person__account=account).exclude(code_hash="").update(code_hash="")


@transaction.atomic
def come_in(*, given: LostSignIn, password: str, now: datetime) -> Person:
    """Choose a new password with the code, once; return the person who is in again.

    Refused: a code that was used or stopped a moment ago, and a weak password.
    """
    account = lock(given.person.account_id)
    given.person.account, account.person = account, given.person
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise ValidationError({"password": weak.error_list}) from weak
    unused = LostSignIn.objects.filter(pk=given.pk, used_at=None, objected_at=None)
    if not unused.filter(code_ends__gt=now).exclude(code_hash="").update(used_at=now, code_hash=""):
        raise ValidationError(_("This code has been used."), code="used")
    account.set_password(password)
    account.short_password = len(password) < passwords.ALONE
    account.save(update_fields=["password", "short_password"])
    note_at_every_place(account, access_kinds.HELP_USED, now=now)
    tell_owner.enqueue(given.pk, "used")
    return given.person


@transaction.atomic
def say_it_was_me(*, account: Account, now: datetime, visit: str | None = None) -> None:
    """Open what was answered before; refused before the seven days are over.

    Refused, too, while the password is a short one beside nothing that stays.

    The visit of this key stays, with the password that the owner chose on the way in. Every other
    visit, key and calendar address ends, and each passkey, app or code made meanwhile: one of the
    two who helped may have made it. The owner is mailed: perhaps it is not them who says so.
    """
    found = lock(account.pk)
    if found.helped_at is None or found.opens_at is None:
        return
    given = helpers.last_help(found, now=now)
    if now < found.opens_at:
        raise ValidationError(_("The seven days are not over yet."), code="early")
    if found.short_password and not factors.made_before(found, found.helped_at):
        raise ValidationError(factors.TOO_SHORT_ALONE, code="short")
    safety.end_doors(found, but=visit)
    factors.take_off_since(found, found.helped_at)
    found.claimed_at = now
    found.save(update_fields=["claimed_at"])
    note_at_every_place(found, access_kinds.WAS_ME, now=now)
    if given:
        tell_owner.enqueue(given.pk, "opened")


@everywhere()
@transaction.atomic
def say_it_was_not_me(*, given: LostSignIn, now: datetime) -> None:
    """Stop what others do with an account: its owner objects, signed in or by the mailed link.

    The owner may be at another place than the one where help was asked for. Where the second person
    agreed, all ways in end again, also an address that was given since, to which a new password
    could be mailed; and the seven days begin anew. If all was open since, the phone goes too: the
    next two who help call it, and may talk with who gave it.
    """
    account = lock(given.person.account_id)
    given = LostSignIn.objects.select_related("person").get(pk=given.pk)
    open_yet = LostSignIn.objects.lately(now).filter(pk=given.pk, objected_at=None)
    if not open_yet.update(objected_at=now, code_hash=""):
        raise ValidationError(_("This was said already, or is over."), code="over")
    if given.agreed and given.decided_at:
        end_all(account)
        addresses.take_back(account, since=given.decided_at)
        # While it is closed, no number is given.
        account.phone = "" if account.claimed_at else account.phone
        account.helped_at, account.claimed_at = now, None
        account.save(update_fields=["phone", "helped_at", "claimed_at"])
    note_at_every_place(account, access_kinds.WAS_NOT_ME, now=now)
    tell_objected.enqueue(given.pk)


def lock(account_id: int) -> Account:
    """Let one change of an account's ways in follow the other."""
    return Account.objects.select_for_update(of=("self",)).get(pk=account_id)


def judge_second(asked: LostSignIn, by: Person) -> None:
    """Refuse all but another admin of the person, or a supervisor who answers for them today."""
    lock(asked.person.account_id)
    accounts = {asked.person.account_id, asked.asked_by and asked.asked_by.account_id}
    if by.account_id in accounts or not by.belongs:
        raise not_yours()
    if not LostSignIn.objects.visible_to(by).filter(pk=asked.pk).exists():
        raise not_yours()
    refuse_just_helped(by)
    refuse_new(by, asked.person)
    if asked.asked_by is None or not helpers.manages(asked.asked_by, asked.person):
        raise ValidationError(_("Who asked is no admin of this person any more."), code="decided")


def refuse_just_helped(by: Person) -> None:
    """Refuse help by one who was helped in themselves and has not said yet that it was them."""
    if by.account.closed_before:
        raise ValidationError(
            _("You were helped to sign in yourself. You can help others when that is confirmed."),
            code="just_helped",
        )


def refuse_new(by: Person, person: Person) -> None:
    """Refuse help by one who has had the role for a short time: the other may have given it."""
    if not helpers.known_long(by, person):
        raise ValidationError(TOO_NEW, code="new")


def decide(asked: LostSignIn, by: Person | None, now: datetime, *, agreed: bool = False) -> None:
    """Write down a decision, once."""
    waiting = LostSignIn.objects.waiting(now).filter(pk=asked.pk)
    if not waiting.update(decided_at=now, decided_by=by, agreed=agreed):
        raise ValidationError(_("This was decided already."), code="decided")
    asked.refresh_from_db()


def note(given: LostSignIn, by: Person, role: Role, what: str, now: datetime) -> None:
    """Write into the person's trail who helped, and into the security log."""
    subject = given.public_id
    audit.note_access(viewer=by, role=role, what=what, at=now, person=given.person, subject=subject)
    security_log.note(what, account=given.person, by=by)
