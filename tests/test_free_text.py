"""Every field where somebody can write words of their own refuses and warns in the same way.

A field of a form, a schema, a model or a template that is neither free text nor named here fails
the suite. What is named says why it is no free text.
"""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models

from people.languages.fields import InLanguages, LocalTextField
from people.writing.free_text import FreeArea, FreeLine, FreeText
from people.writing.schemas import FREE_TEXT, FreeTextIn, In
from people.writing.texts import refuse_identity

APPS = ("people", "wellbeing", "training", "workload", "programme", "config")
NAMES = {
    "name_en": "a name of a unit, a course, an award, a certificate, a level, a job or a help line",
    "full_name_en": "the name of a person who works here",
    "full_name_th": "the same in Thai",
    "nickname_en": "what colleagues call them",
    "nickname_th": "the same in Thai",
    "rank": "before the name of a person who works here",
    "username": "how a person signs in",
    "email": "where a person who works here gets their mail",
    "work_email": "where colleagues write to a person",
    "employee_number": "how the organisation's own lists name a person who works here",
    "work_phone": "where colleagues call a person who works here",
    "password": "never kept as it was typed",
    "code": "digits of a second factor, or letters of a slip",
}
FORM_FIELDS = {
    "InviteForm.name": "the name of a person who is invited on paper, and comes to work here",
    "WorkNumberForm.number": "how the organisation's own lists name a person who works here",
    "WorkNumberForm.phone": "where the organisation calls a person who works here",
    "ShareForm.weeks": "weeks that were offered",
    "ShareForm.to": "an id that was offered",
    "ShareForm.until": "a day",
    "PlanForm.due_on": "a day",
    "PostForm.since": "a day",
    "ApplyForm.name": "how a person who wants to help is called, sealed and deleted after 90 days",
    "ApplyForm.contact": "where that person is reached, sealed with the name",
    "HolderForm.starts": "a day",
    "HolderForm.ends": "a day",
    "HoldingEndForm.ends": "a day",
    "OfferForm.until": "a day",
    "TimeOffForm.first": "a day",
    "TalkForm.day": "a day",
    "PhoneForm.phone": "the person's own number, for those who help with a lost sign-in",
    "OwnContactForm.name": "whom one would call: a name with its number, sealed for its owner",
    "OwnContactForm.phone": "the number of that person",
    "HotlineForm.number": "a public number for help",
    "ToSomebodyForm.name": "a colleague who is looked for",
    "ToSomebodyForm.to": "an id that was offered",
    "FindForm.name": "a colleague who is looked for",
    "LinkForm.name": "under which name people outside thank a person who works here",
    "OutsideForm.partner": "the organisation of whoever thanks",
    "OutsideForm.writer": "the name of whoever thanks",
    "OutlineForm.outline": "names of units, one a line",
    "BringForm.pasted": "a list: its cells are judged by its subject, and sealed for a day",
    "ChangeForm.place": "where a training is held: an address is what it is for",
    "ChangeForm.outside_trainer": "the name of a trainer without an account here",
    "ChangeForm.outside_organisation": "where that trainer comes from",
    "GroupMeetingForm.outside_leader": "the name of who led a group without an account here",
    "LineForm.reference": "a code of capitals and digits, by its own rule; an ID is too long",
    "EntryForm.phone": "the number of an organisation, by its own rule",
    "EntryForm.line_id": "how an organisation is called on LINE, by its own rule",
    "JoinPhoneForm.endpoint": "an address that a browser gives: of a known push service alone",
    "PasskeyForm.name": "what a key on a device is called",
}
SCHEMA_FIELDS = {
    "WeekIn.week": "a week, 2026-W47",
    "LineIn.reference": "a code of capitals and digits, by its own rule",
    "OfferIn.job": "a code that the list has",
    "AskedPage.cursor": "what an answer handed out, signed",
    "PersonIn.employee_number": "by the rule of its column; an ID is refused",
    "PersonIn.name_th": "a name, by the rule of its column",
    "PersonIn.name_en": "a name, by the rule of its column",
    "PersonIn.email": "an address at work, by its own rule",
    "PersonIn.job": "a code that the list has",
    "PersonIn.language": "a code that is offered",
    "PersonChangeIn.employee_number": "by the rule of its column; an ID is refused",
    "PersonChangeIn.name_th": "a name, by the rule of its column",
    "PersonChangeIn.name_en": "a name, by the rule of its column",
    "PersonChangeIn.email": "an address at work, by its own rule",
    "PersonChangeIn.phone": "a phone at work, by its own rule",
    "RoleIn.job": "a code that the list has",
    "RoleChangeIn.job": "a code that the list has",
    "CertificateIn.person": "an employee number or an id, which is only looked for",
    "ScoreIn.norm": "a name of bands",
    "ScoreIn.sets": "answers by item",
}
# Columns that hold what the product writes, or what a form or verb judged before: by which.
COLUMNS = {
    "people.ApiToken.name": "people.accounts.forms.KeyForm.name",
    "people.PushSubscription.name": "people.phones.forms.JoinPhoneForm.name",
    "people.OrganisationKey.name": "people.organisation_keys.forms.OrganisationKeyForm.name",
    "people.AccessEvent.program": "people.organisation_keys.forms.OrganisationKeyForm.name",
    "training.AwardCycle.criteria": "training.recognition.forms.CycleForm.criteria",
    "training.CertificateType.allows": "training.catalogue.forms.CertificateTypeForm.allows",
    "training.CareerLevel.source": "training.careers.forms.LevelForm.source",
    "wellbeing.Hotline.hours": "wellbeing.help.forms.HotlineForm.hours",
    "wellbeing.Hotline.source": "wellbeing.help.forms.HotlineForm.source",
    "workload.LoadPolicy.note": "workload.policies.actions",
    "workload.Transfer.reason": "workload.moves.eligible",
    "workload.Transfer.word": "workload.moves.eligible",
    "workload.Transfer.answer": "workload.moves.eligible",
}
WRITTEN_BY_THE_PRODUCT = {
    *("people.LostSignIn.code_hash", "programme.ProgrammeInvite.code_hash"),
    *("programme.Release.quarter", "programme.Release.keyed_hash", "programme.ReleasedRow.place"),
    *("programme.ReleasedRow.measure", "programme.ReleasedRow.band"),
    "programme.ReleaseFile.name",
    *("people.LineCode.code_hash", "people.LineLink.user_hash"),
    *("people.Unit.path", "people.Invitation.token_hash", "people.AddressChange.token_hash"),
    *("people.OrganisationKey.token_hash", "people.ProgramCall.body_hash"),
    *("workload.WeekLink.token_hash", "people.ApiToken.token_hash"),
    *("people.SentOnce.kind", "people.SentOnce.key"),
    *("people.PushSubscription.endpoint_hash", "people.PushSubscription.sealed_endpoint"),
    *("people.PhoneKey.sealed_key", "people.PhoneKey.name"),
    "people.PushKey.sealed_key",
    "people.HandOverLine.kind",
    *(
        "people.AccessEvent.what",
        "people.AccessEvent.seal",
        "people.Anchor.seal",
        "people.Visit.session_key",
    ),
    *("people.Visit.session_data", "people.Visit.device", "training.CalendarFeed.token_hash"),
    *("wellbeing.Assessment.instrument", "wellbeing.Assessment.key_version"),
    *("wellbeing.Assessment.norm", "wellbeing.Assessment.language"),
    *("wellbeing.HardEvent.told", "wellbeing.AfterCheckIn.moment", "workload.WorkWeek.policy"),
    *("people.WaitingLine.kind", "people.WaitingLine.key", "people.WaitingLine.sentence"),
    *("people.Person.name_key_en", "people.Person.name_key_th", "people.Person.name_search"),
    *("people.OutgoingLetter.kind", "people.OutgoingLetter.key", "people.OutgoingLetter.subject"),
    *("people.OutgoingLetter.sentence", "people.OutgoingLetter.page"),
    "people.RefusedAddress.address",
    *("people.WaitingLine.address", "workload.PolicyDraft.digest", "training.Competency.code"),
    "workload.WorkWeek.body_hash",
    *("people.BackgroundJob.kind", "people.ListImport.subject", "people.ListImport.about"),
    *("people.ListImport.promised", "people.ListImport.marks", "people.ImportEffect.model"),
    *(
        "workload.CaseloadLine.submissions",
        "training.OfficeCount.part",
        "training.OfficeCount.reach",
    ),
    *("people.Job.key", "people.Employment.key", "training.Session.held_by"),
    *("programme.Station.key", "programme.OwnService.key", "programme.Pathway.key"),
    "programme.QuarterFigure.told",
    *("people.Turnover.out_of", "people.Turnover.reasons", "programme.StaffingBlock.people"),
    *("programme.ProgrammeReport.period", "programme.ProgrammeReport.language"),
    *("programme.ProgrammeReport.office", "programme.ProgrammeReport.digest"),
    "programme.VolunteerPage.slug",
}
OTHER_COLUMNS = {
    "people.Account.phone": "a person's own number, in digits alone",
    "programme.Station.province": "a code that the tables have",
    "programme.ProgrammePost.province": "a code that the tables have",
    "programme.OwnService.counts_as": "a key that the tables have",
    "programme.Lesson.subject": "a key that the tables have",
    "programme.DirectoryEntry.phone": "the number of an organisation, by its own rule",
    "programme.DirectoryEntry.line_id": "how an organisation is called on LINE, by its own rule",
    "programme.UnitPlace.province": "a code that the tables have",
    "people.Invitation.name": "the name of a person who is invited on paper",
    "people.ListImport.name": "the name of a file, for a day",
    "wellbeing.WordingPack.instrument": "a name of a key",
    "wellbeing.WordingPack.version": "out of a file that an admin loads",
    "wellbeing.WordingPack.norm": "out of a file that an admin loads",
    "wellbeing.WordingPack.holder": "out of a file that an admin loads: who holds a scale's words",
    "wellbeing.Hotline.number": "a public number for help",
    "training.Session.online": "a link",
    "workload.CaseloadLine.reference": "a code of capitals and digits, by its own rule",
}
# Controls that a template draws by hand and that are no free text.
CONTROLS = {
    "badge": "a signed badge that is checked and not kept",
    "pasted": "lines of a list of who was there: names of colleagues, matched and not kept",
    "until": "a day",
    "ends": "a day",
    "points": "a number",
    "name": "a colleague who is looked for",
    "line-{{ p }}-count": "a number",
    "first-{{ one.phase }}-count": "a number",
    "line-{{ p }}-further_victims": "a number",
    "line-{{ p }}-reference": "a code of capitals and digits, by its own rule",
    "n-{{ one.id }}": "a number",
    "day-{{ id }}-starts": "a time",
    "day-{{ id }}-ends": "a time",
    "day-{{ id }}-minutes": "a number",
    "day-{{ id }}-breaks": "a number",
    "{{ row.name }}": "a number of the week",
}
# Drawn empty beside a form of the same names, which draws itself where it is refused.
DRAWN_EMPTY = {("person_requirements.html", "reason")}
# What a view reads out of a post without a form, and is no free text.
POSTED = {
    *(
        "do",
        "back",
        "adopt",
        "application",
        "ask",
        "badge",
        "card",
        "close",
        "confirm",
        "contact",
        "corrections",
        "done",
        "end",
        "filled",
        "forget",
        "found",
        "from",
        "id",
        "resume",
        "skip",
    ),
    *(
        "kind",
        "language",
        "leave",
        "member",
        "next",
        "note",
        "offer",
        "pasted",
        "place",
        "province",
        "refuse",
        "release",
        "remove",
        "shown",
    ),
    *("off", "on"),
    # What a phone kept: the text inside comes to the form of My week.
    "sealed",
    *("reopen", "report", "step", "supervisor", "talk", "time_off", "unit", "version"),
    *("withdraw",),
}


