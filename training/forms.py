"""What trainers type. Forms judge shape only; the verbs judge the rest."""

from datetime import date, time

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Person
from people.weeks import THAI_DIGITS, parse_day

from .models import CertificateType, Course

# Where a refusal that a constraint speaks belongs on the page.
FIELD_OF = {"ends_early": "ends", "name_taken": "name_en"}

REQUIRED = forms.Field.default_error_messages["required"]


class DayField(forms.Field):
    """A day in either era."""

    widget = forms.TextInput

    def to_python(self, value: str | None) -> date | None:
        """Read the day; one that does not exist is refused."""
        if value in self.empty_values:
            return None
        try:
            return parse_day(value)
        except ValueError:
            raise ValidationError(
                _("This is not a day in the calendar. Write it like 24/11/2026 or 24/11/2569."),
                code="invalid",
            ) from None


class ClockField(forms.TimeField):
    """A time of day: 9:00, 09.00, with Thai digits too."""

    input_formats = ("%H:%M", "%H.%M")
    default_error_messages = {"invalid": _("Write the time like 09:00.")}

    def to_python(self, value: str | None) -> time | None:
        """Read the time; Thai digits and the น. after it are understood."""
        if isinstance(value, str):
            value = value.translate(THAI_DIGITS).removesuffix("น.").strip()
        return super().to_python(value)


class NumberInput(forms.TextInput):
    """A plain text field for a number, tidied on the server."""

    def value_from_datadict(self, data, files, name) -> str | None:
        """Take Thai digits and a comma for what they mean."""
        value = super().value_from_datadict(data, files, name)
        return value.translate(THAI_DIGITS).replace(",", ".") if value else value


class PageForm(forms.Form):
    """A form whose refusals stand at their field."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] == REQUIRED:
                field.error_messages["required"] = _("Please fill this in.")

    def refuse(self, refused: ValidationError) -> None:
        """Put a verb's refusal where its cause was typed."""
        whole = {} if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.error_list}
        named = getattr(refused, "error_dict", whole)
        for name, errors in named.items():
            for error in errors:
                place = self.place_of(name, error)
                self.add_error(place if place in self.fields else None, error)

    def place_of(self, name: str, error: ValidationError) -> str:
        """Name the field that an error is about."""
        return FIELD_OF.get(error.code, name)

    def problems(self) -> list[tuple[str, str]]:
        """List what is wrong, each with the id to jump to."""
        return [
            (self[name].id_for_label if name in self.fields else "", sentence)
            for name, errors in self.errors.items()
            for sentence in errors
        ]


class SessionForm(PageForm):
    """A session to plan."""

    course = forms.ModelChoiceField(Course.objects.none(), to_field_name="public_id")
    day = DayField(label=_("Day"), help_text=_("Like 24/11/2026 or 24/11/2569."))
    starts = ClockField(label=pgettext_lazy("time of day", "From"), widget=forms.TextInput)
    ends = ClockField(label=pgettext_lazy("time of day", "Until"), widget=forms.TextInput)
    place = forms.CharField(label=_("Place"), max_length=120)
    trainer = forms.ModelChoiceField(Person.objects.none(), to_field_name="public_id")

    def __init__(self, *args, courses, trainers, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, label, choices in (
            ("course", _("Course"), courses),
            ("trainer", _("Trainer"), trainers),
        ):
            self.fields[name].label, self.fields[name].queryset = label, choices
        self.fields["course"].empty_label = _("Choose a course")
        self.fields["trainer"].empty_label = None


class CertificateTypeForm(PageForm):
    """A certificate to add to the list."""

    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_th = forms.CharField(label=_("Name in Thai"), max_length=120, required=False)
    validity_months = forms.IntegerField(
        label=_("Valid for, in months"),
        help_text=_("Leave it empty if it never lapses."),
        required=False,
        widget=NumberInput({"inputmode": "numeric"}),
    )


class CourseForm(PageForm):
    """A course to add to the catalogue."""

    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_th = forms.CharField(label=_("Name in Thai"), max_length=120, required=False)
    hours = forms.DecimalField(
        label=_("Hours"),
        max_digits=5,
        decimal_places=1,
        widget=NumberInput({"inputmode": "decimal"}),
    )
    certificate_type = forms.ModelChoiceField(
        CertificateType.objects.none(),
        label=_("Leads to the certificate"),
        to_field_name="public_id",
        required=False,
        empty_label=_("No certificate"),
    )

    def __init__(self, *args, kinds, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["certificate_type"].queryset = kinds


class BookForm(PageForm):
    """People to give a place to."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        to_field_name="public_id",
        error_messages={"required": _("Please tick whom to add.")},
    )

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people

    def problems(self) -> list[tuple[str, str]]:
        """List what is wrong; all of it is about the list of people."""
        return [("add-people", sentence) for errors in self.errors.values() for sentence in errors]


class FindForm(forms.Form):
    """Whom to look for: by unit, by name, or both."""

    unit = forms.UUIDField(required=False)
    name = forms.CharField(max_length=60, required=False)

    def found(self) -> tuple[object, str]:
        """Give the unit's id and the name; what cannot be read is left out."""
        self.is_valid()
        return self.cleaned_data.get("unit"), self.cleaned_data.get("name", "")
