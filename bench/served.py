"""The product on a Friday: there is always a week to send, and the same one on every run."""

import time_machine
from days import NOW

time_machine.travel(NOW).start()

from config.wsgi import application  # noqa: E402

__all__ = ["application"]
