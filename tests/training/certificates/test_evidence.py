"""Files: what is taken is plain, what only says it is one is refused, and no bomb goes off."""

import subprocess
import sys
import time
from functools import partial
from io import BytesIO

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.makers import NOW, enter
from tests.training.conftest import PDF, make_certificate, make_certificate_type, make_study
from tests.training.papers import make_pdf
from training.certificates import evidence, files
from training.hours import actions as hours
from training.models import Evidence, Study

from .sample_files import HOSTILE, MARK, NAMES, REDRAWN, SCRIPT, picture


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name):
    began = time.process_time()
    with pytest.raises(ValidationError) as refused:
        evidence.judged(HOSTILE[name])
    assert refused.value.messages[0].endswith((".", "first."))
    assert time.process_time() - began < 10


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


# Runs alone, so that what it takes is what these files take, one after the other.
WEIGH = """
import sys
import django
django.setup()
from django.core.exceptions import ValidationError
from PIL import Image, ImageOps
from training.certificates import evidence

def most():
    status = open("/proc/self/status").read()
    return int(status.split("VmHWM:")[1].split()[0])

contents = [open(name, "rb").read() for name in sys.argv[1:]]
before = most()
for content in contents:
    try:
        evidence.judged(content)
    except ValidationError:
        print((most() - before) // 1024)
"""


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_bomb_takes_less_than_50_mb(tmp_path, monkeypatch):
    names = [one for one in HOSTILE if "bomb" in one or "million" in one]
    for name in names:
        (tmp_path / name).write_bytes(HOSTILE[name])
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    command = [sys.executable, "-c", WEIGH, *(str(tmp_path / name) for name in names)]
    told = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR
    )
    taken = [int(line) for line in told.stdout.split()]
    assert len(taken) == len(names)
    assert max(taken) <= 50


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


def test_a_plain_pdf_that_was_written_anew_once_stays_as_it_is():
    assert evidence.judged(PDF) == (Evidence.Kind.PDF, PDF)


def test_of_a_pdf_only_what_can_be_read_is_kept():
    older = make_pdf().replace(b"%%EOF", MARK + b"\n%%EOF")
    kind, kept = evidence.judged(older + b"9 0 obj (" + MARK + b") endobj\n%%EOF\n")
    assert kind is Evidence.Kind.PDF
    assert MARK not in kept


@pytest.mark.parametrize("name", NAMES)
def test_what_a_file_is_called_counts_for_nothing_and_is_not_kept(name, client, nok, siriporn):
    study = make_study(nok, make_certificate_type(nok.organisation, "Advocate"), siriporn)
    Evidence.objects.all().delete()
    called, kind = NAMES[name]
    sent = {"tell": 1, "what": "A course", "day": "1/3/2569", "hours": "8"}
    sent["file"] = SimpleUploadedFile(called, PDF, content_type=kind)
    enter(client, nok)
    with time_machine.travel(NOW, tick=False):
        page = reverse("study_hours", args=[study.certificate.public_id])
        assert client.post(page, sent).status_code == 302
        answer = client.get(reverse("evidence", args=[Evidence.objects.get().public_id]))
    assert answer["Content-Disposition"] == 'attachment; filename="evidence.pdf"'
    assert (answer["Content-Type"], answer.content) == ("application/pdf", PDF)


# --- How much there may be ------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "fits"), [(0, True), (-1, False)])
def test_all_files_of_a_person_have_a_bound_together(
    left, fits, nok, interview, siriporn, monkeypatch
):
    study = make_study(nok, interview, siriporn)
    monkeypatch.setattr(evidence, "ALL_OF_A_PERSON", 2 * len(PDF) + left)
    add = partial(files.attach, file=PDF, by=siriporn, now=NOW)
    if fits:
        assert add(certificate=study.certificate)
        return
    with pytest.raises(ValidationError, match="Please remove another first"):
        add(certificate=study.certificate)
    assert Evidence.objects.count() == 1


def test_a_new_file_in_place_of_a_large_one_is_counted_without_it(
    nok, interview, siriporn, monkeypatch
):
    held = make_certificate(nok, interview, by=siriporn)
    monkeypatch.setattr(evidence, "ALL_OF_A_PERSON", len(PDF))
    for _time in range(2):
        files.attach(certificate=held, file=PDF, by=siriporn, now=NOW)
    assert Evidence.objects.count() == 1


def test_one_full_colleague_stops_a_file_for_all(nok, crew, interview, siriporn, monkeypatch):
    make_study(nok, interview, siriporn)
    monkeypatch.setattr(evidence, "ALL_OF_A_PERSON", len(PDF))
    with pytest.raises(ValidationError, match="Please remove another first"):
        evidence.refuse_too_much([*crew, nok], PDF)
    evidence.refuse_too_much([one for one in crew if one != nok], PDF)


def test_twenty_files_wait_for_a_trainer_and_not_one_more(nok, interview, siriporn):
    studies = [make_study(nok, interview, siriporn) for _n in range(evidence.UNDECIDED_AT_MOST - 1)]
    evidence.refuse_undecided(studies[0].certificate)
    make_study(nok, interview, siriporn)
    with pytest.raises(ValidationError, match="20 files wait"):
        evidence.refuse_undecided(studies[0].certificate)
    hours.decide(study=studies[0], counts=True, by=siriporn, now=NOW)
    evidence.refuse_undecided(studies[0].certificate)


def test_a_file_too_many_keeps_what_was_typed_and_stores_nothing(
    client, nok, interview, siriporn, monkeypatch
):
    study = make_study(nok, interview, siriporn)
    monkeypatch.setattr(evidence, "UNDECIDED_AT_MOST", 1)
    enter(client, nok)
    sent = {"tell": 1, "what": "Another course", "day": "1/3/2569", "hours": "8", "kind": "A"}
    sent["file"] = SimpleUploadedFile("a.pdf", PDF)
    with time_machine.travel(NOW, tick=False):
        answer = client.post(reverse("study_hours", args=[study.certificate.public_id]), sent)
    assert answer.status_code == 422
    assert "Another course" in answer.content.decode()
    assert "files wait to be looked at" in answer.content.decode()
    assert Study.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "bound", "sentence"),
    [("LARGEST", 3, "Up to 3 MB, please."), ("ALL_OF_A_PERSON", 0, "more than 0 MB")],
)
def test_what_is_refused_names_the_bound_that_refuses(
    name, bound, sentence, nok, interview, siriporn, monkeypatch
):
    study = make_study(nok, interview, siriporn)
    monkeypatch.setattr(evidence, name, bound * evidence.MEGABYTE)
    file = PDF + b" " * (bound * evidence.MEGABYTE)
    with pytest.raises(ValidationError, match=sentence):
        files.attach(file=file, by=siriporn, now=NOW, certificate=study.certificate)
