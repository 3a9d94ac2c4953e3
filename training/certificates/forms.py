"""What is typed about a certificate and the file that shows it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.writing.fields import DayField, NamedChoice
from people.writing.forms import PageForm
from people.writing.sentences import Sentence
from training.models import CertificateType

from .evidence import LARGEST, MEGABYTE


def with_size(sentence: Sentence) -> Sentence:
    """Say in a sentence how large a file may be, in the reader's language."""
    return format_lazy(sentence, mb=LARGEST // MEGABYTE)


class ShownForm(PageForm, forms.Form):
    """Something with a file that shows it, if there is one."""

    file = forms.FileField(
        label=_("What shows it"),
        help_text=with_size(_("A PDF or a photo, up to {mb} MB. It may stay empty.")),
        required=False,
        allow_empty_file=True,
    )

    def clean_file(self) -> bytes | None:
        """Hand on the file's bytes; its name is not kept."""
        sent = self.cleaned_data["file"]
        return sent.read(LARGEST + 1) if sent else None


class FileForm(ShownForm):
    """A file for a certificate that is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.required = True
        field.error_messages["required"] = _("Please choose a file.")
        field.help_text = with_size(
            _("A PDF or a photo, up to {mb} MB. Everybody who sees the certificate can open it.")
        )


class IssueForm(ShownForm):
    """A certificate of a training held elsewhere, and the people it is for."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        to_field_name="public_id",
        error_messages={"required": _("Please tick for whom.")},
    )
    kind = NamedChoice(
        CertificateType.objects.none(),
        label=_("Certificate"),
        to_field_name="public_id",
        empty_label=_("Choose a certificate"),
    )
    issued_on = DayField(label=_("Day on which it was earned"))
    field_order = ("people", "kind", "issued_on", "file")

    def __init__(
        self,
        *args: Any,
        kinds: QuerySet[CertificateType],
        people: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ModelChoiceField, "kind").queryset = kinds
        self.field_as(forms.ModelChoiceField, "people").queryset = people
        self.fields["file"].help_text = with_size(
            _("A PDF or a photo, up to {mb} MB. It may stay empty. Everybody you tick can open it.")
        )
