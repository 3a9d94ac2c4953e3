"""How many statements and template nodes each page costs, counted in process.

BEGIN and its kind are not counted.
"""

import time_machine
from client import WeekForm
from days import NOW
from django.conf import settings
from django.db import connection
from django.template.base import Node
from django.test import Client

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Count:
    """Counts what goes to the database."""

    def __init__(self):
        self.all = []

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(NOT_COUNTED):
            self.all.append(sql)
        return execute(sql, params, many, context)


def someone(session: str) -> Client:
    """A client who is signed in already."""
    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def of_page(session: str, path: str) -> int:
    """Count the statements of opening a page; the first visit only warms up."""
    client = someone(session)
    with time_machine.travel(NOW), connection.execute_wrapper(count := Count()):
        for _ in range(2):
            count.all.clear()
            answer = client.get(path)
            if answer.status_code != 200:
                raise SystemExit(f"{path} answered {answer.status_code}")
    return len(count.all)


def nodes_of_page(session: str, path: str) -> int:
    """Count the template nodes that are drawn for a page; what is kept from a visit is not."""
    client, drawn = someone(session), [0]
    whole = Node.render_annotated

    def counting(node, context):
        drawn[0] += 1
        return whole(node, context)

    with time_machine.travel(NOW):
        client.get(path)
        Node.render_annotated = counting
        try:
            client.get(path)
        finally:
            Node.render_annotated = whole
    return drawn[0]


def of_sending(session: str) -> int:
    """Count the statements of sending a week."""
    client, kind = someone(session), "application/x-www-form-urlencoded"
    with time_machine.travel(NOW):
        form = WeekForm(client.get("/my-week/").content.decode())
        with connection.execute_wrapper(count := Count()):
            for _ in range(2):
                count.all.clear()
                answer = client.post("/my-week/", form.next(), content_type=kind)
                if answer.status_code != 302:
                    raise SystemExit(f"A week was not taken: {answer.status_code}")
    return len(count.all)
