"""Commands about evidence files: attaching, redacting, photos."""

from pathlib import Path

from inspector_app.cli.commands.level import (
    Commands,
    of_inspection,
    of_item,
    with_handling,
    with_marking_found,
)


def evidence_commands(commands: Commands) -> None:
    """Add attaching and listing evidence files."""
    evidence = commands.level("evidence", "Evidence items that are kept already")
    listed = evidence.add(
        "list", "evidence.overview", "List the evidence items", "evidence list Cambridgeshire"
    )
    of_inspection(listed)
    check = evidence.add(
        "check",
        "evidence.check",
        "Read kept files through, and tell what is damaged, what rests on it and who else has it",
        "evidence check",
        "evidence check Cambridgeshire",
    )
    check.add_argument("inspection", nargs="?", default="", help="default: all that are here")
    caption = evidence.add(
        "caption",
        "evidence.caption",
        "Say anew what an item shows and how it may be used",
        'evidence caption Cambridgeshire JS/1 "The force\'s return" --do-not-export',
        'evidence caption Cambridgeshire JS/2 "A carrier" --alt "A van with barred panes"',
    )
    of_item(caption)
    caption.add_argument("caption")
    caption.add_argument(
        "--alt",
        metavar="WORDS",
        help="what the picture shows, for someone who cannot see it; without it, what was said of "
        "that stays",
    )
    with_handling(caption)
    with_marking_found(caption)
    for word, brief in (
        ("link", "Put an item to a line"),
        ("unlink", "Take an item off a line; the item stays"),
    ):
        command = evidence.add(
            word, f"evidence.{word}", brief, f"evidence {word} Cambridgeshire JS/1 CC-PO-09"
        )
        of_item(command)
        command.add_argument("line")
    withdraw = evidence.add(
        "withdraw",
        "evidence.withdraw",
        "Take an item back with a reason; its file and history stay",
        'evidence withdraw Cambridgeshire JS/1 --reason "Another force\'s"',
    )
    of_item(withdraw)
    withdraw.add_argument("--reason", required=True)
    copy = evidence.add(
        "copy",
        "evidence.copy",
        "Write an item’s original, decrypted and checked, to a file",
        "evidence copy Cambridgeshire JS/1 return.csv",
    )
    of_item(copy)
    copy.add_argument("target", type=Path)
    copy.add_argument("--replace", action="store_true", help="write over a file that is there")


def redact_commands(commands: Commands) -> None:
    """Add redacting."""
    redact = commands.add(
        "redact",
        "evidence.redact",
        "Make a redacted copy of a picture or PDF as a new item; the original is untouched",
        "redact Cambridgeshire JS/1 --area 1,10,20,30,4.5 --reason “Name of a witness”",
        "redact Cambridgeshire JS/2 --pages 1,3-5 --area 3,0,0,100,12 --reason “Home address”",
    )
    of_item(redact)
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


def photos_commands(commands: Commands) -> None:
    """Add taking in photos."""
    photos = commands.add(
        "photos",
        "photos.take_in",
        "Take in many photos, timed by a photo of the laptop’s clock, each put to its source",
        "photos Cambridgeshire DCIM --dry-run",
        "photos Cambridgeshire DCIM --clock DCIM/IMG_0001.JPG --shows 14:20:05",
        "photos Cambridgeshire DCIM --clock A1.JPG --shows 14:20:05 --clock B7.JPG --shows 14:21",
        "photos Cambridgeshire a.jpg b.jpg --source JS/12 --caption “Carrier, nearside”",
    )
    of_inspection(photos)
    photos.add_argument("files", nargs="+", type=Path, metavar="FILE", help="or folder")
    photos.add_argument(
        "--clock",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a photo of the laptop’s clock; one for each camera",
    )
    photos.add_argument(
        "--shows",
        action="append",
        default=[],
        metavar="TIME",
        help="what the clock shows in it, London’s time: 14:20:05 or 2013-09-17 14:20:05",
    )
    photos.add_argument("--source", help="put all of them to this source, whenever they were taken")
    photos.add_argument("--caption", default="", help="for all of them")
    photos.add_argument("--dry-run", action="store_true", help="tell what would be done, and stop")
