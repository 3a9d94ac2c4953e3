"""What was wrong in a release is said by the next one: written, approved and frozen with it."""

import csv
import io
import json
from datetime import timedelta
from xml.etree import ElementTree as Tree

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from people.languages.local_text import LocalText
from people.models import AccessEvent
from programme.members import actions as programmes
from programme.models import Release, ReleaseApproval, ReleaseCorrection
from programme.releases import actions, page, reading
from programme.releases.corrections import corrections_mark
from programme.releases.keeping import kept_files
from tests.makers import NOW, enter, judge_stale
from tests.programme.conftest import again
from tests.programme.releases.conftest import QUARTER
from tests.programme.releases.makers import make_programme, make_public_release

ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
WRONG = {"en": "A measure was called otherwise in the codebook.", "th": "ชื่อเรื่องที่วัดในคู่มือไม่ตรง"}
RIGHT = {"en": "It is the mean load of people.", "th": "เป็นภาระงานเฉลี่ยของคน"}
TYPED = {
    "kind": "words",
    "wrong_en": WRONG["en"],
    "wrong_th": WRONG["th"],
    "right_en": RIGHT["en"],
    "right_th": RIGHT["th"],
}
NAMES = {"read": "on", "for_good": "on", "do": "yes"}


@pytest.fixture
def earlier(drafted, anan):
    """What the programme published before."""
    return make_public_release(anan, str(QUARTER.before), drafted.programme)


@pytest.fixture
def write(drafted, earlier, two_of_office):
    """Write a correction of it into the draft."""

    def do(by=two_of_office[0], **changes):
        about = {"release": drafted, "corrected": earlier, "kind": "words", "now": NOW}
        texts = {"wrong": LocalText(WRONG), "right": LocalText(RIGHT)}
        return actions.write_correction(**(about | texts | changes), by=again(by))

    return do


def say_yes(release, *people):
    return [
        actions.approve_release(
            release=release, read=corrections_mark(release), by=again(one), now=NOW
        )
        for one in people
    ]


def page_of(client, release, language="en"):
    return client.get(reverse("open_release_in", args=[release.public_id, language])).text


def file_of(release, name):
    return kept_files(release.public_id, name).contents[name].decode("utf-8-sig")


# --- Writing --------------------------------------------------------------------------------------


def test_a_correction_is_written_once_for_each_earlier_release_and_can_be_changed(
    write, drafted, anan
):
    first = write()
    second = write(kind="method")

    assert first.pk == second.pk
    assert drafted.corrections.get().kind == "method"
    assert AccessEvent.objects.filter(what="rel_note").exists()
    # The same words again change nothing.
    write(kind="method", now=NOW + timedelta(hours=3))
    assert drafted.corrections.get().written_at == NOW
    older = make_public_release(anan, str(QUARTER.before.before), drafted.programme)
    third = write(corrected=older)
    assert set(drafted.corrections.values_list("pk", "kind")) == {
        (first.pk, "method"),
        (third.pk, "words"),
    }
    for kept in (first, third):
        at = kept.corrected.public_id
        one = page.read_correction(again(anan), drafted.public_id, at, NOW)
        assert (one.release, one.kept) == (drafted, kept)
        assert page.read_release(again(anan), at, NOW).release == one.corrected
    actions.drop_correction(release=drafted, corrected=older, by=again(anan), now=NOW)
    assert drafted.corrections.get() == first


