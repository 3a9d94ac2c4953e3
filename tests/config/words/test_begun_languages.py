"""Languages that are begun: a reader's way has no English on it, but what is left on purpose.

In Burmese it is the worker's main path: My week, My days, My trend, what waits, Yours, the errors
there. In Burmese, Khmer and Lao it is the way in. Consent, help and numbers wait for the one who
signs them (SIGNED_FIRST in the `messages` command). Mails are not translated yet.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from gettext import NullTranslations

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.template import engines
from django.utils.translation import override
from django.utils.translation.trans_real import translation

from config.management.commands import messages
from people.access_kinds import ACCESS_KINDS
from people.audit import actions as audit
from people.languages.known import OWN_NAMES
from people.models import Role
from people.pending.kinds import PENDING_KINDS
from tests.config.sign_in.test_factors import connect
from tests.config.words.begun import COMPLETE, LEFT, MAIN_PATH
from tests.config.words.test_thai_pages import WORD, seen_and_said
from tests.makers import (
    NOW,
    PASSWORD,
    WEEK,
    at,
    enter,
    make_checkin,
    make_event,
    make_line,
    make_week,
)
from tests.people.accounts.test_sign_in import ask, link_in, sign_in, two
from tests.workload.weeks.test_views import form, line
from workload import access_kinds

# A text between its numbers, names and tags.
PARTS = re.compile(r"%\(\w+\)[sd]|%[%sd]|<[^>]*>")


class Gaps(NullTranslations):
    """Keeps what was asked for and no catalogue of a language has."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str | tuple[str, str]] = set()

    def gettext(self, message):
        self.asked.add(message)
        return super().gettext(message)

    def ngettext(self, msgid1, msgid2, n):
        self.asked.add((msgid1, msgid2))
        return super().ngettext(msgid1, msgid2, n)


class Reader:
    """A browser in one language that collects the English it was shown."""

    def __init__(self, client, language: str, gaps: Gaps):
        self.client, self.gaps, self.found = client, gaps, set()
        client.cookies["django_language"] = language

    def get(self, address, **options):
        return self.read(self.client.get(address, **options))

    def post(self, address, data=None):
        return self.read(self.client.post(address, data or {}, follow=True))

    def read(self, answer):
        page = seen_and_said(answer.text).casefold()
        self.found |= {text for text in self.gaps.asked if is_on(page, text)}
        return answer

    def english(self) -> set:
        """What was seen that should not be English."""
        return self.found - {as_asked(*key) for key in signed_first()} - set(LEFT)


def is_on(page: str, text: str | tuple[str, str]) -> bool:
    """Say whether a text stands on a page, whatever numbers and names are in it."""
    forms = text if isinstance(text, tuple) else (text.rpartition("\x04")[2],)
    said = [[part.strip() for part in PARTS.split(one.casefold())] for one in forms]
    words = [[part for part in parts if WORD.search(part)] for parts in said]
    return any(parts and all(whole(part).search(page) for part in parts) for parts in words)


def whole(part: str) -> re.Pattern:
    """Find a part where no letter goes before or after it."""
    return re.compile(rf"(?<![a-z]){re.escape(part)}(?![a-z])")


@lru_cache
def signed_first() -> frozenset[tuple]:
    """What waits for its signature; once, for it reads every file."""
    return frozenset(key for place in messages.folders([]) for key in messages.signed_first(place))


def as_asked(text, context: str | None) -> str | tuple[str, str]:
    """Write a text as a page asks a catalogue for it."""
    return f"{context}\x04{text}" if context else text


def names_of(place) -> list[str]:
    """Name the files of an app as WAY_IN does."""
    return [f"{place.name}/{path.relative_to(place)}" for path, _text in messages.sources(place)]


def untranslated(language: str, paths: tuple[str, ...]) -> Iterator[str]:
    """List the texts of some files that a language has in none of its catalogues."""
    places = messages.folders([])
    kept = [one for place in places for one in messages.stored(place, language)]
    there = {messages.key(one) for one in kept if messages.judge(one) != "empty"} | signed_first()
    for place in places:
        names = names_of(place)
        others = tuple(name for name in names if not name.startswith(paths))
        for message in messages.extract(place, others):
            if message.id and messages.key(message) not in there and message.id not in LEFT:
                yield f"{place.name}: {message.id}"


@pytest.fixture
def friday():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def reader(client, db, friday, monkeypatch, settings):
    """Give a reader of a language; its gaps are English, as on every page."""
    settings.LANGUAGES = list(OWN_NAMES.items())
    cache.clear()
    # Compiled anew, each sentence is looked up again, and a gap is seen.
    for loader in engines["django"].engine.template_loaders:
        loader.reset()

    def begin(language: str) -> Reader:
        gaps = Gaps()
        monkeypatch.setattr(translation(language), "_fallback", gaps)
        return Reader(client, language, gaps)

    return begin


# --- The way in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["th", "my", "km", "lo"])
def test_the_way_in_has_no_english(reader, language, nok):
    reader = reader(language)
    reader.get("/sign-in/?passkey=failed")
    reader.post("/sign-in/")
    for _try in range(6):
        reader.read(sign_in(reader.client, password="wrong"))
    cache.clear()
    new_password(reader)
    reader.get("/sign-in/inactive/")
    reader.get("/no-such-page/")
    assert reader.english() == set()


