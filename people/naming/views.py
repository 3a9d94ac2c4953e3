"""The page on which an admin chooses how people are named."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest, for_whole
from people.writing.forms import form_page, sent

from . import actions
from .forms import NamingForm


@for_whole
def naming(request: SignedInRequest) -> HttpResponse:
    """Show how the people of the organisation are named; take another choice."""
    organisation = request.person.organisation
    start = {"rank_places": organisation.rank_places, "says_khun": organisation.says_khun}
    form = NamingForm(sent(request), initial=start)
    if form.is_valid():
        try:
            form.refuse_stale()
            actions.choose_naming(
                organisation=organisation,
                by=request.person,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("naming")
    return form_page(request, "people/naming/naming.html", form)
