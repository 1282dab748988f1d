"""How commands are written: every command, option and example, and nothing of what they do."""

import argparse
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn

from inspector_app.cli.exits import MEANINGS, Misused
from inspector_app.version import VERSION

PROGRAM = "spr-inspector"

OUTCOMES = (
    "not-supplied",
    "does-not-exist",
    "never-arose",
    "not-asked",
    "asked-no-reply",
    "not-in-scope",
)
CAPABILITIES = ("own", "alliance", "region", "national", "partner")
ROLES = ("lead", "inspector", "observer")
FORMS = ("fieldwork-record", "accuracy-draft", "final-summary")
DECISIONS = ("accepted", "partly", "not-accepted")
STAGES = ("open", "in-progress", "done")
FILTERS = ("not-established", "changed-today", "versions", "not-exported", "mine")
PHASES = (
    "planning",
    "fieldwork",
    "writing-up",
    "moderation",
    "accuracy-check",
    "final",
    "published",
    "archived",
)
GROUNDS = ("spilled-material", "retention", "right-to-erasure", "other")

_MAIN = """\
Inspect a police force against the Strategic Policing Requirement, offline: walk the checklists,
keep evidence encrypted on this laptop, export a signed PDF summary that anyone can verify.

Without a command the window opens.
"""
READING = frozenset(
    {
        *("inspecting.show", "evidence.overview", "evidence.copy", "sources.overview"),
        *("sources.show", "sources.register_find", "encounters.overview", "encounters.show"),
        *("checking.check", "checking.lines", "accuracy.workbook", "accuracy.overview"),
        *("recommendations.overview", "follow_up.show", "searching.search", "journal.verify"),
        *("journal.rebuild", "journal.history", "together.laptops", "together.since"),
        *("corrections.overview", "together.apart", "planning.ready", "retention.records"),
    }
)
"""What looks at an inspection and records nothing; every other command says whose act it is."""
_INSPECTION = "the beginning of its id, or a part of the force's name"


class Parser(argparse.ArgumentParser):
    """Tells misuse by an exception, because argparse's own exit code means something else here."""

    def error(self, message: str) -> NoReturn:
        """Refuse the command.

        Raises:
            Misused: always.
        """
        raise Misused(f"{self.format_usage()}{self.prog}: {message}")


@cache
def parser() -> Parser:
    """Return the parser of the whole command line."""
    main = Parser(
        prog=PROGRAM,
        description=_MAIN,
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_everywhere(default=None)],
        allow_abbrev=False,
    )
    main.add_argument("--version", action="version", version=f"SPR Inspector {VERSION}")
    main.set_defaults(run="window")
    commands = _Commands(main, "commands")
    _vault(commands)
    _inspections(commands)
    _course(commands)
    _archive(commands)
    _answers(commands)
    _sources(commands)
    _encounters(commands)
    _prompts(commands)
    _accuracy(commands)
    _recommendations(commands)
    _follow_up(commands)
    _search(commands)
    _papers(commands)
    _journal(commands)
    _together(commands)
    _names(commands)
    _packs(commands)
    return main


class _Commands:
    """A level of commands; each names in ``run`` what is to be done."""

    def __init__(self, parent: Parser, title: str) -> None:
        self._group = parent.add_subparsers(title=title, metavar="COMMAND", parser_class=Parser)

    def add(
        self, name: str, run: str, brief: str, *examples: str, json_is_flag: bool = True
    ) -> Parser:
        """Add a command.

        Args:
            name: as it is typed.
            run: what is to be done.
            brief: one sentence, without its full stop.
            examples: whole commands without the program's name.
            json_is_flag: False for a command that gives ``--json`` a meaning of its own.
        """
        shown = "".join(f"  {PROGRAM} {example}\n" for example in examples)
        word = "example" if len(examples) == 1 else "examples"
        added = self._group.add_parser(
            name,
            help=brief,
            description=f"{brief}.",
            epilog=f"{word}:\n{shown}" if examples else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[_everywhere(default=argparse.SUPPRESS, json_is_flag=json_is_flag)],
            allow_abbrev=False,
        )
        added.set_defaults(run=run)
        return added

    def level(self, name: str, brief: str) -> "_Commands":
        """Add a word that further commands follow."""
        added = self._group.add_parser(
            name,
            help=brief,
            description=f"{brief}.",
            parents=[_everywhere(default=argparse.SUPPRESS)],
            allow_abbrev=False,
        )
        added.set_defaults(run="", of=added)
        return _Commands(added, "commands")


@cache
def _everywhere(default: object, *, json_is_flag: bool = True) -> Parser:
    """Return the options that may stand before and after the command."""
    options = Parser(add_help=False)
    group = options.add_argument_group("everywhere")
    group.add_argument(
        "--data-dir",
        type=Path,
        default=default,
        metavar="DIR",
        help="where the vault lies (default: the user's data folder)",
    )
    if json_is_flag:
        group.add_argument(
            "--json",
            action="store_true",
            default=default or False,
            help="tell the result as JSON on standard output",
        )
    group.add_argument(
        "--passphrase-file",
        type=Path,
        default=default,
        metavar="FILE",
        help="read the vault's passphrase from the first line of FILE instead of asking "
        "(also: SPR_INSPECTOR_PASSPHRASE_FILE)",
    )
    return options


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
because arguments are seen by every program on the machine and kept in the shell's history.

