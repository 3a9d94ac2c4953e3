"""Keep the Thai catalogues: one an app, read and written with Babel, no gettext on the machine.

manage.py messages [app ...]            bring the catalogues up to date and compile them
manage.py messages --compile            only compile
manage.py messages --check              change nothing; exit 1 and list what is wrong
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

LANGUAGE = "th"
KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext")
}
KEYWORDS |= {"gettext_noop": None, "npgettext_lazy": DEFAULT_KEYWORDS["npgettext"]}
# No dates and no tool's name: a diff shows words only.
HEADER = f"""\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {LANGUAGE}\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
# Words of a label that stay whole, and where a browser would break them: its dictionary knows the
# parts only. A label is a short text; in a sentence there is room, and a break hurts less.
WHOLE_WORDS = """
ส่ง|ต่อ เห็น|ด้วย ข้าม|แดน พี่|เลี้ยง ภาระ|งาน หน่วย|งาน ผู้|เสีย|หาย เบิก|ความ หลัก|ฐาน ล่วง|ละเมิด หลอก|ลวง
นิเทศ|งาน ลูก|ทีม รับ|ไหว กลาง|คืน สะเทือน|ใจ ดูแล|ใจ ความ|ลับ หมด|อายุ กำลัง|ใจ ใบรับ|รอง รอบ|อบรม ลง|ทะเบียน
แนว|โน้ม ตรวจ|ค้น แรก|รับ ช่วย|เหลือ ลา|หยุด ข้อ|ตกลง
"""
WORD_JOINER = "\N{WORD JOINER}"
JOINED = {word.replace("|", ""): word.replace("|", WORD_JOINER) for word in WHOLE_WORDS.split()}
LETTERS_OF_A_LABEL = 24
PLACEHOLDER = re.compile(r"%\(\w+\)|%[sd]|\{\w*\}")


class Command(BaseCommand):
    """Extract, merge and compile; or check that there is nothing left to do."""

    help = "Bring the Thai catalogues up to date and compile them."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Take the apps and the two options."""
        parser.add_argument("apps", nargs="*", help="Only these apps.")
        parser.add_argument("--check", action="store_true", help="Change nothing; report.")
        parser.add_argument("--compile", action="store_true", help="Only compile.")

    def handle(self, **options) -> None:
        """Check, or update and compile; list what is wrong."""
        places = folders(options["apps"])
        if options["check"]:
            if wrong := [line for place in places for line in problems(place)]:
                raise CommandError("\n".join(wrong))
            return
        for place in places:
            if not options["compile"]:
                update(place)
                for line in problems(place):
                    self.stdout.write(line)
            compile_catalogue(place)


def folders(labels: list[str]) -> list[Path]:
    """Find the folders of our own apps, or of the named ones."""
    ours = [Path(app.path) for app in apps.get_app_configs()]
    ours = [path for path in ours if path.parent == settings.BASE_DIR]
    if unknown := set(labels) - {path.name for path in ours}:
        raise CommandError(f"No such app: {', '.join(sorted(unknown))}.")
    return [path for path in ours if not labels or path.name in labels]


def catalogue_path(place: Path) -> Path:
    """Say where an app keeps its Thai catalogue."""
    return place / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def sources(place: Path) -> Iterator[tuple[Path, str]]:
    """Read an app's Python files, and its templates as Django rewrites them for extraction."""
    for path in sorted(place.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_text(encoding="utf-8")
    for path in sorted(place.rglob("templates/**/*.*")):
        if path.is_file():
            text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # Indentation means something to Python's tokeniser, and nothing in a template.
            yield path, "\n".join(line.strip() for line in text.splitlines())


def extract(place: Path) -> Catalog:
    """Collect an app's translatable strings; nothing is translated yet."""
    found = Catalog(locale=LANGUAGE)
    for path, text in sources(place):
        for _line, function, words, _comments in extract_python(
            BytesIO(text.encode()), KEYWORDS, (), {"encoding": "utf-8"}
        ):
            context, message_id = arguments(path, function, words)
            if message_id:
                found.add(message_id, context=context)
    return found


def arguments(path: Path, function: str, words) -> tuple[str | None, str | tuple[str, str] | None]:
    """Sort a call's arguments into its context and its message; a plural is a pair."""
    words = words if isinstance(words, tuple) else (words,)
    spec = KEYWORDS[function] or (1,)
    context, numbers = None, spec
    if isinstance(spec[0], tuple):
        context, numbers = words[spec[0][0] - 1], spec[1:]
    chosen = [words[number - 1] for number in numbers]
    if not all(chosen):
        raise CommandError(f"{path}: {function}() needs plain text, not a computed one.")
    return context, tuple(chosen) if len(chosen) > 1 else chosen[0]


def stored(place: Path) -> Catalog:
    """Read an app's catalogue; one that is not there yet is empty."""
    path = catalogue_path(place)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def update(place: Path) -> None:
    """Write the catalogue anew: what is in the source, with the Thai that was there before.

    A changed text counts as a new one. Nothing is guessed, so nothing is ever fuzzy.
    """
    fresh, old = extract(place), stored(place)
    if not len(fresh):
        return
    for message in fresh:
        before = old.get(message.id, message.context) if message.id else None
        if before and before.pluralizable == message.pluralizable:
            message.string = before.string
            message.flags |= before.flags & {"fuzzy"}
    text = BytesIO()
    write_po(text, fresh, width=100, no_location=True, omit_header=True, sort_output=True)
    path = catalogue_path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + text.getvalue().decode().strip() + "\n", encoding="utf-8")


def compile_catalogue(place: Path) -> None:
    """Write the .mo beside the .po; it is built, never kept in the repository."""
    if catalogue_path(place).exists():
        text, catalogue = BytesIO(), stored(place)
        for message in catalogue:
            if message.id and isinstance(message.string, str):
                message.string = kept_whole(message.string)
        write_mo(text, catalogue)
        catalogue_path(place).with_suffix(".mo").write_bytes(text.getvalue())


def kept_whole(text: str) -> str:
    """Join the parts of words on a label, so that no line breaks within one."""
    if len(text) <= LETTERS_OF_A_LABEL:
        for word, joined in JOINED.items():
            text = text.replace(word, joined)
    return text


def problems(place: Path) -> Iterator[str]:
    """List what a reader of Thai would find wrong, a line each."""
    wanted, kept = extract(place), stored(place)
    known = {key(message) for message in kept if message.id}
    needed = {key(message) for message in wanted if message.id}
    for name, gone in (("missing", needed - known), ("no longer used", known - needed)):
        for message_id, _context in sorted(gone, key=str):
            yield f"{place.name}: {name}: {message_id!r}"
    for message in kept:
        if message.id and (trouble := judge(message)):
            yield f"{place.name}: {trouble}: {message.id!r}"


def key(message: Message) -> tuple:
    """What makes a message the same one."""
    return message.id, message.context


def judge(message: Message) -> str:
    """Say what is wrong with one translation, or nothing."""
    original = message.id[-1] if message.pluralizable else message.id
    thai = message.string if isinstance(message.string, tuple) else (message.string,)
    if message.fuzzy:
        return "fuzzy"
    if not all(thai):
        return "empty"
    if any(set(PLACEHOLDER.findall(one)) != set(PLACEHOLDER.findall(original)) for one in thai):
        return "different placeholders"
    return ""
