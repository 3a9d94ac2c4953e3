"""The services that an organisation adds to the usual ones: add, rename, retire."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours
from people.models import Organisation, Person
from programme.models import DirectoryEntry, OwnService
from programme.posts.keepers import refuse_other_keeper
from programme.services.reading import support_services

from .hidden_places import NO_PROVINCE, names_province

AT_MOST = 40


@transaction.atomic
def save_service(
    *,
    organisation: Organisation,
    name: Mapping[str, str],
    by: Person,
    now: datetime,
    counts_as: str = "",
    service: OwnService | None = None,
    is_offered: bool = True,
) -> OwnService:
    """Add a service that counts as a usual one, or rename, retire or offer one again.

    What it counts as stays: entries rest on it. Refused: others than those who keep the
    organisation's entries, a service of another one, a name that is there, an unknown usual
    service, a province in the name of a shelter's, and more than forty.
    """
    refuse_other_keeper(by, organisation.pk)
    if service and service.organisation_id != organisation.pk:
        raise not_yours()
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = OwnService.objects.visible_to(by)
    if service is None and rows.count() >= AT_MOST:
        raise ValidationError(_("There are too many services already."), code="full")
    if service is None and counts_as not in support_services():
        refused = ValidationError(_("Please choose from the list."), code="unknown")
        raise ValidationError({"counts_as": refused})
    usual = support_services()[service.counts_as if service else counts_as]
    hidden = usual.by_region or (service and of_hidden_entry(service, by))
    if hidden and names_province(name.values()):
        raise ValidationError({"name": ValidationError(NO_PROVINCE, code="place")})
    kept = service or OwnService(organisation=organisation, counts_as=counts_as)
    kept.name, kept.is_offered = name, is_offered
    kept.full_clean(exclude={"organisation"})
    kept.save()
    return kept


def of_hidden_entry(service: OwnService, viewer: Person) -> bool:
    """Say whether an entry of which the place must not be found offers this service too."""
    hidden = DirectoryEntry.objects.visible_to(viewer).filter(by_region=True)
    return any(service.code in codes for codes in hidden.values_list("services", flat=True))
