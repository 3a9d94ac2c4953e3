"""Pages of people, units and one's own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    return render(request, "people/account.html")


def opened(request: HttpRequest) -> HttpResponse:
    """Show who opened one's record."""
    return render(request, "people/opened.html")


def people(request: HttpRequest) -> HttpResponse:
    """Show the units and who is in them."""
    return render(request, "people/people.html")
