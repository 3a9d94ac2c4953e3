"""A week without a signal: kept on the phone, sealed, and sent when the signal is back."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from config.offline.views import FILES
from config.packing import SCRIPTS
from people.models import PhoneKey
from tests.journeys.conftest import LOOKS, accessible, sign_in_anew
from tests.makers import NOW, WEEK, make_line, make_week, make_worker
from wellbeing.models import CheckIn
from workload.models import WorkWeek

from .kept import (
    answer,
    arrive,
    between,
    change_item,
    found_on_disk,
    held,
    kill,
    no_signal,
    open_week,
    phone_of,
    save,
    share_device,
    signal_back,
    typed,
    wait_for,
    waits,
)

# After the Tuesday on which the week closes.
CLOSED = NOW + timedelta(days=6)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW) as clock:
        yield clock


@pytest.fixture
def a_week_before(nok):
    make_line(nok, "active", count=6)
    return make_week(nok, WEEK - 1, hours=44, nights=2)


def sent(person, week=WEEK):
    return WorkWeek.objects.filter(person=person, week=week.monday).first()


def take_nothing(route):
    """Let the server be away for what a phone hands over, and for nothing else."""
    if route.request.method == "POST":
        route.fulfill(status=429, body="later")
    else:
        route.continue_()


def keep_a_week(page, *values):
    """Save a week without a signal, and read that it is kept."""
    open_week(page)
    page.context.set_offline(True)
    answer(page, *(values or (3, 1, 0, 2, 4)))
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")


def test_a_week_without_a_signal_is_kept_and_goes_by_itself(browser_page, nok, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    expect(page.get_by_text("There is no signal. Nothing is lost.")).to_be_visible()
    expect(page.get_by_role("heading", name="A week waits on this phone")).to_be_visible()
    assert (sent(nok), waits(page)) == (None, [str(WEEK)])
    page.context.set_offline(False)
    expect(page.get_by_role("status").get_by_text("Week 47 is sent.")).to_be_visible()
    assert CheckIn.objects.get(person=nok).answers.worn == 3
    assert held(page) == []


def test_a_page_that_sends_a_kept_week_says_when_it_was_sent(browser_page, nok, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    page.goto("about:blank")  # nothing here would send
    signal_back(page)
    page.goto("/my-week/")
    expect(page.get_by_role("status").get_by_text("Week 47 is sent.")).to_be_visible()
    expect(page.locator(".page-head")).to_contain_text("Sent on Friday 20 November")
    expect(page.locator(".page-head")).to_have_count(1)


def test_with_a_signal_nothing_stays_on_the_phone(browser_page, nok, a_week_before):
    page = browser_page(nok)
    open_week(page)
    answer(page, 3, 1, 0, 2, 4)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Nok")
    wait_for(page, lambda: held(page) == [])
    assert WorkWeek.objects.filter(person=nok, week=WEEK.monday).count() == 1


def test_a_refused_week_is_on_the_page_and_no_longer_on_the_phone(browser_page, nok, a_week_before):
    page = browser_page(nok)
    open_week(page)
    page.locator("#f-hours").fill("610")
    save(page)
    expect(page.locator("#problems")).to_be_visible()
    wait_for(page, lambda: held(page) == ["visit"])
    page.locator("#f-hours").fill("61")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Nok")
    assert sent(nok).hours == 61


def test_an_answer_that_got_lost_gives_one_week(browser_page, nok, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    arrive(page, WEEK)
    page.goto("about:blank")  # nothing here would send
    signal_back(page)
    page.goto("/my-week/")
    expect(page.get_by_role("status").get_by_text("Week 47 was sent already.")).to_be_visible()
    expect(page.locator('[name="worn"][value="3"]')).to_be_checked()
    assert waits(page) == []
    assert WorkWeek.objects.filter(person=nok, week=WEEK.monday).count() == 1


def test_a_kept_week_is_changed_without_a_signal(browser_page, nok, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    page.get_by_role("button", name="Change").click()
    expect(page.locator('[name="worn"][value="3"]')).to_be_checked()
    page.locator("#f-hours").fill("52")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    assert waits(page) == [str(WEEK)]
    page.context.set_offline(False)
    expect(page.get_by_role("status").get_by_text("Week 47 is sent.")).to_be_visible()
    assert sent(nok).hours == 52


def test_a_change_counts_also_where_the_first_sending_had_arrived(browser_page, nok, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    arrive(page, WEEK)
    assert sent(nok).hours == 44
    page.get_by_role("button", name="Change").click()
    page.locator("#f-hours").fill("52")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    page.context.set_offline(False)
    expect(page.get_by_role("status").get_by_text("Week 47 is sent.")).to_be_visible()
    assert (sent(nok).hours, held(page)) == (52, [])


# A phone that has other things to do: what is typed is sealed when the test lets it.
SEALS_SLOWLY = """() => {
  const whole = SubtleCrypto.prototype.deriveBits;
  SubtleCrypto.prototype.deriveBits = async function (...what) {
    await new Promise((done) => { self.goOn = done; });
    return whole.apply(this, what);
  };
}"""


def test_a_slow_phone_without_a_signal_keeps_the_week_all_the_same(
    browser_page, nok, a_week_before
):
    page = browser_page(nok)
    open_week(page)
    page.evaluate(SEALS_SLOWLY)
    page.context.set_offline(True)
    answer(page, 3, 1, 0, 2, 4)
    save(page)
    wait_for(page, lambda: page.evaluate("!!self.goOn"))
    page.clock.run_for(4_000)
    expect(page.locator("#offline")).to_be_hidden()
    page.evaluate("goOn()")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    assert waits(page) == [str(WEEK)]


# A phone that is slow to begin a page: a signal that comes meanwhile is told to no script of it.
BEGINS_SLOWLY = """
const miss = (event) => event.stopImmediatePropagation();
window.addEventListener("online", miss);
document.addEventListener("DOMContentLoaded", (event) => {
  miss(event);
  self.goOn = () => {
    window.removeEventListener("online", miss);
    document.dispatchEvent(new Event("DOMContentLoaded"));
  };
}, { once: true });
"""


def test_a_week_goes_also_where_the_signal_came_back_before_the_page_had_begun(
    browser_page, nok, a_week_before
):
    page = browser_page(nok)
    open_week(page)
    page.context.set_offline(True)
    answer(page, 3, 1, 0, 2, 4)
    page.add_init_script(BEGINS_SLOWLY)
    save(page)
    wait_for(page, lambda: page.evaluate("!!self.goOn"))
    page.context.set_offline(False)
    wait_for(page, lambda: page.evaluate("navigator.onLine"))
    page.evaluate("goOn()")
    expect(page.get_by_role("status").get_by_text("Week 47 is sent.")).to_be_visible()
    assert (held(page), sent(nok) is None) == ([], False)


def test_what_did_not_go_when_the_signal_came_goes_a_little_later(browser_page, nok, a_week_before):
    page, tries = browser_page(nok), []
    keep_a_week(page)
    page.on("request", lambda one: tries.append(one.method))

    def tried(times):
        page.clock.run_for(1_000)
        return tries.count("POST") == times

    page.context.route("**/my-week/kept/", take_nothing)
    page.context.set_offline(False)
    wait_for(page, lambda: tried(2))
    row = page.locator("#kept ul summary")
    row.focus()
    wait_for(page, lambda: tried(3))
    expect(row).to_be_focused()  # under who reads nothing is drawn anew
    page.context.unroute("**/my-week/kept/")
    wait_for(page, lambda: tried(4))
    expect(page.get_by_role("status").get_by_text("Week 47 is sent.")).to_be_visible()
    assert (held(page), sent(nok) is None) == ([], False)


def test_an_open_week_is_filled_in_without_a_signal(browser_page, nok, a_week_before):
    page = browser_page(nok)
    open_week(page)
    page.locator("#f-hours").fill("51")
    wait_for(page, lambda: "hours=51" in typed(page))
    page.context.set_offline(True)
    page.goto("/my-week/")
    expect(page.locator("#f-hours")).to_have_value("51")
    expect(page.locator("#fill-in")).to_be_visible()
    accessible(page)  # it opens what is folded
    page.locator("#line-0-more").click()
    expect(page.locator("#line-0-count")).to_have_value("7")
    expect(page.locator("#line-new")).to_be_hidden()
    expect(page.locator("#total")).to_be_hidden()
    answer(page, 1, 1, 1, 1, 1)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    page.context.set_offline(False)
    expect(page.get_by_role("status").get_by_text("Week 47 is sent.")).to_be_visible()
    assert (sent(nok).hours, sent(nok).case_count) == (51, 7)


@pytest.mark.parametrize("cleared", [False, True])
def test_a_line_begun_before_the_signal_went_goes_with_the_week_or_is_cleared(
    browser_page, nok, a_week_before, cleared
):
    """Hidden, it had the week refused once it arrived: a line without its phase."""
    page = browser_page(nok)
    open_week(page)
    page.locator("summary", has_text="open cases").click()
    page.locator("summary", has_text="Add a line").click()
    page.locator("#line-new-count").fill("3")
    page.locator("#line-new").get_by_text("Risk").first.click()
    wait_for(page, lambda: "line-new-count=3" in typed(page))
    page.context.set_offline(True)
    page.goto("/my-week/")
    expect(page.locator("#line-new-count")).to_have_value("3")
    expect(page.locator("#line-new-count")).to_be_visible()
    expect(page.locator("#add-line")).to_be_hidden()
    expect(page.locator("#total")).to_be_hidden()
    accessible(page)
    if cleared:
        page.get_by_role("button", name="Clear this line").click()
        expect(page.locator("#line-new")).to_be_hidden()
    else:
        page.locator("[name=line-new-phase][value=court]").check()
        page.locator("#line-new-more").click()
        expect(page.locator("#line-new-count")).to_have_value("4")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    page.context.set_offline(False)
    expect(page.get_by_role("status").get_by_text("Week 47 is sent.")).to_be_visible()
    assert sent(nok).case_count == (6 if cleared else 10)


def test_a_page_that_was_only_looked_at_opens_again_without_a_signal(
    browser_page, nok, a_week_before
):
    page = browser_page(nok)
    open_week(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#fill-in")).to_be_visible()
    expect(page.locator("#f-hours")).to_have_value("44")
    accessible(page)


def test_what_was_typed_is_here_again_or_not(browser_page, nok, a_week_before):
    page = browser_page(nok)
    open_week(page)
    page.locator("#f-hours").fill("51")
    wait_for(page, lambda: "hours=51" in typed(page))
    page.reload()
    expect(page.get_by_text("What you typed before is here again.")).to_be_visible()
    expect(page.locator("#f-hours")).to_have_value("51")
    accessible(page)
    page.get_by_role("button", name="Start afresh").click()
    expect(page.locator("#f-hours")).to_have_value("44")
    expect(page.get_by_text("What you typed before is here again.")).to_be_hidden()
    wait_for(page, lambda: not typed(page))
    page.reload()
    page.wait_for_timeout(500)  # what would come back comes by itself
    expect(page.locator("#f-hours")).to_have_value("44")
    expect(page.get_by_text("What you typed before is here again.")).to_be_hidden()


def test_what_was_typed_ends_with_the_visit(browser_page, nok, a_week_before):
    page = browser_page(nok)
    open_week(page)
    page.locator("#f-hours").fill("51")
    wait_for(page, lambda: "hours=51" in typed(page))
    page.clock.set_fixed_time(NOW + timedelta(minutes=61))
    page.context.set_offline(True)
    page.goto("/my-week/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no signal")
    wait_for(page, lambda: held(page) == [])


def test_two_devices_meet_and_the_person_looks_at_both(browser_page, nok, a_week_before):
    phone, desk = browser_page(nok), browser_page(nok, width=1440)
    keep_a_week(phone)
    desk.goto("/my-week/")
    desk.locator("#f-hours").fill("50")
    save(desk)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Thank you, Nok")
    phone.context.set_offline(False)
    expect(phone.get_by_role("status").locator(".notice")).to_be_visible()
    assert waits(phone) == [str(WEEK)]
    phone.get_by_role("button", name="Look at it").click()
    expect(phone.get_by_text("This week was already sent.").first).to_be_visible()
    expect(phone.locator('[name="worn"][value="3"]')).to_be_checked()
    wait_for(phone, lambda: waits(phone) == [])
    save(phone, "Save the change")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you, Nok")
    assert (sent(nok).hours, CheckIn.objects.get(person=nok).answers.worn) == (44, 3)


def test_two_weeks_wait_and_go_the_older_one_first(browser_page, nok, a_week_before, friday):
    page = browser_page(nok)
    keep_a_week(page, 3, 1, 0, 2, 4)
    next_friday = NOW + timedelta(days=7)
    friday.move_to(next_friday)
    sign_in_anew(page, nok)
    page.context.route("**/my-week/kept/", take_nothing)
    signal_back(page)
    open_week(page, next_friday)
    expect(page.locator("#kept ul b")).to_have_text(["Week 47"])
    page.context.set_offline(True)
    answer(page, 4, 4, 4, 0, 0)
    save(page)
    expect(page.get_by_role("heading", name="Two weeks wait on this phone")).to_be_visible()
    rows = page.locator("#kept ul b")
    expect(rows).to_have_text(["Week 47", "Week 48"])
    page.context.unroute("**/my-week/kept/")
    page.context.set_offline(False)
    said = page.get_by_role("status").locator("p")
    expect(said).to_have_count(2)
    expect(said.first).to_contain_text("Week 47 had closed")
    expect(said.last).to_have_text("Week 48 is sent.")
    assert held(page) == []
    assert [one.answers.worn for one in CheckIn.objects.of(nok).order_by("week")][-2:] == [3, 4]


def test_after_two_weeks_a_week_is_removed_and_it_is_said(browser_page, nok, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    change_item(page, WEEK, kept=(NOW - timedelta(days=15)).isoformat())
    page.goto("/my-week/")
    expect(page.locator("#kept [role=status]")).to_contain_text("It is no longer on this phone.")
    assert waits(page) == []


def test_a_week_is_deleted_from_the_phone(browser_page, nok, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    page.locator("summary").filter(has_text="Delete from this phone").click()
    page.get_by_role("button", name="Yes, delete week 47").click()
    expect(page.locator("#h-kept")).to_be_hidden()
    expect(page.locator("#kept [role=status]")).to_have_text("")
    assert held(page) == []
    page.context.set_offline(False)


def test_a_week_that_closed_meanwhile_is_kept_among_the_closed_ones(
    browser_page, nok, a_week_before, friday
):
    page = browser_page(nok)
    keep_a_week(page)
    friday.move_to(CLOSED)
    page.clock.set_fixed_time(CLOSED)
    sign_in_anew(page, nok)
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("Week 47 had closed before it came.")
    assert held(page) == []
    assert sent(nok) is not None


def test_a_changed_text_opens_nothing_and_is_removed_and_said(browser_page, nok, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    change_item(page, WEEK, sealed=["v1.a.b.c.d"])
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("cannot be opened any more")
    assert (held(page), sent(nok)) == ([], None)


def test_where_the_servers_key_is_gone_it_is_said(browser_page, nok, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    PhoneKey.objects.all().delete()
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("cannot be opened any more")
    assert (held(page), sent(nok)) == ([], None)


def test_another_persons_week_stays_and_is_not_shown(browser_page, nok, wipa, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    sign_in_anew(page, wipa)
    signal_back(page)
    for place in ("/my-week/", "/account/"):
        page.goto(place)
        page.wait_for_timeout(500)
        assert waits(page) == [str(WEEK)]
        expect(page.locator("#kept")).to_have_count(0)
    assert not WorkWeek.objects.filter(week=WEEK.monday).exists()


def test_two_people_keep_the_same_week_on_one_device(browser_page, nok, chiang_mai, a_week_before):
    malee = make_worker(chiang_mai, "malee")
    page = browser_page(nok)
    keep_a_week(page)
    sign_in_anew(page, malee)
    signal_back(page)
    open_week(page)
    page.context.set_offline(True)
    answer(page, 1, 1, 1, 1, 1)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved")
    assert waits(page) == [str(WEEK), str(WEEK)]
    page.context.set_offline(False)
    wait_for(page, lambda: waits(page) == [str(WEEK)])
    assert (sent(nok), sent(malee) is None) == (None, False)


@pytest.mark.parametrize("signal", [True, False])
@pytest.mark.parametrize("place", ["/my-week/", "/my-trend/"])
def test_who_leaves_quickly_leaves_nothing_to_open_without_a_signal(
    browser_page, nok, a_week_before, settings, place, signal
):
    settings.EXIT_SITE = ""
    page = browser_page(nok)
    open_week(page)
    answer(page, 3, 1, 0, 2, 4)
    wait_for(page, lambda: "worn=3" in typed(page))
    page.goto(place)
    if place == "/my-week/":
        expect(page.locator("#typed-again")).to_be_visible()
    page.context.set_offline(not signal)
    page.get_by_role("button", name="Quick exit").click()
    page.wait_for_url("about:blank")
    page.wait_for_timeout(300)
    page.context.set_offline(True)
    page.goto("/my-week/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no signal")
    expect(page.locator("#state")).to_be_empty()
    wait_for(page, lambda: held(page) == [])


def test_the_form_without_a_signal_has_a_quick_way_out(browser_page, nok, a_week_before, settings):
    settings.EXIT_SITE = ""
    page = browser_page(nok)
    open_week(page)
    page.context.set_offline(True)
    page.goto("/my-trend/")
    expect(page.locator("[data-n='0'] h1")).to_be_visible()
    expect(page.locator(".exit")).to_be_hidden()
    page.goto("/my-week/")
    page.get_by_role("button", name="Quick exit").click()
    page.wait_for_url("about:blank")
    page.goto("/my-week/")
    expect(page.locator("#state")).to_be_empty()
    signal_back(page)
    page.goto("/my-week/")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_a_tab_writes_nothing_anew_once_another_one_signed_out(browser_page, nok, a_week_before):
    page = browser_page(nok)
    open_week(page)
    other = page.context.new_page()
    other.goto("/sign-out/")
    other.get_by_role("button", name="Sign out").click()
    expect(other).to_have_url(re.compile("/sign-in/$"))
    wait_for(other, lambda: held(other) == [])
    answer(page, 3, 1, 0, 2, 4)
    page.wait_for_timeout(1000)
    assert held(page) == []


def test_what_was_typed_stays_away_where_another_tab_signs_out_as_it_is_noted(
    browser_page, nok, a_week_before
):
    page = browser_page(nok)
    open_week(page)
    between(page, "visit")
    page.evaluate("kept.note().then(() => between)")
    assert held(page) == []


def test_a_week_that_another_tab_changes_as_it_is_deleted_or_sent_here_stays(
    browser_page, nok, a_week_before
):
    page = browser_page(nok)
    keep_a_week(page)
    changed = page.evaluate("kept.weeks().then(([one]) => ({ ...one, key: 'changed' }))")
    between(page, changed["week"] + changed["owner"], changed)
    page.evaluate("kept.weeks().then(([one]) => kept.drop(one)).then(() => between)")
    assert waits(page) == [str(WEEK)]
    page.context.set_offline(False)


def test_a_server_that_is_too_busy_is_not_taken_for_a_visit_that_ended(
    browser_page, nok, a_week_before
):
    page = browser_page(nok)
    keep_a_week(page)
    page.context.route("**/my-week/kept/", lambda route: route.fulfill(status=429, body="later"))
    signal_back(page)
    page.get_by_role("button", name="Try now").click()
    said = page.locator("#kept [role=status]")
    expect(said).to_contain_text("It could not be sent yet.")
    assert waits(page) == [str(WEEK)]
    page.context.unroute("**/my-week/kept/")
    page.get_by_role("button", name="Try now").click()
    expect(said).to_have_text("Week 47 is sent.")


def test_on_a_device_that_others_use_the_browser_brings_back_nothing_that_was_typed(
    browser_page, nok, a_week_before
):
    page = browser_page(nok)
    share_device(page)
    page.goto("/my-week/")
    page.evaluate("document.getElementById('f-note').value = 'zebrafinch'")
    answer(page, 3, 1, 0, 2, 4)
    page.goto("/my-trend/")
    page.go_back()
    expect(page.locator("#f-note")).to_have_value("")
    expect(page.locator("#week :checked[name=worn]")).to_have_count(0)


def test_where_storage_is_denied_the_page_says_that_nothing_was_sent(
    browser_page, nok, a_week_before
):
    page = browser_page(nok)
    page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('denied') }")
    page.goto("/my-week/")
    page.wait_for_timeout(300)
    answer(page, 3, 1, 0, 2, 4)
    with no_signal(page):
        save(page)
        expect(page.get_by_text("You are offline.")).to_be_visible()
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Nok")


def test_where_no_worker_answers_it_is_kept_and_said_in_place(browser_page, nok, a_week_before):
    page = browser_page(nok)
    page.add_init_script("navigator.serviceWorker.register = () => Promise.reject()")
    page.clock.set_fixed_time(NOW)
    page.goto("/my-week/")
    wait_for(page, lambda: "visit" in held(page))
    answer(page, 3, 1, 0, 2, 4)
    with no_signal(page):
        save(page)
        expect(page.locator("#kept-here")).to_be_visible()
        assert waits(page) == [str(WEEK)]
    expect(page.get_by_role("status").get_by_text("Week 47 is sent.")).to_be_visible()
    expect(page.locator("#kept-here")).to_be_hidden()
    assert sent(nok) is not None


def test_a_device_that_others_use_keeps_nothing(browser_page, nok, a_week_before):
    page = browser_page(nok)
    share_device(page)
    page.goto("/my-week/")
    with no_signal(page):
        save(page)
        expect(page.get_by_text("You are offline.")).to_be_visible()
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("caches.keys()") == []
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


@pytest.mark.parametrize("what", ["send", "no", "yes"])
def test_the_sign_out_asks_what_becomes_of_a_week(browser_page, nok, a_week_before, what):
    page = browser_page(nok)
    keep_a_week(page)
    page.route("**/my-week/kept/", take_nothing)
    signal_back(page)
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-out/$"))
    page.unroute("**/my-week/kept/")
    page.reload()
    expect(page.locator("#waiting")).to_be_visible()
    accessible(page)
    page.locator(f"[name=forget][value={what}]").check()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/$"))
    wait_for(page, lambda: waits(page) == ([str(WEEK)] if what == "no" else []))
    assert (sent(nok) is not None) == (what == "send")


def test_where_the_server_fails_the_sign_out_asks_all_the_same(browser_page, nok, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    page.context.route("**/my-week/kept/", lambda route: route.fulfill(status=429, body="later"))
    signal_back(page)
    page.goto("/sign-out/")
    expect(page.locator("#waiting")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#not-sent")).to_be_focused()
    accessible(page)
    assert waits(page) == [str(WEEK)]
    page.locator("[name=forget][value=no]").check()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/$"))
    assert waits(page) == [str(WEEK)]


def called_shared(browser_page, nok):
    """Keep a week on an own device, which its person calls shared at the next sign-in."""
    page = browser_page(nok)
    keep_a_week(page)
    share_device(page)
    page.context.route("**/my-week/kept/", take_nothing)
    signal_back(page)
    return page


@pytest.mark.parametrize("what", ["send", "yes"])
def test_a_week_on_a_device_called_shared_since_is_sent_or_deleted_at_the_sign_out(
    browser_page, nok, a_week_before, what
):
    page = called_shared(browser_page, nok)
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#waiting")).to_be_visible()
    expect(page.locator("[name=forget][value=no]")).to_have_count(0)
    accessible(page)
    if what == "send":  # else it may go by itself before it is deleted
        page.context.unroute("**/my-week/kept/")
    page.locator(f"[name=forget][value={what}]").check()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/$"))
    wait_for(page, lambda: held(page) == [])
    assert (sent(nok) is not None) == (what == "send")


def test_a_week_that_a_device_called_shared_since_cannot_send_is_not_lost_unsaid(
    browser_page, nok, a_week_before
):
    page = called_shared(browser_page, nok)
    page.goto("/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#not-sent")).to_be_focused()
    expect(page).to_have_url(re.compile("/sign-out/$"))
    assert waits(page) == [str(WEEK)]
    page.context.unroute("**/my-week/kept/")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/$"))
    wait_for(page, lambda: held(page) == [])
    assert sent(nok) is not None


def test_who_calls_a_colleagues_device_shared_loses_them_no_week(
    browser_page, nok, chiang_mai, a_week_before
):
    page = browser_page(nok)
    keep_a_week(page)
    sign_in_anew(page, make_worker(chiang_mai, "malee"))
    share_device(page)
    signal_back(page)
    page.goto("/account/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-out/$"))
    expect(page.locator("#waiting")).to_be_hidden()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/$"))
    assert waits(page) == [str(WEEK)]


@pytest.mark.parametrize("place", ["/account/", "/sign-out/"])
def test_who_signs_out_before_the_scripts_have_come_loses_a_colleague_no_week(
    browser_page, nok, chiang_mai, a_week_before, place
):
    page = browser_page(nok)
    keep_a_week(page)
    sign_in_anew(page, make_worker(chiang_mai, "malee"))
    share_device(page)
    signal_back(page)
    kind = "text/javascript"
    page.context.route("**/kept.js", lambda one: one.fulfill(content_type=kind, body=""))
    page.goto(place)
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/$"))
    assert waits(page) == [str(WEEK)]


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_the_page_without_a_signal_is_for_everybody(
    browser_page, nok, a_week_before, width, scheme, language
):
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    open_week(page)
    page.context.set_offline(True)
    page.goto("/my-trend/")
    expect(page.locator("[data-n='0'] h1")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)
    accessible(page)
    page.goto("/my-week/")
    expect(page.locator("#fill-in")).to_be_visible()
    accessible(page)
    page.locator("#week button.button-wide").click()
    expect(page.locator("#h-kept")).to_be_visible()
    accessible(page)


def test_the_page_without_a_signal_speaks_the_language_that_was_chosen_last(
    browser_page, nok, a_week_before
):
    page = browser_page(nok)
    open_week(page)
    other = page.context.new_page()  # an open tab makes nobody wait
    open_week(other)  # till it has asked for the worker of its own language, too
    page.get_by_role("button", name="ไทย").click()
    expect(page.locator("html")).to_have_attribute("lang", "th")
    speaks = "navigator.serviceWorker.controller.scriptURL.slice(-2)"
    wait_for(page, lambda: page.evaluate(speaks) == "th")
    page.context.set_offline(True)
    page.goto("/my-trend/")
    expect(page.locator("[data-n='0'] h1")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "th")


def test_a_killed_browser_loses_no_week_and_nothing_that_was_typed(
    chromium, live_server, tmp_path, nok, a_week_before
):
    with phone_of(chromium, live_server, tmp_path, nok) as phone:
        keep_a_week(phone)
        kill(tmp_path)
    with phone_of(chromium, live_server, tmp_path, nok) as phone:
        phone.context.set_offline(True)
        phone.clock.set_fixed_time(NOW)
        phone.goto(f"{live_server.url}/my-week/")
        expect(phone.get_by_role("heading", name="A week waits on this phone")).to_be_visible()
        phone.get_by_role("button", name="Change").click()
        expect(phone.locator('[name="worn"][value="3"]')).to_be_checked()
        phone.context.set_offline(False)
        expect(phone.get_by_role("status").get_by_text("Week 47 is sent.")).to_be_visible()
    assert CheckIn.objects.get(person=nok).answers.worn == 3


# Letters that stand nowhere else: what a person types, and what the page says of them.
CANARIES = ("zebrafinch", "QX-4F7", "Srisuk", "How was your week, Nok")


def test_after_signing_out_the_phone_holds_nothing_that_was_typed(
    chromium, live_server, tmp_path, nok, a_week_before
):
    make_line(nok, "court", reference="QX-4F7")
    with phone_of(chromium, live_server, tmp_path, nok) as phone:
        open_week(phone)
        phone.locator("summary").filter(has_text="A note to yourself").click()
        phone.locator("#f-note").fill("zebrafinch zebrafinch")
        wait_for(phone, lambda: "note=zebrafinch+zebrafinch" in typed(phone))
        assert found_on_disk(tmp_path, CANARIES) == set()  # sealed already while the visit lasts
        phone.context.set_offline(True)
        save(phone)
        expect(phone.get_by_role("heading", level=1)).to_have_text("Saved")
        phone.context.route("**/my-week/kept/", take_nothing)
        signal_back(phone)
        phone.goto(f"{live_server.url}/sign-out/")
        phone.locator("[name=forget][value=no]").check()
        phone.get_by_role("button", name="Sign out").click()
        expect(phone).to_have_url(re.compile("/sign-in/$"))
        wait_for(phone, lambda: "visit" not in held(phone))
        assert waits(phone) == [str(WEEK)]
        phone.go_back()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Sign in")
        storage = "Object.assign({}, sessionStorage, localStorage)"
        assert set(phone.evaluate(storage)) <= {"kept", "htmx-current-path-for-history"}
    assert found_on_disk(tmp_path, CANARIES) == set()


@pytest.mark.parametrize("javascript", [False])
def test_without_scripts_all_is_as_it_was(browser_page, nok, a_week_before, javascript):
    page = browser_page(nok, javascript=javascript)
    page.goto("/my-week/")
    for hidden in ("#typed-again", "#kept-here"):
        expect(page.locator(hidden)).to_be_hidden()
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Nok")
    page.goto("/sign-out/")
    expect(page.locator("#waiting")).to_be_hidden()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/$"))


def test_the_worker_keeps_the_files_of_its_version_and_no_other(browser_page, nok, a_week_before):
    page = browser_page(nok)
    page.goto("/my-trend/")  # no worker comes with it
    page.evaluate("caches.open('of-a-version-before').then((one) => one.add('/static/app.js'))")
    open_week(page)
    kept = """async () => {
      const [name, ...more] = await caches.keys(), cache = await caches.open(name);
      return [more.length, (await cache.keys()).map((one) => new URL(one.url).pathname)];
    }"""
    files = [f"/static/{name}" for name in (*SCRIPTS, *FILES)]
    wait_for(page, lambda: page.evaluate(kept) == [0, files])
    # A page of the server that says what is wrong stays what it is.
    page.goto("/nothing-here/")
    expect(page.locator("#no-signal")).to_have_count(0)


def test_a_phone_sends_while_no_page_is_looked_at(browser_page, nok, a_week_before):
    page = browser_page(nok)
    keep_a_week(page)
    (worker,) = page.context.service_workers
    page.goto("about:blank")
    signal_back(page)
    worker.evaluate("kept.send()")
    wait_for(page, lambda: sent(nok) is not None)
    page.goto("/account/")
    assert waits(page) == []
