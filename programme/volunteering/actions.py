"""Keep the public page, apply through it, say how far an application went, and forget it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.audit.actions import note_at_head
from people.languages.plain import refuse_markup
from people.mandates import not_yours, refuse_part_admin
from people.models import Organisation, Person
from people.writing.texts import refuse_identity, refuse_ways
from programme import access_kinds
from programme.models import VolunteerApplication, VolunteerPage, VolunteerSource
from training.product_modules import VOLUNTEERS

# A flood does not fill the table: so many applications of one organisation at a time.
APPLICATIONS_AT_MOST = 500
# Two taps on the button are one application: the newest are compared.
COMPARED = 20
ONE_DAY = timedelta(days=1)
LONGEST_SAID = 80


@transaction.atomic
def save_page(
    *,
    organisation: Organisation,
    who: Mapping[str, str],
    what: Mapping[str, str],
    sources: Collection[str],
    is_open: bool,
    by: Person,
    now: datetime,
) -> VolunteerPage:
    """Write the words of the public page, and open or close it. Its address stays.

    Refused: a person who is not admin of the whole organisation, a text that is empty in every
    language or holds a national ID, and a source that is not on the list.
    """
    refuse_part_admin(by, organisation.pk)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if unknown := set(sources) - set(VolunteerSource.values):
        raise ValidationError({"sources": _("Please choose from the list.")}, code=unknown.pop())
    page = VolunteerPage.objects.filter(organisation=organisation).first()
    page = page or VolunteerPage(organisation=organisation)
    page.who, page.what, page.is_open = who, what, is_open
    page.sources = [one for one in VolunteerSource.values if one in set(sources)]
    page.changed_by, page.changed_at = by, now
    page.full_clean(exclude={"sources"})
    page.save()
    return page


def open_page(slug: str) -> VolunteerPage | None:
    """Find an open page by its address; one that is closed is not there, nor is its module off."""
    found = VolunteerPage.objects.filter(slug=slug, is_open=True).select_related("organisation")
    page = found.first()
    return None if page is None or VOLUNTEERS in page.organisation.modules_off else page


@transaction.atomic
def apply(
    *, page: VolunteerPage, name: str, contact: str, source: str, now: datetime
) -> VolunteerApplication:
    """Keep a name and one contact, sealed. The same twice within a day is one.

    Refused: a page that was closed, an empty or long text, a national ID in either, a link or a
    number in the name, and more applications than an organisation is given at a time.
    """
    locked = VolunteerPage.objects.select_for_update().get(pk=page.pk)
    if not locked.is_open:
        raise ValidationError(_("This page is closed."), code="closed")
    said = {"name": name.strip(), "contact": contact.strip()}
    refuse_said(said)
    rows = VolunteerApplication.objects.filter(organisation=locked.organisation_id)
    newest = rows.filter(applied_at__gt=now - ONE_DAY)[:COMPARED]
    if same := next((one for one in newest if one.said == said), None):
        return same
    if rows.count() >= APPLICATIONS_AT_MOST:
        raise ValidationError(_("Many people have applied. Please try again later."), code="full")
    made = VolunteerApplication(
        organisation_id=locked.organisation_id,
        source=source if source in locked.sources else VolunteerSource.OTHER,
        applied_at=now,
    )
    made.keep("sealed_said", said)
    made.save()
    return made


def refuse_said(said: Mapping[str, str]) -> None:
    """Refuse what is no name or no contact, and a national ID number or markup in either."""
    for field, text in said.items():
        # Signs without ink are no name.
        if not any(map(str.isalnum, text)) or len(text) > LONGEST_SAID:
            sentence, most = _("Please write up to %(n)d letters."), {"n": LONGEST_SAID}
            raise ValidationError({field: ValidationError(sentence, params=most)})
        try:
            refuse_identity(text)
            refuse_markup(text)
            if field == "name":
                refuse_ways(text)
        except ValidationError as refused:
            raise ValidationError({field: refused}) from None


@transaction.atomic
def move_application(
    *, application: VolunteerApplication, step: str, by: Person, now: datetime
) -> None:
    """Say how far an application went.

    Refused: a person who is not admin of the whole organisation, and a step that is not there.
    """
    refuse_part_admin(by, application.organisation_id)
    if step not in VolunteerApplication.Step.values:
        raise not_yours()
    VolunteerApplication.objects.filter(pk=application.pk).update(step=step)


@transaction.atomic
def delete_application(*, application: VolunteerApplication, by: Person) -> None:
    """Delete an application before its time, as its writer may ask. Repeating changes nothing.

    Refused: a person who is not admin of the whole organisation.
    """
    refuse_part_admin(by, application.organisation_id)
    VolunteerApplication.objects.filter(pk=application.pk).delete()


def note_applications_read(by: Person, now: datetime) -> None:
    """Note at the organisation's head that names and contacts of applicants were read."""
    note_at_head(viewer=by, what=access_kinds.VOLUNTEERS_READ, at=now, once_a_day=True)


def forget_applications(now: datetime) -> int:
    """Delete the applications that were kept for 90 days. Safe to repeat."""
    return VolunteerApplication.objects.over(now).delete()[0]