def new_password(reader: Reader) -> None:
    """Lose the password, mistype a new one in every way, and choose one."""
    reader.get("/password/reset/")
    reader.post("/password/reset/", {"email": "nok"})
    reader.read(ask(reader.client, "nok@example.org"))
    reader.get("/password/reset/sent/")
    reader.get("/password/reset/key/1-used/")
    address = reader.client.get(link_in(mail.outbox[-1]))["Location"]
    reader.get(address)
    for typed in ("password", "a" * 15, "qwertyuiop[]asdf", "kamlangjai saphan"):
        reader.post(address, two(typed))
    reader.post(address, {"password1": "seven small rivers", "password2": "six"})
    reader.post(address, two("seven small rivers"))


@pytest.mark.parametrize("language", ["my", "km", "lo"])
def test_the_second_step_has_no_english(client, reader, language, nok):
    sign_in(client)
    connect(client)
    client.post("/sign-out/")
    reader = reader(language)
    answer = reader.post("/sign-in/", {"login": "nok", "password": PASSWORD})
    assert answer.redirect_chain[-1][0] == "/sign-in/second-step/"
    reader.post("/sign-in/second-step/", {"code": "000000"})
    assert reader.english() == set()


# --- The main path of a worker who reads Burmese -------------------------------------------------


@pytest.fixture
def burmese(reader, nok, wipa, orathai):
    found = reader("my")
    enter(found.client, nok)
    return found


def test_a_first_day_has_no_english(burmese):
    for page in ("/my-week/", "/my-days/", "/my-trend/", "/account/", "/help/", "/talk/"):
        assert burmese.get(page).status_code == 200
    burmese.get("/groups/", headers={"HX-Request": "true"})
    burmese.get("/sign-out/")
    assert burmese.english() == set()


WRONG = [
    ("hours", "610"),
    ("hours", "9999"),
    ("hours", "-1"),
    ("hours", ""),
    ("hours", "many"),
    ("hours", "40.55"),
    ("nights", "8"),
    ("nights", "1.5"),
    ("court_days", "8"),
    ("leave_days", "0.3"),
    ("material", "169"),
    ("note", "her number is 1-1017-00207-03-0"),
    ("note", "call 081 234 5678"),
    ("note", "x" * 281),
    ("line-0-id", "7" * 32),
    ("line-0-count", "0"),
    ("line-0-count", "201"),
    ("line-0-phase", "trial"),
    ("line-0-reference", "Somchai"),
    ("line-0-reference", "QX-1"),
    ("line-0-further_victims", "51"),
    ("contact", "7" * 32),
]


def test_what_needs_another_look_is_said_without_english(burmese, wipa):
    make_line(wipa, reference="QX-1")
    for field, typed in WRONG:
        answer = burmese.post("/my-week/", form(**line(count="1")) | {field: typed})
        assert answer.status_code == 422, (field, typed)
    burmese.post("/my-week/", form(do="add", **{"line-new-reference": "QX-9"}))
    for field, typed in (("starts", "99"), ("minutes", "many"), ("minutes", "2000"), ("off", "1")):
        day = {"day-2026-11-16-starts": "8"} | {f"day-2026-11-16-{field}": typed}
        burmese.post("/my-days/", day | {"do": "save"})
    assert burmese.english() == set()


def test_a_heavy_week_is_sent_and_read_without_english(burmese, nok, wipa, orathai):
    for back in range(1, 14):
        make_week(nok, WEEK - back, points=str(14 + 2 * back), nights=2)
        make_checkin(nok, WEEK - back)
    make_event(nok)
    audit.note_access(
        viewer=wipa, role=Role.SUPERVISOR, what=access_kinds.BOARD, person=nok, at=NOW
    )
    burmese.get("/my-week/")
    heavy = {"worn": "4", "hours": "70", "nights": "6", "contact": str(wipa.public_id)}
    answer = burmese.post("/my-week/", form(**line(count="40")) | heavy)
    assert answer.redirect_chain == [("/my-trend/?sent=2026-W47", 302)]
    assert burmese.post("/my-week/", form(**line(count="40"))).status_code == 409
    burmese.get("/my-week/")
    for page in ("/my-trend/", "/my-trend/?weeks=26", "/account/", "/my-days/"):
        burmese.get(page)
    burmese.post("/my-trend/answer/", {"text": ""})
    burmese.post("/my-trend/answer/", {"text": "It was a hard month."})
    burmese.post("/my-trend/answer/", {"contact": str(orathai.public_id)})
    burmese.post("/my-days/", {"do": "save", "day-2026-11-16-off": "1"})
    assert burmese.english() == set()


def test_a_closed_week_has_no_english(burmese, nok, friday):
    friday.move_to(at("2026-11-25 09:00"))
    enter(burmese.client, nok)
    assert burmese.get("/my-week/").status_code == 200
    assert burmese.english() == set()


# What a worker reads most often below "Who looked".
LOOKS = ("board", "sheet", "flag", "move", "api", "membership", "password", "contact")


def test_what_waits_for_a_worker_has_no_english(reader):
    gaps = reader("my").gaps
    kinds = [kind for kind in PENDING_KINDS.values() if Role.WORKER in kind.roles]
    looks = [ACCESS_KINDS[code].label for code in LOOKS]
    with override("my"):
        said = [*(kind.sentence % {"n": 2} for kind in kinds), *(kind.about for kind in kinds)]
        assert "" not in map(str, [*said, *(kind.act for kind in kinds), *looks])
    assert gaps.asked == set()


@pytest.mark.parametrize("language", ["my", "km", "lo"])
def test_every_branch_of_these_pages_is_translated(language):
    assert sorted(untranslated(language, COMPLETE[language])) == []


def test_what_is_said_to_be_complete_is_there():
    files = [name for place in messages.folders([]) for name in names_of(place)]
    assert [one for one in MAIN_PATH if not any(file.startswith(one) for file in files)] == []
