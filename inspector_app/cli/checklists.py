"""Commands about the version of the checklist that an inspection is under."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.cli.packs import difference_form
from inspector_app.domain import pack_difference_words, upgrade_words, upgrading
from inspector_app.domain.answers import fits
from inspector_app.domain.ids import LineId
from inspector_app.domain.standing import Standing
from inspector_app.domain.upgrading import Left
from inspector_app.domain.wording import counted
from inspector_app.services.upgrading import Upgrade
from inspector_app.texts import tr


def show(given: Namespace, desk: Desk) -> Exit:
    """Tell under which version an inspection is, what asks again, and what has no line."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        newest = vault.upgrading.newest(inspection)
    desk.console.result(_shown(standing, newest), _form(standing, newest))
    return Exit.OK


def diff(given: Namespace, desk: Desk) -> Exit:
    """Tell what a newer version would change, and what that means for what is recorded."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        found = vault.upgrading.look(inspection, given.pack)
    desk.console.result(
        [
            *pack_difference_words.difference_words(found.difference),
            "",
            upgrade_words.effects_words(found.effects),
        ],
        {"inspection": inspection, **_upgrade_form(found)},
    )
    return Exit.OK


def upgrade(given: Namespace, desk: Desk) -> Exit:
    """Put an inspection under a newer version of its checklist."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        found = vault.upgrading.look(inspection, given.pack)
        act = vault.upgrading.upgrade(inspection, str(found.folder), given.reason)
    pack = found.pack
    desk.console.result(
        [
            tr("The inspection is under {pack} {version} now; “undo” takes that back.").format(
                pack=pack.id, version=pack.version
            ),
            upgrade_words.effects_words(found.effects),
        ],
        {"inspection": inspection, "changes": list(act.changes), **_upgrade_form(found)},
    )
    return Exit.OK


def confirm(given: Namespace, desk: Desk) -> Exit:
    """Confirm old answers under their lines' new questions."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        pack = vault.inspections.pack(inspection)
        lines = [pack.line(each.upper()).id for each in given.line]
        act = vault.upgrading.confirm(inspection, lines)
    told = counted(len(act.changes), "answer", "answers")
    desk.console.result(
        [tr("{told} confirmed under the new question.").format(told=told)],
        {"inspection": inspection, "changes": list(act.changes)},
    )
    return Exit.OK


def left(given: Namespace, desk: Desk) -> Exit:
    """List what is recorded at lines that the checklist has no more."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
    found = upgrading.left(standing)
    words: list[str] = []
    for each in found:
        words += [_left_words(each)]
        words += [
            f"    {label}: {said}" for label, said in upgrade_words.left_pairs(each, standing)
        ]
    desk.console.result(
        words or [tr("Nothing is recorded at a line that the checklist no longer has.")],
        {"inspection": inspection, "left": [_left_form(each, standing) for each in found]},
    )
    return Exit.OK


def _shown(standing: Standing, newest: Upgrade | None) -> Iterator[str]:
    yield from upgrade_words.history_words(standing)
    if newest is not None:
        yield tr("Newer on this laptop: {version}. See “checklist diff”.").format(
            version=newest.pack.version
        )
    again = upgrading.asking_again(standing)
    for line in again:
        was, said = _before(standing, line)
        yield f"{line}  {upgrade_words.again_words(standing, line)}"
        yield tr("    before: {was}").format(was=was)
        yield tr("    now: {line}").format(line=standing.pack.line(line).text)
        yield tr("    answer: {said}").format(said=said)
    for each in upgrading.left(standing):
        yield _left_words(each)
    if not again and not upgrading.left(standing):
        yield tr("No line asks again, and every answer has its line.")


def _before(standing: Standing, line: LineId) -> tuple[str, str]:
    held = standing.answer(line).first
    return upgrade_words.asked_words(standing, line, held) if held else ("", "")


def _form(standing: Standing, newest: Upgrade | None) -> dict[str, object]:
    pack = standing.pack
    return {
        "inspection": standing.id,
        "pack": {"id": pack.id, "version": pack.version, "sha256": pack.sha256},
        "begun": standing.details.pack.version,
        "newer": newest.pack.version if newest else None,
        "asking_again": [_again_form(standing, line) for line in upgrading.asking_again(standing)],
        "left": [_left_form(each, standing) for each in upgrading.left(standing)],
    }


def _again_form(standing: Standing, line: LineId) -> dict[str, object]:
    field, now = standing.answer(line), standing.pack.line(line)
    was, said = _before(standing, line)
    return {
        "line": line,
        "under": standing.pack.under(field.versions[0].pack).version,
        "before": was,
        "now": now.text,
        "answer": said,
        "fits": field.value is not None and fits(field.value, now, standing.pack),
    }


def _left_words(each: Left) -> str:
    asked = each.line.text if each.line else each.title
    return tr("{place}  no longer in the checklist (last in {version}): {asked}").format(
        place=each.place, version=each.version, asked=asked
    )


def _left_form(each: Left, standing: Standing) -> dict[str, object]:
    return {
        "place": each.place,
        "text": each.line.text if each.line else each.title,
        "version": each.version,
        "told": [list(pair) for pair in upgrade_words.left_pairs(each, standing)],
    }


def _upgrade_form(found: Upgrade) -> dict[str, object]:
    return {
        "difference": difference_form(found.difference),
        "asking_again": list(found.effects.asking_again),
        "without_a_line": list(found.effects.without_a_line),
        "without_a_section": list(found.effects.without_a_section),
    }


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "show": show,
    "diff": diff,
    "upgrade": upgrade,
    "confirm": confirm,
    "left": left,
}
"""By what the parser names."""
