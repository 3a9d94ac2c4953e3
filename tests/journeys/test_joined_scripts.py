"""The scripts of every page do as one file, as the product has them, what they do apart."""

import brotli

from config.packing import JOINED, SCRIPTS
from tests.config.test_static import packed_ahead


def test_one_file_brings_the_worker_sets_up_htmx_and_leaves_quickly(
    nok, browser_page, settings, tmp_path
):
    settings.EXIT_SITE = ""
    whole = brotli.decompress(packed_ahead(tmp_path, JOINED)[JOINED])
    bodies = {SCRIPTS[0]: whole} | dict.fromkeys(SCRIPTS[1:], b"")
    page = browser_page(nok)
    for name, body in bodies.items():
        page.route(
            f"**/static/{name}",
            lambda way, _request, body=body: way.fulfill(content_type="text/javascript", body=body),
        )
    page.goto("/my-week/")

    assert page.evaluate("navigator.serviceWorker.ready.then((one) => one.scope)")
    assert page.evaluate("[htmx.config.allowEval, htmx.config.historyCacheSize]") == [False, 0]
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("about:blank")
