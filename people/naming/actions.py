"""Choose how the people of an organisation are named."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import access_kinds
from people.audit.actions import note_at_head
from people.mandates import refuse_part_admin
from people.models import Organisation, Person, RankPlace

NO_PLACE = _("There is no such place.")


@transaction.atomic
def choose_naming(
    *,
    organisation: Organisation,
    rank_places: Collection[str],
    says_khun: bool,
    by: Person,
    now: datetime,
) -> bool:
    """Choose where ranks stand and how people are greeted; note and say whether anything changed.

    Refused: a person who is not admin of the whole organisation, and a place that is not there.
    """
    refuse_part_admin(by, organisation.pk)
    if set(rank_places) - set(RankPlace.values):
        raise ValidationError({"rank_places": NO_PLACE})
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    places = [one for one in RankPlace.values if one in rank_places]
    chosen = {"rank_places": places, "says_khun": says_khun}
    if all(getattr(locked, field) == value for field, value in chosen.items()):
        return False
    Organisation.objects.filter(pk=organisation.pk).update(**chosen)
    note_at_head(viewer=by, what=access_kinds.NAMING, at=now)
    return True
