"""The difference of two versions of a checklist in words: the same in window and command line."""

from collections.abc import Iterable, Iterator

from inspector_app.domain.checklist import AnswerKind, Line, Part, Section
from inspector_app.domain.pack_differences import (
    Alteration,
    EntryDifference,
    Fate,
    LineDifference,
    PackDifference,
    SectionDifference,
)
from inspector_app.domain.wording import counted, listed
from inspector_app.texts import tr, tr_counted

_ALTERATIONS = {
    Alteration.WORDING: tr("other words"),
    Alteration.FORM: tr("another kind of answer"),
    Alteration.GUIDANCE: tr("other guidance"),
    Alteration.SECTION: tr("under another section"),
}
_FATES = {Fate.ADDED: tr("new"), Fate.REMOVED: tr("gone"), Fate.CHANGED: tr("changed")}


def summary_words(found: PackDifference) -> str:
    """Return the whole of it in one sentence."""
    if found.is_empty:
        return tr("The two do not differ in anything that is asked or shown.")
    again, new, gone = len(found.asking_again), len(found.added), len(found.removed)
    parts = [
        counted(found.unchanged, "line asks the same as before", "lines ask the same as before"),
        tr_counted(again, "{number} asks again", "{number} ask again").format(number=again),
        tr_counted(new, "{number} is new", "{number} are new").format(number=new),
        tr_counted(gone, "{number} is gone", "{number} are gone").format(number=gone),
    ]
    return f"{listed(parts)}."


def difference_words(found: PackDifference) -> Iterator[str]:
    """Yield the difference line by line, what asks again first."""
    yield f"{found.old_id} {found.old_version} → {found.new_id} {found.new_version}"
    yield summary_words(found)
    yield from _told(tr("These ask again"), (_line(each) for each in found.asking_again))
    yield from _told(tr("New"), (_one(line) for line in found.added))
    yield from _told(
        tr("Gone; answers are kept and listed"), (_one(line) for line in found.removed)
    )
    only = (each for each in found.changed if not each.asks_again)
    yield from _told(tr("Ask the same, with other guidance or elsewhere"), (_same(e) for e in only))
    yield from _told(tr("Sections"), (_section(each) for each in found.sections))
    yield from _told(tr("Beside the lines"), (_entry(each) for each in found.entries))


def alteration_words(alterations: Iterable[Alteration]) -> str:
    """Return in what a line differs: ``other words and another kind of answer``."""
    return listed([_ALTERATIONS[each] for each in alterations])


def form_words(line: Line) -> str:
    """Return what kind of answer a line takes, its choices and columns with it."""
    return "; ".join(_part_words(part) for part in line.parts)


def _part_words(part: Part) -> str:
    kind = tr("yes or no") if part.kind is AnswerKind.YES_NO else part.kind.value
    said = [f"{part.label}: {kind}" if part.label else kind]
    if part.unit:
        said.append(tr("in {unit}").format(unit=part.unit))
    if part.options:
        said.append(
            tr("of {options}").format(options=", ".join(option.text for option in part.options))
        )
    if part.columns:
        said.append(
            tr("with {columns}").format(columns=", ".join(column.title for column in part.columns))
        )
    if part.rows:
        said.append(tr("for {rows}").format(rows=", ".join(part.rows)))
    if part.many:
        said.append("several")
    if part.optional:
        said.append(tr("may be left out"))
    return " ".join(said)


def _told(heading: str, blocks: Iterable[tuple[str, ...]]) -> Iterator[str]:
    found = tuple(blocks)
    if not found:
        return
    yield ""
    yield f"{heading}:"
    for block in found:
        yield f"  {block[0]}"
        yield from (f"      {each}" for each in block[1:])


def _one(line: Line) -> tuple[str, ...]:
    return (f"{line.id}  {line.text}",)


def _same(each: LineDifference) -> tuple[str, ...]:
    return (f"{each.new.id}  {alteration_words(each.alterations)}",)


def _line(each: LineDifference) -> tuple[str, ...]:
    said = [f"{each.new.id}  {alteration_words(each.alterations)}"]
    if Alteration.WORDING in each.alterations:
        said += [f"before: {each.old.text}", f"now: {each.new.text}"]
    if Alteration.FORM in each.alterations:
        before, now = form_words(each.old), form_words(each.new)
        if before == now:
            said.append(tr("the words of its scale or unit differ"))
        else:
            said += [
                tr("answer before: {before}").format(before=before),
                tr("answer now: {now}").format(now=now),
            ]
    return tuple(said)


def _section(each: SectionDifference) -> tuple[str, ...]:
    told = f"{each.id}  {_FATES[each.fate]}"
    if each.old is None or each.new is None:
        return (f"{told}: {''.join(s.title for s in (each.old, each.new) if s)}",)
    said = [told]
    if each.old.title != each.new.title:
        said.append(f"{each.old.title} → {each.new.title}")
    if each.old.on_by_default != each.new.on_by_default:
        said.append(f"{_switched(each.old)} → {_switched(each.new)}")
    return tuple(said)


def _switched(section: Section) -> str:
    return (
        tr("looked at unless switched off") if section.on_by_default else tr("only if switched on")
    )


def _entry(each: EntryDifference) -> tuple[str, ...]:
    told = f"{each.thing} {each.id}, {each.name}: {_FATES[each.fate]}"
    return (
        told,
        *(
            f"{field.replace('_', ' ')}: {was or '–'} → {is_ or '–'}"
            for field, was, is_ in each.changed
        ),
    )
