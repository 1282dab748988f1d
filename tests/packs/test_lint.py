"""The linter finds every fault with file, line and reason; the reader refuses what it finds."""

from pathlib import Path

import pytest

from inspector_app.domain.errors import PackDamaged
from inspector_app.packs.finding import Finding
from inspector_app.packs.lint import findings
from inspector_app.packs.reader import read_pack
from tests.packs.small_pack import FILES, written

_INTRODUCTION_PARTS = FILES["introduction.yaml"].split("parts:")[1].split("        help")[0]

# file, what is replaced, by what, the text whose line the finding must name, part of the reason
FAULTS = {
    "a line id used twice": (
        *("floods", "- id: CC-F-02", "- id: CC-F-01"),
        *("- id: CC-F-01\n        text: Is", "CC-F-01 is already used for a line in line 7"),
    ),
    "an id used in two files": (
        *("introduction", "- id: IN-01", "- id: CC-F-01"),
        *("- id: CC-F-01", "must begin with its section, IN-"),
    ),
    "a part id used twice": (
        *("floods", "- id: crews", "- id: boats"),
        *("- id: boats\n            kind: table", "already used for a part of CC-F-01"),
    ),
    "an option id used twice": (
        *("introduction", "{id: '2012', text", "{id: 'on', text"),
        *("{id: 'on', text: '1.0'", "the id on is already used"),
    ),
    "a scale value used twice": (
        *("pack", "{id: 'no', text", "{id: 'yes', text"),
        *("{id: 'yes', text: 'No'", "the id yes is already used"),
    ),
    "a register entry used twice": (
        *("registers", "- id: both", "- id: north"),
        *("- id: north\n        name: Both", "the id north is already used"),
    ),
    "a reference to no line": (
        *("floods", "see_also: [CC-F-02]", "see_also: [CC-F-09]"),
        *("see_also: [CC-F-09]", "the line CC-F-01 refers to the line CC-F-09"),
    ),
    "a line that refers to itself": (
        *("floods", "see_also: [CC-F-02]", "see_also: [CC-F-01]"),
        *("see_also: [CC-F-01]", "refers to itself"),
    ),
    "a reference to no term": (
        *("floods", "terms: [flood]", "terms: [ebb]"),
        *("terms: [ebb]", "refers to the term ebb"),
    ),
    "a footnote without a number": (
        *("floods", "footnote: boat", "footnote: flood"),
        *("footnote: flood", "refers to the numbered footnote flood"),
    ),
    "a reference to no scale": (
        *("floods", "scale: words", "scale: grades"),
        *("scale: grades", "refers to the scale grades"),
    ),
    "a bad unit": (
        *("floods", "unit: boats", "unit: ships"),
        *("unit: ships", "the part boats of CC-F-01 refers to the unit ships"),
    ),
    "a bad unit in a column": (
        *("floods", "kind: count, unit: boats", "kind: count, unit: ships"),
        *("unit: ships", "the column boats of the part crews of CC-F-01 refers to the unit ships"),
    ),
    "a count without a unit": (
        *("floods", "            unit: boats\n", ""),
        *("kind: count", "needs the field unit"),
    ),
    "a unit where none belongs": (
        *("floods", "scale: words", "scale: words\n            unit: boats"),
        *("unit: boats\n          - id: who", "judgement, which has no unit"),
    ),
    "a reference to no register": (
        *("floods", "register: forces", "register: armies"),
        *("register: armies", "refers to the register armies"),
    ),
    "a member that is no entry": (
        *("registers", "members: [north]", "members: [south]"),
        *("members: [south]", "refers to the register entry south"),
    ),
    "a document of no section": (
        *("documents", "[CC-F]", "[CX-F]"),
        *("[CX-F]", "refers to the section CX-F"),
    ),
    "a quantity of no line": (
        *("quantities", "lines: [CC-F-01]", "lines: [CC-F-77]"),
        *("lines: [CC-F-77]", "refers to the line CC-F-77"),
    ),
    "a quantity read from no part": (
        *("quantities", "CC-F-01/crews/boats", "CC-F-01/crews/oars"),
        *("CC-F-01/crews/oars", "refers to the place CC-F-01/crews/oars"),
    ),
    "a quantity both given and asked": (
        *("quantities", "    basis: counted", "    value: '4'\n    basis: counted"),
        *("value: '4'", "has a value of its own"),
    ),
    "an unknown kind": (
        *("floods", "kind: judgement", "kind: grade"),
        *("kind: grade", "the kind grade is not known here"),
    ),
    "a kind no column can have": (
        *("floods", "kind: narrative}", "kind: test}"),
        *("kind: test}", "the kind test is not known here"),
    ),
    "a missing locator": (
        *("floods", "        locator: ¶2 s1 (L2)\n", ""),
        *("- id: CC-F-01", "the field locator is missing"),
    ),
    "an empty locator": (
        *("floods", "locator: ¶2 s1 (L2)", "locator: ''"),
        *("locator: ''", "the field locator is empty"),
    ),
    "an empty text": (
        *("floods", "text: How many boats are there?", "text:"),
        *("text:\n", "the field text is empty"),
    ),
    "a blank help": (
        *("floods", "help: Count them.", 'help: "  "'),
        *("help:", "the field help is empty"),
    ),
    "no good evidence": (
        *("introduction", "        good_evidence: The edition.\n", ""),
        *("- id: IN-01", "the field good_evidence is missing"),
    ),
    "an endless text": (
        *("glossary", "It floats.", "It floats. " * 500),
        *("meaning: It floats.", "more than 4000 characters"),
    ),
    "a bad version": (
        *("pack", "version: 1.2.3", "version: 1.2"),
        *("version: 1.2", "“1.2” is not a semantic version"),
    ),
    "an expression that does not parse": (
        *("quantities", "Q1 >= Q2", "Q1 >= >= Q2"),
        *("expression:", "needs exactly one comparison"),
    ),
    "an expression of code": (
        *("quantities", "Q1 >= Q2", "__import__('os') >= Q2"),
        *("expression:", "cannot be read"),
    ),
    "an expression of an unknown quantity": (
        *("quantities", "Q1 >= Q2", "Q1 >= Q3"),
        *("expression:", "the check enough refers to the quantity Q3"),
    ),
    "an expression of words": (
        *("quantities", "value: '3'", "value: three boats"),
        *("expression:", "cannot reckon with Q2"),
    ),
    "a chart of nothing": (
        *("quantities", "    quantities: [Q1]\n", ""),
        *("- id: boats", "needs either quantities or the columns of one table"),
    ),
    "a chart of a quantity that is not there": (
        *("quantities", "quantities: [Q1]", "quantities: [Q7]"),
        *("quantities: [Q7]", "refers to the quantity Q7"),
    ),
    "a chart of unlike things": (
        *("quantities", "quantities: [Q1]", "quantities: [Q1, Q2]"),
        *("- id: boats", "compares what is counted in different units"),
    ),
    "a chart of words": (
        *("quantities", "columns: [CC-F-01/crews/boats]", "columns: [CC-F-01/crews/place]"),
        *("columns: [CC-F-01/crews/place]", "is not a column of numbers"),
    ),
    "a chart of a part that is no table": (
        *("quantities", "columns: [CC-F-01/crews/boats]", "columns: [CC-F-01/boats]"),
        *("columns: [CC-F-01/boats]", "is not a column of numbers"),
    ),
    "a balance of unlike things": (
        *("quantities", "minus: L1", "minus: Q2"),
        *("- id: lending", "sets off what is counted in different units"),
    ),
    "a comparison of what is the same everywhere": (
        *("quantities", "quantity: L1", "quantity: Q2"),
        *("- id: elsewhere", "which is the same for every force"),
    ),
    "a balance of one": (
        *("quantities", "    minus: L1\n", ""),
        *("- id: lending", "needs two quantities, minus is missing"),
    ),
    "a take-up of no table": (
        *("quantities", "table: CC-F-01/crews", "table: CC-F-01/boats"),
        *("table: CC-F-01/boats", "which is not a table"),
    ),
    "a comparison of nothing": (
        *("quantities", "    balance: lending\n", ""),
        *("- id: lenders", "needs one of quantity, balance and choice"),
    ),
    "a comparison that asks what base cannot tell": (
        *("quantities", "asks: [median, total]", "asks: [alike]"),
        *("asks: [alike]", "cannot ask for alike"),
    ),
    "a comparison that asks nothing": (
        *("quantities", "    asks: [spread]\n", ""),
        *("- id: enough\n    title: Who", "asks nothing"),
    ),
    "a comparison of an unknown balance": (
        *("quantities", "balance: lending", "balance: sailing"),
        *("balance: sailing", "refers to the balance sailing"),
    ),
    "a comparison of no choices": (
        *("quantities", "choice: CC-F-02/judgement", "choice: CC-F-02/who"),
        *("choice: CC-F-02/who", "which offers none"),
    ),
    "a comparison that fills what it cannot": (
        *("quantities", "part: boats", "part: crews"),
        *("part: crews", "no count and no words"),
    ),
    "a comparison at no line": (
        *("quantities", "    line: CC-F-01\n    quantity", "    quantity"),
        *("- id: elsewhere", "stands at no line"),
    ),
    "an unknown field": (
        *("floods", "good_evidence: A flood.", "good_evidence: A flood.\n        hint: None"),
        *("hint: None", "the field hint is not known here"),
    ),
    "a field given twice": (
        *("floods", "help: Count them.", "help: Count them.\n        help: Or not."),
        *("help: Or not.", "the field help is given twice"),
    ),
    "a flag that is neither true nor false": (
        *("floods", "derived: true", "derived: yes"),
        *("derived: yes", "must be true or false"),
    ),
    "a text where a list belongs": (
        *("floods", "terms: [flood]", "terms: flood"),
        *("terms: flood", "the field terms must be a list"),
    ),
    "a list where a text belongs": (
        *("floods", "text: Is that enough?", "text: [Is, that]"),
        *("text: [Is, that]", "the field text must be a text"),
    ),
    "an item without fields": (
        *("glossary", "  - id: flood", "  - flood\n  - id: flood"),
        *("- flood", "each item of terms must have fields"),
    ),
    "an id with a space": (
        *("documents", "- id: list", "- id: the list"),
        *("- id: the list", "“the list” is not an id"),
    ),
    "a leading part that is optional": (
        *("floods", "scale: words", "scale: words\n            optional: true"),
        *("optional: true\n          - id: who", "leads the line"),
    ),
    "a second part without a label": (
        *("floods", "            label: Crews\n", ""),
        *("- id: crews", "the field label is missing"),
    ),
    "a line without parts": (
        *("introduction", _INTRODUCTION_PARTS, " []\n"),
        *("parts:", "has no part to answer"),
    ),
    "a section of another name": (
        *("floods", "- id: CP-F", "- id: CP-G"),
        *("- id: CP-G", "the section CP-G must be called CP-F"),
    ),
    "an empty section that is on": (
        *("floods", "    on_by_default: false\n", ""),
        *("- id: CP-F", "cannot be on by default"),
    ),
    "a missing section": (
        *("pack", "  - id: CP\n", "  - id: CS\n    name: Consistency\n  - id: CP\n"),
        *("sections: [", "no file holds the section CS-F"),
    ),
    "an unknown threat": (
        *("floods", "threat: F", "threat: G"),
        *("threat: G", "the file refers to the threat G"),
    ),
    "a listed file that is not there": (
        *("pack", "floods.yaml]", "floods.yaml, storms.yaml]"),
        *("sections: [", "the file storms.yaml is missing"),
    ),
    "a file that is not listed": (
        *("pack", "[introduction.yaml, floods.yaml]", "[introduction.yaml]"),
        *("sections: [", "no file holds the section CC-F"),
    ),
    "a file outside the folder": (
        *("pack", "floods.yaml]", "floods.yaml, ../other.yaml]"),
        *("sections: [", "../other.yaml cannot be a file of sections"),
    ),
    "a date that is none": (
        *("registers", "valid_to: '2013-04-01'", "valid_to: '2013-02-30'"),
        *("valid_to:", "names a day that does not exist"),
    ),
    "a date in words": (
        *("pack", "issued: 2012-07", "issued: July 2012"),
        *("issued:", "is not a day, month or year"),
    ),
    "text that is not YAML": (
        *("floods", "help: Count them.", "help: [Count them."),
        *("good_evidence: The boats.", "this is not YAML"),
    ),
    "a tab for indentation": (
        *("floods", "        help: Count", "\thelp: Count"),
        *("\thelp", "this is not YAML"),
    ),
    "an alias": (
        *("glossary", "meaning: It floats.", "meaning: *boat"),
        *("meaning: *boat", "an alias stands here"),
    ),
    "an anchor": (
        *("glossary", "meaning: It floats.", "meaning: &boat It floats."),
        *("meaning: &boat", "an anchor stands here"),
    ),
    "a tag": (
        *("glossary", "meaning: It floats.", "meaning: !!python/name:os.system ''"),
        *("meaning:", "the tag"),
    ),
    "a tag on a mapping": (
        *("pack", "edition:\n", "edition: !!python/object:os.system\n"),
        *("edition:", "the tag"),
    ),
    "a second document": (
        *("documents", "documents:\n", "documents: []\n---\ndocuments:\n"),
        *("---", "a second YAML document"),
    ),
    "a mapping as a key": (
        *("documents", "documents:\n", "? {a: b}\n: c\ndocuments:\n"),
        *("? {a: b}", "cannot be a key"),
    ),
    "no fields at all": (
        *("documents", FILES["documents.yaml"], "- one\n- two\n"),
        *("- one", "one mapping of fields"),
    ),
    "an empty file": (
        *("documents", FILES["documents.yaml"], "\n"),
        *("\n", "one mapping of fields"),
    ),
    "a control character": (
        *("documents", "owner: force", "owner: for\x07ce"),
        *("owner: for\x07ce", "a control character"),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_with_its_file_and_line(tmp_path: Path, fault: str) -> None:
    name, old, new, at, reason = FAULTS[fault]
    folder = written(tmp_path / "small", **{name: (old, new)})
    text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
    line = text.count("\n", 0, text.index(at)) + 1

    found = findings(folder)

    matching = [f for f in found if f.file == f"{name}.yaml" and reason in f.reason]
    assert [finding.line for finding in matching] == [line], found


@pytest.mark.parametrize("fault", FAULTS)
def test_a_pack_with_a_fault_is_refused_with_its_first_finding(tmp_path: Path, fault: str) -> None:
    name, old, new, _, _ = FAULTS[fault]
    folder = written(tmp_path / "small", **{name: (old, new)})
    first = findings(folder)[0]

    with pytest.raises(PackDamaged) as refusal:
        read_pack(folder)

    assert f"{first.file}, line {first.line}: {first.reason}" in str(refusal.value)


def test_a_sound_pack_has_no_finding(tmp_path: Path) -> None:
    assert findings(written(tmp_path / "small")) == ()


def test_all_faults_are_found_at_once_and_sorted(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "small",
        quantities=("Q1 >= Q2", "Q1 >= Q9"),
        floods=("scale: words", "scale: grades"),
        pack=("version: 1.2.3", "version: one"),
    )
    found = findings(folder)
    assert [finding.file for finding in found] == ["floods.yaml", "pack.yaml", "quantities.yaml"]
    with pytest.raises(PackDamaged, match="2 more faults were found"):
        read_pack(folder)


def test_a_file_that_cannot_be_read_does_not_make_its_contents_seem_missing(tmp_path: Path) -> None:
    folder = written(tmp_path / "small", glossary=("terms:", "terms: ["))
    assert [finding.file for finding in findings(folder)] == ["glossary.yaml"]


def test_a_stray_file_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path / "small")
    (folder / "storms.yaml").write_text("threat: F\nsections: []\n")
    assert findings(folder) == (
        Finding("storms.yaml", 1, "pack.yaml does not list this file under sections"),
    )


def test_a_finding_reads_as_one_line() -> None:
    finding = Finding("floods.yaml", 7, "the field locator is missing")
    assert str(finding) == "floods.yaml, line 7: the field locator is missing"
