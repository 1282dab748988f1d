"""Commands about workbooks for the force: requests and data returns go out, replies come back."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands, of_inspection


def workbook_commands(commands: Commands) -> None:
    """Add the workbooks of requests and data returns."""
    level = commands.level(
        "workbook", "Workbooks for the force: requests and data returns, filled in and read back"
    )
    sent = level.add(
        "requests",
        "workbooks.send",
        "Record that open requests and data returns go out, and write their workbook",
        'workbook requests Cambridgeshire --out requests.xlsx --to "The chief constable"',
        "workbook requests Cambridgeshire JS/4 JS/9 --out requests.xlsx --to Ops --by 2013-09-30",
    )
    of_inspection(sent)
    sent.add_argument(
        "number",
        nargs="*",
        help="of a request or data return (default: all that are open or lack a number)",
    )
    sent.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="FILE",
        help="the .xlsx file, or a folder: then the marking leads its name",
    )
    sent.add_argument("--to", required=True, help="an office or organisation, never a name")
    sent.add_argument("--sent", help="the day on which it goes out (default: today)")
    sent.add_argument("--by", help="until when the force may reply")
    again = level.add(
        "write",
        "workbooks.again",
        "Write a workbook again, as it went out",
        "workbook write Cambridgeshire --out requests.xlsx",
    )
    of_inspection(again)
    again.add_argument("--workbook", default="", help="its number (default: the last)")
    again.add_argument("--out", required=True, type=Path, metavar="FILE")
    listed = level.add(
        "list",
        "workbooks.overview",
        "List the workbooks that went out, and those that came back",
        "workbook list Cambridgeshire",
    )
    of_inspection(listed)
    read = level.add(
        "read",
        "workbooks.read",
        "Tell every change and every fault of a workbook that came back, by sheet and cell; with "
        "--accept record all of it or, when anything is wrong, nothing",
        "workbook read Cambridgeshire requests-back.xlsx",
        "workbook read Cambridgeshire requests-back.xlsx --accept --received 2013-09-28",
    )
    of_inspection(read)
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--accept", action="store_true", help="record what it tells")
    read.add_argument("--received", help="when it came (default: today)")
