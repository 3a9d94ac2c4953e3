"""Files: what is taken is plain, what only says it is one is refused, and no bomb goes off."""

import subprocess
import sys
import time
from io import BytesIO

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.makers import NOW
from training import evidence
from training.models import Evidence

from .conftest import PDF, make_certificate_type, make_study
from .files import HOSTILE, MARK, NAMES, REDRAWN, SCRIPT, picture


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name):
    began = time.perf_counter()
    with pytest.raises(ValidationError) as refused:
        evidence.judged(HOSTILE[name])
    assert refused.value.messages[0].endswith((".", "first."))
    assert time.perf_counter() - began < 2


def test_there_are_more_than_25_of_them():
    assert len(HOSTILE | REDRAWN | NAMES) >= 25


@pytest.mark.parametrize("name", REDRAWN)
def test_a_picture_is_drawn_anew_and_nothing_else_stays(name):
    sent = REDRAWN[name]
    kind, kept = evidence.judged(sent)
    assert MARK in sent
    for hidden in (MARK, SCRIPT, b"PK\x03\x04"):
        assert hidden not in kept
    with Image.open(BytesIO(kept)) as image:
        assert (image.size, dict(image.getexif())) == ((40, 30), {})
        assert image.format == kind.name


# Runs alone, so that what it takes is what one file takes.
WEIGH = """
import sys
import django
django.setup()
from django.core.exceptions import ValidationError
from PIL import Image, ImageOps
from training import evidence

def most():
    status = open("/proc/self/status").read()
    return int(status.split("VmHWM:")[1].split()[0])

content = open(sys.argv[1], "rb").read()
before = most()
try:
    evidence.judged(content)
except ValidationError:
    print((most() - before) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("name", [one for one in HOSTILE if "bomb" in one or "million" in one])
def test_a_bomb_takes_less_than_50_mb(name, tmp_path, monkeypatch):
    bomb = tmp_path / "bomb"
    bomb.write_bytes(HOSTILE[name])
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    command = [sys.executable, "-c", WEIGH, str(bomb)]
    told = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR
    )
    assert int(told.stdout) <= 50


def test_a_picture_lying_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    _kind, kept = evidence.judged(picture(exif=exif))
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (30, 40)


def test_a_very_large_picture_becomes_one_to_read():
    _kind, kept = evidence.judged(picture(size=(4_000, 3_000)))
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (2_400, 1_800)


def test_a_plain_pdf_stays_as_it_is():
    assert evidence.judged(PDF) == (Evidence.Kind.PDF, PDF)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_file_is_called_counts_for_nothing_and_is_not_kept(name, client, nok, siriporn):
    study = make_study(nok, make_certificate_type(nok.organisation, "Advocate"), siriporn)
    Evidence.objects.all().delete()
    called, kind = NAMES[name]
    sent = {"tell": 1, "what": "A course", "day": "1/3/2569", "hours": "8"}
    sent["file"] = SimpleUploadedFile(called, PDF, content_type=kind)
    client.force_login(nok)
    with time_machine.travel(NOW, tick=False):
        page = reverse("study_hours", args=[study.certificate.public_id])
        assert client.post(page, sent).status_code == 302
        answer = client.get(reverse("evidence", args=[Evidence.objects.get().public_id]))
    assert answer["Content-Disposition"] == 'attachment; filename="evidence.pdf"'
    assert (answer["Content-Type"], answer.content) == ("application/pdf", PDF)
