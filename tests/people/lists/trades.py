"""A small subject for tests: an organisation's list of jobs, by a code. Only they register it."""

from datetime import datetime

from people.lists import actions as lists
from people.lists.kinds import (
    Bringing,
    Effect,
    KeptEffect,
    ListColumn,
    ListSubject,
    RowFate,
    RowProblem,
    RowVerdict,
)
from people.models import Job, ListImport, Organisation, Person

AT_ONCE = 500


def column(key: str, name: str, *headings: str, **more) -> ListColumn:
    return ListColumn(key=key, name=name, headings=headings, **more)


COLUMNS = (
    column("code", "Code", "code", "รหัส", needed=True, example="D1"),
    column("en", "Name in English", "name", "name in english", one_of="name", example="Driver"),
    column("th", "Name in Thai", "ชื่อ", "ตำแหน่ง", one_of="name", example="คนขับรถ"),
    column("offered", "Offered", "offered", "ใช้"),
    column("place", "Place", "place"),
)


def may(person: Person, now: datetime) -> bool:
    return person.administers_all


def there(bringing: Bringing) -> dict[str, Job]:
    codes = {row.cell("code") for row in bringing.rows}
    jobs = Job.objects.visible_to(bringing.by).exclude(key="")
    return {one.key: one for one in jobs if one.key in codes}


def names(row) -> dict[str, str]:
    return {key: row.cell(key) for key in ("en", "th") if row.cell(key)}


def said(job: Job) -> str:
    return f"{job.key} {dict(job.name)} {job.is_offered}"


def judge(bringing: Bringing) -> list[RowVerdict]:
    held, seen, found = there(bringing), {}, []
    for row in bringing.rows:
        code, offered = row.cell("code"), row.cell("offered") != "no"
        problem = None
        if not code:
            problem = RowProblem("This row has no code.", "code")
        elif not names(row):
            problem = RowProblem("This row has no name.", "en")
        elif code in seen:
            problem = RowProblem(f"{code} stands in row {seen[code]} as well.", "code")
        seen.setdefault(code, row.number)
        job = held.get(code)
        if problem:
            fate, before = RowFate.CANNOT, ""
        elif job is None:
            fate, before = RowFate.NEW, ""
        else:
            before = said(job)
            same = dict(job.name) == names(row) and job.is_offered == offered
            fate = RowFate.SAME if same else RowFate.CHANGES
        found.append(
            RowVerdict(
                row=row,
                fate=fate,
                title=row.cell("th") or row.cell("en") or code,
                about=code,
                notes=("another name",) if fate is RowFate.CHANGES else (),
                problems=(problem,) if problem else (),
                plan=(job, names(row), offered),
                mark=f"{before} {names(row)} {offered}",
            )
        )
    return found


def fingerprint(bringing: Bringing) -> str:
    return str(sorted(map(said, there(bringing).values())))


def lock(bringing: Bringing) -> None:
    Organisation.objects.select_for_update().get(pk=bringing.by.organisation_id)


def values(job: Job) -> dict:
    return {"name": dict(job.name), "is_offered": job.is_offered}


def write(bringing: Bringing, verdicts: list[RowVerdict]) -> list[Effect]:
    new, changed, effects = [], [], []
    for one in verdicts:
        job, name, offered = one.plan
        before = values(job) if job else None
        job = job or Job(organisation_id=bringing.by.organisation_id, key=one.row.cell("code"))
        job.name, job.is_offered = name, offered
        (changed if before else new).append(job)
        effects.append((one, job, before))
    Job.objects.bulk_create(new, batch_size=AT_ONCE)
    Job.objects.bulk_update(changed, ["name", "is_offered"], batch_size=AT_ONCE)
    return [
        Effect(one.row.number, "people.Job", job.pk, before, values(job))
        for one, job, before in effects
    ]


def take_back(by: Person, now: datetime, effects: list[Effect]) -> list[KeptEffect]:
    jobs = Job.objects.visible_to(by).in_bulk([one.pk for one in effects])
    kept, gone = [], []
    for one in effects:
        job = jobs.get(one.pk)
        if job is None:
            continue
        if values(job) != one.after:
            kept.append(KeptEffect(one.row, str(job), "It was renamed since."))
        elif one.before is None:
            gone.append(job.pk)
        else:
            Job.objects.filter(pk=job.pk).update(**one.before)
    Job.objects.filter(pk__in=gone).delete()
    return kept


TRADES = ListSubject(
    code="trades",
    name="Trades",
    hint="Each with its code.",
    columns=COLUMNS,
    page="jobs",
    then="jobs",
    may=may,
    judge=judge,
    write=write,
    take_back=take_back,
    lock=lock,
    fingerprint=fingerprint,
)


# The last column, the seat, is one that the subject does not know.
PASTED = (
    "code\tname\tชื่อ\tseat\nD1\tDriver\tคนขับรถ\tA\nD2\tCook\t\tB\n\tNameless\t\tC\nD1\tAgain\t\t\n"
)


def list_of(person: Person, now: datetime, *, saved: bool = False) -> ListImport:
    """A list that a person brought in, with two rows that cannot be; saved on the spot."""
    brought = lists.bring(subject="trades", text=PASTED, by=person, now=now)
    if saved:
        promised = lists.look(brought=brought, by=person, now=now).digest
        lists.save(brought=brought, promised=promised, by=person, now=now)
    return brought


def long_list(rows: int) -> str:
    """As many jobs as that, in five columns."""
    lines = [f"T{n}\tTrade {n}\tงาน {n}\tyes\tBangkok\n" for n in range(rows)]
    return "code\tname\tชื่อ\toffered\tplace\n" + "".join(lines)