def test_the_database_keeps_one_of_a_release_and_none_of_itself(write, drafted):
    kept = write()
    for changes in ({}, {"corrected": drafted}):
        about = {"release": drafted, "corrected": kept.corrected, "kind": "words"} | changes
        by = {"written_by": kept.written_by, "written_at": NOW}
        with pytest.raises(IntegrityError), transaction.atomic():
            ReleaseCorrection.objects.create(**about, **by, wrong=WRONG, right=RIGHT)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"kind": "figures"}, "kind", "unknown"),
        ({"wrong": LocalText({"en": "Only in English."})}, "wrong", "required"),
        ({"right": LocalText({"th": "  ", "en": "Right"})}, "right", "required"),
        ({"right": LocalText(RIGHT | {"th": "เป็น ๗ คน"})}, "right", "number"),
        ({"right": LocalText(RIGHT | {"en": "It was high  strain."})}, "right", "name"),
        ({"wrong": LocalText(WRONG | {"th": "ของกรุงเทพฯ ไม่ถูก"})}, "wrong", "name"),
        ({"wrong": LocalText(WRONG | {"en": "saphan foundation was in it."})}, "wrong", "name"),
        ({"wrong": LocalText(WRONG | {"en": "<b>Bold</b>"})}, "wrong", "markup"),
        ({"wrong": LocalText(WRONG | {"en": "a" * 401})}, "wrong", "max_length"),
    ],
)
def test_what_would_tell_a_cell_or_a_member_is_refused_at_its_field(write, changes, field, code):
    with pytest.raises(ValidationError) as refused:
        write(**changes)
    assert [one.code for one in refused.value.error_dict[field]] == [code]
    assert not ReleaseCorrection.objects.exists()


def test_a_correction_names_no_organisation_that_has_left_either(write, members, witthaya):
    """It was in what is corrected: its name would say so to everybody."""
    programmes.leave(member=members[witthaya], by=again(witthaya), now=NOW)

    with pytest.raises(ValidationError) as refused:
        write(wrong=LocalText(WRONG | {"en": "It was without Lanna Division."}))

    assert [one.code for one in refused.value.error_dict["wrong"]] == ["name"]
    assert not ReleaseCorrection.objects.exists()


def test_only_what_the_own_programme_published_is_corrected(write, drafted, anan):
    other = make_public_release(anan, "2026-Q1", make_programme("Another"))
    draft = Release.objects.create(
        programme=drafted.programme, quarter="2025-Q1", asked_by=anan, asked_at=NOW
    )
    for one in (other, draft, drafted):
        with pytest.raises(Http404):
            write(corrected=one)


def test_others_than_the_office_write_none(write, ploy, nok):
    for one in (ploy, nok):
        with pytest.raises(ValidationError) as refused:
            write(by=one)
        assert refused.value.code == "not_yours"


def test_nothing_is_written_into_what_is_public_or_not_drafted_yet(write, drafted, two_of_office):
    kept = write()
    say_yes(drafted, *two_of_office[:2])
    with pytest.raises(ValidationError) as refused:
        write(kind="use")
    assert refused.value.code == "public"
    with pytest.raises(ValidationError) as refused:
        actions.drop_correction(
            release=drafted, corrected=kept.corrected, by=two_of_office[0], now=NOW
        )
    assert refused.value.code == "public"

    Release.objects.filter(pk=drafted.pk).update(published_at=None, drafted_at=None)
    with pytest.raises(ValidationError) as refused:
        write(kind="use")
    assert refused.value.code == "unready"


# --- What a yes is said to ------------------------------------------------------------------------


def test_a_yes_before_the_last_word_does_not_count(write, drafted, two_of_office):
    anan, ratree, thawat = two_of_office
    earlier = write().corrected
    for change in (
        lambda: write(by=ratree, kind="method"),
        lambda: actions.drop_correction(release=drafted, corrected=earlier, by=ratree, now=NOW),
    ):
        assert say_yes(drafted, anan) == [False]
        change()
        assert not ReleaseApproval.objects.exists()

    # The same words again, and taking out what is not there, leave a yes alone.
    say_yes(drafted, thawat)
    actions.drop_correction(release=drafted, corrected=earlier, by=ratree, now=NOW)
    assert say_yes(drafted, ratree) == [True]


def test_a_yes_to_other_words_than_were_read_is_refused(write, drafted, two_of_office):
    anan, ratree, _thawat = two_of_office
    write()
    read = corrections_mark(drafted)
    write(kind="use")
    for mark in ("", read):
        with pytest.raises(ValidationError) as refused:
            actions.approve_release(release=drafted, read=mark, by=ratree, now=NOW)
        assert refused.value.code == "changed"
    assert say_yes(drafted, anan, ratree) == [False, True]


def test_a_draft_that_is_sent_back_takes_its_corrections_along(write, drafted, two_of_office):
    write()
    actions.send_back(release=drafted, by=two_of_office[1], now=NOW)

    assert not ReleaseCorrection.objects.exists()
    anew = actions.ask_for_release(quarter=str(QUARTER), by=two_of_office[1], now=NOW)
    assert anew.corrections.count() == 0


