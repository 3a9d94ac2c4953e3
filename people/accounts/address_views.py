"""The page behind the link that proves a new address."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from . import addresses


def address(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more before the address counts: programs that read mail also open links."""
    now, refused = timezone.now(), None
    change = addresses.behind(token, now=now)
    if change and request.method == "POST":
        try:
            addresses.confirm(change=change, now=now)
        except ValidationError as wrong:
            refused = wrong.messages[0]
            change = addresses.behind(token, now=now)  # it may have ended meanwhile
        else:
            messages.success(request, _("Your new address is used from now on."))
            return redirect("account")
    status = 404 if change is None else 422 if refused else 200
    return render(
        request,
        "people/accounts/address.html",
        {"change": change, "refused": refused},
        status=status,
    )
