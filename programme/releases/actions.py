"""Ask for a release, say yes or no to its draft, and withdraw what is public.

Each verb asks today: who is of the office, and what each organisation agrees to.
"""

import json
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from people.audit.actions import note_things
from people.keys import ring
from people.languages.local_text import LocalText
from people.models import Person, Role
from people.weeks import today
from programme import access_kinds
from programme.members import door
from programme.members.door import Office
from programme.models import (
    ProgrammeMember,
    Release,
    ReleaseApproval,
    ReleaseConsent,
    ReleaseCorrection,
    ReleasedRow,
)
from programme.rules.quarters import CalendarQuarter

from .corrections import corrections_mark, earlier_releases, judged_texts
from .keeping import keep_files
from .tasks import draft_release

# So many people of the office say yes, each of another organisation.
YESES = 2
QUARTERS = 4
HASH_PURPOSE = "programme.Release.keyed_hash"


@transaction.atomic
def ask_for_release(*, quarter: str, by: Person, now: datetime) -> Release:
    """Ask the job to draft the release of a quarter.

    Refused: a person who is not of the office today, a quarter with blocks that are not frozen, and
    one that was asked for already: a quarter is released once.
    """
    with door.release_door(by, now=now) as office:
        if quarter not in open_quarters(office, now):
            raise taken()
        about = {"programme": office.programme, "quarter": quarter}
        try:
            with transaction.atomic():
                made = Release.objects.create(**about, asked_by=by, asked_at=now)
        except IntegrityError:
            raise taken() from None
        note_step(by, access_kinds.RELEASE_ASKED, made, now)
        draft_release.enqueue(made.pk)
    return made


def taken() -> ValidationError:
    """Say that a quarter is not open, perhaps because another asked at the same moment."""
    return ValidationError(_("This quarter cannot be released now."), code="quarter")


def open_quarters(office: Office, now: datetime) -> list[str]:
    """List the quarters that can be drafted: of the last four those not asked for, newest first."""
    mine = Release.objects.standing().filter(programme=office.programme)
    asked = set(mine.values_list("quarter", flat=True))
    last = [CalendarQuarter.latest_frozen(now)]
    while len(last) < QUARTERS:
        last.append(last[-1].before)
    return [str(one) for one in last if str(one) not in asked]


@transaction.atomic
def approve_release(*, release: Release, by: Person, now: datetime, read: str = "") -> bool:
    """Say yes to a draft; say whether it is public now.

    It takes two people of the office, of two organisations, and two accounts. A yes of a person who
    is not of the office any more does not count, and is taken out. Refused: a person who is not of
    the office today, a draft that is not ready or is public, a second yes of a person or of an
    organisation, a draft with figures of an organisation that took its agreement back, and
    other corrections than the person read: `read` is the mark of these.
    """
    with door.release_door(by, now=now) as office:
        locked = lock(release, office)
        refuse_unready(locked)
        refuse_taken_back(locked, now)
        if read != corrections_mark(locked):
            sentence = _("A correction was changed since you opened this page. Please read it.")
            raise ValidationError(sentence, code="changed")
        earlier = standing(locked, office)
        if any(same_side(one, by) for one in earlier):
            sentence = _("The second yes is of another person, of another organisation.")
            raise ValidationError(sentence, code="same")
        member = next(m for m in office.members if m.organisation_id == by.organisation_id)
        ReleaseApproval.objects.create(release=locked, member=member, said_by=by, said_at=now)
        note_step(by, access_kinds.RELEASE_YES, locked, now)
        if len(earlier) + 1 < YESES:
            return False
        locked.published_at = now
        locked.save(update_fields=["published_at"])
        keep_files(locked)
        forget_sent_back(locked)
    return True


def forget_sent_back(release: Release) -> None:
    """Delete what drafts told that were sent back, once their quarter is public.

    Their entries stay: what these organisations were in is told in no other programme.
    """
    earlier = Release.objects.sent_back(release.programme, release.quarter)
    if earlier.update(taken_out=[]):
        ReleasedRow.objects.filter(release__in=earlier).delete()


def same_side(earlier: ReleaseApproval, by: Person) -> bool:
    """Say whether an earlier yes is of the same person or organisation."""
    other = earlier.said_by
    return other.account_id == by.account_id or other.organisation_id == by.organisation_id


def standing(release: Release, office: Office) -> list[ReleaseApproval]:
    """List each yes of a person who is of the office today; take the others out."""
    found = standing_now(release, office)
    release.approvals.exclude(pk__in=[one.pk for one in found]).delete()
    return found


def standing_now(release: Release, office: Office) -> list[ReleaseApproval]:
    """List each yes of a person who is of the office today; of what is public every yes."""
    said = release.approvals.select_related("said_by__account", "said_by__organisation")
    return [one for one in said if release.published_at or is_of(one.said_by, office)]


def is_of(person: Person, office: Office) -> bool:
    """Say whether a person is of an office today."""
    theirs = door.office_of(person)
    return theirs is not None and theirs.programme == office.programme


