"""Whatever is typed while the disk is full stays, holds the vault open, and is recorded later."""

import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, RecommendationId, SectionId, SourceId
from inspector_app.domain.recommendations import Recommendation, RecommendationKind
from inspector_app.domain.sources import Interview, Source
from inspector_app.domain.standing import Standing
from inspector_app.ui.pages.board_page import BoardPage
from inspector_app.ui.pages.page import Page, Screen
from inspector_app.ui.pages.recommendations_panel import RecommendationsPanel
from inspector_app.ui.pages.registers_page import RegistersPage
from inspector_app.ui.pages.review_page import ReviewPage
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.pages.sources_page import SourcesPage
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.item_details import ItemDetails
from inspector_app.ui.widgets.line_drawers import AccountDrawer
from inspector_app.ui.widgets.values.fields import WordField
from tests.faults.refused_writes import require_clear
from tests.support.desk_window import DeskWindow
from tests.support.mirrored import WHY_NOT, Mirror, may_mirror, mirrored
from tests.support.photos import a_photo
from tests.support.vaults import a_vault, an_inspection

pytestmark = pytest.mark.skipif(not may_mirror(), reason=f"a disk that refuses {WHY_NOT}")

HERE, THERE, BOARD = SectionId("CC-PO"), SectionId("CS-PO"), SectionId("CN-PO")
LINE, OTHER_LINE = LineId("CC-PO-01"), LineId("CC-PO-02")
P = TypeVar("P", bound=Page)


@dataclass(frozen=True)
class Desk:
    """The window with an inspection open, which holds two of each thing: one to be left for."""

    at: DeskWindow
    mirror: Mirror
    items: tuple[str, ...]
    asked: tuple[str, ...]
    sources: tuple[str, ...]
    entries: tuple[str, ...]

    def page(self, kind: type[P], screen: Screen, place: str) -> P:
        """Go to a place, and return its page."""
        self.at.window.show_screen(screen, place)
        self.at.settle()
        page = self.at.window.current_page
        assert isinstance(page, kind)
        return page

    def standing(self) -> Standing:
        """Return what stands, as the vault has it."""
        assert self.at.window._unlocked is not None
        (summary,) = self.at.window._unlocked.inspections.all()
        return self.at.window._unlocked.inspections.standing(summary.id)

    def told(self) -> str:
        """Return what the window says, or the entry that is edited, which must be in sight."""
        page = self.at.window.current_page
        if isinstance(page, RegistersPage) and page.editor._reason.isVisible():
            return page.editor._reason.text()
        assert self.at.window._message.isVisible()
        return self.at.window._message.accessibleName()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path
    with mirrored(folder / "disk") as mirror:
        vault = a_vault(mirror.folder)
        id_ = an_inspection(vault)
        photos = [a_photo(folder, f"{name}.jpg") for name in ("here", "there")]
        items = vault.evidence.attach(id_, photos, [LINE])
        asked = [
            vault.recommendations.make(id_, Recommendation(RecommendationKind.RECOMMENDATION, each))
            for each in ("Here.", "There.")
        ]
        sources = [
            vault.sources.record(id_, Source(Interview(), each)) for each in ("Here", "There")
        ]
        entries = [
            vault.sources.add_entry(id_, RegisterEntry("", "roles", each))
            for each in ("Here", "There")
        ]
        for each in (HERE, THERE, BOARD):
            vault.inspections.headline(id_, each, Headline("They can."))
        vault.close()
        at = DeskWindow(mirror.folder)
        at.unlock()
        at.key(Qt.Key.Key_Return)
        desk = Desk(
            at,
            mirror,
            tuple(each.item or "" for each in items),
            tuple(each for each, _ in asked),
            tuple(each.id for each in sources),
            tuple(each for each, _ in entries),
        )
        try:
            yield desk
        finally:
            mirror.control.relent()
            at.close()


@dataclass(frozen=True)
class Place:
    """A field in which something is typed that is recorded."""

    field: Callable[[Desk], QPlainTextEdit | QLineEdit]
    """Goes to it."""
    leave: Callable[[Desk], object]
    """Goes to another thing of the same page."""
    kept: Callable[[Desk], str]
    """What of it stands."""


