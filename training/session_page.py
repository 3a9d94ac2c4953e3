"""One session's page: the roll, saving it, and adding people."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from people.access import note
from people.models import AccessEvent, Role
from people.templatetags.kamlangjai import day as write_day
from people.weeks import today

from . import courses, overview
from .forms import BookForm, FindForm
from .models import Attendance, Enrolment, Session
from .roll import RollForm

FOUND_AT_MOST = 50
FILLS = {"all-full", "certify-full", "sum"}


class SessionPage:
    """What was asked of one session, and the answer."""

    marks = Attendance.choices

    def __init__(self, request: HttpRequest, session: Session, now: datetime) -> None:
        self.request, self.viewer = request, request.user
        self.session, self.now, self.day = session, now, today(now)
        self.roll: RollForm | None = None
        self.booking = BookForm(people=overview.reach(self.viewer))
        self.ticked: set[str] = set()
        self.refusals: list[str] = []
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
            self.roll = RollForm.typed(typed, do=do, session=self.session, places=self.places)
            return self.show()
        if do == "tick-all":
            self.ticked = {str(person.public_id) for person in self.found}
            return self.show()
        return self.book() if do == "book" else self.save()

    @cached_property
    def places(self) -> list[Enrolment]:
        """The places the viewer may see, by name."""
        first = "th" if get_language() == "th" else "en"
        return list(
            Enrolment.objects.visible_to(self.viewer)
            .filter(session=self.session)
            .with_history(self.session)
            .select_related("person")
            .order_by(f"person__full_name_{first}", "person__full_name_en", "pk")
        )

    def save(self) -> HttpResponse:
        """Save the roll, or show it again with what was typed and why it was refused."""
        self.roll = RollForm(self.request.POST, session=self.session, places=self.places)
        if self.roll.is_valid():
            try:
                issued = courses.record(
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

    def refuse(self, refused: ValidationError) -> None:
        """Keep what was typed beside what is stored now."""
        self.stale = any(error.code == "stale" for error in refused.error_list)
        if self.stale:
            # Read again, and offer to save over what is there now.
            self.session.refresh_from_db(fields=["version", "recorded_at", "recorded_by"])
            del self.places
            typed = self.request.POST.copy()
            typed["version"] = self.session.version
            self.roll = RollForm(typed, session=self.session, places=self.places)
            self.roll.is_valid()
        self.roll.refuse(refused)

    def saved(self, issued: int) -> str:
        """Say what saving did."""
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

    def book(self) -> HttpResponse:
        """Give the people who were ticked a place."""
        self.booking = BookForm(self.request.POST, people=overview.reach(self.viewer))
        self.ticked = set(self.request.POST.getlist("people"))
        if self.booking.is_valid():
            people = list(self.booking.cleaned_data["people"])
            try:
                courses.book(session=self.session, people=people, by=self.viewer)
            except ValidationError as refused:
                self.booking.refuse(refused)
            else:
                sentence = ngettext(
                    "%(n)s person is added.", "%(n)s people are added.", len(people)
                )
                messages.success(self.request, sentence % {"n": len(people)})
                return redirect("session", public_id=self.session.public_id)
        return self.show(status=422)

    def release(self, number: str) -> HttpResponse:
        """Take somebody out who has no result yet."""
        place = next((place for place in self.places if str(place.pk) == number), None)
        if place is None:
            raise Http404
        try:
            courses.release(place=place)
        except ValidationError as refused:
            self.refusals = refused.messages
            return self.show(status=422)
        sentence = _("%(name)s is taken out.") % {"name": place.person.name}
        messages.success(self.request, sentence)
        return redirect("session", public_id=self.session.public_id)

    @cached_property
    def units(self) -> list:
        """The units to choose people from."""
        return list(overview.units_in_reach(self.viewer))

    @cached_property
    def find(self) -> tuple[object, str]:
        """The unit and the name that people are looked for by."""
        return FindForm(self.request.GET).found()

    @cached_property
    def found(self) -> list:
        """Who can still be added, narrowed by unit and name; one more than is shown."""
        unit_id, name = self.find
        unit = next((unit for unit in self.units if unit.public_id == unit_id), None)
        people = overview.within(overview.reach(self.viewer), unit, self.day)
        people = people.called(name) if name else people
        booked = [place.person_id for place in self.places]
        return list(people.exclude(pk__in=booked)[: FOUND_AT_MOST + 1])

    @property
    def adding(self) -> bool:
        """Say whether the list of people to add stands open."""
        return not self.places or any(self.find) or bool(self.ticked) or self.booking.is_bound

    def show(self, status: int = 200) -> HttpResponse:
        """Show the session, and note that the people booked were looked at."""
        roll = self.roll or RollForm.stored(self.session, self.places)
        if self.request.htmx and self.request.POST.get("do") == "sum":
            page = {"session": self.session, "sum": roll.sum()}
            return render(self.request, "training/session.html#sum", page)
        note(
            viewer=self.viewer,
            role=Role.TRAINER,
            what=AccessEvent.What.BOOKING,
            at=self.now,
            people=[place.person for place in self.places],
        )
        return render(self.request, "training/session.html", self.context(roll), status=status)

    def context(self, roll: RollForm) -> dict[str, object]:
        """Gather what the page shows."""
        people = [place.person_id for place in self.places]
        home = overview.homes([*people, *(person.pk for person in self.found)], self.day)
        problems = [("", sentence) for sentence in self.refusals]
        problems += [*(roll.problems() if roll.is_bound else ()), *self.booking.problems()]
        return {
            "page": self,
            "session": self.session,
            "rows": [(row, home.get(row.place.person_id)) for row in roll.rows()],
            "roll": roll,
            "sum": roll.sum(),
            "candidates": [(one, home.get(one.pk)) for one in self.found[:FOUND_AT_MOST]],
            "more": len(self.found) > FOUND_AT_MOST,
            "problems": problems,
        }