# --- What everybody reads -------------------------------------------------------------------------


@pytest.fixture
def published(write, drafted, two_of_office):
    """The release that says it, public."""
    write()
    say_yes(drafted, *two_of_office[:2])
    drafted.refresh_from_db()
    return drafted


def test_a_correction_of_a_draft_is_read_by_nobody_outside(client, write, earlier):
    before = page_of(client, earlier)
    write()
    assert page_of(client, earlier) == before
    assert WRONG["en"] not in client.get("/data/feed.atom").text


@pytest.mark.parametrize("language", ["en", "th"])
def test_both_releases_say_it_on_their_pages_and_lead_to_each_other(
    client, published, earlier, language
):
    for one, other in ((published, earlier), (earlier, published)):
        page = page_of(client, one, language)
        assert WRONG[language] in page
        assert RIGHT[language] in page
        assert reverse("open_release_in", args=[other.public_id, language]) in page
    headings = {"en": "Corrected by Quarter 3 of 2026", "th": "มีคำแก้ไขในชุดข้อมูล"}
    assert headings[language] in " ".join(page.split())


def test_the_files_of_the_corrected_release_stay_as_they_are(client, write, earlier, two_of_office):
    before = {one.name: bytes(one.content) for one in earlier.files.all()}
    write()
    release = Release.objects.get(quarter=str(QUARTER))
    say_yes(release, *two_of_office[:2])

    for name, content in before.items():
        path = reverse("open_release_file", args=[earlier.public_id, name])
        assert client.get(path).content == content
    data = page_of(client, earlier).partition("ld+json")[2].partition("</script>")[0]
    said = json.loads(data.partition(">")[2])["correction"]
    assert [one["inLanguage"] for one in said] == ["en", "th"]
    assert "correction" not in json.loads(before["dataset.jsonld"])


def test_every_file_with_room_for_it_says_it_in_both_languages(published, earlier):
    for name in ("release.json", "datapackage.json"):
        (said,) = json.loads(file_of(published, name))["corrections"]
        assert (said["wrong"], said["right"]) == (WRONG, RIGHT)
        assert said["release"].endswith(f"/data/{earlier.public_id}/")
        assert (said["quarter"], said["kind"]["key"]) == (str(QUARTER.before), "words")
    assert WRONG["en"] in json.loads(file_of(published, "datapackage.json"))["description"]
    comments = json.loads(file_of(published, "dataset.jsonld"))["comment"]
    assert [one["@type"] for one in comments] == ["CorrectionComment"] * 2
    rows = list(csv.DictReader(io.StringIO(file_of(published, "codebook.csv"))))
    (row,) = [one for one in rows if one["name_en"] == f"Correction of {QUARTER.before}"]
    for language in ("en", "th"):
        assert WRONG[language] in row[f"about_{language}"]
        assert RIGHT[language] in row[f"about_{language}"]


def test_the_feed_tells_readers_of_the_corrected_release_anew(client, published, earlier):
    feed = Tree.fromstring(client.get("/data/feed.atom").content)  # noqa: S314 - ours
    entries = {one.find(f"{ATOM}id").text[9:]: one for one in feed.iter(f"{ATOM}entry")}
    mine = entries[str(earlier.public_id)]

    assert mine.find(f"{ATOM}updated").text > mine.find(f"{ATOM}published").text
    for public_id, starts in (
        (earlier.public_id, f"Corrected by {QUARTER}"),
        (published.public_id, f"Correction of {QUARTER.before}"),
    ):
        lines = list(entries[str(public_id)].iter(f"{XHTML}p"))
        texts = ["".join(one.itertext()).strip() for one in lines]
        assert texts[0].startswith(starts)
        assert RIGHT["en"] in texts[0]
        assert RIGHT["th"] in texts[1]


def test_a_withdrawn_release_still_says_what_was_wrong_in_it(
    client, published, earlier, two_of_office
):
    actions.withdraw_release(release=earlier, by=two_of_office[1], now=NOW)
    answer = client.get(reverse("open_release_in", args=[earlier.public_id, "en"]))

    assert answer.status_code == 410
    assert WRONG["en"] in answer.text
    # Of itself it says as little as ever.
    assert "Safe North" not in answer.text
    assert WRONG["en"] in page_of(client, published)


