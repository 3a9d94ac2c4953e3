"""Forms about releases. They check shape; verbs check sense."""

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.languages.fields import InLanguages
from people.writing.forms import PageForm
from people.writing.free_text import FreeArea, FreeText
from people.writing.sentences import Sentence
from programme.models import CorrectionKind, ReleasePart
from programme.models.release_corrections import LETTERS, RIGHT_IN, WRONG_IN

from .catalogue import LANGUAGES, quarter_as_read
from .consents import MONTHS

YEAR = 12


def year_choices() -> list[tuple[int, str]]:
    """List for how long an admin may agree."""
    years = [(months, months // YEAR) for months in MONTHS]
    return [(m, ngettext("%(n)s year", "%(n)s years", n) % {"n": n}) for m, n in years]


class QuarterForm(PageForm, forms.Form):
    """The quarter of which a draft is asked for."""

    quarter = forms.ChoiceField(label=_("Quarter"))

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_as(forms.ChoiceField, "quarter").choices = [
            (one, quarter_as_read(one)) for one in offered
        ]


class ReleaseYesForm(PageForm, forms.Form):
    """What a person says with their yes."""

    read = forms.BooleanField(
        label=_("I have read what is in it and what is withheld."),
        error_messages={"required": _("Please read it first, and say so.")},
    )
    for_good = forms.BooleanField(
        label=_("I know that those who have it keep it."),
        error_messages={"required": _("Please confirm that you know this.")},
    )


class InReleaseLanguages(InLanguages):
    """A text in the languages that releases have, whatever its writer reads."""

    def parts(self, kept: Collection[str] = ()) -> Iterator[tuple[str, forms.Field]]:
        """Make a field for each, the reader's first."""
        return (part for part in super().parts(kept) if part[0] in LANGUAGES)


def correction_text(label: Sentence) -> InReleaseLanguages:
    """Ask for one of the texts of a correction."""
    area = FreeArea(attrs={"rows": 3})
    about: dict[str, Any] = {"max_length": LETTERS, "kind": FreeText, "widget": area}
    return InReleaseLanguages(label=label, required=False, **about)


class CorrectionForm(PageForm, forms.Form):
    """What was wrong in an earlier release, and what is right; the verb asks for both languages."""

    kind = forms.ChoiceField(
        label=_("What it is about"),
        choices=CorrectionKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what it is about.")},
    )
    wrong = correction_text(WRONG_IN)
    right = correction_text(RIGHT_IN)


class ReleaseConsentForm(PageForm, forms.Form):
    """What of an organisation may be public, and for how long."""

    proposed = ("months",)

    what = forms.MultipleChoiceField(
        label=_("What"),
        choices=ReleasePart,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose what.")},
    )
    months = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=year_choices,
    )
