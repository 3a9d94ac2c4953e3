"""The page that prints the slips of a unit or of a list, several on a sheet."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from people.guards import SignedInRequest, only
from people.languages.known import offered_languages
from people.models import ListImport, Role, Unit
from people.writing import links
from people.writing.fields import get_visible

from .many import PrintedSlip, slips_waiting, write_many
from .views import drawn_address


@dataclass(frozen=True)
class SlipOfMany:
    """One of the slips on a sheet, in its language, with the picture of its address."""

    printed: PrintedSlip
    language: str
    side: int
    path: str


@only(Role.ADMIN)
def slips(request: SignedInRequest) -> HttpResponse:
    """Say how many slips wait; print them with new codes, which are shown this once."""
    now, unit, brought = timezone.now(), None, None
    if wanted := request.GET.get("unit"):
        mine = Unit.objects.visible_to(request.person)
        unit = get_visible(mine.within(*request.person.paths(Role.ADMIN)), wanted)
    if wanted := request.GET.get("list"):
        brought = get_visible(ListImport.objects.visible_to(request.person), wanted)
    found = slips_waiting(request.person, now, unit=unit, brought=brought)
    context: dict[str, object] = {"unit": unit, "address": links.to("slip")}
    if request.method == "POST":
        chosen = found.filter(sent_at=None) if request.POST.get("do") == "new" else found
        printed = write_many(slips=chosen, by=request.person, now=now)
        context["sheet"] = [of_many(one) for one in printed]
        return render(request, "people/members/slips_to_print.html", context)
    context |= {"count": found.count(), "new": found.filter(sent_at=None).count()}
    return render(request, "people/members/slips.html", context)


def of_many(one: PrintedSlip) -> SlipOfMany:
    """Put a slip into its language."""
    language = one.invitation.language
    if language not in dict(offered_languages()):
        language = get_language() or "en"
    return SlipOfMany(one, language, *drawn_address(language))