def modules() -> Iterator:
    """Every module of the product but migrations, commands and the server's door."""
    for app in APPS:
        package = import_module(app)
        yield package
        for found in walk_packages(package.__path__, f"{app}."):
            if not re.search(r"\.(migrations|management|wsgi)\b", found.name):
                yield import_module(found.name)


def below(cls: type) -> set[type]:
    return {one for sub in cls.__subclasses__() for one in {sub} | below(sub)}


def ours(cls: type) -> list[type]:
    """The product's classes of a kind."""
    assert len(list(modules())) > 100
    return sorted(
        (one for one in below(cls) if one.__module__.split(".")[0] in APPS),
        key=lambda one: (one.__module__, one.__qualname__),
    )


def is_text(field: forms.Field) -> bool:
    """Say whether somebody can type words into a field."""
    widget = isinstance(field.widget, forms.TextInput | forms.Textarea)
    plain = field.__class__.to_python is forms.CharField.to_python or field.__class__.__name__ in {
        "PhoneField"
    }
    numbers = (forms.EmailField, forms.URLField, forms.UUIDField)
    dated = field.__class__.__name__ in {"DayField", "ClockField"}
    return (
        isinstance(field, forms.CharField)
        and widget
        and plain
        and not dated
        and not isinstance(field, numbers)
    )


