"""One person's load with its flag, for those who answer for them or were asked to look."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BoundField
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit import actions as audit
from people.guards import SignedInRequest, only
from people.members.supervision import reachable, supervisors_at_home
from people.models import MAY, Person, Role, supervised_by
from people.weeks import Week, today
from people.working_days import working_days_of
from people.writing import free_text
from people.writing.fields import whole_number
from people.writing.formats import day as written_day
from training.certificates import duties
from training.volunteers import actions as volunteers
from workload import access_kinds
from workload.flags import actions as flags
from workload.load import words as load_words
from workload.load.page import LoadPage, member_page
from workload.load.parts import helps_under, posts_seen
from workload.models import Flag, PlanItem
from workload.moves import stories
from workload.rules import flag_clock
from workload.rules.parts import PostsSeen
from workload.time.page import RefusedTalk, member_time
from workload.weeks import days

from . import supervision
from .forms import PlanForm
from .posts import flag_is_with

TEMPLATE = "workload/board/team_member.html"
DAY = "l j F"
FIELD_ID = "f-%s"
PLAN_FIELDS = {"chosen", "owner", "due_on", "text"}


@only(*MAY.answer_for_others)
def team_member(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one person's load with its sum, and what is done about a flag."""
    viewer, now = request.person, timezone.now()
    asked = Flag.objects.asking(viewer).open().values("person")
    reach = Person.objects.filter(supervised_by(viewer) | Q(pk__in=asked))
    person = get_object_or_404(reach, public_id=public_id)
    if request.method == "POST":
        return step(request, person, now)
    return shown_member(request, person, now)


def shown_member(
    request: SignedInRequest, person: Person, now: datetime, **refused: Any
) -> HttpResponse:
    """Show the page and note the look, also where a step was refused."""
    viewer = request.person
    status, kept = refused.pop("status", 200), refused.pop("kept", None)
    reached = reachable(person, now)
    # A viewer who was only asked to look sees the flag; those who answer for the person move work.
    answers = Person.objects.supervised_by(viewer).filter(pk=person.pk).exists()
    # With a person who has not come in yet nothing can be agreed.
    leads = answers and not person.awaited
    acts = answers or Flag.objects.handled_by(viewer).open().filter(person=person).exists()
    role = Role.SUPERVISOR if acts else Role.CARE
    audit.note_access(viewer=viewer, role=role, what=access_kinds.FLAG, person=person, at=now)
    # Who leads one of several posts, or none, may have been handed the flag of the home.
    may_be_asked = not answers or len(person.posts) > 1 or helps_under(viewer, person)
    asking = Flag.objects.asking(viewer).open().filter(person=person)
    asked = may_be_asked and asking.exists()
    sight = posts_seen(viewer, person, asked=asked)
    page = member_page(person, now, sight=sight)
    posts = [one for one in person.posts if one.unit_id in sight.seen]
    context = {
        "page": page,
        "now": now,
        "leads": leads,
        "acts": acts,
        "post": next(iter(posts), person.home),
        "post_hours": sum((one.contracted for one in posts), Decimal()),
        **(told_elsewhere(person, page, now) if page.elsewhere else {}),
        "items": PlanItem.choices,
        "owners": flags.plan_owners(person, viewer, reached),
        "care": [one for one, role in reached if role is Role.CARE],
        **as_planned(page),
        **(led(viewer, person, now, kept, sight) if leads else {}),
        **refused,
    }
    context |= laid_out(context)
    if page.plan_until and acts:
        context["due_on"] = plan_day(page.plan_until, context)
    return render(request, TEMPLATE, context, status=status)


def told_elsewhere(person: Person, page: LoadPage, now: datetime) -> dict[str, object]:
    """Say who handles a flag that is not the viewer's; one statement."""
    names = [one.short_name for one in supervisors_at_home(person, now)]
    return {
        "handler": flag_is_with(names, person.home.unit if person.home else ""),
        "elsewhere_look": load_words.STATES[page.elsewhere] if page.elsewhere else ("", ""),
    }


def laid_out(context: dict) -> dict[str, bool]:
    """Say where the sheets stand, so that two columns end together.

    A plan's form makes the right column long; a plan alone leaves it short.
    """
    page, refused = context["page"], PLAN_FIELDS & set(context.get("errors", {}))
    opened = bool(page.flag and context["acts"] and (refused or not page.plan))
    more = page.answer or context.get("duties") or context.get("stories")
    if page.flag:
        return {"plan_open": opened, "also_beside": not opened and not more}
    return {"plan_open": False, "also_beside": "time" in context}


def plan_day(latest: date, context: dict[str, Any]) -> BoundField:
    """Give the plan's day as a field: as it was posted with its refusal, or as it is planned."""
    typed, refused = context.get("typed", {}), context.get("errors", {}).get("due_on")
    if not isinstance(typed, QueryDict):
        return PlanForm(initial=typed, auto_id=FIELD_ID).until(latest)
    form = PlanForm(typed, auto_id=FIELD_ID)
    if refused and not form.has_error("due_on"):
        form.add_error("due_on", refused)
    return form.until(latest)


