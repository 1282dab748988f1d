"""Commands about an archive: how long it is kept, what holds it, how it ends."""

from pathlib import Path

from inspector_app.cli.commands.level import INSPECTION, Commands, of_inspection


def archive_commands(commands: Commands) -> None:
    """Add keeping, holding and destroying an archive."""
    archive = commands.level("archive", "How long an inspection is kept, legal hold, destruction")
    show = archive.add(
        "keep",
        "retention.show",
        "Tell until when an inspection is kept and what holds it; with --until, record it",
        "archive keep Cambridgeshire",
        'archive keep Cambridgeshire --until 2031-03-31 --rule "Schedule of retention, class 4"',
    )
    of_inspection(show)
    show.add_argument("--until", metavar="DAY", help="the last day on which it is kept")
    show.add_argument("--rule", default="", help="what asks for it; needed with --until")
    for name, brief in (
        ("hold", "Place a legal hold: nothing in it is purged or destroyed"),
        ("lift", "Lift the legal hold"),
    ):
        command = archive.add(
            name, f"retention.{name}", brief, f'archive {name} Cambridgeshire --reason "Inquest"'
        )
        of_inspection(command)
        command.add_argument("--reason", required=True)
    destroy = archive.add(
        "destroy",
        "retention.destroy",
        "Destroy an archived inspection whose retention has passed; a signed record is left",
        'archive destroy Cambridgeshire --confirm "Cambridgeshire Constabulary" --record gone.json',
    )
    of_inspection(destroy)
    destroy.add_argument("--confirm", required=True, metavar="FORCE", help="the force’s whole name")
    destroy.add_argument("--record", type=Path, metavar="FILE", help="write the record to FILE too")
    records = archive.add(
        "records",
        "retention.records",
        "List what is left of the inspections that were destroyed here",
        "archive records",
        "archive records Cambridgeshire --record gone.json",
    )
    records.add_argument("inspection", nargs="?", help=INSPECTION)
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
