"""The closed chips of the open line: each says a setting of the answer, and opens it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain import answer_wording
from inspector_app.domain.answers import Answer
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.chip import Chip
from inspector_app.ui.widgets.flow_layout import FlowLayout

_OF_ANSWER = ("as-at", "capability", "marking", "export")


class AnswerChips(QWidget):
    """A row that wraps; what a chip asks for, its form does.

    Signals:
        asked(str): ``as-at``, ``capability``, ``marking``, ``export``, ``evidence`` or ``account``.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, Chip] = {}
        flow = FlowLayout(self, across=8, down=4)
        for name, icon, words, keys in (
            ("as-at", "calendar", tr("As at"), "D"),
            ("capability", "shield", tr("Source of capability"), "C"),
            ("marking", "lock", tr("Marking"), "M"),
            ("export", "export", tr("Export"), "E"),
            ("evidence", "paperclip", tr("Evidence"), "Ctrl+E"),
            ("account", "plus", tr("New account"), "A"),
        ):
            chip = Chip(icon, words, keys, self)
            chip.clicked.connect(self._on_chip_clicked)
            self._chips[name] = chip
            flow.addWidget(chip)
        self._chips["account"].show_text(tr("Account"))

    def of_answer(self) -> tuple[Chip, ...]:
        """Return the chips that change the answer; the others add to the line."""
        return tuple(self._chips[name] for name in _OF_ANSWER)

    def show_answer(self, answer: Answer, inherited: str) -> None:
        """Say the settings of an answer; ``inherited`` is the inspection's marking, in words."""
        chips = self._chips
        chips["as-at"].show_text(answer.as_at.words() if answer.as_at else tr("as the visit"))
        whose = answer_wording.capability_words(answer.capability, answer.share)
        chips["capability"].show_text(
            tr("Capability: {whose}").format(whose=whose) if whose else tr("Capability")
        )
        chips["marking"].show_text(answer.marking.words() if answer.marking else inherited)
        chips["export"].show_text(tr("Export: no") if answer.do_not_export else tr("Export: yes"))

    def show_files(self, number: int) -> None:
        """Say how many files are attached to the line."""
        words = counted(number, "file", "files") if number else tr("Attach")
        self._chips["evidence"].show_text(words)

    def _on_chip_clicked(self) -> None:
        asked = self.sender()
        self.asked.emit(next(name for name, chip in self._chips.items() if chip is asked))
