"""What is wrong with a pack, and where: findings, definitions and the references between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.errors import PackDamaged
from inspector_app.texts import tr, tr_counted


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault of a pack."""

    file: str
    """The file's name within the pack."""
    line: int
    """Counted from 1."""
    reason: str
    """A clause without a full stop, such as ``the field locator is missing``."""

    def __str__(self) -> str:
        """Return the fault as one line of text, the place first."""
        return tr("{file}, line {line}: {reason}").format(
            file=self.file, line=self.line, reason=self.reason
        )


def damaged(name: str, findings: Sequence[Finding]) -> PackDamaged:
    """Return the refusal of the pack ``name``: its first fault, and how many more there are."""
    more = len(findings) - 1
    rest = (
        tr_counted(
            more, " {number} more fault was found.", " {number} more faults were found."
        ).format(number=more)
        if more
        else ""
    )
    return PackDamaged(
        tr(
            "The checklist pack {name} cannot be used. {findings}.{rest} Nothing was changed; "
            "mend the pack, or take another copy of it."
        ).format(name=name, findings=findings[0], rest=rest)
    )


@dataclass(frozen=True, slots=True)
class _Reference:
    kind: str
    id: str
    file: str
    line: int
    by: str


class Notes:
    """Collects faults while a pack is read, so that one reading finds them all.

    Definitions and references are noted as they come and compared at the end, for a line may refer
    to one that stands in a file read later.
    """

    def __init__(self) -> None:
        self._faults: set[Finding] = set()
        self._defined: dict[tuple[str, str], tuple[str, int]] = {}
        self._references: list[_Reference] = []
        self.is_whole = True
        """False once a file could not be read: what seems to be missing may stand in it."""

    def fault(self, file: str, line: int, reason: str) -> None:
        """Note a fault."""
        self._faults.add(Finding(file, line, reason))

    def cut_short(self) -> None:
        """Note that a file could not be read, so that references cannot be judged."""
        self.is_whole = False

    def speaks_of(self, file: str) -> bool:
        """Return whether a fault of the file is known already."""
        return any(finding.file == file for finding in self._faults)

    def define(self, kind: str, identity: str, file: str, line: int) -> None:
        """Note that ``identity`` is the id of a ``kind``; a second time is a fault."""
        if (first := self._defined.setdefault((kind, identity), (file, line))) != (file, line):
            where = (
                tr("line {first}").format(first=first[1])
                if first[0] == file
                else tr("{file}, line {line}").format(file=first[0], line=first[1])
            )
            self.fault(
                file,
                line,
                tr("the id {identity} is already used for a {kind} in {where}").format(
                    identity=identity, kind=kind, where=where
                ),
            )

    def refer(self, kind: str, identity: str, file: str, line: int, by: str) -> None:
        """Note that ``by`` needs a ``kind`` called ``identity``, defined earlier or later."""
        self._references.append(_Reference(kind, identity, file, line, by))

    def findings(self) -> tuple[Finding, ...]:
        """Return all faults by file and line, references to what nobody defined among them.

        References are left out while a file cannot be read: its own fault explains them.
        """
        for reference in self._references if self.is_whole else ():
            if (reference.kind, reference.id) not in self._defined:
                self.fault(
                    reference.file,
                    reference.line,
                    tr("{by} refers to the {kind} {id}, which the pack does not have").format(
                        by=reference.by, kind=reference.kind, id=reference.id
                    ),
                )
        return tuple(sorted(self._faults))
