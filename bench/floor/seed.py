"""Make the floor's tables and rows, and print the session of each of its people."""

import datetime as dt
import json
import os
import random
import sys

import django

PEOPLE, WEEKS = 100, 52


def main(sessions: int) -> None:
    """Make what the floor reads; the same rows every time."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "floor.settings"
    django.setup()
    from django.apps import apps
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client

    from floor.models import Stored
    from floor.views import NUMBERS, WEEK

    with connection.schema_editor() as editor:
        for model in apps.get_models():
            editor.create_model(model)
    people = [User.objects.create(username=f"w{n}") for n in range(PEOPLE)]
    numbers = random.Random(3)
    Stored.objects.bulk_create(
        Stored(
            person=person,
            week=WEEK - dt.timedelta(weeks=back),
            **{name: numbers.randint(1, 60) for name in NUMBERS},
        )
        for person in people
        for back in range(WEEKS)
    )
    keys = []
    for person in people[:sessions]:
        client = Client()
        client.force_login(person)
        keys.append(client.cookies["sessionid"].value)
    print(json.dumps(keys))


if __name__ == "__main__":
    main(int(sys.argv[1]))
