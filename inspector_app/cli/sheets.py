"""Commands about aide-memoires: print, list, typed up, gone."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from inspector_app.cli.debriefs import tell_printed
from inspector_app.cli.desk import Desk
from inspector_app.cli.encounters import entry_called
from inspector_app.cli.exits import Exit
from inspector_app.cli.target import require_writable
from inspector_app.domain import forms, markings
from inspector_app.domain.errors import NotFound
from inspector_app.domain.ids import LineId, SectionId, SourceId
from inspector_app.domain.line_choosing import LineChoice
from inspector_app.domain.sheet_words import fate_words
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted
from inspector_app.services.recording import Act
from inspector_app.texts import tr


def print_sheet(given: Namespace, desk: Desk) -> Exit:
    """Print an aide-memoire."""
    from inspector_app.reports.aide_memoire import SheetOptions

    require_writable(given.pdf, replace=given.replace)
    options = SheetOptions(
        not given.without_good_evidence,
        given.recorded,
        markings.read(given.marking) if given.marking else None,
        markings.read(given.up_to) if given.up_to else None,
    )
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        choice = LineChoice(
            tuple(SectionId(each.upper()) for each in given.section),
            given.mine,
            _encounter(given.encounter, standing) if given.encounter else None,
            tuple(LineId(each.upper()) for each in given.line),
        )
        made = vault.sheets.print(inspection, given.pdf, choice, options)
    desk.console.remark(
        tr("Aide-memoire {made}: {lines}.").format(
            made=made.number, lines=counted(made.lines, "line", "lines")
        )
    )
    return tell_printed(desk, made.printed, number=made.number, changes=list(made.act.changes))


def overview(given: Namespace, desk: Desk) -> Exit:
    """List the aide-memoires."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        sheets = vault.sheets.all(inspection)
    words = [
        tr("{sheet}  {lines}, printed by {initials}: {fate}").format(
            sheet=each.sheet.number,
            lines=counted(len(each.sheet.lines), "line", "lines"),
            initials=each.initials,
            fate=fate_words(each.sheet, standing),
        )
        for each in sheets
    ]
    forms_ = [{"id": each.id, "sheet": forms.as_json(each.sheet)} for each in sheets]
    desk.console.result(words or [tr("No aide-memoire has been printed.")], forms_)
    return Exit.OK


def typed_up(given: Namespace, desk: Desk) -> Exit:
    """Say where an aide-memoire was typed up."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        sources = [vault.sources.find(inspection, each) for each in given.sources]
        act = vault.sheets.typed_up(inspection, given.number, sources)
    return _told(
        desk,
        act,
        tr("{given} is typed up in {sources}.").format(
            given=given.number, sources=", ".join(given.sources)
        ),
    )


def gone(given: Namespace, desk: Desk) -> Exit:
    """Say what became of the paper."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        act = vault.sheets.gone(inspection, given.number, given.words)
    return _told(desk, act, f"{given.number}: {given.words}.")


def _encounter(words: str, standing: Standing) -> SourceId:
    """Return the encounter that has this number, or this place in the timetable."""
    for item in standing.sources():
        if item.source.number.casefold() == words.casefold():
            return item.id
    try:
        return entry_called(words, standing).id
    except NotFound as error:
        raise NotFound(
            tr(
                "No encounter is called {words}: give its number, or its place in “encounter list”."
            ).format(words=words)
        ) from error


def _told(desk: Desk, act: Act, words: str) -> Exit:
    form = {"inspection": act.inspection, "changes": list(act.changes)}
    desk.console.result([words], form)
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "print_sheet": print_sheet,
    "overview": overview,
    "typed_up": typed_up,
    "gone": gone,
}
"""By what the parser names."""
