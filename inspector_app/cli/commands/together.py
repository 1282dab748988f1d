"""Commands about the journal and the team's other laptops."""

from pathlib import Path

from inspector_app.cli.commands.level import INSPECTION, Commands, of_inspection

GROUNDS = ("spilled-material", "retention", "right-to-erasure", "other")


def journal_commands(commands: Commands) -> None:
    """Add looking at the journal."""
    journal = commands.level("journal", "What was recorded, by whom and when; and whether it holds")
    verify = journal.add(
        "verify",
        "journal.verify",
        "Check every change, link and signature of an inspection",
        "journal verify Cambridgeshire",
        "journal verify Cambridgeshire --against summary.pdf",
    )
    of_inspection(verify)
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
    of_inspection(rebuild)
    history = journal.add(
        "history",
        "journal.history",
        "Tell what was recorded, oldest first",
        "journal history Cambridgeshire CC-PO-09",
    )
    of_inspection(history)
    history.add_argument("subject", nargs="?", help="a line, section, evidence number, or subject")

    purge = commands.add(
        "purge",
        "journal.purge",
        "Destroy for good what was ever recorded in one place; the first time it only tells what",
        "purge Cambridgeshire JS/4 --ground spilled-material --reason “Marked SECRET”",
        "purge Cambridgeshire JS/4 --ground spilled-material --reason “Marked SECRET” --yes",
    )
    of_inspection(purge)
    purge.add_argument("subject", help="a line, section, evidence number, or subject")
    purge.add_argument("--ground", choices=GROUNDS, required=True)
    purge.add_argument("--reason", required=True)
    purge.add_argument("--yes", action="store_true", help="carry it out; it cannot be undone")


def together_commands(commands: Commands) -> None:
    """Add the team's laptops and what comes from them."""
    laptop = commands.level("laptop", "The laptops of the team, which come together by a folder")
    introduced = laptop.add(
        "introduce",
        "together.introduce",
        "Write this laptop’s introduction and tell the words to be read aloud",
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
    listed.add_argument("inspection", nargs="?", help=INSPECTION)
    shared = laptop.add(
        "let-in",
        "together.let-in",
        "Share an inspection with a laptop, by a signed act",
        "laptop let-in Cambridgeshire AM",
    )
    of_inspection(shared)
    shared.add_argument("laptop", help="its initials")
    kept = laptop.add(
        "apart",
        "together.apart",
        "List what was recorded on the team’s laptops and is kept apart, with the reason",
        "laptop apart Cambridgeshire",
    )
    of_inspection(kept)
    admitted = laptop.add(
        "admit",
        "together.admit",
        "Take in what was kept apart, as its lead inspector",
        "laptop admit Cambridgeshire 3f21 --reason “Typed up from the copy”",
    )
    of_inspection(admitted)
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
        "Bring this laptop together with the team’s others by a stick or shared folder",
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
    of_inspection(since)
    settled = commands.add(
        "settle",
        "together.settle",
        "List the versions to settle, or settle those at one place",
        "settle Cambridgeshire",
        "settle Cambridgeshire CC-PO-09 --keep 3f21 --reason “The rota is dated”",
        "settle Cambridgeshire CC-PO-09 --value 7 --reason “One was on leave”",
        "settle Cambridgeshire CC-PO --text “It can.” --reason “Agreed in the evening”",
    )
    of_inspection(settled)
    settled.add_argument("place", nargs="?", help="a line or section")
    settled.add_argument("--keep", metavar="CHANGE", help="the beginning of a version’s id")
    settled.add_argument("--value", help="another answer than any of the versions")
    settled.add_argument("--text", help="another headline than any of the versions")
    settled.add_argument("--reason", default="", help="why this is what stands")
