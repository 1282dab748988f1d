"""Small reports, prepared and signed by the real code."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from reportlab.pdfgen.canvas import Canvas

from inspector_app.reports.appearance import Typeface
from inspector_app.reports.attachment import prepared
from inspector_app.reports.fields import SignatureField
from inspector_app.reports.identity import Identity, OpenedIdentity, opened, self_issued
from inspector_app.reports.signing import SignedFile, countersign, sign
from inspector_app.reports.verifying import verify
from tests.support.pki import NOW

_FONTS = Path(__file__).parents[2] / "resources" / "fonts"
TYPEFACE = Typeface(_FONTS / "NotoSans-Regular.ttf", _FONTS / "NotoSans-Bold.ttf")
SNAPSHOT = {"inspection": "Testshire 2026", "lines": [{"id": "T1-CAP-01", "answer": "42"}]}
FIELDS = (
    SignatureField("Inspector", 1, (60.0, 100.0, 330.0, 170.0), "Signature of the inspector"),
    SignatureField("Lead", 1, (340.0, 100.0, 560.0, 170.0), "Signature of the lead inspector"),
)


def pages(path: Path) -> Path:
    """Two plain pages, as a layout would hand them over."""
    canvas = Canvas(str(path), invariant=1, pageCompression=0)
    for words in ("The force can mobilise 42 officers.", "Signatures"):
        canvas.drawString(100, 700, words)
        canvas.showPage()
    canvas.save()
    return path


def prepare(source: Path, target: Path, **facts: Any) -> None:
    """Prepare a report from file to file."""
    with source.open("rb") as drawn, target.open("x+b") as file:
        prepared(drawn, file, **facts)


def sign_file(unsigned: Path, signed: Path, signer: OpenedIdentity, **facts: Any) -> SignedFile:
    """Sign a prepared report that lies in a file."""
    with unsigned.open("rb") as file:
        return sign(file, signed, signer, **facts)


def a_prepared_report(
    folder: Path, *, title: str = "Testshire: fieldwork record", drawn: Path | None = None
) -> Path:
    target = folder / "prepared.pdf"
    prepare(
        drawn or pages(folder / "pages.pdf"),
        target,
        snapshot=json.dumps(SNAPSHOT).encode(),
        title=title,
        subject="OFFICIAL",
        created_at=NOW,
        fields=FIELDS,
    )
    return target


def a_signed_report(
    folder: Path,
    identity: Identity | None = None,
    *,
    at: datetime = NOW,
    drawn: Path | None = None,
) -> tuple[Path, SignedFile]:
    """A report signed with ``identity``, or else by a self-issued Jo Ŵyn."""
    identity = identity or self_issued("Jo Ŵyn", issued_at=NOW)
    target = folder / "signed.pdf"
    unsigned = a_prepared_report(folder, drawn=drawn)
    with opened(identity, at=at) as signer:
        facts = sign_file(
            unsigned, target, signer, capacity="Inspector", typeface=TYPEFACE, signed_at=at
        )
    return target, facts


def a_countersigned_report(
    signed: Path, identity: Identity | None = None, *, at: datetime = NOW
) -> Path:
    """A signed report with the signature of Ann Łead, self-issued, or of ``identity``."""
    target = signed.with_name("countersigned.pdf")
    lead = identity or self_issued("Ann Łead", issued_at=NOW)
    with opened(lead, at=at) as signer, signed.open("rb") as file:
        countersign(
            file,
            target,
            signer,
            verdict=verify(signed),
            capacity="Lead inspector",
            typeface=TYPEFACE,
            signed_at=at,
        )
    return target


def byte_range(content: bytes) -> tuple[int, int, int, int]:
    """The last byte range in the file."""
    start = content.rindex(b"/ByteRange [") + len(b"/ByteRange [")
    first, before, after, length = (
        int(each) for each in content[start : content.index(b"]", start)].split()
    )
    return first, before, after, length


def an_update(source: Path, target: Path) -> "Update":
    """An incremental update, as an attacker would append it."""
    return Update(source, target)


class Update:
    """Gives a writer on ``source``; what was changed in it is appended on leaving."""

    def __init__(self, source: Path, target: Path) -> None:
        self._target = target
        self._file = source.open("rb")

    def __enter__(self) -> IncrementalPdfFileWriter:
        self._writer = _Writer(self._file)
        return self._writer

    def __exit__(self, *_: object) -> None:
        with self._target.open("wb") as output:
            self._writer.write(output)
        self._file.close()


class _Writer(IncrementalPdfFileWriter):
    """Changes nothing of its own accord, so that each attack is seen for itself."""

    def _update_meta(self) -> None:
        return None
