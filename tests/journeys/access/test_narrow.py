"""On the smallest phone and with text at 200 %: no broken word, no column of single letters."""

import pytest
from django.urls import reverse

from people.models import Person
from tests.journeys.access.conftest import MainPage, opened
from workload.models import Transfer

# Beside the main pages: lists and tables of people, places and days.
BESIDE = [
    ("posts", "anan", "/programme/posts/"),
    ("programme", "anan", "/programme/"),
    ("coverage", "anan", "/programme/coverage/"),
    ("calendar", "nok", "/calendar/"),
    ("units", "ploy", "/units/"),
]
# English words that go over two lines; what stands in a table may be moved sideways.
BROKEN = r"""() => {
  const found = new Set(), walker = document.createTreeWalker(document.querySelector("main"), 4);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const around = text.parentElement;
    if (!around.checkVisibility() || around.closest(".visually-hidden, svg")) continue;
    for (const word of text.data.matchAll(/(?<![\w@.\/])[A-Za-z’]{4,}(?![\w@\/])/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].map((one) => Math.round(one.top)));
      if (tops.size > 1) found.add(word[0]);
    }
  }
  return [...found];
}"""
# Boxes of words of three lines and more, less than two letters wide; and those that reach over
# the sheet.
THIN = """() => [...document.querySelectorAll("main *")].filter((one) => {
  if (!one.checkVisibility() || one.closest(".visually-hidden, svg, select, .dot")) return false;
  const look = getComputedStyle(one), words = one.textContent.trim();
  const text = document.createRange();
  text.selectNodeContents(one);
  return look.display !== "inline" && words.length > 4 && !one.querySelector("div, ul, table")
    && one.clientWidth && one.clientWidth < 1.7 * parseFloat(look.fontSize)
    && text.getBoundingClientRect().height > 4 * parseFloat(look.fontSize);
}).map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 20)}`)"""
BEYOND = """() => [...document.querySelectorAll("main .sheet *")].filter((one) =>
  one.checkVisibility() && !one.closest(".table-scroll, .visually-hidden, svg") && one.clientWidth
  && one.getBoundingClientRect().right > one.closest(".sheet").getBoundingClientRect().right + 1
).map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 20)}`)"""
# A dot over the words of a tab: the middle of a dot is no place of its word.
COVERED = """() => [...document.querySelectorAll(".appnav a:has(.dot)")].filter((tab) => {
  const dot = tab.querySelector(".dot").getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(tab.querySelector("span:not(.dot)"));
  const word = range.getBoundingClientRect();
  const wide = Math.min(dot.right, word.right) - Math.max(dot.left, word.left);
  const tall = Math.min(dot.bottom, word.bottom) - Math.max(dot.top, word.top);
  return wide > 2 && tall > word.height / 4;
}).map((tab) => tab.textContent)"""


@pytest.fixture
def pages(main_pages):
    more = [
        MainPage(name, Person.objects.get(account__username=who), path)
        for name, who, path in BESIDE
    ]
    moved = Transfer.objects.filter(state=Transfer.State.ACCEPTED).latest("pk").giver
    path = reverse("team_member", args=[moved.public_id])
    return [*main_pages, *more, MainPage("moved work", more[0].reader, path)]


def test_no_english_word_is_broken_on_the_smallest_phone(browser_page, pages):
    found = {}
    for one, page in opened(browser_page, pages, width=320):
        if faults := page.evaluate(BROKEN) + page.evaluate(BEYOND):
            found[one.name] = faults
    assert found == {}


@pytest.mark.parametrize("language", ["en", "th"])
def test_at_twice_the_size_no_column_is_a_letter_wide_and_no_dot_covers_a_tab(
    browser_page, pages, language
):
    found = {}
    for one, page in opened(browser_page, pages, width=390, language=language):
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if faults := page.evaluate(THIN) + page.evaluate(BEYOND) + page.evaluate(COVERED):
            found[one.name] = faults
    assert found == {}
