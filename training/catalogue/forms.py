"""What is typed about courses and kinds of certificates."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.languages.fields import NAME_IN, InLanguages
from people.writing.fields import NamedChoice, NumberField, WholeField
from people.writing.forms import PageForm
from people.writing.free_text import FreeLine, FreeText
from training.models import CertificateType, Competency, Course


def kind_field() -> forms.ChoiceField:
    """Make a field for the kind of a training."""
    return forms.ChoiceField(
        label=_("Kind of training"),
        help_text=_("What it counts for on the way to a credential."),
        choices=[("", _("None of these")), *Course.Kind.choices],
        required=False,
    )


class CertificateTypeForm(PageForm, forms.Form):
    """A certificate to add to the list."""

    shown_at = {"never_ends": "renewal_hours"}
    name = InLanguages(label=NAME_IN)
    validity_months = WholeField(
        label=_("Valid for, in months"),
        help_text=_("Leave it empty if it does not expire."),
        required=False,
    )
    renewal_hours = WholeField(
        label=_("Renewed by, in hours"),
        help_text=_("Hours of continuing education. Empty: the training is taken again."),
        required=False,
    )
    allows = InLanguages(
        label=_("What it allows, in {language}"),
        help_text=_("A duty that needs it, like “Interview children”."),
        kind=FreeText,
        widget=FreeLine,
        max_length=120,
        required=False,
    )
    by_law = forms.BooleanField(
        label=_("Required by law: nobody without it may do this, not even with a reason"),
        required=False,
    )


class CourseForm(PageForm, forms.Form):
    """A course to add to the catalogue."""

    name = InLanguages(label=NAME_IN)
    hours = NumberField(label=_("Hours"), max_digits=5, decimal_places=1)
    kind = kind_field()
    certificate_type = NamedChoice(
        CertificateType.objects.none(),
        label=_("Leads to the certificate"),
        to_field_name="public_id",
        required=False,
        empty_label=_("No certificate"),
    )
    requires = NamedChoice(
        CertificateType.objects.none(),
        label=_("Asks for the certificate"),
        help_text=_("People who do not hold it on the day cannot take part."),
        to_field_name="public_id",
        required=False,
        empty_label=_("No certificate"),
    )

    def __init__(self, *args: Any, kinds: QuerySet[CertificateType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ModelChoiceField, "certificate_type").queryset = kinds
        self.field_as(forms.ModelChoiceField, "requires").queryset = kinds


class KindForm(PageForm, forms.Form):
    """What kind of training a course is, and what it teaches."""

    kind = kind_field()
    competencies = forms.ModelMultipleChoiceField(
        Competency.objects.none(),
        label=_("Competencies"),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, competencies: QuerySet[Competency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ModelChoiceField, "competencies").queryset = competencies
