"""One session's page: the roll, saving it, and adding people."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.audit.actions import note_access
from people.guards import SignedInRequest
from people.models import Role, find_homes, name_order
from people.rules.lists.reading import (
    LARGEST,
    MEGABYTE,
    ListUnreadable,
    Table,
    read_file,
    read_pasted,
)
from people.weeks import today
from people.writing.fields import whole_number
from people.writing.formats import day as write_day
from people.writing.tags import tag_of
from training import access_kinds
from training.evaluations import words as evaluations_words
from training.finding import trainees
from training.finding.finder import FOUND_AT_MOST
from training.formats import roll_table
from training.models import Attendance, Enrolment, PlaceState, Session
from training.rules.certificates import SECOND_TRAINER_AFTER_DAYS, needs_second

from . import actions as sessions
from . import invitations, places
from .candidates import Candidates
from .forms import BookForm, RoomForm
from .roll import RollForm
from .words import said_of_booking, said_of_inviting

FILLS = {"all-full", "certify-full", "sum"}


class SessionPage:
    """What was asked of one session, and the answer."""

    marks = Attendance.choices
    days = SECOND_TRAINER_AFTER_DAYS
    lines_shown = f":{roll_table.LINES_SHOWN}"
    sheet_megabytes = LARGEST // MEGABYTE

    def __init__(self, request: SignedInRequest, session: Session, now: datetime) -> None:
        self.request, self.viewer = request, request.person
        self.session, self.now, self.day = session, now, today(now)
        self.roll: RollForm | None = None
        self.booking = BookForm(people=trainees.trainees_of(self.viewer))
        self.candidates = Candidates(request, session, self.day)
        self.room = RoomForm(
            initial=room_of(session), prefix="room", held_elsewhere=bool(session.held_by)
        )
        self.refusals: list[str] = []
        self.table: roll_table.Read | None = None
        # A list was pasted or sent: it stays to be filled in, or corrected.
        self.pasted = request.POST.get("pasted", "")
        self.filling = request.POST.get("do") == "paste" or bool(self.pasted.strip())
        self.stale = False
        self.open = session.day <= self.day

    def answer(self) -> HttpResponse:
        """Do what was asked; show the page unless that leads elsewhere."""
        if self.request.method != "POST":
            return self.show()
        do = self.request.POST.get("do", "save")
        if "release" in self.request.POST:
            return self.release(self.request.POST["release"])
        if do in FILLS:
            typed = self.request.POST
            self.roll = RollForm.typed(typed, do=do, **self.about)
            return self.show()
        if do == "tick-all":
            self.candidates.tick_all()
            return self.show()
        verbs = {
            "book": self.book,
            "invite": self.invite,
            "invite-needing": self.invite_needing,
            "room": self.arrange,
            "paste": self.paste,
            "confirm": self.confirm,
        }
        return verbs.get(do, self.save)()

    @cached_property
    def everybody(self) -> list[Enrolment]:
        """All people in the session's lists that the viewer may see, by name."""
        return list(
            Enrolment.objects.visible_to(self.viewer)
            .filter(session=self.session)
            .with_history(self.session)
            .select_related("person__organisation", "person__account", "proposed_by")
            .order_by(*name_order("person__"), "pk")
        )

    @property
    def places(self) -> list[Enrolment]:
        """Those who have a place: the roll."""
        return [place for place in self.everybody if place.state == PlaceState.BOOKED]

    @property
    def about(self) -> dict[str, Any]:
        """Say what a roll is about, and who fills it in."""
        return {"session": self.session, "places": self.places, "by": self.viewer}

    @property
    def lists(self) -> list[tuple[str, list[Enrolment]]]:
        """Who waits, in the order of the list; who was invited; who is not coming."""
        found = [
            (str(PlaceState(state).label), [one for one in self.everybody if one.state == state])
            for state in (PlaceState.WAITING, PlaceState.INVITED, PlaceState.DECLINED)
        ]
        found[0][1].sort(key=lambda one: (one.since is not None, one.since, one.pk))
        return [(label, people) for label, people in found if people]

    def save(self) -> HttpResponse:
        """Save the roll, or show it again with what was typed and why it was refused.

        Refused too: a list beside it that was never filled in, which would be lost.
        """
        self.roll = RollForm(self.request.POST, **self.about)
        valid = self.roll.is_valid()
        if self.unfilled:
            self.filling = True
            self.refusals = [
                _(
                    "These lines are not filled in yet. Press “Fill in, do not save yet” first, or "
                    "take them out."
                )
            ]
        elif valid:
            try:
                issued = sessions.record(
                    session=self.session,
                    results=self.roll.results(),
                    version=self.roll.cleaned_data["version"],
                    by=self.viewer,
                    at=self.now,
                )
            except ValidationError as refused:
                self.refuse(refused)
            else:
                messages.success(self.request, self.saved(len(issued)))
                return redirect("session", public_id=self.session.public_id)
        return self.show(status=422)

    def confirm(self) -> HttpResponse:
        """Confirm what another trainer wrote, or say why that is refused."""
        try:
            issued = sessions.confirm(
                session=self.session,
                version=whole_number(self.request.POST.get("version", ""), -1),
                by=self.viewer,
                at=self.now,
            )
        except ValidationError as refused:
            self.refusals = refused.messages
            return self.show(status=422)
        messages.success(self.request, self.counted(len(issued)))
        return redirect("session", public_id=self.session.public_id)

    @property
    def filled(self) -> str:
        """The mark of the pasted lines from which the roll was filled in; nothing before."""
        return tag_of(self.pasted.strip()) if self.table else self.request.POST.get("filled", "")

    @property
    def unfilled(self) -> bool:
        """Say whether a list was pasted or chosen from which the roll was not filled in yet."""
        pasted = self.pasted.strip()
        return bool(pasted and self.filled != tag_of(pasted)) or "sheet" in self.request.FILES

    def paste(self) -> HttpResponse:
        """Fill the roll from a table that was pasted or sent as a file; saving comes after."""
        try:
            table = table_of(self.request)
        except ListUnreadable as refused:
            self.refusals = [str(refused)]
            return self.show(status=422)
        people = [known(place) for place in self.places]
        self.table = roll_table.read(table, people, minutes_of(self.session))
        self.roll = RollForm.pasted(self.request.POST, found=self.table, **self.about)
        return self.show()

    def refuse(self, refused: ValidationError) -> None:
        """Keep what was typed beside what is stored now."""
        self.stale = any(error.code == "stale" for error in refused.error_list)
        if self.stale:
            # Read again, and offer to save over what is there now.
            self.session.refresh_from_db(fields=["version", "recorded_at", "recorded_by"])
            del self.everybody
            typed = self.request.POST.copy()
            typed["version"] = str(self.session.version)
            self.roll = RollForm(typed, **self.about)
            self.roll.is_valid()
        if self.roll:
            self.roll.refuse(refused)

    @property
    def late(self) -> bool:
        """Say whether what is written now waits for a second trainer."""
        return needs_second(self.session.day, self.day)

    @property
    def first_trainers(self) -> list[str]:
        """Name who wrote what waits for a second trainer."""
        return sorted(
            {one.proposed_by.name for one in self.places if one.waits and one.proposed_by}
        )

    @property
    def confirms(self) -> bool:
        """Say whether the viewer may be that second trainer."""
        own = self.viewer.pk
        return any(
            place.waits and own not in (place.proposed_by_id, place.person_id)
            for place in self.places
        )

    def saved(self, issued: int) -> str:
        """Say what saving did."""
        if self.late:
            return _("Written down. It waits for a second trainer, who confirms it on this page.")
        return self.counted(issued)

    def counted(self, issued: int) -> str:
        """Say that what was written counts, and what it issued."""
        if not issued:
            return _("The session is saved.")
        expires_on = self.session.expires_on()
        if expires_on is None:
            sentence = ngettext(
                "The session is saved. %(n)s certificate is issued.",
                "The session is saved. %(n)s certificates are issued.",
                issued,
            )
            return sentence % {"n": issued}
        sentence = ngettext(
            "The session is saved. %(n)s certificate is issued, valid to %(day)s.",
            "The session is saved. %(n)s certificates are issued, valid to %(day)s.",
            issued,
        )
        return sentence % {"n": issued, "day": write_day(expires_on)}

    def chosen(self) -> list | None:
        """Read who was ticked; None where none were."""
        self.booking = BookForm(self.request.POST, people=trainees.trainees_of(self.viewer))
        self.candidates.ticked = set(self.request.POST.getlist("people"))
        return list(self.booking.cleaned_data["people"]) if self.booking.is_valid() else None

    def book(self) -> HttpResponse:
        """Give the people who were ticked a place, or a line of the waiting list."""
        if people := self.chosen():
            try:
                made = places.book(
                    session=self.session, people=people, by=self.viewer, now=self.now
                )
            except ValidationError as refused:
                self.booking.refuse(refused)
            else:
                booked = sum(one.state == PlaceState.BOOKED for one in made)
                return self.done(said_of_booking(booked, len(made) - booked))
        return self.show(status=422)

    def invite(self) -> HttpResponse:
        """Invite the people who were ticked."""
        if people := self.chosen():
            try:
                made = places.invite(
                    session=self.session, people=people, by=self.viewer, now=self.now
                )
            except ValidationError as refused:
                self.booking.refuse(refused)
            else:
                return self.done(said_of_inviting(len(made)))
        return self.show(status=422)

    def invite_needing(self) -> HttpResponse:
        """Invite all who need the certificate that the course leads to."""
        if (kind := self.session.course.certificate_type) is None:
            raise Http404
        try:
            made = invitations.invite_needing(
                session=self.session, kind=kind, by=self.viewer, day=self.day, now=self.now
            )
        except ValidationError as refused:
            self.refusals = refused.messages
            return self.show(status=422)
        return self.done(said_of_inviting(len(made)))

    def arrange(self) -> HttpResponse:
        """Change seats, link and sign-up."""
        self.room = RoomForm(
            self.request.POST,
            initial=room_of(self.session),
            prefix="room",
            held_elsewhere=bool(self.session.held_by),
        )
        if self.room.is_valid():
            try:
                self.room.refuse_stale()
                places.arrange(
                    session=self.session,
                    by=self.viewer,
                    now=self.now,
                    **self.room.cleaned_room(),
                )
            except ValidationError as refused:
                self.room.refuse(refused)
            else:
                return self.done(_("Saved."))
        return self.show(status=422)

    def done(self, sentence: str) -> HttpResponse:
        """Say what happened and show the session as it is now."""
        messages.success(self.request, sentence)
        return redirect("session", public_id=self.session.public_id)

    def release(self, number: str) -> HttpResponse:
        """Take a person out who has no result yet."""
        place = next((place for place in self.everybody if str(place.pk) == number), None)
        if place is None:
            raise Http404
        try:
            places.release(place=place, by=self.viewer, now=self.now)
        except ValidationError as refused:
            self.refusals = refused.messages
            return self.show(status=422)
        return self.done(_("%(name)s is removed.") % {"name": place.person.name})

    @property
    def changes(self) -> bool:
        """Say whether the session can be moved, and be opened to other organisations."""
        own, coming = not self.session.held_by, self.session.day >= self.day
        return own and coming and not self.session.recorded_at

    @property
    def adding(self) -> bool:
        """Say whether the list of people to add stands open."""
        return not self.everybody or self.candidates.narrowed or self.booking.is_bound

    @cached_property
    def needing(self) -> int:
        """Count who needs the certificate and is in no session for it yet."""
        kind = self.session.course.certificate_type
        if kind is None or self.session.day < self.day:
            return 0
        return invitations.uninvited(self.viewer, kind, self.day).count()

    def show(self, status: int = 200) -> HttpResponse:
        """Show the session, and note that the people booked were looked at."""
        roll = self.roll or RollForm.stored(**self.about)
        if self.request.htmx and self.request.POST.get("do") == "sum":
            page = {"session": self.session, "sum": roll.sum(late=self.late)}
            return render(self.request, "training/sessions/session.html#sum", page)
        note_access(
            viewer=self.viewer,
            role=Role.TRAINER,
            what=access_kinds.BOOKING,
            at=self.now,
            people=[place.person for place in self.places],
        )
        return render(
            self.request, "training/sessions/session.html", self.context(roll), status=status
        )

    def context(self, roll: RollForm) -> dict[str, object]:
        """Gather what the page shows."""
        found = self.candidates.found
        people = [place.person_id for place in self.everybody]
        home = find_homes([*people, *(person.pk for person in found)], self.day)
        problems = [("pasted" if self.filling else "", sentence) for sentence in self.refusals]
        problems += [*(roll.problems() if roll.is_bound else ()), *self.booking.problems()]
        problems += self.room.problems()
        return {
            "page": self,
            "session": self.session,
            "rows": [(row, home.get(row.place.person_id)) for row in roll.rows()],
            "roll": roll,
            "sum": roll.sum(late=self.late),
            "candidates": [(one, home.get(one.pk)) for one in found[:FOUND_AT_MOST]],
            "problems": problems,
            "card": evaluations_words.card(self.viewer, self.session),
        }


def table_of(request: SignedInRequest) -> Table:
    """Take the pasted text, or the file if there is one; what is no list is refused."""
    if file := request.FILES.get("sheet"):
        return read_file(file.read(LARGEST + 1))
    return read_pasted(request.POST.get("pasted", ""))


def minutes_of(session: Session) -> int:
    """Count the minutes of a session, from its beginning to its end."""
    begin, end = session.starts, session.ends
    return (end.hour - begin.hour) * 60 + end.minute - begin.minute


def known(place: Enrolment) -> roll_table.RollPerson:
    """Tell by what a person with a place is known in a table."""
    person = place.person
    return roll_table.RollPerson(
        key=str(place.pk),
        names=(person.full_name_en, person.full_name_th, person.work_email, person.username),
    )


def room_of(session: Session) -> dict[str, object]:
    """Fill the form of seats, link and sign-up with what holds."""
    return {"seats": session.seats, "online": session.online, "open_to_all": session.open_to_all}
