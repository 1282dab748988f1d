"""The smallest pack that uses everything, to be spoilt in one place by a test."""

from pathlib import Path

FILES = {
    "pack.yaml": """\
id: small
version: 1.2.3
title: A small pack
edition:
  title: Some edition
  issued: 2012-07
  authority: Some act
  source: Some report
sections: [introduction.yaml, floods.yaml]
threats:
  - id: F
    name: Floods
    aliases: [flooding]
requirements:
  - id: CC
    name: Capacity
    meaning: How much there is.
  - id: CP
    name: Capability
scales:
  - id: words
    title: Words
    note: As they come.
    values:
      - {id: 'yes', text: 'Yes', meaning: It is so.}
      - {id: 'no', text: 'No'}
units:
  - {id: boats, singular: boat, plural: boats}
""",
    "introduction.yaml": """\
sections:
  - id: IN
    title: Introduction
    lines:
      - id: IN-01
        text: Which edition is meant?
        parts:
          - id: edition
            kind: select
            options:
              - {id: 'on', text: 'on'}
              - {id: '2012', text: '1.0'}
        help: Ask for it.
        good_evidence: The edition.
        locator: ¶1 (L1)
""",
    "floods.yaml": """\
threat: F
sections:
  - id: CC-F
    requirement: CC
    title: 'Capacity: floods'
    lines:
      - id: CC-F-01
        text: How many boats are there?
        parts:
          - id: boats
            kind: count
            unit: boats
          - id: crews
            kind: table
            label: Crews
            columns:
              - {id: place, title: Place, kind: narrative}
              - {id: boats, title: Boats, kind: count, unit: boats}
            optional: true
        help: Count them.
        good_evidence: The boats.
        locator: ¶2 s1 (L2)
        footnote: boat
        terms: [flood]
        see_also: [CC-F-02]
      - id: CC-F-02
        text: Is that enough?
        derived: true
        asks_capability: true
        parts:
          - id: judgement
            kind: judgement
            scale: words
          - id: who
            kind: organisation
            label: Who says so
            register: forces
            many: true
        help: Ask those who row.
        good_evidence: A flood.
        locator: ¶2 s2 (L3)
        see_also: [CC-F-01]
  - id: CP-F
    requirement: CP
    title: 'Capability: floods'
    on_by_default: false
    lines: []
""",
    "registers.yaml": """\
registers:
  - id: forces
    entries:
      - id: north
        name: North Police
        aliases: ['No', 'on']
        valid_from: '2012'
        valid_to: '2013-04-01'
      - id: both
        name: Both Forces
        members: [north]
""",
    "documents.yaml": """\
documents:
  - id: list
    title: List of boats
    owner: force
    status: relied on
    sections: [CC-F]
""",
    "glossary.yaml": """\
terms:
  - id: boat
    term: Boat
    meaning: It floats.
    footnote: '1'
    where: CC-F ¶2
  - id: flood
    term: Flood
    meaning: Water where it should not be.
""",
    "quantities.yaml": """\
quantities:
  - id: Q1
    title: Boats
    unit: boats
    basis: counted
    locator: CC-F ¶2
    check: At least Q2.
    lines: [CC-F-01]
    answered_in: [CC-F-01/boats, CC-F-01/crews/boats]
    adds_up: true
  - id: Q2
    title: Boats needed
    value: '3'
    basis: standard
    locator: fn1
    about: true
  - id: L1
    title: Boats lent
    unit: boats
    basis: counted
    locator: CC-F ¶2
    answered_in: [CC-F-01/crews/boats]
checks:
  - id: enough
    text: There are too few boats.
    expression: Q1 >= Q2
charts:
  - id: places
    title: Boats by place
    columns: [CC-F-01/crews/boats]
  - id: boats
    title: All boats
    quantities: [Q1]
balances:
  - id: lending
    title: Boats had and lent
    plus: Q1
    minus: L1
    difference: Had less lent
    beside: [L1]
    evens_out: true
take_ups:
  - id: crews
    title: Crews by place
    table: CC-F-01/crews
comparisons:
  - id: elsewhere
    title: Boats elsewhere
    line: CC-F-01
    quantity: L1
    asks: [median, total]
    part: boats
  - id: lenders
    title: Forces that lend
    line: CC-F-02
    balance: lending
    asks: [alike]
  - id: enough
    title: Who has enough
    line: CC-F-02
    choice: CC-F-02/judgement
    asks: [spread]
""",
}


def written(folder: Path, **spoilt: tuple[str, str]) -> Path:
    """Write the pack into ``folder`` and return it.

    Args:
        folder: made if it is not there.
        spoilt: by file name without ``.yaml``, what is replaced and by what.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        old, new = spoilt.get(name.removesuffix(".yaml"), ("", ""))
        assert old in text, f"{name} does not hold {old!r}"
        content = text.replace(old, new, 1) if old else text
        (folder / name).write_bytes(content.encode())
    return folder
