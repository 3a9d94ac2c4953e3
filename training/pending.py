"""What can wait for a person around training, awards, thanks and levels."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.models import MAY, Person, Role
from people.pending.kinds import (
    ANSWER,
    CHECK,
    CHOOSE,
    DECIDE,
    LOOK,
    READ,
    PendingKind,
    first_day,
    pending_kind,
)
from people.weeks import today

from .certificates.reminders import ends_within
from .evaluations.actions import open_to
from .hours.actions import hours_to_check
from .models import (
    Award,
    Enrolment,
    Evaluation,
    MeetingPlace,
    Nomination,
    Opinion,
    PlaceState,
    Promotion,
    PromotionOpinion,
    SessionPartner,
    Study,
    Thanks,
    ThanksReport,
)
from .rules.certificates import REMIND_AT

REMINDED_FOR = max(REMIND_AT)
ARRANGED = (PlaceState.BOOKED, PlaceState.WAITING)


def invitations_to(person: Person, now: datetime) -> QuerySet:
    """Find the sessions to come that the person was invited to and has not answered."""
    return Enrolment.objects.filter(
        person=person,
        state=PlaceState.INVITED,
        session__day__gte=today(now),
        session__organisation_id=person.organisation_id,
    )


def awards_to_answer(person: Person, now: datetime) -> QuerySet:
    """Find the awards that were neither accepted nor declined: their own, and a led team's."""
    return Award.objects.answered_by(person).filter(audience="", declined_at=None)


def nominations_to_judge(person: Person, now: datetime) -> QuerySet:
    """Find what the person judges on a panel and has not spoken on."""
    said = Opinion.objects.filter(nomination=OuterRef("pk"), by=person)
    return Nomination.objects.judged_by(person).filter(~Exists(said))


def thanks_to_keep(person: Person, now: datetime) -> QuerySet:
    """Find the notes from outside that were neither kept nor put away."""
    return Thanks.objects.received(person).filter(audience="", hidden_at=None)


def sessions_to_tell_of(person: Person, now: datetime) -> QuerySet:
    """Find the sessions that the person may speak of today and has not."""
    said = Evaluation.objects.filter(session=OuterRef("pk"), person=person)
    return open_to(person, today(now)).filter(~Exists(said), evaluation=None)


def levels_to_judge(person: Person, now: datetime) -> QuerySet:
    """Find the requests for a level that the person judges and has not spoken on."""
    said = PromotionOpinion.objects.filter(promotion=OuterRef("pk"), by=person)
    return Promotion.objects.judged_by(person).filter(~Exists(said))


def levels_without_panel(person: Person, now: datetime) -> QuerySet:
    """Find the requests for a level with fewer on the panel than must speak."""
    members = Promotion.objects.filter(pk=OuterRef("pk")).annotate(n=Count("panel")).values("n")
    return Promotion.objects.arranged_by(person).filter(quorum__gt=Subquery(members))


def certificates_to_renew(person: Person, now: datetime) -> QuerySet:
    """Find the person's certificates that end while reminders go out, with nothing arranged.

    Arranged is a place in a session to come that leads to it, and hours enough written down.
    """
    day = today(now)
    coming = Enrolment.objects.filter(
        person=person,
        state__in=ARRANGED,
        session__day__gte=day,
        session__course__certificate_type=OuterRef("type"),
    )
    told = Study.objects.counting().filter(certificate=OuterRef("pk")).order_by()
    hours = told.values("certificate").annotate(sum=Sum("hours")).values("sum")
    enough = Q(told__gte=F("type__renewal_hours"))
    ending = ends_within(day, REMINDED_FOR).filter(~Exists(coming), person=person)
    # What has no hours is compared with nothing, and "not enough" would then be unknown.
    return ending.annotate(told=Subquery(hours)).filter(
        Q(type__renewal_hours=None) | Q(told=None) | ~enough
    )


def results_to_confirm(person: Person, now: datetime) -> QuerySet:
    """Find the results of sessions long past that this trainer may confirm as the second."""
    return Enrolment.objects.waiting_for_second(person)


def offers_to_answer(person: Person, now: datetime) -> QuerySet:
    """Find the sessions of other organisations that this trainer's organisation was offered."""
    offered = SessionPartner.objects.filter(organisation=person.organisation_id)
    return offered.filter(state=SessionPartner.State.OFFERED, day__gte=today(now))


def reports_to_decide(person: Person, now: datetime) -> QuerySet:
    """Find the reported notes that this admin decides on."""
    return ThanksReport.objects.decided_by(person)


def hours_waiting(person: Person, now: datetime) -> QuerySet:
    """Find the certificates with hours that this trainer confirms."""
    return hours_to_check(person)


def groups_to_confirm(person: Person, now: datetime) -> QuerySet:
    """Find the parts in meetings of a group that people told and the person confirms."""
    return MeetingPlace.objects.to_confirm(person)


