"""My week: confirm what is carried, say how it was, send."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.models import Person, Role
from people.supervision import reachable
from people.weeks import Week
from wellbeing.lines import LINES
from wellbeing.models import CheckIn
from workload import pictures, rules, weeks, words
from workload.caseloads import LineData
from workload.forms import LineForm, WeekForm, line_forms, new_key
from workload.models import CaseloadLine, Level, WorkWeek
from workload.page import TALLIES, LineRow, PulseLine, Tally, pulse, row_from, row_of, tallies

TEMPLATE = "workload/my_week.html"
# On the page in this order; the summary of what needs another look follows it.
FIELDS = ("hours", "nights", "court_days", "material", "leave_days", "note", "contact")


@dataclass(frozen=True)
class WeekPage:
    """Everything My week shows."""

    week: Week
    key: str
    corrects: str
    lines: list[LineRow]
    new: LineRow
    tallies: list[Tally]
    material_unit: str
    pulse: list[PulseLine]
    note: str
    note_error: str
    contact: str
    contacts: list[tuple[Person, Role]]
    load: rules.Load
    hours: Decimal
    leave_days: Decimal
    sent_at: datetime | None
    unfolded: bool

    @property
    def level(self) -> Level | None:
        """The load's level in words; none where there is no capacity."""
        found = rules.level(self.load.percent)
        return Level(found) if found else None

    @property
    def cases(self) -> int:
        """How many cases the lines stand for."""
        return sum(int(row.count) for row in self.lines if row.count.isdigit() and not row.closed)

    @property
    def state(self) -> str:
        """The look of the level's tag."""
        return words.STATES[self.level][0]

    @property
    def picture(self) -> str:
        """The icon of the level."""
        return words.STATES[self.level][1]

    @property
    def meter(self) -> SafeString:
        """The load as a picture."""
        return pictures.meter(self.load.percent, words.of_capacity(self.load.percent))

    @property
    def working(self) -> str:
        """What the load is the sum of."""
        return words.working(self.load.cases, self.load.nights, self.load.supervision)

    @property
    def room(self) -> str:
        """How the capacity comes about."""
        return words.room(self.hours, self.leave_days, self.load.capacity)

    @property
    def supervisors(self) -> list[Person]:
        """Who sees the work, by name."""
        return [one for one, role in self.contacts if role is Role.SUPERVISOR]


def my_week(request: HttpRequest) -> HttpResponse:
    """Show the open week's form, and send it."""
    now = timezone.now()
    week = Week.open_at(now)
    if week is None or request.user.home is None:
        return closed(request, now)
    if request.method != "POST":
        return render(request, TEMPLATE, {"page": fresh(request.user, week, now)})
    data, do = request.POST.copy(), request.GET.get("do") or request.POST.get("do", "save")
    if do == "save":
        return save(request, data, week, now)
    return redraw(request, data, week, now, do)


def closed(request: HttpRequest, now: datetime) -> HttpResponse:
    """Say why nothing can be sent now and when it can be."""
    last = Week.latest(now)
    sent = WorkWeek.objects.visible_to(request.user).filter(person=request.user, week=last.monday)
    context = {"last": last, "sent": sent.first(), "next": last + 1, "home": request.user.home}
    return render(request, "workload/my_week_closed.html", context)


