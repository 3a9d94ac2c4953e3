"""What a list of caseloads wrote, taken back where nothing was done with it since."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from people.lists.kinds import Effect, KeptEffect
from people.mandates import not_yours
from people.models import Person
from people.writing.sentences import Sentence
from workload.models import CaseloadLine, PartChoice, TransferLine, WorkWeek

from .caseload_plans import WRITTEN, stand_of_line, stored_moment
from .caseload_reading import answers_for_load, carried_by


@transaction.atomic
def take_caseloads_back(viewer: Person, now: datetime, effects: list[Effect]) -> list[KeptEffect]:
    """Take back lines that nothing was done with since.

    Kept: a line of a person who sent a week since, one that was changed, closed or asked to
    move, and one of a person that the viewer does not answer for any more.
    """
    if not answers_for_load(viewer, now):
        raise not_yours()
    pks = [one.pk for one in effects]
    found = {one.pk: one for one in lines_since(viewer, pks)}
    kept, gone, back = [], [], []
    for effect in effects:
        if (line := found.get(effect.pk)) is None:
            continue
        if why := why_kept(line, effect):
            kept.append(KeptEffect(effect.row, line.person.name, why))
        elif effect.before is None:
            gone.append(line.pk)
        else:
            for key, value in effect.before.items():
                setattr(line, key, stored_moment(value) if key.endswith("_at") else value)
            back.append(line)
    CaseloadLine.objects.filter(pk__in=gone).delete()
    CaseloadLine.objects.bulk_update(back, WRITTEN, batch_size=200)
    return kept


def lines_since(viewer: Person, pks: list[int]) -> list[CaseloadLine]:
    """Lock lines that a list wrote, and read what was done with them since; five statements."""
    # Not by their numbers: with thousands of them SQLite looks each up in every post.
    mine = CaseloadLine.objects.visible_to(viewer).filter(person__in=carried_by(viewer))
    reached = set(mine.filter(brought_at__isnull=False).order_by().values_list("pk", flat=True))
    rows = CaseloadLine.objects.filter(pk__in=pks, organisation_id=viewer.organisation_id)
    found = list(rows.select_for_update(of=("self",)).select_related("person"))
    sent = WorkWeek.objects.filter(person__in={one.person_id for one in found}).order_by()
    latest = dict(sent.values("person").annotate(at=Max("changed_at")).values_list("person", "at"))
    asked = set(TransferLine.objects.filter(line__in=pks).values_list("line_id", flat=True))
    primary = CaseloadLine.objects.filter(
        organisation_id=viewer.organisation_id, closed_at=None, part=PartChoice.PRIMARY
    ).exclude(reference="")
    primaries = dict(primary.values_list("reference", "pk"))
    people = set(carried_by(viewer).values_list("pk", flat=True))
    for one in found:
        at = latest.get(one.person_id)
        vars(one).update(
            reached=one.pk in reached or (one.brought_at is None and one.person_id in people),
            said=one.brought_at is None or bool(at and at >= one.brought_at),
            asked=one.pk in asked,
            taken=primaries.get(one.reference, one.pk) != one.pk,
        )
    return found


def why_kept(line: CaseloadLine, effect: Effect) -> Sentence:
    """Say why a line is not taken back; nothing where it can be."""
    known, before = vars(line), dict(effect.before or {})
    opens = effect.before is not None and line.closed_at and not before["closed_at"]
    becomes_primary = before.get("part") == PartChoice.PRIMARY and line.part != before["part"]
    if not known["reached"]:
        return _("You do not answer for this person any more.")
    if known["said"] or not same_moments(stand_of_line(line), dict(effect.after)):
        return _("The person has worked with it since.")
    if known["asked"]:
        return _("A colleague was asked to take it.")
    if known["taken"] and (opens or becomes_primary) and before["part"] == PartChoice.PRIMARY:
        return _("The case has another primary worker by now.")
    return ""


def same_moments(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Compare how a line stands with how it was written: a moment is the same in any zone."""
    return one.keys() == other.keys() and all(
        stored_moment(value) == stored_moment(other[key])
        if key.endswith("_at")
        else value == other[key]
        for key, value in one.items()
    )
