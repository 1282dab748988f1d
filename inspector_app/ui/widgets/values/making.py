"""Which editor serves which kind of answer."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from inspector_app.domain.checklist import AnswerKind, Part
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.values.choice import JudgementEditor, ProgressEditor, YesNoEditor
from inspector_app.ui.widgets.values.dates_editor import DatesEditor
from inspector_app.ui.widgets.values.document import DocumentEditor
from inspector_app.ui.widgets.values.examined import ExaminedEditor
from inspector_app.ui.widgets.values.names import NamesEditor
from inspector_app.ui.widgets.values.narrative import NarrativeEditor
from inspector_app.ui.widgets.values.numbers import CountEditor, RatioEditor
from inspector_app.ui.widgets.values.selection import SelectEditor
from inspector_app.ui.widgets.values.table import TableEditor
from inspector_app.ui.widgets.values.tested import TestedEditor
from inspector_app.ui.widgets.values.ticks import TicksEditor
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor

_EDITORS: dict[AnswerKind, Callable[[Part, Surroundings, str, QWidget], ValueEditor]] = {
    AnswerKind.JUDGEMENT: JudgementEditor,
    AnswerKind.YES_NO: YesNoEditor,
    AnswerKind.COUNT: CountEditor,
    AnswerKind.RATIO: RatioEditor,
    AnswerKind.DATE: DatesEditor,
    AnswerKind.TABLE: TableEditor,
    AnswerKind.TICKS: TicksEditor,
    AnswerKind.SELECT: SelectEditor,
    AnswerKind.DOCUMENT: DocumentEditor,
    AnswerKind.TEST: TestedEditor,
    AnswerKind.OBJECT: ExaminedEditor,
    AnswerKind.ORGANISATION: NamesEditor,
    AnswerKind.ROLE: NamesEditor,
    AnswerKind.PROGRESS: ProgressEditor,
    AnswerKind.NARRATIVE: NarrativeEditor,
}


def editor_for(part: Part, around: Surroundings, parent: QWidget) -> ValueEditor:
    """Return a new editor for ``part``, empty."""
    return _EDITORS[part.kind](part, around, part.label or tr("Answer"), parent)
