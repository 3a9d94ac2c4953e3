"""A list on its way in, in a browser: pasted, mended, saved, reported, taken back."""

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import expect

from people.lists import carrying
from people.lists.kinds import SUBJECTS
from people.models import BackgroundJob, Job
from tests.journeys.conftest import LOOKS, accessible
from tests.journeys.workload.kept import wait_for
from tests.makers import NOW
from tests.people.lists.trades import TRADES

LIST = (
    "รหัส\tตำแหน่ง\tremark\tPlace\n"
    "D1\tคนขับรถ\tDriver\tBangkok\n"
    "D2\tแม่ครัว\tCook\tMae Sot\n"
    "\tไม่มีรหัส\tNameless\tMae Sot\n"
    "D1\tคนขับรถคนที่สอง\tAgain\tMae Sot\n"
)


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(NOW) as moving:
        yield moving


@pytest.fixture(autouse=True)
def waiting(settings, monkeypatch):
    """Jobs wait until the test does them."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setitem(SUBJECTS, TRADES.code, TRADES)


def trades(ploy):
    jobs = Job.objects.filter(organisation=ploy.organisation, key__startswith="D")
    return {one.key: dict(one.name) for one in jobs}


@pytest.mark.parametrize("javascript", [True, False])
def test_an_admin_pastes_changes_a_column_saves_reloads_reads_and_undoes(
    browser_page, ploy, javascript
):
    page = browser_page(ploy, javascript=javascript)
    page.goto("/people/")
    page.get_by_role("link", name="Bring in a list").click()
    page.get_by_role("link", name="Trades").click()
    page.get_by_role("button", name="Read the columns").click()
    page.get_by_text("Please paste a list, or choose a file.").first.wait_for()
    page.get_by_label("From a sheet, with its headings").fill(LIST)
    page.get_by_role("button", name="Read the columns").click()
    page.get_by_role("heading", name="2 rows need another look").wait_for()
    page.wait_for_load_state("load")
    page.get_by_label("remark").select_option("en")
    if not javascript:
        page.get_by_role("button", name="Look with these columns").click()
    page.get_by_text("4 of 4 columns").wait_for()
    page.get_by_role("link", name="Row 5").click()
    page.get_by_text("D1 stands in row 2 as well.").last.wait_for()
    expect(page.locator("tbody tr[id]")).to_have_count(2)

    page.get_by_role("button", name="Save 2, leave 2 out").click()
    page.get_by_role("heading", name="It is being saved").wait_for()
    page.reload()
    page.get_by_role("heading", name="It begins in a moment").wait_for()
    carrying.begun(BackgroundJob.objects.get().pk, clock=lambda: NOW)
    page.get_by_role("link", name="See how far it is").click()
    page.get_by_role("heading", name="0 of 4 rows").wait_for()
    carrying.save_list(BackgroundJob.objects.get().pk, clock=lambda: NOW)
    # With scripts the page asks by itself.
    if not javascript:
        page.get_by_role("link", name="See how far it is").click()
    page.get_by_role("heading", name="2 rows are in").wait_for()
    assert trades(ploy)["D1"] == {"en": "Driver", "th": "คนขับรถ"}

    page.get_by_role("button", name="Undo all of it").click()
    page.get_by_role("heading", name="It is being undone").wait_for()
    carrying.undo_list(BackgroundJob.objects.get(kind="list_undo").pk, clock=lambda: NOW)
    page.reload()
    page.get_by_text("2 rows were undone.").wait_for()
    assert trades(ploy) == {}


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_each_step_is_read_with_ease(browser_page, ploy, width, scheme, language):
    page = browser_page(ploy, width=width, scheme=scheme, language=language)
    page.goto("/lists/new/trades/")
    accessible(page)
    page.locator("#id_pasted").fill(LIST)
    page.locator("button[value=pasted]").click()
    page.locator("#rows").wait_for()
    accessible(page)
    page.locator("button[value=save]").click()
    page.locator("#job").wait_for()
    asked = []
    page.route(page.url, lambda one: asked.append(one))
    wait_for(page, lambda: asked)  # so that what is read is not drawn anew meanwhile
    accessible(page)
    page.unroute(page.url)
    carrying.save_list(BackgroundJob.objects.get().pk, clock=lambda: NOW)
    page.locator("button[value=undo]").wait_for()
    accessible(page)
    page.goto("/lists/")
    accessible(page)
