"""What the checklist's screen shows: what is left to do, and what a newer version would change."""

from collections.abc import Iterator
from dataclasses import dataclass

from inspector_app.domain import upgrade_words, upgrading
from inspector_app.domain.answers import fits
from inspector_app.domain.checklist import Line
from inspector_app.domain.ids import LineId
from inspector_app.domain.pack_difference_words import alteration_words, form_words
from inspector_app.domain.pack_differences import Fate, PackDifference
from inspector_app.domain.standing import Standing
from inspector_app.domain.upgrading import Left
from inspector_app.services.upgrading import Upgrade
from inspector_app.ui.texts import tr


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One line, or another thing of the checklist, with what is to be said of it."""

    id: str
    state: str
    """``Asked again``, ``No line any more``, ``Would ask again`` …"""
    name: str
    """``CC-PO-07``."""
    words: str
    """One line of it."""
    before: tuple[str, str]
    """Heading and text of the left column; both empty: there is none."""
    now: tuple[str, str]
    """Heading and text of the right column."""
    line: str = ""
    """The line that one can go to; empty: none."""
    can_be_confirmed: bool = False


def rows(standing: Standing, newer: Upgrade | None) -> tuple[ChecklistRow, ...]:
    """Return what is left to do under this version, then what a newer one would change."""
    found = [_again(standing, line) for line in upgrading.asking_again(standing)]
    found += [_left(standing, each) for each in upgrading.left(standing)]
    if newer is not None:
        found += _differences(newer.difference)
    return tuple(found)


def _again(standing: Standing, line: LineId) -> ChecklistRow:
    held, now = standing.answer(line).versions[0], standing.pack.line(line)
    asked, said = upgrade_words.asked_words(standing, line, held)
    version = standing.pack.under(held.pack).version
    return ChecklistRow(
        f"again:{line}",
        tr("Asked again"),
        line,
        tr("Answered before: {answer}").format(answer=said or tr("a note")),
        (
            tr("Asked under version {version}").format(version=version),
            f"{asked}\n{tr('Answered: {answer}').format(answer=said or tr('a note'))}",
        ),
        (
            tr("Asked now, under version {version}").format(version=standing.pack.version),
            f"{now.text}\n{tr('Takes: {form}').format(form=form_words(now))}",
        ),
        line,
        held.value is not None and fits(held.value, now, standing.pack),
    )


def _left(standing: Standing, each: Left) -> ChecklistRow:
    pairs = upgrade_words.left_pairs(each, standing)
    told = "\n".join(f"{label}: {words}" for label, words in pairs)
    return ChecklistRow(
        f"left:{each.place}",
        tr("No line any more"),
        each.place,
        pairs[0][1] if pairs else "",
        (
            tr("In the checklist until version {version}").format(version=each.version),
            each.line.text if each.line else each.title,
        ),
        (tr("What is recorded there, and kept"), told),
    )


def _differences(found: PackDifference) -> Iterator[ChecklistRow]:
    before = tr("Version {version}").format(version=found.old_version)
    now = tr("Version {version}").format(version=found.new_version)
    for changed in found.changed:
        state = tr("Would ask again") if changed.asks_again else tr("Would ask the same")
        yield ChecklistRow(
            f"changed:{changed.new.id}",
            state,
            changed.new.id,
            alteration_words(changed.alterations),
            (before, _asked(changed.old)),
            (now, _asked(changed.new)),
            changed.old.id,
        )
    for line in found.added:
        yield ChecklistRow(
            f"added:{line.id}",
            tr("Would be new"),
            line.id,
            line.text,
            ("", ""),
            (now, _asked(line)),
        )
    for line in found.removed:
        yield ChecklistRow(
            f"removed:{line.id}",
            tr("Would go"),
            line.id,
            line.text,
            (before, _asked(line)),
            (now, tr("Not asked. What is recorded there is kept and listed here.")),
            line.id,
        )
    fates = {
        Fate.ADDED: tr("Would be new"),
        Fate.REMOVED: tr("Would go"),
        Fate.CHANGED: tr("Would change"),
    }
    for section in found.sections:
        titles = tuple(each.title if each else "" for each in (section.old, section.new))
        yield ChecklistRow(
            f"section:{section.id}",
            fates[section.fate],
            section.id,
            titles[1] or titles[0],
            (before, titles[0]),
            (now, titles[1]),
        )
    for entry in found.entries:
        was = "\n".join(f"{field.replace('_', ' ')}: {old}" for field, old, _ in entry.changed)
        is_ = "\n".join(f"{field.replace('_', ' ')}: {new}" for field, _, new in entry.changed)
        yield ChecklistRow(
            f"{entry.thing}:{entry.id}",
            fates[entry.fate],
            entry.id,
            f"{entry.thing}: {entry.name}",
            (before, was or ("" if entry.fate is Fate.ADDED else entry.name)),
            (now, is_ or ("" if entry.fate is Fate.REMOVED else entry.name)),
        )


def _asked(line: Line) -> str:
    return f"{line.text}\n{tr('Takes: {form}').format(form=form_words(line))}"
