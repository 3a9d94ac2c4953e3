"""What people told in training that is theirs to take back."""

from django.utils.translation import gettext_lazy as _

from people.traces import TRACES, Trace

from .models import Evaluation

# Like the single answers of a week. What was told of a session stays: it names nobody.
ANSWERS_MONTHS = 12

TRACES += [
    Trace(
        Evaluation,
        _("What you said of trainings"),
        "answered_at",
        "answered_at",
        months=ANSWERS_MONTHS,
    )
]
