"""How pages and files are packed, so that a first visit on a phone is small."""

import re
import secrets
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Our pages become a sixth smaller than by gzip at its usual level, in less time. One more
# takes 8 MB for a page in place of 2, which a worker keeps, and saves a hundredth at most.
QUALITY = 6
# 128 kB, longer than nearly every page: the usual 4 MB would cost each worker memory.
WINDOW = 17
SHORT = 200
TAKES_BROTLI = re.compile(r"(?:^|,)\s*br\s*(?:;(?!\s*q=0(?:\.0+)?\s*(?:,|$))|,|$)")
INDENT = re.compile(r"^\s+", re.MULTILINE)
# Beside these signs a stylesheet needs no gap, unless one is a text of its own: `content: ": "`.
GAP = re.compile(r"(?<=[{};:,])\s+(?!\")|\s+(?=[{}])")
# What goes, in this order. In our scripts a comment has lines of its own, and no text goes over
# several lines.
LEFT_OUT = {
    ".css": [re.compile(r"[ \t]*/\*.*?\*/\n?", re.DOTALL), INDENT, GAP],
    ".js": [re.compile(r"^[ \t]*(//.*\n)?", re.MULTILINE)],
    ".svg": [re.compile(r"<!--.*?-->\n?", re.DOTALL)],
}
# The scripts of ours that every page loads, and the one file that they are once collected: a phone
# on a slow line waits for each file. The quick exit comes first; htmx, which is larger than all of
# them, keeps a file of its own, so that the quick exit does not wait for it.
SCRIPTS = ("exit.js", "app.js", "lines.js", "kept.js")
JOINED = "frame.js"


class PackMiddleware(GZipMiddleware):
    """Pack pages by brotli where a browser takes it, and by gzip elsewhere."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Pack a page; what is short, streamed or packed already is left to Django."""
        asked = request.headers.get("Accept-Encoding", "")
        if (
            not isinstance(response, HttpResponse)
            or response.has_header("Content-Encoding")
            or len(response.content) < SHORT
            or not TAKES_BROTLI.search(asked)
        ):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        packed = by_brotli(response.content, secrets.randbelow(self.max_random_bytes))
        if len(packed) >= len(response.content):
            return response
        response.content = packed
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "br"
        if (tag := response.get("ETag", "")).startswith('"'):
            response.headers["ETag"] = f"W/{tag}"
        return response


def by_brotli(content: bytes, more: int) -> bytes:
    """Pack a page, with some bytes more that mean nothing.

    The length of a page must not tell what is secret in it (BREACH). Django's gzip adds a name of
    random length for that; here it is metadata, which every reader skips (RFC 7932, 9.2).
    """
    packer = brotli.Compressor(mode=brotli.MODE_TEXT, quality=QUALITY, lgwin=WINDOW)
    page = packer.process(content) + packer.flush()
    head = 0b01_0_11_0 | more << 6  # no last block, metadata, its length less one in one byte
    return page + head.to_bytes(2, "little") + bytes(more + 1) + packer.finish()


@lru_cache(maxsize=32)
def by_best_brotli(content: bytes) -> bytes:
    """Pack as small as can be what is the same for every reader, once a process: it takes long."""
    return brotli.compress(content, mode=brotli.MODE_TEXT)


def packed_once(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Pack what holds no secret and stays the same, where a browser takes it so."""
    patch_vary_headers(response, ("Accept-Encoding",))
    if TAKES_BROTLI.search(request.headers.get("Accept-Encoding", "")):
        response.content = by_best_brotli(response.content)
        response.headers["Content-Encoding"] = "br"
    return response


def without_comments(text: str, name: str) -> str:
    """Leave comments and gaps out of a file of ours: they were a fifth of it."""
    for pattern in LEFT_OUT.get(Path(name).suffix, ()):
        text = pattern.sub("", text)
    return text


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Files packed ahead. What only explains them stays in the source."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Join the scripts of every page; then each file is named by its content and packed."""
        if not dry_run:
            self.delete(JOINED)
            joined = b"".join(Path(self.path(name)).read_bytes() for name in SCRIPTS)
            self.save(JOINED, ContentFile(joined))
            paths = paths | {JOINED: (self, JOINED)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _save(self, name: str, content: Any) -> str:
        """Leave comments and gaps out of a file of ours."""
        if "/" not in name and Path(name).suffix in LEFT_OUT:
            text = b"".join(content.chunks()).decode()
            content = ContentFile(without_comments(text, name).encode())
        return super()._save(name, content)


def script_names() -> tuple[str, ...]:
    """Name the scripts of every page: joined where files are collected, else as they stand."""
    return (JOINED,) if isinstance(staticfiles_storage, StaticStorage) else SCRIPTS
