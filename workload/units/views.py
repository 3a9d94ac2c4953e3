"""The load of units, for the programme office and admins: the page and the table."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from people.groups.rule import NEVER_COUNTED
from people.guards import SignedInRequest, only
from people.models import MAY
from people.writing import sheets

from . import actions as units
from . import words as units_words


@only(*MAY.see_unit_loads)
def unit_loads(request: SignedInRequest) -> HttpResponse:
    """Show what is said of the load of the units in reach."""
    found = units.read(request.person, request.GET.get("page"))
    context = {
        "found": found,
        "units": [units_words.ShownLoad(one, found.blocks) for one in found.groups],
        "legend": [word for _place, word in units_words.LOAD.values()],
        "smallest": request.person.organisation.smallest_group,
        "senders": request.person.organisation.smallest_group + NEVER_COUNTED,
    }
    return render(request, "workload/units/unit_loads.html", context)


@only(*MAY.see_unit_loads)
def unit_loads_sheet(request: SignedInRequest) -> StreamingHttpResponse:
    """Hand over the same as a table."""
    rows = units_words.table(units.everything(request.person))
    return sheets.streamed("loads", units_words.header(), rows)
