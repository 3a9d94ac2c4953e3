"""How it was: Nok says it on her phone, and Siriporn reads bands two weeks later."""

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from tests.journeys.conftest import LOOKS, accessible
from tests.makers import NOW, at, make_workers
from tests.training.conftest import THURSDAY, make_places, make_session
from training.evaluations import actions as evaluations
from training.models import Course, Enrolment, Evaluation
from training.rules.evaluations import EvaluationAnswers

OVER = at("2026-12-04 09:00")
LINES = {
    "I can use it in my work.": "Mostly",
    "It was clear to me.": "Fully",
    "I could ask anything, and say no to anything.": "Skip, prefer not to say",
    "It was worth the time.": "Partly",
}


@pytest.fixture
def course(saphan):
    return Course.objects.create(organisation=saphan, name={"en": "Interviewing"}, hours=6)


def make_held(course, trainer, people, day=THURSDAY):
    session = make_session(course, trainer, day=day)
    make_places(session, people)
    Enrolment.objects.filter(session=session).update(attendance="full")
    return session


def say(session, people):
    for person in people:
        evaluations.answer(
            session=session, person=person, answers=EvaluationAnswers(3, 4, 3, 2), now=NOW
        )


@pytest.mark.parametrize("javascript", [True, False])
def test_a_participant_says_how_it_was_in_a_few_taps(
    browser_page, course, siriporn, nok, javascript
):
    session = make_held(course, siriporn, [nok])
    with time_machine.travel(NOW):
        page = browser_page(nok, width=320, javascript=javascript)
        page.goto("/training/coming/")
        page.get_by_role("link", name="How was it? Interviewing").click()
        expect(page.get_by_role("group", name=next(iter(LINES)))).to_be_visible()
        page.wait_for_load_state("load")  # its lines move while it is drawn
        expect(page.locator("input:checked")).to_have_count(0)
        for scheme in ("light", "dark") if javascript else ():
            page.emulate_media(color_scheme=scheme)
            accessible(page)
        for line, answer in LINES.items():
            page.get_by_role("group", name=line).get_by_label(answer, exact=True).check(force=True)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status").first).to_contain_text("change it until 3 December 2026")
        expect(page.get_by_role("button", name="Save the change")).to_be_visible()
    assert Evaluation.objects.get(session=session).answers == EvaluationAnswers(3, 4, None, 2)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_a_trainer_reads_bands_of_one_session_and_nothing_of_another(
    browser_page, course, siriporn, chiang_mai, width, scheme, language
):
    people = make_workers(8, chiang_mai)
    told = make_held(course, siriporn, people)
    few = make_held(course, siriporn, people, day=THURSDAY - timedelta(days=1))
    say(told, people[:6])
    say(few, people[:4])
    evaluations.freeze(now=OVER)
    with time_machine.travel(OVER):
        page = browser_page(siriporn, width=width, scheme=scheme, language=language)
        for session, bands in ((told, 4), (few, 0)):
            page.goto(f"/training/sessions/{session.public_id}/")
            page.locator("#h-told").wait_for()
            expect(page.locator("svg.bands")).to_have_count(bands)
            accessible(page)
        page.goto("/training/evaluations/")
        expect(page.locator(".groups > li")).to_have_count(2)
        expect(page.locator("svg.stairs")).to_have_count(4)
        accessible(page)
        page.locator(".groups a").first.click()
        expect(page.locator("svg.bands")).to_have_count(4)
        accessible(page)
