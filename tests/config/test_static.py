"""What a first visit fetches beside the page: served as written, packed ahead, and small."""

from pathlib import Path

import brotli
from django.conf import settings
from django.utils.module_loading import import_string

from config.settings import STORAGES

STATIC = settings.BASE_DIR / "config" / "static"
PACKED_AT_MOST = 12_700  # our stylesheet and script together, in bytes


def test_stylesheet_and_script_are_packed_ahead_as_they_are_written(tmp_path):
    storage = import_string(STORAGES["staticfiles"]["BACKEND"])(tmp_path, base_url="/static/")
    sources = {name: (STATIC / name).read_bytes() for name in ("app.css", "app.js")}
    for name, source in sources.items():
        (tmp_path / name).write_bytes(source)
    list(storage.post_process({name: (storage, name) for name in sources}))

    packed = {
        name: Path(storage.path(f"{storage.stored_name(name)}.br")).read_bytes() for name in sources
    }

    assert {name: brotli.decompress(data) for name, data in packed.items()} == sources
    assert sum(map(len, packed.values())) < PACKED_AT_MOST
