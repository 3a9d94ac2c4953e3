"""Settings of a process in which a job runs where it is queued."""

from config.settings import *  # noqa: F403 - all of them

TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
