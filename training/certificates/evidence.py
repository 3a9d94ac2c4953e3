"""Files as evidence: a PDF, a JPEG or a PNG, and nothing that only says it is one."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce, Length
from django.utils.translation import gettext_lazy as _

from people.models import Person
from training.formats import apart
from training.models import Certificate, Evidence, Study

MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE
# Of all files of one person, and of the files of one certificate without a decision yet.
ALL_OF_A_PERSON = 100 * MEGABYTE
UNDECIDED_AT_MOST = 20
PDF_START, PDF_END = b"%PDF-", b"%%EOF"
JPEG_START, PNG_START = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


def judged(content: bytes) -> tuple[Evidence.Kind, bytes]:
    """Say what a file is and give the bytes to keep; refuse all but a plain PDF, JPEG or PNG.

    Its name and what the browser says of it count for nothing. A picture is drawn anew, so that
    nothing hides in it and no place or device is kept with it; a PDF is written anew, with what
    can be read of it.
    """
    if len(content) > LARGEST:
        sentence = _("This file is too large. Up to %(mb)d MB, please.")
        raise ValidationError(sentence, code="large", params={"mb": LARGEST // MEGABYTE})
    if content.startswith(PDF_START):
        return Evidence.Kind.PDF, plain_pdf(content)
    if content.startswith(JPEG_START):
        return Evidence.Kind.JPEG, read_anew("pictures", content)
    if content.startswith(PNG_START):
        return Evidence.Kind.PNG, read_anew("pictures", content)
    raise unfit()


def fit(content: bytes) -> tuple[Evidence.Kind, bytes]:
    """Judge the file of a form: what is wrong with it stands at its field."""
    try:
        return judged(content)
    except ValidationError as refused:
        raise ValidationError({"file": refused}) from refused


def refuse_too_much(people: Collection[Person], content: bytes) -> None:
    """Refuse a file with which a person's files would take more than 100 MB together."""
    owner = Coalesce("certificate__person", "study__certificate__person")
    whose = [one.pk for one in people]
    kept = Evidence.objects.annotate(owner=owner).filter(owner__in=whose).values("owner")
    full = kept.annotate(size=Sum(Length("content"))).filter(
        size__gt=ALL_OF_A_PERSON - len(content)
    )
    if full.exists():
        sentence = _(
            "With this file there would be more than %(mb)d MB. Please remove another first."
        )
        about = {"mb": ALL_OF_A_PERSON // MEGABYTE}
        raise ValidationError({"file": ValidationError(sentence, code="full", params=about)})


def refuse_undecided(certificate: Certificate) -> None:
    """Refuse one more file for hours while a trainer has twenty of them to look at."""
    waiting = Q(study__certificate=certificate, study__state=Study.State.TOLD)
    if Evidence.objects.filter(waiting).count() >= UNDECIDED_AT_MOST:
        sentence = _(
            "%(n)d files wait to be looked at. Please wait for your trainer, or withdraw one."
        )
        about = {"n": UNDECIDED_AT_MOST}
        raise ValidationError({"file": ValidationError(sentence, code="waiting", params=about)})


def unfit() -> ValidationError:
    """Say which files can be taken."""
    return ValidationError(
        _("This file cannot be read as a PDF, JPEG or PNG. Please choose another."), code="file"
    )


def plain_pdf(content: bytes) -> bytes:
    """Write a PDF anew; refuse one that does not end as one, or that can do more than be read."""
    if PDF_END not in content[-1024:]:
        raise unfit()
    return read_anew("pdf", content)


def read_anew(reader: str, content: bytes) -> bytes:
    """Let a process of its own write a file anew; refuse one that it cannot read."""
    try:
        return apart.copy_made_apart(reader, content)
    except apart.ActiveFileError as active:
        raise ValidationError(
            _("This PDF can do more than be read. Please print it to a plain PDF first."),
            code="active",
        ) from active
    except apart.UnfitFileError as broken:
        raise unfit() from broken
