"""Telling whether a PDF is a report as its inspector signed it."""

import base64
import contextlib
import hashlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import NoneType
from typing import Any

from inspector_app.domain.errors import BadInput
from inspector_app.system import children
from inspector_app.texts import tr

_PATIENCE_SECONDS = 300.0
_BLOCK_BYTES = 1024 * 1024
_LARGEST_VERDICT = 512 * 1024 * 1024
"""Bytes; one holds the attached data."""


class State(StrEnum):
    """What can be said of a file."""

    GENUINE = "genuine"
    """A report of this app, unchanged since it was signed; who signed is told beside it."""
    NOT_GENUINE = "not genuine"
    """Altered, extended, stripped of its signature, or signed in a way this app does not sign."""
    CANNOT_TELL = "cannot tell"
    """Damaged beyond reading, encrypted, too big, nothing that this app has to do with, or whole
    but signed by somebody for whom none of the authorities known here vouches."""


class Standing(StrEnum):
    """What is known here of the signer's certificate."""

    SELF_ISSUED = "self-issued"
    KNOWN_HERE = "known here"
    KNOWN_ISSUER = "known issuer"
    UNKNOWN_ISSUER = "unknown issuer"


class Level(StrEnum):
    """How long a signature can be checked: the levels of ETSI EN 319 142-1, 6.3.

    They say what the file holds, not whether those who vouch in it are known here.
    """

    B_B = "PAdES B-B"
    """The signature alone."""
    B_T = "PAdES B-T"
    """A timestamp confirms that it existed. In a report that is a document timestamp over the
    whole signed file, since nothing can be put into a signature once it is made."""
    B_LT = "PAdES B-LT"
    """The file also holds all certificates, and data that say that none was revoked."""
    B_LTA = "PAdES B-LTA"
    """A later timestamp covers those data too."""


