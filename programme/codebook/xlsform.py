"""Two forms for KoboToolbox and ODK, written from the codebook as XLSForm.

The caseload form has an employee number and no answers. The five lines have a form of their own,
without a name, a number or a unit, and nothing leads from one to the other: a form server would
hold named answers outside every promise.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.languages.local_text import LocalText
from people.writing.sentences import Sentence

from .book import AskedWhere, BookField, BookTable, Codebook, FieldKind, in_both

# As the columns of an XLSForm name the two languages.
LANGUAGES = {"en": "English (en)", "th": "ไทย (th)"}
YES_NO: dict[str, Sentence] = {
    "yes": pgettext_lazy("form", "Yes"),
    "no": pgettext_lazy("form", "No"),
}
TYPES = {
    FieldKind.TEXT: "text",
    FieldKind.WHOLE: "integer",
    FieldKind.NUMBER: "decimal",
    FieldKind.DAY: "date",
    FieldKind.MOMENT: "dateTime",
    FieldKind.YES: "select_one yes_no",
    FieldKind.ONE: "select_one {name}",
    FieldKind.SEVERAL: "select_multiple {name}",
}
# What two fields of a line have to do with each other.
TOGETHER = {"count": "(${reference} = '' or . = 1)"}
LINES = "line"
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
type SheetRow = dict[str, str]


@dataclass(frozen=True)
class XLSForm:
    """A form: its name, its title, its questions and what can be chosen."""

    form_id: str
    title: LocalText
    version: str
    survey: tuple[SheetRow, ...]
    choices: tuple[SheetRow, ...]


def in_columns(column: str, text: LocalText) -> SheetRow:
    """Write a text under the column of each language."""
    if not text:
        return {}
    return {f"{column}::{name}": text.read_in(code) for code, name in LANGUAGES.items()}


def constraint(field: BookField) -> str:
    """Write what a field refuses, as XPath: what the product refuses as well."""
    rules = []
    if field.kind in (FieldKind.WHOLE, FieldKind.NUMBER):
        rules += [f". >= {field.least:f}"] if field.least is not None else []
        rules += [f". <= {field.most:f}"] if field.most is not None else []
    if field.pattern:
        # In a text of XPath a backslash is a plain letter; the pattern holds no quotation mark.
        rules.append(f"regex(., '{field.pattern}')")
    if field.letters:
        rules.append(f"string-length(.) <= {field.letters}")
    if field.kind is FieldKind.DAY and not field.to_come:
        rules.append(". <= today()")
    rules += [TOGETHER[field.name]] if field.name in TOGETHER else []
    return " and ".join(rules)


def question(field: BookField) -> SheetRow:
    """Write a field as a question."""
    ruled = constraint(field)
    row = {
        "type": TYPES[field.kind].format(name=field.name),
        "name": field.name,
        **in_columns("label", field.label),
        **in_columns("hint", field.rule),
        "required": "yes" if field.needed else "",
        "constraint": ruled,
        "default": field.default,
    }
    return row | in_columns("constraint_message", field.rule) if ruled else row


def choices_of(fields: tuple[BookField, ...]) -> Iterator[SheetRow]:
    """Write what can be chosen in some fields."""
    for field in fields:
        for one in field.codes:
            name = {"list_name": field.name, "name": one.code}
            yield name | in_columns("label", one.label)
    if any(field.kind is FieldKind.YES for field in fields):
        for code, label in YES_NO.items():
            yield {"list_name": "yes_no", "name": code} | in_columns("label", in_both(label))


def note(name: str, sentence: Sentence) -> SheetRow:
    """Write a sentence that is read and not answered."""
    return {"type": "note", "name": name} | in_columns("label", in_both(sentence))


def table_asked(book: Codebook, key: str) -> BookTable:
    """Find a table that a form is made of."""
    if (found := book.table(key)) is None:
        raise KeyError(key)
    return found


def caseload_form(book: Codebook) -> XLSForm:
    """Write the caseload as a form: a person's number once, and then each line."""
    table = table_asked(book, "caseload")
    once, lines = table.asked(AskedWhere.ONCE), table.asked(AskedWhere.LINE)
    begin = {"type": "begin_repeat", "name": LINES}
    begin |= in_columns("label", in_both(_("A case, or like cases")))
    survey = (
        note("about", _("No names of victims, and no answers to the weekly questions.")),
        *map(question, once),
        begin,
        *map(question, lines),
        {"type": "end_repeat", "name": LINES},
    )
    title = in_both(_("Caseload for Kamlangjai"))
    choices = tuple(choices_of((*once, *lines)))
    return XLSForm("kamlangjai_caseload", title, book.edition, survey, choices)


def answers_form(book: Codebook) -> XLSForm:
    """Write the five lines as a form without a name; all of them may be left out."""
    fields = table_asked(book, "answers").fields
    survey: list[SheetRow] = [
        note("about", _("Nobody asks who you are here. Please write no name anywhere.")),
        note(
            "server",
            _(
                "The server of this form keeps the time of sending, and your account if you sign "
                "in: open it by a link for all. The result is for a talk in a large group; it "
                "cannot be brought into Kamlangjai."
            ),
        ),
    ]
    for field in fields:
        row = {"type": "select_one days", "name": field.name}
        survey.append(row | in_columns("label", field.label))
    days = ({"list_name": "days", "name": one.code} for one in fields[0].codes)
    choices = tuple(
        row | in_columns("label", one.label) for row, one in zip(days, fields[0].codes, strict=True)
    )
    title = in_both(_("Five lines, without a name"))
    return XLSForm("kamlangjai_five_lines", title, book.edition, tuple(survey), choices)


def form_workbook(form: XLSForm) -> bytes:
    """Write a form as the workbook that form servers take."""
    # Loaded where a workbook is written: most processes never write one.
    from openpyxl import Workbook

    title = " / ".join(form.title.values())
    settings = {
        "form_title": title,
        "form_id": form.form_id,
        "version": form.version,
        "default_language": LANGUAGES["en"],
    }
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheets = {"survey": form.survey, "choices": form.choices, "settings": (settings,)}
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column, "") for column in columns])
        sheet.freeze_panes = "A2"
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()
