"""Sources as the values that models and choices show; no Qt, no decisions of the domain's."""

from collections import Counter
from datetime import date

from inspector_app.domain.carrying import is_waiting
from inspector_app.domain.ids import LineId, SourceId
from inspector_app.domain.items import SourceItem
from inspector_app.domain.source_wording import roles_words, source_words, state_words
from inspector_app.domain.sources import (
    UnannouncedTest,
    lines_with_several,
    lines_without_result,
)
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import accounts_of
from inspector_app.ui.models.line_choices import LineChoice
from inspector_app.ui.models.sources_table import SourceView
from inspector_app.ui.texts import counted, tr


def source_views(standing: Standing, today: date) -> tuple[SourceView, ...]:
    """Return the sources that stand as rows; requests that are overdue come first."""
    lines: dict[str, dict[LineId, None]] = {}
    for _, held in standing.accounts():
        if held.value is not None and held.value.source:
            lines.setdefault(held.value.source, {})[held.value.line] = None
    found = [_view(item, today, tuple(lines.get(item.id, ()))) for item in standing.sources()]
    return tuple(sorted(found, key=lambda view: not view.state.startswith("overdue")))


def line_choices(standing: Standing, source_id: SourceId) -> tuple[LineChoice, ...]:
    """Return the examined lines in scope as choices; those a source could speak to come first."""
    source = standing.source(source_id).value
    speaks_to = frozenset(source.lines if source else ())
    given = Counter(held.value.line for _, held in accounts_of(standing, source_id) if held.value)
    found = []
    for section in standing.sections():
        for line in section.lines:
            told = [counted(given[line.id], "account", "accounts")] if given[line.id] else []
            told += [tr("could speak to it")] if line.id in speaks_to and not told else []
            found.append(LineChoice(line.id, line.text, ", ".join(told)))
    return tuple(sorted(found, key=lambda each: each.line not in speaks_to))


def results_words(standing: Standing, source_id: SourceId) -> str:
    """Return on which lines a test has no result yet, or several; empty: it has one on each."""
    source = standing.source(source_id).value
    if source is None or not isinstance(source.particulars, UnannouncedTest):
        return ""
    given = [held.value for _, held in accounts_of(standing, source_id) if held.value]
    missing, several = lines_without_result(source, given), lines_with_several(given)
    told = [tr("no result yet on {lines}").format(lines=", ".join(missing))] if missing else []
    told += [tr("several results on {lines}").format(lines=", ".join(several))] if several else []
    return "; ".join(told)


def _view(item: SourceItem, today: date, lines: tuple[LineId, ...]) -> SourceView:
    source = item.source
    states = [state_words(source, today)]
    states += [tr("in differing versions")] if item.is_disputed else []
    states += [tr("carried over, not confirmed")] if is_waiting(source.origin) else []
    return SourceView(
        item.id,
        source.letter,
        source.number,
        source_words(source),
        roles_words(source),
        source.as_at.words() if source.as_at else "",
        ", ".join(filter(None, states)),
        _short(lines) or tr("no account yet"),
        ", ".join(lines) or tr("no account yet"),
    )


def _short(lines: tuple[LineId, ...]) -> str:
    return f"{lines[0]} +{len(lines) - 1}" if len(lines) > 1 else "".join(lines)
