"""A certificate of a training elsewhere on a small phone, and the file that shows it."""

import pytest
import time_machine

from tests.makers import NOW
from tests.training.conftest import PDF, make_certificate, make_certificate_type
from training import certificate_files

from .conftest import accessible


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW):
        yield


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "th")])
def test_both_pages_are_accessible_also_where_something_is_refused(
    browser_page, saphan, nok, siriporn, scheme, language
):
    kind = make_certificate_type(saphan, "First aid", name_th="ปฐมพยาบาล")
    held = make_certificate(nok, kind, by=siriporn)
    certificate_files.attach(certificate=held, file=PDF, by=siriporn, now=NOW)
    page = browser_page(siriporn, width=320, scheme=scheme, language=language)
    for address in (
        "/training/certificates/new/?name=",
        f"/training/certificates/{held.public_id}/",
    ):
        page.goto(address)
        accessible(page)
        page.locator("form[enctype] .button").first.click()
        page.get_by_role("alert").wait_for()
        accessible(page)
