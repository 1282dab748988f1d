"""The report snapshot: exactly what a summary prints, as data, and how two of them differ.

No change bodies are in it; ``resources/schemas/report-snapshot.schema.json`` describes it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from inspector_app.domain.changes.codec import canonical
from inspector_app.domain.errors import BadInput
from inspector_app.domain.forms import as_json, from_json
from inspector_app.domain.wording import first_words, listed, when_words
from inspector_app.reports import working_copy
from inspector_app.reports.content import content_sha256, form_of
from inspector_app.reports.facts import Content, Options
from inspector_app.texts import edition, tr

KIND = "spr-inspector/report-snapshot"
VERSION = 4
"""Rises when the form of the data changes."""
_SHOWN_CHARACTERS = 80
"""Of a text that a difference quotes."""
_COVER_WORDS = {
    "form": tr("kind of summary"),
    "choice": tr("choice of sections"),
    "detail": tr("choice of detail"),
    "marking": tr("marking"),
    "force": tr("force"),
    "title": tr("title of the visit"),
    "fieldwork": tr("dates of fieldwork"),
    "team": tr("team"),
    "pack": tr("checklist pack"),
}
_OTHER_WORDS = {
    "cover": tr("facts on the cover"),
    "limits": tr("words on how to read it"),
    "board": tr("board"),
    "chapters": tr("sections"),
    "recommendations": tr("recommendations"),
    "followed_up": tr("recommendations of earlier inspections"),
    "quantities": tr("quantities"),
    "checks": tr("checks between quantities"),
    "sources": tr("schedule of sources"),
    "evidence": tr("schedule of evidence"),
    "definitions": tr("definitions"),
}


def snapshot(content: Content, made_at_ms: int, *, stands_alone: bool = False) -> bytes:
    """Return the snapshot as RFC 8785 JSON in UTF-8; equal arguments give equal bytes.

    ``made_at_ms`` is in milliseconds UTC by the laptop's clock. One that ``stands_alone`` is not
    attached to a signed summary, and says first of all that it is a working copy.
    """
    about = {"about": working_copy.in_one_line(content, made_at_ms)} if stands_alone else {}
    spoken = {"language": edition()} if edition() else {}
    return canonical(
        {
            **about,
            **spoken,
            "kind": KIND,
            "version": VERSION,
            "content_sha256": content_sha256(content),
            "content": form_of(content.record),
            "interim": form_of(content.interim),
            "signed_before": form_of(content.signed_before),
            "phases": form_of(content.phases),
            "heads": dict(content.heads),
            "options": as_json(content.options, Options),
            "fold_version": content.fold_version,
            "app_version": content.app_version,
            "made_at_ms": made_at_ms,
            "made_at": when_words(made_at_ms),
        }
    )


def content_of(data: Mapping[str, Any]) -> Content:
    """Return the content that :func:`snapshot` wrote as ``data``; strictly that.

    Raises:
        BadInput: the data are not of this form.
    """
    heads = data.get("heads")
    if not isinstance(heads, Mapping):
        raise BadInput(tr("The data do not say which changes they were made from."))
    parts = {
        "record": data.get("content"),
        "heads": sorted([chain, head] for chain, head in heads.items()),
        **{
            each: data.get(each)
            for each in (
                *("interim", "signed_before", "phases", "options"),
                *("fold_version", "app_version"),
            )
        },
    }
    return from_json(Content, parts)


def options_of(data: Mapping[str, Any]) -> Options:
    """Return with which options a snapshot was made, so that what is printed here can be compared.

    Raises:
        BadInput: the data name none.
    """
    return from_json(Options, data.get("options"))


def is_in_other_words(data: Mapping[str, Any]) -> bool:
    """Return whether a snapshot was written in another language, or another edition of this one.

    Then its words differ from those of now whatever stands in the inspection.
    """
    return bool(data.get("language", "") != edition())


def same_content(data: Mapping[str, Any], content: Content) -> tuple[str, ...]:
    """Return how a snapshot's content differs from what would be printed here; empty: it does not.

    Journal heads, earlier signatures, app version and time of making are not compared. ``data``
    may be hostile: whatever it holds, sentences come back.
    """
    there, here = data.get("content"), form_of(content.record)
    if not isinstance(there, Mapping):
        return (tr("The file’s data hold no content that could be compared."),)
    if there == here:
        return ()
    if data.get("version") != VERSION:
        return (
            tr(
                "The file’s data are of another form, made by another version of the app, and "
                "cannot be compared line by line; they are not what this version would print."
            ),
        )
    found = list(_differences(there, here))
    explained = {"cover", "limits", "board", "chapters", "quantities", "checks", "sources"}
    explained.add("recommendations")
    explained.add("evidence")
    for key in sorted(set(there) | set(here)):
        if there.get(key) != here.get(key) and not (found and key in explained):
            found.append(
                tr("The {get} differ.").format(get=_OTHER_WORDS.get(str(key), tr("other data")))
            )
    return tuple(dict.fromkeys(found))


def _differences(there: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[str]:
    if there.get("inspection") != here["inspection"]:
        yield tr("The file is of another inspection.")
    old_cover, new_cover = _mapping(there.get("cover")), here["cover"]
    for key, words in _COVER_WORDS.items():
        if old_cover.get(key) != new_cover[key]:
            yield _changed(
                tr("The {words}").format(words=words), old_cover.get(key), new_cover[key]
            )
    old_sections, new_sections = _sections(there), _sections(here)
    for id_ in _both(old_sections, new_sections):
        yield from _section(id_, old_sections.get(id_), new_sections.get(id_))
    yield from _items(there, here, "recommendations", "number", tr("Recommendation"))
    yield from _items(there, here, "sources", "number", tr("Source"))
    yield from _items(there, here, "evidence", "number", tr("Evidence item"))
    yield from _items(there, here, "quantities", "id", tr("Quantity"))
    yield from _items(there, here, "checks", "id", tr("The check"))
    yield from _items(there, here, "definitions", "term", tr("The definition of"))


def _section(
    id_: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[str]:
    if old == new:
        return
    if old is None or new is None:
        only = (
            tr("Section {id} is only in the file.")
            if new is None
            else tr("Section {id} is only in the inspection here.")
        )
        yield only.format(id=id_)
        return
    if old.get("in_scope") != new.get("in_scope"):
        only = (
            tr("Section {id} is in scope only in the file.")
            if old.get("in_scope")
            else tr("Section {id} is in scope only here.")
        )
        yield only.format(id=id_)
        return
    if old.get("headline") != new.get("headline"):
        yield _changed(tr("The headline of {id}").format(id=id_), *map(_headline_words, (old, new)))
    old_lines, new_lines = _keyed(old.get("lines"), "id"), _keyed(new.get("lines"), "id")
    for line in _both(old_lines, new_lines):
        if old_lines.get(line) != new_lines.get(line):
            yield from _line(line, old_lines.get(line), new_lines.get(line))


def _line(id_: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[str]:
    if old is None or new is None:
        only = (
            tr("Line {id} is only in the file.")
            if new is None
            else tr("Line {id} is only in the inspection here.")
        )
        yield only.format(id=id_)
        return
    before, after = _line_words(old), _line_words(new)
    if before != after:
        yield _changed(tr("Line {id}").format(id=id_), before, after)
        return
    named = {
        "versions": tr("note, date or author"),
        "visit_state": tr("finding of the visit"),
        "visit": tr("finding of the visit"),
        "accounts": tr("accounts"),
        "accounts_left_out": tr("accounts"),
        "support": tr("accounts"),
        "evidence": tr("evidence"),
        "evidence_left_out": tr("evidence"),
        "question": tr("question"),
    }
    changed = dict.fromkeys(words for key, words in named.items() if old.get(key) != new.get(key))
    yield tr("Line {id} differs in its {changed}.").format(
        id=id_, changed=listed(tuple(changed)) or tr("particulars")
    )


def _items(
    there: Mapping[str, Any], here: Mapping[str, Any], key: str, name: str, words: str
) -> Iterator[str]:
    old, new = _keyed(there.get(key), name), _keyed(here.get(key), name)
    for id_ in _both(old, new):
        if id_ not in new:
            yield tr("{words} {id} is only in the file.").format(words=words, id=id_)
        elif id_ not in old:
            yield tr("{words} {id} is only in the inspection here.").format(words=words, id=id_)
        elif old[id_] != new[id_]:
            yield tr("{words} {id} differs.").format(words=words, id=id_)


def _line_words(line: Mapping[str, Any]) -> str:
    state = line.get("state")
    if state == "left-out":
        return tr("left out of the export")
    versions = [_mapping(each) for each in _list(line.get("versions"))]
    words = [str(each.get("answer") or tr("note only")) for each in versions]
    return " / ".join(words) or tr("no answer recorded")


def _headline_words(section: Mapping[str, Any]) -> str:
    headline = _mapping(section.get("headline"))
    if headline.get("state") == "left-out":
        return tr("left out of the export")
    texts = [str(_mapping(each).get("text", "")) for each in _list(headline.get("versions"))]
    return " / ".join(texts) or tr("no headline")


def _changed(what: str, old: object, new: object) -> str:
    if isinstance(old, str) and isinstance(new, str) and old != new:
        before, after = first_words(old, _SHOWN_CHARACTERS), first_words(new, _SHOWN_CHARACTERS)
        if before != after:
            return tr("{what}: “{before}” in the file, “{after}” here.").format(
                what=what, before=before, after=after
            )
    return tr("{what} differs.").format(what=what)


def _sections(record: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for chapter in _list(record.get("chapters")):
        sections = map(_mapping, _list(_mapping(chapter).get("sections")))
        found |= {f"{s.get('id')}{'-kept' * bool(s.get('kept_from'))}": s for s in sections}
    return found


def _keyed(items: object, key: str) -> dict[str, Mapping[str, Any]]:
    return {str(each.get(key)): each for each in map(_mapping, _list(items)) if key in each}


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [*new, *(id_ for id_ in old if id_ not in new)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
