"""Commands about base: joining it, syncing with it, leaving it."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.command_line import Misused
from inspector_app.domain.at_base import WORTH_TELLING_MS, clock_words
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.wording import counted, listed, size_words, when_words
from inspector_app.texts import tr

if TYPE_CHECKING:
    from inspector_app.domain.items import EvidenceItem
    from inspector_app.services.base import BaseStanding
    from inspector_app.services.base_rounds import OfRound, Round
    from inspector_app.services.vault import Unlocked


def join(given: Namespace, desk: Desk) -> Exit:
    """Enrol this laptop at base by an invitation."""
    with desk.vault() as vault:
        path = Path(given.invitation[0])
        is_file = len(given.invitation) == 1 and "://" not in given.invitation[0]
        invitation = vault.base.read_invitation(path if is_file else " ".join(given.invitation))
        pinned = vault.base.join(
            invitation,
            given.name or vault.inspector.name,
            desk.pin(twice=True, words=tr("PIN for signing")),
            desk.passphrase(words=tr("Passphrase of the vault, to add base’s way into it")),
        )
        standing = vault.base.standing()
    enrolled = pinned.enrolled
    desk.console.result(
        [
            tr("This laptop has joined {base}, as “{laptop}”.").format(
                base=enrolled.name, laptop=enrolled.label
            ),
            tr("Your evidence is numbered {initials}/1, {initials}/2 …").format(
                initials=enrolled.initials
            ),
            tr("Base has certified your signing identity: choose it when you sign a summary."),
            tr("Should your passphrase be lost, base’s recovery keys can open this vault."),
        ],
        _standing_form(standing),
    )
    return Exit.OK


def status(_: Namespace, desk: Desk) -> Exit:
    """Tell how this laptop stands to base, without asking base."""
    with desk.vault() as vault:
        standing = vault.base.standing()
    desk.console.result(_standing_words(standing), _standing_form(standing))
    return Exit.OK


def sync(given: Namespace, desk: Desk) -> Exit:
    """Bring this laptop and base level."""
    with desk.vault() as vault:
        only = None
        if given.inspections:
            only = [vault.inspections.find(each) for each in given.inspections]
        ended = vault.base_sync.sync(
            only,
            bytes_per_s=given.limit_rate,
            progress=desk.console.progress(tr("Syncing")),
        )
    for sentence in ended.sentences:
        desk.console.remark(sentence)
    for each in ended.inspections:
        for sentence in (*each.apart, *each.sentences):
            desk.console.remark(f"{each.force}: {sentence}")
    words = [each.words() for each in ended.inspections]
    desk.console.result(
        words or [tr("There is no inspection, here or at base.")], _round_form(ended)
    )
    return Exit.OK if ended.is_whole else Exit.AWAY


def where(given: Namespace, desk: Desk) -> Exit:
    """Tell where an inspection and its files lie, by what base said last."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        found = vault.whereabouts.of(inspection)
        items = found.items
        if given.number is not None:
            id_ = vault.evidence.find(inspection, given.number.upper())
            items = tuple(item for item in items if item.item == id_)
    words = [f"{item.number}: {item.words()}." for item in items]
    if given.number is None:
        counts = tr("{changes_at_base} at base, {changes_backed_up} of them backed up").format(
            changes_at_base=found.changes_at_base, changes_backed_up=found.changes_backed_up
        )
        words.insert(0, f"{counted(found.changes, 'change', 'changes')}: {counts}.")
        if found.said_ms is not None:
            words.append(tr("So base said at {when}.").format(when=when_words(found.said_ms)))
        else:
            words.append(tr("Base has not said so far what it holds: sync first."))
    desk.console.result(
        words,
        {
            "changes": found.changes,
            "changes_at_base": found.changes_at_base,
            "changes_backed_up": found.changes_backed_up,
            "said_ms": found.said_ms,
            "files": [
                {
                    "number": item.number,
                    "sha256": item.sha256,
                    "place": item.place,
                    "here": item.is_here,
                    "laptops": item.laptops,
                }
                for item in items
            ],
        },
    )
    return Exit.OK


