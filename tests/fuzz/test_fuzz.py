"""The minute of fuzzing in CI: the same cases each time, so many of each target as CPU allows."""

import re
from pathlib import Path
from random import Random

import pytest

from inspector_app.domain.errors import BadInput
from tests.fuzz import mutation
from tests.fuzz.campaign import run
from tests.fuzz.target import CORPUS, Unfit, refusal
from tests.fuzz.targets.all import TARGETS

CASES = {
    "pack": 60,
    "pack-copy": 300,
    "change": 110,
    "import": 60,
    "transfer": 300,
    "transfer-inside": 150,
    "workbook-accuracy": 40,
    "workbook-returns": 40,
    "pdf": 60,
    "pdf-structure": 20,
    "pdf-data": 12,
    "bundle": 200,
    "evidence": 80,
    "request": 200,
    "invitation": 400,
}
"""As many as take two seconds of CPU each, or less."""
MOST_BYTES = 400 * 1024
"""Of the corpus."""


def test_every_target_is_in_the_minute() -> None:
    assert set(CASES) == set(TARGETS)


def test_nothing_that_is_spoilt_brings_more_than_a_refusal(tmp_path: Path) -> None:
    found = run(CASES, seed=1, out=tmp_path)
    faults = [fault for each in found.values() for fault in each.faults]
    assert not faults, faults[0]
    for name, told in found.items():
        assert told.cases == CASES[name]
        # Were all refused alike, the cases would not reach what they are made for.
        assert told.shapes > 2, told.line()


def test_a_fault_a_hang_and_a_death_are_each_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, told in (("fault", "Unfit"), ("hang", "it hangs"), ("death", "ended by itself")):
        monkeypatch.setenv("SPR_FUZZ_BREAKS", name)
        (found,) = run({"broken": 30}, seed=1, patience=1, out=tmp_path).values()
        assert found.cases == 2
        assert told in found.faults[0]
        kept = Path(found.faults[0].splitlines()[-1])
        assert kept.read_bytes() == b"third"


def test_a_refusal_is_a_sentence_and_anything_else_is_a_fault() -> None:
    def refused(text: str) -> str:
        def offered() -> None:
            raise BadInput(text)

        return refusal(offered)

    assert refused("It is damaged.") == "It is damaged."
    for text in ("", " ", "a" * 5000, "<X object at 0x7f>"):
        with pytest.raises(Unfit):
            refused(text)
    with pytest.raises(KeyError):
        refusal(lambda: CASES["x"])


SPOILING = {
    "bytes": (mutation.of_bytes, bytes(range(256))),
    "text": (mutation.of_text, b"a: 1\nb: [x, y]\n"),
    "json": (mutation.of_json, b'{"a": [1, {"b": "c"}]}'),
    "xml": (mutation.of_xml, b"<a b='c'>" + b"<d f='g'>e</d>" * 9 + b"</a>"),
}


@pytest.mark.parametrize("name", SPOILING)
def test_the_same_chance_spoils_alike_and_another_otherwise(name: str) -> None:
    spoil, seed = SPOILING[name]
    made = [[spoil(seed, Random(n), (seed,)) for n in range(60)] for _ in range(2)]
    assert made[0] == made[1]
    assert len(set(made[0])) > 40


def test_the_corpus_stays_small_and_each_file_is_offered() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    assert {path.parent.name for path in files} <= set(TARGETS)
    assert all(re.fullmatch(r"[0-9a-z-]+", path.name) for path in files)
