"""What hours beyond the contract amount to: a page that only its own person ever opens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.guards import SignedInRequest
from people.writing.formats import plain_number
from people.writing.forms import form_page, sent
from workload.rules.extra_pay import PLAIN_FACTOR

from . import pay
from .pay_forms import PayForm


def my_pay(request: SignedInRequest) -> HttpResponse:
    """Show what the viewer's own hours beyond amount to; keep their number, or erase it."""
    person, now = request.person, timezone.now()
    if request.POST.get("do") == "erase":
        pay.keep_rate(person=person, rate=None, now=now)
        messages.success(request, _("Nothing is kept."))
        return redirect("my_pay")
    rate = pay.own_rate(person)
    initial = {
        "pay": plain_number(rate.pay) if rate else "",
        "factor": plain_number(rate.factor if rate else PLAIN_FACTOR),
    }
    form = PayForm(sent(request), initial=initial)
    if form.is_valid():
        pay.keep_rate(person=person, rate=form.rate, now=now)
        messages.success(request, _("It is kept sealed.") if form.rate else _("Nothing is kept."))
        return redirect("my_pay")
    context = {
        "rate": rate,
        "spans": pay.amounts_beyond(person, rate, now),
    }
    return form_page(request, "workload/time/my_pay.html", form, **context)
