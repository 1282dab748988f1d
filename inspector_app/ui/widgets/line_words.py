"""What explains a line: help, good evidence, the words of the glossary, the place in the source."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from inspector_app.domain.checklist import Line, Pack, Term
from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.tips import set_tip


class _Term(QPushButton):
    """A word of the glossary; tells its meaning when hovered, focused or pressed."""

    def __init__(self, term: Term, parent: QWidget) -> None:
        super().__init__(term.term.replace("&", "&&"), parent)
        theme.set_look(self, "quiet")
        self.meaning = term_words(term)
        self.setAccessibleName(term.term)
        self.setAccessibleDescription(self.meaning)
        set_tip(self, self.meaning)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._tell)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the meaning to the keyboard too (Qt)."""
        super().focusInEvent(event)
        self._tell()

    def _tell(self) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self.toolTip(), self)


class LineWords(QWidget):
    """One quiet row under the question, and the help below it when it is asked for.

    Signals:
        line_asked(str): the user wants to see another line.
    """

    line_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: Line | None = None
        self._pack: Pack | None = None
        self._panel: QWidget | None = None
        self._is_open = False
        self._row = QWidget(self)
        self._flow = FlowLayout(self._row, across=10, down=0)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._row)
        self._help = QPushButton(self._row)
        theme.set_look(self._help, "quiet")
        self._help.clicked.connect(self.toggle)
        self._place = label("", "meta", self._row)
        self._terms: list[_Term] = []

    def show_line(self, line: Line, pack: Pack) -> None:
        """Explain ``line``; the help stays open or shut."""
        self._line, self._pack = line, pack
        while self._flow.takeAt(0) is not None:
            pass
        for gone in self._terms:
            gone.hide()
            gone.deleteLater()
        ids = dict.fromkeys((*((line.footnote,) if line.footnote else ()), *line.terms))
        terms = [term for each in ids if (term := pack.term(each)) is not None]
        self._terms = [_Term(term, self._row) for term in terms]
        for each in self._terms:
            each.show()
        place = tr("derived check · {place}") if line.derived else "{place}"
        self._place.setText(place.format(place=line.locator))
        for widget in (self._help, *self._terms, self._place):
            self._flow.addWidget(widget)
        self._show_help()

    def toggle(self) -> None:
        """Open or shut the help."""
        self._is_open = not self._is_open
        self._show_help()

    @property
    def is_open(self) -> bool:
        """True while the help is to be seen."""
        return self._is_open

    def _show_help(self) -> None:
        words = tr("Less  ?") if self._is_open else tr("Help  ?")
        self._help.setText(words)
        self._help.setAccessibleName(
            tr("Shut the help on this line") if self._is_open else tr("Help on this line")
        )
        if self._panel is not None:
            self._layout.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None
        if self._is_open and self._line is not None and self._pack is not None:
            self._panel = self._help_panel(self._line, self._pack)
            self._layout.addWidget(self._panel)
            self._panel.show()

    def _help_panel(self, line: Line, pack: Pack) -> QWidget:
        panel = QWidget(self)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(4)
        paragraphs = [line.help] if line.help else []
        if line.good_evidence:
            paragraphs.append(tr("Good evidence: {words}").format(words=line.good_evidence))
        paragraphs += [f"{each.text()}: {each.meaning}".replace("&&", "&") for each in self._terms]
        for text in paragraphs:
            words = label(text, "secondary", panel)
            words.setWordWrap(True)
            layout.addWidget(words)
        if line.see_also:
            row = QWidget(panel)
            flow = FlowLayout(row, across=6, down=2)
            flow.addWidget(label(tr("See also"), "dim", row))
            for other in line.see_also:
                link = QPushButton(other, row)
                theme.set_look(link, "link")
                set_tip(link, pack.line(other).text)
                link.setAccessibleName(f"{other}: {pack.line(other).text}")
                link.clicked.connect(self._on_link_clicked)
                flow.addWidget(link)
            layout.addWidget(row)
        return panel

    def _on_link_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton):
            self.line_asked.emit(sender.text())


def term_words(term: Term) -> str:
    """Return a definition with the number of its footnote in the source."""
    if term.footnote:
        return tr("{meaning} (footnote {number})").format(
            meaning=term.meaning, number=term.footnote
        )
    return term.meaning
