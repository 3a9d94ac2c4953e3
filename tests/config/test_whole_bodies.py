"""Requests are taken in whole: who stops half way holds no thread of the application."""

import threading
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.whole_bodies import LARGEST, LATE, WholeBodies
from tests.makers import enter
from tests.workload.weeks.test_views import form


class Application:
    """Answers with what it was sent, and remembers in which threads it ran."""

    def __init__(self):
        self.threads, self.closed = [], 0

    def __call__(self, environ, start_response):
        self.threads.append(threading.current_thread().name)
        assert "wsgi.file_wrapper" not in environ
        start_response("200 OK", [("X-Length", environ.get("CONTENT_LENGTH", ""))])
        return Answer(self, environ["wsgi.input"].read())


class Answer(list):
    def __init__(self, application, body):
        super().__init__([body[:2], body[2:]])
        self.application = application

    def close(self):
        self.application.closed += 1


def send(application, body=b"", length=None):
    said = []
    environ = {"wsgi.input": BytesIO(body), "wsgi.file_wrapper": object}
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)
    answer = WholeBodies(application)(environ, lambda *about: said.append(about))
    [(status, headers)] = said
    return status, dict(headers), b"".join(answer)


def test_a_whole_request_is_answered_in_the_applications_own_thread():
    application = Application()
    assert send(application, b"hello", 5) == ("200 OK", {"X-Length": "5"}, b"hello")
    assert application.threads == ["application_0"]
    assert application.closed == 1


def test_many_at_once_run_one_after_the_other_in_the_same_thread():
    application = Application()
    whole = WholeBodies(application)
    senders = [
        threading.Thread(target=whole, args=({"wsgi.input": BytesIO()}, lambda *about: None))
        for _n in range(8)
    ]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert application.threads == ["application_0"] * 8


@pytest.mark.parametrize("body", [b"", b"hell"])
def test_a_body_that_stops_half_way_reaches_nobody(body):
    application = Application()
    status, _headers, said = send(application, body, 5)
    assert status == "400 Bad Request"
    assert b"before it was whole" in said
    assert application.threads == []


def test_a_sender_who_goes_away_reaches_nobody():
    class Gone:
        def read(self, length):
            raise ConnectionResetError

    application, said = Application(), []
    environ = {"wsgi.input": Gone(), "CONTENT_LENGTH": "5"}
    WholeBodies(application)(environ, lambda *about: said.append(about))
    assert said[0][0] == "400 Bad Request"
    assert application.threads == []


@pytest.mark.parametrize("length", [LARGEST + 1, "-1", "x", "5 ", "\u0e51"])
def test_what_is_announced_as_too_large_or_in_no_number_is_not_received(length):
    body = BytesIO(b"hello")
    application = Application()
    environ = {"wsgi.input": body, "CONTENT_LENGTH": str(length)}
    assert b"".join(WholeBodies(application)(environ, lambda *about: None)) == b""
    assert body.tell() == 0
    assert application.threads == ["application_0"]


class Waiting:
    """Answers one after the other, each when it may go on, and remembers who came too late."""

    def __init__(self):
        self.go_on, self.late = threading.Semaphore(0), []

    def __call__(self, environ, start_response):
        self.late.append(environ.get(LATE, False))
        assert self.go_on.acquire(timeout=60)
        start_response("200 OK", [])
        return []


def late_of_three(whole, application, **more) -> bool:
    """Ask three times at once, and say whether the last turn came too late."""
    about = {"wsgi.input": BytesIO()} | more
    senders = [threading.Thread(target=whole, args=(about, lambda *about: None)) for _n in range(3)]
    for one in senders:
        one.start()
        application.go_on.release()
    for one in senders:
        one.join()
    return application.late[-1]


@pytest.mark.parametrize(("patience", "late"), [(0, True), (60, False)])
def test_who_waits_too_long_for_a_turn_is_told_by_the_application(patience, late):
    application = Waiting()
    assert late_of_three(WholeBodies(application, patience), application) is late


@pytest.mark.parametrize(
    ("part", "late"), [("image", False), ("style", False), ("document", True), ("empty", True)]
)
def test_what_a_page_is_made_of_waits_longer_as_no_browser_asks_for_it_again(part, late):
    """The first picture that is drawn loads the library; the others wait for it."""
    application = Waiting()
    whole = WholeBodies(application, patience=0, patience_with_parts=60)
    assert late_of_three(whole, application, HTTP_SEC_FETCH_DEST=part) is late


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "th"])
def test_a_late_request_is_asked_to_come_again_and_nothing_is_done(client, nok, language):
    enter(client, nok)
    client.cookies["django_language"] = language
    with CaptureQueriesContext(connection) as asked:
        answer = client.post("/my-week/", form(), **{LATE: True})
    assert (answer.status_code, answer["Retry-After"], len(asked)) == (503, "10", 0)
    said = {"en": "Nothing was done yet", "th": "ยังไม่ได้บันทึกอะไร"}
    assert said[language] in answer.text
    assert "Content-Security-Policy" in answer.headers
    told = client.get("/api/v1/board", **{LATE: True})
    assert (told.status_code, told["Retry-After"]) == (503, "10")
    assert "detail" in told.json()
    assert client.get("/healthz", **{LATE: True}).status_code == 200


def test_what_breaks_in_the_application_breaks_as_without_it():
    def broken(environ, start_response):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        send(broken)


def test_of_a_file_that_breaks_in_the_middle_no_half_is_handed_over():
    def parts():
        yield b"Name,Load\r\n"
        raise RuntimeError("the database went away")

    def breaks(environ, start_response):
        start_response("200 OK", [])
        return parts()

    said = []
    with pytest.raises(RuntimeError):
        WholeBodies(breaks)({}, lambda *about: said.append(about))
    assert not said
