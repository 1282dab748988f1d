"""Chains: how changes are linked, and how a break in them is found and named."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from inspector_app.domain.changes.bodies import Body
from inspector_app.domain.changes.change import NO_PREVIOUS, Change, Header
from inspector_app.domain.changes.clock import Stamp, next_stamp
from inspector_app.domain.changes.codec import (
    ID_DOMAIN,
    body_bytes,
    body_hash,
    change_id,
    read_change,
    signature_holds,
    signed,
)
from inspector_app.domain.changes.signer import Sign
from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    DeviceId,
    InspectionId,
    PersonId,
    Sha256,
)
from inspector_app.texts import tr


class Fault(StrEnum):
    """What can be wrong with a journal."""

    BAD_SIGNATURE = "bad-signature"
    BAD_LINK = "bad-link"
    ALTERED = "altered"
    GAP = "gap"
    FORK = "fork"
    CUT_TAIL = "cut-tail"


_WORDS = {
    Fault.BAD_SIGNATURE: tr("is not signed by the laptop it names"),
    Fault.BAD_LINK: tr("does not follow the change before it"),
    Fault.ALTERED: tr("is not what was recorded"),
    Fault.GAP: tr("is missing"),
    Fault.FORK: tr("stands beside another change with the same number"),
    Fault.CUT_TAIL: tr("was known to be here and is gone"),
}


Link = tuple[str, str, int, bytes, bytes]
"""A change without its body: id, chain, sequence, header, signature."""

KnownHead = tuple[ChainId, ChangeId]
"""A change that somebody else knew as the last of a chain: a receipt, a signed summary."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, with the place where it lies."""

    fault: Fault
    chain: ChainId
    sequence: int
    change: ChangeId | None = None
    until: int = 0
    """Last number of a gap of several; 0: it concerns one number."""

    def words(self) -> str:
        """Return the fault as a sentence."""
        if self.until:
            said = tr("Changes {number} to {until} of the series {series} are missing.")
        elif not self.sequence:
            said = tr("The work before the first change of the series {series} is missing.")
        else:
            said = tr("Change {number} of the series {series} {fault}.")
        return said.format(
            number=self.sequence,
            until=self.until,
            series=self.chain[:8],
            fault=_WORDS[self.fault],
        )


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
    session: str | None = None,
    settles: str = "",
) -> Change:
    """Return the signed change that follows ``head``."""
    raw_body = body_bytes(body, undoes, session, settles)
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
        supersedes=tuple(sorted(set(supersedes))),
        pack=recorder.pack,
        body_hash=body_hash(salt, raw_body),
    )
    return signed(header, body, salt, raw_body, recorder.sign, undoes, session, settles)


Place = tuple[int, str]
"""Where in its chain a change stands: its number and the change it follows; "" for the first."""


def place_of(change: Change) -> Place:
    """Return where in its chain a change stands; two that stand in one place are a fork."""
    number = change.header.sequence
    return number, change.header.previous if number > 1 else ""


def soundly_linked(
    waiting: Iterable[Change], admitted: AbstractSet[ChangeId], taken: AbstractSet[Place]
) -> list[Change]:
    """Return those of one chain's waiting changes that continue it without a gap or a fork.

    The rest is to be kept apart until what is missing arrives or a person admits it by name. A
    branch that was admitted by name is then continued like any other.

    Args:
        waiting: changes of one chain that are not admitted yet, in any order.
        admitted: the chain's admitted changes, as far as waiting ones follow them.
        taken: the places that admitted changes have, as far as waiting ones ask for them.
    """
    sound: list[Change] = []
    held = set(admitted)
    by_place = sorted(waiting, key=place_of)
    for (number, previous), same in groupby(by_place, key=place_of):
        next_ones = list(same)
        follows = number == 1 or previous in held
        if follows and len(next_ones) == 1 and (number, previous) not in taken:
            sound += next_ones
            held.add(next_ones[0].id)
    return sound


