"""The page on which an admin switches modules on and off."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, for_whole
from people.product_modules import MODULES
from people.writing.forms import page_with_problems, problems_of

from . import actions as product

SHOWN = 20


@for_whole
def modules(request: SignedInRequest) -> HttpResponse:
    """Show what is switched on, and who changed it; take a press of a switch."""
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            messages.success(request, pressed(request))
        except ValidationError as refused:
            problems = problems_of(refused)
        else:
            return redirect("modules")
    history = product.switched(request.person)
    context = {
        "states": product.states(request.person, history),
        "history": history[:SHOWN],
        "problems": problems,
    }
    return page_with_problems(request, "people/modules/modules.html", context)


def pressed(request: SignedInRequest) -> str:
    """Do what the button says, and say what holds from now on. "On" and "off" are the buttons."""
    on, key = "on" in request.POST, request.POST.get("on") or request.POST.get("off") or ""
    product.switch(
        organisation=request.person.organisation,
        key=key,
        on=on,
        by=request.person,
        now=timezone.now(),
    )
    said = _("%(module)s: on. Everything is as it was.")
    if not on:
        said = _("%(module)s: off. What people wrote is kept.")
    return said % {"module": MODULES[key].label}
