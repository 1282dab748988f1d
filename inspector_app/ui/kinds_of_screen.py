"""What kind of screen each is: of an inspection, found by the search, left by Esc, and so on."""

from inspector_app.ui.pages.page import Screen

OF_INSPECTION = (
    Screen.BOARD,
    Screen.SECTION,
    Screen.SOURCES,
    Screen.REGISTERS,
    Screen.ENCOUNTER,
    Screen.PROMPTS,
    Screen.VERSIONS,
    Screen.CHECKLIST,
    Screen.HISTORY,
    Screen.REVIEW,
    Screen.REPORT,
    Screen.PAPERS,
    Screen.TRAVEL,
)
OF_VAULT = (Screen.INSPECTIONS, Screen.NEW_INSPECTION, Screen.TOGETHER, Screen.SYNC)
"""Screens that need an open vault, and no inspection."""
PRINTING = (Screen.REPORT, Screen.PAPERS)
"""Where what is chosen is not recorded, so that an archive does not shut the fields."""
FOUND = {
    Screen.BOARD: "board",
    Screen.SECTION: "section",
    Screen.ENCOUNTER: "clock",
    Screen.SOURCES: "user",
    Screen.REGISTERS: "table",
    Screen.REVIEW: "flag",
    Screen.PROMPTS: "bell",
    Screen.HISTORY: "history",
    Screen.TOGETHER: "laptop",
    Screen.SYNC: "sync",
    Screen.TRAVEL: "place",
    Screen.INSPECTIONS: "inspections",
    Screen.REPORT: "report",
    Screen.PAPERS: "printer",
    Screen.SETTINGS: "settings",
    Screen.HELP: "help",
    Screen.VERSIONS: "versions",
    Screen.CHECKLIST: "book",
}
"""Screens that the search finds, with their icons."""
ASIDE = (
    *(Screen.VERSIONS, Screen.HISTORY, Screen.TOGETHER, Screen.SYNC, Screen.TRAVEL),
    *(Screen.REGISTERS, Screen.CHECKLIST, Screen.SETTINGS, Screen.HELP),
)
"""Screens that one looks into and leaves by Esc, for wherever one was."""
STAYING = (Screen.UNLOCK, Screen.SETTINGS)
"""Screens that are not built anew when the size of text is changed on the latter."""
