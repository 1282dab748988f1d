from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import SectionId
from inspector_app.reports.facts import Options
from inspector_app.services.reports import OwnIdentity
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.inspections_table import Column
from inspector_app.ui.pages.inspections_page import InspectionsPage
from inspector_app.ui.pages.page import Screen
from tests.support.desk_window import DeskWindow
from tests.support.vaults import an_inspection

KEY = Qt.Key
PIN = "484-271"


def page(desk: DeskWindow) -> InspectionsPage:
    shown = desk.window.current_page
    assert isinstance(shown, InspectionsPage)
    return shown


def state(desk: DeskWindow, row: int = 0) -> str:
    model = page(desk).list.model()
    return str(model.index(row, Column.STATE).data())


def services(desk: DeskWindow):  # type: ignore[no-untyped-def]  # whatever the page has
    return page(desk)._unlocked


def test_a_fresh_vault_says_what_to_do_and_enter_does_it(empty_desk: DeskWindow) -> None:
    assert page(empty_desk)._empty.isVisible()
    empty_desk.key(KEY.Key_Space)
    assert empty_desk.screen is Screen.NEW_INSPECTION


def test_the_sample_opens_by_one_key_and_opens_as_the_same_again(empty_desk: DeskWindow) -> None:
    empty_desk.key(KEY.Key_O)
    empty_desk.wait_for(lambda: empty_desk.screen is Screen.BOARD, "the sample opens")
    empty_desk.key(KEY.Key_Home, Qt.KeyboardModifier.ControlModifier)
    empty_desk.key(KEY.Key_O)
    empty_desk.wait_for(lambda: empty_desk.screen is Screen.BOARD, "the sample opens again")
    empty_desk.key(KEY.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert page(empty_desk).list.model().rowCount() == 1


def test_enter_opens_an_inspection_where_it_was_left(sample_desk: DeskWindow) -> None:
    found = services(sample_desk).inspections
    found.remember_place(found.all()[0].id, "section:CC-PO-07")
    sample_desk.key(KEY.Key_Return)
    assert sample_desk.screen is Screen.SECTION
    assert sample_desk.window.current_page.place() == "CC-PO-07"


def test_the_state_of_each_summary_is_told_once_it_is_known(sample_desk: DeskWindow) -> None:
    assert state(sample_desk) == "none signed yet"
    vault = services(sample_desk)
    inspection = vault.inspections.all()[0].id
    identity = vault.reports.make_identity("Jo Smith", PIN)
    vault.reports.export(
        inspection, sample_desk.folder / "summary.pdf", OwnIdentity(identity.id, PIN)
    )
    sample_desk.window.show_screen(Screen.INSPECTIONS)
    sample_desk.settle()
    assert state(sample_desk) == "signed summary of 16 September 2013"
    vault.inspections.headline(inspection, SectionId("CC-PO"), Headline("Another judgement."))
    sample_desk.window.show_screen(Screen.INSPECTIONS)
    sample_desk.settle()
    assert state(sample_desk) == "changed since the signed summary of 16 September 2013"


def test_a_file_dropped_anywhere_is_verified_in_words(sample_desk: DeskWindow) -> None:
    vault = services(sample_desk)
    inspection = vault.inspections.all()[0].id
    target = sample_desk.folder / "summary.pdf"
    identity = vault.reports.make_identity("Jo Smith", PIN)
    few_pages = Options(sections=(SectionId("CC-PO"),))
    vault.reports.export(inspection, target, OwnIdentity(identity.id, PIN), few_pages)
    shown = page(sample_desk)
    drop(shown, target)
    sample_desk.wait_for(shown.verdict.isVisible, "the verdict")
    assert shown.verdict.words.startswith("Genuine. ")
    assert "Its data equal what this inspection would print now." in shown.verdict.words

    target.write_bytes(target.read_bytes().replace(b"PAdES", b"PAdEs") + b"%more\n")
    drop(shown, target)
    sample_desk.wait_for(lambda: "Not genuine" in shown.verdict.words, "the other verdict")


def drop(shown: InspectionsPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    shown.dropEvent(
        QDropEvent(
            QPointF(20, 200),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_file_that_is_nothing_of_ours_cannot_be_told(empty_desk: DeskWindow) -> None:
    other = empty_desk.folder / "letter.txt"
    other.write_text("Dear inspector")
    page(empty_desk).verify(other)
    empty_desk.wait_for(page(empty_desk).verdict.isVisible, "the verdict")
    assert page(empty_desk).verdict.words.startswith("Cannot tell. ")


def test_an_exported_inspection_comes_back_and_opens(
    sample_desk: DeskWindow, empty_desk_beside: DeskWindow
) -> None:
    vault = services(sample_desk)
    inspection = vault.inspections.all()[0].id
    target = sample_desk.folder / "export.json"
    vault.exchange.export(inspection, target)
    page(empty_desk_beside).take_in(target)
    empty_desk_beside.wait_for(lambda: empty_desk_beside.screen is Screen.BOARD, "the import opens")


def test_what_cannot_be_imported_is_said_and_changes_nothing(empty_desk: DeskWindow) -> None:
    wrong = empty_desk.folder / "wrong.json"
    wrong.write_text("{}")
    page(empty_desk).take_in(wrong)
    empty_desk.settle()
    assert "wrong.json" in empty_desk.window._message.text
    assert page(empty_desk).list.model().rowCount() == 0


def test_a_heading_sorts_the_list(empty_desk: DeskWindow) -> None:
    from inspector_app.domain.values import Named

    vault = services(empty_desk)
    for name in ("Wiltshire Police", "Avon and Somerset Constabulary", "Kent Police"):
        an_inspection(vault, force=Named(name))
    empty_desk.window.show_screen(Screen.INSPECTIONS)
    empty_desk.settle()
    table = page(empty_desk).list
    table.sortByColumn(Column.FORCE, Qt.SortOrder.AscendingOrder)
    forces = [
        table.model().index(row, 0).data(Role.VIEW).force.partition(" ")[0] for row in range(3)
    ]
    assert forces == ["Avon", "Kent", "Wiltshire"]
