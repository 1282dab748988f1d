"""Choosing files, a folder, or where to save: one place, and never a blocking call."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.ui.texts import tr


class ChooseFiles(QFileDialog):
    """A file dialog that signals paths; show it by ``open()``.

    Signals:
        files_chosen(list): ``list[Path]``, at least one.
    """

    files_chosen = Signal(list)

    def __init__(self, parent: QWidget, title: str, name_filter: str = "") -> None:
        super().__init__(parent, title)
        self.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self.setNameFilter(name_filter or tr("All files (*)"))
        self.accepted.connect(self._on_accepted)
        self.finished.connect(self.deleteLater)

    def _on_accepted(self) -> None:
        paths = [Path(name) for name in self.selectedFiles()]
        if paths:
            self.files_chosen.emit(paths)


class ChooseFolder(QFileDialog):
    """A folder dialog that signals a path; show it by ``open()``.

    Signals:
        folder_chosen(object): the ``Path``.
    """

    folder_chosen = Signal(object)

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, title)
        self.setFileMode(QFileDialog.FileMode.Directory)
        self.setOption(QFileDialog.Option.ShowDirsOnly)
        self.accepted.connect(self._on_accepted)
        self.finished.connect(self.deleteLater)

    def _on_accepted(self) -> None:
        self.folder_chosen.emit(Path(self.selectedFiles()[0]))


class ChooseSave(QFileDialog):
    """A save dialog that signals a path, asking before it would overwrite; show it by ``open()``.

    Signals:
        place_chosen(object): the ``Path``, with the suffix.
    """

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget, title: str, suggested: Path, name_filter: str) -> None:
        super().__init__(parent, title)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.setNameFilter(name_filter)
        self.setDefaultSuffix(suggested.suffix.lstrip("."))
        if suggested.parent.is_dir():
            self.setDirectory(str(suggested.parent))
        self.selectFile(suggested.name)
        self.accepted.connect(self._on_accepted)
        self.finished.connect(self.deleteLater)

    def _on_accepted(self) -> None:
        self.place_chosen.emit(Path(self.selectedFiles()[0]))
