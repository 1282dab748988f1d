"""The tree of sections: model and view."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector_app.ui.models.index import Role
from inspector_app.ui.models.sections_tree import SectionsTree
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.sections_view import SectionsView
from tests.support.gallery import a_tree


def a_model() -> SectionsTree:
    tree = SectionsTree()
    tree.show(a_tree())
    return tree


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> SectionsView:
    view = SectionsView()
    qtbot.addWidget(view)
    tree = a_model()
    tree.setParent(view)
    view.show_model(tree)
    view.resize(232, 600)
    view.show()
    return view


def test_the_tree_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(a_model())
    qtmodeltester.check(SectionsTree())


def test_threats_hold_their_sections_and_add_them_up() -> None:
    tree = a_model()
    threat = tree.index(3, 0)
    assert threat.data() == "Public order"
    assert threat.data(Role.ID) is None
    said = threat.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Public order. 33 of 51 established."
    section = tree.index(0, 0, threat)
    assert section.data() == section.data(Role.SORT) == "Capacity and contribution"
    assert section.data(Qt.ItemDataRole.ToolTipRole) == "Capacity and contribution"
    assert section.data(Role.ID) == "s30"
    assert section.data(Role.VIEW) == a_tree()[3].sections[0]
    said = section.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Capacity and contribution. 11 of 16 established. Mine."
    assert section.parent() == threat


def test_a_section_out_of_scope_says_so() -> None:
    tree = a_model()
    said = tree.index_of("s42").data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Consistency. Not in scope."


def test_new_counts_keep_what_is_open_and_chosen(qtbot: QtBot, view: SectionsView) -> None:
    view.mark("s30")
    tree = view.model()
    assert isinstance(tree, SectionsTree)
    threats = a_tree()
    more = replace(threats[3].sections[0], established=12)
    changed = replace(threats[3], sections=(more, *threats[3].sections[1:]))
    with qtbot.assertNotEmitted(tree.modelReset):
        tree.show((*threats[:3], changed, *threats[4:]))
    assert view.currentIndex().data(Role.VIEW).established == 12
    assert view.isExpanded(tree.index(3, 0))
    with qtbot.waitSignal(tree.modelReset):
        tree.show(threats[:2])


def test_a_click_opens_a_threat_and_goes_to_a_section(qtbot: QtBot, view: SectionsView) -> None:
    tree = view.model()
    threat = tree.index(3, 0)
    where = view.visualRect(threat).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert view.isExpanded(threat)
    where = view.visualRect(tree.index(1, 0, threat)).center() - QPoint(0, 2)
    with qtbot.waitSignal(view.section_asked) as asked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert asked.args == ["s31"]


def test_the_keyboard_alone_opens_threats_and_goes_to_sections(
    qtbot: QtBot, view: SectionsView
) -> None:
    view.setCurrentIndex(view.model().index(4, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.section_asked) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked.args == ["s40"]
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    # One that is not in scope says so itself, and can be put in scope there.
    with qtbot.waitSignal(view.section_asked) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked.args == ["s42"]


def test_marking_a_section_that_is_not_there_changes_nothing(view: SectionsView) -> None:
    view.mark("s30")
    view.mark("elsewhere")
    assert view.currentIndex().data(Role.ID) == "s30"
