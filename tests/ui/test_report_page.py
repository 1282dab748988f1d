import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QRadioButton

from inspector_app.domain.dates import read
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import SectionId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.reports.facts import Options
from inspector_app.services.reports import OwnIdentity
from inspector_app.ui.dialogs.ask_authority import AskAuthority
from inspector_app.ui.dialogs.ask_secret import AskSecret
from inspector_app.ui.dialogs.make_identity import MakeIdentity
from inspector_app.ui.models.summaries_table import Column
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.report_page import ReportPage
from inspector_app.ui.summary_naming import file_name
from tests.support.authorities import authorities
from tests.support.desk_window import DeskWindow, OpensDesk
from tests.support.few_pages import choose_one_section
from tests.support.pki import a_key_file, a_signer, an_authority
from tests.support.vaults import PASSPHRASE, vault_service

KEY = Qt.Key
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
PIN = "484-271"


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    sample_desk.ctrl(KEY.Key_P)
    return sample_desk


@pytest.fixture(scope="session")
def signed_template(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample's vault, of which one section is signed as ``summary.pdf``."""
    folder = tmp_path_factory.mktemp("signed-template") / "desk"
    shutil.copytree(sample_template, folder)
    vault = vault_service(folder).unlock(PASSPHRASE)
    try:
        (sample,) = vault.inspections.all()
        identity = vault.reports.make_identity(vault.inspector.name, PIN)
        vault.reports.export(
            sample.id,
            folder / "summary.pdf",
            OwnIdentity(identity.id, PIN),
            Options(sections=(SectionId("CC-PO"),)),
        )
    finally:
        vault.close()
    return folder


@pytest.fixture
def signed_desk(open_desk: OpensDesk, signed_template: Path) -> DeskWindow:
    """The report of the sample, one section of which is signed already."""
    desk = open_desk(signed_template)
    desk.unlock()
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_P)
    return desk


def page(desk: DeskWindow) -> ReportPage:
    shown = desk.window.current_page
    assert isinstance(shown, ReportPage)
    return shown


def make_identity(desk: DeskWindow) -> None:
    page(desk).signer.make.click()
    desk.settle()
    asked = desk.dialog()
    assert isinstance(asked, MakeIdentity)
    assert "does not prove" in asked.accessibleDescription()
    desk.type(PIN)
    desk.tab(2)
    desk.type(PIN)
    desk.key(KEY.Key_Return)
    assert page(desk).signer.chosen().identity, desk.target


