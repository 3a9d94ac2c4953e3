"""What other numbers would make of the last frozen block: shares of all people, in words.

An answer is kept and given again, and an organisation has five drafts in a block: an admin who asks
for one limit after another learns no person's figure. Each draft is noted for all people it
counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.audit import actions as audit
from people.keys.chance import chance_keys, uniform
from people.models import Person, Role
from people.weeks import Block
from people.writing.formats import moment
from workload import access_kinds
from workload.models import PolicyDraft
from workload.models.draft import DRAFTS
from workload.rules import load as load_rules
from workload.rules.shares import LIMITS, LOADS, TOLD_FROM, ShareMeasure, share_above

from . import actions as policies
from .block_sums import BlockSums
from .policy_numbers import digest_of, number_text, policy_of

# Drafts are kept for the last frozen block and for so many before it.
BLOCKS_KEPT = 2


@dataclass(frozen=True)
class Preview:
    """What is told of a draft, with the numbers that held in its block and those of the draft."""

    draft: PolicyDraft
    block: Block
    before: load_rules.Policy
    after: load_rules.Policy


def preview(
    *, by: Person, numbers: Mapping[str, Decimal | None], now: datetime, unit_kind: str = ""
) -> Preview | None:
    """Tell which share of people would lie above each limit; None where they are too few.

    The same draft is told the same again. Refused: a viewer who is no admin of the whole
    organisation, numbers out of range or off their grid, and a sixth draft in a block.
    """
    policies.judge(by)
    policies.refuse_numbers(numbers)
    block = Block.latest(now)
    crowd = BlockSums.of(by.organisation, block, unit_kind)
    if crowd.size < max(TOLD_FROM, by.organisation.smallest_group):
        return None
    asked = PolicyDraft(
        organisation=by.organisation,
        block=block.number,
        unit_kind=unit_kind,
        digest=digest_of(numbers),
        made_by=by,
        made_at=now,
    )
    return answered(asked, crowd, policy_of("draft", numbers))


def answered(asked: PolicyDraft, crowd: BlockSums, after: load_rules.Policy) -> Preview:
    """Answer a draft beside the numbers that held in the block's last week."""
    monday = crowd.block.last.monday
    before = policies.holding(asked.organisation_id, asked.unit_kind, monday)
    draft = kept(asked) or told(asked, crowd, before, after)
    return Preview(draft, crowd.block, before, after)


def kept(asked: PolicyDraft) -> PolicyDraft | None:
    """Find what was told of the same numbers; otherwise give the draft the next free place.

    Refused when all places of the block are taken.
    """
    drafts = PolicyDraft.objects.visible_to(asked.made_by)
    others = list(drafts.filter(block=asked.block))
    name = (asked.unit_kind, asked.digest)
    if found := next((one for one in others if (one.unit_kind, one.digest) == name), None):
        return found
    if len(others) >= DRAFTS:
        raise sixth(Block(asked.block))
    asked.place = len(others) + 1
    return None


def sixth(block: Block) -> ValidationError:
    """Say that no draft is left, and from when on there is one again."""
    sentence = _(
        "Five drafts were already looked at for these four weeks. A new one can be looked at from "
        "%(moment)s on. The five are shown again when their numbers are typed again."
    )
    return ValidationError(sentence, code="drafts", params={"moment": moment((block + 1).freezes)})


def told(
    asked: PolicyDraft, crowd: BlockSums, before: load_rules.Policy, after: load_rules.Policy
) -> PolicyDraft:
    """Work out the answer to a draft and keep it; of two alike at once, the first is the answer."""
    key = chance_keys([asked.organisation_id])[asked.organisation_id]
    asked.now, asked.then = (shares(crowd, policy, key) for policy in (before, after))
    for _attempt in range(DRAFTS):
        try:
            with transaction.atomic():
                asked.save(force_insert=True)
                note(asked, crowd.units.values())
        except IntegrityError:
            # Another request was faster: the place is taken, or the answer is there.
            if found := kept(asked):
                return found
        else:
            return asked
    raise sixth(crowd.block)


def note(draft: PolicyDraft, units: Iterable[int]) -> None:
    """Note for all who were counted that their admin looked at a draft."""
    audit.note_access(
        viewer=draft.made_by,
        role=Role.ADMIN,
        what=access_kinds.DRAFT,
        at=draft.made_at,
        units=set(units),
        subject=draft.public_id,
    )


def shares(crowd: BlockSums, policy: load_rules.Policy, key: bytes) -> dict[str, str]:
    """Name the share of people above each limit of a policy.

    Chance is drawn for the block, the people, what is measured and the limit: where a limit stays,
    it counts the same before and after, and only people's own weeks can change the word.
    """
    people, found = crowd.totals(policy), {}
    for measure in (*LOADS, *LIMITS):
        limit = limit_of(measure, policy)
        about = ("preview", crowd.block.number, crowd.name, measure.figure, number_text(limit))
        above = measure.count(people, limit)
        found[measure.name] = share_above(above, crowd.size, uniform(key, *about)).value
    return found


def limit_of(measure: ShareMeasure, policy: load_rules.Policy) -> Decimal:
    """Find the limit of a measure in a policy."""
    return Decimal(getattr(policy if measure in LOADS else policy.limits, measure.name))


def forget(now: datetime) -> int:
    """Drop the drafts of blocks older than two before the last frozen one; say how many."""
    oldest = Block.latest(now) - BLOCKS_KEPT
    return PolicyDraft.objects.filter(block__lt=oldest.number).delete()[0]