exit codes:
{codes}"""


def _vault(commands: _Commands) -> None:
    made = commands.add(
        "init",
        "vault.init",
        "Make this laptop's encrypted vault",
        'init --name "Jo Sample" --initials JS',
        'init --name "Jo Sample" --initials JS --passphrase-file secret.txt',
    )
    made.add_argument("--name", required=True, help="your name; it stays on this laptop")
    made.add_argument(
        "--initials", required=True, help="two to four letters; they stand before your numbers"
    )

    changed = commands.add(
        "passphrase", "vault.passphrase", "Change the vault's passphrase", "passphrase"
    )
    changed.add_argument(
        "--new-passphrase-file",
        type=Path,
        metavar="FILE",
        help="read the new one from FILE (also: SPR_INSPECTOR_NEW_PASSPHRASE_FILE)",
    )

    identity = commands.level("identity", "Signing identities of this vault")
    new = identity.add(
        "new",
        "vault.identity_new",
        "Make a self-issued signing identity, which proves integrity and not who signed",
        'identity new "Jo Sample"',
    )
    new.add_argument("name", help="as the signature shows it")
    _pin(new)
    identity.add("list", "vault.identity_list", "List the signing identities", "identity list")
    gone = identity.add(
        "remove",
        "vault.identity_remove",
        "Destroy a signing identity; what was signed with it stays verifiable",
        "identity remove 3f2a",
    )
    gone.add_argument("identity", help="the beginning of its id, or a part of its name")


def _inspections(commands: _Commands) -> None:
    commands.add("list", "inspecting.overview", "List the inspections of this vault", "list --json")

    new = commands.add(
        "new",
        "inspecting.new",
        "Begin an inspection",
        "new Cambridgeshire --fieldwork 2013-09 --role lead",
        'new "Essex Police" --off CN-CY --team AB:inspector --team "CD:observer:Chris Doe"',
    )
    new.add_argument("force", help="a name or alias of the pack's register of forces")
    new.add_argument("--unlisted", action="store_true", help="take the force as it is written")
    new.add_argument("--pack", help="id or folder of the checklist pack (default: the only one)")
    new.add_argument(
        "--fieldwork",
        help="when, such as 2013-09 or “16/9/2013 to 20/9/2013” (default: this month)",
    )
    new.add_argument("--marking", default="OFFICIAL", help="default: OFFICIAL")
    new.add_argument("--title", default="", help="what the visit is called")
    new.add_argument("--on", action="append", default=[], metavar="SECTION", help="put in scope")
    new.add_argument(
        "--off", action="append", default=[], metavar="SECTION", help="put out of scope"
    )
    new.add_argument("--role", choices=ROLES, default="inspector", help="yours; default: inspector")
    new.add_argument(
        "--team",
        action="append",
        default=[],
        metavar="INITIALS:ROLE[:NAME]",
        help="somebody else; names stay on this laptop",
    )

    shown = commands.add(
        "show",
        "inspecting.show",
        "Show an inspection, one of its sections, or a line with all that is known of it",
        "show Cambridgeshire",
        "show Cambridgeshire CC-PO",
        "show Cambridgeshire CC-PO-09",
    )
    _of(shown)
    shown.add_argument("part", nargs="?", help="the id of a section or line")

    described = commands.add(
        "describe",
        "inspecting.describe",
        "Record the inspection's particulars anew; what is not given stays",
        'describe Cambridgeshire --title "Second visit" --fieldwork "16/9/2013 to 20/9/2013"',
    )
    _of(described)
    described.add_argument("--title")
    described.add_argument("--fieldwork")
    described.add_argument("--marking")
    described.add_argument("--notes")

    team = commands.add(
        "team",
        "inspecting.team",
        "Record somebody's part in the team; a name stays on this laptop",
        'team Cambridgeshire "AB:inspector:Al Brown"',
        "team Cambridgeshire AB:inspector --left",
    )
    _of(team)
    team.add_argument("member", metavar="INITIALS:ROLE[:NAME]")
    team.add_argument("--left", action="store_true", help="has left the team")

    scope = commands.add(
        "scope",
        "inspecting.scope",
        "Put a section in or out of scope; its answers are kept",
        'scope Cambridgeshire CS-T --on --reason "asked for by the lead"',
    )
    _of(scope)
    scope.add_argument("section")
    switch = scope.add_mutually_exclusive_group(required=True)
    switch.add_argument("--on", action="store_true", help="in scope")
    switch.add_argument("--off", action="store_false", dest="on", help="out of scope")
    scope.add_argument("--reason", default="")


def _course(commands: _Commands) -> None:
    phase = commands.add(
        "phase",
        "phases.phase",
        "Tell the phase of the work, or enter another; archived means only to be read",
        "phase Cambridgeshire",
        "phase Cambridgeshire writing-up",
        'phase Cambridgeshire fieldwork --reason "A second visit was agreed."',
        'phase Cambridgeshire published --reason "Brought back from the archive for the appeal."',
    )
    _of(phase)
    phase.add_argument("phase", nargs="?", choices=PHASES, metavar="PHASE", help=", ".join(PHASES))
    phase.add_argument("--reason", default="", help="needed to go back")
    correct = commands.level("correct", "Correction sessions: edits after fieldwork, with a reason")
    begin = correct.add(
        "begin",
        "corrections.begin",
        "Say once why and on whose word facts are corrected, for all edits until it ends",
        'correct begin Cambridgeshire --from "Letter of the force, 3 May" --reason "A later count"',
    )
    _of(begin)
    begin.add_argument("--reason", required=True)
    begin.add_argument(
        "--from", required=True, dest="origin", metavar="ORIGIN", help="where they come from"
    )
    end = correct.add("end", "corrections.end", "End the session", "correct end Cambridgeshire")
    _of(end)
    sessions = correct.add(
        "list",
        "corrections.overview",
        "List the sessions, and the lines that stand otherwise than the visit found them",
        "correct list Cambridgeshire",
    )
    sessions.add_argument("inspection", help=_INSPECTION)

    assign = commands.add(
        "assign",
        "planning.assign",
        "Give lines and sections to people of the team, or tell who has what",
        "assign Cambridgeshire",
        "assign Cambridgeshire CC-PO --to AM",
        "assign Cambridgeshire CC-PO-07 CC-PO-08 --to AM --to JS",
        'assign Cambridgeshire CC-PO --to AM --reason "Agreed in the evening."',
    )
    _of(assign)
    assign.add_argument("places", nargs="*", metavar="PLACE", help="the id of a section or line")
    assign.add_argument(
        "--to", action="append", default=[], metavar="INITIALS", help="of the team; may be repeated"
    )
    assign.add_argument("--reason", default="", help="needed where laptops have assigned it apart")

    unassign = commands.add(
        "unassign",
        "planning.unassign",
        "Take assignments back; a line goes with its section again",
        "unassign Cambridgeshire CC-PO-07",
    )
    _of(unassign)
    unassign.add_argument("places", nargs="+", metavar="PLACE", help="the id of a section or line")
    unassign.add_argument("--reason", default="", help="needed where laptops differ")

    ready = commands.add(
        "ready",
        "planning.ready",
        "Look whether this laptop and the team are ready to travel; nothing is changed",
        "ready Cambridgeshire",
    )
    _of(ready)


def _archive(commands: _Commands) -> None:
    archive = commands.level("archive", "How long an inspection is kept, legal hold, destruction")
    show = archive.add(
        "keep",
        "retention.show",
        "Tell until when an inspection is kept and what holds it; with --until, record it",
        "archive keep Cambridgeshire",
        'archive keep Cambridgeshire --until 2031-03-31 --rule "Schedule of retention, class 4"',
    )
    _of(show)
    show.add_argument("--until", metavar="DAY", help="the last day on which it is kept")
    show.add_argument("--rule", default="", help="what asks for it; needed with --until")
    for name, brief in (
        ("hold", "Place a legal hold: nothing in it is purged or destroyed"),
        ("lift", "Lift the legal hold"),
    ):
        command = archive.add(
            name, f"retention.{name}", brief, f'archive {name} Cambridgeshire --reason "Inquest"'
        )
        _of(command)
        command.add_argument("--reason", required=True)
    destroy = archive.add(
        "destroy",
        "retention.destroy",
        "Destroy an archived inspection whose retention has passed; a signed record is left",
        'archive destroy Cambridgeshire --confirm "Cambridgeshire Constabulary" --record gone.json',
    )
    _of(destroy)
    destroy.add_argument("--confirm", required=True, metavar="FORCE", help="the force's whole name")
    destroy.add_argument("--record", type=Path, metavar="FILE", help="write the record to FILE too")
    records = archive.add(
        "records",
        "retention.records",
        "List what is left of the inspections that were destroyed here",
        "archive records",
        "archive records Cambridgeshire --record gone.json",
    )
    records.add_argument("inspection", nargs="?", help=_INSPECTION)
    records.add_argument("--record", type=Path, metavar="FILE", help="write the record to FILE")
    verify = archive.add(
        "verify",
        "retention.verify",
        "Tell whether a destruction record is genuine; needs no vault without --here",
        "archive verify gone.json",
    )
    verify.add_argument("file", type=Path)
    verify.add_argument(
        "--here", action="store_true", help="also look whether something is left on this laptop"
    )


def _answers(commands: _Commands) -> None:
    answer = commands.add(
        "answer",
        "recording.answer",
        "Record the team's finding on a line, or on many lines at once",
        "answer Cambridgeshire CC-PO-09 --value 8",
        'answer Cambridgeshire CC-PO-07 --value judgement=partly --value "method=By event."',
        "answer Cambridgeshire CC-PO-03 --outcome not-supplied --note “Asked for in August.”",
        "answer Cambridgeshire --from answers.json",
        "answer Cambridgeshire CC-PO-09 --withdraw --reason “Wrong line”",
    )
    _of(answer)
    answer.add_argument("line", nargs="?", help="the line's id")
    answer.add_argument(
        "--value",
        action="append",
        default=[],
        metavar="[PART=]VALUE",
        help="may be repeated; “show INSPECTION LINE” lists the parts and what each takes",
    )
    answer.add_argument("--outcome", choices=OUTCOMES)
    answer.add_argument("--as-at", help="when it was so, such as 2014-07 or “since April 2014”")
    answer.add_argument("--note", default="")
    answer.add_argument(
        "--capability", action="append", default=[], choices=CAPABILITIES, help="whose it is"
    )
    answer.add_argument("--share", default="", help="how much comes from whom, in words")
    _handling(answer)
    answer.add_argument("--reason", default="", help="why this version is the right one")
    answer.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="FILE",
        help="many lines from a JSON file, as one act: all of them or none. Its form: "
        '{"answers": {"CC-PO-09": {"values": {"declared": 8}, "as_at": "2013-09"}}}; a value is '
        "a text or number as for --value, or an object with its kind",
    )
    answer.add_argument("--withdraw", action="store_true", help="take the finding back")

    account = commands.add(
        "account",
        "recording.account",
        "Record what one source said or showed on a line",
        'account Cambridgeshire CC-PO-09 "Eight, and tried." --role "Head of operations"',
    )
    _of(account)
    account.add_argument("line")
    account.add_argument("words", nargs="?", default="")
    account.add_argument("--value", action="append", default=[], metavar="[PART=]VALUE")
    account.add_argument("--outcome", choices=OUTCOMES)
    account.add_argument(
        "--source", metavar="NUMBER", help="who said or showed it: see “source list”"
    )
    account.add_argument("--role", default="", help="who said or showed it: a role, never a name")
    account.add_argument(
        "--withdraw", metavar="ACCOUNT", help="take one back, by the id that “show” tells"
    )
    account.add_argument("--reason", default="", help="why it is taken back")
    account.add_argument("--as-at")
    _handling(account)

    headline = commands.add(
        "headline",
        "recording.headline",
        "Write the judgement of a section",
        'headline Cambridgeshire CC-PO "The force can meet its share."',
    )
    _of(headline)
    headline.add_argument("section")
    headline.add_argument("text", nargs="?", default="")
    headline.add_argument("--as-at")
    _handling(headline)
    headline.add_argument("--withdraw", action="store_true", help="take the headline back")
    headline.add_argument("--reason", default="")

    moderate = commands.add(
        "moderate",
        "recording.moderate",
        "Challenge a headline, and say what came of it; the proposed headline stays",
        'moderate Cambridgeshire CC-PO --challenge "Does one return carry this?"',
        'moderate Cambridgeshire CC-PO --headline "The force says it can meet its share." '
        '--reason "Nothing but the force\'s own return."',
    )
    _of(moderate)
    moderate.add_argument("section")
    moderate.add_argument("--challenge", help="what is not given stays as it is")
    moderate.add_argument("--headline", help="as moderated, written by a person")
    moderate.add_argument("--reason", help="needed for the moderated headline to stand")
    moderate.add_argument("--marking", help="where it differs from the inspection's")
    moderate.add_argument("--withdraw", action="store_true", help="take the moderation back")

    attach = commands.add(
        "attach",
        "recording.attach",
        "Keep files as evidence, encrypted; the originals stay as they are",
        'attach Cambridgeshire return.csv --line CC-PO-09 --caption "The force\'s return"',
    )
    _of(attach)
    attach.add_argument("files", nargs="+", type=Path, metavar="FILE")
    attach.add_argument("--line", action="append", default=[], help="may be repeated")
    attach.add_argument("--caption", default="")
    _handling(attach)
    _found(attach)

    _evidence(commands)
    _redact(commands)
    _photos(commands)
    for word, brief in (
        ("undo", "Take back the last act recorded on this laptop, or any one act"),
        ("redo", "Record again what the last undo took back"),
    ):
        back = commands.add(word, f"recording.{word}", brief, f"{word} Cambridgeshire")
        _of(back)
        if word == "undo":
            back.add_argument("change", nargs="?", help="the beginning of a change's id")


def _sources(commands: _Commands) -> None:
    source = commands.level("source", "Where things were learned: interviews, requests, tests …")
    kinds = source.add(
        "kinds",
        "sources.kinds",
        "List the kinds of source, or the facts that one of them has",
        "source kinds",
        "source kinds document-request",
    )
    kinds.add_argument("kind", nargs="?", help="its name or letter")
    added = source.add(
        "add",
        "sources.add",
        "Record a source, and what it said on any number of lines",
        'source add Cambridgeshire interview "Chief officers" --fact "roles=chief constable" '
        '--account "CC-PO-01=Grasps the duty."',
        'source add Cambridgeshire Q "Public order STRA" --fact due=2013-09-30',
    )
    _of(added)
    added.add_argument("kind", help="its name or letter: see “source kinds”")
    added.add_argument("title", nargs="?", default="")
    _facts(added)
    _accounts(added)
    listed = source.add(
        "list", "sources.overview", "List the sources", "source list Cambridgeshire"
    )
    _of(listed)
    listed.add_argument("--overdue", action="store_true", help="only requests that are overdue")
    shown = source.add(
        "show",
        "sources.show",
        "Show all that is known of a source, with its accounts",
        "source show Cambridgeshire JS/1",
    )
    _item(shown)
    revised = source.add(
        "revise",
        "sources.revise",
        "Record a source anew; what is not given stays",
        "source revise Cambridgeshire JS/1 --fact outcome=received --fact settled=2013-09-18",
    )
    _item(revised)
    _facts(revised)
    withdrawn = source.add(
        "withdraw",
        "sources.withdraw",
        "Take a source back with a reason; its accounts stay",
        "source withdraw Cambridgeshire JS/1 --reason “Recorded twice”",
    )
    _item(withdrawn)
    withdrawn.add_argument("--reason", required=True)
    given = source.add(
        "account",
        "sources.account",
        "Record what a source said on any number of lines, as one act",
        'source account Cambridgeshire JS/1 --account "CC-PO-09=Eight." --account "CC-PO-08=Five."',
    )
    _item(given)
    _accounts(given)
    rest = commands.add(
        "rest",
        "sources.rest",
        "Say on which accounts an answer rests; none: on all that its line has",
        "rest Cambridgeshire CC-PO-09 CC-PO-09/3f2a9c0d11e2b7a4",
    )
    _of(rest)
    rest.add_argument("line")
    rest.add_argument("account", nargs="*", help="its id, as “show” tells it")
    carried = commands.add(
        "carry-over",
        "carrying.carry_over",
        "Copy sources, accounts or answers from another inspection of the vault; none: list them",
        "carry-over Cambridgeshire Bedfordshire",
        "carry-over Cambridgeshire Bedfordshire AB/4 CC-T-05",
    )
    _of(carried)
    carried.add_argument("other", help=f"from which: {_INSPECTION}")
    carried.add_argument("thing", nargs="*", help="a source’s number, a line or an account’s id")
    confirmed = commands.add(
        "confirm",
        "carrying.confirm",
        "Say that what was carried over holds here as well; none: list what waits",
        "confirm Cambridgeshire",
        "confirm Cambridgeshire JS/4 CC-T-05",
    )
    _of(confirmed)
    confirmed.add_argument("thing", nargs="*", help="a source’s number, a line or an account’s id")
    register = commands.level("register", "Forces, units, organisations and roles")
    find = register.add(
        "find",
        "sources.register_find",
        "Look somebody or something up by name or alias",
        "register find Cambridgeshire organisations eastern",
    )
    _of(find)
    find.add_argument("register", help="forces, roles …; “organisations” for all but roles")
    find.add_argument("words")
    more = register.add(
        "add",
        "sources.register_add",
        "Add what the registers lack, for this inspection",
        'register add Cambridgeshire roles "Duty superintendent"',
    )
    _of(more)
    more.add_argument("register")
    more.add_argument("name", help="of a role or an organisation, never of a person")
    more.add_argument("--alias", action="append", default=[], help="may be repeated")
    more.add_argument("--valid-from", default="", help="such as 2013-04; empty: open")
    more.add_argument("--valid-to", default="")
    mended = register.add(
        "revise",
        "sources.register_revise",
        "Change an entry's names or when it is valid, for this inspection",
        "register revise Cambridgeshire ACPO --valid-to 2015-03-31",
    )
    _of(mended)
    mended.add_argument("entry", help="its id, name or an alias")
    mended.add_argument("--name")
    mended.add_argument("--alias", action="append", help="all it has; may be repeated")
    mended.add_argument("--valid-from", help="such as 2013-04; empty: open")
    mended.add_argument("--valid-to")
    mended.add_argument("--note")


def _accuracy(commands: _Commands) -> None:
    level = commands.level("accuracy", "The accuracy check: drafts, the force's points, answers")
    sent = level.add(
        "send",
        "accuracy.send",
        "Record that the numbered paragraphs go out, and write the workbook for the force's points",
        'accuracy send Cambridgeshire points.xlsx --to "The chief constable" --by 2014-10-16',
    )
    _of(sent)
    sent.add_argument("file", type=Path, metavar="FILE", help="the .xlsx file to be written")
    sent.add_argument("--to", required=True, help="an office or organisation, never a name")
    sent.add_argument("--sent", help="the day on which it goes out (default: today)")
    sent.add_argument("--by", help="until when the force may reply")
    again = level.add(
        "workbook",
        "accuracy.workbook",
        "Write the workbook of a draft again, as the draft stood when it went out",
        "accuracy workbook Cambridgeshire points.xlsx",
    )
    _of(again)
    again.add_argument("file", type=Path, metavar="FILE")
    again.add_argument("--draft", default="", help="its number (default: the last)")
    listed = level.add(
        "list",
        "accuracy.overview",
        "List the drafts that went out and the force's points",
        "accuracy list Cambridgeshire --open",
    )
    _of(listed)
    listed.add_argument("--open", action="store_true", help="only points not answered yet")
    taken = level.add(
        "take",
        "accuracy.take",
        "Take in a workbook that came back: all of it or, when anything is wrong, nothing",
        "accuracy take Cambridgeshire points-back.xlsx --preview",
        "accuracy take Cambridgeshire points-back.xlsx --received 2014-10-14",
    )
    _of(taken)
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--preview", action="store_true", help="tell what it holds, record nothing")
    taken.add_argument("--received", help="when it came (default: today)")
    answered = level.add(
        "answer",
        "accuracy.answer",
        "Answer a point, with a reason, and link the changes that result from it",
        'accuracy answer Cambridgeshire 2.3.9 accepted --reason "The return says so."',
    )
    _of(answered)
    answered.add_argument("point", help="its paragraph, or the beginning of its id")
    answered.add_argument("decision", choices=DECISIONS)
    answered.add_argument("--reason", required=True)
    answered.add_argument(
        "--change",
        action="append",
        help="the id of a change that results; may be repeated (default: all that were recorded "
        "on the paragraph since the point came)",
    )
    linked = level.add(
        "link",
        "accuracy.link",
        "Link what was recorded on a point's paragraph since it came",
        "accuracy link Cambridgeshire 2.3.9",
    )
    _of(linked)
    linked.add_argument("point", help="its paragraph, or the beginning of its id")


def _recommendations(commands: _Commands) -> None:
    level = commands.level(
        "recommendation", "Recommendations, causes of concern, areas for improvement"
    )
    added = level.add(
        "add",
        "recommendations.add",
        "Record what is asked for, of whom, by when, and what it rests on",
        'recommendation add Cambridgeshire area-for-improvement "Work out the local need." '
        '--to "The chief constable" --by 2014-09 --on CC-PO-07',
    )
    _of(added)
    added.add_argument("kind", help="cause-of-concern, recommendation or area-for-improvement")
    added.add_argument("text")
    _asked(added)
    listed = level.add(
        "list",
        "recommendations.overview",
        "List what is asked for, with how far it has come",
        "recommendation list Cambridgeshire",
    )
    _of(listed)
    revised = level.add(
        "revise",
        "recommendations.revise",
        "Record a recommendation anew; what is not given stays",
        "recommendation revise Cambridgeshire JS/40 --by 2014-12",
    )
    _item(revised)
    revised.add_argument("--kind")
    revised.add_argument("--text")
    _asked(revised)
    withdrawn = level.add(
        "withdraw",
        "recommendations.withdraw",
        "Take a recommendation back, with a reason",
        "recommendation withdraw Cambridgeshire JS/40 --reason “Made nationally instead”",
    )
    _item(withdrawn)
    withdrawn.add_argument("--reason", required=True)
    told = level.add(
        "progress",
        "recommendations.progress",
        "Tell how far a recommendation of this inspection has come",
        'recommendation progress Cambridgeshire JS/40 done --note "Seen." --on CC-PO-07',
    )
    _item(told)
    _advance(told)


def _follow_up(commands: _Commands) -> None:
    level = commands.level("follow-up", "Last time: an earlier inspection of the same force")
    shown = level.add(
        "show",
        "follow_up.show",
        "Show what was found and asked for last time; nothing of it counts as established now",
        "follow-up show Cambridgeshire",
        "follow-up show Cambridgeshire CC-PO",
    )
    _of(shown)
    shown.add_argument("place", nargs="?", help="a line or a section; without one, all of them")
    named = level.add(
        "name",
        "follow_up.name",
        "Say which earlier inspection of this force is followed up, where it is not the latest",
        "follow-up name 4be1 9c02f1",
    )
    _of(named)
    named.add_argument("earlier", help="the beginning of its id")
    cleared = level.add(
        "clear",
        "follow_up.clear",
        "Take back which inspection was named",
        "follow-up clear 4be1 --reason “Another visit”",
    )
    _of(cleared)
    cleared.add_argument("--reason", required=True)
    told = level.add(
        "progress",
        "follow_up.progress",
        "Tell how far something that was asked for last time has come",
        'follow-up progress 4be1 JS/40 in-progress --note "A draft was shown." --on JS/3',
    )
    _item(told)
    _advance(told)


def _asked(command: Parser) -> None:
    command.add_argument("--to", help="an office or organisation, never a name")
    command.add_argument("--by", help="by when, such as 2014-09")
    _on(command)
    _handling(command)


def _advance(command: Parser) -> None:
    command.add_argument("stage", choices=STAGES)
    command.add_argument("--note")
    command.add_argument("--as-at", help="such as 2014-09")
    _on(command)
    _handling(command)


def _on(command: Parser) -> None:
    command.add_argument(
        "--on",
        action="append",
        metavar="PLACE",
        help="what it rests on: a line, a section, or the number of a source or evidence item; "
        "may be repeated",
    )


def _facts(command: Parser) -> None:
    command.add_argument(
        "--fact",
        action="append",
        default=[],
        metavar="NAME=TEXT",
        help="may be repeated; “source kinds KIND” lists the names and what each takes",
    )


def _accounts(command: Parser) -> None:
    command.add_argument(
        "--account",
        action="append",
        default=[],
        metavar="LINE=WORDS",
        help="what it said or showed on a line; may be repeated",
    )


def _encounters(commands: _Commands) -> None:
    group = commands.level("encounter", "The timetable, and encounters held: interviews, tests …")
    planned = group.add(
        "plan",
        "encounters.plan",
        "Put an encounter into the timetable, or change one; what is not given stays",
        "encounter plan Cambridgeshire interview --role “Chief constable” --day 2013-09-17 "
        "--at 09:00 --lead JS",
        "encounter plan Cambridgeshire test “Mobilisation” --section CP-PO --place “Control room”",
        "encounter plan Cambridgeshire --change 3f2a --at 10:30",
    )
    _of(planned)
    planned.add_argument("kind", nargs="?", help="interview, group, conversation, test …")
    planned.add_argument("title", nargs="?")
    planned.add_argument("--change", metavar="ENTRY", help="the beginning of an entry's id, or #2")
    planned.add_argument("--role", action="append", help="whom it is with; may be repeated")
    planned.add_argument("--place")
    planned.add_argument("--day", help="such as 2013-09-17")
    planned.add_argument("--at", help="such as 09:30, in London")
    planned.add_argument("--lead", metavar="INITIALS", help="who leads it")
    planned.add_argument("--with", dest="others", action="append", metavar="INITIALS")
    planned.add_argument("--section", action="append", help="whose lines it should speak to")
    planned.add_argument("--line", action="append", help="may be repeated")
    planned.add_argument("--note")
    planned.add_argument("--marking", help="where it differs from the inspection's")
    planned.add_argument(
        "--unannounced", action="store_true", default=None, help="the force is not to know"
    )
    listed = group.add(
        "list",
        "encounters.overview",
        "List the timetable and the encounters that go on",
        "encounter list Cambridgeshire",
    )
    _of(listed)
    listed.add_argument("--day", help="only those of a day, such as 2013-09-17")
    cancelled = group.add(
        "cancel",
        "encounters.cancel",
        "Take an encounter out of the timetable",
        "encounter cancel Cambridgeshire 3f2a --reason “She is on leave”",
    )
    _of(cancelled)
    cancelled.add_argument("entry", help="the beginning of its id, or #2")
    cancelled.add_argument("--reason", required=True)
    begun = group.add(
        "begin",
        "encounters.begin",
        "Begin an encounter of the timetable, or one that was not planned",
        "encounter begin Cambridgeshire --entry 3f2a",
        "encounter begin Cambridgeshire interview --role “Control room supervisor”",
    )
    _of(begun)
    begun.add_argument("kind", nargs="?", default="interview")
    begun.add_argument("title", nargs="?", default="")
    begun.add_argument("--entry", help="the beginning of its id in the timetable")
    begun.add_argument("--role", action="append", default=[])
    begun.add_argument("--place", default="")
    begun.add_argument("--line", action="append", default=[], help="that it can speak to")
    begun.add_argument("--section", default="", help="whose lines it can speak to")
    begun.add_argument(
        "--unannounced", action="store_true", help="the force is not to know until it has ended"
    )
    begun.add_argument(
        "--written-at", default="", help="when notes on paper were written: 2013-09-17 14:20"
    )
    noted = group.add(
        "note",
        "encounters.note",
        "Write a timed note, and make it an account on lines",
        "encounter note Cambridgeshire JS/4 “Eight, and tried.” --line CC-PO-09",
    )
    _item(noted)
    noted.add_argument("text")
    noted.add_argument("--line", action="append", default=[], help="may be repeated")
    noted.add_argument("--come-back", action="store_true", help="it needs another look")
    noted.add_argument("--written-at", default="", help="when it was written on paper")
    stamped = group.add(
        "stamp",
        "encounters.stamp",
        "Stamp the next step of a test run with the time now",
        "encounter stamp Cambridgeshire JS/4",
    )
    _item(stamped)
    stamped.add_argument("--step", choices=("asked", "first-offered", "enough", "ended"))
    abandoned = group.add(
        "abandon",
        "encounters.abandon",
        "Break a test run off",
        "encounter abandon Cambridgeshire JS/4",
    )
    _item(abandoned)
    abandoned.add_argument("--reason", default="live incident", help="default: live incident")
    ended = group.add(
        "end", "encounters.end", "End an encounter", "encounter end Cambridgeshire JS/4"
    )
    _item(ended)
    for word, brief in (
        ("link", "Make a note an account on a line"),
        ("unlink", "Take the account back that a note is on a line"),
        ("keep", "Decide that a note stays a note"),
        ("come-back", "Say that a note needs another look, or with --done that it no longer does"),
        ("rewrite", "Write a note anew; accounts made of it follow"),
        ("drop", "Take a note back with a reason, and the accounts made of it"),
    ):
        extra = {"link": " CC-PO-09", "unlink": " CC-PO-09", "rewrite": " “Eight.”"}.get(word, "")
        extra = " --reason “Not said”" if word == "drop" else extra
        made = group.add(
            word,
            f"encounters.{word.replace('-', '_')}",
            brief,
            f"encounter {word} Cambridgeshire JS/4 9c0d{extra}",
        )
        _item(made)
        made.add_argument(
            "note", help="the beginning of its key, as “encounter show” tells it, or #2"
        )
        if word in ("link", "unlink"):
            made.add_argument("line")
        elif word == "rewrite":
            made.add_argument("text")
        elif word == "drop":
            made.add_argument("--reason", required=True)
        elif word == "come-back":
            made.add_argument("--done", action="store_true")
    shown = group.add(
        "show",
        "encounters.show",
        "Show an encounter with its notes and what became of each",
        "encounter show Cambridgeshire JS/4",
    )
    _item(shown)
    held = group.add(
        "hold",
        "encounters.hold",
        "Record a whole encounter from a file, as one act: all of it or nothing",
        "encounter hold Cambridgeshire --from interview.json",
    )
    _of(held)
    held.add_argument("--entry", help="the beginning of its id in the timetable")
    held.add_argument(
        "--from",
        dest="source",
        type=Path,
        required=True,
        metavar="FILE",
        help='a JSON file: {"kind": "interview", "roles": ["Chief constable"], "people": [their '
        'names, which stay on this laptop], "evidence": ["JS/3"], "place": "…", '
        '"written_at": "2013-09-17 09:00", "notes": [{"text": "…", "written_at": "2013-09-17 '
        '09:05", "lines": ["CC-PO-09"], "come_back": false}]}; a test also takes "steps": '
        '{"asked": "09:04", "first_offered": "09:07", "enough": "", "ended": "09:20"} and '
        '"abandoned"',
    )


def _evidence(commands: _Commands) -> None:
    evidence = commands.level("evidence", "Evidence items that are kept already")
    listed = evidence.add(
        "list", "evidence.overview", "List the evidence items", "evidence list Cambridgeshire"
    )
    _of(listed)
    caption = evidence.add(
        "caption",
        "evidence.caption",
        "Say anew what an item shows and how it may be used",
        'evidence caption Cambridgeshire JS/1 "The force\'s return" --do-not-export',
    )
    _item(caption)
    caption.add_argument("caption")
    _handling(caption)
    _found(caption)
    for word, brief in (
        ("link", "Put an item to a line"),
        ("unlink", "Take an item off a line; the item stays"),
    ):
        command = evidence.add(
            word, f"evidence.{word}", brief, f"evidence {word} Cambridgeshire JS/1 CC-PO-09"
        )
        _item(command)
        command.add_argument("line")
    withdraw = evidence.add(
        "withdraw",
        "evidence.withdraw",
        "Take an item back with a reason; its file and history stay",
        "evidence withdraw Cambridgeshire JS/1 --reason “Another force's”",
    )
    _item(withdraw)
    withdraw.add_argument("--reason", required=True)
    copy = evidence.add(
        "copy",
        "evidence.copy",
        "Write an item's original, decrypted and checked, to a file",
        "evidence copy Cambridgeshire JS/1 return.csv",
    )
    _item(copy)
    copy.add_argument("target", type=Path)
    copy.add_argument("--replace", action="store_true", help="write over a file that is there")


def _redact(commands: _Commands) -> None:
    redact = commands.add(
        "redact",
        "evidence.redact",
        "Make a redacted copy of a picture or PDF as a new item; the original is untouched",
        "redact Cambridgeshire JS/1 --area 1,10,20,30,4.5 --reason “Name of a witness”",
        "redact Cambridgeshire JS/2 --pages 1,3-5 --area 3,0,0,100,12 --reason “Home address”",
    )
    _item(redact)
    redact.add_argument(
        "--area",
        action="append",
        required=True,
        metavar="PAGE,X,Y,W,H",
        help="what is made black: page, distance from the left and from the top, width and "
        "height in percent of the page; may be repeated",
    )
    redact.add_argument("--reason", required=True, help="why; it is printed with the copy")
    redact.add_argument("--pages", default="", help="those that the copy has: 1,3-5; default: all")
    redact.add_argument("--caption", default="", help="of the copy")
    redact.add_argument(
        "--export-original",
        action="store_true",
        help="the original stays in exports; else it is left out of them from now on",
    )
    redact.add_argument(
        "--preview",
        type=Path,
        metavar="FOLDER",
        help="write each page of the copy there as PNG, not encrypted, and keep nothing",
    )


def _photos(commands: _Commands) -> None:
    photos = commands.add(
        "photos",
        "photos.take_in",
        "Take in many photos, timed by a photo of the laptop's clock, each put to its source",
        "photos Cambridgeshire DCIM --dry-run",
        "photos Cambridgeshire DCIM --clock DCIM/IMG_0001.JPG --shows 14:20:05",
        "photos Cambridgeshire DCIM --clock A1.JPG --shows 14:20:05 --clock B7.JPG --shows 14:21",
        "photos Cambridgeshire a.jpg b.jpg --source JS/12 --caption “Carrier, nearside”",
    )
    _of(photos)
    photos.add_argument("files", nargs="+", type=Path, metavar="FILE", help="or folder")
    photos.add_argument(
        "--clock",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a photo of the laptop's clock; one for each camera",
    )
    photos.add_argument(
        "--shows",
        action="append",
        default=[],
        metavar="TIME",
        help="what the clock shows in it, London's time: 14:20:05 or 2013-09-17 14:20:05",
    )
    photos.add_argument("--source", help="put all of them to this source, whenever they were taken")
    photos.add_argument("--caption", default="", help="for all of them")
    photos.add_argument("--dry-run", action="store_true", help="tell what would be done, and stop")


def _papers(commands: _Commands) -> None:
    export = commands.add(
        "export",
        "papers.export",
        "Write a signed PDF summary, or the whole inspection as JSON",
        "export Cambridgeshire --pdf summary.pdf",
        "export Cambridgeshire --pdf summary.pdf --pkcs12 jo.p12 --pin-file pin.txt",
        "export Cambridgeshire --json inspection.json",
        json_is_flag=False,
    )
    _of(export)
    what = export.add_argument_group("what is written: one of the two")
    what.add_argument("--pdf", type=Path, metavar="FILE", help="a signed summary")
    what.add_argument(
        "--json",
        dest="json_file",
        nargs="?",
        const="",
        metavar="FILE",
        help="every change with what is needed to read it, not encrypted; without FILE it means "
        "the result as JSON, as everywhere",
    )
    export.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    _signer(export)
    printed = export.add_argument_group("what is printed")
    printed.add_argument("--form", choices=FORMS, default=FORMS[0], help=f"default: {FORMS[0]}")
    printed.add_argument("--marking", help="default: the highest of all that is in it")
    printed.add_argument("--without-accounts", action="store_true")
    printed.add_argument("--without-thumbnails", action="store_true")
    printed.add_argument("--file-names", action="store_true", help="names often name people")

    countersign = commands.add(
        "countersign",
        "papers.countersign",
        "Put the lead inspector's signature beside the inspector's on a signed summary",
        "countersign summary.pdf",
        "countersign summary.pdf --out countersigned.pdf --pkcs12 lead.p12",
    )
    countersign.add_argument("file", type=Path)
    countersign.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="write there (default: beside the file, with “countersigned” after its name)",
    )
    countersign.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    _signer(countersign)

    verify = commands.add(
        "verify",
        "papers.verify",
        "Tell whether a summary is genuine, who signed it and, given a passphrase, whether it is "
        "what this laptop would print",
        "verify summary.pdf",
        "verify summary.pdf --passphrase-file secret.txt",
    )
    verify.add_argument("file", type=Path)

    taken = commands.add(
        "import",
        "papers.take_in",
        "Bring an exported inspection into this vault: all of it or nothing",
        "import inspection.json",
    )
    taken.add_argument("file", type=Path, metavar="FILE.json")

    demo = commands.add(
        "demo",
        "demo.demo",
        "Do the whole job on the sample inspection, without a question or a screen",
        "demo --out demo-output",
    )
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")


def _prompts(commands: _Commands) -> None:
    check = commands.add(
        "check",
        "checking.check",
        "Tell what is missing, weak or contradictory, section by section; never a finding",
        "check Cambridgeshire",
        "check Cambridgeshire --phase writing-up --all",
    )
    _of(check)
    _phase(check)
    check.add_argument("--all", action="store_true", help="also what was put aside")
    lines = commands.add(
        "lines",
        "checking.lines",
        "List the lines of all sections, or those that hold of a filter",
        "lines Cambridgeshire --only not-established",
        "lines Cambridgeshire --kind interview",
    )
    _of(lines)
    lines.add_argument("--only", choices=FILTERS)
    lines.add_argument(
        "--whose", metavar="INITIALS", help="with “--only mine”: of the team, if not the owner's"
    )
    lines.add_argument("--kind", help="that rest on this kind of source: its name or letter")
    prompt = commands.level("prompt", "Single prompts, as “check” tells them")
    aside = prompt.add(
        "aside",
        "checking.aside",
        "Put a prompt aside with a reason; it comes back when its facts change",
        'prompt aside Cambridgeshire no-headline/CN-CY --reason "The report gives none"',
    )
    _of(aside)
    aside.add_argument("prompt", help="its id, as “check” tells it")
    aside.add_argument("--reason", required=True)
    _phase(aside)
    back = prompt.add(
        "back",
        "checking.back",
        "Tell a prompt again that was put aside",
        "prompt back Cambridgeshire no-headline/CN-CY",
    )
    _of(back)
    back.add_argument("prompt", help="its id, as “check --all” tells it")


def _phase(command: Parser) -> None:
    command.add_argument("--phase", choices=PHASES, help="as if the work stood there")


def _search(commands: _Commands) -> None:
    search = commands.add(
        "search",
        "searching.search",
        "Find lines, answers, accounts, headlines, evidence and terms by their words",
        "search Cambridgeshire mutual aid",
        "search Cambridgeshire plan --only not-established",
        "search Cambridgeshire --only changed-today",
        "search Cambridgeshire plan --source interview",
    )
    _of(search)
    search.add_argument("words", nargs="*", help="all of them must be there; endings may differ")
    search.add_argument(
        "--only",
        action="append",
        default=[],
        choices=FILTERS,
        help="may be repeated; without words everything that it holds for",
    )
    search.add_argument(
        "--source",
        metavar="KIND",
        help="a kind of source, by letter or name: its sources, and lines whose answers rest on it",
    )
    search.add_argument("--limit", type=int, default=50, metavar="NUMBER", help="default: 50")


def _journal(commands: _Commands) -> None:
    journal = commands.level("journal", "What was recorded, by whom and when; and whether it holds")
    verify = journal.add(
        "verify",
        "journal.verify",
        "Check every change, link and signature of an inspection",
        "journal verify Cambridgeshire",
        "journal verify Cambridgeshire --against summary.pdf",
    )
    _of(verify)
    verify.add_argument(
        "--against",
        type=Path,
        metavar="SIGNED.pdf",
        help="also that nothing is gone that this genuine summary knew of",
    )
    rebuild = journal.add(
        "rebuild",
        "journal.rebuild",
        "Work out what stands anew from the changes",
        "journal rebuild Cambridgeshire",
    )
    _of(rebuild)
    history = journal.add(
        "history",
        "journal.history",
        "Tell what was recorded, oldest first",
        "journal history Cambridgeshire CC-PO-09",
    )
    _of(history)
    history.add_argument("subject", nargs="?", help="a line, section, evidence number, or subject")

    purge = commands.add(
        "purge",
        "journal.purge",
        "Destroy for good what was ever recorded in one place; the first time it only tells what",
        "purge Cambridgeshire JS/4 --ground spilled-material --reason “Marked SECRET”",
        "purge Cambridgeshire JS/4 --ground spilled-material --reason “Marked SECRET” --yes",
    )
    _of(purge)
    purge.add_argument("subject", help="a line, section, evidence number, or subject")
    purge.add_argument("--ground", choices=GROUNDS, required=True)
    purge.add_argument("--reason", required=True)
    purge.add_argument("--yes", action="store_true", help="carry it out; it cannot be undone")


def _names(commands: _Commands) -> None:
    name = commands.level("name", "The names of people, which lie outside what is signed")
    name.add("list", "names.overview", "List whose names this laptop knows", "name list")
    erased = name.add(
        "erase",
        "names.erase",
        "Destroy a person's name on all laptops; the first time it only tells what",
        "name erase CD --reason “Asked for it”",
        "name erase “Chris Doe” --reason “Asked for it” --yes",
    )
    erased.add_argument("person", help="the name, the initials, or the beginning of the id")
    erased.add_argument("--reason", required=True, help="kept in the history; never the name")
    erased.add_argument("--yes", action="store_true", help="carry it out; it cannot be undone")


def _together(commands: _Commands) -> None:
    laptop = commands.level("laptop", "The laptops of the team, which come together by a folder")
    introduced = laptop.add(
        "introduce",
        "together.introduce",
        "Write this laptop's introduction and tell the words to be read aloud",
        "laptop introduce /media/stick",
    )
    introduced.add_argument("folder", nargs="?", type=Path, help="default: this one")
    accepted = laptop.add(
        "accept",
        "together.accept",
        "Know another laptop, once its person has read its words aloud",
        'laptop accept AM-3f21.spr-laptop --words "acorn bell canoe diamond elm fox grape heron"',
    )
    accepted.add_argument("file", type=Path)
    accepted.add_argument("--words", required=True, help="the eight words, as they were read")
    listed = laptop.add(
        "list",
        "together.laptops",
        "List the laptops of the team, or how they stand to an inspection",
        "laptop list Cambridgeshire",
    )
    listed.add_argument("inspection", nargs="?", help=_INSPECTION)
    shared = laptop.add(
        "let-in",
        "together.let-in",
        "Share an inspection with a laptop, by a signed act",
        "laptop let-in Cambridgeshire AM",
    )
    _of(shared)
    shared.add_argument("laptop", help="its initials")
    kept = laptop.add(
        "apart",
        "together.apart",
        "List what was recorded on the team's laptops and is kept apart, with the reason",
        "laptop apart Cambridgeshire",
    )
    _of(kept)
    admitted = laptop.add(
        "admit",
        "together.admit",
        "Take in what was kept apart, as its lead inspector",
        "laptop admit Cambridgeshire 3f21 --reason “Typed up from the copy”",
    )
    _of(admitted)
    admitted.add_argument("branch", help="the beginning of its id, as “laptop apart” tells it")
    admitted.add_argument("--reason", required=True, help="kept in the history")
    gone = laptop.add(
        "forget",
        "together.forget",
        "Know a laptop no more; its work stays",
        "laptop forget AM",
    )
    gone.add_argument("laptop", help="its initials")

    merged = commands.add(
        "merge",
        "together.merge",
        "Bring this laptop together with the team's others by a stick or shared folder",
        "merge /media/stick",
        "merge /media/stick --without-files",
    )
    merged.add_argument("folder", type=Path)
    merged.add_argument(
        "--without-files", action="store_true", help="evidence files stay behind, for another time"
    )
    since = commands.add(
        "since",
        "together.since",
        "Tell what is new since laptops came together on a day before today",
        "since Cambridgeshire",
    )
    _of(since)
    settled = commands.add(
        "settle",
        "together.settle",
        "List the versions to settle, or settle those at one place",
        "settle Cambridgeshire",
        "settle Cambridgeshire CC-PO-09 --keep 3f21 --reason “The rota is dated”",
        "settle Cambridgeshire CC-PO-09 --value 7 --reason “One was on leave”",
        "settle Cambridgeshire CC-PO --text “It can.” --reason “Agreed in the evening”",
    )
    _of(settled)
    settled.add_argument("place", nargs="?", help="a line or section")
    settled.add_argument("--keep", metavar="CHANGE", help="the beginning of a version's id")
    settled.add_argument("--value", help="another answer than any of the versions")
    settled.add_argument("--text", help="another headline than any of the versions")
    settled.add_argument("--reason", default="", help="why this is what stands")


def _packs(commands: _Commands) -> None:
    pack = commands.level("pack", "Checklist packs; none of these needs a vault")
    lint = pack.add(
        "lint",
        "packs.lint",
        "Find what is wrong with a pack, with file and line",
        "pack lint",
        "pack lint checklists/spr-2012",
    )
    lint.add_argument("pack", nargs="?", help="id or folder (default: all of this device)")
    show = pack.add("show", "packs.show", "Show a pack whole", "pack show spr-2012 --json")
    show.add_argument("pack", help="id or folder")
    pack.add("list", "packs.overview", "List the packs of this device", "pack list")


def _of(command: Parser) -> None:
    command.add_argument("inspection", help=_INSPECTION)
    if command.get_default("run") not in READING:
        command.add_argument(
            "--recorded-as",
            default="",
            metavar="INITIALS",
            help="of the team: whose act it is, if not the laptop's owner's",
        )


def _item(command: Parser) -> None:
    _of(command)
    command.add_argument("number", help="such as JS/1")


def _handling(command: Parser) -> None:
    command.add_argument("--marking", help="where it differs from the inspection's")
    command.add_argument("--do-not-export", action="store_true", help="keep out of every export")


def _found(command: Parser) -> None:
    command.add_argument(
        "--marking-found",
        metavar="WORDS",
        help="the marking that stands on the file itself, of any scheme: RESTRICTED",
    )


def _signer(command: Parser) -> None:
    signer = command.add_argument_group("signing (default: the vault's only identity)")
    signer.add_argument("--identity", metavar="ID", help="one of this vault's identities")
    signer.add_argument("--pkcs12", type=Path, metavar="FILE", help="a .p12 or .pfx file")
    signer.add_argument("--pkcs11-module", type=Path, metavar="PATH", help="a card's library")
    signer.add_argument("--token", help="which card, when there are several")
    signer.add_argument("--certificate", help="which certificate of the card")
    _pin(signer)


def _pin(command: "argparse._ActionsContainer") -> None:
    command.add_argument(
        "--pin-file",
        type=Path,
        metavar="FILE",
        help="read the PIN, or the key file's passphrase, from FILE (also: SPR_INSPECTOR_PIN_FILE)",
    )


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
        if bool(given.pdf) == bool(given.json_file):
            raise Misused(f"{PROGRAM} export: give either --pdf FILE or --json FILE")
    return given


def _without_command(arguments: Sequence[str]) -> argparse.Namespace | None:
    """Return what the arguments ask for if they hold no command; None if the rest must be read.

    The window opens sooner when no command is learnt first.
    """
    options = Parser(add_help=False, parents=[_everywhere(default=None)], allow_abbrev=False)
    options.set_defaults(run="window")
    try:
        given, rest = options.parse_known_args(arguments)
    except Misused:
        return None
    return None if rest else given
