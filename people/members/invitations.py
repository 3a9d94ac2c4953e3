"""How a new person comes in: a mailed link or a slip that opens once, for fourteen days."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.accounts import own_names
from people.accounts.tokens import hash_of, new_token
from people.jobs.actions import refuse_entry
from people.languages.known import NOT_OFFERED, offered_languages
from people.models import (
    Account,
    Invitation,
    Job,
    Membership,
    Organisation,
    OutgoingLetter,
    Person,
    Role,
    Unit,
)
from people.rules.person_names import tidy_name
from people.weeks import today

from . import awaited, givers, memberships
from .role_events import OPERATOR, Giver, Operator

OPEN_FOR = timedelta(days=14)


@transaction.atomic
def invite(
    *,
    unit: Unit,
    email: str,
    role: Role,
    job: Job,
    hours: Decimal | None,
    invited_by: Person | Operator,
    now: datetime,
    language: str = "",
    name: str = "",
) -> Invitation:
    """Prepare an invitation into a unit; `send_invitation` then mails its link.

    Without an address it is a slip with this name, and `slips.write` makes its code. A mail has
    no names, so none is kept beside an address. Without a language it is written in each.

    Refused: a person who is not admin at the unit or above it, the admin's own mailbox, a person of
    this organisation, an address with an open invitation, a name with an open slip, neither of the
    two, a language or job that is not offered, hours for a role that carries no load. It is not
    said here whether an address belongs to another organisation: only its owner learns that, on the
    invitation's page.
    """
    email = email.strip().lower()
    name = "" if email else tidy_name(name)
    memberships.lock(unit.organisation_id)  # two taps are one invitation
    givers.judge_giver(invited_by, now, unit)
    refuse_entry("job", job, unit.organisation_id)
    refuse_own_mailbox(invited_by, email)
    refuse_known(unit.organisation, email, name, now)
    if language and language not in dict(offered_languages()):
        raise ValidationError({"language": NOT_OFFERED})
    memberships.judge_hours(role, hours)
    invitation = Invitation(
        organisation=unit.organisation,
        unit=unit,
        role=role,
        job=job,
        hours=hours,
        email=email,
        name=name,
        language=language,
        invited_by=None if isinstance(invited_by, Operator) else invited_by,
        # This token is never handed out: the token that works is made when the mail is written, so
        # that it is never in the queue.
        token_hash=hash_of(new_token()),
        expires=now + OPEN_FOR,
    )
    invitation.full_clean(
        exclude=["invited_by", "accepted_by", "accepted_at", "created_at", "sent_at", "person"]
    )
    invitation.save()
    return invitation


def refuse_own_mailbox(by: Person | Operator, email: str) -> None:
    """Refuse an address of the same mailbox: a person gives no role to themselves."""
    if (
        email
        and isinstance(by, Person)
        and mailbox(email) in {mailbox(one.lower()) for one in (by.email, by.work_email)}
    ):
        raise ValidationError({"email": _("This is your own mailbox. Please invite others only.")})


def mailbox(email: str) -> str:
    """Write an address without the part behind a plus, which every mailbox ignores."""
    name, _at, host = email.partition("@")
    return f"{name.partition('+')[0]}@{host}"


def refuse_known(
    organisation: Organisation, email: str, name: str, now: datetime, *, but: int = 0
) -> None:
    """Refuse an address that has an account here or an open link, and a name with an open slip.

    `but` names the invitation that is renewed.
    """
    if not email:
        refuse_second_slip(organisation, name, now, but=but)
        return
    if Person.objects.filter(organisation=organisation, work_email__iexact=email).exists():
        raise ValidationError({"email": _("This person already has an account here.")})
    if organisation.invitations.open_at(now).filter(email=email).exclude(pk=but).exists():
        sentence = _(
            "This address already has an invitation. To change it, withdraw it first: it waits "
            "under People, Invited."
        )
        raise ValidationError({"email": sentence})


def refuse_second_slip(
    organisation: Organisation, name: str, now: datetime, *, but: int = 0
) -> None:
    """Refuse a slip without a name, and a second one for a name: a page sent twice makes one."""
    if not name:
        raise ValidationError({"name": _("Please give an address, or a name for a slip.")})
    slips = organisation.invitations.open_at(now).filter(email="", name=name)
    if slips.exclude(pk=but).exists():
        raise ValidationError(
            {"name": _("This name already has a slip. You can renew it where it waits.")}
        )


def new_link(*, invitation: Invitation, now: datetime) -> str | None:
    """Make the token that is mailed; None if it is over. An earlier one opens nothing then."""
    token = new_token()
    lasting = Invitation.objects.open_at(now).filter(pk=invitation.pk).exclude(email="")
    return token if lasting.update(token_hash=hash_of(token), sent_at=now) else None


@transaction.atomic
def renew(
    *, invitation: Invitation, by: Person, now: datetime, on_paper: bool | None = None
) -> None:
    """Prepare a new link or code for the same invitation: the old one opens nothing any more.

    `on_paper` chooses a slip or a mail for a person who was entered already. The admin who renews
    it gives the role from then on. Refused: a person who is not admin at the unit or above it, the
    admin's own mailbox, a mail to a person without an address, and one that ran out where another
    was sent to the same address or name since, or its person came in.
    """
    memberships.lock(invitation.organisation_id)
    givers.judge_giver(by, now, invitation.unit)
    if invitation.person and on_paper is not None:
        address(invitation, invitation.person, on_paper=on_paper)
    refuse_own_mailbox(by, invitation.email)
    waiting = Invitation.objects.waiting().filter(pk=invitation.pk)
    if not invitation.person and waiting.exists():
        about = (invitation.organisation, invitation.email, invitation.name)
        refuse_known(*about, now, but=invitation.pk)
    waiting.update(
        token_hash=hash_of(new_token()),
        sent_at=None,
        expires=now + OPEN_FOR,
        invited_by=by,
        email=invitation.email,
        name=invitation.name,
    )


def address(invitation: Invitation, person: Person, *, on_paper: bool) -> None:
    """Say how an invitation of an awaited person goes out: to the address, or on a slip."""
    if not on_paper and not person.work_email:
        raise ValidationError({"email": _("There is no address. Please print a slip.")})
    invitation.email = "" if on_paper else person.work_email.lower()
    invitation.name = "" if invitation.email else person.name


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Person, now: datetime) -> None:
    """Take an unused invitation back, and with it the person who was only entered.

    Refused: a person who is not admin at or above the unit, and an awaited person with
    something kept about them already.
    """
    givers.judge_giver(by, now, invitation.unit)
    memberships.lock(invitation.organisation_id)
    waiting = Invitation.objects.waiting().filter(pk=invitation.pk)
    if (person := invitation.person) and waiting.exists():
        givers.judge_keeper(by, person, now)
        if awaited.used_since([person.pk]):
            sentence = _("Something is kept about them already. Please close the membership.")
            raise ValidationError(sentence, code="kept")
        awaited.remove(Person.objects.filter(pk=person.pk))
    # First, for a letter is known to be of here by its invitation.
    OutgoingLetter.objects.filter(invitation__in=waiting).delete()
    waiting.delete()


def behind(token: str, *, now: datetime) -> Invitation | None:
    """Find the invitation that a link opens; used, expired and unknown links give None."""
    found = Invitation.objects.open_at(now)
    found = found.select_related("unit", "organisation", "person__account")
    return found.filter(token_hash=hash_of(token)).first()


@transaction.atomic
def accept(
    *,
    invitation: Invitation,
    username: str,
    password: str,
    language: str = "th",
    now: datetime,
    **names: str,
) -> Person:
    """Make the account, the person and their membership; the link is then used.

    Where an admin entered the person already, the place that waits for them becomes theirs.

    Refused: a link that was used a moment ago, a taken sign-in name or address, a weak password,
    and a role that opens others' data if the giver is not admin there any more.
    """
    use_up(invitation, now)
    person = comer(invitation, now, **names)
    account = person.account
    account.username, account.email, account.language = username, invitation.email, language
    account.is_active = True
    account.set_password(password)
    judge(person, password)
    account.save()
    return join(invitation, person, now)


@transaction.atomic
def accept_with(*, invitation: Invitation, account: Account, now: datetime, **names: str) -> Person:
    """Make a person of an account that is there already, and their membership; the link is used.

    Only the owner of the account calls this, signed in: an invitation to an address joins no
    account by itself. Refused: as above, and an account that belongs to the organisation
    already, or was helped to sign in again and has not been confirmed by its owner. To a person
    who left there, an admin gives a role.
    """
    if account.closed_before:
        raise ValidationError(
            _("You were helped to sign in again. You can join when that is confirmed."),
            code="just_helped",
        )
    use_up(invitation, now)
    person = comer(invitation, now, **names)
    entered, person.account = person.account, account
    person.full_clean()
    own_names.judge_names(person)
    joined = join(invitation, person, now)
    if entered.pk:
        awaited.leave_placeholder(entered.pk)
    return joined


def comer(invitation: Invitation, now: datetime, **names: str) -> Person:
    """Prepare the person, with the address that the organisation wrote to.

    It is the one that an admin entered, or a new one with an account that is not saved yet.
    """
    if invitation.person_id:
        people = Person.objects.select_for_update(of=("self",)).select_related("account")
        person = people.get(pk=invitation.person_id)
        awaited.refuse_over(person, now)
    else:
        about = {"organisation": invitation.organisation, "work_email": invitation.email}
        person = Person(account=Account(), **about)
    for field, name in names.items():
        setattr(person, field, name)
    return person


def use_up(invitation: Invitation, now: datetime) -> None:
    """Use a link; refuse one that is used already, or of a giver who may not give it now.

    An admin who takes it back in the same moment waits, or this does: both lock the organisation's
    roles first.
    """
    memberships.lock(invitation.organisation_id)
    refuse_given_by_nobody(invitation, now)
    used = Invitation.objects.open_at(now).filter(pk=invitation.pk).update(accepted_at=now)
    if not used:
        raise ValidationError(_("This invitation has been used."), code="used")


def join(invitation: Invitation, person: Person, now: datetime) -> Person:
    """Save the person and begin the membership of the invitation, unless it waits already."""
    # They are here and see it: they need no mail.
    giver = Giver(invitation.invited_by or OPERATOR, tells=False)
    used = Invitation.objects.filter(pk=invitation.pk)
    if person.awaited:
        awaited.come_in(person, giver, now)
        used.update(accepted_by=person, name="")
        return person
    person.save()
    member = Membership(
        person=person,
        unit=invitation.unit,
        role=invitation.role,
        job=invitation.job,
        hours=invitation.hours,
        starts=today(now),
    )
    memberships.begin(member, giver, now)
    used.update(accepted_by=person, name="")
    return person


def refuse_given_by_nobody(invitation: Invitation, now: datetime) -> None:
    """Refuse a role that opens others' data if the inviter is not admin there any more."""
    by = invitation.invited_by
    if not by or not Role(invitation.role).opens_others:
        return
    if not givers.administers(by, invitation.unit, now):
        sentence = _("This invitation is no longer valid. Please ask for a new one.")
        raise ValidationError(sentence, code="used")


def judge(person: Person, password: str) -> None:
    """Refuse all that is wrong with a new person at once, so that one correction is enough."""
    refused: dict[str, list[ValidationError]] = {}
    account = person.account
    # What a password may not be made of: the names of the place they come to, and their own.
    account.person = person
    for check in (
        account.full_clean,
        partial(person.full_clean, exclude=["account"]),
        partial(own_names.judge_names, person),
    ):
        try:
            check()
        except ValidationError as wrong:
            wrong.update_error_dict(refused)
    try:
        validate_password(password, account)
    except ValidationError as weak:
        refused["password"] = weak.error_list
    if refused:
        raise ValidationError(refused)
