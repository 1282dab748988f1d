"""The stops of the tour, as data: on which screen, at what, and in which words."""

from dataclasses import dataclass

from inspector_app.ui.pages.page import Screen
from inspector_app.ui.texts import tr

_LINE = "CC-PO-09"
"""A line of the sample with an account, a source and a file."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that is shown."""

    id: str
    """What is remembered of a tour that was left."""
    screen: Screen
    place: str
    """Where on the screen to arrive when one comes from another."""
    anchors: tuple[str, ...]
    """Object names of what the card points at: the first that is in sight."""
    title: str
    words: str


STOPS = (
    Stop(
        "board",
        Screen.BOARD,
        "",
        ("board",),
        tr("The board"),
        tr(
            "Every inspection opens here: threats down, requirements across. A tile tells how many "
            "lines are established and how its headline begins. Arrow keys choose a tile, Enter "
            "opens its section."
        ),
    ),
    Stop(
        "line",
        Screen.SECTION,
        _LINE,
        ("open-line", "lines"),
        tr("One line at a time"),
        tr(
            "A section is a list of lines, one of them open. ↑ and ↓ go to another; Y, P, N or a "
            "number answers; X says why there is no answer. It is kept at once: Ctrl+Z takes it "
            "back."
        ),
    ),
    Stop(
        "source",
        Screen.SECTION,
        _LINE,
        ("accounts", "open-line", "lines"),
        tr("Where it was learned"),
        tr(
            "An account is what one source said or showed. S gives one with its source: an "
            "interview, a document, a test. Two that differ may both stand; the answer is what "
            "the team makes of them."
        ),
    ),
    Stop(
        "evidence",
        Screen.SECTION,
        _LINE,
        ("evidence", "rail-right"),
        tr("Evidence"),
        tr(
            "Ctrl+E attaches files to the open line; dropping them does too. The original is kept "
            "as it is, encrypted, with a number. F4 leads here, or opens the drawer on a small "
            "screen."
        ),
    ),
    Stop(
        "headline",
        Screen.SECTION,
        _LINE,
        ("headline",),
        tr("The headline"),
        tr(
            "The judgement of a section, which a person writes: H begins it. The app never works "
            "one out, and a good headline may stand over a bad detail."
        ),
    ),
    Stop(
        "prompts",
        Screen.PROMPTS,
        "",
        ("prompts",),
        tr("Prompts"),
        tr(
            "What is weak, contradictory or still open, from anywhere with Ctrl+G. A prompt only "
            "points: Enter goes to the line, and what you do not need is put aside with a reason."
        ),
    ),
    Stop(
        "report",
        Screen.REPORT,
        "",
        ("sign",),
        tr("The report"),
        tr(
            "Ctrl+P shows what will be printed and what is left out. Ctrl+Enter asks where the "
            "file goes and for your PIN, then prints and signs it. Signing locks nothing."
        ),
    ),
    Stop(
        "verify",
        Screen.INSPECTIONS,
        "",
        ("verify",),
        tr("Verifying"),
        tr(
            "Drop a signed PDF here, or press V, to see whether it is genuine and who signed it. "
            "Enter in the list opens an inspection where you left it; N begins your own."
        ),
    ),
    Stop(
        "lock",
        Screen.INSPECTIONS,
        "",
        ("lock",),
        tr("Locking, and where help is"),
        tr(
            "Ctrl+L locks at once, F9 only covers the screen. F1 lists the keys of any screen and "
            "Shift+F1 explains it; inside an inspection Ctrl+K finds whatever you type."
        ),
    ),
)


def number_of(stop: str) -> int | None:
    """Return the place in the tour of the stop with this id; None when there is none."""
    return next((at for at, each in enumerate(STOPS) if each.id == stop), None)
