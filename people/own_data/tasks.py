"""Jobs of the promise: check large organisations, so that no look waits for it. Safe to repeat."""

from django.tasks import task
from django.utils import timezone

from people.models import Organisation

from .privacy_checks import check_organisation


@task
def check_again(organisation_id: int) -> None:
    """Check one organisation, after a look at what was found a while ago."""
    check_organisation(organisation_id, timezone.now())


@task
def check_large() -> None:
    """Check every large organisation, once a night."""
    large = Organisation.objects.filter(units_counted_at__isnull=False)
    for one in large.values_list("pk", flat=True):
        check_organisation(one, timezone.now())
