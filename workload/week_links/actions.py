"""Make a link that sends one week, find the person behind it, and send.

A person switches it on, for a mailbox is not a sign-in. The link opens one page and nothing else.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.accounts.parting import ENDS
from people.accounts.tokens import hash_of, new_token
from people.audit import security_log
from people.messages.letter_kinds import line_address
from people.models import MessageChoices, Person
from people.tenancy import context as tenancy
from people.weeks import Week, today
from people.writing import links
from workload.models import CaseloadLine, WeekLink, WorkWeek
from workload.weeks import actions as weeks
from workload.weeks.actions import Sent
from workload.weeks.caseloads import LineData, tag_of_lines
from workload.weeks.reminders import KINDS
from workload.weeks.stored import carried


@dataclass(frozen=True)
class LinkVisit:
    """What a link opens: one week of one person. `sent` says that it was sent, by any way."""

    person: Person
    week: Week
    sent: bool

    @property
    def weighed(self) -> bool:
        """Say whether the person has contracted hours, so that cases are asked."""
        return bool(self.person.base and self.person.base.hours is not None)


@transaction.atomic
def make_link(person: Person, now: datetime) -> str | None:
    """Make the address of the page that sends the open week; None where the person wants none.

    It is made when the mail is written, and only its hash is kept.
    """
    week = Week.open_at(now)
    wanted = MessageChoices.objects.filter(person=person, week_link=True)
    if week is None or person.account.closed_before or not wanted.exists():
        return None
    token = new_token()
    WeekLink.objects.create(person=person, week=week.monday, token_hash=hash_of(token), made_at=now)
    return links.to("week_link", token)


for reminder in KINDS:
    line_address(reminder, make_link)


def visit_of(token: str, now: datetime) -> LinkVisit | None:
    """Find what a link opens now, and reach the person's organisation from here on.

    None for an unknown link, a week that has closed, a person who has left, has no role today or is
    closed for now after others helped them sign in, and a person who wants no links any more.
    """
    with tenancy.everywhere():
        there = WeekLink.objects.select_related("person__account", "person__organisation")
        link = there.filter(token_hash=hash_of(token)).first()
        if link is None or not link.person.belongs or link.person.account.closed_before:
            return None
        if not MessageChoices.objects.filter(person=link.person, week_link=True).exists():
            return None
    tenancy.enter(link.person.organisation_id)
    week = Week.of(link.week)
    if week != Week.open_at(now) or link.person.base is None:
        return None
    sent = WorkWeek.objects.filter(person=link.person, week=link.week).exists()
    return LinkVisit(link.person, week, sent)


def send_by_link(*, token: str, sent: Sent, counts: dict[str, int], now: datetime) -> None:
    """Send the week of a link with the numbers of cases by phase as they are now.

    More cases are added as a line without details. Fewer are taken off lines without a reference;
    those with one stay, as it cannot be told which of them ended. Nor is it refused: others who
    read the mailbox would count them. Refused: a link that opens nothing, and a week that was sent.
    """
    visit = visit_of(token, now)
    if visit is None or visit.sent:
        raise ValidationError(_("This link sends nothing any more."), code="over")
    before = carried(visit.person)
    changes = counted_lines(before, counts)
    sent = replace(sent, lines=changes, tags=frozenset({tag_of_lines(before)}))
    weeks.record(person=visit.person, week=visit.week, sent=sent, now=now)
    security_log.note("week_link", account=visit.person)


def carried_by_phase(lines: list[CaseloadLine]) -> dict[str, int]:
    """Count the cases that are carried, by phase."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.phase] = found.get(line.phase, 0) + line.count
    return found


def counted_lines(before: list[CaseloadLine], counts: dict[str, int]) -> list[LineData]:
    """Write what changes in the caseload by other numbers of cases; what is left out stays."""
    now_carried = carried_by_phase(before)
    changes: list[LineData] = []
    for phase, count in counts.items():
        more = count - now_carried.get(phase, 0)
        if more > 0:
            changes.append(LineData(phase=phase, count=more))
        elif more < 0:
            changes += taken_off([line for line in before if line.phase == phase], -more)
    return changes


def taken_off(lines: list[CaseloadLine], fewer: int) -> list[LineData]:
    """Take cases off lines without a reference, as far as there are; the last line first."""
    changes = []
    for line in reversed(lines):
        if line.reference or not fewer:
            continue
        left = max(line.count - fewer, 0)
        fewer -= line.count - left
        data = LineData.as_it_was(line)
        changes.append(replace(data, count=left) if left else replace(data, closed=True))
    return changes


def forget_week_links(now: datetime) -> None:
    """Forget the links of weeks that have closed: they open nothing."""
    still_open = Week.open_at(now) or Week.of(today(now))
    WeekLink.objects.filter(week__lt=still_open.monday).delete()


def end(people: QuerySet[Person]) -> None:
    """End the links of these people."""
    WeekLink.objects.filter(person__in=people).delete()


ENDS.append(end)
