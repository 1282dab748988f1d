"""What the window tells of a language whose file could not be used, or not whole."""

from collections.abc import Sequence

from inspector_app import texts
from inspector_app.ui.texts import tr_counted

_MOST_TOLD = 5
"""A file that is wrong throughout would fill the screen."""


def troubles_of(language: texts.Language) -> tuple[str, ...]:
    """Return what of a language cannot be used, and what was done instead, in sentences."""
    if not language.locale:
        return language.troubles
    # The first window writes no dates, and does without what reads them.
    from inspector_app.domain.locales import locale_of

    return (*language.troubles, *locale_of(language.locale)[1])


def troubles_told(troubles: Sequence[str]) -> str:
    """Return the first of the sentences, one a line, and how many more there are."""
    more = len(troubles) - _MOST_TOLD
    told = list(troubles[:_MOST_TOLD])
    if more > 0:
        told.append(
            tr_counted(
                more,
                "{number} more is told by any command of spr-inspector.",
                "{number} more are told by any command of spr-inspector.",
            ).format(number=more)
        )
    return "\n".join(told)


def told_at_start() -> str:
    """Return what is wrong with the language of this process; nothing if nothing is."""
    spoken = texts.language()
    troubles = troubles_of(spoken)
    if len(troubles) < 2:
        return "".join(troubles)
    return tr_counted(
        len(troubles),
        "Not all of the language “{language}” can be used: {number} entries of its file are passed "
        "over, and English stands there. Nothing else is touched by it; the settings (Ctrl+,) tell "
        "what is wrong.",
    ).format(language=spoken.name, number=len(troubles))
