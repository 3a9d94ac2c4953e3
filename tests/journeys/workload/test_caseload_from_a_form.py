"""From the codebook to a form, and from what a form collected to what people carry."""

import pytest
import time_machine
from django.core.cache import cache

from people.lists import carrying
from people.models import BackgroundJob
from programme.codebook.reading import read_codebook
from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW
from tests.workload.weeks.collected import NAMES, NUMBER, SAMPLES, SECOND, kobo, sheets
from workload.models import CaseloadLine


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(NOW) as moving:
        yield moving


@pytest.fixture(autouse=True)
def waiting(settings):
    """Jobs wait until the test does them."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_a_worker_reads_the_codebook_and_takes_it_along(browser_page, nok, width, scheme, language):
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    page.goto("/programme/codebook/")
    accessible(page)
    for name, file in (
        ("codebook.csv", "codebook.csv"),
        ("forms/caseload.xlsx", "kamlangjai_caseload.xlsx"),
        ("forms/five-lines.xlsx", "kamlangjai_five_lines.xlsx"),
        ("kamlangjai.schema.json", "kamlangjai.schema.json"),
    ):
        with page.expect_download() as taken:
            page.locator(f'a[href$="{name}"]').click()
        assert taken.value.suggested_filename == file
    table = read_codebook().table("caseload")
    page.get_by_role("link", name=table.name[language]).first.click()
    page.get_by_role("heading", name=table.name[language], level=1).wait_for()
    page.get_by_text("further_victims", exact=True).wait_for()
    accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_supervisor_brings_in_what_a_form_collected(browser_page, nok, wipa, javascript):
    nok.employee_number = NUMBER
    nok.save()
    page = browser_page(wipa, javascript=javascript)
    page.goto("/lists/new/caseloads/")
    # A week that is closed stops its row; nothing of it is written.
    heads = ("employee_number", "week", *NAMES)
    line = (NUMBER, "2026-11-09", *SECOND)
    late = sheets(Caseload=kobo(heads, [line, line])[:2])
    send(page, "late.xlsx", late)
    page.get_by_text("could be sent until").first.wait_for()
    assert not CaseloadLine.objects.exists()
    # What is not late comes in, and once.
    page.goto("/lists/new/caseloads/")
    send(page, "caseload.xlsx", SAMPLES["kobo, lines that repeat"])
    page.get_by_text("The rows below are those of the table “line”.").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="It is being saved").wait_for()
    carrying.save_list(BackgroundJob.objects.latest("pk").pk, clock=lambda: NOW)
    page.goto("/lists/new/caseloads/")
    send(page, "caseload.xlsx", SAMPLES["kobo, lines that repeat"])
    page.get_by_text("This submission of a form was brought in before.").first.wait_for()
    lines = CaseloadLine.objects.filter(person=nok, closed_at=None)
    assert sorted(lines.values_list("phase", "count")) == [("active", 3), ("court", 1)]


def send(page, name, content):
    """Choose a file, and read it."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file = {"name": name, "mimeType": kind, "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