KINDS = (
    PendingKind(
        code="invitation",
        rows=invitations_to,
        since=first_day("since"),
        sentence=ngettext_lazy(
            "%(n)s invitation to a training", "%(n)s invitations to trainings", "n"
        ),
        about=_("You have a place once you say yes. A no is fine too."),
        act=ANSWER,
        icon="training",
        page="my_trainings",
        url="my_trainings",
    ),
    PendingKind(
        code="award",
        rows=awards_to_answer,
        since=Min("given_on"),
        sentence=ngettext_lazy("%(n)s award to look at", "%(n)s awards to look at", "n"),
        about=_("Only you decide. Saying no is quiet."),
        act=LOOK,
        icon="star",
        page="awards",
        url="awards",
    ),
    PendingKind(
        code="nomination",
        rows=nominations_to_judge,
        since=first_day("made_at"),
        sentence=ngettext_lazy(
            "%(n)s colleague or team named for an award",
            "%(n)s colleagues or teams named for an award",
            "n",
        ),
        about=_("You are on the panel. What do you think?"),
        act=READ,
        icon="star",
        page="awards",
        url="awards",
        part="h-panel",
        one="nomination",
    ),
    PendingKind(
        code="thanks_outside",
        rows=thanks_to_keep,
        since=first_day("given_at"),
        sentence=ngettext_lazy(
            "%(n)s thank-you from outside", "%(n)s thank-yous from outside", "n"
        ),
        about=_("Keep it or put it away. Nobody else knows which."),
        act=READ,
        icon="gift",
        page="thanks",
        url="thanks",
    ),
    PendingKind(
        code="evaluation",
        rows=sessions_to_tell_of,
        since=Min("day"),
        sentence=ngettext_lazy(
            "How was it? %(n)s training to tell about",
            "How was it? %(n)s trainings to tell about",
            "n",
        ),
        about=_("Two minutes. You can skip any line."),
        act=ANSWER,
        icon="note",
        page="my_trainings",
        url="my_trainings",
        one="evaluation",
    ),
    PendingKind(
        code="level_judged",
        rows=levels_to_judge,
        since=first_day("asked_at"),
        sentence=ngettext_lazy(
            "%(n)s request for a level to judge", "%(n)s requests for a level to judge", "n"
        ),
        about=_("You are on the panel. What do you think?"),
        act=READ,
        icon="path",
        page="my_career",
        url="my_career",
        part="h-panel",
        one="promotion",
    ),
    PendingKind(
        code="level_panel",
        rows=levels_without_panel,
        since=first_day("asked_at"),
        sentence=ngettext_lazy(
            "%(n)s request for a level without a panel",
            "%(n)s requests for a level without a panel",
            "n",
        ),
        about=_("Choose who looks at it with you."),
        act=CHOOSE,
        icon="path",
        page="my_career",
        url="my_career",
        part="h-panel",
        one="promotion",
        roles=(Role.ADMIN,),
    ),
    PendingKind(
        code="renewal",
        rows=certificates_to_renew,
        since=Min("expires_on"),
        sentence=ngettext_lazy(
            "%(n)s certificate expires soon", "%(n)s certificates expire soon", "n"
        ),
        about=_("Nothing is arranged yet to renew it."),
        act=LOOK,
        icon="training",
        page="my_certificates",
        url="my_certificates",
        one="certificate",
        lead=timedelta(days=REMINDED_FOR),
    ),
    PendingKind(
        code="hours_check",
        rows=hours_waiting,
        since=first_day("studies__told_at", filter=Q(studies__state=Study.State.TOLD)),
        sentence=ngettext_lazy(
            "%(n)s certificate with hours to confirm",
            "%(n)s certificates with hours to confirm",
            "n",
        ),
        about=_("Somebody wrote down what they learnt."),
        act=CHECK,
        icon="check",
        page="renewals",
        url="renewals",
        one="study_hours",
        roles=(Role.TRAINER,),
    ),
    PendingKind(
        code="group_check",
        rows=groups_to_confirm,
        since=Min("meeting__day"),
        sentence=ngettext_lazy(
            "%(n)s meeting of a group to confirm", "%(n)s meetings of a group to confirm", "n"
        ),
        about=_("Somebody wrote down that they were there."),
        act=CHECK,
        icon="check",
        page="meetings",
        url="meetings",
        part="to-confirm",
        roles=MAY.lead_groups,
    ),
    PendingKind(
        code="second_trainer",
        rows=results_to_confirm,
        since=Min("session__day"),
        sentence=ngettext_lazy(
            "%(n)s result of a past training to confirm",
            "%(n)s results of past trainings to confirm",
            "n",
        ),
        about=_("It counts once a second trainer has confirmed it."),
        act=CHECK,
        icon="check",
        page="training",
        url="training",
        one="session",
        one_by="session__public_id",
        roles=(Role.TRAINER,),
    ),
    PendingKind(
        code="session_partner",
        rows=offers_to_answer,
        since=first_day("offered_at"),
        sentence=ngettext_lazy(
            "%(n)s session of another organisation", "%(n)s sessions of other organisations", "n"
        ),
        about=_("Your people may take part. A no is fine too."),
        act=ANSWER,
        icon="training",
        page="partner_offers",
        url="partner_offers",
        roles=(Role.TRAINER,),
    ),
    PendingKind(
        code="thanks_report",
        rows=reports_to_decide,
        since=first_day("at"),
        sentence=ngettext_lazy(
            "%(n)s reported thank-you note", "%(n)s reported thank-you notes", "n"
        ),
        about=_("Keep it or take it down."),
        act=DECIDE,
        icon="note",
        page="thanks_reports",
        url="thanks_reports",
        roles=(Role.ADMIN,),
    ),
)
for kind in KINDS:
    pending_kind(kind)
