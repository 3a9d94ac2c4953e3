"""A mail server that takes mail, refuses mailboxes, hangs or thinks long over a whole letter.

It speaks as much SMTP as it must.
"""

import socketserver
import ssl
import threading
from contextlib import contextmanager

# What ends a connection.
ENDS = object()


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps who got mail, and how often it was called."""

    allow_reuse_address, daemon_threads, block_on_close = True, True, False

    def __init__(self, port=0, refuses=(), hangs=False, thinks=0.0, tls=None):
        super().__init__(("127.0.0.1", port), Talk)
        self.refuses, self.hangs = set(refuses), hangs
        # Seconds that it keeps a whole letter before it says that it has taken it.
        self.thinks, self.over = thinks, threading.Event()
        # A certificate with its key, for who asks to go on in secret.
        self.tls = tls
        self.got, self.calls, self.news = [], 0, threading.Condition()

    @property
    def port(self):
        return self.server_address[1]

    def note(self, address=None):
        with self.news:
            if address:
                self.got.append(address)
            else:
                self.calls += 1
            self.news.notify_all()

    def wait_for_mail(self, count, seconds=300):
        """Wait until so many letters are there; say to whom, in their order by name."""
        with self.news:
            self.news.wait_for(lambda: len(self.got) >= count, seconds)
            return sorted(self.got)

    def wait_for_call(self, seconds=300):
        with self.news:
            assert self.news.wait_for(lambda: self.calls, seconds)


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self):
        self.server.note()
        if self.server.hangs:
            self.rfile.read()  # says nothing, until the other side hangs up
            return
        self.say(220, "ready")
        self.to = None
        answers = {
            "EHLO": self.greet,
            "STAR": self.go_on_in_secret,
            "RCPT": self.take_address,
            "DATA": self.take_letter,
            "QUIT": self.part,
        }
        while line := self.rfile.readline().decode().strip():
            if answers.get(line[:4].upper(), self.agree)(line) is ENDS:
                return

    def agree(self, _line):
        self.say(250, "ok")

    def greet(self, _line):
        if self.server.tls:
            self.wfile.write(b"250-localhost\r\n")
        self.say(250, "STARTTLS" if self.server.tls else "ok")

    def take_address(self, line):
        self.to = line.partition("<")[2].partition(">")[0]
        refused = self.to in self.server.refuses
        self.say(*((550, "5.1.1 no such mailbox") if refused else (250, "ok")))

    def take_letter(self, _line):
        self.say(354, "go on")
        while self.rfile.readline() != b".\r\n":
            pass
        self.server.note(self.to)
        if self.server.over.wait(self.server.thinks):
            return ENDS
        self.say(250, "taken")
        return None

    def part(self, _line):
        self.say(221, "bye")
        return ENDS

    def go_on_in_secret(self, _line):
        """Go on over TLS, if the other side trusts the certificate."""
        self.say(220, "go on")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server.tls)
        try:
            self.request = context.wrap_socket(self.request, server_side=True)
        except OSError:
            return ENDS
        self.setup()
        return None

    def finish(self):
        super().finish()
        self.request.close()

    def say(self, code, words):
        self.wfile.write(f"{code} {words}\r\n".encode())


@contextmanager
def mail_server(**how):
    server = MailServer(**how)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
