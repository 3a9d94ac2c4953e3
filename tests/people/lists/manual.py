"""What docs/lists.md says of each subject, written by `python -m tests.people.lists.manual`."""

import os
import re

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

from people.lists.kinds import SUBJECTS, ListColumn, ListSubject  # noqa: E402

PART = re.compile(r"(<!-- subjects -->\n).*?(<!-- /subjects -->)", re.DOTALL)


def written() -> str:
    """Write what each subject of the product knows, in English."""
    from django.utils.translation import override

    with override("en"):
        own = [one for one in SUBJECTS.values() if not one.judge.__module__.startswith("tests")]
        return "".join(part(one) for one in sorted(own, key=lambda one: str(one.name)))


def part(subject: ListSubject) -> str:
    """Write one subject: its hint, what a reader should know, and its columns."""
    known = "".join(f"- {sentence}\n" for sentence in subject.manual)
    head = "| Column | Needed | Also headed | Example |\n| --- | --- | --- | --- |\n"
    rows = "".join(map(row, subject.columns))
    return f"\n### {subject.name}\n\n{subject.hint}\n\n{known}\n{head}{rows}\n"


def row(column: ListColumn) -> str:
    """Write one column."""
    needed = "yes" if column.needed else "one of these" if column.one_of else ""
    heads = ", ".join(one.replace("|", "/") for one in column.headings)
    return f"| {column.name} | {needed} | {heads} | {column.example} |\n"


def main() -> None:
    """Write it into the page."""
    from django.conf import settings

    page = settings.BASE_DIR / "docs" / "lists.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(PART.sub(lambda one: one[1] + written() + one[2], text), encoding="utf-8")


if __name__ == "__main__":
    main()