def as_planned(page: LoadPage) -> dict[str, object]:
    """Fill the form with the plan that stands, so that changing it begins there."""
    if not page.plan or page.look is None or page.look.late:
        return {}
    plan = page.plan
    return {
        "chosen": plan.chosen,
        "typed": {
            "owner": str(owner.public_id) if (owner := page.plan_owner) else "",
            "due_on": plan.due_on,
        },
    }


def led(
    viewer: Person, person: Person, now: datetime, kept: RefusedTalk | None, sight: PostsSeen
) -> dict[str, object]:
    """Gather what only those who answer for a person read: moves, days, duties, talks.

    Days off and hours given back are those of the whole week: they are read at the home. What
    supervising asks is of all posts: it is read by who sees all of them.
    """
    return {
        "stories": stories.around(person, viewer, now),
        "leading": supervision.read(person, now, sight) if sight.whole else None,
        "cap": None if person.home else volunteers.cap(person, Week.latest(now).monday),
        "rest": days.last_day_off(person, today(now), led=True) if sight.at_home else None,
        "duties": duties.at_stake_of(person, viewer=viewer, day=today(now)),
        **member_time(viewer, person, now, kept),
    }


def step(request: SignedInRequest, person: Person, now: datetime) -> HttpResponse:
    """Take one step with a flag; a refusal keeps what was typed and says where."""
    flag = get_object_or_404(Flag.objects.handled_by(request.person).open(), person=person)
    form = PlanForm(request.POST)
    do = STEPS.get(request.POST.get("do", ""), plan)
    if do is plan and not form.is_valid():
        return again(request, person, form, None, now)
    try:
        messages.success(request, do(request, flag, form, now))
    except ValidationError as refused:
        return again(request, person, form, refused, now)
    back = reverse("team") if request.POST.get("back") == "team" else request.path
    return redirect(back)


def see(request: SignedInRequest, flag: Flag, form: PlanForm, now: datetime) -> str:
    """Note that the flag was seen; say until when it needs a plan."""
    flags.see(flag, by=request.person, now=now)
    day, days = today(now), working_days_of(flag.organisation, today(now))
    until = days.after(day, flag_clock.PLAN_WITHIN)
    return _("Seen: the flag of %(name)s. It needs a plan until %(day)s.") % {
        "name": flag.person.name,
        "day": written_day(until, DAY),
    }


def plan(request: SignedInRequest, flag: Flag, form: PlanForm, now: datetime) -> str:
    """Write a plan; say what it holds, who does it and until when."""
    step = flags.plan(flag, by=request.person, plan=form.plan(), now=now)
    return _("Plan saved: %(steps)s. %(owner)s, until %(day)s. %(name)s can read it now.") % {
        "steps": ", ".join(step.chosen_words),
        "owner": step.owner,
        "day": written_day(step.rule.until, DAY),
        "name": flag.person.short_name,
    }


def invite(request: SignedInRequest, flag: Flag, form: PlanForm, now: datetime) -> str:
    """Let a staff-care contact look; say who and for how long."""
    wanted = request.POST.get("contact", "")
    reached = (one for one, _role in reachable(flag.person, now))
    contact = next((one for one in reached if str(one.public_id) == wanted), None)
    flags.invite(flag, by=request.person, contact=contact, now=now)
    sentence = _("Invited: %(contact)s sees the load and its story until the flag closes.")
    return sentence % {"contact": contact}


def end(request: SignedInRequest, flag: Flag, form: PlanForm, now: datetime) -> str:
    """Close the flag by hand; say when it can open again."""
    version = whole_number(request.POST.get("version", ""), -1)
    text = free_text.posted(request, "why")
    flags.end(flag, by=request.person, text=text, version=version, now=now)
    sentence = _("Flag closed, until a later week gives a reason. %(name)s can read yours now.")
    return sentence % {"name": flag.person.short_name}


STEPS = {"see": see, "plan": plan, "invite": invite, "end": end}


def again(
    request: SignedInRequest,
    person: Person,
    form: PlanForm,
    refused: ValidationError | None,
    now: datetime,
) -> HttpResponse:
    """Show the page with what was typed and each sentence at its field."""
    if refused is None:
        errors = {name: sentences[0] for name, sentences in form.errors.items()}
    else:
        usual = "why" if request.POST.get("do") == "end" else "text"
        errors = {(refused.params or {}).get("field", usual): refused.messages[0]}
    changed = refused is not None and refused.code == "changed"
    return shown_member(
        request,
        person,
        now,
        typed=request.POST,
        chosen=request.POST.getlist("chosen"),
        errors=errors,
        problems=[(f"f-{name}", sentence) for name, sentence in errors.items()],
        status=409 if changed else 422,
    )
