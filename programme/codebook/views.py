"""The pages of the codebook, and what can be taken from it: table, forms and schema."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from people.guards import SignedInRequest, only
from people.models import Role
from people.writing import links, sheets

from . import schema, xlsform
from .reading import read_codebook
from .sheet import HEADER, codebook_rows

# In an address of a table: all of them on one page, to print.
WHOLE = "whole"
FORMS = {"caseload": xlsform.caseload_form, "five-lines": xlsform.answers_form}


@only(*Role)
def codebook(request: SignedInRequest) -> HttpResponse:
    """Show which tables there are, and what can be taken along."""
    context = {"book": read_codebook(), "whole": WHOLE}
    return render(request, "programme/codebook/codebook.html", context)


@only(*Role)
def codebook_table(request: SignedInRequest, key: str) -> HttpResponse:
    """Show the fields of one table, or of all."""
    book = read_codebook()
    tables = [one for one in book.tables if key in (one.key, WHOLE)]
    if not tables:
        raise Http404
    context = {"book": book, "tables": tables, "alone": tables[0] if key != WHOLE else None}
    return render(request, "programme/codebook/codebook_table.html", context)


@only(*Role)
def codebook_sheet(request: SignedInRequest) -> HttpResponse:
    """Hand out the whole codebook as CSV."""
    return sheets.attachment("codebook", HEADER, codebook_rows(read_codebook()))


@only(*Role)
def codebook_form(request: SignedInRequest, name: str) -> HttpResponse:
    """Hand out a form for KoboToolbox and ODK."""
    if name not in FORMS:
        raise Http404
    form = FORMS[name](read_codebook())
    disposition = content_disposition_header(as_attachment=True, filename=f"{form.form_id}.xlsx")
    return HttpResponse(
        xlsform.form_workbook(form),
        content_type=xlsform.MIME,
        headers={"Content-Disposition": disposition},
    )


@only(*Role)
def codebook_schema(request: SignedInRequest) -> HttpResponse:
    """Hand out the JSON Schema under its own address."""
    found = schema.caseload_schema(read_codebook(), links.to("codebook_schema"))
    disposition = content_disposition_header(as_attachment=True, filename="kamlangjai.schema.json")
    return HttpResponse(
        json.dumps(found, ensure_ascii=False, indent=2),
        content_type=schema.MIME,
        headers={"Content-Disposition": disposition},
    )
