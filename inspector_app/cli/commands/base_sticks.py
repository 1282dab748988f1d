"""Commands about sticks to base and back."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands, of_inspection


def base_stick_commands(commands: Commands) -> None:
    """Add packing for base, taking its answer in, and wiping the stick."""
    packed = commands.add(
        "pack-transfer",
        "base-sticks.pack",
        "Write what base lacks of an inspection onto a stick, for base and its recovery keys alone",
        "pack-transfer Cambridgeshire --to /media/stick --authorised-by “Lead inspector”",
        "pack-transfer Cambridgeshire --to /media/stick --authorised-by “Lead inspector” "
        "--stick SPR-07 --without-files",
    )
    of_inspection(packed)
    packed.add_argument("--to", type=Path, required=True, metavar="DIR", help="the stick")
    packed.add_argument(
        "--authorised-by",
        required=True,
        metavar="ROLE",
        help="who allowed that it leaves on a stick, by role; recorded with it",
    )
    packed.add_argument(
        "--stick",
        default="",
        metavar="WORDS",
        help="what the stick is known by (default: label and serial number, as the system says)",
    )
    packed.add_argument(
        "--without-files", action="store_true", help="evidence files stay behind, for another time"
    )
    taken = commands.add(
        "take-answer",
        "base-sticks.take",
        "Take in what base has answered by a stick: its receipt, the team, the others’ work",
        "take-answer /media/stick",
    )
    taken.add_argument("folder", type=Path, metavar="DIR", help="the stick")
    wiped = commands.add(
        "wipe-transfer",
        "base-sticks.wipe",
        "Overwrite and remove this laptop’s transfer files to base and from it on a stick",
        "wipe-transfer /media/stick",
    )
    wiped.add_argument("folder", type=Path, metavar="DIR", help="the stick")
