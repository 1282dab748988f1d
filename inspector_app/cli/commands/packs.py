"""Commands about checklist packs."""

from inspector_app.cli.commands.level import Commands


def packs_commands(commands: Commands) -> None:
    """Add checklist packs."""
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
    diff = pack.add(
        "diff",
        "packs.diff",
        "Tell how two versions of a pack differ, line by line",
        "pack diff spr-2012@1.0.0 my-packs/spr-2012",
        "pack diff spr-2012@1.0.0 spr-2012@1.1.0 --json",
    )
    diff.add_argument("old", help="id, id@version or folder")
    diff.add_argument("new", help="id, id@version or folder")
    pack.add("list", "packs.overview", "List the packs of this device", "pack list")
