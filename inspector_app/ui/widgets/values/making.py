"""Which editor serves which kind of answer."""

from PySide6.QtWidgets import QWidget

from inspector_app.domain.checklist import AnswerKind, Part
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.values.choice import JudgementEditor, ProgressEditor, YesNoEditor
from inspector_app.ui.widgets.values.narrative import NarrativeEditor
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor

_EDITORS: dict[AnswerKind, type[ValueEditor]] = {
    AnswerKind.JUDGEMENT: JudgementEditor,
    AnswerKind.YES_NO: YesNoEditor,
    AnswerKind.PROGRESS: ProgressEditor,
    AnswerKind.NARRATIVE: NarrativeEditor,
}


def editor_for(part: Part, around: Surroundings, parent: QWidget) -> ValueEditor:
    """Return a new editor for ``part``, empty."""
    return _EDITORS[part.kind](part, around, part.label or tr("Answer"), parent)  # type: ignore[call-arg]
