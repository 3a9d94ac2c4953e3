"""Mail over SMTP, with the patience that the end of a letter needs."""

import smtplib
from collections.abc import Buffer
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

# A whole letter ends so; no command does.
LETTER_ENDS = b"\r\n.\r\n"
# Seconds for a server to take a whole letter, as RFC 5321 has it (4.5.3.2.6): many search it for
# harm before they answer. Who asks again earlier gives it twice, to a server that took the first.
TAKEN_WITHIN = 600.0


class PatientConnection(smtplib.SMTP):
    """Waits for each answer as long as it was told to, and for that to a whole letter longer."""

    taken_within = TAKEN_WITHIN

    def send(self, s: Buffer | str) -> None:
        """Send; after the end of a letter the server has its time."""
        super().send(s)
        if isinstance(s, bytes) and s.endswith(LETTER_ENDS) and self.sock:
            self.sock.settimeout(self.taken_within)

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer; the next is to come as soon as any."""
        answer = super().getreply()
        if self.sock:
            self.sock.settimeout(self.timeout)
        return answer


class PatientBackend(EmailBackend):
    """Django's own, over such a connection; with TLS by STARTTLS only, as the settings have it."""

    connection_class = PatientConnection

    def __init__(self, *, taken_within: float = TAKEN_WITHIN, **options: Any) -> None:
        super().__init__(**options)
        self.taken_within = taken_within

    def open(self) -> bool | None:
        """Connect, and say how long a whole letter may take."""
        opened = super().open()
        if isinstance(self.connection, PatientConnection):
            self.connection.taken_within = self.taken_within
        return opened
