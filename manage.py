#!/usr/bin/env python
"""Run Kamlangjai's management commands."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from people import reach

    # Whoever has the shell has everything anyway; pages close the door again (config/middleware).
    reach.rest_everywhere()
    execute_from_command_line(sys.argv)
