"""What the board tells at its side, as rows; no Qt, no decisions of the domain's."""

from collections.abc import Iterable
from datetime import date

from inspector_app.domain.prompts.prompt import Prompt, PromptKind, kind_words
from inspector_app.domain.prompts.told import open_ones
from inspector_app.domain.source_wording import source_words
from inspector_app.domain.sources import DocumentRequest
from inspector_app.domain.standing import Standing
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.side_group import SideRow


def overdue_rows(standing: Standing, today: date) -> tuple[SideRow, ...]:
    """Return the requests that are overdue, those longest overdue first."""
    late = [
        (particulars.due, item)
        for item in standing.sources()
        if isinstance(particulars := item.source.particulars, DocumentRequest)
        and particulars.is_overdue(today)
    ]
    return tuple(
        SideRow(
            item.source.number,
            source_words(item.source),
            tr("due {date}").format(date=due.words()) if due else "",
            item.id,
        )
        for due, item in sorted(late, key=lambda pair: pair[0].sort_key() if pair[0] else "")
    )


def prompt_rows(prompts: Iterable[Prompt]) -> tuple[SideRow, ...]:
    """Return how many prompts of each kind are told, each leading to the first of them."""
    found: dict[PromptKind, list[Prompt]] = {kind: [] for kind in PromptKind}
    for prompt in open_ones(prompts):
        found[prompt.kind].append(prompt)
    return tuple(
        SideRow(str(len(each)), kind_words(kind), place=each[0].id)
        for kind, each in found.items()
        if each
    )
