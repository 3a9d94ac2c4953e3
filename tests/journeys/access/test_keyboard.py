"""The main act of each main page by the keyboard alone, from the top of the page."""

from tests.journeys.access.conftest import MAIN_PAGES, opened
from tests.journeys.conftest import HEIGHTS

STEPS_AT_MOST = 200
HERE = """() => {
  const one = document.activeElement;
  const own = one.labels && one.labels[0];
  return [one.tagName, one.name || '', one.value || '',
    (one.textContent || (own && own.textContent) || '').replace(/\\s+/g, ' ').trim()];
}"""


def go_to(page, *wanted: str) -> None:
    """Press Tab until the focus is where one of these is its name, its value or in its words."""
    for _n in range(STEPS_AT_MOST):
        page.keyboard.press("Tab")
        tag, name, value, words = page.evaluate(HERE)
        if tag != "BODY" and any(one in (name, value) or one in words for one in wanted):
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


def skip(page) -> None:
    """Take the skip link, the first stop of a page, past the menu."""
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)[3] == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def sign_in(page) -> None:
    """Type the name and the password."""
    go_to(page, "login")
    page.keyboard.type("nok")
    go_to(page, "password")
    page.keyboard.type("kamlangjai-demo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my-week/")


def send_a_week(page) -> None:
    """Change a number, answer a line by the arrow keys, and save."""
    go_to(page, "nights")
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    go_to(page, "worn")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(HERE)[1:3] == ["worn", "1"]
    go_to(page, "save")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my-trend/**")


def ask(page) -> None:
    """Choose a colleague and ask them to get in touch."""
    go_to(page, "ask")
    page.keyboard.press("Space")
    go_to(page, "Ask")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Withdraw it").wait_for()


def acknowledge(page) -> None:
    """Say that a flag was seen."""
    go_to(page, "Acknowledge")
    page.keyboard.press("Enter")
    page.get_by_role("status").first.wait_for()


def plan(page) -> None:
    """Tick a step of a plan."""
    go_to(page, "chosen")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked")


def follows(words: str, address: str):
    """Make an act: follow a link."""

    def follow(page) -> None:
        go_to(page, words)
        page.keyboard.press("Enter")
        page.wait_for_url(address)

    return follow


def finds(field: str):
    """Make an act: look for a person by name."""

    def find(page) -> None:
        go_to(page, field)
        page.keyboard.type("Apinya")
        page.keyboard.press("Enter")
        page.wait_for_url("**Apinya**")

    return find


# What each page is for.
ACTS = {
    "sign in": sign_in,
    "my week": send_a_week,
    "my trend": follows("26 weeks", "**weeks=26"),
    "grow": follows("Certificates", "**/training/mine/"),
    "talk": ask,
    "yours": follows("Name and languages", "**/account/names/"),
    "team": acknowledge,
    "person of the team": plan,
    "training": finds("name"),
    "people": finds("Name or e-mail"),
}


def test_the_main_act_of_each_main_page_needs_no_pointer(browser_page, main_pages):
    done = []
    for one, page in opened(browser_page, main_pages, width=1440):
        if one.reader:
            skip(page)
        ACTS[one.name](page)
        done.append(one.name)

    assert done == list(MAIN_PAGES)


def test_after_a_part_of_my_week_changed_the_focus_is_where_it_was(browser_page, main_pages):
    """What is read aloud then is the sum alone, in an element that stays."""
    page = next(page for one, page in opened(browser_page, main_pages[1:2], width=390))
    assert page.viewport_size["height"] == HEIGHTS[390]
    page.locator("summary", has_text="open cases").press("Enter")
    page.locator("#line-0 > summary").press("Enter")
    page.locator("#said").evaluate("one => { one.stays = true }")
    page.locator("#line-0-more").press("Enter")
    page.locator("#said", has_text="Load this week").wait_for(state="attached")
    assert page.evaluate("document.activeElement.id") == "line-0-more"
    assert page.locator("#said").evaluate("one => one.stays")
    before = page.locator("#said").text_content()
    page.locator("#f-nights").fill("1")
    page.locator("#f-nights").press("Tab")
    page.wait_for_function("was => document.getElementById('said').textContent !== was", arg=before)
    assert page.evaluate("document.activeElement.name") == "court_days"
    lines = page.locator(".case").count()
    page.locator("summary", has_text="Add a line").press("Enter")
    page.locator("#line-new-phase").press("Space")
    page.locator("#add-line").press("Enter")
    page.locator(f"#line-{lines}").wait_for()
    assert page.evaluate("document.activeElement.parentElement.id") == f"line-{lines}"
