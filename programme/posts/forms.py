"""Forms about posts and stations. They check shape; verbs check sense."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.jobs.forms import EntryChoice
from people.languages.local_text import in_name_order
from people.models import Job, Person, SpokenLanguage, Unit
from people.models.persons import PersonQuerySet
from people.units.long_choices import IN_A_LIST, SHOWN, LongChoice
from people.units.picking import UnitField
from people.writing.fields import DayField, WholeField, typed_day
from people.writing.forms import PageForm, VerbJudgedForm
from programme.models import ProgrammePost, Station
from programme.models.posts import AT_MOST
from programme.regions.reading import provinces
from training.models import CareerLevel, CertificateType

from .actions import PostPlan

NONE = _("None")


def province_choices() -> list[tuple[str, Any]]:
    """List the provinces under their regions."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in provinces().values():
        found.setdefault(str(one.region.name), []).append((one.code, str(one.name)))
    return [
        ("", "–"),
        *((name, sorted(group, key=lambda c: c[1])) for name, group in found.items()),
    ]


def province_field() -> forms.ChoiceField:
    """Ask for a province."""
    return forms.ChoiceField(
        label=_("Province"),
        choices=province_choices,
        error_messages={"invalid_choice": _("There is no such province.")},
    )


class PostForm(PageForm, forms.Form):
    """Where a post is, which specialists it needs, and what they should bring."""

    shown_at = {"needed": "how_many"}
    job = EntryChoice(label=_("Kind of specialist"))
    how_many = WholeField(label=_("How many"), min_value=1, max_value=AT_MOST, initial=1)
    province = province_field()
    station = EntryChoice(
        label=_("Station"),
        required=False,
        error_messages={"invalid_choice": _("There is no such station in your list.")},
    )
    unit = UnitField(label=_("Unit"), required=False, empty_label=NONE)
    level = forms.ModelChoiceField(
        label=_("Level"),
        queryset=CareerLevel.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=NONE,
    )
    certificates = forms.ModelMultipleChoiceField(
        label=_("Certificates"),
        queryset=CertificateType.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=SpokenLanguage,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    on_call = forms.BooleanField(label=_("On call"), required=False)
    since = DayField(label=_("Since"))

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jobs, stations = Job.objects.visible_to(viewer), Station.objects.visible_to(viewer)
        self.field_as(EntryChoice, "job").offer(jobs, held=self.initial.get("job", ""))
        held = self.initial.get("station", "")
        self.field_as(EntryChoice, "station").offer(stations, held=held, empty=NONE)
        own = {"organisation": viewer.organisation_id}
        units = Unit.objects.visible_to(viewer)
        self.field_as(UnitField, "unit").offer_of(units, held=self.initial.get("unit"))
        levels = CareerLevel.objects.filter(**own)
        self.offer("level", levels, in_name_order(levels))
        kinds = CertificateType.objects.filter(**own)
        self.offer("certificates", kinds, in_name_order(kinds), empty=False)

    def offer(self, name: str, rows: Any, shown: Any, *, empty: bool = True) -> None:
        """Offer rows of the organisation, in an order, by their public ids."""
        field = self.field_as(forms.ModelChoiceField, name)
        field.queryset = rows
        choices = [(str(one.public_id), str(one)) for one in shown]
        field.choices = [("", NONE), *choices] if empty else choices

    @property
    def plan(self) -> PostPlan:
        """Give what was typed as a plan."""
        typed = dict(self.cleaned_data)
        return PostPlan(needed=typed.pop("how_many"), **typed)


def typed_of_post(post: ProgrammePost) -> dict[str, Any]:
    """Give what a form of a post begins with."""
    return {
        "job": post.job.code,
        "how_many": post.needed,
        "province": post.province,
        "station": post.station.code if post.station else "",
        "unit": post.unit.public_id if post.unit else "",
        "level": post.level.public_id if post.level else "",
        "certificates": [one.public_id for one in post.certificates.all()],
        "languages": post.languages,
        "on_call": post.on_call,
        "since": typed_day(post.since),
    }


class ColleagueField(LongChoice):
    """A colleague, chosen in a list or, of very many, by name."""

    asks = _("Or another person, by name")
    none_found = _("Nobody of this name was found. Please check how it is written.")
    several_found = _("Several people have this name. Please choose one of them.")

    def offer_of(self, people: PersonQuerySet) -> None:
        """Offer these people by name."""
        self.queryset = self.people = people
        self.begin(list(people[: IN_A_LIST + 1]), None)

    def found(self, name: str) -> list[Person]:
        """Find people by parts of their names."""
        return list(self.people.called(name)[: SHOWN + 1])

    def worded(self, rows: Iterable[Person]) -> list[tuple[Person, str]]:
        """Write people by their names."""
        return [(one, one.name) for one in rows]


class HolderForm(PageForm, forms.Form):
    """Who holds a post, from when until when, or acts in it."""

    person = ColleagueField(label=_("Person"), queryset=Person.objects.none(), empty_label="–")
    starts = DayField(label=_("From"))
    ends = DayField(
        label=_("Last day"), required=False, help_text=_("Leave it empty if there is none yet.")
    )
    acting = forms.BooleanField(label=_("Acting, until the last day"), required=False)

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Person.objects.colleagues_of(viewer).exclude(account=viewer.account_id).by_name()
        self.field_as(ColleagueField, "person").offer_of(found)


class HoldingEndForm(PageForm, forms.Form):
    """The last day on which a person holds a post."""

    ends = DayField(label=_("Last day"))


class StationForm(VerbJudgedForm):
    """What a station is called, where it is, and whether it is offered."""

    province = province_field()

    class Meta:
        model = Station
        fields = ("name", "province", "is_offered")
        labels = {"is_offered": _("Offered for posts")}
