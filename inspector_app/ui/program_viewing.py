"""What this program is and what checking a release found, in the words that screens show."""

from typing import TYPE_CHECKING

from inspector_app.domain.releases import Checked
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.verdict_view import VerdictWords, shown_state

if TYPE_CHECKING:
    from inspector_app.services.releases import About


def program_lines(about: "About") -> list[str]:
    """Return what this program is, line by line."""
    lines = [tr("SPR Inspector {version}").format(version=about.version)]
    lines += [
        tr("Checklist {title}, version {version}").format(title=each.title, version=each.version)
        if not each.damage
        else tr("Checklist {pack} cannot be used: {why}").format(pack=each.id, why=each.damage)
        for each in about.packs
    ]
    if not about.knows_releases:
        lines.append(
            tr("It was built without a signing key, so it cannot check versions that follow.")
        )
    return lines


def release_words(file: str, checked: Checked) -> VerdictWords:
    """Return what checking a release found; ``file`` is the file's name."""
    return _words(file, checked.state.value, checked.sentences)


def not_read_words(file: str, why: str) -> VerdictWords:
    """Return that a file could not be read; ``why`` is a sentence."""
    return _words(file, "cannot tell", (why,))


def _words(file: str, state: str, sentences: tuple[str, ...]) -> VerdictWords:
    return VerdictWords(file, *shown_state(state), sentences, (), "", (), "")
