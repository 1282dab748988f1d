"""Commands about lines: answers, accounts, headlines, and taking acts back."""

from pathlib import Path

from inspector_app.cli.commands.evidence import (
    evidence_commands,
    photos_commands,
    redact_commands,
)
from inspector_app.cli.commands.level import (
    Commands,
    of_inspection,
    with_handling,
    with_marking_found,
)

OUTCOMES = (
    "not-supplied",
    "does-not-exist",
    "never-arose",
    "not-asked",
    "asked-no-reply",
    "not-in-scope",
)
CAPABILITIES = ("own", "alliance", "region", "national", "partner")


def answers_commands(commands: Commands) -> None:
    """Add what is recorded on lines and sections."""
    answer = commands.add(
        "answer",
        "recording.answer",
        "Record the team’s finding on a line, or on many lines at once",
        "answer Cambridgeshire CC-PO-09 --value 8",
        'answer Cambridgeshire CC-PO-07 --value judgement=partly --value "method=By event."',
        "answer Cambridgeshire CC-PO-03 --outcome not-supplied --note “Asked for in August.”",
        "answer Cambridgeshire --from answers.json",
        "answer Cambridgeshire CC-PO-09 --withdraw --reason “Wrong line”",
    )
    of_inspection(answer)
    answer.add_argument("line", nargs="?", help="the line’s id")
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
    with_handling(answer)
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
    of_inspection(account)
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
    with_handling(account)

    headline = commands.add(
        "headline",
        "recording.headline",
        "Write the judgement of a section",
        'headline Cambridgeshire CC-PO "The force can meet its share."',
    )
    of_inspection(headline)
    headline.add_argument("section")
    headline.add_argument("text", nargs="?", default="")
    headline.add_argument("--as-at")
    with_handling(headline)
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
    of_inspection(moderate)
    moderate.add_argument("section")
    moderate.add_argument("--challenge", help="what is not given stays as it is")
    moderate.add_argument("--headline", help="as moderated, written by a person")
    moderate.add_argument("--reason", help="needed for the moderated headline to stand")
    moderate.add_argument("--marking", help="where it differs from the inspection’s")
    moderate.add_argument("--withdraw", action="store_true", help="take the moderation back")

    attach = commands.add(
        "attach",
        "recording.attach",
        "Keep files as evidence, encrypted; the originals stay as they are",
        'attach Cambridgeshire return.csv --line CC-PO-09 --caption "The force\'s return"',
    )
    of_inspection(attach)
    attach.add_argument("files", nargs="+", type=Path, metavar="FILE")
    attach.add_argument("--line", action="append", default=[], help="may be repeated")
    attach.add_argument("--caption", default="")
    with_handling(attach)
    with_marking_found(attach)

    evidence_commands(commands)
    redact_commands(commands)
    photos_commands(commands)
    for word, brief in (
        ("undo", "Take back the last act recorded on this laptop, or any one act"),
        ("redo", "Record again what the last undo took back"),
    ):
        back = commands.add(word, f"recording.{word}", brief, f"{word} Cambridgeshire")
        of_inspection(back)
        if word == "undo":
            back.add_argument("change", nargs="?", help="the beginning of a change’s id")
