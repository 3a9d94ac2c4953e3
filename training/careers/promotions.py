"""Promotions: ask for a level, choose a panel, give an opinion, decide with reasons."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.weeks import today
from people.writing.texts import refuse_identity
from training.finding.colleagues import refuse_no_colleague
from training.models import CareerLevel, Promotion, PromotionOpinion
from training.models.promotions import LONGEST

from . import actions as careers
from . import tasks as careers_tasks
from .path import career_path


@transaction.atomic
def ask(*, person: Person, level: CareerLevel, words: str = "", now: datetime) -> Promotion:
    """Ask for a level of the person's organisation; its admins are told.

    Refused: a level that the person holds or has passed, one with a condition that is not met, and
    a second request while one waits.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    step = career_path(person, today(now)).step_to(level.public_id)
    if step is None or step.held or step.done:
        raise ValidationError(_("You cannot ask for this level yet."), code="no_step")
    if not step.met:
        raise ValidationError(_("Some of what this level asks is still missing."), code="missing")
    made = Promotion(
        organisation_id=person.organisation_id,
        person=person,
        level=level,
        words=words,
        asked_at=now,
    )
    made.full_clean()
    made.save()
    careers_tasks.tell_asked.enqueue(made.pk)
    return made


@transaction.atomic
def withdraw(promotion: Promotion, *, by: Person, now: datetime) -> None:
    """Take the person's own request back while it waits; repeating is safe."""
    Promotion.objects.waiting().filter(pk=promotion.pk, person=by).update(withdrawn_at=now)


@transaction.atomic
def join_panel(promotion: Promotion, *, person: Person, by: Person, day: date) -> None:
    """Put a colleague, or the admin themselves, on the panel; the one who asks is never on it."""
    found = arranged(promotion, by)
    if person == found.person:
        raise ValidationError({"to": _("Nobody judges their own request.")})
    if person != by:
        refuse_no_colleague(person, of=by, day=day)
    found.panel.add(person)
    careers_tasks.tell_panel.enqueue(found.pk, person.pk)


@transaction.atomic
def leave_panel(promotion: Promotion, *, person: Person, by: Person) -> None:
    """Take a person off the panel; what they said goes with them."""
    found = arranged(promotion, by)
    found.panel.remove(person)
    found.opinions.filter(by=person).delete()


def arranged(promotion: Promotion, by: Person) -> Promotion:
    """Find a request for which this admin chooses the panel, held until the transaction ends."""
    held = Promotion.objects.arranged_by(by).select_for_update(of=("self",))
    return held.get(pk=promotion.pk)


def judged(promotion: Promotion, by: Person) -> Promotion:
    """Find what a member of the panel judges, held until the end of the transaction."""
    locked = Promotion.objects.select_for_update(of=("self",)).select_related("person", "level")
    found = locked.get(pk=promotion.pk)
    # Asked once it is held: of two who decide at once, the second finds it decided.
    if not Promotion.objects.judged_by(by).filter(pk=found.pk).exists():
        raise ValidationError(_("You cannot decide this one."), code="not_yours")
    return found


@transaction.atomic
def say(
    promotion: Promotion, *, by: Person, aye: bool, words: str, now: datetime
) -> PromotionOpinion:
    """Say what a member of the panel thinks; they may change it until the decision."""
    said, _new = PromotionOpinion.objects.update_or_create(
        promotion=judged(promotion, by), by=by, defaults={"aye": aye, "words": words, "at": now}
    )
    said.full_clean()
    return said


@transaction.atomic
def decide(promotion: Promotion, *, by: Person, reasons: str, now: datetime) -> Promotion:
    """Write down what the panel found, with its reasons; a yes is the level from this day on.

    Refused before enough of the panel have spoken, without reasons, and where `say` is.
    """
    found = judged(promotion, by)
    granted = found.verdict()
    if granted is None:
        raise ValidationError(_("Not enough of the panel have spoken yet."), code="quorum")
    refuse_reasons(reasons)
    found.decided_at, found.granted, found.reasons = now, granted, reasons
    found.save(update_fields=["decided_at", "granted", "reasons"])
    if granted:
        careers.give(person=found.person, level=found.level, since=today(now), by=by)
    careers_tasks.tell_decided.enqueue(found.pk)
    return found


def refuse_reasons(reasons: str) -> None:
    """Refuse a decision without reasons, with too many words or an identity in them."""
    if not reasons.strip() or len(reasons) > LONGEST:
        raise ValidationError({"words": _("Please write a few words.")})
    try:
        refuse_identity(reasons)
    except ValidationError as refused:
        raise ValidationError({"words": refused}) from None
