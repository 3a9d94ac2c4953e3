"""The application for a WSGI server."""

import os

from django.core.checks import Tags, run_checks
from django.core.management.base import SystemCheckError
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection

from config.whole_bodies import WholeBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = WholeBodies(get_wsgi_application())

# A web server runs no checks by itself. With unsafe keys, or a role that row-level security does
# not stop, it must not serve a page.
found = run_checks(tags=[Tags.security])
try:
    found += run_checks(tags=[Tags.database], databases=["default"])
except OperationalError:
    pass  # away for the moment: pages say so, and `migrate` refused an unsafe role before
finally:
    connection.close()
if unsafe := [str(one) for one in found if one.is_serious()]:
    raise SystemCheckError("\n".join(unsafe))
