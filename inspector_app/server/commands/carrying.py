"""What comes by a stick, and what goes back on it."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.command_line import Misused
from inspector_app.domain.errors import InspectorError, NotFound
from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.domain.wording import counted, listed
from inspector_app.server.commands.level import Commands, Desk, Exit

if TYPE_CHECKING:
    from inspector_app.server.answers import Answered
    from inspector_app.server.base import Base
    from inspector_app.server.transfers import Imported


def add(commands: Commands) -> None:
    """Add the family's commands."""
    taken = commands.add(
        "import-transfer",
        _import,
        "Take in what laptops sent by a stick, and write base’s answers onto it",
        "import-transfer /media/stick",
        "import-transfer /media/stick/SPR-Inspector/base/to-base-3f21-1of2.inspx --no-answer",
        "import-transfer --kept-apart",
    )
    taken.add_argument("paths", nargs="*", type=Path, metavar="FILE", help="files, or the stick")
    taken.add_argument(
        "--kept-apart",
        action="store_true",
        help="try those again that are kept apart at base, once somebody has decided about them",
    )
    taken.add_argument(
        "--answer-to",
        type=Path,
        metavar="DIR",
        help="where the answers are written (default: where the files lie)",
    )
    taken.add_argument("--no-answer", action="store_true", help="write no answer")
    taken.add_argument(
        "--without-files",
        action="store_true",
        help="evidence files of others stay here; their small pictures travel",
    )
    answered = commands.add(
        "answer-transfer",
        _hand_over,
        "Write all of an inspection for a laptop of its team onto a stick, as for a new one",
        "answer-transfer 3f21 JS --to /media/stick",
    )
    answered.add_argument("inspection", help="its id, or the beginning of it")
    answered.add_argument("laptop", help="its initials, label, or the beginning of its key")
    answered.add_argument("--to", type=Path, required=True, metavar="DIR", help="the stick")
    answered.add_argument(
        "--without-files",
        action="store_true",
        help="evidence files stay here; their small pictures travel",
    )
    wiped = commands.add(
        "wipe-transfer",
        _wipe,
        "Overwrite and remove base’s transfer files on a stick, those to it and those from it",
        "wipe-transfer /media/stick",
    )
    wiped.add_argument("folder", type=Path, metavar="DIR")


