"""Commands about the health of a laptop."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands
from inspector_app.command_line import Parser


def doctor_commands(commands: Commands) -> None:
    """Add checking a laptop, and the bundle for whoever helps."""
    doctor = commands.add(
        "doctor",
        "doctor.doctor",
        "Check this laptop and its vault as far as can be, changing nothing, and say what to do",
        "doctor",
        "doctor --ask",
        "doctor --passphrase-file secret.txt --quick",
    )
    _with_ask(doctor)
    doctor.add_argument(
        "--quick",
        action="store_true",
        help="look whether each evidence file is there, and read none through",
    )
    bundle = commands.add(
        "support-bundle",
        "doctor.support_bundle",
        "Write a file for whoever helps: how app and laptop stand, and nothing that was recorded",
        "support-bundle for-support.zip",
        "support-bundle for-support.zip --ask",
    )
    bundle.add_argument("target", type=Path, metavar="FILE", help="a ZIP file; not encrypted")
    _with_ask(bundle)
    bundle.add_argument("--replace", action="store_true", help="write over a file that is there")


def _with_ask(command: Parser) -> None:
    command.add_argument(
        "--ask",
        action="store_true",
        help="ask for the passphrase and look into the vault too; it may be open elsewhere",
    )
