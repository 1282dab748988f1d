"""The keys that hold on every screen."""

from inspector_app.ui.pages.page import Screen
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr

EVERYWHERE = (
    Shortcut("keys", "F1", tr("keys"), is_hinted=True),
    Shortcut("lock", "Ctrl+L", tr("lock now")),
    Shortcut("cover", "F9", tr("cover the screen")),
    Shortcut("search", "Ctrl+K", tr("search"), is_hinted=True),
    Shortcut("undo", "Ctrl+Z", tr("undo")),
    Shortcut("redo", "Ctrl+Shift+Z", tr("redo")),
    Shortcut("inspections", "Ctrl+Home", tr("inspections")),
    Shortcut("board", "Ctrl+B", tr("board")),
    Shortcut("encounter", "Ctrl+I", tr("encounter: capture, timetable")),
    Shortcut("correct", "F7", tr("correction session: begin, end")),
    Shortcut("hand-over", "F6", tr("recorded as: hand the laptop over")),
    Shortcut("sources", "Ctrl+U", tr("sources and requests")),
    Shortcut("prompts", "Ctrl+G", tr("prompts: what to look at again")),
    Shortcut("history", "Ctrl+H", tr("history of this line, or of everything")),
    Shortcut("review", "Ctrl+R", tr("accuracy check and recommendations")),
    Shortcut("together", "Ctrl+T", tr("bring the team’s laptops together")),
    Shortcut("sync", "F5", tr("sync with base")),
    Shortcut("report", "Ctrl+P", tr("report")),
    Shortcut("papers", "Ctrl+O", tr("papers: interim summary and others")),
    Shortcut("settings", "Ctrl+,", tr("settings")),
    Shortcut("help", "Shift+F1", tr("help")),
    Shortcut("tour", "Ctrl+F1", tr("tour on the sample: begin, go on")),
)
SCREEN_OF = {
    "inspections": Screen.INSPECTIONS,
    "board": Screen.BOARD,
    "encounter": Screen.ENCOUNTER,
    "sources": Screen.SOURCES,
    "prompts": Screen.PROMPTS,
    "history": Screen.HISTORY,
    "review": Screen.REVIEW,
    "together": Screen.TOGETHER,
    "sync": Screen.SYNC,
    "report": Screen.REPORT,
    "papers": Screen.PAPERS,
    "settings": Screen.SETTINGS,
    "help": Screen.HELP,
}
"""The keys that go to a screen, by their actions."""
