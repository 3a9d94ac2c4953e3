"""Thanks from outside: hand out a link, close it, write through one.

The writer with a link writes to one person and sees no other. A note written through one is seen by
no other person until the receiver keeps it and chooses so.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.weeks import today
from people.writing import links
from people.writing.texts import refuse_identity, refuse_ways
from training.models import Thanks, ThanksLink

from . import tasks as recognition_tasks
from .thanks import refuse_thanks

# For how many days, and for how many notes, a link may be made.
FOR_DAYS = (7, 30, 90)
FOR_NOTES = (1, 5, 20)
AT_MOST = 5
LONGEST_NAME = 80


@transaction.atomic
def hand_out(*, person: Person, name: str, days: int, notes: int, now: datetime) -> ThanksLink:
    """Make an address at which people outside can thank a person, under the name they choose.

    Refused: no name or one that leads elsewhere, another time or number, the sixth open link.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    refuse_name("name", name)
    if not name.strip():
        raise ValidationError({"name": _("Please give a name that people outside know.")})
    if days not in FOR_DAYS or notes not in FOR_NOTES:
        raise ValidationError(_("Please choose from the list."), code="choice")
    if ThanksLink.objects.visible_to(person).open_on(today(now)).count() >= AT_MOST:
        sentence = _("You have %(n)d links. Please close one first.")
        raise ValidationError(sentence, code="many", params={"n": AT_MOST})
    link = ThanksLink(
        organisation_id=person.organisation_id,
        person=person,
        made_at=now,
        last_day=today(now) + timedelta(days=days - 1),
        most=notes,
    )
    link.call(name.strip())
    link.save()
    return link


def address(link: ThanksLink) -> str:
    """Write the whole address of a link."""
    return links.to("thanks_write", link.public_id)


def refuse_name(field: str, text: str) -> None:
    """Refuse a name that is too long, an identity, or a way to lead people elsewhere."""
    if len(text) > LONGEST_NAME:
        raise ValidationError({field: _("Please keep it to %(n)d letters.") % {"n": LONGEST_NAME}})
    refuse_strange(field, text)


def refuse_strange(field: str, text: str) -> None:
    """Refuse what strangers may not write to people here: an identity, a number, a link."""
    try:
        refuse_identity(text)
        refuse_ways(text)
    except ValidationError as refused:
        raise ValidationError({field: refused}) from None


@transaction.atomic
def close(link: ThanksLink, *, by: Person, now: datetime) -> None:
    """Close a link; from then on it answers as if it had never existed."""
    own = ThanksLink.objects.visible_to(by).filter(pk=link.pk, withdrawn_at=None)
    own.update(withdrawn_at=now)


@transaction.atomic
def write(
    link: ThanksLink,
    *,
    words: str,
    partner: str,
    writer: str = "",
    giver: Person | None = None,
    now: datetime,
) -> Thanks:
    """Leave a person a note through their link: sealed, theirs alone, waiting for their answer.

    A signed-in writer who belongs to an organisation writes for it, whatever they typed. The same
    words on the same day are one note. Refused: a closed link, one's own, no words or organisation,
    and anything in them that identifies a person or leads elsewhere.
    """
    giver = giver if giver and giver.belongs else None
    held = ThanksLink.objects.select_for_update().get(pk=link.pk)
    partner = str(giver.organisation) if giver else partner.strip()
    notes = held.notes.select_related("link")
    same = [one for one in notes if one.given_on == today(now) and one.words == words]
    if same:
        return same[0]
    if not ThanksLink.objects.open_on(today(now)).filter(pk=held.pk).exists():
        raise ValidationError(_("This link is closed."), code="closed")
    judge(held, words=words, partner=partner, writer=writer, giver=giver)
    note = Thanks(
        organisation_id=held.organisation_id,
        giver=giver,
        receiver_id=held.person_id,
        link=held,
        given_at=now,
        audience="",
    )
    note.write(words)
    note.sign(partner=partner, writer=writer.strip())
    note.save()
    recognition_tasks.tell_thanked.enqueue(note.pk)
    return note


def judge(link: ThanksLink, *, words: str, partner: str, writer: str, giver: Person | None) -> None:
    """Refuse the writer's own link, at any place, and what may not be written through any."""
    if giver and giver.account_id == link.person.account_id:
        raise ValidationError(_("This is your own link. Give it to somebody outside."), code="own")
    refuse_thanks(words)
    refuse_strange("words", words)
    if not partner:
        raise ValidationError({"partner": _("Please say which organisation you write from.")})
    refuse_name("partner", partner)
    refuse_name("writer", writer)
