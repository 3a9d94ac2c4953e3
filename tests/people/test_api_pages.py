"""Pages of a list that a program reads: no row twice, none left out, and no cursor of others."""

from base64 import urlsafe_b64decode
from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError as WrongShapeError

from people.api_pages import AskedPage, beyond, cut, cut_list
from people.models import CalendarDay

FIRST = date(2026, 11, 2)
KINDS = CalendarDay.Kind.values


def note(organisation, place, **more):
    """A day of the calendar; its kind is one that others have too."""
    day = FIRST + timedelta(days=place)
    about = {"day": day, "kind": KINDS[place % 2], "name": {"en": "Rest"}} | more
    return CalendarDay.objects.create(organisation=organisation, **about)


def asking(person, path="/api/v1/things", **query):
    request = RequestFactory().get(path, query)
    request.auth = person
    return request


def ask(person, rows, *, by="public_id", path="/api/v1/things", limit=2, cursor=None, **filters):
    response = HttpResponse()
    sent = {"limit": limit} | ({"cursor": cursor} if cursor else {}) | filters
    asked = AskedPage(limit=limit, cursor=cursor)
    return cut(asking(person, path, **sent), response, rows, asked, by=by), response


@pytest.fixture
def days(nok):
    return [note(nok.organisation, place) for place in range(5)]


@pytest.mark.parametrize("by", ["public_id", "-public_id", "day", "-day", "kind", "-kind"])
def test_page_by_page_each_row_is_given_once_in_its_order(nok, days, by):
    seen, cursor = [], None
    while True:
        page, _response = ask(nok, CalendarDay.objects.all(), by=by, cursor=cursor)
        seen.append(page.rows)
        if not (cursor := page.next):
            break
    assert [len(rows) for rows in seen] == [2, 2, 1]
    down = by.startswith("-")
    together = [row for rows in seen for row in rows]
    order = sorted(days, key=lambda row: (getattr(row, by.strip("-")), row.public_id))
    assert together == (order[::-1] if down else order)


def test_a_last_page_that_is_full_leads_nowhere(nok, days):
    page, response = ask(nok, CalendarDay.objects.all(), limit=5)
    assert (len(page.rows), page.next) == (5, None)
    assert "Link" not in response


def test_the_header_leads_to_the_same_page_with_what_else_was_asked(nok, days, settings):
    settings.SITE_URL = "https://example.org"
    about = {"unit": "ทีม", "type": "x"}
    page, response = ask(nok, CalendarDay.objects.all(), **about)
    address, relation = response["Link"].split("; ")
    parts = urlsplit(address.strip("<>"))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "example.org", "/api/v1/things")
    assert dict(parse_qsl(parts.query)) == about | {"limit": "2", "cursor": page.next}
    assert relation == 'rel="next"'


def test_a_row_that_goes_and_one_that_comes_move_no_other(nok, days):
    first, _response = ask(nok, CalendarDay.objects.all(), by="day")
    first.rows[-1].delete()
    note(nok.organisation, -1)
    later = note(nok.organisation, 9)
    second, _response = ask(nok, CalendarDay.objects.all(), by="day", limit=9, cursor=first.next)
    assert second.rows == [*days[2:], later]


PLACES = st.tuples(st.integers(0, 3), st.integers(0, 40))


def is_behind(row, position, down):
    """Judge as a database would what `beyond` asks of it: an Or of Ands of comparisons."""

    def holds(node):
        if isinstance(node, tuple):
            name, value = node
            name, _, how = name.partition("__")
            own = row[name]
            return own == value if not how else (own < value if how == "lt" else own > value)
        both = [holds(child) for child in node.children]
        return all(both) if node.connector == "AND" else any(both)

    return holds(beyond(dict(zip(("day", "id"), position, strict=True)), down=down))


@given(
    st.sets(PLACES, max_size=25),
    st.lists(st.tuples(st.booleans(), PLACES), max_size=40),
    st.integers(1, 6),
    st.booleans(),
)
def test_whatever_comes_and_goes_a_row_that_stays_is_given_once(start, changes, limit, down):
    """Between two pages rows are added and removed; positions stay where they are."""
    now, changes = set(start), list(changes)
    stayed, seen, position = set(start), [], None
    while True:
        rows = sorted(now, reverse=down)
        left = [
            one
            for one in rows
            if position is None or is_behind({"day": one[0], "id": one[1]}, position, down)
        ]
        seen += left[:limit]
        if len(left) <= limit:
            break
        position = left[limit - 1]
        for added, one in [changes.pop() for _ in range(min(3, len(changes)))]:
            (now.add if added else now.discard)(one)
            if not added:
                stayed.discard(one)
    assert len(seen) == len(set(seen))
    assert stayed <= set(seen)
    assert seen == sorted(seen, reverse=down)


# --- Cursors that are none -----------------------------------------------------------------------


def refused(person, cursor, **more):
    with pytest.raises(ValidationError) as told:
        ask(person, CalendarDay.objects.all(), cursor=cursor, **more)
    assert told.value.error_dict["cursor"][0].code == "cursor"


@pytest.mark.parametrize("wrong", ["x", "2", ":", "a:b:c", "\x00", "ตัว", "[]", "WyJ4Il0:1:x"])
def test_a_text_that_is_no_cursor_is_refused(nok, days, wrong):
    refused(nok, wrong)


def test_so_is_one_that_was_changed(nok, days):
    cursor = ask(nok, CalendarDay.objects.all())[0].next
    for place in (0, len(cursor) // 2, -2):
        other = "A" if cursor[place] != "A" else "B"
        refused(nok, cursor[:place] + other + cursor[place:][1:])


def test_so_is_one_of_another_list_another_order_other_filters_or_another_organisation(
    nok, days, noi
):
    cursor = ask(nok, CalendarDay.objects.all())[0].next
    refused(nok, cursor, path="/api/v1/others")
    refused(nok, cursor, by="day")
    refused(nok, cursor, unit="other")
    refused(noi, cursor)
    assert ask(nok, CalendarDay.objects.all(), cursor=cursor, limit=3)[0].rows


def test_a_cursor_holds_no_name_and_no_key_of_the_database(nok, days):
    page, _response = ask(nok, CalendarDay.objects.all())
    text = page.next.partition(":")[0]
    assert str(page.rows[-1].public_id) in decoded(text)
    assert decoded(text).count(",") == 0


def decoded(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()


@pytest.mark.parametrize("limit", [0, -1, 201, "many", 10**40])
def test_a_page_has_one_to_two_hundred_items(limit):
    with pytest.raises(WrongShapeError):
        AskedPage(limit=limit)
    assert (AskedPage().limit, AskedPage(limit=200).limit) == (50, 200)


def test_a_list_that_was_computed_is_cut_in_the_same_way(nok):
    items, seen, cursor = [SimpleNamespace(key=key) for key in "dbeac"], [], None
    while True:
        asked = AskedPage(limit=2, cursor=cursor)
        page = cut_list(asking(nok), HttpResponse(), items, asked, key=lambda item: item.key)
        seen += [item.key for item in page.rows]
        items = [item for item in items if item.key != "c"]
        if not (cursor := page.next):
            break
    assert seen == ["a", "b", "d", "e"]
