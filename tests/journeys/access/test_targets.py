"""What is tapped on the main pages is large enough, or far enough from the next (WCAG 2.5.8)."""

from tests.journeys.access.conftest import opened

# CSS px: what workers tap each week, what everybody taps, and the least with room around it.
EACH_WEEK, USUAL, LEAST = 48, 44, 24
# The boxes of all that can be tapped: of a radio or a tick its label. A link in a sentence is as
# high as its line (the exception of 2.5.8); what is drawn for screen readers alone is not tapped.
BOXES = """() => {
  document.querySelectorAll('details').forEach(one => { one.open = true });
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const found = [];
  for (const one of document.querySelectorAll(all)) {
    if (one.closest('[aria-hidden=true]') || one.matches('.skip')) continue;
    const tick = one.matches('[type=radio], [type=checkbox]');
    const label = tick && (one.closest('label') || one.labels[0]);
    const box = label || one;
    const at = box.getBoundingClientRect();
    if (at.width <= 1 || at.height <= 1) continue;
    const line = one.matches('a') && getComputedStyle(one).display === 'inline';
    const within = one.parentElement.closest('p, li, small, td, dd, span');
    const sentence = line && within && within.textContent.trim() !== one.textContent.trim();
    const words = (one.textContent || one.name || '').replace(/\\s+/g, ' ').trim();
    found.push({
      name: `${one.tagName} ${words.slice(0, 40)}`,
      x: at.x, y: at.y, width: at.width, height: at.height, sentence: Boolean(sentence),
      ofWeek: Boolean(one.closest('#week')) && !line,
    });
  }
  return found;
}"""


def test_what_is_tapped_is_as_large_as_a_finger_or_stands_apart(browser_page, main_pages):
    small = {}
    for one, page in opened(browser_page, main_pages, width=390):
        boxes = page.evaluate(BOXES)
        assert len(boxes) > 5
        if found := [*too_small(boxes)]:
            small[one.name] = found

    assert small == {}


def too_small(boxes: list[dict]):
    """Name each box that is neither large enough nor apart from its neighbours."""
    for box in boxes:
        size = min(box["width"], box["height"]) + 0.5
        if box["ofWeek"] and box["height"] + 0.5 < EACH_WEEK:
            yield f"{box['name']}: {box['height']:.0f} px of the week"
        elif (
            size < USUAL and not box["sentence"] and (size < LEAST or not stands_apart(box, boxes))
        ):
            yield f"{box['name']}: {box['width']:.0f} × {box['height']:.0f} px"


def stands_apart(box: dict, boxes: list[dict]) -> bool:
    """Say whether a circle of 24 px around the middle of a box touches no other box."""
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return not any(distance(x, y, other) < LEAST / 2 for other in boxes if other is not box)


def distance(x: float, y: float, box: dict) -> float:
    """Measure from a point to a box."""
    across = max(box["x"] - x, 0, x - box["x"] - box["width"])
    down = max(box["y"] - y, 0, y - box["y"] - box["height"])
    return (across**2 + down**2) ** 0.5
