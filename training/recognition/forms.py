"""What people write when they thank or honour a person. Forms judge shape; the verbs the rest."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.languages.fields import NAME_IN, InLanguages
from people.models import Unit
from people.units.picking import UnitField
from people.writing.fields import DayField, WholeField
from people.writing.forms import PageForm
from people.writing.free_text import FreeArea, FreeText
from people.writing.texts import refuse_ways
from training.finding.colleague_forms import ToSomebodyForm
from training.models import Audience
from training.models.awards import LONGEST
from training.models.thanks import LONGEST_NOTE

from .thanks_links import FOR_DAYS, FOR_NOTES, LONGEST_NAME

AREA = FreeArea(attrs={"rows": 4, "maxlength": LONGEST_NOTE})
LONG_AREA = FreeArea(attrs={"rows": 5, "maxlength": LONGEST})


class ThanksForm(ToSomebodyForm):
    """The receiver, and a few words."""

    words = FreeText(
        max_length=LONGEST_NOTE,
        label=_("Your words"),
        help_text=_("What they did that was good for you. No names or facts of a case."),
        widget=AREA,
    )


class AudienceForm(forms.Form):
    """Who may read what the person received, and whether with a name."""

    audience = forms.TypedChoiceField(choices=Audience, coerce=Audience)
    named = forms.BooleanField(required=False)


class LinkForm(PageForm, forms.Form):
    """A link for people outside: under which name, for how long, for how many notes."""

    name = forms.CharField(
        max_length=LONGEST_NAME,
        label=_("The name that the page shows"),
        help_text=_("As people outside know you; it need not be your full name. Nothing else."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=_("How long it is open"),
        choices=[(n, format_lazy(_("{n} days"), n=n)) for n in FOR_DAYS],
        coerce=int,
        initial=30,
    )
    notes = forms.TypedChoiceField(
        label=_("For how many notes"), choices=[(n, n) for n in FOR_NOTES], coerce=int, initial=5
    )


class OutsideForm(PageForm, forms.Form):
    """A note from a person outside; a signed-in person writes for their organisation."""

    words = FreeText(
        max_length=LONGEST_NOTE,
        label=_("Your words"),
        help_text=_("What they did that was good. No names or facts of a case."),
        widget=AREA,
        validators=[refuse_ways],
    )
    partner = forms.CharField(
        max_length=LONGEST_NAME,
        label=_("Your organisation"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    writer = forms.CharField(
        max_length=LONGEST_NAME,
        label=_("Your name"),
        help_text=_("You can leave it empty."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.fields["partner"]


class ReportForm(PageForm, forms.Form):
    """What is wrong with a note."""

    why = FreeText(
        max_length=LONGEST_NOTE,
        label=_("What is not right about it"),
        help_text=_("An admin of your organisation reads this. No names or facts of a case."),
        widget=AREA,
    )


class CycleForm(PageForm, forms.Form):
    """An award to announce."""

    shown_at = {"closes_early": "closes"}
    name = InLanguages(label=NAME_IN)
    criteria = InLanguages(
        max_length=LONGEST,
        label=_("What it is for, in {language}"),
        help_text=_("How somebody works with people. Never how many cases or hours."),
        kind=FreeText,
        widget=LONG_AREA,
    )
    opens = DayField(label=_("People can be named from"))
    closes = DayField(label=_("Until which day"))
    quorum = WholeField(
        label=_("How many of the panel must have spoken"),
        help_text=_("Between 2 and 15. Nobody judges their own team or their own proposal."),
        min_value=2,
        max_value=15,
        initial=3,
    )


class NominationForm(ToSomebodyForm):
    """A colleague or a team, and why."""

    shown_at = {"named": "name"}
    unit = UnitField(
        label=_("Or a whole team"), required=False, empty_label=_("No team: one colleague")
    )
    words = FreeText(
        max_length=LONGEST,
        label=_("What they did"),
        help_text=_("The panel reads this. No names or facts of a case."),
        widget=LONG_AREA,
    )
    field_order = ("name", "to", "unit", "words")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].label = _("A colleague")
        self.field_as(UnitField, "unit").offer_of(units)

    def clean(self) -> dict[str, Any]:
        """Ask for a colleague or a team, one of the two."""
        super().clean()
        found = self.cleaned_data
        somebody = bool(found.get("name") or self.chosen)
        if somebody == bool(found.get("unit")) and "unit" not in self.errors:
            self.add_error("name", _("Please give the name of a colleague, or choose a team."))
        return found


class OpinionForm(PageForm, forms.Form):
    """What a member of the panel says."""

    aye = forms.TypedChoiceField(
        label=_("Should they have the award?"),
        choices=[("yes", _("Yes")), ("no", _("Not this time"))],
        coerce=lambda value: value == "yes",
    )
    words = FreeText(
        max_length=LONGEST,
        label=_("Why"),
        help_text=_("The rest of the panel reads this once they have spoken too."),
        widget=LONG_AREA,
    )


class CitationForm(PageForm, forms.Form):
    """The words that go with an award; none are needed where none is given."""

    words = FreeText(
        max_length=LONGEST,
        label=_("Words for the award"),
        help_text=_("They are printed on the sheet, and the sheet may be shown to others."),
        widget=LONG_AREA,
        required=False,
    )
