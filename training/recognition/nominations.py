"""Awards until they are decided: open one, choose its panel, name a colleague, judge, decide."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.judged_rows import save_judged
from people.mandates import refuse_part_admin, refuse_who_left
from people.models import Person, Unit
from people.weeks import today
from people.writing.texts import refuse_identity
from training.finding.colleagues import refuse_no_colleague
from training.models import Award, AwardCycle, Nomination, Opinion
from training.models.awards import LONGEST
from training.rules.award_criteria import measure_in

from . import tasks as recognition_tasks


@transaction.atomic
def open_cycle(*, by: Person, criteria: Mapping[str, str], **about: object) -> AwardCycle:
    """Announce an award of the admin's organisation.

    Refused: a viewer who is no admin of the whole organisation, a criterion that measures how much
    a person works, a name that is there, a last day before the first, a quorum below two.
    """
    refuse_part_admin(by, by.organisation_id)
    cycle = AwardCycle(
        organisation_id=by.organisation_id,
        made_by=by,
        criteria=criteria,
        **about,
    )
    for language, text in criteria.items():
        refuse_measures("criteria", text, language=language)
    save_judged(cycle)
    return cycle


def refuse_measures(field: str, text: str, **about: str) -> None:
    """Refuse a text that honours how much work a person carries; `about` goes with the refusal."""
    if found := measure_in(text):
        sentence = _(
            "Please leave “%(measure)s” out. Awards here are for how somebody works, "
            "never for how much."
        )
        raise ValidationError({field: ValidationError(sentence, params=about | {"measure": found})})


@transaction.atomic
def join_panel(cycle: AwardCycle, *, person: Person, by: Person, day: date) -> None:
    """Put a colleague, or the admin themselves, on the panel; twice is once."""
    refuse_part_admin(by, cycle.organisation_id)
    if person != by:
        refuse_no_colleague(person, of=by, day=day)
    AwardCycle.objects.visible_to(by).get(pk=cycle.pk).panel.add(person)


@transaction.atomic
def leave_panel(cycle: AwardCycle, *, person: Person, by: Person) -> None:
    """Take a person off the panel; what they said goes with them, where nothing is decided."""
    refuse_part_admin(by, cycle.organisation_id)
    # Held: a member who speaks at this moment is waited for.
    held = AwardCycle.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    found = held.get(pk=cycle.pk)
    found.panel.remove(person)
    said = Opinion.objects.filter(by=person, nomination__cycle=found)
    said.filter(nomination__decided_at=None).delete()


@transaction.atomic
def nominate(
    cycle: AwardCycle,
    *,
    by: Person,
    words: str,
    person: Person | None = None,
    unit: Unit | None = None,
    now: datetime,
) -> Nomination:
    """Name a colleague or a team for an award.

    Refused: a viewer who has left, a cycle that is not open, oneself, a person of another
    organisation, the same one twice, and words that measure how much a person works.
    """
    refuse_who_left(by)
    day = today(now)
    if not AwardCycle.objects.visible_to(by).open_on(day).filter(pk=cycle.pk).exists():
        raise ValidationError(_("Nobody can be named for this award today."), code="closed")
    if person:
        refuse_no_colleague(person, of=by, day=day)
    if unit and not Unit.objects.visible_to(by).filter(pk=unit.pk).exists():
        raise ValidationError({"unit": _("Please choose a team from the list.")})
    refuse_measures("words", words)
    made = Nomination(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        by=by,
        person=person,
        unit=unit,
        words=words,
        made_at=now,
    )
    save_judged(made)
    return made


def judged(nomination: Nomination, by: Person) -> Nomination:
    """Find what a member of the panel judges, held until the end of the transaction."""
    # With its award: of two who name the same person one honours them.
    locked = Nomination.objects.select_for_update(of=("self", "cycle"), no_key=True)
    found = locked.select_related("cycle").get(pk=nomination.pk)
    # Asked once it is held: of two who decide at once, the second finds it decided.
    if not Nomination.objects.judged_by(by).filter(pk=found.pk).exists():
        raise ValidationError(_("You cannot decide this one."), code="not_yours")
    return found


@transaction.atomic
def say(nomination: Nomination, *, by: Person, aye: bool, words: str, now: datetime) -> Opinion:
    """Say what a member of the panel thinks; they may change it until the decision.

    Refused: one's own nomination, oneself, one's own team, and what is decided.
    """
    found = judged(nomination, by)
    said, _new = Opinion.objects.update_or_create(
        nomination=found, by=by, defaults={"aye": aye, "words": words, "at": now}
    )
    said.full_clean()
    return said


@transaction.atomic
def decide(nomination: Nomination, *, by: Person, words: str, now: datetime) -> Award | None:
    """Write down what the panel found; an award is told to the person or team it honours, no other.

    Refused before enough of the panel have spoken, an award without words, and where `say` is.
    """
    found = judged(nomination, by)
    verdict = found.verdict()
    if verdict is None:
        raise ValidationError(_("Not enough of the panel have spoken yet."), code="quorum")
    if verdict:
        refuse_words(words)
    found.decided_at = now
    found.save(update_fields=["decided_at"])
    # Named by several: one award is enough, and the second panel page tells nothing of the first.
    same = {"nomination__cycle": found.cycle, "person": found.person, "unit": found.unit}
    if not verdict or Award.objects.filter(**same).exists():
        return None
    award = Award.objects.create(
        organisation_id=found.organisation_id,
        person=found.person,
        unit=found.unit,
        nomination=found,
        citation=words,
        given_on=today(now),
    )
    recognition_tasks.tell_honoured.enqueue(award.pk)
    return award


def refuse_words(words: str) -> None:
    """Refuse a citation without words, with too many, or with an identity or a measure in it."""
    if not words.strip() or len(words) > LONGEST:
        raise ValidationError({"words": _("Please write a few words.")})
    refuse_measures("words", words)
    try:
        refuse_identity(words)
    except ValidationError as refused:
        raise ValidationError({"words": refused}) from None
