"""Templates let go of what they were drawn from."""

import gc
import weakref

import pytest
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.test import RequestFactory

from config.rendering import without_layout


class Kept:
    """Something that a page is drawn from."""

    def __str__(self) -> str:
        return "<seen>"


@pytest.mark.parametrize("with_request", [False, True])
def test_what_a_page_was_drawn_from_goes_with_the_page(with_request):
    template = engines["django"].from_string("{{ one }}{% for n in many %}{{ n }}{% endfor %}")
    request = RequestFactory().get("/") if with_request else None
    gc.collect()
    gc.disable()
    try:
        one = Kept()
        left = weakref.ref(one)
        assert template.render({"one": one, "many": [1, 2]}, request) == "&lt;seen&gt;12"
        del one
        assert left() is None
    finally:
        gc.enable()


def test_a_template_that_is_not_there_is_said_so():
    with pytest.raises(TemplateDoesNotExist, match="nowhere"):
        get_template("nowhere.html")
    with pytest.raises(TemplateDoesNotExist, match="nowhere"):
        engines["django"].from_string('{% include "nowhere.html" %}').render()


def test_a_page_is_sent_without_its_layout_and_a_mail_with_it():
    assert without_layout("<p>\n\n    a\n  <b>b</b>", "a.html") == "<p>\na\n<b>b</b>"
    assert without_layout("a\n\n  b", "a.txt") == "a\n\n  b"
