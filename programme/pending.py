"""What can wait around posts: a question, a yes to confirm, a session that is wished for."""

from datetime import datetime

from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.models import MAY, Person, Role
from people.pending.kinds import ANSWER, CHECK, DECIDE, LOOK, PendingKind, first_day, pending_kind

from .models import DirectoryEntry, KeeperAsk, OfficeSeat, PostQuestion, Release, SessionWish
from .posts.keepers import keeps_posts


def questions_to_answer(person: Person, now: datetime) -> QuerySet:
    """Find the posts that the person is asked for."""
    return PostQuestion.objects.to_answer(person, now)


def answers_to_confirm(person: Person, now: datetime) -> QuerySet:
    """Find the people who would take a post and wait for who keeps it."""
    return PostQuestion.objects.to_confirm(person, now)


def sessions_wished(person: Person, now: datetime) -> QuerySet:
    """Find the sessions that a trainer is asked to plan."""
    return SessionWish.objects.visible_to(person).waiting()


def asks_to_answer(person: Person, now: datetime) -> QuerySet:
    """Find the posts that the office of a programme asks the keepers to look at."""
    return KeeperAsk.objects.visible_to(person).waiting()


def drafts_to_read(person: Person, now: datetime) -> QuerySet:
    """Find the drafts of releases to which a person of the office may say yes."""
    seats = OfficeSeat.objects.filter(person=person, ended_at=None)
    drafts = Release.objects.visible_to(person).drafts().exclude(drafted_at=None)
    waiting = drafts.exclude(approvals__member__organisation=person.organisation_id)
    return waiting.filter(programme__members__seats__in=seats)


def entries_to_confirm(person: Person, now: datetime) -> QuerySet:
    """Find the entries of the directory that were not confirmed for ninety days."""
    found = DirectoryEntry.objects.visible_to(person).old(now)
    return found if keeps_posts(person) else found.none()


KINDS = (
    PendingKind(
        code="post_question",
        rows=questions_to_answer,
        since=first_day("asked_at"),
        sentence=ngettext_lazy(
            "You are asked about %(n)s post", "You are asked about %(n)s posts", "n"
        ),
        about=_("Nothing changes before you say yes. A no is fine too."),
        act=ANSWER,
        icon="user",
        page="my_career",
        one="post_question",
    ),
    PendingKind(
        code="post_yes",
        rows=answers_to_confirm,
        since=first_day("settled_at"),
        sentence=ngettext_lazy(
            "%(n)s person would take a post", "%(n)s people would take a post", "n"
        ),
        about=_("They hold it once you confirm."),
        act=DECIDE,
        icon="check",
        page="coverage_board",
        one="post_gap",
        one_by="post__public_id",
        roles=(Role.PROGRAMME,),
    ),
    PendingKind(
        code="keeper_ask",
        rows=asks_to_answer,
        since=first_day("asked_at"),
        sentence=ngettext_lazy(
            "A programme asks about %(n)s post", "A programme asks about %(n)s posts", "n"
        ),
        about=_("The office of your programme sees it uncovered. A no is fine too."),
        act=ANSWER,
        icon="open",
        page="posts",
        one="keeper_ask",
        roles=MAY.keep_posts,
    ),
    PendingKind(
        code="release_yes",
        rows=drafts_to_read,
        since=first_day("drafted_at"),
        sentence=ngettext_lazy(
            "%(n)s release waits for your yes", "%(n)s releases wait for your yes", "n"
        ),
        about=_("Read it whole first. It takes two people, of two organisations."),
        act=DECIDE,
        icon="report",
        page="releases",
        one="release",
        roles=(Role.PROGRAMME,),
    ),
    PendingKind(
        code="session_wish",
        rows=sessions_wished,
        since=Min("asked_on"),
        sentence=ngettext_lazy("%(n)s session is wished for", "%(n)s sessions are wished for", "n"),
        about=_("Posts are without people who have the certificate."),
        act=LOOK,
        icon="training",
        page="training",
        one="session_wish",
        roles=(Role.TRAINER,),
    ),
    PendingKind(
        code="old_entry",
        rows=entries_to_confirm,
        since=first_day("confirmed_at"),
        sentence=ngettext_lazy(
            "%(n)s entry of the directory is old", "%(n)s entries of the directory are old", "n"
        ),
        about=_("One press says that it is still right."),
        act=CHECK,
        icon="programme",
        page="directory",
        url="directory_own",
        one="directory_entry",
        roles=MAY.keep_posts,
    ),
)
for kind in KINDS:
    pending_kind(kind)