def fields_of(form: type) -> Iterator[tuple[str, forms.Field]]:
    """The fields of a form; a text in several languages is as its field in one of them is."""
    for name, field in getattr(form, "base_fields", {}).items():
        if isinstance(field, InLanguages):
            language, part = next(field.parts())
            yield f"{name}_{language}", part
        else:
            yield name, field


def test_every_text_of_a_form_is_free_text_or_named_with_its_reason():
    left = []
    for form in ours(forms.BaseForm):
        for name, field in fields_of(form):
            lineage = {f"{one.__name__}.{name}" for one in form.__mro__}
            named = name in NAMES or lineage & FORM_FIELDS.keys()
            if is_text(field) and not isinstance(field, FreeText) and not named:
                left.append(f"{form.__module__}.{form.__name__}.{name}")
    assert left == []


def test_every_free_text_is_drawn_by_a_widget_with_a_tick():
    fields = [
        (form.__name__, name)
        for form in ours(forms.BaseForm)
        for name, field in fields_of(form)
        if isinstance(field, FreeText) and not isinstance(field.widget, FreeLine | FreeArea)
    ]
    assert fields == []


def test_every_text_of_a_schema_is_free_text_or_named_with_its_reason():
    left = []
    for schema in ours(In):
        for name, field in schema.model_fields.items():
            free = FREE_TEXT in field.metadata and issubclass(schema, FreeTextIn)
            named = f"{schema.__name__}.{name}" in SCHEMA_FIELDS
            if re.search(r"\bstr\b", str(field.annotation)) and not free and not named:
                left.append(f"{schema.__name__}.{name}")
    assert left == []


