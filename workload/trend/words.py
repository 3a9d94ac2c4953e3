"""A person's weeks in a few plain sentences, for their eyes only."""

from decimal import Decimal

from django.utils.translation import gettext as _

from people.writing.formats import percent, plain_number
from wellbeing.checkins.trend import AnswerRow
from wellbeing.rules.lines import DAYS
from workload.load import words as load_words
from workload.load.page import LoadPage
from workload.models import WorkWeek

# An icon, a sentence, and a quieter line below it.
Told = tuple[str, str, str]


def trend_sentences(page: LoadPage, answers: list[AnswerRow]) -> list[Told]:
    """Say how load, hours and answers stand against the week before; nothing is judged."""
    found = []
    if page.latest:
        found += [tell_load(page.latest, page.before)] if page.latest.weighed else []
        found += [tell_hours(page.latest)]
    found += [told for row in answers if (told := tell_answer(row))]
    return found


def tell_load(latest: WorkWeek, before: WorkWeek | None) -> Told:
    """Say the load, and how it moved."""
    if latest.percent is None:
        return ("week", _("You were away that week, so there is no load."), "")
    sentence = _("Your load is %(percent)s of capacity.") % {"percent": percent(latest.percent)}
    detail = load_words.rests_of(latest)
    if not detail and before is not None and before.percent is not None:
        detail = _("The week before it was %(percent)s.") % {"percent": percent(before.percent)}
        detail += f" {rested}" if (rested := load_words.rests_of(before)) else ""
    return ("trend", sentence, detail)


def tell_hours(latest: WorkWeek) -> Told:
    """Say the hours, and those beyond the contract."""
    sentence = _("You worked %(hours)s h.") % {"hours": plain_number(latest.hours)}
    if latest.beyond > Decimal():
        detail = _("That is %(beyond)s h more than your contract says.") % {
            "beyond": plain_number(latest.beyond)
        }
        return ("watch", sentence, detail)
    return ("watch", sentence, "")


def tell_answer(row: AnswerRow) -> Told | None:
    """Say a line with an answer that moved by two steps or more against the last time."""
    answered = [value for value in row.values if value is not None]
    if row.values[-1] is None or len(answered) < 2 or abs(answered[-1] - answered[-2]) < 2:
        return None
    return (
        "eye",
        _("%(line)s: %(now)s.") % {"line": row.line.label, "now": row.latest},
        _("The time before: %(before)s.") % {"before": DAYS[answered[-2]]},
    )
