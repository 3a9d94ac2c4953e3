"""Keep the catalogues: one an app and language, read and written with Babel, no gettext here.

manage.py messages [app ...]            bring the catalogues up to date and compile them
manage.py messages --begin my people    begin the Burmese catalogue of an app
manage.py messages --compile            only compile
manage.py messages --check              change nothing; exit 1 and list what is wrong

Thai has to be complete. Another language may have gaps, which pages fill in English: `--check` says
how much of it there is.
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

from people.languages.known import OWN_NAMES, SIGNED_BY
from people.languages.whole_words import whole_words

COMPLETE = "th"
LANGUAGES = [code for code in OWN_NAMES if code != "en"]
KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext")
}
KEYWORDS |= {"gettext_noop": None, "npgettext_lazy": DEFAULT_KEYWORDS["npgettext"]}
# No dates and no tool's name: a diff shows words only.
HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {language}\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
# Consent and who sees what, the weekly lines, the way to help, and numbers: in a language only once
# its reader has signed them.
SIGNED_FIRST = (
    "config/templates/components/foot.html",
    "config/templates/components/helpline.html",
    "wellbeing/checkins/consent.py",
    "wellbeing/help/",
    "wellbeing/templates/wellbeing/help/",
    "wellbeing/rules/lines.py",
    "wellbeing/templates/wellbeing/own_data/consent_text.html",
    "wellbeing/templates/wellbeing/own_data/rings.html",
    "workload/templates/workload/weeks/promise.html",
)
# A label is a short text; in a sentence there is room, and a break within a word hurts less.
LETTERS_OF_A_LABEL = 24
PLACEHOLDER = re.compile(r"%\(\w+\)|%[sd]|\{\w*\}")


class Command(BaseCommand):
    """Extract, merge and compile; or check that there is nothing left to do."""

    help = "Bring the catalogues up to date and compile them."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Take the apps and the two options."""
        parser.add_argument("apps", nargs="*", help="Only these apps.")
        parser.add_argument("--check", action="store_true", help="Change nothing; report.")
        parser.add_argument("--begin", choices=LANGUAGES, help="Begin this language in these apps.")
        parser.add_argument("--compile", action="store_true", help="Only compile.")

    def handle(self, **options) -> None:
        """Check, or update and compile; list what is wrong."""
        places = folders(options["apps"])
        if options["begin"]:
            for place in places:
                update(place, options["begin"])
        kept = [(one, language) for language in LANGUAGES for one in places if there(one, language)]
        if options["check"]:
            if wrong := [line for one in kept for line in problems(*one)]:
                raise CommandError("\n".join(wrong))
            self.stdout.write(completeness(places))
            return
        for one in kept:
            if not options["compile"]:
                update(*one)
                for line in problems(*one):
                    self.stdout.write(line)
            compile_catalogue(*one)


def folders(labels: list[str]) -> list[Path]:
    """Find the folders of our own apps, or of the named ones."""
    ours = [Path(app.path) for app in apps.get_app_configs()]
    ours = [path for path in ours if path.parent == settings.BASE_DIR]
    if unknown := set(labels) - {path.name for path in ours}:
        raise CommandError(f"No such app: {', '.join(sorted(unknown))}.")
    return [path for path in ours if not labels or path.name in labels]


def there(place: Path, language: str) -> bool:
    """Say whether an app has a catalogue of a language; it always has one of Thai."""
    return language == COMPLETE or catalogue_path(place, language).exists()


def completeness(places: list[Path]) -> str:
    """Say how much of these apps each language has."""
    needed = {place: {key(one) for one in extract(place) if one.id} for place in places}
    every = sum(map(len, needed.values()))
    lines = []
    for language in LANGUAGES:
        done = sum(
            key(one) in needed[place] and not judge(one)
            for place in places
            for one in stored(place, language)
        )
        lines.append(f"{language}: {done} of {every} ({100 * done // (every or 1)} %)")
    return "\n".join(lines)


def catalogue_path(place: Path, language: str = COMPLETE) -> Path:
    """Say where an app keeps its catalogue of a language."""
    return place / "locale" / language / "LC_MESSAGES" / "django.po"


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


def extract(place: Path, without: tuple[str, ...] = ()) -> Catalog:
    """Collect an app's translatable strings; nothing is translated yet.

    `without` names files and folders of the app that are left out.
    """
    found = Catalog(locale=COMPLETE)
    for path, text in sources(place):
        if f"{place.name}/{path.relative_to(place)}".startswith(without):
            continue
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


def stored(place: Path, language: str = COMPLETE) -> Catalog:
    """Read an app's catalogue; one that is not there yet is empty."""
    path = catalogue_path(place, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def update(place: Path, language: str = COMPLETE) -> None:
    """Write the catalogue anew: what is in the source, with the words that were there before.

    A changed text counts as a new one. Nothing is guessed, so nothing is ever fuzzy.
    """
    fresh, old = extract(place), stored(place, language)
    if not len(fresh):
        return
    for message in fresh:
        before = old.get(message.id, message.context) if message.id else None
        if before and before.pluralizable == message.pluralizable:
            message.string = before.string
            message.flags |= before.flags & {"fuzzy"}
    text = BytesIO()
    write_po(text, fresh, width=100, no_location=True, omit_header=True, sort_output=True)
    path = catalogue_path(place, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    header = HEADER.replace("{language}", language)
    path.write_text(header + text.getvalue().decode().strip() + "\n", encoding="utf-8")


def compile_catalogue(place: Path, language: str = COMPLETE) -> None:
    """Write the .mo beside the .po; it is built, never kept in the repository."""
    path = catalogue_path(place, language)
    if path.exists():
        text, catalogue = BytesIO(), stored(place, language)
        for message in catalogue:
            if message.id and isinstance(message.string, str):
                message.string = kept_whole(message.string)
        write_mo(text, catalogue)
        path.with_suffix(".mo").write_bytes(text.getvalue())


def kept_whole(text: str) -> str:
    """Join the parts of words on a label, so that no line breaks within one."""
    return whole_words(text) if len(text) <= LETTERS_OF_A_LABEL else text


def problems(place: Path, language: str = COMPLETE) -> Iterator[str]:
    """List what a reader would find wrong, a line each; gaps in Thai alone."""
    wanted, kept = extract(place), stored(place, language)
    whose = place.name if language == COMPLETE else f"{place.name} ({language})"
    known = {key(message) for message in kept if message.id}
    needed = {key(message) for message in wanted if message.id}
    for name, gone in (("missing", needed - known), ("no longer used", known - needed)):
        for message_id, _context in sorted(gone, key=str):
            yield f"{whose}: {name}: {message_id!r}"
    for name in () if language in SIGNED_BY else sorted(signed_first(place), key=str):
        if (message := kept.get(*name)) and judge(message) != "empty":
            yield f"{whose}: to be signed first: {name[0]!r}"
    for message in kept:
        trouble = judge(message) if message.id else ""
        if trouble and (trouble != "empty" or language == COMPLETE):
            yield f"{whose}: {trouble}: {message.id!r}"


def signed_first(place: Path) -> set[tuple]:
    """Find what stands nowhere but in consent, help and numbers."""
    every = {key(one) for one in extract(place) if one.id}
    return every - {key(one) for one in extract(place, SIGNED_FIRST) if one.id}


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