def columns() -> Iterator[tuple[str, models.Field]]:
    """Columns of text that are neither sealed nor one of a few choices nor a band."""
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in APPS:
            continue
        bands = {*getattr(model, "LINES", ()), "size", "strain", "band"}
        for field in model._meta.concrete_fields:
            text = models.CharField | models.TextField | LocalTextField
            if not isinstance(field, text) or field.choices:
                continue
            if not field.name.startswith("sealed_") and field.name not in bands:
                yield f"{model._meta.label}.{field.name}", field


def test_every_column_of_text_refuses_an_identity_or_says_where_it_was_refused():
    left = [
        label
        for label, field in columns()
        if refuse_identity not in field.validators
        and field.name not in NAMES
        and not (isinstance(field, LocalTextField) and field.name == "name")
        and label not in COLUMNS.keys() | WRITTEN_BY_THE_PRODUCT | OTHER_COLUMNS.keys()
    ]
    assert left == []


@pytest.mark.parametrize("where", sorted(set(COLUMNS.values())))
def test_what_is_said_to_refuse_an_identity_does(where):
    try:
        found = import_module(where)
    except ModuleNotFoundError:
        module, form, field = where.rsplit(".", 2)
        texts = dict(fields_of(getattr(import_module(module), form)))
        assert isinstance(texts.get(field) or texts[f"{field}_en"], FreeText)
    else:
        assert "refuse_identity(" in inspect.getsource(found)


def templates() -> Iterator[tuple[str, str]]:
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("templates/**/*.html")):
            yield path.name, path.read_text(encoding="utf-8")


def test_every_text_that_a_template_draws_has_a_tick_or_is_named_with_its_reason():
    found, left = set(), []
    control = re.compile(r"<(?:textarea|input(?=[^>]*type=\"text\"))[^>]*? name=\"([^\"]*)\"")
    for name, text in templates():
        for typed in control.findall(text):
            found.add(typed)
            if typed not in CONTROLS and (name, typed) not in DRAWN_EMPTY:
                left += [] if "{% all_the_same " in text else [(name, typed)]
    assert left == []
    assert CONTROLS.keys() <= found, "a control that is no longer there"


def test_what_a_view_reads_without_a_form_is_judged_or_named():
    """`request.POST.get("why")` skips the warning; `free_text.posted(request, "why")` does not."""
    left = []
    for module in modules():
        source = inspect.getsource(module)
        posted = set(re.findall(r"POST(?:\.get\(|\[)\"([a-z_]+)\"", source))
        judged = set(re.findall(r"posted\([^,]+, \"([a-z_]+)\"", source))
        left += [(module.__name__, name) for name in posted - POSTED - judged]
    assert left == []
