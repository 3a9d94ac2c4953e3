"""The record is the person's: what is kept, for how long, and all of it as files."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from people import access, record
from people.models import AccessEvent

WRITERS = {
    "json": (record.as_json, "application/json"),
    "zip": (record.as_zip, "application/zip"),
}


def my_record(request: HttpRequest) -> HttpResponse:
    """Say what is kept and offer it as files, once the password was given a moment ago."""
    context = {"sure": did_recently_reauthenticate(request)}
    return render(request, "wellbeing/my_record.html", context)


@reauthentication_required
def record_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Hand a person their whole record; it stands in their list of looks."""
    now = timezone.now()
    write, kind = WRITERS[ending]
    access.note_own(person=request.user, what=AccessEvent.What.DOWNLOAD, at=now)
    # A plain name: the file stays on a disk that others may see.
    disposition = content_disposition_header(as_attachment=True, filename=f"record.{ending}")
    headers = {"Content-Disposition": disposition}
    return HttpResponse(write(request.user, now), content_type=kind, headers=headers)
