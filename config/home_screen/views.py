"""What a phone is told when a person keeps the product on its home screen."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from .icons import HOME_PICTURES, HomePicture

# The ground of the pages in the light: `--canvas` of app.css.
LIGHT = "#f5f4ef"
PURPOSES = {"tile": "any", "full": "maskable", "none": "monochrome"}
# Asked for through a link of the page, not by the manifest.
FOR_APPLE = "icon-touch.png"
KEPT = "public, max-age=3600"


@require_safe
@csp_override({"default-src": [CSP.NONE]})
def manifest(request: HttpRequest) -> JsonResponse:
    """Describe the product to a phone, in the language of the address; every reader gets the same.

    It names no organisation and no subject: others see a home screen too. Where a person is led is
    decided when they come, by their roles; without a sign-in they are asked for one first.
    """
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with override(language):
        # Pages break no line within some words; a home screen has no lines.
        words = (_("Kamlangjai"), _("My week"), _("Help"))
        title, week, help_now = (one.replace("\N{WORD JOINER}", "") for one in words)
    content = {
        "id": "/",
        "name": title,
        "short_name": title,
        "lang": language,
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "theme_color": LIGHT,
        "background_color": LIGHT,
        "icons": [as_icon(name, one) for name, one in HOME_PICTURES.items() if name != FOR_APPLE],
        "shortcuts": [
            {"name": week, "url": reverse("my_week")},
            {"name": help_now, "url": reverse("help_now")},
        ],
    }
    response = JsonResponse(
        content,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    response.headers["Cache-Control"] = KEPT
    return response


def as_icon(name: str, picture: HomePicture) -> dict[str, str]:
    """Describe a picture as a manifest does."""
    return {
        "src": static(name),
        "sizes": f"{picture.size}x{picture.size}",
        "type": "image/png",
        "purpose": PURPOSES[picture.ground],
    }