def faults(
    changes: Iterable[Change],
    known_heads: Iterable[KnownHead] = (),
    *,
    is_signed: Callable[[Change], bool] = signature_holds,
) -> list[Finding]:
    """Return everything that is wrong with the changes, in the order of chains and numbers.

    Args:
        changes: all changes held, in any order.
        known_heads: when one of them is missing, the chain's tail was cut.
        is_signed: asked of every change; checks its signature.
    """
    chains: dict[ChainId, list[Change]] = defaultdict(list)
    for change in changes:
        chains[change.header.chain].append(change)
    found: list[Finding] = []
    for chain in sorted(chains):
        members = sorted(chains[chain], key=lambda c: (c.header.sequence, c.id))
        found += _chain_faults(chain, members, is_signed)
    here = {change.id for members in chains.values() for change in members}
    last = {
        chain: max(change.header.sequence for change in members)
        for chain, members in chains.items()
    }
    return found + cut_tails(known_heads, here.__contains__, last)


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends."""

    change: ChangeId
    sequence: int


@dataclass(frozen=True, slots=True)
class Hurried:
    """What a look at many headers in passing has shown."""

    ends: dict[ChainId, End]
    """Of every chain, those that were known before included."""
    firsts: tuple[bytes, ...]
    """The first header of each chain that begins here."""
    is_odd: bool
    """Whether something is not as usual: :func:`link_faults` says what."""


_CHAIN = slice(149, 181)
"""Where a canonical header names its chain: what stands before it has always one length."""


def hurried(headers: Iterable[bytes], ends: Mapping[ChainId, End] | None = None) -> Hurried:
    """Return whether each chain simply runs on, each change naming the one before.

    Reads no header as JSON, so that 100,000 of them are checked in less time than a passphrase is
    derived. A header is canonical: ``prev`` and ``seq`` stand together in it, and no text in it can
    hold an unescaped quote. What is not a header at all breaks the chain that it stands in, or is
    an end whose signature nobody knows.

    Args:
        headers: in the order of their arrival, those of several chains mixed as they came.
        ends: where chains ended before these headers; a chain that is not there begins with 1.
    """
    sha256, domain = hashlib.sha256, ID_DOMAIN
    known: dict[bytes, tuple[str, int]] = {
        chain.encode(): (end.change, end.sequence) for chain, end in (ends or {}).items()
    }
    firsts: list[bytes] = []
    is_odd = False
    current, change, number = b"", "", 0
    for header in headers:
        chain = header[_CHAIN]
        if chain != current:
            if number:
                known[current] = (change, number)
            current = chain
            change, number = known.get(chain, ("", 0))
        number += 1
        if number == 1:
            firsts.append(header)
            is_odd = is_odd or b'"seq":1,' not in header
        elif f'"prev":"{change}","seq":{number},'.encode() not in header:
            is_odd = True
        change = sha256(domain + header).hexdigest()
    if number:
        known[current] = (change, number)
    return Hurried(
        {
            ChainId(chain.decode(errors="replace")): End(ChangeId(change), number)
            for chain, (change, number) in known.items()
        },
        tuple(firsts),
        is_odd,
    )


def link_faults(links: Iterable[Link]) -> list[Finding]:
    """Return what is wrong with the links and the last signature of each chain, bodies apart.

    Args:
        links: id, chain, sequence, header and signature, in any order.
    """
    chains: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        chains[link[1]].append(link)
    found: list[Finding] = []
    for chain in sorted(chains):
        found += _broken_links(ChainId(chain), sorted(chains[chain], key=itemgetter(2, 0)))
    return found


def signature_fault(link: Link) -> list[Finding]:
    """Return what is wrong with the signature of one link."""
    id_, chain, sequence, header, signature = link
    try:
        change = read_change(header, signature, None, None)
    except BadInput:
        return [Finding(Fault.ALTERED, ChainId(chain), sequence, ChangeId(id_))]
    if signature_holds(change):
        return []
    return [Finding(Fault.BAD_SIGNATURE, ChainId(chain), sequence, ChangeId(id_))]


def cut_tails(
    known_heads: Iterable[KnownHead],
    is_here: Callable[[ChangeId], bool],
    last: Mapping[ChainId, int],
) -> list[Finding]:
    """Return a finding for each head that somebody knew and that is not here any more.

    Args:
        known_heads: of receipts, of signed summaries.
        is_here: whether a change is kept on this laptop.
        last: the last number that each chain has here.
    """
    return [
        Finding(Fault.CUT_TAIL, chain, last.get(chain, 0) + 1, head)
        for chain, head in sorted(set(known_heads))
        if not is_here(head)
    ]


def cut_before(firsts: Iterable[Header], is_here: Callable[[ChangeId], bool]) -> list[Finding]:
    """Return a cut tail, at number 0, for each chain whose device's previous chain is cut short.

    Args:
        firsts: the first headers of this laptop's own chains; others need not have handed on all
            their work.
        is_here: whether a change is kept on this laptop.
    """
    return [
        Finding(Fault.CUT_TAIL, first.chain, 0, first.previous)
        for first in firsts
        if first.previous != NO_PREVIOUS and not is_here(first.previous)
    ]


def _gap(chain: ChainId, first: int, last: int) -> Finding:
    return Finding(Fault.GAP, chain, first, until=last if last > first else 0)


def _broken_links(chain: ChainId, links: list[Link]) -> list[Finding]:
    found: list[Finding] = []
    before: tuple[bytes, ...] = ()
    expected = 1
    for number, same in groupby(links, key=itemgetter(2)):
        here = list(same)
        if number != expected:
            found.append(_gap(chain, expected, number - 1))
            before = ()
        if len(here) > 1:
            found += [Finding(Fault.FORK, chain, number, ChangeId(link[0])) for link in here]
        mark = b'"seq":%d,' % number
        for id_, _, _, header, _ in here:
            if change_id(header) != id_ or mark not in header:
                found.append(Finding(Fault.ALTERED, chain, number, ChangeId(id_)))
            if before and not any(each in header for each in before):
                found.append(Finding(Fault.BAD_LINK, chain, number, ChangeId(id_)))
        before = tuple(b'"prev":"%s"' % link[0].encode() for link in here)
        expected = number + 1
    return found + signature_fault(links[-1])


def _chain_faults(
    chain: ChainId, members: Sequence[Change], is_signed: Callable[[Change], bool]
) -> list[Finding]:
    found: list[Finding] = []
    before: set[ChangeId] = set()
    expected = 1
    for number, same in groupby(members, key=lambda change: change.header.sequence):
        here = list(same)
        if number != expected:
            found.append(_gap(chain, expected, number - 1))
            before = set()
        if len(here) > 1:
            found += [Finding(Fault.FORK, chain, number, change.id) for change in here]
        for change in here:
            if change_id(change.header_bytes) != change.id or _body_is_altered(change):
                found.append(Finding(Fault.ALTERED, chain, number, change.id))
            if before and change.header.previous not in before:
                found.append(Finding(Fault.BAD_LINK, chain, number, change.id))
            if not is_signed(change):
                found.append(Finding(Fault.BAD_SIGNATURE, chain, number, change.id))
        before = {change.id for change in here}
        expected = number + 1
    return found


def _body_is_altered(change: Change) -> bool:
    if change.salt is None or change.body_bytes is None:
        return False
    return body_hash(change.salt, change.body_bytes) != change.header.body_hash
