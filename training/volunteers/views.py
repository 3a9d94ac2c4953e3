"""The page on which the terms of a volunteer are written."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.audit.actions import note_access
from people.guards import SignedInRequest, only
from people.models import MAY, Person
from people.writing.fields import DayField, NamedChoice, NumberField, typed_day
from people.writing.forms import PageForm, form_page, sent
from training import access_kinds
from training.models import CertificateType, VolunteerTerms
from training.models.volunteers import terms_written_by

from . import actions as volunteers


class TermsForm(PageForm, forms.Form):
    """The terms on which a person volunteers."""

    tasks = forms.MultipleChoiceField(
        label=gettext_lazy("What they may help with"),
        choices=VolunteerTerms.Task,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Where they come from"), choices=VolunteerTerms.Kind
    )
    hours = NumberField(
        label=gettext_lazy("Hours a week at most"),
        min_value=0.5,
        max_value=48,
        max_digits=3,
        decimal_places=1,
    )
    clearance = NamedChoice(
        CertificateType.objects.none(),
        label=gettext_lazy("Clearance"),
        help_text=gettext_lazy("A certificate that expires. Without it, no task with people."),
        to_field_name="public_id",
        required=False,
        empty_label=gettext_lazy("No certificate"),
    )
    until = DayField(label=gettext_lazy("Until"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = CertificateType.objects.visible_to(person).filter(validity_months__isnull=False)
        self.field_as(forms.ModelChoiceField, "clearance").queryset = kinds

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields besides the tasks."""
        return [self[name] for name in ("kind", "hours", "clearance", "until")]


@only(*MAY.write_volunteer_terms)
def volunteer_terms(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Write the terms of a person the viewer supervises or looks after, or end them."""
    viewer, now = request.person, timezone.now()
    reach = Person.objects.filter(terms_written_by(viewer))
    person = get_object_or_404(reach, public_id=public_id)
    if request.POST.get("do") == "end":
        volunteers.end(person=person, by=viewer)
        messages.success(request, _("The terms are ended."))
        return redirect("career", public_id=person.public_id)
    terms = VolunteerTerms.objects.visible_to(viewer).filter(person=person).first()
    form = TermsForm(sent(request), person=person, initial=begin(terms))
    if form.is_valid():
        try:
            form.refuse_stale()
            volunteers.write(person=person, by=viewer, now=now, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, _("The terms are written down. They read them on their path.")
            )
            return redirect("career", public_id=person.public_id)
    role = viewer.acts_as(*MAY.write_volunteer_terms)
    note_access(viewer=viewer, role=role, what=access_kinds.CAREER, person=person, at=now)
    context = {"person": person, "terms": terms}
    return form_page(request, "training/volunteers/volunteer_terms.html", form, **context)


def begin(terms: VolunteerTerms | None) -> dict[str, object]:
    """What stands in the fields at first: the terms as they are."""
    if terms is None:
        return {}
    return {
        "kind": terms.kind,
        "hours": terms.hours,
        "tasks": terms.tasks,
        "clearance": terms.clearance and terms.clearance.public_id,
        "until": typed_day(terms.until),
    }
