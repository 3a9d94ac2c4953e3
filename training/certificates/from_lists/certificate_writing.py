"""A list of certificates is written: each issued, and the newest of a type the current one."""

from collections import defaultdict

from people.lists.kinds import Bringing, Effect, RowVerdict
from people.mandates import not_yours
from people.models import Person, Role
from training.certificates import actions as certificates
from training.models import Certificate, CertificateType


def lock_kinds(bringing: Bringing) -> None:
    """Hold the types of certificates, as issuing by hand does, until all is written."""
    kinds = CertificateType.objects.visible_to(bringing.by).select_for_update(no_key=True)
    list(kinds.order_by("pk").values_list("pk", flat=True))


def refuse_untaught(viewer: Person, people: set[int]) -> None:
    """Refuse the trainer themselves and people they do not train, once more as all is written."""
    taught = Person.objects.in_office_of(viewer, Role.TRAINER).filter(pk__in=people)
    if viewer.pk in people or len(certificates.hold_holders(taught)) < len(people):
        raise not_yours()


def write_certificates(bringing: Bringing, verdicts: list[RowVerdict]) -> list[Effect]:
    """Issue what was judged; of several of a type the one that was earned last is the current one.

    One statement for every certificate, and four for each type.
    """
    wanted = [(one.row.number, one.plan) for one in verdicts if one.writes]
    refuse_untaught(bringing.by, {plan.person for _row, plan in wanted})
    made = Certificate.objects.bulk_create(
        [
            Certificate(
                person_id=plan.person,
                type=plan.kind,
                issued_on=plan.issued_on,
                expires_on=plan.expires_on,
                issued_by=bringing.by,
                current=False,
            )
            for _row, plan in wanted
        ],
        batch_size=1000,
    )
    choose_newest(made, bringing.by)
    numbers = [number for number, _plan in wanted]
    return [effect_of(row, one) for row, one in zip(numbers, made, strict=True)]


def effect_of(row: int, one: Certificate) -> Effect:
    """Say what was issued for a row."""
    days = {"issued_on": str(one.issued_on), "expires_on": str(one.expires_on or "")}
    return Effect(row, "training.Certificate", one.pk, None, days)


def choose_newest(made: list[Certificate], viewer: Person) -> None:
    """Make the newest of each type the current one of its person."""
    people: dict[CertificateType, list[int]] = defaultdict(list)
    for one in made:
        people[one.type].append(one.person_id)
    for kind, holders in people.items():
        certificates.choose_current(kind=kind, people=holders, by=viewer)