class Revocation(StrEnum):
    """What is known of whether the signer's certificate was revoked."""

    NOT_KNOWN = "not known"
    NOT_REVOKED = "not revoked"
    """When the signature was first timestamped; by the word of an authority known here."""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What an authority for timestamps confirmed of a report."""

    authority: str
    """As its certificate has it; worth as much as ``standing`` says."""
    standing: Standing
    certificate_sha256: str
    at: datetime
    """Aware; the file with its signatures existed then."""
    holds_until: datetime
    """Aware; when the authority's certificate ends: until then a newer one must cover it."""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values, times in ISO 8601."""
        return {
            "authority": self.authority,
            "standing": self.standing.value,
            "certificate_sha256": self.certificate_sha256,
            "at": self.at.isoformat(),
            "holds_until": self.holds_until.isoformat(),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Timestamp":
        """Return what :meth:`as_json` wrote."""
        return cls(
            authority=value["authority"],
            standing=Standing(value["standing"]),
            certificate_sha256=value["certificate_sha256"],
            at=datetime.fromisoformat(value["at"]),
            holds_until=datetime.fromisoformat(value["holds_until"]),
        )


@dataclass(frozen=True, slots=True)
class Countersignature:
    """The second signature of a report, as its certificate has it."""

    name: str
    standing: Standing
    certificate_sha256: str
    signed_at: datetime
    """Aware; what the clock of the countersigner's laptop said."""
    level: Level
    revocation: Revocation = Revocation.NOT_KNOWN

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values, the time in ISO 8601."""
        return {
            "name": self.name,
            "standing": self.standing.value,
            "certificate_sha256": self.certificate_sha256,
            "signed_at": self.signed_at.isoformat(),
            "level": self.level.value,
            "revocation": self.revocation.value,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Countersignature":
        """Return what :meth:`as_json` wrote."""
        return cls(
            name=value["name"],
            standing=Standing(value["standing"]),
            certificate_sha256=value["certificate_sha256"],
            signed_at=datetime.fromisoformat(value["signed_at"]),
            level=Level(value["level"]),
            revocation=Revocation(value["revocation"]),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found; every sentence is fit to show."""

    state: State
    sha256: str
    """Of the whole file, in hexadecimal; empty when the file was too big to be read."""
    size_bytes: int
    sentences: tuple[str, ...]
    """The whole answer in words, most important first; ``problems`` are not repeated in it."""
    problems: tuple[str, ...] = ()
    """Why the file is not genuine or cannot be judged; empty for a genuine one."""
    signer_name: str | None = None
    """As the certificate has it; worth as much as ``standing`` says. Empty for no signature."""
    standing: Standing | None = None
    certificate_sha256: str | None = None
    signed_at: datetime | None = None
    """Aware; what the clock of the signer's laptop said. Nobody else confirms it."""
    level: Level | None = None
    """The level that the signature truly has; empty when it is not valid."""
    revocation: Revocation = Revocation.NOT_KNOWN
    countersignature: Countersignature | None = None
    """The lead's, where there is one and it is valid."""
    timestamps: tuple[Timestamp, ...] = ()
    """Oldest first."""
    snapshot: Mapping[str, Any] | None = field(default=None, repr=False)
    """The attached report data as a reader of the file would get them.

    They are what was signed only when ``state`` is genuine. Otherwise they serve to look for what
    was changed, and are as hostile as the file.
    """

    @property
    def exit_code(self) -> int:
        """0 genuine, 1 not genuine, 2 cannot tell."""
        return {State.GENUINE: 0, State.NOT_GENUINE: 1, State.CANNOT_TELL: 2}[self.state]

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as JSON values, times in ISO 8601."""
        return {
            "state": self.state.value,
            "sha256": self.sha256,
            "size_bytes": self.size_bytes,
            "sentences": list(self.sentences),
            "problems": list(self.problems),
            "signer_name": self.signer_name,
            "standing": self.standing.value if self.standing else None,
            "certificate_sha256": self.certificate_sha256,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "level": self.level.value if self.level else None,
            "revocation": self.revocation.value,
            "countersignature": self.countersignature.as_json() if self.countersignature else None,
            "timestamps": [each.as_json() for each in self.timestamps],
            "snapshot": dict(self.snapshot) if self.snapshot is not None else None,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Verdict":
        """Return the verdict that :meth:`as_json` wrote."""
        return cls(
            state=State(value["state"]),
            sha256=value["sha256"],
            size_bytes=value["size_bytes"],
            sentences=tuple(value["sentences"]),
            problems=tuple(value["problems"]),
            signer_name=value["signer_name"],
            standing=Standing(value["standing"]) if value["standing"] else None,
            certificate_sha256=value["certificate_sha256"],
            signed_at=datetime.fromisoformat(value["signed_at"]) if value["signed_at"] else None,
            level=Level(value["level"]) if value["level"] else None,
            revocation=Revocation(value["revocation"]),
            timestamps=tuple(Timestamp.from_json(each) for each in value["timestamps"]),
            countersignature=(
                Countersignature.from_json(value["countersignature"])
                if value["countersignature"]
                else None
            ),
            snapshot=value["snapshot"],
        )

    def is_well_formed(self) -> bool:
        """Return whether what :meth:`from_json` took as it came is what it has to be."""
        second, stamps = self.countersignature, self.timestamps
        texts = [self.sha256, *self.sentences, *self.problems]
        texts += [told for each in stamps for told in (each.authority, each.certificate_sha256)]
        texts += [second.name, second.certificate_sha256] if second else []
        times = [told for each in stamps for told in (each.at, each.holds_until)]
        times += [second.signed_at] if second else []
        return (
            all(type(each) is str for each in texts)
            and all(
                type(each) in (str, NoneType)
                for each in (self.signer_name, self.certificate_sha256)
            )
            and all(each is None or each.tzinfo for each in (self.signed_at, *times))
            and type(self.size_bytes) is int
            and type(self.snapshot) in (dict, NoneType)
        )


def cannot_tell(reason: str, *, sha256: str, size_bytes: int) -> Verdict:
    """Return the verdict on a file that cannot be judged, for the one ``reason``."""
    return Verdict(
        state=State.CANNOT_TELL,
        sha256=sha256,
        size_bytes=size_bytes,
        sentences=(tr("Whether this file is genuine cannot be told."),),
        problems=(reason,),
    )


def verify(
    path: Path,
    trusted: Sequence[bytes] = (),
    *,
    pinned: bool = True,
    pages: bool = True,
    patience_seconds: float = _PATIENCE_SECONDS,
) -> Verdict:
    """Return what can be said of the file at ``path``; nothing in it is run or drawn.

    The file is read in a process of its own with bounded memory and time, so that a hostile one
    costs a verdict and not the app. (On Windows only the time is bounded.) The network is never
    used; whether a certificate was revoked is therefore not known.

    *Genuine* is a report with the inspector's signature, and the lead's or none, unchanged since.
    *Not genuine* is also an unsigned file that carries a report's data or fields, because somebody
    may have taken the signature out. A foreign PDF, signed or not, is *cannot tell*: this app has
    no rules for it.

    Args:
        path: the file; it is only read.
        trusted: DER certificates: authorities, or signers known here. Where authorities are among
            them, a file is genuine only if one of them vouches for its signers,
        pinned: unless this is false.
        pages: whether the pages are set anew from the attached data and compared; they are only
            where the same version of the app wrote them.
        patience_seconds: after which a file counts as one that cannot be judged.

    Raises:
        BadInput: the file cannot be opened.
    """
    try:
        size_bytes, sha256 = _measured(path)
    except OSError as error:
        raise BadInput(
            tr(
                "The file {path} cannot be opened ({strerror}). Nothing was verified; choose "
                "another file."
            ).format(path=path.name, strerror=error.strerror or tr("unknown error"))
        ) from error
    root = Path(__file__).resolve().parents[2]
    request = {
        "path": str(path.absolute()),
        "trusted": [base64.b64encode(each).decode("ascii") for each in trusted],
        "pinned": pinned,
        "fonts": str(root / "resources" / "fonts") if pages else "",
    }
    try:
        child = subprocess.run(
            children.command("examination"),
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=patience_seconds,
            check=False,
            creationflags=children.no_console(),
        )
    except subprocess.TimeoutExpired:
        reason = tr(
            "Reading the file was given up after {patience_seconds:.0f} seconds. A report takes a "
            "few; this file is built to take longer, or the laptop is very busy."
        ).format(patience_seconds=patience_seconds)
        return cannot_tell(reason, sha256=sha256, size_bytes=size_bytes)
    return told_by_child(child.returncode, child.stdout, sha256, size_bytes)


def told_by_child(code: int, output: bytes, sha256: str, size_bytes: int) -> Verdict:
    """Return the verdict that the process which read a file wrote, as far as it can be believed.

    The file may have taken that process over: what it wrote has the form of a verdict on this very
    file, or tells nothing.

    Args:
        code: what the process ended with.
        output: what it wrote.
        sha256: of the file, as it is known here.
        size_bytes: of the file, as it is known here.
    """
    verdict = None
    if code == 0 and len(output) <= _LARGEST_VERDICT:
        with contextlib.suppress(
            ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError
        ):
            verdict = Verdict.from_json(json.loads(output))
    if verdict is None or not verdict.is_well_formed():
        reason = tr(
            "The file could not be read to its end without breaking the program that reads it."
        )
        return cannot_tell(reason, sha256=sha256, size_bytes=size_bytes)
    if verdict.sha256 != sha256 and (verdict.sha256 or verdict.state is State.GENUINE):
        reason = tr("The file changed while it was read. Verify it again.")
        return cannot_tell(reason, sha256=sha256, size_bytes=size_bytes)
    return verdict


def _measured(path: Path) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            size += len(block)
            digest.update(block)
    return size, digest.hexdigest()
