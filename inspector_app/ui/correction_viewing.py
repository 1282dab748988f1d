"""What the visit found on a line that was corrected since, as the open line shows it; no Qt."""

from inspector_app.domain import correction_wording
from inspector_app.domain.checklist import Line
from inspector_app.domain.standing import Standing
from inspector_app.ui.texts import tr


def visit_words(standing: Standing, line: Line) -> str:
    """Return what the visit found, and below it why it stands otherwise now; empty: it does not."""
    visit = standing.visit_answer(line.id)
    if visit is None:
        return ""
    told = (
        correction_wording.told(standing, held.change, held.session)
        for held in standing.answer(line.id).versions
    )
    since = tuple(dict.fromkeys(filter(None, told)))
    found = correction_wording.visit_words(standing, line, visit)
    return "\n".join((found, *(tr("Since: {words}").format(words=words) for words in since)))
