"""Look for people to remind among many certificates: `reminding.py CERTIFICATES ROUNDS`.

A process and a database of its own, beside reading the same certificates as tuples. Each person
holds four, which last two years and end on days spread over them; people to be told before were
told. Prints a list of [floor, product] in milliseconds.
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

import django
from days import NOW
from rounds import took

HELD, TODAY = 4, NOW.date()


def main(certificates: int, rounds: int) -> None:
    """Make the certificates, then read them and look for people to remind, over and over."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    make(certificates)
    from training.certificates import reminders

    found = [[took(tuples), took(lambda: reminders.waiting(TODAY))] for _ in range(rounds)]
    print(json.dumps(found))


def tuples() -> list[tuple]:
    """Read every current certificate: the least that any code that looks at each must do."""
    from training.models import Certificate

    return list(Certificate.objects.current().values_list("person_id", "type_id", "expires_on"))


def make(certificates: int) -> None:
    """Employ who holds them, give them out, and keep the messages of the days before."""
    from data import LASTS, certify, crowd, found
    from django.db import transaction

    from people.models import SentOnce
    from training.certificates.reminders import kind_of, waiting

    with transaction.atomic():
        many = found("Many")
        people = crowd(many, certificates // HELD)
        certify(people, HELD, lambda n: TODAY + timedelta(days=n * 7 % LASTS))
        for day in (TODAY - timedelta(days=back) for back in range(90, 0, -1)):
            SentOnce.objects.bulk_create(
                SentOnce(
                    recipient_id=one.person_id,
                    kind=kind_of(one.step),
                    key=one.expires_on.isoformat(),
                )
                for one in waiting(day)
            )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main(*map(int, sys.argv[1:]))
