"""Longer scales, each person for themselves: list them, take one, read the result."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from people.guards import SignedInRequest
from people.writing.forms import form_page, sent
from wellbeing.models import Assessment, WordingPack

from . import actions as scales
from . import words as scales_words
from .forms import ScaleForm

LONG_ANSWER = 24


def my_scales(request: SignedInRequest) -> HttpResponse:
    """List the scales that can be taken, and those that the person has taken."""
    person, now = request.person, timezone.now()
    taken = scales.taken(person)
    context = {"offers": scales.offers(person, now, taken), "taken": taken}
    return render(request, "wellbeing/scales/my_scales.html", context)


def scale(request: SignedInRequest, key: str) -> HttpResponse:
    """Take a scale; an item left out by a slip is asked about once more."""
    person, now = request.person, timezone.now()
    if (offer := scales.offered(person, key, now)) is None:
        raise Http404
    if offer.last and not offer.open:
        return redirect("scale_result", offer.last.public_id)  # a second tap, or an old link
    language = language_of(offer.pack)
    form = ScaleForm(sent(request), pack=offer.pack, language=language)
    if form.is_valid():
        try:
            made = scales.take(
                person=person, pack=offer.pack, answers=form.answers, language=language, now=now
            )
        except ValidationError as refused:
            form.refuse(refused)
        else:
            return redirect("scale_result", made.public_id)
    context = {
        "offer": offer,
        "language": language,
        "period": scales_words.period(offer.key),
        "long": max(len(label) for _value, label in form.choices) > LONG_ANSWER,
    }
    return form_page(request, "wellbeing/scales/scale.html", form, **context)


def language_of(pack: WordingPack) -> str:
    """Choose the reader's language if the words are in it, or else the one there is."""
    wanted = get_language()
    return wanted if wanted in pack.items else pack.languages[0]


def scale_result(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the person's own result in words, beside the time before."""
    own = Assessment.objects.visible_to(request.person).select_related("pack", "person")
    reading = scales.read(get_object_or_404(own, public_id=public_id))
    told = [
        (one, scales_words.about(one), scales_words.band(one), scales_words.change(one))
        for one in reading.told
    ]
    context = {"reading": reading, "told": told, "one": reading.assessment}
    return render(request, "wellbeing/scales/scale_result.html", context)
