"""The product's own settings with the test's secrets; jobs and mails are done on the spot."""

import os
import tempfile
from pathlib import Path

# Gone when the run ends. A database in a file, as in the product: the journeys' server reads and
# writes from several threads, each with its own connection.
FOLDER = tempfile.TemporaryDirectory(prefix="kamlangjai-")
os.environ["DATA_DIR"] = FOLDER.name
(Path(FOLDER.name) / "static").mkdir()
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "k" * 50)
os.environ.setdefault("KEY_RING", "only-for-tests-" + "r" * 32)
os.environ.setdefault("SITE_URL", "http://localhost:8000")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")

from config.settings import *
from config.settings import DATABASES, MIDDLEWARE, PASSWORD_HASHERS, STORAGES

if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": Path(FOLDER.name) / "test.sqlite3"}
    # Nothing of it outlives the run, so nobody waits for the disk at each commit.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["ENGINE"] = "tests.postgresql"
PASSWORD_HASHERS = ["tests.quick.hashers.QuickArgon2id", *PASSWORD_HASHERS[1:]]
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
LETTERS_AT_ONCE = True
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Next to the pages: before they are packed.
PACKED = MIDDLEWARE.index("config.packing.PackMiddleware") + 1
MIDDLEWARE = [*MIDDLEWARE[:PACKED], "tests.reading.AsReadMiddleware", *MIDDLEWARE[PACKED:]]
