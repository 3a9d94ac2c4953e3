"""What a person types about the worth of their own hours. The form judges shape only."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from people.writing.fields import NumberField
from people.writing.forms import PageForm
from workload.rules.extra_pay import PLAIN_FACTOR, PayRate


class PayForm(PageForm, forms.Form):
    """A pay number and its factor; without a number nothing is kept."""

    pay = NumberField(
        label=_("What one hour of yours is worth"),
        help_text=_("Any number you like, for example your salary divided by its hours."),
        required=False,
        min_value=Decimal("0.01"),
        max_value=100_000,
        decimal_places=2,
    )
    factor = NumberField(
        label=_("One hour beyond the contract counts as"),
        help_text=_("1 means: as any other hour. Choose another number if it holds for you."),
        required=False,
        min_value=Decimal("0.1"),
        max_value=10,
        decimal_places=2,
    )

    @property
    def rate(self) -> PayRate | None:
        """What was typed; None for an empty number. Only for a valid form."""
        pay, factor = self.cleaned_data["pay"], self.cleaned_data["factor"]
        return PayRate(pay, factor or PLAIN_FACTOR) if pay else None
