"""Forms of the directory. They check shape; verbs check sense."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.languages.local_text import in_name_order
from people.models import Person, SpokenLanguage
from people.writing.fields import DayField, WholeField, typed_day
from people.writing.forms import VerbJudgedForm
from people.writing.free_text import FreeText
from programme.models import DirectoryEntry, EntryHours, OwnService, WantedHelp
from programme.models.directory import A_LINE_ID, DESK, MOST_ROOM, NOTE, WANTED
from programme.regions.reading import provinces, regions
from programme.services.reading import support_services
from wellbeing.help.forms import PhoneField

from .plans import EntryPlan
from .services import services_by_code

OF_ORGANISATION = _("Of the organisation, never one person’s own.")


def several(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    """Ask for any of some choices, each with a box."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


def region_choices() -> list[tuple[str, Any]]:
    """List the police regions."""
    return [(key, str(one.name)) for key, one in regions().items()]


def province_list() -> list[tuple[str, Any]]:
    """List the provinces in one line."""
    return [(code, str(one.name)) for code, one in provinces().items()]


class EntryForm(VerbJudgedForm):
    """What an entry says."""

    services = several(_("Services"), ())
    regions = several(_("Police regions"), region_choices)
    provinces = several(_("Provinces"), province_list)
    languages = several(_("Languages"), SpokenLanguage)
    hours = forms.ChoiceField(label=_("When to ask"), choices=EntryHours)
    hours_note = FreeText(
        label=_("More on when"),
        required=False,
        max_length=NOTE,
        help_text=_("For example 08:30 to 16:30."),
    )
    room = WholeField(
        label=_("Room for"),
        required=False,
        min_value=1,
        max_value=MOST_ROOM,
        help_text=_("How many people or cases more. Leave it empty if you do not say."),
    )
    full_until = DayField(label=_("Or full until"), required=False)
    phone = PhoneField(label=_("Phone"), required=False, max_length=24, help_text=OF_ORGANISATION)
    email = forms.EmailField(label=_("Email"), required=False, help_text=OF_ORGANISATION)
    line_id = forms.CharField(
        label=_("LINE ID"),
        required=False,
        max_length=41,
        validators=[A_LINE_ID],
        help_text=OF_ORGANISATION,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    desk = FreeText(
        label=_("Duty desk"),
        required=False,
        max_length=DESK,
        help_text=_("What to ask for. No name, no address."),
    )
    wanted = several(_("What we look for"), WantedHelp)
    looking_for = FreeText(
        label=_("In a few words"),
        required=False,
        max_length=WANTED,
        help_text=_("No case, and nothing about a person you help."),
    )

    class Meta:
        model = DirectoryEntry
        fields = ("name",)

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.initial.get("services", ())
        found = services_by_code(in_name_order(OwnService.objects.visible_to(viewer)))
        offered = [one for one in found.values() if one.is_offered or one.code in held]
        field = self.field_as(forms.MultipleChoiceField, "services")
        field.choices = [(one.code, str(one.name)) for one in offered]

    @property
    def plan(self) -> EntryPlan:
        """Give what was typed as a plan."""
        return EntryPlan(**self.cleaned_data)

    @property
    def by_region(self) -> list[tuple[str, list[tuple[str, Any, bool]], int]]:
        """The provinces under their regions, and how many of each are chosen."""
        chosen = {*(self["provinces"].value() or ())}
        found: dict[str, list[tuple[str, Any, bool]]] = {}
        for code, one in provinces().items():
            row = (code, one.name, code in chosen)
            found.setdefault(str(one.region.name), []).append(row)
        return [(name, rows, sum(ticked for *_, ticked in rows)) for name, rows in found.items()]


def typed_of_entry(entry: DirectoryEntry) -> dict[str, Any]:
    """Give what a form of an entry begins with."""
    told = {one: getattr(entry, one) for one in EntryPlan.__dataclass_fields__ if one != "name"}
    return told | {"full_until": typed_day(entry.full_until) if entry.full_until else ""}


class OwnServiceForm(VerbJudgedForm):
    """What a service is called, and which usual one it counts as."""

    counts_as = forms.ChoiceField(
        label=_("Counts as"),
        choices=lambda: [("", "–"), *((k, str(one.name)) for k, one in support_services().items())],
        help_text=_("Where people live or are protected, choose that: its place stays hidden."),
    )

    class Meta:
        model = OwnService
        fields = ("name", "counts_as", "is_offered")
        labels = {"is_offered": _("Offered for entries")}

    def __init__(self, *args: Any, instance: OwnService | None, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        if instance:
            del self.fields["counts_as"]
