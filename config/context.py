"""What the shell of every page needs: who is here and where they may go."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.models import MAY, Role
from people.writing.sentences import Sentence

NAVIGATION = (
    ("team", "team", _("Team"), {Role.SUPERVISOR}),
    ("training", "training", _("Training"), {Role.TRAINER}),
    ("programme", "programme", _("Programme"), {Role.PROGRAMME}),
    ("people", "user", _("People"), {Role.ADMIN}),
    ("my_week", "week", _("My week"), {*MAY.send_weeks}),
    ("my_trend", "trend", _("My trend"), {*MAY.send_weeks}),
    ("talk", "talk", _("Talk"), set(Role)),
    # Staff care sees the flags it was invited to, and nothing else of a team.
    ("team", "team", _("Flags"), {Role.CARE}),
    ("my_time", "away", _("My time"), {*MAY.send_weeks}),
    ("my_career", "path", _("My path"), {*MAY.send_weeks}),
)
PLACES = {url for url, *_rest in NAVIGATION}
# A bottom bar holds five; the last ones are also reached from the pages before them.
NAVIGATION_AT_MOST = 5


def shell(request: HttpRequest) -> dict[str, object]:
    """Give the shell its navigation and the help line at its foot."""
    person, language = getattr(request, "user", None), get_language()
    inside = person is not None and person.is_authenticated
    context = {"helpline": settings.HELPLINE, "demo": settings.DEMO}
    context["foot"] = foot(inside, settings.HELPLINE, settings.DEMO, language)
    if person is not None and inside:
        match = request.resolver_match
        here, section = match.url_name if match else "", request.path.split("/")[1]
        places = (place if place in PLACES else "" for place in (here, section))
        context["navigation"] = navigation(person.roles, *places, language)
    return context


@lru_cache(maxsize=1024)
def navigation(roles: frozenset[Role], here: str, section: str, language: str | None) -> SafeString:
    """Draw where somebody with these roles may go, once a process for each place and language."""
    found: dict[str, tuple[str, str, Sentence]] = {}
    for url, icon, label, may in NAVIGATION:
        if may & roles:
            found.setdefault(url, (url, icon, label))
    if not found:
        return SafeString()
    context = {"places": list(found.values())[:NAVIGATION_AT_MOST], "here": here}
    return render_to_string("components/navigation.html", context | {"section": section})


@lru_cache(maxsize=16)
def foot(inside: bool, helpline: str, demo: bool, language: str) -> SafeString:
    """Draw the foot of every page, once a process for each language."""
    context = {"inside": inside, "helpline": helpline, "demo": demo}
    return render_to_string("components/foot.html", context)
