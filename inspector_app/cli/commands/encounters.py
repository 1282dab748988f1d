"""Commands about interviews, visits and tests, and the timetable."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands, of_inspection, of_item


def encounters_commands(commands: Commands) -> None:
    """Add encounters and the timetable."""
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
    of_inspection(planned)
    planned.add_argument("kind", nargs="?", help="interview, group, conversation, test …")
    planned.add_argument("title", nargs="?")
    planned.add_argument("--change", metavar="ENTRY", help="the beginning of an entry’s id, or #2")
    planned.add_argument("--role", action="append", help="whom it is with; may be repeated")
    planned.add_argument("--place")
    planned.add_argument("--day", help="such as 2013-09-17")
    planned.add_argument("--at", help="such as 09:30, in London")
    planned.add_argument("--lead", metavar="INITIALS", help="who leads it")
    planned.add_argument("--with", dest="others", action="append", metavar="INITIALS")
    planned.add_argument("--section", action="append", help="whose lines it should speak to")
    planned.add_argument("--line", action="append", help="may be repeated")
    planned.add_argument("--note")
    planned.add_argument("--marking", help="where it differs from the inspection’s")
    planned.add_argument(
        "--unannounced", action="store_true", default=None, help="the force is not to know"
    )
    listed = group.add(
        "list",
        "encounters.overview",
        "List the timetable and the encounters that go on",
        "encounter list Cambridgeshire",
    )
    of_inspection(listed)
    listed.add_argument("--day", help="only those of a day, such as 2013-09-17")
    cancelled = group.add(
        "cancel",
        "encounters.cancel",
        "Take an encounter out of the timetable",
        "encounter cancel Cambridgeshire 3f2a --reason “She is on leave”",
    )
    of_inspection(cancelled)
    cancelled.add_argument("entry", help="the beginning of its id, or #2")
    cancelled.add_argument("--reason", required=True)
    begun = group.add(
        "begin",
        "encounters.begin",
        "Begin an encounter of the timetable, or one that was not planned",
        "encounter begin Cambridgeshire --entry 3f2a",
        "encounter begin Cambridgeshire interview --role “Control room supervisor”",
    )
    of_inspection(begun)
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
    of_item(noted)
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
    of_item(stamped)
    stamped.add_argument("--step", choices=("asked", "first-offered", "enough", "ended"))
    abandoned = group.add(
        "abandon",
        "encounters.abandon",
        "Break a test run off",
        "encounter abandon Cambridgeshire JS/4",
    )
    of_item(abandoned)
    abandoned.add_argument("--reason", default="live incident", help="default: live incident")
    ended = group.add(
        "end", "encounters.end", "End an encounter", "encounter end Cambridgeshire JS/4"
    )
    of_item(ended)
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
        of_item(made)
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
    of_item(shown)
    held = group.add(
        "hold",
        "encounters.hold",
        "Record a whole encounter from a file, as one act: all of it or nothing",
        "encounter hold Cambridgeshire --from interview.json",
    )
    of_inspection(held)
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
