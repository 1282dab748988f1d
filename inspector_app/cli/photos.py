"""The command that takes in many photographs at once."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain import forms
from inspector_app.domain.captures import ClockReading, is_twice, slow_words
from inspector_app.domain.errors import BadInput
from inspector_app.domain.evidence_wording import capture_words
from inspector_app.domain.grouping import Placed
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.wording import counted
from inspector_app.services.photos import Scanned, Wanted
from inspector_app.texts import tr

if TYPE_CHECKING:
    from inspector_app.services.vault import Unlocked


def take_in(given: Namespace, desk: Desk) -> Exit:
    """Take photographs in, or tell what would be done with them."""
    if len(given.clock) != len(given.shows):
        raise BadInput(
            tr(
                "Each photo of the laptop’s clock needs the time that it shows: --clock FILE "
                "--shows 14:20, once for each camera."
            )
        )
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        only = vault.sources.find(inspection, given.source) if given.source else None
        files = [*given.files, *given.clock]
        progress = desk.console.progress(tr("Looking through the photos"))
        scanned = vault.photos.scan(inspection, files, progress)
        clocks = _clocks(vault, scanned, given.clock, given.shows)
        placed = {each.key: each for each in vault.photos.placed(inspection, scanned, clocks)}
        wanted = [
            Wanted(
                each.path,
                only or placed[each.key].source,
                given.caption,
                placed[each.key].capture,
                each.sha256,
            )
            for each in scanned
            if not each.refusal
        ]
        numbers = {
            item.id: item.source.number for item in vault.inspections.standing(inspection).sources()
        }
        goes = {each.path: numbers.get(each.source, "") if each.source else "" for each in wanted}
        if given.dry_run:
            _tell_plan(desk, inspection, scanned, placed, goes, clocks)
            return Exit.OK
        bar = desk.console.progress(tr("Taking in"))
        done = vault.photos.take_in(inspection, wanted, bar)
    refused = [each.refusal for each in scanned if each.refusal]
    refused += [each.refusal for each in done.attached if each.refusal]
    for sentence in (*refused, *done.remarks, *([done.stopped] if done.stopped else [])):
        desk.console.remark(sentence)
    already = tr(", which was here already")
    words = [
        f"{each.number}  {each.path.name}{already if each.duplicate else ''}"
        f"  {goes[each.path] or tr('in the tray')}"
        + "".join(f"\n    {remark}" for remark in each.remarks)
        for each in done.attached
        if each.item
    ]
    desk.console.result(
        [*_clock_words(clocks), *words],
        {
            "inspection": inspection,
            "clocks": list(map(_clock_form, clocks)),
            "photos": [
                {
                    "file": str(each.path),
                    "number": each.number,
                    "item": each.item,
                    "duplicate": each.duplicate,
                    "source": goes[each.path] or None,
                    "refusal": each.refusal,
                }
                for each in done.attached
            ],
            "refused": refused,
            "remarks": list(done.remarks),
            "stopped": done.stopped,
        },
    )
    return Exit.BAD_INPUT if refused or done.remarks or done.stopped else Exit.OK


def _clocks(
    vault: "Unlocked", scanned: Sequence[Scanned], photos: Sequence[Path], shown: Sequence[str]
) -> list[ClockReading]:
    by_path = {each.path: each for each in scanned}
    pairs = zip(photos, shown, strict=True)
    return [vault.photos.read_clock(by_path[photo], shows) for photo, shows in pairs]


def _clock_words(clocks: Sequence[ClockReading]) -> list[str]:
    if not clocks:
        return [
            tr(
                "No photo of the laptop’s clock: the cameras’ clocks are taken for right, in "
                "London."
            )
        ]
    words = []
    for clock in clocks:
        whose = (
            tr("The clock of {camera}").format(camera=clock.camera)
            if len(clocks) > 1
            else tr("The camera’s clock")
        )
        told = tr("{whose} was {slow}").format(
            whose=whose, slow=slow_words(round(clock.slow.total_seconds()))
        )
        words.append(
            tr("{told}: the laptop’s showed {showed:%Y-%m-%d %H:%M:%S}.").format(
                told=told, showed=clock.showed
            )
        )
        if is_twice(clock):
            words.append(tr("London had that hour twice that day; the first is taken."))
    return words


def _clock_form(clock: ClockReading) -> dict[str, object]:
    return {
        "photo": clock.photo,
        "camera": clock.camera,
        "showed": clock.showed.isoformat(),
        "slow_s": round(clock.slow.total_seconds()),
    }


def _tell_plan(
    desk: Desk,
    inspection: InspectionId,
    scanned: Sequence[Scanned],
    placed: Mapping[str, Placed],
    goes: Mapping[Path, str],
    clocks: Sequence[ClockReading],
) -> None:
    words = _clock_words(clocks)
    forms_ = []
    for each in scanned:
        found = placed.get(each.key)
        capture = found.capture if found else None
        remark = each.refusal or (found.remark if found else "")
        facts = [
            goes.get(each.path) or (tr("not taken in") if each.refusal else "tray"),
            capture_words(capture) if capture else "",
            tr("here already as {number}").format(number=each.number) if each.number else "",
            remark,
        ]
        words.append(f"{each.path.name}: {' · '.join(filter(None, facts))}")
        forms_.append(
            {
                "file": str(each.path),
                "sha256": each.sha256,
                "media_type": each.media_type,
                "camera": each.camera,
                "captured_at": each.captured_at,
                "capture": forms.as_json(capture) if capture else None,
                "source": goes.get(each.path) or None,
                "here_already_as": each.number or None,
                "remark": remark,
                "refused": bool(each.refusal),
            }
        )
    words.append(
        tr("Nothing was taken in: {files} looked at.").format(
            files=counted(len(scanned), "file", "files")
        )
    )
    desk.console.result(
        words,
        {
            "inspection": inspection,
            "clocks": list(map(_clock_form, clocks)),
            "photos": forms_,
        },
    )


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {"take_in": take_in}
