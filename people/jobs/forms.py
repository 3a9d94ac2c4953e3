"""Forms about jobs and kinds of employment. They check shape; verbs check sense."""

from collections.abc import Iterable
from typing import Any

from django import forms

from people.languages.local_text import in_name_order
from people.models import Employment, Job
from people.models.jobs import ListEntry
from people.writing.forms import VerbJudgedForm


class EntryChoice(forms.ChoiceField):
    """An entry of an organisation's list, in the order of its reader; nothing where none is."""

    def offer(self, entries: Iterable[ListEntry], held: str = "", empty: object = None) -> None:
        """Offer what can be given, and what is held already; `empty` says what none is called."""
        found = [one for one in in_name_order(entries) if one.is_offered or one.code == held]
        self.entries = {one.code: one for one in found}
        none = [] if empty is None else [("", empty)]
        self.choices = none + [(one.code, str(one)) for one in found]

    def clean(self, value: Any) -> Any:
        """Return the entry itself."""
        return self.entries.get(super().clean(value))


class JobForm(VerbJudgedForm):
    """What a job is called in each language."""

    class Meta:
        model = Job
        fields = ("name",)


class EmploymentForm(JobForm):
    """What a kind of employment is called, and whether it has contracted hours."""

    class Meta:
        model = Employment
        fields = ("name", "has_hours")
