"""What people told in training that is theirs to take back."""

from django.utils.translation import gettext_lazy as _

from people.own_data.traces import TRACES, Trace
from training.models import Evaluation

# The answers themselves go when their session is told; that a person answered goes after a year.
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
