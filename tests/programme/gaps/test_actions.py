"""A person is asked for a post: nothing changes before a yes, and a no says nothing more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection

from people.models import AccessEvent, Role, SentOnce
from people.tenancy import context as tenancy
from people.weeks import today
from programme.gaps import actions
from programme.gaps.words import question_words
from programme.models import PostHolder, PostQuestion, SessionWish
from programme.posts import actions as posts
from tests.makers import NOW, make_membership, make_worker
from tests.people.pending.waits import line_of, waits
from tests.programme.conftest import again, make_course, make_holder, make_post, make_question
from tests.training.conftest import make_certificate_type, make_session
from wellbeing.own_data import erasing

TODAY, DAY = today(NOW), timedelta(days=1)
State = PostQuestion.State


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def ask(post, person, by, starts=TODAY, now=NOW):
    about = {"by": again(by), "now": now}
    return actions.ask_person(post=post, person=again(person), starts=starts, **about)


def answer(question, by, *, yes, now=NOW):
    actions.answer_question(question=question, yes=yes, by=again(by), now=now)
    question.refresh_from_db()


def confirm(question, by):
    return actions.confirm_question(question=question, by=again(by), now=NOW)


def refused_at(call) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        call()
    return set(getattr(refused.value, "error_dict", {"": 0}))


def test_nothing_changes_before_a_yes_and_who_keeps_the_posts_confirms_it(
    saphan, anan, ploy, nok, wipa
):
    post = make_post(saphan)
    asked = ask(post, nok, anan)
    assert (waits(nok, "post_question"), waits(wipa, "post_question")) == (1, 0)
    assert line_of(nok, "post_question").address == f"/programme/asked/{asked.public_id}/"
    assert AccessEvent.objects.about(nok).get(what="post_asked").subject == post.public_id
    with pytest.raises(ValidationError, match="no longer open"):
        confirm(asked, anan)
    with pytest.raises(ValidationError):
        answer(asked, wipa, yes=True)
    answer(asked, nok, yes=True)
    with pytest.raises(ValidationError, match="no longer open"):
        answer(asked, nok, yes=True)
    assert not PostHolder.objects.exists()
    assert (waits(nok, "post_question"), waits(anan, "post_yes")) == (0, 1)
    to_confirm = PostQuestion.objects.to_confirm
    cast = (anan, ploy, nok, wipa)
    assert [to_confirm(again(one), NOW).exists() for one in cast] == [1, 1, 0, 0]
    visible = PostQuestion.objects.visible_to
    assert [visible(again(one)).exists() for one in cast] == [1, 1, 1, 0]
    holder = confirm(asked, anan)
    asked.refresh_from_db()
    assert (holder.person, holder.starts, asked.state) == (nok, TODAY, State.TAKEN)
    assert waits(anan, "post_yes") == 0
    with pytest.raises(ValidationError, match="no longer open"):
        answer(asked, nok, yes=False)


def test_who_is_asked_is_another_of_the_organisation_and_the_post_has_room(
    saphan, anan, nok, noi, wipa
):
    post, full = make_post(saphan), make_post(saphan, wipa)
    for person, by in ((anan, anan), (noi, anan), (nok, noi), (nok, wipa)):
        with pytest.raises(ValidationError):
            ask(post, person, by)
    for starts in (TODAY - DAY, TODAY + timedelta(days=367)):
        assert refused_at(lambda starts=starts: ask(post, nok, anan, starts)) == {"starts"}
    assert refused_at(lambda: ask(full, nok, anan)) == {"starts"}
    closed = make_post(saphan, closed_on=TODAY)
    assert refused_at(lambda: ask(closed, nok, anan, TODAY + DAY)) == {"starts"}
    PostHolder.objects.filter(post=full).update(ends=TODAY)
    assert refused_at(lambda: ask(full, nok, anan, TODAY)) == {"starts"}
    make_holder(full, wipa, TODAY + DAY, TODAY + 9 * DAY, acting=True)
    ask(full, nok, anan, TODAY + DAY)
    # What was asked about one post, and withdrawn about another, bars no question about that one.
    make_question(post, nok, state=State.WITHDRAWN, settled_at=NOW)
    again_asked = ask(post, nok, anan)
    again_asked.delete()
    nok.memberships.update(ends=TODAY - DAY)
    assert refused_at(lambda: ask(post, nok, anan)) == {"person"}


def test_a_no_reads_as_no_answer_does_and_is_not_asked_again_for_90_days(saphan, anan, nok, wipa):
    post = make_post(saphan)
    said, silent = ask(post, nok, anan), ask(post, wipa, anan)
    answer(said, nok, yes=False)
    just, over = NOW + timedelta(days=14, seconds=-1), NOW + timedelta(days=14)
    assert (waits(wipa, "post_question", just), waits(wipa, "post_question", over)) == (1, 0)
    assert (
        question_words(said, over) == question_words(silent, over) != question_words(silent, just)
    )
    assert waits(anan, "post_yes", over) == 0
    with pytest.raises(ValidationError, match="no longer open"):
        answer(silent, wipa, yes=True, now=over)
    for person in (nok, wipa):
        for days, refused in ((20, True), (90, False)):
            later = NOW + timedelta(days=days)
            with time_machine.travel(later, tick=False):
                about = (post, person, anan, today(later), later)
                if refused:
                    assert refused_at(lambda about=about: ask(*about)) == {"person"}
                else:
                    assert ask(*about).state == State.ASKED


def test_a_yes_can_be_taken_back_until_it_is_confirmed(saphan, anan, nok):
    asked = ask(make_post(saphan), nok, anan)
    answer(asked, nok, yes=True)
    answer(asked, nok, yes=False)
    with pytest.raises(ValidationError, match="no longer open"):
        confirm(asked, anan)


def test_questions_are_withdrawn_once_the_post_is_filled_or_closed(saphan, anan, nok, wipa):
    team = nok.memberships.get().unit
    other, actor = make_worker(team), make_worker(team)
    post = make_post(saphan, needed=2)
    one, two, later = ask(post, nok, anan), ask(post, wipa, anan), ask(post, other, anan)
    # Who holds another post fills none here; what was answered with no stays so.
    beside = ask(make_post(saphan, actor, needed=2), other, anan)
    said_no = make_question(post, other, state=State.NO, settled_at=NOW)
    answer(two, wipa, yes=True)
    about = {"post": post, "by": again(anan), "now": NOW}
    acting = {"acting": True, "ends": TODAY}
    posts.give_post(person=again(actor), starts=TODAY, **acting, **about)
    posts.give_post(person=again(other), starts=TODAY, **about)
    later.refresh_from_db()
    assert (later.state, waits(nok, "post_question")) == (State.TAKEN, 1)
    confirm(two, anan)
    one.refresh_from_db()
    assert (one.state, waits(nok, "post_question")) == (State.WITHDRAWN, 0)
    closing = ask(closed := make_post(saphan), nok, anan)
    said_no_there = make_question(closed, other, state=State.NO, settled_at=NOW)
    for now in (NOW, NOW + DAY):
        posts.close_post(post=closed, by=again(anan), now=now)
    closing.refresh_from_db()
    closed.refresh_from_db()
    assert (closing.state, closed.closed_on) == (State.WITHDRAWN, TODAY)
    for one in (beside, beside.post, said_no, said_no_there):
        one.refresh_from_db()
    assert (beside.state, beside.post.closed_on) == (State.ASKED, None)
    assert said_no.state == said_no_there.state == State.NO


def test_a_question_is_withdrawn_where_the_post_asks_for_fewer_people(saphan, anan, nok, wipa):
    post = make_post(saphan, wipa, needed=2)
    asked = ask(post, nok, anan)
    about = {"job": post.job, "province": post.province, "since": post.since}
    for needed, state in ((2, State.ASKED), (1, State.WITHDRAWN)):
        plan = posts.PostPlan(needed=needed, **about)
        posts.change_post(post=post, plan=plan, by=again(anan), now=NOW)
        asked.refresh_from_db()
        assert asked.state == state


def test_who_left_keeps_no_place_from_the_next(saphan, anan, nok, wipa):
    """From then on the board says that it is uncovered: another can be asked for it and take it."""
    post = make_post(saphan, wipa)
    wipa.memberships.update(ends=TODAY)
    assert refused_at(lambda: ask(post, nok, anan)) == {"starts"}
    asked = ask(post, nok, anan, TODAY + DAY)
    about = {"post": post, "by": again(anan), "now": NOW}
    plan = posts.PostPlan(job=post.job, province=post.province, since=post.since)
    posts.change_post(plan=plan, **about)
    answer(asked, nok, yes=True)
    early = {"person": again(nok), "starts": TODAY}
    assert refused_at(lambda: posts.give_post(**early, **about)) == {"starts"}
    assert confirm(asked, anan).starts == TODAY + DAY


def test_the_mail_names_no_post_and_no_person(
    saphan, anan, nok, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ask(make_post(saphan), nok, anan)
    [mail] = mailoutbox
    text = f"{mail.subject} {mail.body}"
    assert "There is news for you." in text
    assert "/programme/asked/" in text
    assert not any(word in text for word in ("Anan", "Chiang Mai", "specialist"))


def test_who_asked_is_told_of_a_yes_alone_and_the_trainers_of_a_wish(
    saphan, anan, nok, wipa, noi, siriporn, rest_house
):
    def told(kind) -> list:
        return [one.recipient for one in SentOnce.objects.filter(kind=kind).order_by("pk")]

    make_membership(noi, rest_house, Role.TRAINER, hours=None)
    post = make_post(saphan, certificates=[kind := make_certificate_type(saphan)])
    answer(ask(post, nok, anan), nok, yes=False)
    assert told("post-answer") == []
    answer(ask(post, wipa, anan), wipa, yes=True)
    assert (told("post-answer"), told("post-question")) == ([anan], [nok, wipa])
    actions.wish_session(post=post, kind=kind, by=again(anan), now=NOW)
    assert told("session-wish") == [siriporn]


def test_a_wish_waits_for_trainers_until_a_session_is_planned_or_one_says_not_now(
    saphan, anan, nok, noi, siriporn
):
    kind, stray = make_certificate_type(saphan), make_certificate_type(saphan, "Stray")
    post = make_post(saphan, certificates=[kind])
    about = {"post": post, "now": NOW}
    for by, wanted in ((nok, kind), (noi, kind), (siriporn, kind), (anan, stray)):
        with pytest.raises(ValidationError):
            actions.wish_session(by=again(by), kind=wanted, **about)
    wish = actions.wish_session(by=again(anan), kind=kind, **about)
    assert actions.wish_session(by=again(anan), kind=kind, **about) == wish
    assert (waits(siriporn, "session_wish"), waits(nok, "session_wish")) == (1, 0)
    # A session that was, and one for something else, bar nothing.
    make_session(course := make_course(kind), siriporn, day=TODAY - DAY)
    make_session(make_course(stray), siriporn, day=TODAY)
    assert actions.wish_session(by=again(anan), kind=kind, **about) == wish
    session = make_session(course, siriporn, day=TODAY)
    assert waits(siriporn, "session_wish") == 0
    with pytest.raises(ValidationError, match="planned"):
        actions.wish_session(by=again(anan), kind=kind, **about)
    session.delete()
    with pytest.raises(ValidationError):
        actions.decline_wish(wish=wish, by=again(anan), now=NOW)
    post.certificates.add(third := make_certificate_type(saphan, "Third"))
    other = actions.wish_session(by=again(anan), kind=third, **about)
    for now in (NOW, NOW + DAY):
        actions.decline_wish(wish=wish, by=again(siriporn), now=now)
    wish.refresh_from_db()
    other.refresh_from_db()
    assert (wish.answered_at, other.answered_at) == (NOW, None)
    assert waits(siriporn, "session_wish") == 1
    other.delete()
    assert actions.wish_session(by=again(anan), kind=kind, **about) != wish


def test_another_organisation_reaches_no_question_and_no_wish(saphan, anan, nok, ratree):
    kind = make_certificate_type(saphan)
    post = make_post(saphan, certificates=[kind])
    ask(post, nok, anan)
    actions.wish_session(post=post, kind=kind, by=again(anan), now=NOW)
    assert not PostQuestion.objects.visible_to(ratree).exists()
    assert not SessionWish.objects.visible_to(ratree).exists()
    if connection.vendor == "postgresql":
        with tenancy.of_request(ratree.organisation_id):
            assert not PostQuestion.objects.exists()
            assert not SessionWish.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_say_yes_at_once_one_holds_the_post(saphan, chiang_mai, anan, nok, wipa):
    make_membership(wipa, chiang_mai, Role.PROGRAMME, hours=None)
    other = make_worker(chiang_mai)
    post = make_post(saphan)
    asked = [(ask(post, one, anan), one) for one in (nok, other)]

    def together(jobs):
        def run(job):
            try:
                return job() or "done"
            except ValidationError as refused:
                return getattr(refused, "code", "refused")
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(run, jobs))

    assert together([lambda q=q, who=who: answer(q, who, yes=True) for q, who in asked]) == [
        "done",
        "done",
    ]
    found = together(
        [
            lambda q=q, by=by: confirm(q, by)
            for (q, _who), by in zip(asked, (anan, wipa), strict=True)
        ]
    )
    assert found.count("over") == 1
    assert PostHolder.objects.filter(post=post).count() == 1
    states = PostQuestion.objects.values_list("state", flat=True)
    assert sorted(states) == [State.TAKEN, State.WITHDRAWN]


@pytest.mark.parametrize("said", [None, False, True])
@pytest.mark.parametrize("whole", [True, False])
def test_a_question_stays_for_who_asked_when_its_person_deletes_and_only_the_answer_goes(
    saphan, anan, nok, said, whole
):
    """A question that vanished would tell that its person deleted something."""
    question = ask(make_post(saphan), nok, anan, now=NOW - DAY)
    if said is not None:
        answer(question, nok, yes=said)
    erasing.erase(person=nok, before=None if whole else TODAY, now=NOW)
    question.refresh_from_db()
    words = "Waits for an answer" if said is None else "Not taken up"
    assert question_words(question, NOW) == words
    assert question.settled_at in (None, question.asked_at)
    assert not SentOnce.objects.filter(kind="post-answer").exists()
    again_going = erasing.going(person=nok, before=None, now=NOW)
    assert not any("answered about posts" in str(one.label) for one in again_going)
    # So it stays refused to ask again, as before.
    with pytest.raises(ValidationError):
        ask(question.post, nok, anan)


def test_an_answer_after_a_deletion_stays_when_a_backup_is_put_back(saphan, anan, nok):
    question = ask(make_post(saphan), nok, anan, now=NOW - 2 * DAY)
    tombstone = erasing.erase(person=nok, before=None, now=NOW - DAY)
    answer(question, nok, yes=True)
    erasing.replay(tombstone)
    question.refresh_from_db()
    assert question.state == State.YES