def section(desk: Desk, place: str) -> SectionPage:
    return desk.page(SectionPage, Screen.SECTION, place)


def details(desk: Desk, number: int) -> ItemDetails:
    panel = section(desk, LINE).evidence
    panel.view.setCurrentIndex(panel._model.index(panel._model.row_of(desk.items[number])))
    desk.at.settle()
    assert panel._details is not None
    return panel._details


def recommendations(desk: Desk, number: int) -> RecommendationsPanel:
    page = desk.page(ReviewPage, Screen.REVIEW, "recommendations")
    panel = page._panel("recommendations")
    assert isinstance(panel, RecommendationsPanel)
    panel.choose(desk.asked[number])
    desk.at.settle()
    return panel


def sources(desk: Desk, number: int) -> SourcesPage:
    return desk.page(SourcesPage, Screen.SOURCES, desk.sources[number])


def registers(desk: Desk, number: int) -> RegistersPage:
    return desk.page(RegistersPage, Screen.REGISTERS, desk.entries[number])


def word(field: object) -> WordField:
    assert isinstance(field, WordField)
    return field


def words(field: object) -> GrowingText:
    assert isinstance(field, GrowingText)
    return field


def headline_field(page: SectionPage) -> GrowingText:
    page.judgement.begin()
    return page.judgement.headline.field


def moderated(page: SectionPage, number: int) -> GrowingText:
    page.judgement.begin_moderation()
    return page.judgement.moderation.field(number)


def board_headline(desk: Desk, place: SectionId) -> GrowingText:
    page = desk.page(BoardPage, Screen.BOARD, place)
    page.headline.edit()
    return page.headline.field


def source(desk: Desk) -> Source:
    found = desk.standing().source(SourceId(desk.sources[0])).value
    assert found is not None
    return found


def recommendation(desk: Desk) -> Recommendation:
    found = desk.standing().recommendation(RecommendationId(desk.asked[0])).value
    assert found is not None
    return found


def advance(desk: Desk) -> str:
    standing = desk.standing()
    found = standing.advance(standing.id, RecommendationId(desk.asked[0])).value
    return "" if found is None else found.note


def caption(desk: Desk, fact: str) -> str:
    (item,) = (each for each in desk.standing().evidence() if each.id == desk.items[0])
    return str(getattr(item.caption, fact))


def entry(desk: Desk) -> RegisterEntry:
    found = desk.standing().entry(desk.entries[0]).value
    assert found is not None
    return found


def headline(desk: Desk, place: SectionId) -> str:
    found = desk.standing().headline(place).value
    return "" if found is None else found.text


def moderation(desk: Desk) -> str:
    found = desk.standing().moderation(HERE).value
    return "" if found is None else found.challenge


PLACES = {
    "a caption": Place(
        lambda desk: details(desk, 0).caption,
        lambda desk: details(desk, 1),
        lambda desk: caption(desk, "text"),
    ),
    "what a picture shows": Place(
        lambda desk: details(desk, 0).description,
        lambda desk: details(desk, 1),
        lambda desk: caption(desk, "description"),
    ),
    "a recommendation": Place(
        lambda desk: recommendations(desk, 0).editor.text,
        lambda desk: recommendations(desk, 1),
        lambda desk: recommendation(desk).text,
    ),
    "to whom it is": Place(
        lambda desk: recommendations(desk, 0).editor.to,
        lambda desk: recommendations(desk, 1),
        lambda desk: recommendation(desk).to,
    ),
    "how far it has come": Place(
        lambda desk: recommendations(desk, 0).advance.note,
        lambda desk: recommendations(desk, 1),
        advance,
    ),
    "the title of a source": Place(
        lambda desk: word(sources(desk, 0).editor.field("title")),
        lambda desk: sources(desk, 1),
        lambda desk: source(desk).title,
    ),
    "the note of a source": Place(
        lambda desk: words(sources(desk, 0).editor.field("note")),
        lambda desk: sources(desk, 1),
        lambda desk: source(desk).note,
    ),
    "the name of an entry": Place(
        lambda desk: registers(desk, 0).editor.fields["name"],
        lambda desk: registers(desk, 1),
        lambda desk: entry(desk).name,
    ),
    "the note of an entry": Place(
        lambda desk: registers(desk, 0).editor.fields["note"],
        lambda desk: registers(desk, 1),
        lambda desk: entry(desk).note,
    ),
    "a headline": Place(
        lambda desk: headline_field(section(desk, HERE)),
        lambda desk: section(desk, THERE),
        lambda desk: headline(desk, HERE),
    ),
    "a headline on the board": Place(
        lambda desk: board_headline(desk, BOARD),
        lambda desk: board_headline(desk, THERE),
        lambda desk: headline(desk, BOARD),
    ),
    "a moderation": Place(
        lambda desk: moderated(section(desk, HERE), 0),
        lambda desk: section(desk, THERE),
        moderation,
    ),
}