def fresh(person: Person, week: Week, now: datetime) -> WeekPage:
    """Build the page from what is stored: this week's sending, or else last week's figures."""
    rows = {row.week: row for row in weeks.recent(person, week, back=2)}
    stored, last = rows.get(week.monday), rows.get((week - 1).monday)
    lines = CaseloadLine.objects.filter(person=person, closed_at=None)
    checkin = CheckIn.objects.filter(person=person, week=week.monday).first() if stored else None
    values = numbers(stored or last, person, keep_leave=bool(stored))
    answers = {line.name: getattr(checkin, line.name) for line in LINES} if checkin else {}
    data = [LineData.of(line) for line in lines]
    return WeekPage(
        week=week,
        key=new_key(),
        corrects=str(stored.key) if stored else "",
        lines=[row_of(line, place) for place, line in enumerate(data)],
        new=LineRow("new", opened=not data),
        tallies=tallies(values, {}, last.hours if last else None),
        material_unit=values["material_unit"],
        pulse=pulse({name: "" if n is None else str(n) for name, n in answers.items()}),
        note=checkin.note if checkin else "",
        note_error="",
        contact="",
        contacts=reachable(person, now),
        load=load_of(person, data, Decimal(values["nights"]), Decimal(values["leave_days"]), now),
        hours=person.home.hours,
        leave_days=Decimal(values["leave_days"]),
        sent_at=stored.changed_at if stored else None,
        unfolded=not data,
    )


