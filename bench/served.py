"""The product on a Friday: there is always a week to send, and the same one on every run."""

import sys

# What stops the clock loads pytest where it is there, and the API's library Jinja2: 22 MB a worker
# that the product never has.
sys.modules["pytest"] = sys.modules["jinja2"] = None

import time_machine  # noqa: E402
from days import NOW  # noqa: E402

time_machine.travel(NOW).start()

from config.wsgi import application  # noqa: E402

__all__ = ["application"]
