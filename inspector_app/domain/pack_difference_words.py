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

_ALTERATIONS = {
    Alteration.WORDING: "other words",
    Alteration.FORM: "another kind of answer",
    Alteration.GUIDANCE: "other guidance",
    Alteration.SECTION: "under another section",
}
_FATES = {Fate.ADDED: "new", Fate.REMOVED: "gone", Fate.CHANGED: "changed"}


def summary_words(found: PackDifference) -> str:
    """Return the whole of it in one sentence."""
    if found.is_empty:
        return "The two do not differ in anything that is asked or shown."
    again = len(found.asking_again)
    parts = [
        f"{counted(found.unchanged, 'line asks', 'lines ask')} the same as before",
        f"{again} {'asks' if again == 1 else 'ask'} again",
        f"{len(found.added)} {'is' if len(found.added) == 1 else 'are'} new",
        f"{len(found.removed)} {'is' if len(found.removed) == 1 else 'are'} gone",
    ]
    return f"{listed(parts)}."


def difference_words(found: PackDifference) -> Iterator[str]:
    """Yield the difference line by line, what asks again first."""
    yield f"{found.old_id} {found.old_version} → {found.new_id} {found.new_version}"
    yield summary_words(found)
    yield from _told("These ask again", (_line(each) for each in found.asking_again))
    yield from _told("New", (_one(line) for line in found.added))
    yield from _told("Gone; answers are kept and listed", (_one(line) for line in found.removed))
    only = (each for each in found.changed if not each.asks_again)
    yield from _told("Ask the same, with other guidance or elsewhere", (_same(e) for e in only))
    yield from _told("Sections", (_section(each) for each in found.sections))
    yield from _told("Beside the lines", (_entry(each) for each in found.entries))


def alteration_words(alterations: Iterable[Alteration]) -> str:
    """Return in what a line differs: ``other words and another kind of answer``."""
    return listed([_ALTERATIONS[each] for each in alterations])


def form_words(line: Line) -> str:
    """Return what kind of answer a line takes, its choices and columns with it."""
    return "; ".join(_part_words(part) for part in line.parts)


def _part_words(part: Part) -> str:
    kind = "yes or no" if part.kind is AnswerKind.YES_NO else part.kind.value
    said = [f"{part.label}: {kind}" if part.label else kind]
    if part.unit:
        said.append(f"in {part.unit}")
    if part.options:
        said.append(f"of {', '.join(option.text for option in part.options)}")
    if part.columns:
        said.append(f"with {', '.join(column.title for column in part.columns)}")
    if part.rows:
        said.append(f"for {', '.join(part.rows)}")
    if part.many:
        said.append("several")
    if part.optional:
        said.append("may be left out")
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
            said.append("the words of its scale or unit differ")
        else:
            said += [f"answer before: {before}", f"answer now: {now}"]
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
    return "looked at unless switched off" if section.on_by_default else "only if switched on"


def _entry(each: EntryDifference) -> tuple[str, ...]:
    told = f"{each.thing} {each.id}, {each.name}: {_FATES[each.fate]}"
    return (
        told,
        *(
            f"{field.replace('_', ' ')}: {was or '–'} → {is_ or '–'}"
            for field, was, is_ in each.changed
        ),
    )
