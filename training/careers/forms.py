"""What is typed about careers. Forms judge shape; the verbs judge the rest."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.writing.fields import DayField, NamedChoices, WholeField
from people.writing.forms import PageForm, say_what_to_do
from people.writing.free_text import FreeArea, FreeLine, FreeText
from training.models import CareerLevel, CertificateType, Competency, CompetencyAssessment
from training.models.careers import LONGEST_EVIDENCE
from training.models.promotions import LONGEST
from training.recognition.forms import OpinionForm

AREA = FreeArea(attrs={"rows": 4, "maxlength": LONGEST_EVIDENCE})
NUMBERS = (
    "months",
    "hours",
    "foundation",
    "specialty",
    "advanced",
    "work",
    "supervision",
    "longest_months",
)


class AssessForm(PageForm, forms.Form):
    """At which level a person was seen in one competency."""

    competency = forms.ModelChoiceField(
        Competency.objects.none(), label=_("What you saw"), to_field_name="code", empty_label=None
    )
    level = forms.TypedChoiceField(label=_("How"), choices=CompetencyAssessment.Seen, coerce=int)
    evidence = FreeText(
        max_length=LONGEST_EVIDENCE,
        label=_("Where you observed it"),
        help_text=_("A sentence. They read it. No names or facts of a case."),
        widget=AREA,
    )

    def __init__(self, *args: Any, competencies: QuerySet[Competency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ModelChoiceField, "competency").queryset = competencies


class PlacementForm(PageForm, forms.Form):
    """Which level a person holds, and since when."""

    to = forms.ModelChoiceField(
        CareerLevel.objects.none(), label=_("Level"), to_field_name="public_id", empty_label=None
    )
    since = DayField(label=_("Since"))

    def __init__(self, *args: Any, levels: QuerySet[CareerLevel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ModelChoiceField, "to").queryset = levels


class LevelForm(PageForm, forms.ModelForm):
    """What a level asks for."""

    months = WholeField(label=_("Months in the programme"), min_value=0, max_value=480)
    hours = WholeField(label=_("Hours of training"), min_value=0, max_value=2000)
    foundation = WholeField(label=_("Hours of foundation (A)"), min_value=0, max_value=2000)
    specialty = WholeField(label=_("Hours of a specialty (B)"), min_value=0, max_value=2000)
    advanced = WholeField(label=_("Advanced hours (C)"), min_value=0, max_value=2000)
    work = WholeField(label=_("Hours of work in the field"), min_value=0, max_value=100_000)
    supervision = WholeField(
        label=_("Hours of supervision in a group"), min_value=0, max_value=2000, required=False
    )
    longest_months = WholeField(
        label=_("At most so many months"),
        help_text=_("For a rotation. Leave it empty if there is no end."),
        min_value=1,
        max_value=480,
        required=False,
    )
    certificates = NamedChoices(
        CertificateType.objects.none(),
        label=_("Certificates"),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = CareerLevel
        fields = ("name", *NUMBERS, "certificates", "source", "unverified")
        field_classes = {"source": FreeText}
        widgets = {"source": FreeLine}

    def __init__(
        self,
        *args: Any,
        kinds: QuerySet[CertificateType],
        competencies: list[Competency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ModelChoiceField, "certificates").queryset = kinds
        self.initial["certificates"] = [
            str(one.public_id) for one in self.instance.certificates.all()
        ]
        asked = {one.competency_id: one.least for one in self.instance.asked.all()}
        self.competencies = {f"least-{one.code}": one for one in competencies}
        for name, one in self.competencies.items():
            self.fields[name] = forms.TypedChoiceField(
                label=str(one),
                choices=[(0, _("Not asked for")), *CompetencyAssessment.Seen.choices[1:]],
                coerce=int,
                initial=asked.get(one.pk, 0),
            )
            say_what_to_do(self.fields[name])

    def clean_supervision(self) -> int:
        """Read an empty field as none."""
        return self.cleaned_data["supervision"] or 0

    def validate_unique(self) -> None:
        """Leave this to the verb."""

    def validate_constraints(self) -> None:
        """Leave this to the verb too."""

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of the competencies."""
        return [self[name] for name in self.competencies]

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The plain fields above them."""
        return [*self.in_languages["name"], *(self[name] for name in NUMBERS)]

    def wanted(self) -> dict[str, Any]:
        """Give what was typed as the verb takes it."""
        found = dict(self.cleaned_data)
        found["least"] = {one: found.pop(name) for name, one in self.competencies.items()}
        return found


class GoalForm(PageForm, forms.Form):
    """A goal or a step, and by which day."""

    words = FreeText(max_length=200, label=_("Your goal, in your own words"))
    by_day = DayField(label=_("By which day"), required=False)

    def __init__(self, *args: Any, step: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step:
            self.fields["words"].label = _("A step")


class AskLevelForm(PageForm, forms.Form):
    """What the worker wants to say to the panel; nothing needs to be said."""

    words = FreeText(
        max_length=LONGEST,
        label=_("What you want to say to the panel"),
        help_text=_("You can leave it empty. No names or facts of a case."),
        required=False,
        widget=FreeArea(attrs={"rows": 5, "maxlength": LONGEST}),
    )


class ReasonsForm(PageForm, forms.Form):
    """Why the panel decides as it does; the worker who asked reads it."""

    words = FreeText(
        max_length=LONGEST,
        label=_("The reasons of the panel"),
        help_text=_("The person who asked reads this. Say what was good and what comes next."),
        widget=FreeArea(attrs={"rows": 5, "maxlength": LONGEST}),
    )


class VerdictForm(OpinionForm):
    """What a member of the panel says of a request."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aye"].label = _("Are they ready for it?")
