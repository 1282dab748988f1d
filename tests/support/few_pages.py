"""A summary of a few pages in the window, where it does not matter what is printed."""

from PySide6.QtWidgets import QRadioButton

from inspector_app.ui.pages.report_page import ReportPage
from tests.support.desk_window import DeskWindow


def choose_one_section(desk: DeskWindow) -> None:
    """Choose one section on the report's screen: the whole sample fills some fifty pages."""
    page = desk.window.current_page
    assert isinstance(page, ReportPage)
    choice = page.choice
    choice.which.findChildren(QRadioButton)[1].click()
    choice.introduction.setChecked(False)
    choice._matrix.choose({id_: id_ == "CC-PO" for id_ in choice._matrix.chosen()})
    desk.settle()
