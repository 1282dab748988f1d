"""Raising a signed summary without opening a vault, so that it can be checked for years.

The only thing that reports ask a network for, and only when a person names whom to ask.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.errors import BadInput, RuleViolation
from inspector_app.reports.verifying import Verdict, verify
from inspector_app.services.verifying import trusted
from inspector_app.texts import tr

_RAISED = re.compile(r"(.*) raised(?: (\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class Raised:
    """A raised summary that was written."""

    path: Path
    sha256: str
    size_bytes: int
    before: Verdict
    """What could be said of the file that was raised."""
    verdict: Verdict
    """What can be said of this one."""
    remarks: tuple[str, ...]
    """What could not be reached, and why, in sentences."""
    is_noted: bool = False
    """Whether the inspection that it is of was at hand, so that it is listed there."""


def raise_alone(
    signed: Path,
    target: Path,
    tsa: str,
    authorities: Sequence[Path] = (),
    revocation: Sequence[Path] = (),
) -> Raised:
    """Write a signed summary with timestamps and validation data to ``target``.

    Args:
        signed: a genuine summary, raised or not; it is only read.
        target: another file than ``signed``; replaced in one step when it exists.
        tsa: the address of a timestamp authority; it is sent a number made from the file, never
            the file.
        authorities: files with the certificates of authorities that are trusted. The network is
            asked about certificates only where they lead to one of these.
        revocation: files with lists of revoked certificates (CRL) or answers about them (OCSP),
            used before anybody is asked.

    Raises:
        BadInput: a file cannot be read.
        RuleViolation: ``target`` is ``signed``.
        RaisingFailed: the file is not genuine, no usable timestamp was given, or a certificate was
            revoked; nothing was written.
        DeviceFull: the disk is full; no half file is left.
    """
    from inspector_app.reports.online import Authority
    from inspector_app.reports.raising import raise_
    from inspector_app.reports.revocation_files import revocation_data_in

    if target.exists() and signed.exists() and target.samefile(signed):
        raise RuleViolation(
            tr(
                "The raised summary goes into a file of its own, so that the signed one stays as "
                "it is. Nothing was written; choose another name."
            )
        )
    known = trusted(authorities)
    given = revocation_data_in(revocation)
    verdict = verify(signed, known, pinned=False, pages=False)
    try:
        file = signed.open("rb")
    except OSError as error:
        raise BadInput(
            tr(
                "The file {signed} cannot be opened ({why}). Nothing was written; choose "
                "another file."
            ).format(signed=signed.name, why=error.strerror or tr("unknown error"))
        ) from error
    with file:
        made = raise_(file, target, Authority(tsa), verdict=verdict, trusted=known, given=given)
    return Raised(target, made.sha256, made.size_bytes, verdict, made.verdict, made.remarks)


def raised_name(signed: Path) -> Path:
    """Return where a summary goes once it is raised: beside it, numbered from the second time."""
    again = _RAISED.fullmatch(signed.stem)
    if again is None:
        return signed.with_stem(f"{signed.stem} raised")
    return signed.with_stem(f"{again[1]} raised {int(again[2] or 1) + 1}")