def fetch(given: Namespace, desk: Desk) -> Exit:
    """Fetch original files that are not on this laptop, or an inspection that was taken off it."""
    if given.whole:
        return _bring_back(given, desk)
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        items = _items(vault, inspection, given.numbers)
        if given.always is not None:
            vault.base_sync.bring_all(inspection, wanted=given.always)
        wanted = [
            item for item in items if not vault.evidence.is_here(inspection, item.file.sha256)
        ]
        told = vault.base_sync.fetch(
            inspection,
            [item.file.sha256 for item in wanted],
            bytes_per_s=given.limit_rate,
            progress=desk.console.progress(tr("Fetching")),
        )
        came = [i.file.number for i in wanted if vault.evidence.is_here(inspection, i.file.sha256)]
    for sentence in told:
        desk.console.remark(sentence)
    words = (
        tr("{files} came in: {came}.").format(
            files=counted(len(came), "file", "files"), came=listed(came)
        )
        if came
        else ""
    )
    desk.console.result(
        [words or tr("No file came in.")],
        {"inspection": inspection, "fetched": came, "told": list(told)},
    )
    return Exit.OK if len(came) == len(wanted) else Exit.CANNOT_TELL


def forget(given: Namespace, desk: Desk) -> Exit:
    """Take original files, or a whole inspection, off this laptop that base has in a backup."""
    if given.whole == bool(given.numbers):
        raise Misused(tr("Give evidence numbers, or --whole for the inspection itself."))
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        if given.whole:
            return _forget_whole(vault, inspection, desk)
        items = _items(vault, inspection, given.numbers)
        done = vault.forgetting.forget(inspection, [item.id for item in items])
    words = (
        tr(
            "{numbers}: off this laptop; {size} are free. Base has them in a backup, and “base "
            "fetch” brings them again."
        ).format(numbers=listed(done.numbers), size=size_words(done.freed_bytes))
        if done.numbers
        else tr("None of these files is on this laptop.")
    )
    desk.console.result(
        [words, *([done.left] if done.left else [])],
        {
            "inspection": inspection,
            "forgotten": list(done.numbers),
            "freed_bytes": done.freed_bytes,
            "changes": list(done.act.changes) if done.act else [],
            "left": done.left,
        },
    )
    return Exit.OK


def _forget_whole(vault: "Unlocked", inspection: InspectionId, desk: Desk) -> Exit:
    done = vault.forgetting.forget_inspection(inspection)
    gone = done.statement
    desk.console.result(
        [
            tr(
                "The inspection of {force} is off this laptop. {base} has all of it in a backup, "
                "and a signed statement of that stays here."
            ).format(force=gone.force, base=gone.base),
            tr("“base fetch {inspection} --whole” brings it again.").format(
                inspection=gone.inspection[:12]
            ),
            *([done.left] if done.left else []),
        ],
        {
            "inspection": inspection,
            "force": gone.force,
            "backup": gone.backup,
            "left": done.left,
        },
    )
    return Exit.OK


def _bring_back(given: Namespace, desk: Desk) -> Exit:
    with desk.vault() as vault:
        statement = vault.forgetting.bring_back(given.inspection)
        ended = vault.base_sync.sync(
            [statement.inspection],
            bytes_per_s=given.limit_rate,
            progress=desk.console.progress(tr("Fetching")),
        )
        left = {each.inspection for each in vault.forgetting.given_up()}
    for sentence in (*ended.sentences, *(s for each in ended.inspections for s in each.sentences)):
        desk.console.remark(sentence)
    is_back = statement.inspection not in left
    words = (
        tr("is here again")
        if is_back
        else tr("did not come: base has no such inspection for it now")
    )
    desk.console.result(
        [tr("The inspection of {force} {words}.").format(force=statement.force, words=words)],
        {"inspection": statement.inspection, "back": is_back},
    )
    return Exit.OK if is_back else Exit.CANNOT_TELL


