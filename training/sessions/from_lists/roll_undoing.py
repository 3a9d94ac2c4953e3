"""A list of attendance is taken back, as far as nothing followed from it."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.lists.kinds import Effect, KeptEffect
from people.mandates import refuse_without
from people.models import Person, Role
from people.writing.sentences import Sentence
from training.certificates import actions as certificates
from training.certificates.of_sessions import PlaceKey, match_results
from training.models import Certificate, Enrolment, Evidence, Session, Study

from .roll_plans import stand_of_place
from .roll_writing import keep_places


@transaction.atomic
def take_rolls_back(viewer: Person, now: datetime, effects: list[Effect]) -> list[KeptEffect]:
    """Take back results that were not changed since, with the certificates that followed.

    Kept: what a second trainer has confirmed or another one has changed, what is not the trainer's
    any more, and a result with a certificate that was confirmed, shown, revoked, worked
    on or given a file.
    """
    refuse_without(viewer, Role.TRAINER)
    rows = Enrolment.objects.filter(
        pk__in=[one.pk for one in effects], session__organisation=viewer.organisation_id
    )
    found = {one.pk: one for one in rows.select_related("person")}
    held = held_by(viewer, {one.session_id for one in found.values()})
    taught = set(
        Enrolment.objects.recorded_by(viewer).filter(pk__in=found).values_list("pk", flat=True)
    )
    used = used_certificates(list(found.values()))
    kept, done = [], []
    for effect in effects:
        if (place := found.get(effect.pk)) is None:
            continue
        mine = place.pk in taught and place.session_id in held
        if why := why_kept(effect, place, used, mine=mine):
            kept.append(KeptEffect(effect.row, place.person.name, why))
        else:
            done.append((effect, place))
    put_back(done, held, viewer)
    return kept


def held_by(viewer: Person, pks: set[int]) -> dict[int, Session]:
    """Lock the sessions that are the trainer's to record."""
    mine = Session.objects.filter(pk__in=Session.objects.taught_by(viewer).values("pk"))
    rows = mine.filter(pk__in=pks).select_for_update(of=("self",)).order_by("pk")
    return {one.pk: one for one in rows.select_related("course__certificate_type")}


def put_back(
    done: list[tuple[Effect, Enrolment]], held: Mapping[int, Session], viewer: Person
) -> None:
    """Write places as they were before, and let their certificates follow."""
    results: dict[PlaceKey, bool] = {}
    gone: list[Enrolment] = []
    back: list[Enrolment] = []
    for effect, place in done:
        passed = bool(place.passed)
        for name, value in (effect.before or {"passed": None}).items():
            setattr(place, name, value)
        (back if effect.before else gone).append(place)
        if passed != bool(place.passed):
            results[place.session_id, place.person_id] = bool(place.passed)
    match_results(results=results, sessions=held, viewer=viewer)
    Enrolment.objects.filter(pk__in=[one.pk for one in gone]).delete()
    changed = [held[pk] for pk in sorted({place.session_id for _effect, place in done})]
    for session in changed:
        session.version += 1
    keep_places(back, changed)


def why_kept(
    effect: Effect,
    place: Enrolment,
    used: Mapping[tuple[int | None, int], Sentence],
    *,
    mine: bool,
) -> Sentence:
    """Say why a result is not taken back; nothing where it can be."""
    if not mine:
        return _("You cannot change it any more.")
    after = dict(effect.after)
    if after.get("proposed_by_id") and not place.waits:
        return _("A second trainer has confirmed it.")
    if stand_of_place(place) != after:
        return _("It was changed since.")
    before = effect.before or {}
    if place.passed and not before.get("passed"):
        return used.get((place.session_id, place.person_id), "")
    return ""


def used_certificates(rows: list[Enrolment]) -> dict[tuple[int | None, int], Sentence]:
    """Say of the certificates of these places why they stand; four statements."""
    given = Certificate.objects.filter(
        session__in={one.session_id for one in rows}, person__in=[one.person_id for one in rows]
    )
    found: dict[tuple[int | None, int], Sentence] = {}
    shown = certificates.shown(one.pk for one in given)
    studied = Counter(
        Study.objects.filter(certificate__in=given).values_list("certificate_id", flat=True)
    )
    files = Evidence.objects.filter(certificate__in=given)
    filed = set(files.values_list("certificate_id", flat=True))
    for one in given:
        for wrong, sentence in (
            (one.revoked_at, _("Its certificate was revoked since.")),
            (one.confirmed_at, _("Another organisation has confirmed its certificate.")),
            (one.pk in shown, _("The person has shown its certificate to others.")),
            (studied[one.pk], _("Hours were told for its certificate.")),
            (one.pk in filed, _("A file was added to its certificate.")),
        ):
            if wrong:
                found.setdefault((one.session_id, one.person_id), sentence)
    return found
