"""What the shell of every page needs: who is here, where they are and where they may go."""

from datetime import timedelta
from functools import cache, lru_cache

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from people.accounts.places import SEVERAL
from people.accounts.sessions import VISIT, asks_after, end_of, visit_limits
from people.first_run.page import FirstRun, first_run_of
from people.guards import person_of
from people.models import LostSignIn, Person, Role
from people.pending.reading import Pending, read_pending
from people.phones.sealed_texts import owner_mark
from people.product_modules import ModulesOn
from people.rescue.helpers import last_help
from programme.members.door import has_directory

from .navigation import GROW_PAGES, HOMES, NavPlace, closed_to, place_of


def shell(request: HttpRequest) -> dict[str, object]:
    """Give the shell its navigation, the way back and the help line at its foot."""
    user, language = getattr(request, "user", None), get_language()
    inside = user is not None and user.is_authenticated
    context = {"helpline": settings.HELPLINE, "demo": settings.DEMO}
    # A phone that pays by the byte: what only comes along waits, or is asked for less often.
    context["saves_data"] = request.headers.get("Save-Data") == "on"
    context["exit_site"] = settings.EXIT_SITE
    context["foot"] = foot(inside, settings.HELPLINE, settings.DEMO, language)
    if user is not None and (person := person_of(request)):
        match = request.resolver_match
        context |= {"me": person, "several_places": request.session.get(SEVERAL)}
        context["kept_until"] = kept_until(request.session)
        if visit := request.session.get(VISIT):
            context["visit_asks"] = asks_after(visit, timezone.now())
            context["visit_minutes"] = visit_limits(visit).idle // timedelta(minutes=1)
        context |= Shell(person, match.view_name if match else "", language).context()
    return context


def kept_until(session: SessionBase) -> str:
    """Say until when a device may show again what was typed on it; nothing where others use it.

    As scripts count: in milliseconds since 1970.
    """
    visit = session.get(VISIT)
    return "" if visit is None or visit["shared"] else f"{end_of(visit).timestamp() * 1000:.0f}"


class Shell:
    """The navigation of one page, with what waits; a part of a page that asks for none reads none.

    What waits is read on the homes of the jobs only: elsewhere a page would pay for a dot as much
    as for its own content.
    """

    def __init__(self, person: Person, route: str, language: str | None) -> None:
        self.person, self.route, self.language = person, route, language
        self.off = closed_to(person)
        self.pending = cache(self.read)

    def context(self) -> dict[str, object]:
        """Give templates what they call; each is drawn when it is asked for."""
        return {
            "nav_place": place_of(self.person.roles, self.route, self.off),
            "modules": ModulesOn(self.person),
            "navigation": self.navigation,
            "pending_sheet": self.sheet,
            "yours_waiting": self.yours,
            "waiting_by_page": self.by_page,
            "helped": self.helped,
            "first_run": self.first_run,
            "has_directory": self.has_directory,
            "device_owner": self.device_owner,
        }

    def helped(self) -> LostSignIn | None:
        """Find who helped the person sign in again, while it can be stopped; on a home."""
        if self.route not in HOMES and self.route != "home":
            return None
        return last_help(self.person.account, now=timezone.now())

    def first_run(self) -> FirstRun | None:
        """Find the first steps, on the home of an admin until they are closed."""
        return first_run_of(self.person, timezone.now())

    def has_directory(self) -> bool:
        """Say whether there is anything in the directory; read by the pages that lead to it."""
        return has_directory(self.person)

    def device_owner(self) -> str:
        """Mark what a device keeps for the person; asked for by the pages that keep something."""
        return owner_mark(self.person)

    def read(self) -> Pending:
        """Read what waits, on a home."""
        if self.route not in HOMES or self.person.account.closed_before:
            return Pending()
        return read_pending(self.person, timezone.now())

    def navigation(self) -> SafeString:
        """Draw the tabs and the pages of the open one."""
        counts = self.pending().counts
        me = self.person
        return navigation(me.roles, self.route, self.language, self.off, counts)

    def sheet(self) -> Pending:
        """Say what the page's own sheet shows: on Grow what is done there, else all."""
        if self.route == "grow":
            return self.pending().under(GROW_PAGES)
        return self.pending().beside(self.route)

    def by_page(self) -> dict[str, int]:
        """Count what waits by page."""
        return dict(self.pending().counts)

    def yours(self) -> int:
        """Count what waits behind the person's own name."""
        me = self.person
        return dots(me.roles, self.pending().counts, self.off)[0].get("yours", 0)


def dots(
    roles: frozenset[Role], counts: tuple[tuple[str, int], ...], off: frozenset[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """Sum what waits by tab and by page, where these roles find each page."""
    tabs: dict[str, int] = {}
    pages: dict[str, int] = {}
    for route, n in counts:
        place = place_of(roles, route, off)
        if place.tab and place.page:
            tabs[place.tab.key] = tabs.get(place.tab.key, 0) + n
            pages[place.page.url] = pages.get(place.page.url, 0) + n
    return tabs, pages


@lru_cache(maxsize=2048)
def navigation(
    roles: frozenset[Role],
    route: str,
    language: str | None,
    off: frozenset[str] = frozenset(),
    counts: tuple[tuple[str, int], ...] = (),
) -> SafeString:
    """Draw the tabs and pages, once a process for each place, language and what waits."""
    place: NavPlace = place_of(roles, route, off)
    if not place.tabs and not place.tab:
        return SafeString()
    by_tab, by_page = dots(roles, counts, off)
    context = {
        "place": place,
        "tabs": [(tab, by_tab.get(tab.key, 0)) for tab in place.tabs],
        "pages": [(one, by_page.get(one.url, 0)) for one in (place.tab.pages if place.tab else ())],
    }
    return render_to_string("components/navigation.html", context)


@lru_cache(maxsize=16)
def foot(inside: bool, helpline: str, demo: bool, language: str | None) -> SafeString:
    """Draw the foot of every page, once a process for each language."""
    context = {"inside": inside, "helpline": helpline, "demo": demo}
    return render_to_string("components/foot.html", context)