def _import(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.server import files, transfers
    from inspector_app.server.events import BY_COMMAND
    from inspector_app.server.opening import opened_base

    if bool(given.paths) == given.kept_apart:
        raise Misused("Name the files or the stick, or give --kept-apart.")
    imported: list[tuple[Path, Imported]] = []
    refused: list[str] = []
    unanswered: list[str] = []
    with opened_base(desk.folder, desk.environ, desk.now) as base:
        paths = list(
            transfers.kept_apart(base) if given.kept_apart else _found(given.paths, base.keys.base)
        )
        for path in paths:
            try:
                imported.append((path, transfers.take_in(base, path, BY_COMMAND)))
            except InspectorError as error:
                refused.append(str(error))
        try:
            while files.verify_next(base):
                pass
        except OSError as error:
            unanswered.append(
                f"Not all files that came in could be verified now ({error.strerror}): base does "
                "so as it runs, and laptops hear of it then."
            )
        wanted = [] if given.no_answer or given.kept_apart else imported
        answers = _answer(given, base, wanted, unanswered)
    for sentence in (*refused, *unanswered):
        desk.remark(sentence)
    words = [line for _, each in imported for line in _words(each)]
    words += [line for device, answer in answers for line in _answer_words(device, answer)]
    if imported and not given.kept_apart:
        words.append("Once the answers are taken in, wipe the stick: spr-base wipe-transfer DIR.")
    desk.tell(
        words or ["Nothing lies there for this base."],
        {
            "imported": [_form(each) for _, each in imported],
            "answers": [
                {
                    "device": device,
                    "files": list(map(str, answer.paths)),
                    "changes": answer.changes,
                    "evidence_files": answer.files,
                    "left_out": answer.left_out,
                }
                for device, answer in answers
            ],
            "refused": refused,
            "unanswered": unanswered,
        },
    )
    if unanswered:
        return Exit.CANNOT_WRITE
    return Exit.BAD_INPUT if refused else Exit.OK


def _found(paths: Iterable[Path], base: DeviceId) -> Iterator[Path]:
    from inspector_app.sync import sticks

    for path in paths:
        if path.is_dir():
            yield from sticks.travelling(path, lambda label: label.recipient == base)
        elif path.is_file():
            yield path
        else:
            raise NotFound(f"There is no file or folder {path}: is the stick in its place?")


def _answer(
    given: Namespace,
    base: "Base",
    imported: "Iterable[tuple[Path, Imported]]",
    unanswered: list[str],
) -> "list[tuple[DeviceId, Answered]]":
    """Write one answer for each laptop and inspection, by what it said last.

    What keeps one from being written is put to ``unanswered``: what came in counts all the same.
    """
    from inspector_app.server import answers
    from inspector_app.server.transfers import TAKEN
    from inspector_app.sync.vectors import vector_of

    last: dict[tuple[DeviceId, InspectionId], tuple[Path, Imported]] = {}
    for path, each in imported:
        if each.state == TAKEN and each.manifest and each.volume and each.manifest.inspection:
            key = (each.device, InspectionId(each.manifest.inspection))
            before = last[key][1].volume if key in last else None
            if before is None or before.time_ms <= each.volume.time_ms:
                last[key] = (path, each)
    written = []
    for (device, inspection), (path, each) in last.items():
        assert each.volume is not None  # noqa: S101 - looked at above
        try:
            answer = answers.write(
                base,
                device,
                inspection,
                given.answer_to or path.parent,
                vector_of(each.volume.vector),
                frozenset(map(Sha256, each.volume.lacks)),
                with_files=not given.without_files,
            )
        except NotFound:
            continue  # it brought what others did, and is not of their team
        except InspectorError as error:
            unanswered.append(str(error))
            continue
        written.append((device, answer))
    return written


def _hand_over(given: Namespace, desk: Desk) -> Exit:
    from sqlalchemy import select

    from inspector_app.server import answers, devices
    from inspector_app.server.opening import opened_base
    from inspector_app.server.tables import inspection
    from inspector_app.sync.plan import Vector

    if not given.to.is_dir():
        raise NotFound(f"There is no folder {given.to}: is the stick in its place?")
    with opened_base(desk.folder, desk.environ, desk.now) as base:
        with base.database.read() as connection:
            device = devices.found(connection, given.laptop).id
            known = connection.scalars(select(inspection.c.id)).all()
        matching = [
            each for each in known if given.inspection and each.startswith(given.inspection)
        ]
        if len(matching) != 1:
            raise NotFound(f"No inspection, or more than one, begins with {given.inspection}.")
        answer = answers.write(
            base,
            device,
            InspectionId(matching[0]),
            given.to,
            Vector(),
            frozenset(),
            with_files=not given.without_files,
        )
    desk.tell(
        _answer_words(device, answer),
        {"device": device, "inspection": matching[0], "files": list(map(str, answer.paths))},
    )
    return Exit.OK


def _wipe(given: Namespace, desk: Desk) -> Exit:
    from inspector_app.sync import sticks

    if not given.folder.is_dir():
        raise NotFound(f"There is no folder {given.folder}: is the stick in its place?")
    found = sticks.wiped(given.folder, desk.keys().base)
    words = [
        f"{counted(found.files, 'file was', 'files were')} overwritten and removed.",
        *(f"Left there: {each}" for each in found.left),
        sticks.FLASH,
    ]
    desk.tell(
        words,
        {
            "files": found.files,
            "size_bytes": found.size_bytes,
            "left": list(found.left),
            "note": sticks.FLASH,
        },
    )
    return Exit.CANNOT_WRITE if found.left else Exit.OK


def _words(each: "Imported") -> Iterator[str]:
    volume = each.volume
    if volume is None:
        yield f"{each.name}: kept apart, since {each.why}. Import it again with --kept-apart."
        return
    of = "" if volume.volumes is None else f" of {volume.volumes}"
    was = ", which had come before" if each.was_here else ""
    yield (
        f"{each.name}: volume {volume.number}{of}{was}: {counted(each.fresh, 'change', 'changes')} "
        f"and {counted(each.files, 'file', 'files')} came in."
    )
    yield f"  Stick {volume.stick}, authorised by {volume.authorised_by}."
    if each.held:
        yield f"  {counted(each.held, 'change waits', 'changes wait')} for the lead inspector."
    if each.why:
        yield f"  The file is kept apart, since {each.why}. Import it again with --kept-apart."
    if each.lacking:
        numbers = listed([str(number) for number in each.lacking])
        yield f"  Of this bundle volume {numbers} has not come yet."


def _answer_words(device: DeviceId, answer: "Answered") -> Iterator[str]:
    changes, files = (
        counted(answer.changes, "change", "changes"),
        counted(answer.files, "file", "files"),
    )
    yield f"Answer for laptop {device[:8]}: receipt, team, {changes} and {files} of others."
    yield from (f"  {path}" for path in answer.paths)
    if answer.left_out:
        yield f"  {counted(answer.left_out, 'evidence file', 'evidence files')} stayed here."


def _form(each: "Imported") -> dict[str, object]:
    volume = each.volume
    return {
        "file": each.name,
        "digest": each.digest,
        "device": each.device,
        "inspection": each.manifest.inspection if each.manifest else None,
        "state": each.state,
        "reason": each.reason,
        "was_here": each.was_here,
        "bundle": volume.bundle if volume else None,
        "volume": volume.number if volume else None,
        "volumes": volume.volumes if volume else None,
        "lacking_volumes": list(each.lacking),
        "authorised_by": volume.authorised_by if volume else None,
        "stick": volume.stick if volume else None,
        "fresh": each.fresh,
        "held": each.held,
        "files": each.files,
    }