def test_what_was_withdrawn_already_can_be_corrected(write, earlier, two_of_office):
    actions.withdraw_release(release=earlier, by=two_of_office[1], now=NOW)
    assert write().corrected == earlier


def test_a_correction_goes_with_the_release_that_said_it(client, published, earlier, two_of_office):
    actions.withdraw_release(release=published, by=two_of_office[1], now=NOW)

    assert not ReleaseCorrection.objects.exists()
    assert WRONG["en"] not in page_of(client, earlier)
    assert reading.published_release(earlier.public_id).corrected_by == ()


def test_two_corrections_of_one_release_stand_newest_first(client, published, earlier, anan):
    later = make_public_release(anan, str(QUARTER.after), published.programme, published_at=None)
    about = {"kind": "use", "wrong": WRONG, "right": RIGHT, "written_by": anan, "written_at": NOW}
    later.corrections.create(corrected=earlier, **about)
    later.published_at = NOW + timedelta(days=1)
    later.save()

    said = reading.published_release(earlier.public_id).corrected_by
    assert [one.said_in for one in said] == [later.public_id, published.public_id]


def test_pages_ask_no_more_with_corrections(
    client, published, earlier, django_assert_max_num_queries
):
    for path, most in (
        ("/data/en/", 2),
        ("/data/feed.atom", 2),
        (reverse("open_release_in", args=[earlier.public_id, "en"]), 4),
        (reverse("open_release_file", args=[published.public_id, "bands.csv"]), 3),
    ):
        with django_assert_max_num_queries(most):
            client.get(path)


# --- Pages of the office --------------------------------------------------------------------------


def test_the_office_writes_changes_and_removes_a_correction(
    client, drafted, earlier, two_of_office
):
    draft = reverse("release", args=[drafted.public_id])
    at = reverse("release_correction", args=[drafted.public_id, earlier.public_id])
    enter(client, two_of_office[0])
    assert at in client.get(draft).text
    refused = client.post(at, TYPED | {"right_th": "", "wrong_en": "Seven, or 7"})
    assert refused.status_code == 422
    for field in ("id_right_th_error", "id_wrong_en_error"):
        assert f'id="{field}"' in refused.text
    assert "Seven, or 7" in refused.text

    assert client.post(at, TYPED).status_code == 302
    assert WRONG["th"] in client.get(draft).text
    assert RIGHT["en"] in client.get(at).text
    assert client.post(at, {"do": "remove"}).status_code == 302
    assert not ReleaseCorrection.objects.exists()


def test_a_correction_that_a_colleague_wrote_anew_is_not_written_back(
    client, write, drafted, earlier, two_of_office
):
    write()
    enter(client, two_of_office[0])
    judge_stale(
        client,
        reverse("release_correction", args=[drafted.public_id, earlier.public_id]),
        change=lambda: write(two_of_office[1], wrong=LocalText(WRONG | {"en": "It was old."})),
        typed={"do": "save", "right_en": "It is the load of people."},
        told=["It was old."],
    )


def test_a_yes_from_a_page_is_to_the_words_on_it(client, write, drafted, two_of_office):
    anan, ratree, _thawat = two_of_office
    at = reverse("release", args=[drafted.public_id])
    write()
    mark = corrections_mark(drafted)
    enter(client, ratree)
    assert mark in client.get(at).text
    write(kind="use")
    assert client.post(at, NAMES | {"corrections": mark}).status_code == 422
    assert client.post(at, NAMES).status_code == 422
    fresh = NAMES | {"corrections": corrections_mark(drafted)}
    assert client.post(at, fresh).status_code == 302


def test_a_correction_has_no_page_outside_a_draft(client, published, earlier, two_of_office):
    enter(client, two_of_office[0])
    for pair in ((published, earlier), (earlier, published), (earlier, earlier)):
        at = reverse("release_correction", args=[one.public_id for one in pair])
        assert client.get(at).status_code == 404
        assert client.post(at, TYPED).status_code == 404
