"""Evidence beside the lines, with real files in a real vault."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TypeGuard

import pytest
from PySide6.QtCore import QMimeData, QObject, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.domain.ids import LineId
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.markings import Marking, Tier
from inspector_app.services.photos import Wanted
from inspector_app.services.vault import Unlocked
from inspector_app.ui import theme
from inspector_app.ui.dialogs.ask_marking import AskMarking
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.evidence_preview import EvidencePreview
from inspector_app.ui.dialogs.files import ChooseFiles, ChooseSave
from inspector_app.ui.jobs import Failure, Jobs
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.item_details import ItemDetails
from inspector_app.ui.widgets.progress_row import ProgressRow
from tests.support.accessibility import cut_off, outside, roleless, unnamed
from tests.support.photos import a_photo
from tests.support.vaults import a_vault, an_inspection

LINE, OTHER = LineId("CC-PO-04"), LineId("CC-PO-05")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path_factory.mktemp("evidence"))
    yield vault
    vault.close()


class Desk:
    """A section page at one line, with files beside it."""

    def __init__(self, qtbot: QtBot, vault: Unlocked, jobs: Jobs, folder: Path) -> None:
        self.qtbot, self.vault, self.jobs, self.folder = qtbot, vault, jobs, folder
        self.id = an_inspection(vault)
        self.failures: list[Failure] = []
        self.said: list[str] = []
        self.told: list[str] = []
        jobs.failed.connect(self.failures.append)
        self.inspection = OpenInspection(vault, vault.inspections.standing(self.id), jobs)
        self.inspection.recorded.connect(lambda words, _undo: self.said.append(words))
        self.page = SectionPage(self.inspection)
        self.page.told.connect(self.told.append)
        qtbot.addWidget(self.page)
        self.page.resize(1366, 684)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.page.arrive(LINE)
        self.panel = self.page.evidence

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.jobs.is_idle, timeout=20_000)

    def items(self, line: LineId | None = None) -> tuple[EvidenceItem, ...]:
        self.settle()
        return self.vault.inspections.standing(self.id).evidence(line)

    def file(self, name: str, content: bytes = b"words") -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def picture(self, name: str = "carrier.png", shade: str = "#336699") -> Path:
        image = QImage(60, 40, QImage.Format.Format_RGB32)
        image.fill(QColor(shade))
        path = self.folder / name
        assert image.save(str(path))
        return path

    def choose(self, row: int = 0) -> ItemDetails:
        self.panel.view.setCurrentIndex(self.panel.view.model().index(row, 0))
        details = self.panel.findChild(ItemDetails)
        assert details is not None
        return details


@pytest.fixture
def desk(qtbot: QtBot, look: Look, vault: Unlocked, jobs: Jobs, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, vault, jobs, tmp_path)
    yield desk
    desk.settle()
    assert desk.failures == []


def test_files_dropped_anywhere_are_kept_on_the_current_line(desk: Desk) -> None:
    data = QMimeData()
    data.setUrls(
        [QUrl.fromLocalFile(str(desk.file(n, n.encode()))) for n in ("a.txt", "b.txt", "c.txt")]
    )
    assert desk.panel.take(data)
    assert [item.file.number for item in desk.items(LINE)] == ["JS/1", "JS/2", "JS/3"]
    assert desk.said == ["3 files attached: JS/1 to JS/3"]
    assert desk.panel.view.model().rowCount() == 3
    assert desk.panel.findChildren(ProgressRow) == [] or not any(
        row.isVisible() for row in desk.panel.findChildren(ProgressRow)
    )
    index = desk.page.lines.model().index(3, 5)
    assert index.data() == "3"


def test_duplicates_are_recognised_and_refusals_told_one_by_one(desk: Desk) -> None:
    first = desk.file("return.csv", b"force,psu\n")
    desk.panel.attach([first])
    desk.settle()
    again = desk.file("same.csv", b"force,psu\n")
    desk.panel.attach([again, desk.folder / "gone.pdf", desk.file("new.txt")])
    assert [item.file.name for item in desk.items()] == ["return.csv", "new.txt"]
    told = desk.told[-1]
    assert "1 file attached: JS/2." in told
    assert "same.csv was here already as JS/1" in told
    assert "gone.pdf cannot be read" in told


def test_a_folder_gives_the_files_within(desk: Desk) -> None:
    (desk.folder / "visit" / "deep").mkdir(parents=True)
    (desk.folder / "visit" / "one.txt").write_text("1")
    (desk.folder / "visit" / "deep" / "two.txt").write_text("2")
    desk.panel.attach([desk.folder / "visit"])
    assert {item.file.name for item in desk.items(LINE)} == {"one.txt", "two.txt"}


def test_a_cancelled_import_keeps_what_was_kept_and_says_so(desk: Desk) -> None:
    big = desk.file("big.bin", bytes(1 << 20) * 48)
    desk.panel.attach([desk.file("small.txt"), big])
    row = desk.panel.findChild(ProgressRow)
    assert row is not None
    row.cancel_asked.emit()
    desk.settle()
    kept = desk.items()
    assert len(kept) < 2
    if desk.told:  # cancelled before it began, nothing is told
        assert f"{len(kept)} of 2 files are attached" in desk.told[-1]
    assert desk.panel.view.model().rowCount() == len(kept)


def test_ctrl_e_opens_the_file_dialog(desk: Desk) -> None:
    desk.qtbot.keyClick(desk.page.lines, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.page.findChild(ChooseFiles)
    assert dialog is not None
    dialog.files_chosen.emit([desk.file("chosen.txt")])
    assert [item.file.name for item in desk.items(LINE)] == ["chosen.txt"]
    dialog.close()


def test_a_picture_is_pasted_from_the_row(desk: Desk) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    QGuiApplication.clipboard().setImage(image)
    desk.page.lines.setFocus()
    desk.qtbot.keyClick(desk.page.lines, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (item,) = desk.items(LINE)
    assert item.file.media_type == "image/png"
    QGuiApplication.clipboard().clear()


def test_thumbnails_come_when_they_are_seen(desk: Desk) -> None:
    desk.panel.attach([desk.picture()])
    desk.settle()
    index = desk.panel.view.model().index(0, 0)
    desk.qtbot.waitUntil(lambda: index.data(Qt.ItemDataRole.DecorationRole) is not None)


def test_the_caption_is_recorded_when_it_has_settled(desk: Desk) -> None:
    desk.panel.attach([desk.file("a.txt")])
    desk.settle()
    details = desk.choose()
    details.caption.setFocus()
    desk.qtbot.keyClicks(details.caption, "Mobilisation plan, page 3")
    desk.page.flush()
    (item,) = desk.items()
    assert item.caption.text == "Mobilisation plan, page 3"
    assert desk.said[-1] == "Caption recorded"


def test_a_picture_is_described_for_someone_who_cannot_see_it_and_a_text_is_not(
    desk: Desk,
) -> None:
    desk.panel.attach([desk.picture(), desk.file("a.txt")])
    desk.settle()
    details = desk.choose()
    details.captioned.emit("The carrier")
    desk.settle()
    details.caption.setFocus()
    desk.qtbot.keyClick(details.caption, Qt.Key.Key_Tab)
    assert details.description.hasFocus()
    desk.qtbot.keyClicks(details.description, "A van with grilles before its panes")
    desk.page.flush()
    picture, _ = desk.items()
    assert picture.caption.text == "The carrier"
    assert picture.caption.description == "A van with grilles before its panes"
    assert desk.said[-1] == "Description recorded"
    assert desk.choose(1).description.isHidden()


def test_what_is_said_of_an_item_never_lies_over_its_buttons(desk: Desk) -> None:
    theme.current().apply(Theme.LIGHT, 200)
    desk.page.resize(1366, 684)
    desk.panel.attach([desk.picture()])
    desk.settle()
    details = desk.choose()
    details.captioned.emit("Carrier, nearside, in the yard, its grilles down. " * 3)
    desk.settle()
    desk.qtbot.wait(1)
    inner = details.widget()
    assert inner is not None
    parts = sorted((each.geometry() for each in inner.children() if _is_seen(each)), key=QRect.top)
    assert len(parts) > 5
    for above, below in pairwise(parts):
        assert above.bottom() < below.top()
    assert outside(desk.panel) == []


def _is_seen(part: QObject) -> TypeGuard[QWidget]:
    return isinstance(part, QWidget) and not part.isHidden()


def test_marking_and_export_keep_the_caption(desk: Desk) -> None:
    desk.panel.attach([desk.file("a.txt")])
    desk.settle()
    details = desk.choose()
    details.captioned.emit("Plan")
    desk.settle()
    details.left_out.emit(True)
    desk.settle()
    menu = _menu(desk, details)
    menu.actions()[0].trigger()
    asking = desk.panel.findChild(AskMarking)
    assert asking is not None
    asking.drawer.show_marking(Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"), "OFFICIAL")
    asking.accept()
    (item,) = desk.items()
    assert item.caption.text == "Plan"
    assert item.caption.do_not_export
    assert item.caption.marking == Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL")


def _menu(desk: Desk, details: ItemDetails) -> QMenu:
    details.more_asked.emit(desk.panel.mapToGlobal(desk.panel.rect().center()))
    menu = desk.panel.findChild(QMenu)
    assert menu is not None
    menu.close()
    return menu


def test_an_item_is_put_to_another_line_and_taken_off_again(desk: Desk) -> None:
    desk.panel.attach([desk.file("a.txt")])
    desk.settle()
    desk.page.arrive(OTHER)
    details = desk.choose()
    details.link_asked.emit()
    assert [item.lines for item in desk.items()] == [(LINE, OTHER)]
    details.link_asked.emit()
    assert [item.lines for item in desk.items()] == [(LINE,)]


def test_withdrawing_asks_why_and_takes_the_item_out_of_sight(desk: Desk) -> None:
    desk.panel.attach([desk.file("a.txt")])
    desk.settle()
    desk.choose()
    desk.panel.view.setFocus()
    desk.qtbot.keyClick(desk.panel.view, Qt.Key.Key_Delete)
    asking = desk.page.findChild(AskReason)
    assert asking is not None
    desk.qtbot.keyClicks(asking.text, "Of another force")
    asking.accept_button.click()
    assert desk.items() == ()
    assert desk.panel.view.model().rowCount() == 0


def test_a_copy_is_saved_out_as_it_was_put_in(desk: Desk) -> None:
    desk.panel.attach([desk.file("a.txt", b"the very words")])
    desk.settle()
    details = desk.choose()
    _menu(desk, details).actions()[1].trigger()
    dialog = desk.panel.findChild(ChooseSave)
    assert dialog is not None
    target = desk.folder / "out.txt"
    dialog.place_chosen.emit(target)
    desk.settle()
    assert target.read_bytes() == b"the very words"
    assert "The copy is not encrypted." in desk.told[-1]
    dialog.close()


def test_enter_previews_a_picture_and_closing_forgets_it(desk: Desk) -> None:
    desk.panel.attach([desk.picture()])
    desk.settle()
    desk.choose()
    desk.panel.view.setFocus()
    desk.qtbot.keyClick(desk.panel.view, Qt.Key.Key_Return)
    preview = desk.panel.findChild(EvidencePreview)
    assert preview is not None
    desk.qtbot.waitUntil(lambda: preview.pages.images_held == 1, timeout=20_000)
    assert unnamed(preview) == []
    assert roleless(preview) == []
    preview.hide()
    assert preview.pages.images_held == 0
    preview.close()


def test_text_is_previewed_and_what_cannot_be_shown_says_so(desk: Desk) -> None:
    desk.panel.attach(
        [desk.file("a.txt", "Wörter eines Zeugen".encode()), desk.file("b.bin", bytes(99))]
    )
    first, second = desk.items()
    preview = EvidencePreview(desk.page, desk.inspection, first)
    preview.open()
    desk.qtbot.waitUntil(lambda: "Wörter" in preview.text.toPlainText(), timeout=20_000)
    preview.close()
    preview = EvidencePreview(desk.page, desk.inspection, second)
    preview.open()
    desk.settle()
    assert preview.pages.isHidden()
    assert preview.text.isHidden()
    preview.close()


def test_the_panel_has_names_roles_and_room(desk: Desk) -> None:
    desk.panel.attach([desk.picture(), desk.file("a.txt")])
    desk.settle()
    desk.choose()
    desk.qtbot.wait(1)
    assert unnamed(desk.panel) == []
    assert roleless(desk.panel) == []
    assert cut_off(desk.panel) == []
    assert outside(desk.panel) == []


def test_when_a_photo_was_taken_stands_at_it(desk: Desk) -> None:
    path = a_photo(desk.folder, "yard.jpg", "2013:09:16 08:00:00")
    desk.panel.attach([path])
    desk.settle()
    scanned = desk.vault.photos.scan(desk.id, [path])
    (placed,) = desk.vault.photos.placed(desk.id, scanned, ())
    taken = desk.vault.photos.take_in(desk.id, [Wanted(path, capture=placed.capture)])
    desk.inspection.take(taken.states)
    desk.choose()
    words = [each.text() for each in desk.panel.findChildren(QLabel)]
    told = "Taken 16 September 2013, 08:00:00 in London, taking the camera’s clock for right"
    assert told in words
