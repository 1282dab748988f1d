"""The facts of a source as people type and read them, made from the one description of its kind."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from inspector_app.domain import dates, forms, markings
from inspector_app.domain.answer_wording import origin_words
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import BadInput, InspectorError
from inspector_app.domain.ids import EvidenceId, PersonId
from inspector_app.domain.locales import current, whole_words
from inspector_app.domain.registers import entries_of, named
from inspector_app.domain.source_fields import COMMON, Editor, Fact, form_of_kind
from inspector_app.domain.sources import DocumentRequest, Figure, Particulars, Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Named
from inspector_app.domain.wording import listed, one_line
from inspector_app.texts import tr

_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false", ""})
_UNSET = "–"


def facts_of(kind: type[Particulars]) -> tuple[Fact, ...]:
    """Return every fact that is asked of a kind: its title, its own, then what all kinds have."""
    form = form_of_kind(kind)
    title, *rest = COMMON
    return (replace(title, label=form.title), *form.facts, *rest)


def value_of_fact(source: Source, fact: Fact) -> Any:
    """Return what a source holds of a fact."""
    holder: Source | Particulars = source if _is_held_by_all(source, fact) else source.particulars
    if fact.editor is Editor.TABLE and isinstance(holder, Figure):
        return (holder.titles, *holder.rows) if holder.titles else ()
    return getattr(holder, fact.name)


def with_fact(source: Source, fact: Fact, value: Any) -> Source:
    """Return ``source`` with a fact replaced by a value as :func:`read_fact` returns it."""
    if _is_held_by_all(source, fact):
        return replace(source, **{fact.name: value})
    if fact.editor is Editor.TABLE and isinstance(source.particulars, Figure):
        titles, rows = (value[0], value[1:]) if value else ((), ())
        return replace(source, particulars=replace(source.particulars, titles=titles, rows=rows))
    if value is None:
        value = getattr(type(source.particulars)(), fact.name)
    return replace(source, particulars=replace(source.particulars, **{fact.name: value}))


def _is_held_by_all(source: Source, fact: Fact) -> bool:
    own = {each.name for each in form_of_kind(type(source.particulars)).facts}
    return fact.name not in own


# Reading what somebody typed


def read_fact(text: str, fact: Fact, standing: Standing) -> Any:
    """Return the value that ``text`` means for ``fact``; the empty value for an empty text.

    ==============  ==================================================================
    words, text     the words
    date            as everywhere: ``2013-09``, ``since 16 Sep 2013``
    time            ``14:20``
    choice          the choice's id or words
    flag            ``yes`` or ``no``
    names           names or aliases of the register, several with ``;``
    list            several with ``;``
    rows            one on each text line or several with ``;``, cells with ``|``
    lines, items    their ids or numbers, with commas
    ==============  ==================================================================

    Names, lists and rows that begin with ``[`` or ``{`` are their JSON form: it can say everything.

    Raises:
        BadInput: the text means nothing here; the sentence says what would.
    """
    plain = text.strip()
    if plain.startswith(("[", "{")) and fact.editor in _HINTS:
        return _from_json(plain, fact)
    try:
        return _read(plain, fact, standing)
    except BadInput as error:
        if str(error).startswith(f"{fact.label}: "):
            raise
        raise BadInput(f"{fact.label}: {error}") from error
    except InspectorError as error:
        raise BadInput(f"{fact.label}: {error}") from error


def fact_text(source: Source, fact: Fact, standing: Standing) -> str:
    """Return what somebody would type for what a source holds, so that reading it gives it back."""
    value = value_of_fact(source, fact)
    if fact.editor in (Editor.WORDS, Editor.TEXT):
        text: str = value
        return text
    text = _typed(value, fact, standing)
    try:
        meant = read_fact(text, fact, standing)
        if meant == value or _are_named_alike(meant, value, fact):
            return text
    except BadInput:
        pass
    return json.dumps(forms.as_json(value), ensure_ascii=False) if value else ""


def _are_named_alike(meant: Any, value: Any, fact: Fact) -> bool:
    """Whether names differ in nothing but that one has come into its register since."""
    match fact.editor:
        case Editor.NAME:
            return bool(meant.name == value.name)
        case Editor.NAMES:
            return [each.name for each in meant] == [each.name for each in value]
        case _:
            return False


def _read(plain: str, fact: Fact, standing: Standing) -> Any:
    match fact.editor:
        case Editor.WORDS | Editor.TEXT | Editor.TIME:
            return plain
        case Editor.DATE:
            return dates.read(plain) if plain else None
        case Editor.COUNT:
            return _count(plain, fact)
        case Editor.CHOICE:
            return _choice(plain, fact)
        case Editor.FLAG:
            return _flag(plain, fact)
        case Editor.NAME:
            return named(plain, entries_of(fact.register, standing)) if plain else Named("")
        case Editor.NAMES:
            entries = entries_of(fact.register, standing)
            return tuple(named(each, entries) for each in _several(plain))
        case Editor.LIST:
            return tuple(_several(plain))
        case Editor.ROWS:
            return tuple(_row(cells, fact, standing) for cells in _cells(plain))
        case Editor.TABLE:
            return tuple(tuple(cells) for cells in _cells(plain))
        case Editor.LINES:
            return tuple(standing.pack.line(each.upper()).id for each in _commas(plain))
        case Editor.EVIDENCE:
            return tuple(_item(each, standing) for each in _commas(plain))
        case Editor.MEMBERS:
            return tuple(_member(each, standing) for each in _commas(plain))
        case Editor.PEOPLE:
            return tuple(_several(plain))
        case Editor.MARKING:
            return markings.read(plain) if plain else None


def _count(plain: str, fact: Fact) -> int | None:
    if not plain:
        return None
    number = current().read_whole(plain)
    if number is None or not 0 <= number < 10**9:
        raise BadInput(
            tr("{fact}: “{plain}” is not a whole number.").format(fact=fact.label, plain=plain)
        )
    return number


def _choice(plain: str, fact: Fact) -> StrEnum | None:
    wanted = plain.casefold()
    for option in fact.choices:
        if wanted in (option.id.casefold(), option.text.casefold()):
            return fact.enum(option.id) if fact.enum else None
    if not plain:
        return None
    raise BadInput(
        tr("{fact}: “{plain}” is not one of {choices}.").format(
            fact=fact.label, plain=plain, choices=", ".join(o.id for o in fact.choices)
        )
    )


def _flag(plain: str, fact: Fact) -> bool:
    wanted = plain.casefold()
    if wanted in _YES | _NO:
        return wanted in _YES
    raise BadInput(tr("{fact}: say yes or no.").format(fact=fact.label))


def _several(plain: str) -> list[str]:
    return [each.strip() for each in re.split(r"[;\n]", plain) if each.strip()]


def _commas(plain: str) -> list[str]:
    return list(dict.fromkeys(each for each in re.split(r"[,;\s]+", plain) if each))


def _cells(plain: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split("|")] for row in _several(plain)]


def _row(cells: list[str], fact: Fact, standing: Standing) -> object:
    if len(cells) > len(fact.columns) or fact.row is None:
        titles = " | ".join(column.label for column in fact.columns)
        raise BadInput(
            tr("{fact}: each row has these cells: {titles}.").format(fact=fact.label, titles=titles)
        )
    given = {
        column.name: read_fact(cell, column, standing)
        for column, cell in zip(fact.columns, cells, strict=False)
        if cell
    }
    try:
        return fact.row(**given)
    except TypeError as error:
        needed = tr(" and ").join(c.label for c in fact.columns[:2])
        raise BadInput(
            tr("{fact}: a row needs its {needed}.").format(fact=fact.label, needed=needed)
        ) from error


def _item(number: str, standing: Standing) -> EvidenceId:
    for item in standing.evidence():
        if number.casefold() == item.file.number.casefold():
            return item.id
    raise BadInput(
        tr("there is no evidence item {number} in this inspection.").format(number=number)
    )


def _member(initials: str, standing: Standing) -> PersonId:
    for person, member in standing.members():
        if member.initials.casefold() == initials.casefold():
            return person
    raise BadInput(tr("nobody of the team has the initials {initials}.").format(initials=initials))


_HINTS: Mapping[Editor, Any] = {
    Editor.NAME: Named,
    Editor.NAMES: tuple[Named, ...],
    Editor.LIST: tuple[str, ...],
    Editor.TABLE: tuple[tuple[str, ...], ...],
    Editor.ROWS: tuple,
}


def _from_json(plain: str, fact: Fact) -> Any:
    try:
        form = json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            tr("{fact}: this is not JSON ({error}).").format(fact=fact.label, error=error)
        ) from error
    hint = _HINTS[fact.editor]
    if fact.row is not None:
        if not isinstance(form, list):
            raise BadInput(tr("{fact}: this is not a JSON array.").format(fact=fact.label))
        return tuple(forms.from_json(fact.row, each) for each in form)
    return forms.from_json(hint, form)


def _typed(value: Any, fact: Fact, standing: Standing) -> str:
    match fact.editor:
        case Editor.ROWS:
            return "\n".join(
                " | ".join(_typed(getattr(row, c.name), c, standing) for c in fact.columns)
                for row in value
            )
        case Editor.TABLE:
            return "\n".join(" | ".join(row) for row in value)
        case Editor.EVIDENCE:
            numbers = {item.id: item.file.number for item in standing.evidence()}
            return ", ".join(numbers.get(each, each) for each in value)
        case Editor.MEMBERS:
            return ", ".join(standing.initials(each) for each in value)
        case Editor.LINES:
            return ", ".join(value)
        case Editor.PEOPLE:
            return "; ".join(standing.names.get(each, "") for each in value)
        case _:
            return fact_words(value, fact)


def cells_of(source: Source, fact: Fact, standing: Standing) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a fact as cells, so that :func:`read_cells` gives them back."""
    if fact.editor is Editor.TABLE:
        table: tuple[tuple[str, ...], ...] = value_of_fact(source, fact)
        return table
    return tuple(
        tuple(_cell(getattr(row, c.name), c, standing) for c in fact.columns)
        for row in value_of_fact(source, fact)
    )


def read_cells(cells: Iterable[Iterable[str]], fact: Fact, standing: Standing) -> Any:
    """Return the rows that typed cells mean; unlike a typed text they may hold any character.

    Raises:
        BadInput: a cell means nothing here, or a row lacks what it needs.
    """
    if fact.editor is Editor.TABLE:
        return tuple(map(tuple, cells))
    return tuple(_row(list(row), fact, standing) for row in cells)


def _cell(value: Any, fact: Fact, standing: Standing) -> str:
    """Return a choice by its id, which a list of choices finds again, and all else as typed."""
    if fact.editor is Editor.CHOICE:
        return value.value if value else ""
    return _typed(value, fact, standing)


# Words to be read


def fact_words(value: Any, fact: Fact) -> str:
    """Return a value in words; empty where nothing was given. Rows stand one below another."""
    match fact.editor:
        case Editor.DATE:
            date_: PartialDate | None = value
            return date_.words() if date_ else ""
        case Editor.COUNT:
            return "" if value is None else whole_words(value)
        case Editor.CHOICE:
            return next((o.text for o in fact.choices if value and o.id == value.value), "")
        case Editor.FLAG:
            return "yes" if value else ""
        case Editor.NAME:
            name: Named = value
            return name.name
        case Editor.NAMES:
            return "; ".join(each.name for each in value)
        case Editor.LIST:
            return "; ".join(value)
        case Editor.MARKING:
            return value.words() if value else ""
        case Editor.ROWS:
            return "\n".join(
                "; ".join(f"{c.label}: {cell}" for c, cell in _filled(row, fact)) for row in value
            )
        case Editor.TABLE:
            return "\n".join(" | ".join(row) for row in value)
        case _:
            return str(value)


def _filled(row: object, fact: Fact) -> Iterable[tuple[Fact, str]]:
    for column in fact.columns:
        words = fact_words(getattr(row, column.name), column)
        if words:
            yield column, one_line(words)


def rows_of(value: Any, fact: Fact) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the titles and cells of rows or of a table, without columns that hold nothing."""
    if fact.editor is Editor.TABLE:
        return (value[0], value[1:]) if value else ((), ())
    table = [tuple(fact_words(getattr(row, c.name), c) for c in fact.columns) for row in value]
    kept = [at for at in range(len(fact.columns)) if any(row[at] for row in table)]
    titles = tuple(fact.columns[at].label for at in kept)
    return titles, tuple(tuple(row[at] for at in kept) for row in table)


def kind_words(source: Source) -> str:
    """Return a source's kind: ``interview``."""
    return form_of_kind(type(source.particulars)).name


def roles_words(source: Source) -> str:
    """Return who spoke or showed: ``Control room staff and analysts``."""
    return listed([role.name for role in source.roles])


def source_words(source: Source) -> str:
    """Return a source in one line: its title, or its kind with the role."""
    if source.title.strip():
        return one_line(source.title)
    kind = kind_words(source)
    return ": ".join(filter(None, (f"{kind[0].upper()}{kind[1:]}", roles_words(source))))


def fact_pairs(source: Source, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Return the facts that a source has as label and words, each on one line.

    Names are told where this laptop knows them.
    """
    found = []
    for fact in facts_of(type(source.particulars)):
        value = value_of_fact(source, fact)
        if not value:
            continue
        if fact.editor in (Editor.LINES, Editor.EVIDENCE, Editor.MEMBERS, Editor.PEOPLE):
            words = _typed(value, fact, standing)
        else:
            words = fact_words(value, fact)
        if words:
            found.append((fact.label, one_line(words)))
    if source.origin is not None:
        found.append((tr("Origin"), origin_words(source.origin)))
    return tuple(found)


def all_words(source: Source) -> str:
    """Return all that can be read of a source in one text, for the search; names are never in it.

    Evidence items and inspectors, whose words lie with other things, are not in it either.
    """
    said = [source_words(source), kind_words(source), source.place, *source.lines]
    said += [role.name for role in source.roles]
    for fact in form_of_kind(type(source.particulars)).facts:
        words = fact_words(value_of_fact(source, fact), fact)
        if words and fact.editor is not Editor.FLAG:
            said.append(words)
    said.append(source.note)
    return " · ".join(filter(None, said))


def state_words(source: Source, today: date | None = None) -> str:
    """Return how far a request or a test is; that a request is overdue is told given ``today``."""
    particulars = source.particulars
    if isinstance(particulars, DocumentRequest) and today and particulars.is_overdue(today):
        due = particulars.due.words() if particulars.due else ""
        return tr("overdue since {due}").format(due=due)
    for fact in form_of_kind(type(particulars)).facts:
        if fact.name in ("outcome", "state"):
            return fact_words(getattr(particulars, fact.name), fact)
    return ""
