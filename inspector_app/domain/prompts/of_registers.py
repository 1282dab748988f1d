"""What is pointed out about the registers: entries named for a time at which they were not."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.prompts.prompt import Prompt, PromptKind, at_line, at_source
from inspector_app.domain.prompts.reading import Groups, Reading
from inspector_app.domain.registers import is_valid_at
from inspector_app.domain.values import Named


def outdated_entries(reading: Reading) -> Iterator[Prompt]:
    """Yield the sources and answers that name what did not exist at the time they speak of."""
    entries = {entry.id: entry for entry in reading.standing.register()}
    bounded = {id_: e for id_, e in entries.items() if e.valid_from or e.valid_to}
    groups = Groups(PromptKind.OUTDATED_ENTRY)
    visit = reading.standing.details.fieldwork
    for item in reading.sources:
        source = item.source
        facts = (source.roles, source.particulars)
        outdated = _outdated(facts, source.as_at or visit, bounded)
        if outdated:
            groups.add(reading.section_of_source(item), at_source(item), *outdated)
    for section, line in reading.lines():
        answer = reading.standing.answer(line.id).value
        if answer is None:
            continue
        outdated = _outdated(tuple(answer.values.values()), answer.as_at or visit, bounded)
        if outdated:
            groups.add(section.id, at_line(line.id), *outdated, *reading.heads(line.id))
    yield from groups.told_counted(
        "1 place names what was not there at the time, by the registers",
        "{number} places name what was not there at the time, by the registers",
    )


def _outdated(value: Any, when: PartialDate, bounded: dict[str, RegisterEntry]) -> tuple[str, ...]:
    ids = dict.fromkeys(name.entry for name in _names(value) if name.entry in bounded)
    return tuple(id_ for id_ in ids if not is_valid_at(bounded[id_], when))


def _names(value: Any) -> Iterable[Named]:
    if isinstance(value, Named):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _names(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _names(getattr(value, each.name))
