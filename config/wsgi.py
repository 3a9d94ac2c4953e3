"""What a WSGI server runs."""

import os

from django.core.checks import Tags, run_checks
from django.core.management.base import SystemCheckError
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# A web server runs no checks by itself; with unsafe keys it must not serve a page.
if unsafe := [str(found) for found in run_checks(tags=[Tags.security]) if found.is_serious()]:
    raise SystemCheckError("\n".join(unsafe))
