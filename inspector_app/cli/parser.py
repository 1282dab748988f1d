"""The whole command line, put together from its families."""

import argparse
from collections.abc import Sequence
from functools import cache

from inspector_app.cli.commands.level import PROGRAM, Commands, everywhere
from inspector_app.cli.exits import MEANINGS
from inspector_app.command_line import Misused, Parser
from inspector_app.texts import tr
from inspector_app.version import VERSION

_MAIN = """\
Inspect a police force against the Strategic Policing Requirement, offline: walk the checklists,
keep evidence encrypted on this laptop, export a signed PDF summary that anyone can verify.

Without a command the window opens.
"""


@cache
def parser() -> Parser:
    """Return the parser of the whole command line."""
    from inspector_app.cli.commands import (
        answers,
        base,
        base_sticks,
        bundles,
        checklists,
        debriefs,
        doctor,
        encounters,
        inspecting,
        interims,
        looking,
        packs,
        papers,
        program,
        retention,
        review,
        sheets,
        sources,
        together,
        vault,
        workbooks,
    )

    main = Parser(
        prog=PROGRAM,
        description=_MAIN,
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[everywhere(default=None)],
        allow_abbrev=False,
    )
    main.add_argument("--version", action="version", version=f"SPR Inspector {VERSION}")
    main.set_defaults(run="window")
    commands = Commands(main, "commands")
    vault.vault_commands(commands)
    doctor.doctor_commands(commands)
    inspecting.inspections_commands(commands)
    inspecting.course_commands(commands)
    retention.archive_commands(commands)
    answers.answers_commands(commands)
    sources.sources_commands(commands)
    encounters.encounters_commands(commands)
    looking.prompts_commands(commands)
    workbooks.workbook_commands(commands)
    review.accuracy_commands(commands)
    review.recommendations_commands(commands)
    review.follow_up_commands(commands)
    debriefs.debrief_commands(commands)
    sheets.sheet_commands(commands)
    looking.search_commands(commands)
    papers.papers_commands(commands)
    interims.interims_commands(commands)
    bundles.bundle_commands(commands)
    together.journal_commands(commands)
    together.together_commands(commands)
    base.base_commands(commands)
    base_sticks.base_stick_commands(commands)
    vault.names_commands(commands)
    packs.packs_commands(commands)
    checklists.checklist_commands(commands)
    program.program_commands(commands)
    return main


def _epilog() -> str:
    codes = "".join(f"  {code.value:>3}  {meaning}\n" for code, meaning in MEANINGS.items())
    return f"""\
the whole job:
  {PROGRAM} init --name "Jo Sample" --initials JS
  {PROGRAM} new Cambridgeshire --fieldwork "2013-09"
  {PROGRAM} answer Cambridgeshire CC-PO-09 --value 8 --as-at 2013-09
  {PROGRAM} attach Cambridgeshire return.csv --line CC-PO-09 --caption "The force's return"
  {PROGRAM} headline Cambridgeshire CC-PO "The force can meet its share."
  {PROGRAM} identity new "Jo Sample"
  {PROGRAM} export Cambridgeshire --pdf summary.pdf
  {PROGRAM} verify summary.pdf

or all of it on a sample, without a question:
  {PROGRAM} demo --out demo-output

Passphrases and PINs are asked for at the terminal or read from files, never taken as arguments,
because arguments are seen by every program on the machine and kept in the shell’s history.

exit codes:
{codes}"""


def verbs(of: argparse.ArgumentParser | None = None) -> frozenset[str]:
    """Return everything that can be asked to be done, as :func:`parsed` names it."""
    of = of or parser()
    found = {str(run)} if (run := of.get_default("run")) else set()
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                found |= verbs(command)
    return frozenset(found)


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what the arguments ask for.

    Raises:
        Misused: they are not written as they must be.
        SystemExit: help or the version was asked for and has been printed.
    """
    given = _without_command(arguments) or parser().parse_args(arguments)
    if not given.run:
        raise Misused(given.of.format_help())
    if given.run == "papers.export":
        if given.json_file == "":
            given.json, given.json_file = True, None
        copies = (given.docx, given.html, given.xlsx, given.csv, given.snapshot)
        if sum(map(bool, (given.pdf, given.json_file, *copies))) != 1:
            raise Misused(
                tr(
                    "{program} export: give one of --pdf FILE, --json FILE, --docx "
                    "FILE, --html FILE, --xlsx FILE, --csv DIR and --snapshot FILE."
                ).format(program=PROGRAM)
            )
        if given.requests and not any(copies):
            raise Misused(
                tr("{program} export: --requests makes a working copy, not a summary.").format(
                    program=PROGRAM
                )
            )
    return given


def _without_command(arguments: Sequence[str]) -> argparse.Namespace | None:
    """Return what the arguments ask for if they hold no command; None if the rest must be read.

    The window opens sooner when no command is learnt first.
    """
    options = Parser(add_help=False, parents=[everywhere(default=None)], allow_abbrev=False)
    options.set_defaults(run="window")
    try:
        given, rest = options.parse_known_args(arguments)
    except Misused:
        return None
    return None if rest else given
