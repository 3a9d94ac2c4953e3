"""Chromium may put the product on a home screen, and there it works as in a browser."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import PASSWORD

SCREEN = "/account/home-screen/"


def devtools(page, method):
    return page.context.new_cdp_session(page).send(method)


@pytest.mark.parametrize(("language", "name"), [("en", "Kamlangjai"), ("th", "กำลังใจ")])
@pytest.mark.parametrize("path", ["/sign-in/", "/my-week/"])
def test_chromium_finds_nothing_that_stands_in_the_way(nok, browser_page, language, name, path):
    page = browser_page(None if path == "/sign-in/" else nok, language=language)
    page.goto(path)
    found = devtools(page, "Page.getAppManifest")

    assert found["errors"] == []
    assert found["url"].endswith(f"/manifest.webmanifest?language={language}")
    assert f'"short_name":"{name}"' in found["data"]
    assert devtools(page, "Page.getInstallabilityErrors")["installabilityErrors"] == []
    icons = page.evaluate(
        """async () => {
          const link = document.querySelector("link[rel=manifest]").href;
          const { icons } = await (await fetch(link)).json();
          const apple = document.querySelector("link[rel=apple-touch-icon]").href;
          const all = [...icons, { src: apple, sizes: "180x180" }];
          return Promise.all(all.map(async ({ src, sizes }) => {
            const picture = new Image();
            picture.src = src;
            await picture.decode();
            return sizes === `${picture.naturalWidth}x${picture.naturalHeight}`;
          }));
        }"""
    )
    assert icons == [True] * 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bar_of_the_phone_has_the_colour_of_the_page(browser_page, scheme):
    page = browser_page(scheme=scheme)
    page.goto("/sign-in/")
    asked = page.evaluate(
        """() => {
          const bar = [...document.querySelectorAll("meta[name=theme-color]")];
          return bar.find((one) => matchMedia(one.media).matches).content;
        }"""
    )
    drawn = page.evaluate(
        """() => {
          const pen = document.createElement("canvas").getContext("2d");
          pen.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
          pen.fillRect(0, 0, 1, 1);
          return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
        }"""
    )
    assert all(abs(a - b) <= 1 for a, b in zip(bytes.fromhex(asked[1:]), drawn, strict=True))


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_start_from_the_home_screen_leads_through_the_sign_in_to_her_week(
    nok, browser_page, language
):
    page = browser_page(language=language)
    page.goto("/")
    page.locator("#id_login").fill("nok")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/my-week/")
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_steps_are_read_by_everybody(nok, browser_page, width, scheme, language):
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    page.goto(SCREEN)
    accessible(page)
    page.goto("/account/signing-in/")
    accessible(page)


IPHONE = """
Object.defineProperty(navigator, "standalone", { value: false });
delete window.PushManager;
"""


def test_an_iphone_reads_what_comes_first(nok, browser_page):
    page = browser_page(nok)
    page.add_init_script(IPHONE)
    page.goto("/account/messages/phone/")
    expect(page.get_by_text("Add to the home screen first.")).to_be_visible()
    expect(page.locator("[data-phone-state=without]")).to_be_hidden()
    accessible(page)
    page.get_by_role("link", name="How to keep it on the home screen").tap()
    page.wait_for_url(f"**{SCREEN}")


def test_an_iphone_that_has_it_on_its_home_screen_is_not_told_so(nok, browser_page):
    page = browser_page(nok)
    page.add_init_script(IPHONE.replace("false", "true"))
    page.goto("/account/messages/phone/")
    expect(page.get_by_text("Add to the home screen first.")).to_be_hidden()
    expect(page.locator("[data-phone-state=without]")).to_be_visible()
