"""How the window says what it says: names of screens, numbers of things, tips."""

from html import escape

from inspector_app.texts import tr as tr  # the screens find all their words here
from inspector_app.texts import tr_counted as tr_counted


def plain_tip(text: str) -> str:
    """Return ``text`` as a tip that shows it as it is written.

    Qt reads what looks like markup as markup, and would fetch what it names; words of an inspection
    or a pack are never that.
    """
    if "<" not in text and "&" not in text:
        return text
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>"


def screen_text(screen: str) -> str:
    """Return the name of a screen, from the value of its ``Screen``.

    Raises:
        KeyError: there is no such screen.
    """
    return {
        "unlock": tr("Unlock"),
        "inspections": tr("Inspections"),
        "new-inspection": tr("New inspection"),
        "board": tr("Board"),
        "section": tr("Section"),
        "encounter": tr("Encounter"),
        "sources": tr("Sources"),
        "registers": tr("Registers"),
        "review": tr("Accuracy check and recommendations"),
        "prompts": tr("Prompts"),
        "history": tr("History"),
        "versions": tr("Versions to settle"),
        "checklist": tr("Checklist"),
        "together": tr("Bring together"),
        "base": tr("Sync"),
        "travel": tr("Ready to travel"),
        "report": tr("Report"),
        "papers": tr("Papers"),
        "settings": tr("Settings"),
        "help": tr("Help"),
    }[screen]


def counted(number: int, one: str, many: str) -> str:
    """Return ``1 prompt`` or ``3 prompts`` from the number and the two (untranslated) nouns.

    The catalogue's text is ``{number} prompts``.
    """
    return tr_counted(number, f"{{number}} {one}", f"{{number}} {many}").format(number=number)


def established_text(established: int, total: int, again: int = 0) -> str:
    """Return how much of a section is established, in words, and how much asks again."""
    words = tr_counted(total, "{established} of {number} established").format(
        established=established, number=total
    )
    return f"{words} · {again_text(again)}" if again else words


def again_text(again: int) -> str:
    """Return how many lines ask again: ``2 asked again``."""
    return tr_counted(again, "{number} asked again").format(number=again)


def kind_text(letter: str) -> str:
    """Return what the letter of a kind of support stands for.

    Raises:
        KeyError: no kind of source has this letter.
    """
    # The first window shows no letters, and does without what describes the kinds.
    from inspector_app.domain.source_fields import letter_words

    return letter_words(letter)
