"""The map of regions is read at a glance, also where all posts are held."""

import pytest
import time_machine

from tests.makers import NOW, make_workers
from tests.programme.conftest import make_post

# The contrast of the words of each tile with its ground, 4.5 to 1 and more by WCAG 1.4.3; axe
# reads no text of a drawing. Colours may be written in any way: a canvas reads them.
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const light = colour => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map(part => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  return [...document.querySelectorAll(".region-map rect")].map(tile => {
    const words = tile.nextElementSibling.querySelector("text");
    const [ground, text] = [tile, words].map(one => light(getComputedStyle(one).fill));
    const ratio = (Math.max(ground, text) + 0.05) / (Math.min(ground, text) + 0.05);
    return [tile.getAttribute("class"), ratio >= 4.5];
  });
}"""


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def four_regions(saphan, chiang_mai):
    """Regions with nobody, with two of three, with four of five, and with all posts held."""
    crew = make_workers(7, chiang_mai)
    held = {"TH-57": (1, 1), "TH-63": (2, 3), "TH-40": (4, 5), "TH-90": (0, 1)}
    for province, (people, posts) in held.items():
        for place in range(posts):
            holder = [crew.pop()] if place < people else []
            make_post(saphan, *holder, province=province)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_of_every_tile_stand_out_from_its_shade(browser_page, anan, four_regions, scheme):
    page = browser_page(anan, width=390, scheme=scheme)
    page.goto("/programme/coverage/")
    found = page.evaluate(CONTRASTS)
    assert sorted(found) == [
        ["region-all", True],
        ["region-low", True],
        ["region-most", True],
        ["region-part", True],
    ]
