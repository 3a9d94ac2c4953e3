"""The visit of a person who left quickly ends with the next request from their device."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from people.tenancy import context as tenancy

from .actions import end_visit, is_left, make_forget


class LeftMiddleware:
    """End the visit where the device says that its person left.

    What comes after it meets a stranger, who reaches no organisation.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_left(request):
            return self.get_response(request)
        forgotten = end_visit(request)
        with tenancy.of_request(None):
            response = self.get_response(request)
        make_forget(response, forgotten)
        return response
