"""A printed redacted copy says what it is, and never shows its original's small picture."""

from pathlib import Path

import pytest

from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.evidence import Caption, EvidenceFile, Thumbnail
from inspector_app.domain.ids import EvidenceId, Sha256
from inspector_app.domain.redaction import Area, MadeOf
from tests.reports.test_content import read
from tests.reports.test_layout import lay, words_of
from tests.support.standings import Journal, a_journal

REASON = "Name of a witness"


def a_copy(journal: Journal, original: EvidenceId) -> None:
    file = EvidenceFile(
        number="JS/2",
        name="JS-1 redacted.jpg",
        sha256=Sha256("2" * 64),
        size_bytes=2_000,
        media_type="image/jpeg",
        thumbnail=Thumbnail(Sha256("3" * 64), 640, 480),
        made_of=MadeOf(original, (Area(1, 0, 0, 100, 100),), REASON),
    )
    journal.record(subject(Subject.EVIDENCE, "c" * 32), bodies.EvidenceAdded(file))


@pytest.mark.parametrize("is_left_out", [False, True])
def test_the_copy_names_its_original_only_where_that_is_printed_too(
    tmp_path: Path, is_left_out: bool
) -> None:
    journal = a_journal()
    original = journal.evidence("JS/1", Caption("The yard", None, is_left_out), picture=b"small")
    a_copy(journal, original)

    found = read(journal)

    copy = found.record.evidence[-1]
    name = "an item that is not in this export" if is_left_out else "JS/1"
    told = f"Redacted copy of {name}, 1 area on page 1 made black: {REASON}"
    assert copy.redacted == told
    pictures = {item.picture.sha256 for item in found.record.evidence if item.picture}
    assert len(pictures) == (1 if is_left_out else 2)
    asked: list[Sha256] = []

    def fetch(sha256: Sha256) -> bytes | None:
        asked.append(sha256)
        return None

    lay(found, tmp_path / "summary.pdf", fetch)
    assert set(asked) == pictures
    assert told in " ".join(words_of(tmp_path / "summary.pdf").split())
