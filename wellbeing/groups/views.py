"""What is told about groups: the page, the card, the table; and asking for more people."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people.groups import words as group_sizes
from people.groups.rule import NEVER_COUNTED
from people.guards import SignedInRequest, for_whole, only
from people.models import MAY
from people.weeks import Block
from people.writing import sheets
from people.writing.forms import form_page, sent

from . import actions as groups_actions
from . import freezing
from . import words as groups_words
from .actions import ToldGroup
from .forms import GroupSizeForm


class ShownGroups:
    """A group with its words and pictures."""

    def __init__(self, group: ToldGroup, blocks: Sequence[Block] = ()):
        self.unit, self.newest, self.group = group.unit, group.newest, group
        self.people = group_sizes.people(group.newest.said)
        self.weeks = groups_words.weeks(group.newest.block)
        self.days = groups_words.days(group.newest.block)
        self.rows = groups_words.rows(group.newest)
        self.steps = groups_words.steps(group)
        self.strip = groups_words.strip(group, list(blocks))
        # A team with so many people or fewer is never told by itself.
        self.most = group.newest.senders - 1
        # Deeper than this the names have no space left on a phone.
        self.depth = min(group.depth, 4)


@only(*MAY.see_groups)
def groups(request: SignedInRequest) -> HttpResponse:
    """Show what is told about the units in reach; a page that asks for cards gets only these."""
    cards = [ShownGroups(one) for one in groups_actions.cards(request.person)]
    if request.htmx:
        return render(
            request, "wellbeing/groups/groups.html#cards", {"cards": cards, "inside": True}
        )
    found = groups_actions.read(request.person, request.GET.get("page"))
    context = {
        "cards": cards,
        "found": found,
        "groups": [ShownGroups(one, found.blocks) for one in found.groups],
        "legend": [word for _place, word in groups_words.STRAIN.values()],
        "organisation": request.person.organisation,
        "senders": request.person.organisation.smallest_group + NEVER_COUNTED,
    }
    return render(request, "wellbeing/groups/groups.html", context)


@only(*MAY.see_groups)
def groups_sheet(request: SignedInRequest) -> StreamingHttpResponse:
    """Return the same as a table."""
    rows = groups_words.table(groups_actions.everything(request.person))
    return sheets.streamed("groups", groups_words.header(), rows)


@for_whole
def group_size(request: SignedInRequest) -> HttpResponse:
    """Ask for more people before a group is told."""
    organisation = request.person.organisation
    form = GroupSizeForm(sent(request), initial={"smallest": organisation.smallest_group})
    if form.is_valid():
        try:
            freezing.ask_for(organisation=organisation, by=request.person, **form.cleaned_data)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It applies from the next block."))
            return redirect("group_size")
    return form_page(
        request, "wellbeing/groups/group_size.html", form, smallest=organisation.smallest_group
    )
