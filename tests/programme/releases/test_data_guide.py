"""What docs/data.md says of files, and the program with which a reader checks a release."""

import re

import pytest
from django.conf import settings as django_settings

from programme.releases.formats.files import MEDIA
from programme.releases.public.views import SIGNATURE
from tests.training.conftest import badge_key

from .makers import make_public_release

GUIDE = (django_settings.BASE_DIR / "docs" / "data.md").read_text(encoding="utf-8")


def test_the_guide_names_every_file_in_their_order():
    assert re.findall(r"^\| `([\w.-]+)` \|", GUIDE, re.MULTILINE) == [*MEDIA, SIGNATURE]


@pytest.fixture
def program():
    """The program of the guide, for any address."""
    (text,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)

    def run(address):
        exec(re.sub(r'address = ".*"', f"address = {address!r}", text), {})  # noqa: S102 - ours

    return run


def test_the_program_of_the_guide_checks_a_release(live_server, anan, settings, program):
    settings.SITE_URL, settings.BADGE_KEY = live_server.url, badge_key()
    release = make_public_release(anan)
    program(f"{live_server.url}/data/{release.public_id}/")
