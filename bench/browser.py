"""What a phone fetches to open a page: bytes and requests over the wire, in a real Chromium."""

import shutil
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Error, sync_playwright

QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Visit:
    """One visit of a page."""

    sizes: dict[str, int]

    @property
    def requests(self) -> int:
        """How many answers came over the wire."""
        return len(self.sizes)

    @property
    def kilobytes(self) -> float:
        """All of them, heads included."""
        return sum(self.sizes.values()) / 1000


def visits(port: int, session: str, path: str) -> list[Visit]:
    """Open a page with an empty cache, and once more; without a Chromium there is no visit."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        except Error:
            return []
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
        address = f"http://localhost:{port}"
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        seen = [visit(context, address + path) for _ in range(2)]
        browser.close()
        return seen


def visit(context: BrowserContext, address: str) -> Visit:
    """Open a page in a new tab and weigh what came over the wire, not what the cache gave."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    names, sizes, cached = {}, {}, set()

    def answered(event: dict) -> None:
        """Keep an answer's address, and whether the cache gave it."""
        names[event["requestId"]] = event["response"]["url"]
        if event["response"].get("fromDiskCache"):
            cached.add(event["requestId"])

    wire.send("Network.enable")
    wire.on("Network.responseReceived", answered)
    wire.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    wire.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}),
    )
    page.goto(address, wait_until="networkidle")
    page.close()
    return Visit({names[one]: size for one, size in sizes.items() if one not in cached and size})
