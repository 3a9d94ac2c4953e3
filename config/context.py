"""What the shell of every page needs: who is here and where they may go."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.models import Role

NAVIGATION = (
    ("team", "team", _("Team"), {Role.SUPERVISOR}),
    ("training", "training", _("Training"), {Role.TRAINER}),
    ("programme", "programme", _("Programme"), {Role.PROGRAMME}),
    ("people", "user", _("People"), {Role.ADMIN}),
    ("my_week", "week", _("My week"), {Role.WORKER, Role.SUPERVISOR}),
    ("my_trend", "trend", _("My trend"), {Role.WORKER, Role.SUPERVISOR}),
    ("talk", "talk", _("Talk"), set(Role)),
    # Staff care sees the flags it was invited to, and nothing else of a team.
    ("team", "team", _("Flags"), {Role.CARE}),
    ("my_time", "away", _("My time"), {Role.WORKER, Role.SUPERVISOR}),
    ("my_career", "path", _("My path"), {Role.WORKER, Role.SUPERVISOR}),
)
# A bottom bar holds five; the last ones are also reached from the pages before them.
NAVIGATION_AT_MOST = 5


def shell(request: HttpRequest) -> dict[str, object]:
    """Give the shell its navigation and the help line at its foot."""
    person = getattr(request, "user", None)
    context = {"helpline": settings.HELPLINE, "demo": settings.DEMO}
    if person and person.is_authenticated:
        found = {}
        for url, icon, label, roles in NAVIGATION:
            if roles & person.roles:
                found.setdefault(url, (url, icon, label))
        context["navigation"] = list(found.values())[:NAVIGATION_AT_MOST]
        match = request.resolver_match
        context["here"] = match.url_name if match else ""
        context["section"] = request.path.split("/")[1]
    return context
