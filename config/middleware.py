"""What every answer carries, and who is asked to sign in."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django_htmx.http import HttpResponseClientRedirect

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class PlainHeadersMiddleware:
    """Keep signed-in pages out of every cache, and the device's sensors out of every page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
            response.headers["Cache-Control"] = "no-store"
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Ask for a sign-in; a part of a page asks the whole window, not the part."""

    def handle_no_permission(self, request, view_func):
        """Turn the redirect into htmx's own where htmx asked."""
        response = super().handle_no_permission(request, view_func)
        return HttpResponseClientRedirect(response.url) if request.htmx else response
