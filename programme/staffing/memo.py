"""The page as a memo for a budget holder: a Thai ministry memo (บันทึกข้อความ), or one in English.

It says what the page says, through the same functions. Thai text needs its font twice: Word takes
that of complex scripts for it, and the size of these too.
"""

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from people.models import Person
from people.rules.typed_days import THAI_DIGITS
from people.writing.formats import day as written_day
from people.writing.formats import whole_percent
from people.writing.xml_texts import fit_for_xml

from .page import StaffingPage
from .words import (
    behind_lines,
    court_working,
    division,
    headline,
    sum_steps,
    tried_name,
    weeks_of_block,
    withheld_line,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

# The font and sizes of the form that the Office of the Prime Minister prescribes.
FONTS = {"th": "TH Sarabun New", "en": "TH Sarabun New"}
TITLE_SIZE, LABEL_SIZE, TEXT_SIZE = 29, 20, 16
MARGINS_CM = {"top": 2.5, "bottom": 2.0, "left": 3.0, "right": 2.0}
PAGE_CM = (21.0, 29.7)
# Where a person writes by hand.
DOTS = "." * 40
TO_THAI = {western: thai for thai, western in THAI_DIGITS.items()}


def staffing_memo(
    page: StaffingPage, viewer: Person, *, language: str, thai_digits: bool, day: date
) -> bytes:
    """Write the memo as a DOCX, in a language, on a day."""
    from docx import Document

    with override(language):
        memo = MemoWriter(Document(), language, thai_digits=thai_digits and language == "th")
        memo.head(page, viewer, day)
        memo.body(page)
        memo.foot(viewer)
    return memo.written()


class MemoWriter:
    """Writes one memo into an empty document."""

    def __init__(self, document: "Document", language: str, *, thai_digits: bool):
        self.document, self.language, self.thai_digits = document, language, thai_digits
        self.font = FONTS[language]
        self.set_page()

    def set_page(self) -> None:
        """Set the paper, its margins, the font of everything, and what the file says of itself."""
        from docx.shared import Cm, Pt

        # What the empty document says of itself: a day of 2013, and a program as its author.
        about = self.document.core_properties
        about.author = about.comments = about.keywords = ""
        about.title, about.language = _("How many people the work takes"), self.language
        section = self.document.sections[0]
        section.page_width, section.page_height = (Cm(one) for one in PAGE_CM)
        for side, margin in MARGINS_CM.items():
            setattr(section, f"{side}_margin", Cm(margin))
        usual = self.document.styles["Normal"]
        usual.paragraph_format.space_after = Pt(2)
        usual.paragraph_format.line_spacing = 1.0
        self.use_font(usual, TEXT_SIZE)

    def use_font(self, styled: Any, points: int, *, bold: bool = False) -> None:
        """Give a style or a run the font, for Latin and for complex scripts, and its size."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        styled.font.name, styled.font.size = self.font, Pt(points)
        styled.font.bold = styled.font.cs_bold = bold or None
        found = styled.element.get_or_add_rPr()
        fonts = found.get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), self.font)
        for old in found.findall(qn("w:szCs")):
            found.remove(old)
        size = OxmlElement("w:szCs")
        size.set(qn("w:val"), str(points * 2))
        # The schema has it behind the size of Latin.
        found.find(qn("w:sz")).addnext(size)

    def head(self, page: StaffingPage, viewer: Person, day: date) -> None:
        """Write the title, who writes, the number and the day, the subject, and the reader."""
        from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

        title = self.line((pgettext("memo", "Memorandum"), TITLE_SIZE))
        title.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        place = f"{viewer.organisation}"
        if page.unit and str(page.unit) != place:
            place = f"{place} · {page.unit}"
        self.field(pgettext("memo", "Office"), place)
        number = self.line((pgettext("memo", "No."), LABEL_SIZE), (f" {DOTS}   ", 0))
        self.run(number, pgettext("memo", "Date"), LABEL_SIZE)
        self.run(number, f" {written_day(day)}")
        self.field(pgettext("memo", "Subject"), _("How many people the work takes"))
        self.field(pgettext("memo", "To"), DOTS)

    def body(self, page: StaffingPage) -> None:
        """Write what was found, the sum, what is tried, and what stands behind it."""
        if page.found is None or page.block is None:
            self.text(_("There are too few people, or too few weeks, for figures."))
            return
        weeks = weeks_of_block(page.block)
        self.text(f"{headline(page.found)} ({weeks}).")
        self.heading(_("The sum"))
        for step in sum_steps(page.found):
            self.point(f"{step.name}: {step.working} = {step.value}")
        found = page.found
        sentence = _("Needed: %(sum)s = %(needed)s. Here: %(here)s. Short: %(short)s.")
        named = {"needed": found.needed, "here": found.here, "short": found.short}
        self.point(sentence % {"sum": division(found), **named})
        self.tried(page)
        if behind := list(behind_lines(page)):
            self.heading(_("What stands behind it"))
            for name, figure, beside in behind:
                self.point(f"{name}: {figure} {beside}")
        self.text(
            _(
                "Figures are of groups of at least %(n)s people, in two digits, with a little "
                "chance in them. None is about one person."
            )
            % {"n": page.figures_from}
        )
        if line := withheld_line(page):
            self.text(line)

    def tried(self, page: StaffingPage) -> None:
        """Write what was tried, as a table."""
        if not page.tried or page.found is None:
            return
        self.heading(_("What if"))
        rows = [page.found, *page.tried]
        titles = [
            _("What if"),
            _("Needed"),
            pgettext("staffing", "Here"),
            pgettext("staffing", "Short"),
            _("Load of each"),
        ]
        table = self.document.add_table(rows=1 + len(rows), cols=len(titles), style="Table Grid")
        cells = [titles]
        for one in rows:
            numbers = [str(n) for n in (one.needed, one.here, one.short)]
            cells.append([tried_name(one), *numbers, whole_percent(one.load)])
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                self.run(cell.paragraphs[0], text)
        if (last := page.tried[-1]).court_points:
            self.text(court_working(last))

    def foot(self, viewer: Person) -> None:
        """Leave room for a name, signed by hand."""
        from docx.shared import Cm

        self.text("")
        for text in (_("Signed %(dots)s") % {"dots": DOTS}, f"({viewer.name})"):
            line = self.text(text)
            line.paragraph_format.left_indent = Cm(8)

    def heading(self, text: str) -> None:
        """Write a short heading."""
        line = self.line((text, TEXT_SIZE))
        line.paragraph_format.keep_with_next = True

    def field(self, name: str, text: str) -> None:
        """Write a line of the form: its name, then what is entered."""
        self.line((name, LABEL_SIZE), (f" {text}", 0))

    def point(self, text: str) -> None:
        """Write one of several points."""
        from docx.shared import Cm

        self.text(f"– {text}").paragraph_format.left_indent = Cm(1)

    def text(self, text: str) -> "Paragraph":
        """Write a paragraph."""
        return self.line((text, 0))

    def line(self, *parts: tuple[str, int]) -> "Paragraph":
        """Write a line of parts, each bold in its size, or plain."""
        paragraph = self.document.add_paragraph()
        for text, points in parts:
            self.run(paragraph, text, points)
        return paragraph

    def run(self, paragraph: "Paragraph", text: str, bold_points: int = 0) -> None:
        """Write a text; Thai digits where they are asked for."""
        written = text.translate(TO_THAI) if self.thai_digits else text
        run = paragraph.add_run(fit_for_xml(written))
        self.use_font(run, bold_points or TEXT_SIZE, bold=bool(bold_points))
        if self.language == "th":
            run.font.complex_script = True

    def written(self) -> bytes:
        """Give the document as a file."""
        file = BytesIO()
        self.document.save(file)
        return file.getvalue()
