"""Where the command line begins and ends: parse, do, and say how it went in one exit code."""

import contextlib
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from inspector_app import bootstrap, texts
from inspector_app.cli import failure
from inspector_app.cli.console import Console
from inspector_app.cli.desk import Desk, MakeVaultService
from inspector_app.cli.exits import Exit, code_of
from inspector_app.cli.parser import parsed
from inspector_app.command_line import Misused
from inspector_app.domain import locales
from inspector_app.domain.errors import InspectorError
from inspector_app.system import displays
from inspector_app.texts import tr


def main(
    arguments: Sequence[str] | None = None,
    make_vault_service: MakeVaultService = bootstrap.vault_service,
) -> int:
    """Do what the arguments ask for and return the process's exit code, one of ``Exit``.

    Args:
        arguments: without the program's name; None: those of this process.
        make_vault_service: given the data folder, returns the service that opens its vault.
    """
    words = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # a stream that a caller put in place
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        try:
            return _done(words, make_vault_service)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain once more when it closes what nobody reads.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.UNREAD
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _done(words: Sequence[str], make_vault_service: MakeVaultService) -> Exit:
    console = Console(as_json="--json" in words)
    for trouble in (*texts.language().troubles, *locales.troubles()):
        console.remark(trouble)
    try:
        given = parsed(words)
    except Misused as misuse:
        return _refused(console, misuse, Exit.USAGE)
    except SystemExit:  # help or version, already printed
        return Exit.OK
    console = Console(as_json=given.json)
    desk = Desk(
        console=console,
        data=given.data_dir,
        passphrase_file=given.passphrase_file,
        pin_file=getattr(given, "pin_file", None),
        make_vault_service=make_vault_service,
        recorded_as=getattr(given, "recorded_as", ""),
        inspection=getattr(given, "inspection", ""),
    )
    try:
        return _run(given, desk)
    except Misused as misuse:
        return _refused(console, misuse, Exit.USAGE)
    except InspectorError as refusal:
        return _refused(console, refusal, code_of(refusal))
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as bug:  # noqa: BLE001 - the one place where a bug meets its user
        sentence = failure.told(bug, given.run, given.data_dir)
        return _refused(console, Exception(sentence), Exit.BUG)


def _refused(console: Console, refusal: Exception, code: Exit) -> Exit:
    sentence = str(refusal)
    if console.as_json:
        console.result((), {"error": type(refusal).__name__, "sentence": sentence, "exit": code})
    console.remark(sentence)
    return code


def _run(given: Namespace, desk: Desk) -> Exit:
    """Hand over to the family of commands; only the one that is needed is imported."""
    family, _, verb = given.run.partition(".")
    match family:
        case "window":
            return _window(desk, getattr(given, "file", None))
        case "doctor":
            from inspector_app.cli import doctor

            return doctor.VERBS[verb](given, desk)
        case "vault":
            from inspector_app.cli import vault

            return vault.VERBS[verb](given, desk)
        case "inspecting":
            from inspector_app.cli import inspecting

            return inspecting.VERBS[verb](given, desk)
        case "checklists":
            from inspector_app.cli import checklists

            return checklists.VERBS[verb](given, desk)
        case "recording":
            from inspector_app.cli import recording

            return recording.VERBS[verb](given, desk)
        case "phases":
            from inspector_app.cli import phases

            return phases.VERBS[verb](given, desk)
        case "corrections":
            from inspector_app.cli import corrections

            return corrections.VERBS[verb](given, desk)
        case "planning":
            from inspector_app.cli import planning

            return planning.VERBS[verb](given, desk)
        case "retention":
            from inspector_app.cli import retention

            return retention.VERBS[verb](given, desk)
        case "sources":
            from inspector_app.cli import sources

            return sources.VERBS[verb](given, desk)
        case "checking":
            from inspector_app.cli import checking

            return checking.VERBS[verb](given, desk)
        case "follow_up":
            from inspector_app.cli import follow_up

            return follow_up.VERBS[verb](given, desk)
        case "accuracy":
            from inspector_app.cli import accuracy

            return accuracy.VERBS[verb](given, desk)
        case "bundles":
            from inspector_app.cli import bundles

            return bundles.VERBS[verb](given, desk)
        case "workbooks":
            from inspector_app.cli import workbooks

            return workbooks.VERBS[verb](given, desk)
        case "recommendations":
            from inspector_app.cli import recommendations

            return recommendations.VERBS[verb](given, desk)
        case "encounters":
            from inspector_app.cli import encounters

            return encounters.VERBS[verb](given, desk)
        case "comparisons":
            from inspector_app.cli import comparisons

            return comparisons.VERBS[verb](given, desk)
        case "carrying":
            from inspector_app.cli import carrying

            return carrying.VERBS[verb](given, desk)
        case "evidence":
            from inspector_app.cli import evidence

            return evidence.VERBS[verb](given, desk)
        case "photos":
            from inspector_app.cli import photos

            return photos.VERBS[verb](given, desk)
        case "searching":
            from inspector_app.cli import searching

            return searching.VERBS[verb](given, desk)
        case "papers":
            from inspector_app.cli import papers

            return papers.VERBS[verb](given, desk)
        case "debriefs":
            from inspector_app.cli import debriefs

            return debriefs.VERBS[verb](given, desk)
        case "sheets":
            from inspector_app.cli import sheets

            return sheets.VERBS[verb](given, desk)
        case "interims":
            from inspector_app.cli import interims

            return interims.VERBS[verb](given, desk)
        case "journal":
            from inspector_app.cli import journal

            return journal.VERBS[verb](given, desk)
        case "names":
            from inspector_app.cli import names

            return names.VERBS[verb](given, desk)
        case "together":
            from inspector_app.cli import together

            return together.VERBS[verb](given, desk)
        case "base":
            from inspector_app.cli import base

            return base.VERBS[verb](given, desk)
        case "base-sticks":
            from inspector_app.cli import base_sticks

            return base_sticks.VERBS[verb](given, desk)
        case "program":
            from inspector_app.cli import program

            return program.VERBS[verb](given, desk)
        case "packs":
            from inspector_app.cli import packs

            return packs.VERBS[verb](given, desk)
        case _:
            from inspector_app.cli import demo

            return demo.VERBS[verb](given, desk)


def _window(desk: Desk, opening: Path | None) -> Exit:
    if desk.console.as_json:
        raise Misused(tr("Say what to tell as JSON: --json needs a command."))
    if not displays.is_there():
        desk.console.remark(
            tr(
                "There is no display here, so no window can open; every command works without "
                "one: spr-inspector --help."
            )
        )
        return Exit.NOT_FOUND
    try:
        bootstrap.run_window(desk.data, opening)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "PySide6":
            raise
        desk.console.remark(
            tr(
                "The window cannot open because PySide6 is not installed; every command works "
                "without it: spr-inspector --help."
            )
        )
        return Exit.NOT_FOUND
    return Exit.OK
