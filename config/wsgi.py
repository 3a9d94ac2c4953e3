"""The application for a WSGI server."""

import logging
import os
from contextlib import suppress
from importlib import import_module

import django
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.core.management.base import SystemCheckError
from django.db import OperationalError, connection
from django.utils import timezone

from config.receiving.charsets import Application
from config.whole_bodies import WholeBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)
application = WholeBodies(Application())

# A web server runs no checks by itself. With unsafe keys, or a role that row-level security does
# not stop, it must not serve a page.
found = run_checks(tags=[Tags.security])
# A database may be away for the moment: pages say so, and `migrate` refused an unsafe role before.
with suppress(OperationalError):
    found += run_checks(tags=[Tags.database], databases=["default"])
if unsafe := [str(one) for one in found if one.is_serious()]:
    raise SystemCheckError("\n".join(unsafe))
# Only now: what it imports needs the apps and safe settings.
from config.operating import clocks, collector, doctor  # noqa: E402

clocks.keep_watch()
try:
    if unfit := doctor.kept_from_starting(timezone.now()):
        raise SystemCheckError("\n".join(unfit))
    for doubt in doctor.doubts(timezone.now()):
        logging.getLogger(__name__).error("%s", doubt)
finally:
    connection.close()

# Every page with what it imports: the first visitor would wait a second for it.
import_module(settings.ROOT_URLCONF)

collector.pass_over_what_is_loaded()
