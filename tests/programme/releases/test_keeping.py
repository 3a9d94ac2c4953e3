"""From the second yes on a release is a set of files that never change, until it is withdrawn."""

import pytest
from django.urls import reverse

from programme.models import ReleaseFile
from programme.releases import actions, reading
from programme.releases.formats.files import ARCHIVE, MEDIA, write_files
from programme.releases.keeping import kept_files, open_data_home
from tests.makers import NOW

from .conftest import QUARTER
from .makers import make_public_release, organisations_named


@pytest.fixture
def published(drafted, two_of_office):
    """What two of the office made public."""
    for person in two_of_office[:2]:
        assert not ReleaseFile.objects.exists()
        actions.approve_release(release=drafted, by=person, now=NOW)
    drafted.refresh_from_db()
    return drafted


def test_the_second_yes_keeps_every_file_as_everybody_reads_it(published, client, anan):
    make_public_release(anan, str(QUARTER.before), published.programme)
    kept = kept_files(published.public_id)

    assert kept.contents.keys() == MEDIA.keys()
    assert kept == write_files(reading.published_release(published.public_id), open_data_home())
    for name in MEDIA:
        path = reverse("open_release_file", args=[published.public_id, name])
        assert client.get(path).content == kept.contents[name]


def test_what_three_organisations_published_names_none_of_them_nor_a_unit_nor_a_person(
    published, client, crews
):
    """The office's people, the crews, the units: none of their names, and no address by which they
    are known."""
    people = [person for crew in crews for person in crew]
    secret = [*organisations_named(), *(str(one.public_id) for one in people)]
    secret += [name for one in people for name in (one.full_name_en, one.full_name_th) if name]
    page = client.get(reverse("open_release_in", args=[published.public_id, "en"])).text
    contents = {"page": page}
    for name, content in kept_files(published.public_id).contents.items():
        contents[name] = content.decode() if name != ARCHIVE else ""

    assert "withheld" in page
    assert [(where, one) for where, text in contents.items() for one in secret if one in text] == []


def test_withdrawal_deletes_the_files(published, two_of_office, client):
    actions.withdraw_release(release=published, by=two_of_office[1], now=NOW)

    assert not ReleaseFile.objects.exists()
    assert kept_files(published.public_id).contents == {}
    for name in ("bands.csv", "release.zip"):
        path = reverse("open_release_file", args=[published.public_id, name])
        assert client.get(path).status_code == 410


def test_a_file_of_what_was_withdrawn_is_not_read_though_a_row_is_left(published):
    published.withdrawn_at, published.withdrawn_by = NOW, published.asked_by
    published.save()
    assert kept_files(published.public_id).contents == {}
    with pytest.raises(ValueError, match="withdrawn"):
        actions.keep_files(published)
