"""The form of a lesson. It checks shape; the verb checks sense."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.forms import PageForm
from people.writing.free_text import FreeArea, FreeText
from programme.models.lessons import LETTERS, TITLE

from .subjects import lesson_subjects


class LessonForm(PageForm, forms.Form):
    """A subject, a title and a text."""

    subject = forms.ChoiceField(label=_("Subject"), choices=lambda: [("", "–"), *lesson_subjects()])
    title = FreeText(label=_("Title"), max_length=TITLE)
    text = FreeText(
        label=_("Lesson"),
        max_length=LETTERS,
        widget=FreeArea(attrs={"rows": 10}),
        help_text=_(
            "What you would tell a colleague elsewhere. No case is in it: no name, no place, no "
            "day, nothing by which a person could be known."
        ),
    )
