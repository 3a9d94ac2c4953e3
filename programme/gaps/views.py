"""Pages between a gap and its end: a session, a question, an answer."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.audit.actions import note_access
from people.guards import SignedInRequest, only
from people.models import Role
from people.weeks import today
from people.writing.fields import typed_day, uuid_of
from people.writing.forms import form_page, sent
from programme import access_kinds
from programme.models import PostQuestion, ProgrammePost, SessionWish

from . import actions
from .forms import AskForm
from .page import read_gap, read_wish
from .words import question_words


@only(Role.PROGRAMME)
def post_gap(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show what would close a gap; ask a person or the trainers, or settle a question."""
    by, now = request.person, timezone.now()
    rows = ProgrammePost.objects.visible_to(by).on(today(now))
    post = get_object_or_404(rows, public_id=public_id)
    do, _colon, which = request.POST.get("do", "").partition(":")
    form = AskForm(
        ask_data(request, which) if do == "ask" else None,
        initial={"starts": typed_day(max(today(now), post.since))},
        viewer=by,
    )
    if request.method == "POST":
        try:
            said = pressed_gap(request, post, form, do, which, now)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            if said:
                messages.success(request, said)
                return redirect("post_gap", public_id)
    return gap_page(request, post, form, now)


def ask_data(request: SignedInRequest, which: str) -> dict[str, str] | None:
    """Give what was typed, with the person of the button that was pressed."""
    typed = sent(request)
    return typed and {"starts": typed.get("starts", ""), "person": which}


def pressed_gap(
    request: SignedInRequest,
    post: ProgrammePost,
    form: AskForm,
    do: str,
    which: str,
    now: datetime,
) -> str:
    """Do what a button says, and say what was done; nothing where the form is refused."""
    by = request.person
    if do == "ask":
        if not form.is_valid():
            return ""
        actions.ask_person(post=post, **form.cleaned_data, by=by, now=now)
        return _("Asked. You see the answer here.")
    if do == "wish":
        kind = get_object_or_404(post.certificates, public_id=uuid_of(which))
        actions.wish_session(post=post, kind=kind, by=by, now=now)
        return _("The trainers are asked.")
    questions = PostQuestion.objects.visible_to(by).filter(post=post).select_related("post")
    question = get_object_or_404(questions, public_id=uuid_of(which))
    if do == "confirm":
        actions.confirm_question(question=question, by=by, now=now)
    elif do == "withdraw":
        actions.withdraw_question(question=question, by=by, now=now)
    else:
        raise Http404
    return _("Saved.")


def gap_page(
    request: SignedInRequest, post: ProgrammePost, form: AskForm, now: datetime
) -> HttpResponse:
    """Show the page of a gap, and note the people who are named on it."""
    if (page := read_gap(request.person, post, now=now)) is None:
        raise Http404
    note_access(
        viewer=request.person,
        role=Role.PROGRAMME,
        what=access_kinds.POST_FIT,
        people=list({one.pk: one for one in (*page.named, *page.row.people)}.values()),
        subject=post.public_id,
        at=now,
        once_a_day=True,
    )
    asked = [(one, question_words(one, now), one.waits_at(now)) for one in page.asked]
    context = {"gap": page, "post": post, "asked": asked}
    return form_page(request, "programme/gaps/post_gap.html", form, **context)


def post_question(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the person who is asked which post it is; take their yes or no."""
    by, now = request.person, timezone.now()
    mine = PostQuestion.objects.filter(person=by).select_related(
        "post__job", "post__station", "post__unit", "post__level", "asked_by"
    )
    question = get_object_or_404(mine, public_id=public_id)
    if request.method == "POST":
        if (do := request.POST.get("do")) not in {"yes", "no"}:
            raise Http404
        try:
            actions.answer_question(question=question, yes=do == "yes", by=by, now=now)
        except ValidationError as refused:
            messages.warning(request, refused.messages[0])
        else:
            messages.success(request, _("Thank you. Your answer is there."))
        return redirect("post_question", public_id)
    context = {"question": question, "post": question.post, "waits": question.waits_at(now)}
    return render(request, "programme/gaps/post_question.html", context)


@only(Role.TRAINER)
def session_wish(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a trainer which session is wished for and what it would change; plan it, or not now."""
    by, now = request.person, timezone.now()
    wishes = SessionWish.objects.visible_to(by).select_related("kind", "post")
    wish = get_object_or_404(wishes, public_id=public_id)
    if request.method == "POST":
        actions.decline_wish(wish=wish, by=by, now=now)
        messages.success(request, _("Saved."))
        return redirect("training")
    plan = read_wish(by, wish, now=now)
    note_access(
        viewer=by,
        role=Role.TRAINER,
        what=access_kinds.POST_FIT,
        people=plan.people,
        at=now,
        once_a_day=True,
    )
    waits = SessionWish.objects.waiting().filter(pk=wish.pk).exists()
    context = {"wish": wish, "plan": plan, "waits": waits}
    return render(request, "programme/gaps/session_wish.html", context)