@transaction.atomic
def write_correction(
    *,
    release: Release,
    corrected: Release,
    kind: str,
    wrong: LocalText,
    right: LocalText,
    by: Person,
    now: datetime,
) -> ReleaseCorrection:
    """Write into a draft what was wrong in an earlier release, or change what is written there.

    A yes that was said before is taken out: it was not to these words. The same words again change
    nothing. Refused: a person who is not of the office today, a draft that is not ready or is
    public, a release of another programme or one that never was public, and what `judged_texts`
    and the fields refuse.
    """
    with door.release_door(by, now=now) as office:
        locked = lock(release, office)
        refuse_unready(locked)
        if corrected not in earlier_releases(office):
            raise Http404
        texts = judged_texts(kind, {"wrong": wrong, "right": right}, office)
        about = {"kind": kind} | {name: LocalText(text) for name, text in texts.items()}
        kept = locked.corrections.filter(corrected=corrected).first()
        if kept and all(getattr(kept, name) == value for name, value in about.items()):
            return kept
        kept = kept or ReleaseCorrection(release=locked, corrected=corrected)
        for name, value in (about | {"written_by": by, "written_at": now}).items():
            setattr(kept, name, value)
        kept.full_clean(exclude={"release", "corrected", "written_by"})
        kept.save()
        note_corrected(by, locked, now)
    return kept


@transaction.atomic
def drop_correction(*, release: Release, corrected: Release, by: Person, now: datetime) -> None:
    """Take a correction out of a draft again; a yes that was said before is taken out with it.

    Refused: a person who is not of the office today, and a draft that is not ready or is public.
    """
    with door.release_door(by, now=now) as office:
        locked = lock(release, office)
        refuse_unready(locked)
        gone, _rows = locked.corrections.filter(corrected=corrected).delete()
        if gone:
            note_corrected(by, locked, now)


def note_corrected(by: Person, release: Release, now: datetime) -> None:
    """Note that the corrections of a draft are others now, and ask for every yes anew."""
    release.approvals.all().delete()
    note_step(by, access_kinds.RELEASE_CORRECTS, release, now)


@transaction.atomic
def send_back(*, release: Release, by: Person, now: datetime) -> None:
    """Take a draft away that should not be public, or that is to be drafted anew.

    What it told is kept for the next draft of the quarter alone, until the quarter is public.
    Refused: a person who is not of the office today, and what is public.
    """
    with door.release_door(by, now=now) as office:
        locked = lock(release, office)
        if locked.published_at:
            raise ValidationError(_("This release is public."), code="public")
        note_step(by, access_kinds.RELEASE_BACK, locked, now)
        if not locked.drafted_at:
            locked.delete()
            return
        locked.approvals.all().delete()
        locked.corrections.all().delete()
        locked.sent_back_at = now
        locked.save(update_fields=["sent_back_at"])


@transaction.atomic
def withdraw_release(*, release: Release, by: Person, now: datetime) -> None:
    """Take back what is public: rows and files go for good, and a tombstone stays at its address.

    Its quarter is never released again. Refused: a person who is not of the office today, and what
    is not public or was withdrawn already.
    """
    with door.release_door(by, now=now) as office:
        locked = lock(release, office)
        if not locked.published_at or locked.withdrawn_at:
            raise ValidationError(_("This release is not public."), code="public")
        locked.keyed_hash = hash_with_key(locked)
        locked.withdrawn_by, locked.withdrawn_at, locked.taken_out = by, now, []
        locked.save(update_fields=["keyed_hash", "withdrawn_by", "withdrawn_at", "taken_out"])
        for gone in (locked.rows, locked.files, locked.corrections):
            gone.all().delete()
        # Its entries stay: what these organisations are in is told in no other programme.
        note_step(by, access_kinds.RELEASE_GONE, locked, now)


def hash_with_key(release: Release) -> str:
    """Hash what a release told, with a key: without it one cannot try out what it was."""
    rows = release.rows.order_by("block", "measure", "place")
    text = json.dumps(list(rows.values_list("block", "place", "measure", "band")))
    return ring.keyed_hashes(f"{release.public_id}{text}", purpose=HASH_PURPOSE)[0]


def lock(release: Release, office: Office) -> Release:
    """Let a release change one step after the other.

    One of another programme is not found, nor a draft that was sent back.
    """
    rows = Release.objects.standing().filter(programme=office.programme)
    rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=release.pk).select_related("programme").first()
    if found is None:
        raise Http404
    return found


def refuse_unready(release: Release) -> None:
    """Refuse a yes to what is not drafted yet, or is public already."""
    if not release.drafted_at:
        raise ValidationError(_("This draft is not ready."), code="unready")
    if release.published_at:
        raise ValidationError(_("This release is public."), code="public")


def taken_back(release: Release, now: datetime) -> bool:
    """Say whether an organisation that is in a draft does not agree any more."""
    held = ReleaseConsent.objects.on(today(now)).values("pk")
    return release.entries.exclude(consent__in=held).exists()


def refuse_taken_back(release: Release, now: datetime) -> None:
    """Refuse a yes to figures that an organisation does not agree to any more.

    The members in it are held: one that ends it at this moment is heard first, or finds it public.
    """
    members = ProgrammeMember.objects.filter(pk__in=release.entries.values("consent__member"))
    list(members.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    if taken_back(release, now):
        sentence = _("An organisation ended its agreement. Send this draft back and ask again.")
        raise ValidationError(sentence, code="taken_back")


def note_step(by: Person, what: str, release: Release, now: datetime) -> None:
    """Note what a person of the office did with a release."""
    looks = [(what, release.public_id)]
    note_things(viewer=by, role=Role.PROGRAMME, looks=looks, at=now)
