"""A mail server in whose hands the worker is killed: no clean-up runs, as after a power cut."""

import os
import signal
from pathlib import Path

from django.core.mail.backends.filebased import EmailBackend


class DyingOnce(EmailBackend):
    """Kill the process of the first message, before it is written or after, as DIES says."""

    def send_messages(self, messages):
        mark = Path(self.file_path) / "died"
        first = not mark.exists()
        mark.touch()
        if first and os.environ["DIES"] == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        sent = super().send_messages(messages)
        if first:
            os.kill(os.getpid(), signal.SIGKILL)
        return sent
