"""The stations of an organisation: add the usual ones, one of its own, rename or retire one."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours
from people.models import Organisation, Person
from programme.models import Station
from programme.regions.reading import provinces, starter_stations

from .keepers import refuse_other_keeper

AT_MOST = 2000


@transaction.atomic
def add_usual(*, organisation: Organisation, by: Person, now: datetime) -> int:
    """Add the stations to begin with that are not there; say how many. Safe to repeat.

    Refused: others than those who keep the organisation's posts.
    """
    refuse_other_keeper(by, organisation.pk)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = Station.objects.visible_to(by)
    known = {one.key for one in rows}
    names = [one.name for one in rows]
    new = [
        Station(organisation=organisation, key=one.key, province=one.province, name=one.name)
        for one in starter_stations()
        if one.key not in known and not any(one.name.shared_with(name) for name in names)
    ]
    Station.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def save_station(
    *,
    organisation: Organisation,
    name: Mapping[str, str],
    province: str,
    by: Person,
    now: datetime,
    station: Station | None = None,
    is_offered: bool = True,
) -> Station:
    """Add a station, or rename, move, retire or offer one again.

    Refused: others than those who keep the organisation's posts, a name that is there, an unknown
    province, and more than two thousand.
    """
    refuse_other_keeper(by, organisation.pk)
    if station and station.organisation_id != organisation.pk:
        raise not_yours()
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if province not in provinces():
        sentence = _("There is no such province.")
        raise ValidationError({"province": ValidationError(sentence, code="province")})
    if station is None and Station.objects.visible_to(by).count() >= AT_MOST:
        raise ValidationError(_("There are too many stations already."), code="full")
    kept = station or Station(organisation=organisation)
    kept.name, kept.province, kept.is_offered = name, province, is_offered
    kept.full_clean(exclude={"organisation"})
    kept.save()
    return kept
