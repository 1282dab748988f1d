"""Commands of the time after fieldwork: accuracy check, recommendations, last time."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands, of_inspection, of_item, with_handling
from inspector_app.command_line import Parser

DECISIONS = ("accepted", "partly", "not-accepted")
STAGES = ("open", "in-progress", "done")


def accuracy_commands(commands: Commands) -> None:
    """Add the accuracy check."""
    level = commands.level("accuracy", "The accuracy check: drafts, the force’s points, answers")
    sent = level.add(
        "send",
        "accuracy.send",
        "Record that the numbered paragraphs go out, and write the workbook for the force’s points",
        'accuracy send Cambridgeshire points.xlsx --to "The chief constable" --by 2014-10-16',
    )
    of_inspection(sent)
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
    of_inspection(again)
    again.add_argument("file", type=Path, metavar="FILE")
    again.add_argument("--draft", default="", help="its number (default: the last)")
    listed = level.add(
        "list",
        "accuracy.overview",
        "List the drafts that went out and the force’s points",
        "accuracy list Cambridgeshire --open",
    )
    of_inspection(listed)
    listed.add_argument("--open", action="store_true", help="only points not answered yet")
    taken = level.add(
        "take",
        "accuracy.take",
        "Take in a workbook that came back: all of it or, when anything is wrong, nothing",
        "accuracy take Cambridgeshire points-back.xlsx --preview",
        "accuracy take Cambridgeshire points-back.xlsx --received 2014-10-14",
    )
    of_inspection(taken)
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--preview", action="store_true", help="tell what it holds, record nothing")
    taken.add_argument("--received", help="when it came (default: today)")
    answered = level.add(
        "answer",
        "accuracy.answer",
        "Answer a point, with a reason, and link the changes that result from it",
        'accuracy answer Cambridgeshire 2.3.9 accepted --reason "The return says so."',
    )
    of_inspection(answered)
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
        "Link what was recorded on a point’s paragraph since it came",
        "accuracy link Cambridgeshire 2.3.9",
    )
    of_inspection(linked)
    linked.add_argument("point", help="its paragraph, or the beginning of its id")


def recommendations_commands(commands: Commands) -> None:
    """Add recommendations."""
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
    of_inspection(added)
    added.add_argument("kind", help="cause-of-concern, recommendation or area-for-improvement")
    added.add_argument("text")
    with_asked(added)
    listed = level.add(
        "list",
        "recommendations.overview",
        "List what is asked for, with how far it has come",
        "recommendation list Cambridgeshire",
    )
    of_inspection(listed)
    revised = level.add(
        "revise",
        "recommendations.revise",
        "Record a recommendation anew; what is not given stays",
        "recommendation revise Cambridgeshire JS/40 --by 2014-12",
    )
    of_item(revised)
    revised.add_argument("--kind")
    revised.add_argument("--text")
    with_asked(revised)
    withdrawn = level.add(
        "withdraw",
        "recommendations.withdraw",
        "Take a recommendation back, with a reason",
        "recommendation withdraw Cambridgeshire JS/40 --reason “Made nationally instead”",
    )
    of_item(withdrawn)
    withdrawn.add_argument("--reason", required=True)
    told = level.add(
        "progress",
        "recommendations.progress",
        "Tell how far a recommendation of this inspection has come",
        'recommendation progress Cambridgeshire JS/40 done --note "Seen." --on CC-PO-07',
    )
    of_item(told)
    with_advance(told)


def follow_up_commands(commands: Commands) -> None:
    """Add what was found and asked last time."""
    level = commands.level("follow-up", "Last time: an earlier inspection of the same force")
    shown = level.add(
        "show",
        "follow_up.show",
        "Show what was found and asked for last time; nothing of it counts as established now",
        "follow-up show Cambridgeshire",
        "follow-up show Cambridgeshire CC-PO",
    )
    of_inspection(shown)
    shown.add_argument("place", nargs="?", help="a line or a section; without one, all of them")
    named = level.add(
        "name",
        "follow_up.name",
        "Say which earlier inspection of this force is followed up, where it is not the latest",
        "follow-up name 4be1 9c02f1",
    )
    of_inspection(named)
    named.add_argument("earlier", help="the beginning of its id")
    cleared = level.add(
        "clear",
        "follow_up.clear",
        "Take back which inspection was named",
        "follow-up clear 4be1 --reason “Another visit”",
    )
    of_inspection(cleared)
    cleared.add_argument("--reason", required=True)
    told = level.add(
        "progress",
        "follow_up.progress",
        "Tell how far something that was asked for last time has come",
        'follow-up progress 4be1 JS/40 in-progress --note "A draft was shown." --on JS/3',
    )
    of_item(told)
    with_advance(told)


def with_asked(command: Parser) -> None:
    """Add to whom and by when."""
    command.add_argument("--to", help="an office or organisation, never a name")
    command.add_argument("--by", help="by when, such as 2014-09")
    with_rests(command)
    with_handling(command)


def with_advance(command: Parser) -> None:
    """Add how far something is."""
    command.add_argument("stage", choices=STAGES)
    command.add_argument("--note")
    command.add_argument("--as-at", help="such as 2014-09")
    with_rests(command)
    with_handling(command)


def with_rests(command: Parser) -> None:
    """Add what a thing rests on."""
    command.add_argument(
        "--on",
        action="append",
        metavar="PLACE",
        help="what it rests on: a line, a section, or the number of a source or evidence item; "
        "may be repeated",
    )
