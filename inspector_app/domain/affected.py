"""What rests on an evidence file: told when the file is damaged, never changed by it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from inspector_app.domain.ids import AccountId, EvidenceId, LineId, SectionId, Sha256
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, listed
from inspector_app.texts import tr, tr_counted

_NAMED = 6
"""Lines that a sentence names; of more it says how many."""


@dataclass(frozen=True, slots=True)
class Affected:
    """An item and what people recorded by it."""

    item: EvidenceId
    number: str
    is_thumbnail: bool
    """The damaged file is the item's small picture; the original may be whole."""
    lines: tuple[LineId, ...]
    """It is put to them, sorted."""
    sources: tuple[str, ...]
    """Numbers of the sources that it belongs to."""
    accounts: tuple[tuple[AccountId, LineId], ...]
    """What those sources gave, and on which line."""
    answers: tuple[LineId, ...]
    """The team's findings on its lines, or that rest on those accounts."""
    headlines: tuple[SectionId, ...]
    """Judgements of the sections in which such findings stand."""

    def words(self) -> str:
        """Return in one sentence what rests on it."""
        if self.is_thumbnail:
            return tr("Only its small picture is affected; what was recorded by the file stands.")
        accounts = [line for _, line in self.accounts]
        rests = (
            (self.answers, counted(len(self.answers), "finding", "findings")),
            (accounts, counted(len(accounts), "account", "accounts")),
            (self.headlines, counted(len(self.headlines), "headline", "headlines")),
        )
        if found := [f"{words} ({_named(ids)})" for ids, words in rests if ids]:
            return tr("On it rest {found}.").format(found=listed(found))
        if self.lines:
            return tr("It is put to {lines}; no finding or account rests on it yet.").format(
                lines=_named(self.lines)
            )
        return tr("It is put to no line, and no finding or account rests on it.")


def affected(standing: Standing, sha256: Sha256) -> Affected | None:
    """Return what rests on a file; None: no item that stands holds it."""
    for item in standing.evidence():
        thumbnail = item.file.thumbnail
        is_thumbnail = thumbnail is not None and thumbnail.sha256 == sha256
        if item.file.sha256 == sha256 or is_thumbnail:
            return _of(standing, item, is_thumbnail=item.file.sha256 != sha256)
    return None


def _of(standing: Standing, item: EvidenceItem, *, is_thumbnail: bool) -> Affected:
    sources = {
        each.id: each.source.number
        for each in standing.sources()
        if item.id in each.source.evidence
    }
    accounts = {
        id_: held.value.line
        for id_, held in standing.accounts()
        if held.value is not None and held.value.source in sources
    }
    found: list[LineId] = []
    headlines: list[SectionId] = []
    for section in standing.sections():
        here = [
            line.id
            for line in section.lines
            if _has_finding(standing, line.id, accounts, is_put=line.id in item.lines)
        ]
        found += here
        if here and standing.headline(section.id).value is not None:
            headlines.append(section.id)
    return Affected(
        item.id,
        item.file.number,
        is_thumbnail,
        item.lines,
        tuple(sorted(sources.values())),
        tuple(sorted(accounts.items(), key=lambda each: (each[1], each[0]))),
        tuple(found),
        tuple(headlines),
    )


def _has_finding(
    standing: Standing, line: LineId, accounts: Collection[AccountId], *, is_put: bool
) -> bool:
    answer = standing.answer(line).value
    if answer is None or not (answer.values or answer.outcome):
        return False
    return is_put or any(each in accounts for each in answer.accounts)


def _named(ids: Sequence[str]) -> str:
    unique = list(dict.fromkeys(ids))
    more = len(unique) - _NAMED
    return listed(
        [
            *unique[:_NAMED],
            tr_counted(more, "{number} more").format(number=more),
        ]
        if more > 0
        else unique
    )
