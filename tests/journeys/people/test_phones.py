"""A phone is joined in a real browser, and a push makes its worker show one neutral sentence."""

import pytest
from playwright.sync_api import expect

from people.models import PushSubscription
from tests.journeys.conftest import LOOKS, accessible
from tests.journeys.workload.kept import wait_for

PAGE = "/account/messages/phone/"
# A browser without windows shows no notices and reaches no push service: both are played here. The
# page, the worker and the push that wakes it are real.
PLAYED = """
const permission = { get: () => sessionStorage.permission || "default" };
Object.defineProperty(Notification, "permission", permission);
Notification.requestPermission = async () => (sessionStorage.permission = "ANSWER");
const given = {
  endpoint: "https://fcm.googleapis.com/fcm/send/of-a-test",
  unsubscribe: async () => sessionStorage.removeItem("joined"),
};
PushManager.prototype.getSubscription = async () => (sessionStorage.joined ? given : null);
PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
  if (!userVisibleOnly || applicationServerKey.length !== 65) throw new Error("refused");
  sessionStorage.joined = "yes";
  return given;
};
"""
KEPT = """() => {
  self.shown = [];
  self.registration.showNotification = async (title, notice) => self.shown.push([title, notice]);
}"""


def playing(page, answer):
    page.add_init_script(PLAYED.replace("ANSWER", answer))
    page.goto(PAGE)
    expect(page.locator("#join-phone")).to_be_visible()


def push(page) -> None:
    """Deliver a push to the worker of a page, as the browser does when its service asks."""
    devtools, found = page.context.new_cdp_session(page), []
    told = "ServiceWorker.workerRegistrationUpdated"
    devtools.on(told, lambda one: found.extend(one["registrations"]))
    devtools.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(10)
    about = {"origin": page.evaluate("location.origin"), "data": ""}
    about["registrationId"] = found[0]["registrationId"]
    devtools.send("ServiceWorker.deliverPushMessage", about)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_nok_turns_her_phone_on_and_a_push_shows_one_neutral_sentence(
    nok, browser_page, width, scheme, language
):
    page = browser_page(nok, width=width, scheme=scheme, language=language)
    playing(page, "granted")
    accessible(page)
    page.locator("#id_name").fill("mine")
    page.locator("#join-phone button").click()
    expect(page.locator("[data-phone-state=on]")).to_be_visible()
    expect(page.locator("[data-this-phone]")).to_be_visible()
    accessible(page)
    assert str(PushSubscription.objects.visible_to(nok).get()) == "mine"

    (worker,) = page.context.service_workers
    worker.evaluate(KEPT)
    push(page)
    wait_for(page, lambda: worker.evaluate("self.shown.length") == 1)
    words = {"en": "Something waits for you.", "th": "มีเรื่องรอคุณอยู่"}
    titles = {"en": "Kamlangjai", "th": "กำลัง\u2060ใจ"}
    notice = {"body": words[language], "lang": language, "tag": "waits"}
    assert worker.evaluate("self.shown") == [[titles[language], notice]]

    page.get_by_role("button", name="mine").click()
    expect(page.locator("#join-phone")).to_be_visible()
    assert not PushSubscription.objects.exists()


def test_who_does_not_allow_notices_reads_what_to_do(nok, browser_page):
    page = browser_page(nok)
    playing(page, "denied")
    page.locator("#join-phone button").click()

    expect(page.locator("[data-phone-state=denied]")).to_be_visible()
    expect(page.locator("#join-phone")).to_be_hidden()
    accessible(page)
    assert not PushSubscription.objects.exists()


def test_a_service_that_does_not_answer_is_said_and_a_page_without_scripts_says_what_is_needed(
    nok, browser_page
):
    page = browser_page(nok)
    playing(page, "granted")
    page.evaluate("PushManager.prototype.subscribe = () => Promise.reject(), null")
    page.locator("#join-phone button").click()
    expect(page.locator("#join-failed")).to_be_focused()
    accessible(page)

    page = browser_page(nok, javascript=False)
    page.goto(PAGE)
    expect(page.locator("[data-phone-state=without]")).to_be_visible()
    expect(page.locator("#join-phone")).to_be_hidden()
