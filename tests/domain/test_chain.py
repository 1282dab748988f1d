"""Every break in a chain is found and named, by the whole check and by the glance at opening."""

from dataclasses import replace

import pytest

from inspector_app.domain.changes.chain import (
    Fault,
    Finding,
    KnownHead,
    Link,
    cut_before,
    cut_tails,
    faults,
    hurried,
    link_faults,
    place_of,
    signature_fault,
    soundly_linked,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import read_change
from inspector_app.domain.ids import ChainId, ChangeId
from tests.support.changes import Laptop


def links_of(changes: list[Change]) -> list[Link]:
    return [(c.id, c.header.chain, c.header.sequence, c.header_bytes, c.signature) for c in changes]


def glance(changes: list[Change], heads: list[KnownHead] | None = None) -> list[Finding]:
    """What opening a vault finds: in passing, and by a closer look when something seems odd."""
    seen = hurried(change.header_bytes for change in changes)
    links = {link[0]: link for link in links_of(changes)}
    if seen.is_odd or any(end.change not in links for end in seen.ends.values()):
        found = link_faults(links_of(changes))
    else:
        ends = [links[end.change] for end in seen.ends.values()]
        found = [fault for end in ends for fault in signature_fault(end)]
    last = {chain: end.sequence for chain, end in seen.ends.items()}
    return found + cut_tails(heads or [], links.__contains__, last)


def a_chain(name: str = "a", length: int = 6) -> list[Change]:
    laptop = Laptop(name)
    return [laptop.answer(f"version {number}") for number in range(length)]


def both(changes: list[Change]) -> tuple[list[Finding], list[Finding]]:
    return faults(changes), glance(changes)


def test_sound_chains_have_no_fault_whatever_the_order_they_are_given_in() -> None:
    changes = a_chain("a") + a_chain("b")

    assert both(changes) == ([], [])
    assert both(changes[::-1]) == ([], [])
    assert both([c for pair in zip(changes[:6], changes[6:], strict=True) for c in pair]) == (
        [],
        [],
    )
    assert both([]) == ([], [])


def test_a_look_in_passing_suspects_no_sound_chain_however_chains_are_mixed() -> None:
    one, other = a_chain("a"), a_chain("b")
    mixed = [change for pair in zip(one, other, strict=True) for change in pair]

    seen = hurried(change.header_bytes for change in mixed)

    assert not seen.is_odd
    assert {end.change: end.sequence for end in seen.ends.values()} == {
        one[-1].id: 6,
        other[-1].id: 6,
    }
    assert seen.ends.keys() == {one[0].header.chain, other[0].header.chain}
    assert seen.firsts == (one[0].header_bytes, other[0].header_bytes)


@pytest.mark.parametrize("raw", [b"", b"{}", b"x" * 600, bytes(range(256)) * 3])
def test_a_look_in_passing_is_not_fooled_by_what_is_no_header(raw: bytes) -> None:
    seen = hurried([change.header_bytes for change in a_chain()] + [raw])

    assert seen.is_odd


@pytest.mark.parametrize("position", range(6))
def test_a_flipped_bit_in_a_header_is_found_and_named(position: int) -> None:
    changes = a_chain()
    old = changes[position]
    # What a bit flip leaves readable: another author.
    author = old.header.author.encode()
    flipped = bytes([author[0] ^ 1]) + author[1:]
    if not flipped.isalnum():
        flipped = bytes([author[0] ^ 2]) + author[1:]
    raw = old.header_bytes.replace(author, flipped, 1)
    altered = replace(read_change(raw, old.signature, old.salt, old.body_bytes), id=old.id)
    changes[position] = altered

    whole, glance = both(changes)

    wanted = Finding(Fault.ALTERED, old.header.chain, position + 1, old.id)
    assert wanted in whole
    assert wanted in glance


@pytest.mark.parametrize("position", range(5))
def test_a_header_altered_and_hashed_anew_breaks_the_link_behind_it(position: int) -> None:
    changes = a_chain()
    old = changes[position]
    raw = old.header_bytes.replace(b'"time":1', b'"time":2', 1)
    changes[position] = read_change(raw, old.signature, old.salt, old.body_bytes)

    whole, glance = both(changes)

    broken = Finding(Fault.BAD_LINK, old.header.chain, position + 2, changes[position + 1].id)
    assert broken in whole
    assert broken in glance
    unsigned = Finding(Fault.BAD_SIGNATURE, old.header.chain, position + 1, changes[position].id)
    assert unsigned in whole


def test_a_flipped_bit_in_a_body_is_found_and_named() -> None:
    changes = a_chain()
    old = changes[2]
    assert old.body_bytes is not None
    changes[2] = replace(old, body_bytes=old.body_bytes.replace(b"version", b"versiom"))

    assert faults(changes) == [Finding(Fault.ALTERED, old.header.chain, 3, old.id)]


def test_a_flipped_bit_in_a_salt_is_found_and_named() -> None:
    changes = a_chain()
    old = changes[2]
    assert old.salt is not None
    changes[2] = replace(old, salt=bytes([old.salt[0] ^ 1]) + old.salt[1:])

    assert faults(changes) == [Finding(Fault.ALTERED, old.header.chain, 3, old.id)]


@pytest.mark.parametrize("position", range(6))
def test_a_flipped_bit_in_a_signature_is_found_and_named(position: int) -> None:
    changes = a_chain()
    old = changes[position]
    changes[position] = replace(old, signature=bytes([old.signature[0] ^ 1]) + old.signature[1:])

    whole, glance = both(changes)

    wanted = [Finding(Fault.BAD_SIGNATURE, old.header.chain, position + 1, old.id)]
    assert whole == wanted
    # The glance trusts the last signature to vouch, through the links, for all before it.
    assert glance == (wanted if position == 5 else [])


def test_a_change_taken_out_is_a_gap() -> None:
    changes = a_chain()
    chain = changes[0].header.chain

    one = [Finding(Fault.GAP, chain, 3)]
    assert both(changes[:2] + changes[3:]) == (one, one)
    several = [Finding(Fault.GAP, chain, 2, until=4)]
    assert both(changes[:1] + changes[4:]) == (several, several)
    first = [Finding(Fault.GAP, chain, 1)]
    assert both(changes[1:]) == (first, first)


def test_a_made_up_number_does_not_make_the_check_count_up_to_it() -> None:
    change = a_chain()[0]
    raw = change.header_bytes.replace(b'"seq":1,', b'"seq":9007199254740991,')
    far = read_change(raw, change.signature, change.salt, change.body_bytes)

    assert Finding(Fault.GAP, far.header.chain, 1, until=2**53 - 2) in faults([far])
    assert Finding(Fault.GAP, far.header.chain, 1, until=2**53 - 2) in glance([far])


def test_two_changes_with_one_number_are_a_fork_and_both_are_named() -> None:
    changes = a_chain(length=3)
    clone = Laptop("a")
    other = [clone.answer(f"version {n}") for n in range(2)] + [clone.answer("elsewhere")]
    assert other[:2] == changes[:2]

    whole, glance = both([*changes, other[2]])

    chain = changes[0].header.chain
    wanted = {Finding(Fault.FORK, chain, 3, each.id) for each in (changes[2], other[2])}
    assert set(whole) == wanted
    assert set(glance) == wanted


def test_a_number_kept_beside_a_header_that_names_another_is_found() -> None:
    links = links_of(a_chain())
    id_, chain, _, header, signature = links[-1]
    links[-1] = (id_, chain, 7, header, signature)

    assert Finding(Fault.ALTERED, ChainId(chain), 7, ChangeId(id_)) in link_faults(links)


def test_a_closer_look_at_a_chain_ends_with_the_signature_of_its_end() -> None:
    links = links_of(a_chain())
    id_, chain, number, header, signature = links[-1]
    links[-1] = (id_, chain, number, header, bytes(len(signature)))

    unsigned = Finding(Fault.BAD_SIGNATURE, ChainId(chain), number, ChangeId(id_))
    assert link_faults(links) == [unsigned]
    assert unsigned in link_faults(links[1:])


def test_a_cut_tail_is_found_below_a_head_that_somebody_knew() -> None:
    changes = a_chain()
    chain, head = changes[-1].header.chain, changes[-1].id

    for kept in (5, 3, 0):
        wanted = [Finding(Fault.CUT_TAIL, chain, kept + 1, head)]
        assert faults(changes[:kept], [(chain, head)]) == wanted
        assert glance(changes[:kept], [(chain, head), (chain, head)]) == wanted
    assert faults(changes, [(chain, head), (chain, changes[2].id)]) == []
    assert glance(changes, [(chain, head)]) == []


def test_a_chain_that_names_a_change_no_longer_here_shows_that_the_one_before_it_was_cut() -> None:
    laptop = Laptop()
    before = [laptop.answer("yesterday"), laptop.answer("last of yesterday")]
    laptop.begin_chain(2)
    first = laptop.answer("today")

    def found(kept: list[Change]) -> list[Finding]:
        here = {change.id for change in kept}
        firsts = [c.header for c in kept if c.header.sequence == 1]
        return cut_before(firsts, here.__contains__)

    assert found([*before, first]) == []
    assert found([before[0], first]) == [
        Finding(Fault.CUT_TAIL, first.header.chain, 0, before[1].id)
    ]


def test_a_purged_body_leaves_the_chain_sound() -> None:
    changes = [
        read_change(c.header_bytes, c.signature, None, None) if number == 2 else c
        for number, c in enumerate(a_chain())
    ]

    assert both(changes) == ([], [])


def test_every_fault_is_told_in_a_sentence() -> None:
    change = a_chain(length=1)[0]
    sentences = {Finding(fault, change.header.chain, 3, change.id).words() for fault in Fault} | {
        Finding(Fault.GAP, change.header.chain, 3, until=7).words(),
        Finding(Fault.CUT_TAIL, change.header.chain, 0).words(),
    }

    assert len(sentences) == len(Fault) + 2
    assert all(text.endswith(".") and change.header.chain[:8] in text for text in sentences)


def test_what_continues_a_chain_without_gap_or_fork_is_sound() -> None:
    changes = a_chain()

    assert soundly_linked(changes[::-1], set(), set()) == changes
    admitted, waiting = changes[:3], changes[3:]
    ids, places = {c.id for c in admitted}, {place_of(c) for c in admitted}
    assert soundly_linked(waiting, ids, places) == waiting


def test_what_lies_beyond_a_gap_waits_until_the_gap_is_closed() -> None:
    changes = a_chain()

    assert soundly_linked(changes[:2] + changes[3:], set(), set()) == changes[:2]
    ids, places = {c.id for c in changes[:2]}, {place_of(c) for c in changes[:2]}
    assert soundly_linked(changes[2:], ids, places) == changes[2:]


def test_neither_branch_of_a_fork_is_sound_and_an_admitted_branch_goes_on() -> None:
    changes = a_chain(length=4)
    clone = Laptop("a")
    branch = [clone.answer(f"version {n}") for n in range(2)]
    branch += [clone.answer("elsewhere"), clone.answer("further")]

    assert soundly_linked([*changes, *branch[2:]], set(), set()) == changes[:2]
    # Its owner's branch was admitted before the other one turned up.
    ids, places = {c.id for c in changes[:3]}, {place_of(c) for c in changes[:3]}
    assert soundly_linked([changes[3], *branch[2:]], ids, places) == changes[3:]
    # Somebody has taken the other one in by name: from then on both go on.
    ids, places = ids | {branch[2].id}, places | {place_of(branch[2])}
    went_on = soundly_linked([changes[3], branch[3]], ids, places)
    assert {c.id for c in went_on} == {changes[3].id, branch[3].id}