def _items(
    vault: "Unlocked", inspection: InspectionId, numbers: Sequence[str]
) -> tuple["EvidenceItem", ...]:
    """Return the evidence items of these numbers; of none: all."""
    standing = vault.inspections.standing(inspection)
    wanted = {vault.evidence.find(inspection, number.upper()) for number in numbers}
    return tuple(item for item in standing.evidence() if not numbers or item.id in wanted)


def leave(_: Namespace, desk: Desk) -> Exit:
    """Know base no more."""
    with desk.vault() as vault:
        pinned = vault.base.require_pinned()
        vault.base.leave()
    desk.console.result(
        [
            tr("This laptop has left {enrolled}; all that is here stays here.").format(
                enrolled=pinned.enrolled.name
            ),
            tr("Base was not told: ask its administrator to take this laptop off its list."),
            tr("Your certificate stays, and base’s recovery keys can still open this vault."),
        ],
        {"left": pinned.enrolled.name},
    )
    return Exit.OK


def _standing_words(standing: "BaseStanding") -> list[str]:
    if standing.pinned is None:
        return [tr("This laptop has not joined a base.")]
    enrolled = standing.pinned.enrolled
    words = [
        tr("Joined {base} at {address} as “{laptop}”, on {when}.").format(
            base=enrolled.name,
            address=standing.pinned.address,
            laptop=enrolled.label,
            when=when_words(standing.pinned.joined_ms),
        )
    ]
    if standing.contact_ms is None:
        words.append(tr("Base has not been reached since."))
    else:
        words.append(
            tr("Base answered last at {when}.").format(when=when_words(standing.contact_ms))
        )
    if abs(standing.ahead_ms) >= WORTH_TELLING_MS:
        words.append(
            tr("This laptop’s clock was {clock}, by base’s.").format(
                clock=clock_words(standing.ahead_ms)
            )
        )
    if not standing.has_recovery:
        words.append(
            tr(
                "Base’s recovery keys cannot open this vault yet: add them by “base join” with a "
                "new invitation."
            )
        )
    if standing.refused:
        words.append(standing.refused)
    return words


def _standing_form(standing: "BaseStanding") -> dict[str, Any]:
    pinned = standing.pinned
    return {
        "joined": pinned is not None,
        "name": pinned.enrolled.name if pinned else "",
        "address": pinned.address if pinned else "",
        "label": pinned.enrolled.label if pinned else "",
        "initials": pinned.enrolled.initials if pinned else "",
        "joined_ms": pinned.joined_ms if pinned else None,
        "recovery": standing.has_recovery,
        "contact_ms": standing.contact_ms,
        "clock_ahead_ms": standing.ahead_ms,
        "refused": standing.refused,
    }


def _round_form(ended: "Round") -> dict[str, Any]:
    return {
        "synced": ended.is_synced,
        "whole": ended.is_whole,
        "clock_ahead_ms": ended.ahead_ms,
        "inspections": [_of_round_form(each) for each in ended.inspections],
        "told": list(ended.sentences),
    }


def _of_round_form(each: "OfRound") -> dict[str, Any]:
    return {
        "inspection": each.inspection,
        "force": each.force,
        "synced": each.is_synced,
        "new_here": each.is_new,
        "asked": each.was_asked,
        "changes_sent": each.sent,
        "changes_in": each.fresh,
        "files_sent": each.files_sent,
        "files_in": each.files_fetched,
        "held_at_base": each.held,
        "files_lacking_at_base": each.lacking_at_base,
        "files_lacking_here": each.lacking_here,
        "kept_apart_here": list(each.apart),
        "told": list(each.sentences),
    }


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "join": join,
    "status": status,
    "sync": sync,
    "where": where,
    "fetch": fetch,
    "forget": forget,
    "leave": leave,
}
