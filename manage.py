#!/usr/bin/env python
"""Run Kamlangjai's management commands."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.operating.commands import run_command
    from people.tenancy import context as tenancy

    # Whoever has the shell has everything anyway; pages close the door again (config/middleware).
    tenancy.rest_everywhere()
    run_command(sys.argv)
