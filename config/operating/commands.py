"""Run a command; what an operator can mend is told in one line, and not by where the code was."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError

from people.keys.ring import WrongOwnerError

# Of the database: away, without tables or without a right. A row that does not fit is our fault.
MENDABLE = (OperationalError, ProgrammingError, ImproperlyConfigured, OSError, WrongOwnerError)


def run_command(argv: list[str]) -> None:
    """Run it; where it ends with what can be mended, exit with 1 and one line.

    `--traceback` shows where it was, as Django has it for refusals of commands.
    """
    try:
        execute_from_command_line(argv)
    except MENDABLE as wrong:
        if "--traceback" in argv:
            raise
        sys.exit(told(wrong))


def told(wrong: Exception) -> str:
    """Say in a line what is wrong and what says more."""
    first = (str(wrong).strip() or type(wrong).__name__).splitlines()[0]
    if isinstance(wrong, OperationalError | ProgrammingError):
        return f"The database: {first.rstrip('.')}. `manage.py doctor` says more."
    if isinstance(wrong, OSError) and wrong.strerror:
        return f"{wrong.filename or 'The disk'}: {wrong.strerror}."
    return first
