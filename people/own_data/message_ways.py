"""What of LINE and of their own program is a person's own: their record, and its deletion."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.line.actions import user_of
from people.models import LineLink, Person, ProgramAddress, ProgramDelivery
from people.webhooks.actions import program_url

from .record import KEPT, RetentionPeriod, Rows, part
from .traces import TRACES, Trace


@dataclass(frozen=True)
class AccountTrace(Trace):
    """A kind of row about an account, whatever places it has."""

    whose: str = "account__people"

    def of(self, person: Person) -> models.QuerySet:
        """The rows of one person's account."""
        return self.rows.filter(account=person.account_id)


TRACES += [
    AccountTrace(
        LineLink, gettext_lazy("Your account in LINE"), None, "linked_at", where_there_is_one=True
    ),
    Trace(
        ProgramAddress,
        gettext_lazy("The address of your own program"),
        None,
        "made_at",
        where_there_is_one=True,
    ),
]


@part("line", "user_of_line", "joined_at")
def line_account(person: Person) -> Rows:
    """The LINE account to which messages go, by LINE's own id of it, opened."""
    for one in LineLink.objects.visible_to(person).select_related("account"):
        yield user_of(one), one.linked_at


@part("program_address", "address", "set_at", "off_since")
def program_address(person: Person) -> Rows:
    """Where the person's own program is called, opened; never its secret."""
    for one in ProgramAddress.objects.visible_to(person).select_related("person"):
        yield program_url(one), one.made_at, one.off_since


@part("program_calls", "at", "status", "arrived")
def program_calls(person: Person) -> Rows:
    """How the last calls of the program went."""
    calls = ProgramDelivery.objects.visible_to(person).order_by("at", "pk")
    yield from calls.values_list("at", "status", "left")


def ways_kept(_person: Person, _now: datetime) -> RetentionPeriod:
    """Say for how long it is kept where messages go."""
    return RetentionPeriod(
        _("LINE and your own program: until you remove them"),
        _("Sealed, if you set them. They go with your last role, and when your account is closed."),
    )


KEPT.append(ways_kept)
