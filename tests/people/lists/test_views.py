"""The pages of a list: read, looked at, saved, reported, taken back."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.lists import carrying
from people.models import BackgroundJob, Job, ListImport
from tests.makers import NOW, enter, give_password

from .test_actions import clock, trades_of
from .trades import PASTED

pytestmark = pytest.mark.django_db
NEW = "/lists/new/trades/"


@pytest.fixture(autouse=True)
def friday(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture(autouse=True)
def waiting(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def as_ploy(client, ploy):
    enter(client, ploy)
    return client


def words(response) -> str:
    text = re.sub(r"<(head|script)\b.*?</\1>", " ", response.text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def brought(client, pasted=PASTED):
    answer = client.post(NEW, {"pasted": pasted, "from": "pasted"})
    assert answer.status_code == 302, words(answer)
    return answer.url


def digest_on(page) -> str:
    return re.search(r'name="promised" value="(\w+)"', page.text)[1]


def saved(client, pasted=PASTED):
    """The address of a list that was saved."""
    url = brought(client, pasted)
    client.post(url, {"do": "save", "promised": digest_on(client.get(url))})
    carrying.save_list(BackgroundJob.objects.get().pk, lambda: NOW)
    return url


def test_the_way_from_a_paste_to_a_report_and_back(as_ploy, saphan):
    assert "Trades" in words(as_ploy.get("/lists/"))
    url = brought(as_ploy)
    look = as_ploy.get(url)
    said = words(look)
    assert "A pasted list · 4 rows" in said
    assert "2 rows need another look" in said
    assert "Row 4, Column A, Code: This row has no code." in said
    assert "Save 2, leave 2 out" in said

    answer = as_ploy.post(url, {"do": "save", "promised": digest_on(look)})
    assert (answer.status_code, answer.url) == (302, url)
    job = as_ploy.get(url)
    assert "It is being saved" in words(job)
    assert '<progress max="4" value="0"' in job.text
    assert as_ploy.get(url, headers={"HX-Request": "true"}).text.lstrip().startswith("<section")
    # A second press, and a look that came late, find the same job.
    as_ploy.post(url, {"do": "save", "promised": digest_on(look)})
    carrying.save_list(BackgroundJob.objects.get().pk, lambda: NOW)
    part = as_ploy.get(url, headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"

    said = words(as_ploy.get(url))
    assert "2 rows are in" in said
    assert "2 new, 0 changed, 0 the same. 2 rows were left out." in said
    assert "Until Saturday 21 November, 09:00, all of it can be undone" in said
    assert trades_of(saphan) == {"D1": "Driver", "D2": "Cook"}

    as_ploy.post(url, {"do": "undo"})
    assert "It is being undone" in words(as_ploy.get(url))
    carrying.undo_list(BackgroundJob.objects.get(kind="list_undo").pk, clock)
    assert "2 rows were undone." in words(as_ploy.get(url))
    assert trades_of(saphan) == {}


def test_rows_that_were_left_out_are_taken_along_after_the_password(as_ploy):
    url = saved(as_ploy)
    assert as_ploy.get(f"{url}left-out.csv").url.startswith("/password/again/")
    give_password(as_ploy)
    sheet = as_ploy.get(f"{url}left-out.csv").content.decode("utf-8-sig")
    assert sheet.splitlines() == [
        "Row,Why,code,name,ชื่อ,seat",
        "4,This row has no code.,,Nameless,,C",
        "5,D1 stands in row 2 as well.,D1,Again",
    ]


def test_what_is_chosen_for_a_column_is_judged_at_once(as_ploy):
    url = brought(as_ploy)
    part = as_ploy.post(
        url, {"do": "columns", "column": ["", "en", "th", "place"]}, headers={"HX-Request": "true"}
    )
    assert part.text.strip().startswith('<div id="list">')
    assert "No column for “Code” yet. Please choose it." in words(part)
    assert 'name="promised"' not in part.text
    answer = as_ploy.post(url, {"do": "columns", "column": ["code", "en", "en", ""]})
    assert answer.status_code == 422
    assert "Two columns are “Name in English”. Please choose one." in words(answer)


def test_rows_are_narrowed_and_paged(as_ploy):
    lines = [f"D{n}\tTrade {n}\n" for n in range(60)]
    url = brought(as_ploy, "code\tname\n" + "".join(lines) + "\tNameless\n")
    assert as_ploy.get(url).text.count('id="row-') == 25
    assert as_ploy.get(f"{url}?page=3").text.count('id="row-') == 11
    narrowed = as_ploy.get(f"{url}?show=cannot")
    assert narrowed.text.count('id="row-') == 1
    assert 'id="row-62"' in narrowed.text
    assert as_ploy.get(f"{url}?show=what&page=x").status_code == 200


def test_a_refused_job_leads_back_to_the_look_with_the_rows_that_changed(as_ploy, saphan):
    job = Job.objects.create(organisation=saphan, key="D2", name={"en": "Kitchen"})
    url = brought(as_ploy)
    look = as_ploy.get(url)
    as_ploy.post(url, {"do": "save", "promised": digest_on(look)})
    Job.objects.filter(pk=job.pk).update(name={"en": "Baker"})
    carrying.save_list(BackgroundJob.objects.get().pk, clock)

    said = words(as_ploy.get(url))
    assert "Row 3 changed after you looked, so nothing was saved. Please look again." in said
    assert "Save 2, leave 2 out" in said


def test_a_page_that_shows_an_older_look_saves_nothing(as_ploy):
    url = brought(as_ploy)
    as_ploy.get(url)
    answer = as_ploy.post(url, {"do": "save", "promised": "0" * 64})
    assert answer.status_code == 422
    assert "Something changed since you looked." in words(answer)
    assert not BackgroundJob.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"from": "pasted", "pasted": " \n"}, "Please paste a list, or choose a file."),
        ({"from": "file"}, "Please paste a list, or choose a file."),
    ],
)
def test_without_a_list_the_page_asks_for_one(as_ploy, sent, sentence):
    answer = as_ploy.post(NEW, sent)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not ListImport.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 x", ""),
        (b"PK\x03\x04 no workbook", ""),
        (b"code,name\n" + b"D,x\n" * 5_001, "more than 5000 lines"),
        (b"code,name\n", "There is nothing in this list."),
        (b"a,b\n" * 1_000_000, "more than 5000 lines"),
    ],
    ids=["a picture of a list", "a broken workbook", "5,001 rows", "headings alone", "a million"],
)
def test_what_is_no_list_is_refused_with_a_sentence_at_the_file(as_ploy, content, sentence):
    answer = as_ploy.post(NEW, {"file": SimpleUploadedFile("list.csv", content), "from": "file"})
    assert answer.status_code == 422
    assert 'href="#id_file"' in answer.text
    assert sentence in words(answer)
    assert not ListImport.objects.exists()


def test_a_file_keeps_its_name(as_ploy):
    file = SimpleUploadedFile("trades.csv", "รหัส,ตำแหน่ง\nD9,ล่าม\n".encode())
    url = as_ploy.post(NEW, {"file": file, "from": "file"}).url
    said = words(as_ploy.get(url))
    assert "trades.csv · 1 row" in said
    assert "Save this row" in said


def test_an_empty_sheet_has_the_headings_and_a_line_as_an_example(as_ploy):
    sheet = as_ploy.get(f"{NEW}empty.csv").content.decode("utf-8-sig").splitlines()
    assert sheet == ["Code,Name in English,Name in Thai,Offered,Place", "D1,Driver,คนขับรถ,,"]


def test_who_may_not_bring_a_subject_finds_nothing(client, wipa, nok, as_ploy):
    url = saved(as_ploy)
    assert as_ploy.get("/lists/new/salaries/").status_code == 404
    assert as_ploy.get(f"{NEW}?about=1").status_code == 404
    for person, page in ((wipa, 200), (nok, 404)):
        enter(client, person)
        assert client.get("/lists/").status_code == page
        for path in (NEW, f"{NEW}empty.csv", url, f"{url}left-out.csv"):
            assert client.get(path).status_code == 404


def test_a_role_that_ended_closes_the_list_too(as_ploy, ploy):
    url = brought(as_ploy)
    ploy.memberships.all().delete()
    assert as_ploy.get(url).status_code == 404


def test_the_last_lists_stand_where_one_begins(as_ploy):
    saved(as_ploy)
    url = brought(as_ploy)
    page = as_ploy.get(reverse("lists"))
    assert url in page.text
    assert re.findall(r"(Saved|Not saved yet) ·", words(page)) == ["Not saved yet", "Saved"]


@pytest.mark.parametrize("rows", [2, 40])
def test_a_look_costs_the_same_statements_whatever_its_length(
    as_ploy, rows, django_assert_max_num_queries
):
    url = brought(as_ploy, "code\tname\n" + "".join(f"D{n}\tT{n}\n" for n in range(rows)))
    as_ploy.get(url)
    with django_assert_max_num_queries(12):
        as_ploy.get(url)


def test_a_killed_job_can_be_pressed_again(as_ploy, time_machine):
    url = brought(as_ploy)
    look = as_ploy.get(url)
    as_ploy.post(url, {"do": "save", "promised": digest_on(look)})
    carrying.begun(BackgroundJob.objects.get().pk, lambda: NOW)
    assert "It is being saved" in words(as_ploy.get(url))
    time_machine.move_to(NOW + timedelta(minutes=3), tick=False)
    page = as_ploy.get(url)
    assert "It broke off, and nothing was saved. Please try again." in words(page)
    as_ploy.post(url, {"do": "save", "promised": digest_on(page)})
    assert BackgroundJob.objects.count() == 2
