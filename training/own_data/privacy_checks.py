"""The privacy checks of training: what participants say of a session, and what is told of it."""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from people.groups.rule import SMALLEST
from people.models import Person
from people.own_data import privacy_checks
from people.own_data.privacy_checks import RULES, Rule
from people.weeks import BANGKOK
from training.models import Evaluation, SessionEvaluation
from training.rules.evaluations import BANDS, LINES, OPEN_FOR


def told(viewer: Person) -> QuerySet[SessionEvaluation]:
    """What was told of the sessions of a viewer's organisation."""
    return SessionEvaluation.objects.said().filter(session__organisation=viewer.organisation_id)


def session_of_too_few(viewer: Person) -> QuerySet:
    """Find a session told from too few people."""
    few = Q(people=None) | Q(people__lt=F("smallest")) | Q(people__lt=SMALLEST)
    return told(viewer).filter(few | Q(smallest__lt=SMALLEST))


def session_in_other_words(viewer: Person) -> QuerySet:
    """Find anything kept of a session that is not one of the words."""
    words = [*(word for _edge, word in BANDS), ""]
    odd = privacy_checks.not_a_size()
    for line in LINES:
        odd |= ~Q(**{f"{line}__in": words})
    return told(viewer).filter(odd)


def session_told_early(viewer: Person) -> QuerySet:
    """Find a session that was told while a participant could still answer."""
    dated = told(viewer).annotate(on=TruncDate("frozen_at", tzinfo=BANGKOK))
    return dated.filter(on__lte=F("session__day") + OPEN_FOR)


def answers_of_others(viewer: Person) -> QuerySet:
    """Find an answer of another person that this viewer could read."""
    return Evaluation.objects.visible_to(viewer).exclude(person=viewer)


def answers_of_told_sessions(viewer: Person) -> QuerySet:
    """Find a single answer about a session that was told."""
    here = Evaluation.objects.filter(session__organisation=viewer.organisation_id)
    return here.closed().with_answers()


RULES += [
    (
        _("What participants say"),
        [
            Rule(
                _(
                    "Every published session had answers from 5 or more people, or from as many "
                    "as your organisation asks for."
                ),
                session_of_too_few,
            ),
            Rule(
                _("For sessions only words are shown: how many people, and which of three bands."),
                session_in_other_words,
            ),
            Rule(
                _("No session was published while somebody who was there could still answer."),
                session_told_early,
            ),
            Rule(
                _("You can read nobody’s answers about a session but your own."),
                answers_of_others,
                own=True,
            ),
            Rule(
                _("Once a session is published, nobody’s single answers about it are kept."),
                answers_of_told_sessions,
            ),
        ],
    )
]
