"""What the shell of every page needs: who is here, where they are and where they may go."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from people.models import Role
from people.product_modules import ModulesOn

from .navigation import place_of


def shell(request: HttpRequest) -> dict[str, object]:
    """Give the shell its navigation, the way back and the help line at its foot."""
    person, language = getattr(request, "user", None), get_language()
    inside = person is not None and person.is_authenticated
    context = {"helpline": settings.HELPLINE, "demo": settings.DEMO}
    context["foot"] = foot(inside, settings.HELPLINE, settings.DEMO, language)
    if person is not None and inside:
        match = request.resolver_match
        route = match.view_name if match else ""
        context["nav_place"] = place_of(person.roles, route, person.modules_off)
        context["navigation"] = navigation(person.roles, route, language, person.modules_off)
        context["modules"] = ModulesOn(person)
    return context


@lru_cache(maxsize=2048)
def navigation(
    roles: frozenset[Role], route: str, language: str | None, off: frozenset[str]
) -> SafeString:
    """Draw the tabs and the pages of the open one, once a process for each place and language."""
    place = place_of(roles, route, off)
    if not place.tabs and not place.tab:
        return SafeString()
    return render_to_string("components/navigation.html", {"place": place})


@lru_cache(maxsize=16)
def foot(inside: bool, helpline: str, demo: bool, language: str | None) -> SafeString:
    """Draw the foot of every page, once a process for each language."""
    context = {"inside": inside, "helpline": helpline, "demo": demo}
    return render_to_string("components/foot.html", context)