def numbers(row: WorkWeek | None, person: Person, *, keep_leave: bool) -> dict[str, str]:
    """Write a week's numbers as somebody would type them; without a week, the contracted hours."""

    def plain(value: Decimal | int) -> str:
        return f"{Decimal(value).normalize():f}"

    if row is None:
        zeros = dict.fromkeys(("nights", "court_days", "material", "leave_days"), "0")
        return {"hours": plain(person.home.hours), "material_unit": "h", **zeros}
    whole_hours = row.material_minutes % 60 == 0
    return {
        "hours": plain(row.hours),
        "nights": str(row.nights),
        "court_days": str(row.court_days),
        "material": plain(row.material_minutes // 60 if whole_hours else row.material_minutes),
        "material_unit": "h" if whole_hours else "min",
        # Leave is of one week only: last week's says nothing about this one.
        "leave_days": plain(row.leave_days) if keep_leave else "0",
    }


def load_of(
    person: Person, lines: list[LineData], nights: Decimal, leave: Decimal, now: datetime
) -> rules.Load:
    """Add up what stands on the page."""
    return rules.load(
        [line.rule for line in lines if not line.closed],
        hours=person.home.hours,
        nights=int(nights),
        leave_days=leave,
        supervisees=weeks.supervisees(person, now),
    )


def save(request: HttpRequest, data: QueryDict, week: Week, now: datetime) -> HttpResponse:
    """Send the week, or show the page again with each sentence where it belongs."""
    person = request.user
    form, forms = WeekForm(data), line_forms(data)
    fine = [one.is_valid() for one in (form, *forms)]  # all of them: every sentence is shown
    if all(fine):
        contact = contact_of(person, form.cleaned_data["contact"], now)
        sent = form.sent([one.data_of() for one in forms], contact)
        try:
            weeks.record(person=person, week=week, sent=sent, now=now)
        except ValidationError as refused:
            place(refused, form, forms, data)
        else:
            return redirect(reverse("my_trend", query={"sent": str(week)}))
    contacts = reachable(person, now)
    page = typed(person, data, week, now, form=form, forms=forms, contacts=contacts, judged=True)
    context = {"page": page, "problems": problems(form, forms)}
    status = 409 if form.has_error("__all__", "already_sent") else 422
    return render(request, TEMPLATE, context, status=status)


def contact_of(person: Person, wanted: UUID | None, now: datetime) -> Person | None:
    """Find whom somebody asked to be contacted by; most weeks nobody, and then nothing is read."""
    if wanted is None:
        return None
    return next((one for one, _role in reachable(person, now) if one.public_id == wanted), None)


def place(refused: ValidationError, form: WeekForm, forms: list, data: QueryDict) -> None:
    """Put a verb's refusal at its field; an already sent week may be sent as a change next."""
    params = refused.params or {}
    if refused.code == "line":
        line = forms[params["place"]]
        line.add_error(params["field"] if params["field"] in line.fields else None, refused)
        return
    if refused.code == "already_sent":
        data["corrects"], data["key"] = str(params["key"]), new_key()
    form.add_error(None, ValidationError(refused.message, code=refused.code))


def problems(form: WeekForm, forms: list) -> list[tuple[str, str]]:
    """List every sentence with the id of its field, in page order."""
    found = [("", sentence) for sentence in form.non_field_errors()]
    for number, one in enumerate(forms):
        label = one.data.get(one.add_prefix("reference")) or _("Line %(n)s") % {"n": number + 1}
        found += [
            (f"line-{number}-{name}", f"{label}: {sentences[0]}")
            for name, sentences in one.errors.items()
        ]
    labels = {name: str(label) for name, label, _unit in TALLIES}
    for name in FIELDS:
        for sentence in form.errors.get(name, [])[:1]:
            target = "contact" if name == "contact" else f"f-{name}"
            found.append((target, f"{labels[name]}: {sentence}" if name in labels else sentence))
    return found


def typed(
    person: Person,
    data: QueryDict,
    week: Week,
    now: datetime,
    *,
    form: WeekForm,
    forms: list,
    contacts: list,
    judged: bool,
    opened: str = "",
    new: LineRow | None = None,
) -> WeekPage:
    """Build the page from what somebody typed; `judged` shows what needs another look."""
    rows = [
        row_from(one, number, judged=judged, opened=opened == str(number))
        for number, one in enumerate(forms)
    ]
    form.is_valid()
    clean = form.cleaned_data
    recent = {row.week: row for row in weeks.recent(person, week, back=2)}
    last, stored = recent.get((week - 1).monday), recent.get(week.monday)
    errors = form.errors if judged else {}
    lines = [one.data_of() for one in forms if one.is_valid()]
    nights, leave = clean.get("nights") or 0, clean.get("leave_days") or 0
    return WeekPage(
        week=week,
        key=data.get("key") or new_key(),
        corrects=data.get("corrects", ""),
        lines=rows,
        new=new or LineRow("new"),
        tallies=tallies(data, errors, last.hours if last else None),
        material_unit=data.get("material_unit", "h"),
        pulse=pulse(data),
        note=data.get("note", ""),
        note_error=(errors.get("note") or [""])[0],
        contact=data.get("contact", ""),
        contacts=contacts,
        load=load_of(person, lines, nights, leave, now),
        hours=person.home.hours,
        leave_days=Decimal(leave),
        sent_at=stored.changed_at if stored else None,
        unfolded=True,
    )


def redraw(
    request: HttpRequest, data: QueryDict, week: Week, now: datetime, do: str
) -> HttpResponse:
    """Change a count, add a line or add up again: nothing is stored, everything is kept."""
    verb, _dash, target = do.partition("-")
    if verb in {"more", "less"}:
        step_count(data, target, 1 if verb == "more" else -1)
    forms, new = line_forms(data), None
    if verb != "add" and forms and forms[-1].prefix == "line-new":
        new = row_from(forms.pop(), "new", judged=False, opened=True)
    elif verb == "add" and not data.get("line-new-phase") or target == "new":
        new = row_from(LineForm(data, prefix="line-new"), "new", judged=verb == "add", opened=True)
    page = typed(
        request.user,
        data,
        week,
        now,
        form=WeekForm(data),
        forms=forms,
        contacts=reachable(request.user, now),
        judged=False,
        opened=target,
        new=new,
    )
    part = {"more": "#line", "less": "#line", "preview": "#total"}.get(verb, "#week")
    name = TEMPLATE + part if request.htmx and target != "new" else TEMPLATE
    row = next((row for row in page.lines if row.place == target), page.new)
    return render(request, name, {"page": page, "row": row, "beside": True})


def step_count(data: QueryDict, place: str, step: int) -> None:
    """Move one line's count by one; never below one, and not where it is no number."""
    name = f"line-{place}-count"
    typed_count = data.get(name, "")
    if typed_count.isdigit():
        data[name] = str(max(1, int(typed_count) + step))
