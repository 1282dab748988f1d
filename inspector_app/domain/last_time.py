"""What was found last time on a line: shown beside it, and never counted as established now."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain import answer_wording, wording
from inspector_app.domain.checklist import Line, Pack
from inspector_app.domain.ids import LineId
from inspector_app.domain.markings import Marking
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr, tr_counted


@dataclass(frozen=True, slots=True)
class LastTime:
    """What an earlier inspection holds on the line that asked the same."""

    line: LineId
    """In the earlier pack."""
    question: str
    """As it was asked then; empty: as it is asked now."""
    answer: str
    as_at: str
    note: str
    marking: Marking
    """Its own, else that of the earlier inspection."""

    def words(self) -> str:
        """Return it in one line: ``Yes (as at September 2013)``."""
        return f"{self.answer} ({self.as_at})" if self.as_at else self.answer


def matched(pack: Pack, earlier: Pack) -> dict[LineId, LineId]:
    """Return which line of an earlier pack each line of a pack answers to.

    The pack's own cross-reference decides; without one, a line of the same pack in whatever
    version has the same id. Ids of another pack's lines mean nothing by themselves.
    """
    known = {line.id for line in earlier.lines()}
    found: dict[LineId, LineId] = {}
    for line in pack.lines():
        named = (each.partition("/") for each in line.formerly)
        ids = [LineId(id_) for pack_id, _, id_ in named if pack_id == earlier.id]
        if not ids and pack.id == earlier.id:
            ids = [line.id]
        if (first := next((id_ for id_ in ids if id_ in known), None)) is not None:
            found[line.id] = first
    return found


def last_times(standing: Standing, earlier: Standing) -> Mapping[LineId, LastTime]:
    """Return what was found last time, by line; lines that asked nothing alike are left out."""
    found = {}
    for line_id, was in matched(standing.pack, earlier.pack).items():
        found[line_id] = _told(standing.pack.line(line_id), earlier.pack.line(was), earlier)
    return found


def _told(line: Line, was: Line, earlier: Standing) -> LastTime:
    field = earlier.answer(was.id)
    question = "" if was.text == line.text else was.text
    answer = field.value
    whole = earlier.details.marking
    if field.in_conflict:
        words = tr_counted(len(field.versions), "in {number} versions, never settled").format(
            number=len(field.versions)
        )
        return LastTime(was.id, question, words, "", "", whole)
    if answer is None:
        return LastTime(was.id, question, wording.NOTHING_RECORDED, "", "", whole)
    words = answer_wording.answer_words(answer, was, earlier.pack) or tr("a note only")
    as_at = answer.as_at or earlier.details.fieldwork
    return LastTime(
        was.id,
        question,
        words,
        tr("as at {as_at}").format(as_at=as_at.words()),
        answer.note,
        answer.marking or whole,
    )
