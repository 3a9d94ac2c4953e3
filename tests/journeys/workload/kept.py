"""A phone that loses its signal: what a journey does with it, and what it holds."""

from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.makers import NOW

LINES = ("worn", "far", "back", "rest", "team")
HELD = """() => new Promise((done) => {
  const asked = indexedDB.open("kept");
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
  asked.onsuccess = () => {
    const store = asked.result.transaction("kept").objectStore("kept");
    const found = store.getAllKeys();
    found.onsuccess = () => { done(found.result); asked.result.close(); };
  };
})"""
CHANGED = """([week, change]) => new Promise((done) => {
  const asked = indexedDB.open("kept");
  asked.onsuccess = () => {
    const deal = asked.result.transaction("kept", "readwrite"), store = deal.objectStore("kept");
    const found = store.get(week);
    found.onsuccess = () => store.put(Object.assign(found.result, change), week);
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
    """Wait until something is so that no page shows."""
    for _ in range(200):
        if is_so():
            return
        page.wait_for_timeout(25)
    raise AssertionError("It did not come to that.")


@contextmanager
def no_signal(page: Page):
    """Take the signal away for a while."""
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


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


def waits(page: Page) -> list[str]:
    """List the weeks that wait on the phone."""
    return [one for one in held(page) if one != "visit"]


def change_item(page: Page, week, **change) -> None:
    """Change what a phone holds of a week."""
    page.evaluate(CHANGED, [str(week), change])
