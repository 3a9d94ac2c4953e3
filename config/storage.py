"""Static files as they are served: ours without comments and indentation, all packed ahead."""

import re
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

QUOTED = re.compile(r'("[^"\n]*")')


class LeanStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Writes our own stylesheet and script lean when they are collected: no build step."""

    def post_process(self, paths, dry_run=False, **options):
        """Write them lean in the place they were collected to, before their names are made."""
        for name, lean in (("app.css", lean_css), ("app.js", lean_js)):
            if name in paths and not dry_run:
                collected = Path(self.path(name))
                collected.write_text(lean(collected.read_text("utf-8")), "utf-8")
                paths[name] = self, name
        yield from super().post_process(paths, dry_run, **options)


def lean_css(text: str) -> str:
    """Leave out comments, and spaces that say nothing; what is quoted stays as it is."""
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    parts = QUOTED.split(bare)
    parts[::2] = (re.sub(r"(?<=[{};:,]) | (?=[{};])", "", one) for one in map(one_line, parts[::2]))
    return "".join(parts)


def one_line(text: str) -> str:
    """Write a single space for any run of spaces and line ends."""
    return re.sub(r"\s+", " ", text)


def lean_js(text: str) -> str:
    """Leave out lines that are a comment, and indentation."""
    return re.sub(r"(?m)^[ \t]*//.*\n|^[ \t]+", "", text)
