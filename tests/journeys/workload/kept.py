"""A phone that loses its signal: what a journey does with it, and what it holds."""

import os
import shutil
import signal
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, Error, Page, expect

from people.accounts.sessions import VISIT, SessionStore
from tests.journeys.conftest import PATIENCE, QUIET, session_of
from tests.makers import NOW

LINES = ("worn", "far", "back", "rest", "team")
# Milliseconds between two looks at what no page shows.
STEP = 25
HELD = """() => new Promise((done) => {
  const asked = indexedDB.open("kept");
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
  asked.onerror = () => done(["away"]);  // for a moment, as a sign-out empties it
  asked.onsuccess = () => {
    const away = () => done(["away"]);
    try {
      const deal = asked.result.transaction("kept"), found = deal.objectStore("kept").getAllKeys();
      deal.oncomplete = () => { done(found.result); asked.result.close(); };
      deal.onabort = away;
    } catch { away(); }
  };
})"""
CHANGED = """([week, change]) => new Promise((done) => {
  const asked = indexedDB.open("kept");
  asked.onsuccess = () => {
    const deal = asked.result.transaction("kept", "readwrite"), store = deal.objectStore("kept");
    const found = store.openCursor(IDBKeyRange.lowerBound(week));
    found.onsuccess = () => found.result.update(Object.assign(found.result.value, change));
    deal.oncomplete = () => { done(); asked.result.close(); };
  };
})"""


def open_week(page: Page, at=NOW) -> None:
    """Open My week at a moment of the phone's clock, until its worker answers for the page."""
    page.clock.set_fixed_time(at)
    page.goto("/my-week/")
    expect(page.locator("#week")).to_be_visible()
    wait_for(page, lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    wait_for(page, lambda: "visit" in held(page))


def wait_for(page: Page, is_so) -> None:
    """Wait until something is so that no page shows.

    What is asked of a page that gives way to the next one goes with it, and is asked of the next.
    """
    for _ in range(PATIENCE // STEP):
        try:
            if is_so():
                return
        except Error as gone:
            if "Execution context was destroyed" not in gone.message:
                raise
        page.wait_for_timeout(STEP)
    raise AssertionError("It did not come to that.")


# Another tab writes, or deletes, what has a name, right after this one read anything the next time.
BETWEEN = """([name, value]) => {
  const { get } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.get = function (...which) {
    IDBObjectStore.prototype.get = get;
    window.between = new Promise((done) => {
      const asked = indexedDB.open("kept");
      asked.onsuccess = () => {
        const deal = asked.result.transaction("kept", "readwrite"), kept = deal.objectStore("kept");
        if (value) kept.put(value, name);
        else kept.delete(name);
        deal.oncomplete = () => { done(); asked.result.close(); };
      };
    });
    return get.apply(this, which);
  };
}"""
TYPED = """() => new Promise((done) => {
  const asked = indexedDB.open("kept");
  asked.onsuccess = () => {
    const found = asked.result.transaction("kept").objectStore("kept").get("visit");
    found.onsuccess = () => { done(found.result); asked.result.close(); };
  };
}).then((visit) => visit && kept.noted(visit)).then((noted) => (noted && noted[1]) || "")"""
SEALED = """(week) => new Promise((done) => {
  const asked = indexedDB.open("kept");
  asked.onsuccess = () => {
    const store = asked.result.transaction("kept").objectStore("kept");
    const found = store.get(IDBKeyRange.lowerBound(week));
    found.onsuccess = () => { done(found.result.sealed); asked.result.close(); };
  };
})"""


def share_device(page: Page) -> None:
    """Say of a signed-in device that others use it too."""
    named = {one["name"]: one["value"] for one in page.context.cookies()}
    session = SessionStore(named[settings.SESSION_COOKIE_NAME])
    session[VISIT] = session[VISIT] | {"shared": True}
    session.save()


@contextmanager
def no_signal(page: Page):
    """Take the signal away for a while."""
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def signal_back(page: Page) -> None:
    """Give the signal back, until the site's worker has it: it may hear of it after a page does.

    Until then it would answer the next page that is opened with the one without a signal.
    """
    page.context.set_offline(False)
    reached = "fetch('/offline/').then(() => true, () => false)"
    for worker in page.context.service_workers:
        wait_for(page, lambda worker=worker: worker.evaluate(reached))


def answer(page: Page, *values: int) -> None:
    """Tap one answer a line."""
    for name, value in zip(LINES, values, strict=True):
        page.locator(f'label:has(input[name="{name}"][value="{value}"])').click()


def save(page: Page, name: str = "Save my week") -> None:
    """Press the button under the form."""
    page.locator("#week button.button-wide").filter(has_text=name).click()


def held(page: Page) -> list[str]:
    """List what the phone holds: weeks that wait, and "visit"."""
    return page.evaluate(HELD)


def typed(page: Page) -> list[str]:
    """List the fields that the phone holds of what was typed, as they are sent."""
    return [one for one in page.evaluate(TYPED).split("&") if one]


def waits(page: Page) -> list[str]:
    """List the weeks that wait on the phone."""
    return [one[: len("2026-W47")] for one in held(page) if one != "visit"]


def change_item(page: Page, week, **change) -> None:
    """Change what a phone holds of a week."""
    page.evaluate(CHANGED, [str(week), change])


def between(page: Page, name: str, value=None) -> None:
    """Let another tab write what has a name, or delete it, between a look and what follows it."""
    page.evaluate(BETWEEN, [name, value])


def arrive(page: Page, week) -> None:
    """Let what waits arrive, and the answer get lost: the phone does not know of it."""
    site, sealed = page.evaluate("location.origin"), page.evaluate(SEALED, str(week))
    token = page.request.get(f"{site}/my-week/kept/").json()["token"]
    posted = {"sealed": sealed[0], "csrfmiddlewaretoken": token}
    answer = page.request.post(f"{site}/my-week/kept/", form=posted, headers={"Origin": site})
    assert answer.status == 201


@contextmanager
def phone_of(chromium: Browser, live_server, profile: Path, person):
    """Open a browser with a profile on the disk, as a person's own phone has it."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    context = chromium.browser_type.launch_persistent_context(
        profile, executable_path=path, args=QUIET, base_url=live_server.url, locale="en-GB"
    )
    site = {"url": live_server.url}
    named = {settings.LANGUAGE_COOKIE_NAME: "en"}
    if not any(one["name"] == settings.SESSION_COOKIE_NAME for one in context.cookies()):
        named[settings.SESSION_COOKIE_NAME] = session_of(person)
    context.add_cookies([{"name": name, "value": value} | site for name, value in named.items()])
    page = context.pages[0] if context.pages else context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    try:
        context.close()
    except Error:
        return  # it was killed


def kill(profile: Path) -> None:
    """Kill the browser of a profile, as a phone that is out of memory does."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes()
        except OSError:
            continue
        if str(profile).encode() in command and b"--type=" not in command:
            os.kill(int(place.name), signal.SIGKILL)


def found_on_disk(profile: Path, words: tuple[str, ...]) -> set[str]:
    """Name the words that stand anywhere in the files of a profile, in either way of writing."""
    found = set()
    for path in profile.rglob("*"):
        if not path.is_file():
            continue
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            continue  # a browser that runs puts one file in the place of another
        found |= {
            word for word in words if word.encode() in text or word.encode("utf-16-le") in text
        }
    return found
