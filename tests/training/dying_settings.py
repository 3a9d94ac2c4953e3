"""Settings of a cluster whose worker is killed by SIGKILL at the first message, once."""

from config.settings import *  # noqa: F403 - all of them
from config.settings import DATA_DIR
from tests.training import wednesday

wednesday.begin()

MAILERS = {
    "default": {
        "BACKEND": "tests.training.dying.DyingOnce",
        "OPTIONS": {"file_path": str(DATA_DIR / "mail")},
    }
}
