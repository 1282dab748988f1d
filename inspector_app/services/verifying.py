"""Whether a file is genuine, told without opening a vault.

Kept apart from reports and light, so that anyone's check of a file starts at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.reports.verifying import Verdict, verify
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class Verified:
    """What can be said of a file, and how it compares with the inspection here."""

    verdict: Verdict
    comparison: tuple[str, ...]
    """Differences to what would be printed here; empty when ``compared`` and equal."""
    compared: bool
    """Whether the inspection that the file is of was at hand, and its words of this language."""
    in_other_words: bool = False
    """Whether that was not compared because the file is in another language than is spoken now."""


def verify_alone(path: Path, authorities: Sequence[Path] = ()) -> Verified:
    """Return whether a file is genuine, without a vault: nothing here to compare it with.

    Args:
        path: the file; it is only read.
        authorities: files with the certificates of authorities that are trusted. With one, a file
            is genuine only if such an authority vouches for whoever signed it.

    Raises:
        BadInput: the file or a certificate cannot be read.
    """
    return Verified(verify(path, trusted(authorities)), (), compared=False)


def trusted(authorities: Sequence[Path]) -> tuple[bytes, ...]:
    """Return the certificates in the files ``authorities`` as DER.

    Raises:
        BadInput: one cannot be read.
    """
    if not authorities:
        return ()
    from inspector_app.reports.trusted import trusted_certificates

    return trusted_certificates(authorities)


def countersigned_name(signed: Path) -> Path:
    """Return where a summary goes once it is countersigned: beside the signed one."""
    return signed.with_stem(tr("{signed} countersigned").format(signed=signed.stem))