def choose_target(desk: DeskWindow, target: Path) -> str:
    """Type a path into the save dialog and accept; return what the dialog suggested."""
    dialog = desk.dialog()
    assert isinstance(dialog, QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(line, QLineEdit)
    suggested = line.text()
    line.setText(str(target))
    desk.key(KEY.Key_Return)
    return suggested


def give_secret(desk: DeskWindow, secret: str) -> None:
    asked = desk.dialog()
    assert isinstance(asked, AskSecret)
    desk.type(secret)
    desk.key(KEY.Key_Return)


def sign(desk: DeskWindow, target: Path, secret: str = PIN) -> str:
    desk.ctrl(KEY.Key_Return)
    suggested = choose_target(desk, target)
    give_secret(desk, secret)
    desk.wait_for(lambda: page(desk).sign.isEnabled(), "the export ends")
    return suggested


def test_what_will_be_printed_is_told_before(desk: DeskWindow) -> None:
    facts = page(desk).facts.text()
    assert "18 sections, the introduction among them" in facts
    assert "headlines written" in facts
    assert "evidence items listed" in facts
    assert page(desk).tier.value == "OFFICIAL"
    assert "None has been signed yet" in page(desk).state.text()


def test_a_summary_of_chosen_sections_counts_these_alone(desk: DeskWindow) -> None:
    choose_one_section(desk)
    choice = page(desk).choice
    choice.detail.findChildren(QRadioButton)[0].click()
    desk.settle()
    assert page(desk).facts.text().startswith("15 of 16 established in 1 section, by choice")
    assert not page(desk).accounts.isEnabled()
    assert page(desk)._chosen().options() == Options(
        sections=(SectionId("CC-PO"),), detail=DetailLevel.HEADLINES
    )
    choice._matrix.choose(dict.fromkeys(choice._matrix.chosen(), False))
    choice.changed.emit()
    desk.settle()
    assert "Choose at least one section" in page(desk).facts.text()


def test_a_summary_is_signed_verified_and_listed(desk: DeskWindow, tmp_path: Path) -> None:
    choose_one_section(desk)
    make_identity(desk)
    target = tmp_path / "summary.pdf"
    suggested = sign(desk, target)
    assert suggested == ("OFFICIAL Cambridgeshire Constabulary fieldwork record 2013-09.pdf")
    shown = page(desk)
    assert target.read_bytes().startswith(b"%PDF")
    assert shown.result.isVisible()
    desk.wait_for(lambda: shown.paper.view.pages.images_held > 0, "a page is shown")
    shown.result.verify.click()
    desk.wait_for(shown.result.verdict.isVisible, "the verdict")
    assert shown.result.verdict.words.startswith("Genuine. ")
    desk.key(KEY.Key_Escape)
    assert "Unchanged since the signed summary of" in shown.state.text()
    assert shown.list.model().index(0, Column.CONTENT).data() == "as it stands now"

    services, id_ = shown._inspection.services, shown._inspection.standing.id
    services.inspections.headline(id_, SectionId("CC-PO"), Headline("Another judgement."))
    shown._look_ahead()
    desk.settle()
    assert "Changed since the signed summary of" in shown.state.text()
    assert shown.list.model().index(0, Column.CONTENT).data() == "changed since"


def test_a_wrong_pin_is_said_in_place_and_leaves_no_file(desk: DeskWindow, tmp_path: Path) -> None:
    choose_one_section(desk)
    make_identity(desk)
    target = tmp_path / "summary.pdf"
    sign(desk, target, "000-000")
    assert "PIN" in page(desk)._refusal.text()
    assert list(tmp_path.glob("*.pdf")) == []
    assert page(desk)._stack.currentIndex() == 0


def test_a_pkcs12_file_signs_too(desk: DeskWindow, tmp_path: Path) -> None:
    authority, passphrase = an_authority(), "brass kettle"
    holder = a_signer(authority, not_before=datetime(2013, 1, 1, tzinfo=UTC))
    path = a_key_file(tmp_path / "jo.p12", holder, authority, passphrase)
    choose_one_section(desk)
    shown = page(desk)
    shown.signer.file.line.setFocus()
    desk.type(str(path))
    target = tmp_path / "summary.pdf"
    sign(desk, target, passphrase)
    assert shown.result.isVisible(), shown._refusal.text()


def test_a_signed_summary_is_countersigned_by_another_identity(
    signed_desk: DeskWindow, tmp_path: Path
) -> None:
    desk, target = signed_desk, signed_desk.folder / "summary.pdf"
    authority, passphrase = an_authority(), "brass kettle"
    holder = a_signer(authority, not_before=datetime(2013, 1, 1, tzinfo=UTC))
    lead = a_key_file(tmp_path / "lead.p12", holder, authority, passphrase)
    shown = page(desk)
    shown.signer.box.setCurrentIndex(1)
    shown.signer.file.line.setFocus()
    desk.type(str(lead))

    both_keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    desk.key(KEY.Key_Return, both_keys)
    choose_target(desk, target)
    both = tmp_path / "both.pdf"
    assert choose_target(desk, both) == "summary countersigned.pdf"
    give_secret(desk, passphrase)
    desk.wait_for(shown.result.isVisible, "the countersigned pages")
    shown.result.verify.click()
    desk.wait_for(shown.result.verdict.isVisible, "the verdict")
    assert "It was countersigned by" in shown.result.verdict.words
    assert both.read_bytes().startswith(target.read_bytes())

    # What cannot be countersigned is refused in place: here the file has gone meanwhile.
    desk.key(KEY.Key_Escape)
    gone = tmp_path / "gone.pdf"
    shown.countersigning._on_place_chosen(shown.signer.chosen(), gone, tmp_path / "again.pdf")
    desk.settle()
    give_secret(desk, passphrase)
    desk.wait_for(shown.countersign.isEnabled, "the refusal")
    assert "gone.pdf cannot be opened" in shown._refusal.text()
    assert not (tmp_path / "again.pdf").exists()


def test_a_signed_summary_is_raised_from_the_window_and_listed(
    signed_desk: DeskWindow, tmp_path: Path
) -> None:
    desk, raised = signed_desk, tmp_path / "raised.pdf"
    target = desk.folder / "summary.pdf"
    shown = page(desk)
    with authorities(tmp_path) as net:
        desk.key(KEY.Key_Return, CTRL_ALT)
        choose_target(desk, target)
        asked = desk.dialog()
        assert isinstance(asked, AskAuthority)
        assert "never the file" in asked.accessibleDescription()
        assert not asked.accept_button.isEnabled()
        asked.trust(net.roots())
        desk.type(net.tsa_url)
        desk.key(KEY.Key_Return)
        assert choose_target(desk, raised) == "summary raised.pdf"
        desk.wait_for(shown.result.isVisible, "the raised pages")
        told = {each.accessibleName() for each in shown.result.findChildren(QLabel)}
        assert {"PAdES B-B", "PAdES B-T", "Time Stamps Ltd"} <= told
        assert raised.read_bytes().startswith(target.read_bytes())
        desk.key(KEY.Key_Escape)
        desk.settle()
        listed = shown._summaries.data(shown._summaries.index(0, Column.WHO))
        assert "raised to PAdES B-T" in str(listed)

        # What fails harms nothing, and the authority is remembered.
        net.moods["/tsa"] = "rubbish"
        shown.raise_summary.click()
        desk.settle()
        choose_target(desk, target)
        again = desk.dialog()
        assert isinstance(again, AskAuthority)
        assert again.address.text() == net.tsa_url
        desk.key(KEY.Key_Return)
        choose_target(desk, tmp_path / "none.pdf")
        desk.wait_for(shown.raise_summary.isEnabled, "the refusal")
        assert "is not a timestamp" in shown._refusal.text()
    assert not (tmp_path / "none.pdf").exists()


def test_an_identity_is_told_of_once_it_can_be_signed_with(desk: DeskWindow) -> None:
    told: list[tuple[str, bool]] = []
    signer = page(desk).signer
    page(desk).noticed.connect(lambda said: told.append((said, bool(signer.chosen().identity))))
    make_identity(desk)
    assert told == [("Identity made", True)]


def test_signing_without_an_identity_says_what_to_do(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_Return)
    assert "make a self-issued identity" in page(desk)._refusal.text()


def test_a_marking_below_what_is_printed_is_refused(desk: DeskWindow) -> None:
    shown = page(desk)
    services, id_ = shown._inspection.services, shown._inspection.standing.id
    services.inspections.headline(
        id_,
        SectionId("CC-PO"),
        Headline("Sensitive.", marking=Marking(Tier.OFFICIAL_SENSITIVE)),
    )
    shown._look_ahead()
    desk.settle()
    assert shown.tier.value == "OFFICIAL-SENSITIVE"
    shown.tier.findChildren(type(shown.tier._segments[0]))[0].click()
    desk.settle()
    assert shown._marking_told.text() != ""
    desk.ctrl(KEY.Key_Return)
    assert shown._refusal.text() != ""


def test_the_json_export_warns_before_it_writes(desk: DeskWindow, tmp_path: Path) -> None:
    desk.ctrl(KEY.Key_J)
    asked = desk.dialog()
    assert "without encryption" in asked.windowTitle().lower()
    desk.tab()
    desk.key(KEY.Key_Space)
    target = tmp_path / "all.json"
    assert choose_target(desk, target).endswith(".json")
    desk.wait_for(target.exists, "the export is written")
    assert "without encryption" in page(desk)._refusal.text()


@pytest.mark.parametrize(
    ("force", "fieldwork", "name"),
    [
        ("Kent Police", "2013-09", "OFFICIAL Kent Police fieldwork record 2013-09.pdf"),
        ("A/B: *C*", "2011/12", "OFFICIAL A-B- -C- fieldwork record 2011-12.pdf"),
        ("Kent Police", "next week", "OFFICIAL Kent Police fieldwork record.pdf"),
    ],
)
def test_a_summary_is_called_by_marking_force_kind_and_date(
    force: str, fieldwork: str, name: str
) -> None:
    assert file_name(Marking(), force, "fieldwork-record", read(fieldwork)) == name


def test_esc_goes_back_to_the_board(desk: DeskWindow) -> None:
    desk.key(KEY.Key_Escape)
    assert desk.screen is Screen.BOARD
