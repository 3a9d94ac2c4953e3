"""What trainers type to train together with other organisations. Forms judge shape only."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Organisation
from people.writing.fields import NamedChoice, WholeField
from people.writing.forms import PageForm
from training.models import Course


class PartnerForm(PageForm, forms.Form):
    """Which organisation to invite, and how many seats it has."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    seats = WholeField(
        label=_("Seats for them"),
        help_text=_("They come on top of your own. Leave it empty if there is no limit."),
        required=False,
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(one.public_id), str(one)) for one in organisations]
        choices = [("", _("Choose an organisation")), *names]
        self.field_as(forms.ChoiceField, "organisation").choices = choices
        self.organisations = {str(one.public_id): one for one in organisations}

    def clean_organisation(self) -> Organisation:
        """Give the organisation that was chosen."""
        return self.organisations[self.cleaned_data["organisation"]]


class TakePartForm(PageForm, forms.Form):
    """Of which of its own courses an organisation's session is."""

    course = NamedChoice(
        Course.objects.none(),
        label=_("Which of your courses is it?"),
        to_field_name="public_id",
        empty_label=_("Choose a course"),
        help_text=_("Your people get your own certificate for it."),
    )

    def __init__(self, *args: Any, courses: QuerySet[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ModelChoiceField, "course").queryset = courses