def type_in(field: QPlainTextEdit | QLineEdit, text: str) -> None:
    """Put words into a field as if they were typed."""
    field.selectAll()
    if isinstance(field, QLineEdit):
        field.insert(text)
    else:
        field.insertPlainText(text)


def shown(field: QPlainTextEdit | QLineEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def test_what_is_typed_stays_holds_the_vault_open_and_is_recorded_later(desk: Desk) -> None:
    """In one spell of a full disk, for a thing may have several fields that wait together."""
    typed = {name: f"Typed into {name} while it was full." for name in PLACES}
    desk.mirror.control.refuse(desk.mirror.control.count + 1, errno.ENOSPC)
    for name, place in PLACES.items():
        field = place.field(desk)
        type_in(field, typed[name])
        desk.at.window.flush()
        desk.at.settle()
        require_clear(desk.told())
        assert shown(field) == typed[name]
        assert typed[name] not in place.kept(desk)
        place.leave(desk)
    for name, place in PLACES.items():
        assert shown(place.field(desk)) == typed[name], f"{name} is lost where it is left"
    assert desk.at.window._closing.finish(), "the vault would be closed, and all of it lost"
    desk.at.settle()
    desk.mirror.control.relent()
    assert desk.at.window._closing.finish() == ""
    desk.at.settle()
    for name, place in PLACES.items():
        assert place.kept(desk) == typed[name]


def accounts(desk: Desk) -> list[str]:
    held = (account.value for _, account in desk.standing().accounts())
    return sorted(each.words for each in held if each is not None)


def test_an_account_stays_in_its_field_or_is_given_again_where_that_is_left(desk: Desk) -> None:
    desk.mirror.control.refuse(desk.mirror.control.count + 1, errno.ENOSPC)
    page = sources(desk, 0)
    word(page.line).show_text(f"{LINE}, {OTHER_LINE}")
    type_in(page.words, "Said in the interview.")
    page.add_button.click()
    desk.at.settle()
    require_clear(desk.told())
    assert (page.line.words, shown(page.words)) == (
        f"{LINE}, {OTHER_LINE}",
        "Said in the interview.",
    )

    walk = section(desk, LINE)
    walk.lines.go_to(walk.lines.currentIndex().row(), opens=True)
    walk.form.open_drawer("account")
    drawer = walk.form._drawers._made["account"]
    assert isinstance(drawer, AccountDrawer)
    type_in(drawer.words, "Said on the line.")
    drawer.give()
    desk.at.settle()
    require_clear(desk.told())
    assert shown(drawer.words) == "Said on the line."
    walk.arrive(OTHER_LINE)
    desk.at.settle()
    assert desk.told().endswith("What was typed stays, and is tried again.")
    assert desk.at.window._closing.finish(), "the vault would be closed, and all of it lost"
    desk.at.settle()
    assert accounts(desk) == []

    desk.mirror.control.relent()
    assert desk.at.window._closing.finish() == ""
    desk.at.settle()
    assert accounts(desk) == ["Said in the interview."] * 2 + ["Said on the line."]
