"""Every page can be used by everybody, in both languages, light and dark, with text twice as large.

Each page of the matrix (tests/test_permissions.py) is read on a phone as the first of the cast who
may see it, by every rule of axe in one scheme and by those of colours in the other.
"""

import pytest
from django.conf import settings
from django.urls import reverse

from people.groups.rule import NEVER_COUNTED, SMALLEST
from tests.journeys.conftest import AXE, found_by_axe, scrolls_sideways
from tests.makers import (
    NOW,
    WEEK,
    end_roles,
    enter,
    give_password,
    make_checkin,
    make_line,
    make_week,
    make_worker,
)
from tests.test_permissions import ACTORS, PAST, ROWS, address, boss, friday, objects
from tests.training.conftest import make_certificate
from training.models import CertificateType
from wellbeing.help import contacts
from workload.flags import actions as flags

__all__ = ["boss", "friday", "objects"]

# So many tests share the pages: one processor takes some, another the rest.
PARTS = 3
# What of a page can differ from one scheme to the other.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
READERS = ("nobody", "nok", "wipa", "siriporn", "anan", "orathai", "ploy", "left")


def reader_of(row: list[str]) -> str | None:
    """Name the first who may see a page; 302 may be one that asks for the password once more."""
    answers = {who: row[(*ACTORS, *PAST).index(who) + 2] for who in READERS}
    for status, readers in (("200", READERS), ("302", READERS[1:])):
        for who in readers:
            if answers[who] == status:
                return who
    return None


# One reader after the other; what is not there is the same page everywhere.
PAGES = sorted(
    ((reader_of(row), *row[:2]) for row in ROWS if row[1] != "foreign" and reader_of(row)),
    key=lambda one: READERS.index(one[0]),
)


@pytest.fixture
def cast(request, objects, nok, orathai, wipa, chiang_mai):
    """Everybody, and a team of more people than stand on a page: each page has something."""
    crew = [nok, *(make_worker(chiang_mai) for _ in range(SMALLEST + NEVER_COUNTED + 7))]
    kind = CertificateType.objects.visible_to(nok).first()
    for n, person in enumerate(crew):
        make_line(person)
        lived = [make_week(person, WEEK - back, points=str(18 + n)) for back in (3, 2, 1)]
        make_checkin(person, WEEK - 1)
        make_certificate(person, kind, by=wipa)
        flags.assess(person=person, weeks=lived, now=NOW)
    contacts.ask(person=nok, contact=orathai, now=NOW)
    contacts.ask(person=crew[1], contact=wipa, now=NOW)
    left = end_roles(make_worker(chiang_mai, "left"))
    staff = {who: request.getfixturevalue(who) for who in READERS[1:-1]}
    return staff | {"left": left, "nobody": None}


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_can_be_used_by_everybody(
    browser_page, live_server, client, cast, objects, language, part
):
    page = browser_page(language=language)
    page.add_init_script(AXE)
    found, read, signed_in = {}, 0, None
    for who, route, whose in PAGES[part::PARTS]:
        if cast[who] != signed_in:
            signed_in = cast[who]
            sign_in(page, client, signed_in, live_server.url)
        path = address(route, whose, objects)
        if not is_page(client, path):
            continue
        read += 1
        if faults := faults_of(page, path):
            found[f"{route} of {who}"] = faults

    assert found == {}
    assert read > 30


def sign_in(page, client, person, site: str) -> None:
    """Sign a person in, here and in the browser."""
    enter(client, person)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": site}
    page.context.add_cookies([cookie])


def is_page(client, path: str) -> bool:
    """Say whether an address gives a page: no file, no picture, nothing that is elsewhere."""
    answer = client.get(path)
    if answer.status_code == 302 and reverse("account_reauthenticate") in answer["Location"]:
        give_password(client)
        answer = client.get(path)
    html = answer.get("Content-Type", "").startswith("text/html")
    return html and answer.status_code == 200 and "Content-Disposition" not in answer


def faults_of(page, path: str) -> list:
    """List what axe finds on a page, and whether large text makes it scroll sideways."""
    page.emulate_media(color_scheme="light")
    page.goto(path)
    faults = found_by_axe(page)
    page.emulate_media(color_scheme="dark")
    faults += found_by_axe(page, runOnly=COLOURS)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return faults + ["sideways at 200 %"] * scrolls_sideways(page)
