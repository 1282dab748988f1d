"""The evidence bundle in the window: to whom, signed, written, and one checked."""

import zipfile
from pathlib import Path
from threading import Event

import pyrage
import pytest
from PySide6.QtCore import Qt

from inspector_app.ui.dialogs.ask_recipient import AskRecipient
from inspector_app.ui.jobs import Lane
from inspector_app.ui.pages.bundle_panel import BundlePanel
from inspector_app.ui.pages.papers_page import PapersPage
from inspector_app.ui.widgets.progress_row import ProgressRow
from tests.support.accessibility import cut_off, roleless, unnamed
from tests.support.by_keyboard import type_path
from tests.support.desk_window import DeskWindow

KEY = Qt.Key
PIN = "246813"


@pytest.fixture
def panel(sample_desk: DeskWindow) -> BundlePanel:
    sample_desk.key(KEY.Key_Return)
    sample_desk.ctrl(KEY.Key_O)
    page = sample_desk.window.current_page
    assert isinstance(page, PapersPage)
    page._inspection.services.reports.make_identity("Jo Sample", PIN)
    page.arrive("bundle")
    sample_desk.settle()
    shown = page.panel("bundle")
    assert isinstance(shown, BundlePanel)
    return shown


def make(desk: DeskWindow, panel: BundlePanel, target: Path) -> None:
    desk.ctrl(KEY.Key_Return)
    desk.settle()
    type_path(desk, target)
    desk.type(PIN)
    desk.key(KEY.Key_Return)
    desk.wait_for(target.exists, "the bundle is written")
    desk.wait_for(panel.make.isEnabled, "it is told")
    desk.settle()


def test_a_bundle_is_written_and_a_changed_one_is_found(
    sample_desk: DeskWindow, panel: BundlePanel
) -> None:
    target = sample_desk.folder / "evidence.zip"
    make(sample_desk, panel, target)
    assert "evidence.zip: " in panel._said.text()
    assert "Signed by Jo Sample (self-issued)." in panel._said.text()
    with zipfile.ZipFile(target) as packed:
        (name,) = (each for each in packed.namelist() if each.endswith("bag-info.txt"))
    content = target.read_bytes()
    target.write_bytes(content.replace(b"Marking: OFFICIAL", b"Marking: UNMARKED"))
    assert name
    panel.check.click()
    sample_desk.settle()
    type_path(sample_desk, target)
    sample_desk.wait_for(lambda: "NOT genuine" in panel._said.text(), "it is checked")
    assert "bag-info.txt" in panel._said.text()
    gate = Event()  # the checking waits behind it, so that it is stopped for certain
    panel.inspection.jobs.run(panel, gate.wait, lambda _: None, lane=Lane.FILES)
    panel._on_bundle_chosen([target])
    (row,) = panel.findChildren(ProgressRow)
    row.cancel_asked.emit()
    gate.set()
    sample_desk.wait_for(lambda: "Stopped" in panel._said.text(), "it is stopped")
    assert panel._said.text() == "Stopped; whether evidence.zip is genuine was not found out."


def test_a_recipient_is_kept_ticked_and_alone_can_open_it(
    sample_desk: DeskWindow, panel: BundlePanel
) -> None:
    identity = pyrage.x25519.Identity.generate()
    panel.keep.click()
    sample_desk.settle()
    asked = sample_desk.dialog()
    assert isinstance(asked, AskRecipient)
    assert unnamed(asked) + roleless(asked) + cut_off(asked) == []
    sample_desk.type("Base store")
    sample_desk.tab()
    sample_desk.type(str(identity.to_public()))
    sample_desk.key(KEY.Key_Return)
    sample_desk.wait_for(lambda: "Base store" in panel._boxes, "it is kept")
    assert "Not encrypted" in panel._whom.text()
    panel._boxes["Base store"].click()
    assert "only these can open it: Base store" in panel._whom.text()
    target = sample_desk.folder / "evidence.zip.age"
    make(sample_desk, panel, target)
    opened = pyrage.decrypt(target.read_bytes(), [identity])
    assert opened.startswith(b"PK")
