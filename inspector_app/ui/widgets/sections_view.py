"""The tree of sections at the left."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.section_delegate import SectionDelegate
from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.sections_tree import SectionNode, SectionsTree
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.popups import Menu


class SectionsView(QTreeView):
    """Shows a :class:`SectionsTree`; a threat opens and shuts, a section is gone to.

    Signals:
        section_asked(str): a click, or Enter, on a section.
        scope_asked(str): the user wants to put a section in or out of scope.
    """

    section_asked = Signal(str)
    scope_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Sections"))
        self.setItemDelegate(SectionDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)
        # An open threat has no bar and is less high.
        self.expanded.connect(self.scheduleDelayedItemsLayout)
        self.collapsed.connect(self.scheduleDelayedItemsLayout)
        theme.current().changed.connect(self._on_theme_changed)

    def show_model(self, model: SectionsTree) -> None:
        """Show ``model`` from now on."""
        self.setModel(model)

    def mark(self, section_id: str) -> None:
        """Choose a section and open its threat; nothing when it is not in the tree."""
        model = self.model()
        if isinstance(model, SectionsTree):
            index = model.index_of(section_id)
            if index.isValid():
                self.expand(index.parent())
                self.setCurrentIndex(index)

    def sizeHint(self) -> QSize:
        """Return the width of the region it stands in (Qt)."""
        return QSize(theme.current().px(200), 300)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to a section, or open and shut a threat, by Enter (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._act_on(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_O and not event.modifiers() and self.current_section:
            self.scope_asked.emit(self.current_section)
            return
        if event.key() in (Qt.Key.Key_B, Qt.Key.Key_L) and not event.modifiers():
            event.ignore()  # the page assigns, and shows only mine
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are the page's keys (Qt)."""

    @property
    def current_section(self) -> str:
        """The id of the section the keyboard is on, or an empty string."""
        node = self.currentIndex().data(Role.VIEW)
        return node.section_id if isinstance(node, SectionNode) else ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to put a section in or out of scope (Qt)."""
        node = self.currentIndex().data(Role.VIEW)
        if not isinstance(node, SectionNode):
            return
        menu = Menu(self, tr("Scope of the section"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = tr("Put &out of scope …") if node.in_scope else tr("Put in sc&ope …")
        menu.addAction(words).triggered.connect(self._on_scope_triggered)
        menu.popup(event.globalPos())

    def drawBranches(
        self, _painter: object, _rect: object, _index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw nothing: the delegate draws the whole row (Qt)."""

    def _act_on(self, index: Index) -> None:
        node = index.data(Role.VIEW) if index.isValid() else None
        if isinstance(node, SectionNode):
            self.section_asked.emit(node.section_id)
        elif index.isValid():
            self.setExpanded(index, not self.isExpanded(index))

    def _on_scope_triggered(self) -> None:
        if self.current_section:
            self.scope_asked.emit(self.current_section)

    def _on_clicked(self, index: Index) -> None:
        self._act_on(index)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
