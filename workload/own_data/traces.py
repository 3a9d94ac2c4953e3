"""The words on flags: what people told in workload that is theirs to take back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.own_data.traces import TRACES, Trace
from workload.models import FlagStep, PayNumber


class Words(Trace):
    """What was written on a person's flags, by them or by others. The steps themselves stay.

    An answer of the person's is nothing but its words, and goes whole.
    """

    @property
    def rows(self) -> models.QuerySet:
        """Every step with words."""
        return FlagStep.objects.exclude(sealed_text=b"")

    def delete(self, rows: models.QuerySet) -> int:
        """Take the words out of some steps, and the answers away; say how many were touched."""
        answers = rows.filter(kind=FlagStep.Kind.ANSWERED).delete()[0]
        return answers + rows.update(sealed_text=b"")


TRACES += [
    Words(FlagStep, _("Words on your flags"), "at", "at", whose="flag__person"),
    Trace(PayNumber, _("Your pay number"), None, "entered_at", where_there_is_one=True),
]
