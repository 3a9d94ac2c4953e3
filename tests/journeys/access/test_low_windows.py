"""The main pages at 400 % zoom, with large text, by keyboard: nothing is covered or lost."""

from tests.journeys.access.conftest import opened
from tests.journeys.conftest import scrolls_sideways

# 1280 × 1024 at 400 %.
ZOOMED = {"width": 320, "height": 256}
STOPS_AT_MOST = 250
# Tables alone may be moved sideways (WCAG 1.4.10), and the rows of the menu, in their own box.
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"
# What has the focus: whether its mark is seen, whether a part of it is, and whether it comes after
# the one before. The box of a radio button that is drawn as a bar is its label.
STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.closest('.scale-bar label, .pills label, .with-mark') || one;
  const look = getComputedStyle(box), at = box.getBoundingClientRect();
  const marked = (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2)
    || look.boxShadow !== 'none';
  const inside = (n, most) => Math.min(Math.max(n, 1), most - 2);
  const seen = [.1, .5, .9].some(x => [.1, .5, .9].some(y => {
    const hit = document.elementFromPoint(
      inside(at.left + at.width * x, innerWidth), inside(at.top + at.height * y, innerHeight));
    return hit && (box.contains(hit) || hit.contains(box) && hit !== document.documentElement
      && hit !== document.body && !hit.matches('main, .shell'));
  }));
  const before = window.stopBefore;
  window.stopBefore = one;
  const after = !before || Boolean(before.compareDocumentPosition(one) & 4);
  const again = one.dataset.stopped === '1';
  one.dataset.stopped = '1';
  const name = `${one.tagName} ${(one.textContent || one.name || '').trim().slice(0, 40)}`;
  return {name, marked, seen, after, again};
}"""


def test_at_four_hundred_percent_nothing_scrolls_sideways_and_no_focus_is_hidden(
    browser_page, main_pages
):
    wrong = {}
    for one, page in opened(browser_page, main_pages, width=320):
        page.set_viewport_size(ZOOMED)
        page.evaluate(OPEN_ALL)
        faults = ["sideways"] * scrolls_sideways(page) + stops_gone_wrong(page)
        if fixed := page.evaluate(FIXED):
            faults.append(f"fixed: {fixed}")
        if one.reader and page.evaluate(TAKEN_BY_EXIT) > EXIT_AT_MOST:
            faults.append("the quick exit takes too much")
        if faults:
            wrong[one.name] = faults

    assert wrong == {}


# The quick exit alone stays in sight: who has to leave at once does not scroll. It is small.
FIXED = """[...document.querySelectorAll('body *')].filter(
  one => ['fixed', 'sticky'].includes(getComputedStyle(one).position) && !one.closest('table')
    && !one.matches('.exit')
).map(one => one.className)"""
TAKEN_BY_EXIT = """(() => {
  const at = document.querySelector('.exit').getBoundingClientRect();
  return at.width * at.height / (innerWidth * innerHeight);
})()"""
EXIT_AT_MOST = 0.05


def test_on_a_phone_no_bar_hides_the_focus_and_the_order_is_that_of_the_page(
    browser_page, main_pages
):
    wrong = {}
    for one, page in opened(browser_page, main_pages, width=390):
        page.evaluate(OPEN_ALL)
        if faults := stops_gone_wrong(page):
            wrong[one.name] = faults

    assert wrong == {}


def stops_gone_wrong(page) -> list[str]:
    """Go through a page by the Tab key and list where the focus is unseen, hidden or jumps back."""
    wrong = []
    for _n in range(STOPS_AT_MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["again"]:
            return wrong
        wrong += [
            f"{stop['name']}: {said}"
            for said, good in (
                ("no mark", stop["marked"]),
                ("hidden", stop["seen"]),
                ("out of order", stop["after"]),
            )
            if not good
        ]
    return [*wrong, "no end"]
