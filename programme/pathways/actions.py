"""Write a pathway of an organisation, change its copy of one to begin with, retire it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.mandates import not_yours
from people.models import Organisation, Person
from programme.models import Pathway
from programme.models.pathways import MOST_STEPS
from programme.posts.keepers import refuse_other_keeper
from programme.services.reading import starter_pathways, support_services

AT_MOST = 20


@transaction.atomic
def save_pathway(
    *,
    organisation: Organisation,
    name: Mapping[str, str],
    steps: Sequence[str],
    by: Person,
    now: datetime,
    pathway: Pathway | None = None,
    key: str = "",
    is_offered: bool = True,
) -> Pathway:
    """Write a pathway: a new one, one that is there, or by its key a copy of one to begin with.

    Refused: others than those who keep the organisation's posts and entries, a pathway of another
    organisation, an unknown key, fewer than two steps, unknown services, a name that is there, and
    more than twenty.
    """
    refuse_other_keeper(by, organisation.pk)
    if pathway and pathway.organisation_id != organisation.pk:
        raise not_yours()
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = Pathway.objects.visible_to(by)
    if key and key not in starter_pathways():
        raise ValidationError(_("There is no such pathway."), code="unknown")
    kept = pathway or (rows.filter(key=key).first() if key else None)
    if kept is None and rows.count() >= AT_MOST:
        raise ValidationError(_("There are too many pathways already."), code="full")
    refuse_steps(steps)
    kept = kept or Pathway(organisation=organisation, key=key)
    kept.name, kept.steps, kept.is_offered = name, list(steps), is_offered
    kept.full_clean(exclude={"organisation"})
    kept.save()
    return kept


def refuse_steps(steps: Sequence[str]) -> None:
    """Refuse steps that lead from nowhere to nowhere, or that are no usual services."""
    sentence = None
    if not 2 <= len(steps) <= MOST_STEPS:
        sentence = _("A pathway has two steps at least.")
    elif {*steps} - support_services().keys():
        sentence = _("Please choose from the list.")
    if sentence:
        raise ValidationError({"step1": ValidationError(sentence, code="steps")})
