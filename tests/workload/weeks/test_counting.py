"""The first week: a whole caseload as counts, said to take three minutes; then as always."""

import pytest
import time_machine

from tests.makers import NOW, enter, make_line, make_week
from workload.models import CaseloadLine

PAGE = "/my-week/"
FIRST, USUAL = "The first time takes about three minutes", "About 30 seconds. Change only"
ASKED = "How many cases do you carry"


@pytest.fixture(autouse=True)
def friday(db):
    with time_machine.travel(NOW, tick=False):
        yield


def posted(page, **counts) -> dict[str, str]:
    form = page.context["page"].form
    given = {"key": str(page.context["page"].key), "lines": "0", "first": "1", "do": "save"}
    given |= {"hours": "40", "nights": "0", "court_days": "0", "material": "0"}
    given |= {"material_unit": "h", "leave_days": "0"}
    assert form
    return given | {f"first-{phase}-count": n for phase, n in counts.items()}


def test_counts_become_one_line_for_each_phase_and_the_next_week_is_as_always(nok, client):
    enter(client, nok)
    page = client.get(PAGE)
    assert (FIRST in page.text, ASKED in page.text) == (True, True)
    answer = client.post(PAGE, posted(page, active="12", court="๓", aftercare="0", dormant=""))
    assert answer.status_code == 302
    assert list(CaseloadLine.objects.order_by("pk").values_list("phase", "count", "part")) == [
        ("active", 12, "primary"),
        ("court", 3, "primary"),
    ]
    again = client.get(PAGE)
    assert (FIRST in again.text, ASKED in again.text) == (False, False)


def test_a_count_that_is_none_is_refused_at_its_field_and_all_stays(nok, client):
    enter(client, nok)
    page = client.post(PAGE, posted(client.get(PAGE), active="many", court="4"))
    assert (page.status_code, CaseloadLine.objects.count()) == (422, 0)
    assert [one for one, _said in page.context["problems"]] == ["first-active-count"]
    assert ('value="many"' in page.text, 'value="4"' in page.text) == (True, True)
    page = client.post(PAGE, posted(page, active="201"))
    assert "Up to 200" in page.text


def test_counts_add_up_before_anything_is_sent(nok, client):
    enter(client, nok)
    data = posted(client.get(PAGE), active="10")
    page = client.post(f"{PAGE}?do=preview", data, headers={"HX-Request": "true"})
    assert "15" in page.text
    assert not CaseloadLine.objects.exists()


def test_counts_stay_while_a_line_is_added(nok, client):
    enter(client, nok)
    data = posted(client.get(PAGE), active="10") | {"line-new-phase": "court"}
    data |= {"line-new-count": "1", "line-new-further_victims": "0", "do": "add"}
    page = client.post(PAGE, data).context["page"]
    assert (page.cases, len(page.rows), page.counts[1].typed) == (11, 1, "10")


def test_what_was_brought_in_is_there_to_check(nok, client):
    make_line(nok)
    enter(client, nok)
    page = client.get(PAGE).text
    assert (FIRST in page, "Already written down for you" in page, ASKED in page) == (
        True,
        True,
        False,
    )


def test_a_worker_who_sent_weeks_and_carries_nothing_is_asked_for_counts_without_the_minutes(
    nok, client
):
    make_week(nok)
    enter(client, nok)
    assert FIRST not in client.get(PAGE).text
