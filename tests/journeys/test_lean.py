"""A browser reads the same rules out of the stylesheet as it is served as out of its source."""

import pytest
from django.conf import settings

from config.storage import lean_css

READ = """text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  // A custom property keeps the spaces it was written with.
  return [...sheet.cssRules].map(rule => rule.cssText.replaceAll(/([,:])\\s+/g, "$1"));
}"""


@pytest.mark.browser
def test_the_lean_stylesheet_says_the_same(chromium):
    source = (settings.BASE_DIR / "config" / "static" / "app.css").read_text(encoding="utf-8")
    lean = lean_css(source)
    page = chromium.new_page()
    assert page.evaluate(READ, lean) == page.evaluate(READ, source) != []
    page.close()
    assert len(lean) < 0.85 * len(source)
