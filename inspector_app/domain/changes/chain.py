"""Chains: how changes are linked, and how a break in them is found and named."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from inspector_app.domain.changes.bodies import Body
from inspector_app.domain.changes.change import Change, Header
from inspector_app.domain.changes.clock import Stamp, next_stamp
from inspector_app.domain.changes.codec import (
    Sign,
    body_bytes,
    body_hash,
    change_id,
    read_change,
    signature_holds,
    signed,
)
from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    DeviceId,
    InspectionId,
    PersonId,
    Sha256,
)


class Fault(StrEnum):
    """What can be wrong with a journal."""

    BAD_SIGNATURE = "bad-signature"
    BAD_LINK = "bad-link"
    ALTERED = "altered"
    GAP = "gap"
    FORK = "fork"
    CUT_TAIL = "cut-tail"


_WORDS = {
    Fault.BAD_SIGNATURE: "is not signed by the device it names",
    Fault.BAD_LINK: "does not follow the change before it",
    Fault.ALTERED: "is not what was recorded",
    Fault.GAP: "is missing",
    Fault.FORK: "stands beside another change with the same number",
    Fault.CUT_TAIL: "was known to be here and is gone",
}


Link = tuple[str, str, int, bytes, bytes]
"""A change without its body: id, chain, sequence, header, signature."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, with the place where it lies."""

    fault: Fault
    chain: ChainId
    sequence: int
    change: ChangeId | None = None

    def words(self) -> str:
        """Return the fault as a sentence."""
        return f"Change {self.sequence} of chain {self.chain[:8]} {_WORDS[self.fault]}."


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Where the next change of a chain links on."""

    chain: ChainId
    sequence: int
    """0 before the first change."""
    change: ChangeId
    """For sequence 0, the head of the device's previous chain."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who records, on which device, at what time: all that a change takes from outside."""

    inspection: InspectionId
    device: DeviceId
    author: PersonId
    time_ms: int
    last_stamp: Stamp
    pack: Sha256
    sign: Sign


def linked(
    head: ChainHead,
    recorder: Recorder,
    subject: str,
    body: Body,
    supersedes: Iterable[ChangeId],
    salt: bytes,
    undoes: ChangeId | None = None,
) -> Change:
    """Return the signed change that follows ``head``."""
    header = Header(
        inspection=recorder.inspection,
        chain=head.chain,
        sequence=head.sequence + 1,
        previous=head.change,
        device=recorder.device,
        author=recorder.author,
        time_ms=recorder.time_ms,
        stamp=next_stamp(recorder.last_stamp, recorder.time_ms),
        kind=body.KIND,
        kind_version=body.VERSION,
        subject=subject,
        supersedes=tuple(sorted(supersedes)),
        pack=recorder.pack,
        body_hash=body_hash(salt, body_bytes(body, undoes)),
    )
    return signed(header, body, salt, recorder.sign, undoes)


def faults(
    changes: Iterable[Change],
    known_heads: Iterable[tuple[ChainId, ChangeId]] = (),
    *,
    check_signatures: bool = True,
) -> list[Finding]:
    """Return everything that is wrong with the changes, in the order of chains and numbers.

    Args:
        changes: all changes held, in any order.
        known_heads: changes that somebody else knew as last of a chain (a receipt, a signed
            summary): when they are missing, the chain's tail was cut.
        check_signatures: every signature, or only the last one of each chain, which vouches for
            all before it through their links.
    """
    chains: dict[ChainId, list[Change]] = defaultdict(list)
    for change in changes:
        chains[change.header.chain].append(change)
    found: list[Finding] = []
    for chain in sorted(chains):
        members = sorted(chains[chain], key=lambda c: (c.header.sequence, c.id))
        found += _chain_faults(chain, members, check_signatures=check_signatures)
    for chain, head in known_heads:
        members = chains.get(chain, [])
        if not any(change.id == head for change in members):
            last = max((change.header.sequence for change in members), default=0)
            found.append(Finding(Fault.CUT_TAIL, chain, last + 1, head))
    return found


def link_faults(links: Iterable[Link]) -> list[Finding]:
    """Return what is wrong with the links and the last signature of each chain, bodies apart.

    Reads no header as JSON, so that 100,000 of them are checked while a passphrase is derived: a
    header is canonical, and no text in it can hold an unescaped quote.

    Args:
        links: id, chain, sequence, header and signature, ordered by chain and sequence.
    """
    found: list[Finding] = []
    for chain, members in groupby(links, key=itemgetter(1)):
        found += _broken_links(ChainId(chain), list(members))
    return found


def _broken_links(chain: ChainId, links: list[Link]) -> list[Finding]:
    found: list[Finding] = []
    before: set[str] = set()
    expected = 1
    for number, same in groupby(links, key=itemgetter(2)):
        here = list(same)
        if number != expected:
            found += [Finding(Fault.GAP, chain, missing) for missing in range(expected, number)]
            before = set()
        if len(here) > 1:
            found += [Finding(Fault.FORK, chain, number, ChangeId(link[0])) for link in here]
        mark = b'"seq":%d,' % number
        for id_, _, _, header, _ in here:
            if change_id(header) != id_ or mark not in header:
                found.append(Finding(Fault.ALTERED, chain, number, ChangeId(id_)))
            if before and not any(b'"prev":"%s"' % each.encode() in header for each in before):
                found.append(Finding(Fault.BAD_LINK, chain, number, ChangeId(id_)))
        before = {link[0] for link in here}
        expected = number + 1
    return found + _last_signature(links[-1])


def _last_signature(link: Link) -> list[Finding]:
    id_, chain, sequence, header, signature = link
    try:
        change = read_change(header, signature, None, None)
    except BadInput:
        return [Finding(Fault.ALTERED, ChainId(chain), sequence, ChangeId(id_))]
    if signature_holds(change):
        return []
    return [Finding(Fault.BAD_SIGNATURE, ChainId(chain), sequence, ChangeId(id_))]


def _chain_faults(
    chain: ChainId, members: Sequence[Change], *, check_signatures: bool
) -> list[Finding]:
    found: list[Finding] = []
    by_number: dict[int, list[Change]] = defaultdict(list)
    for change in members:
        by_number[change.header.sequence].append(change)
    last = max(by_number, default=0)
    for number in range(1, last + 1):
        here = by_number.get(number, [])
        if not here:
            found.append(Finding(Fault.GAP, chain, number))
            continue
        if len(here) > 1:
            found += [Finding(Fault.FORK, chain, number, change.id) for change in here]
        before = {change.id for change in by_number.get(number - 1, [])}
        for change in here:
            if change_id(change.header_bytes) != change.id or _body_is_altered(change):
                found.append(Finding(Fault.ALTERED, chain, number, change.id))
            if before and change.header.previous not in before:
                found.append(Finding(Fault.BAD_LINK, chain, number, change.id))
            if (check_signatures or number == last) and not signature_holds(change):
                found.append(Finding(Fault.BAD_SIGNATURE, chain, number, change.id))
    return found


def _body_is_altered(change: Change) -> bool:
    if change.salt is None or change.body_bytes is None:
        return False
    return body_hash(change.salt, change.body_bytes) != change.header.body_hash
