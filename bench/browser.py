"""What a phone fetches to open a page, and how long it takes on a slow line, in a real Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import (
    BrowserContext,
    CDPSession,
    Error,
    Page,
    Request,
    sync_playwright,
)

QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
# A crowded cell far from the town, and a phone a quarter as quick as this machine.
LINE = {
    "offline": False,
    "latency": 800,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
SLOWER = 4
# Milliseconds after which a page counts as lost: a machine may be busy with other things.
PATIENCE = 300_000
# Seen and ready: words stand there, and what a tap does is in place.
USABLE = """() => new Promise((tell, give_up) => {
  setTimeout(() => give_up("nothing was painted in five minutes"), 300000);
  new PerformanceObserver(() => {
    const [painted] = performance.getEntriesByName("first-contentful-paint");
    const [came] = performance.getEntriesByType("navigation");
    if (painted) tell(Math.max(painted.startTime, came.domContentLoadedEventEnd));
  }).observe({ type: "paint", buffered: true });
})"""
# The worker has come with all its files. Where none comes, no more is waited for.
WORKER_THERE = """() => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((done) => setTimeout(done, 20000)),
])"""
WATCH = """
window.slowest = 0;
new PerformanceObserver((all) => {
  for (const one of all.getEntries())
    if (one.interactionId) window.slowest = Math.max(window.slowest, one.duration);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
TAPS = (
    ".fold > summary",
    "#line-1 summary",
    "#line-1-more",
    *(f'input[name="{line}"][value="2"]' for line in ("worn", "far", "back", "rest", "team")),
)


@dataclass(frozen=True)
class Visit:
    """One visit of a page: what came over the wire for it, and right after it for the worker."""

    sizes: dict[str, int]
    after: dict[str, int]

    @property
    def requests(self) -> int:
        """How many answers came over the wire."""
        return len(self.sizes)

    @property
    def kilobytes(self) -> float:
        """All of them, heads included."""
        return sum(self.sizes.values()) / 1000

    @property
    def said_after(self) -> str:
        """Say what came right after; that the worker is still the same, no browser tells."""
        size = sum(self.after.values()) / 1000
        return f"and {size:.1f} kB right after, for when there is no signal" if size else ""


@dataclass(frozen=True)
class SlowLine:
    """My week on a slow line and a slow phone: seconds until it can be used, and after a tap.

    `tap` is the slowest of all taps that a week takes, from the finger to the next picture, in
    milliseconds.
    """

    first: float
    later: float
    tap: float


@contextmanager
def phone(port: int, session: str) -> Iterator[BrowserContext | None]:
    """Lend a phone with an empty cache, signed in; without a Chromium there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        except Error:
            yield None
            return
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, locale="en-GB", has_touch=True
        )
        context.set_default_timeout(PATIENCE)
        address = f"http://localhost:{port}"
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        yield context
        browser.close()


def visits(port: int, session: str, path: str) -> list[Visit]:
    """Open a page with an empty cache, and once more; without a Chromium there is no visit."""
    with phone(port, session) as context:
        address = f"http://localhost:{port}{path}"
        return [visit(context, address) for _ in range(2)] if context else []


def visit(context: BrowserContext, address: str) -> Visit:
    """Open a page in a new tab and weigh what came over the wire, not what the cache gave."""
    came, page = [], context.new_page()

    def finished(request: Request) -> None:
        """Keep what was answered whole."""
        came.append(request)

    context.on("requestfinished", finished)
    page.goto(address, wait_until="networkidle")
    page.evaluate(WORKER_THERE)
    context.remove_listener("requestfinished", finished)
    sizes, after = {}, {}
    for request in came:
        if size := weight(request):
            # Later the worker fetches the page in the browser's place.
            is_after = request.service_worker and request.url != address
            (after if is_after else sizes)[request.url] = size
    page.close()
    return Visit(sizes, after)


def weight(request: Request) -> int:
    """Weigh an answer with its head; what the cache gave has no weight."""
    sizes, heads = request.sizes(), request.response().headers
    body = sizes["responseBodySize"]
    if request.service_worker and not body:
        # Of the worker itself the browser tells the head alone.
        body = int(heads.get("content-length", 0))
    return sizes["responseHeadersSize"] + body


def slow_line(port: int, session: str) -> SlowLine | None:
    """Open My week twice on a slow line and tap what a week takes; nothing is sent."""
    with phone(port, session) as context:
        if not context:
            return None
        context.add_init_script(WATCH)
        address = f"http://localhost:{port}/my-week/"
        first, page = opened(context, address)
        page.close()
        later, page = opened(context, address)
        for place in TAPS:
            if page.locator(place).count():
                page.locator(place).first.tap()
        page.wait_for_load_state("networkidle")
        return SlowLine(first, later, page.evaluate("window.slowest"))


def opened(context: BrowserContext, address: str) -> tuple[float, Page]:
    """Open a page in a new, slow tab; give the seconds until it can be used, and the tab."""
    page = context.new_page()
    slow_down(context.new_cdp_session(page))
    page.goto(address, wait_until="load")
    return page.evaluate(USABLE) / 1000, page


def slow_down(wire: CDPSession) -> None:
    """Put a tab on a slow line and a slow processor."""
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
