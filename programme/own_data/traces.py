"""What people answered about posts is theirs to take back."""

from django.utils.translation import gettext_lazy as _

from people.own_data.traces import TRACES, Trace
from programme.models import PostQuestion

ANSWERS_MONTHS = 12

TRACES += [
    Trace(
        PostQuestion,
        _("What you were asked about posts"),
        "asked_at",
        "asked_at",
        months=ANSWERS_MONTHS,
        told={"post-question": ("{}-asked",), "post-answer": ("{}-yes",)},
        where_there_is_one=True,
    )
]
