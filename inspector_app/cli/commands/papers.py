"""Commands about what leaves and enters: summaries, exports, the demo."""

from pathlib import Path

from inspector_app.cli.commands.level import Commands, of_inspection, with_pin
from inspector_app.command_line import Parser
from inspector_app.domain.detail import DetailLevel

FORMS = ("fieldwork-record", "accuracy-draft", "final-summary")


def papers_commands(commands: Commands) -> None:
    """Add exporting, countersigning, verifying and taking in."""
    export = commands.add(
        "export",
        "papers.export",
        "Write a signed PDF summary, a working copy of it, or the whole inspection as JSON",
        "export Cambridgeshire --pdf summary.pdf",
        "export Cambridgeshire --docx public-order.docx --sections PO",
        "export Cambridgeshire --csv requests --requests",
        "export Cambridgeshire --pdf summary.pdf --pkcs12 jo.p12 --pin-file pin.txt",
        "export Cambridgeshire --json inspection.json",
        json_is_flag=False,
    )
    of_inspection(export)
    what = export.add_argument_group("what is written: one of these")
    what.add_argument("--pdf", type=Path, metavar="FILE", help="a signed summary")
    what.add_argument(
        "--json",
        dest="json_file",
        nargs="?",
        const="",
        metavar="FILE",
        help="every change with what is needed to read it, not encrypted; without FILE it means "
        "the result as JSON, as everywhere",
    )
    with_copies(export)
    export.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    with_signer(export)
    with_printed(export)

    countersign = commands.add(
        "countersign",
        "papers.countersign",
        "Put the lead inspector’s signature beside the inspector’s on a signed summary",
        "countersign summary.pdf",
        "countersign summary.pdf --out countersigned.pdf --pkcs12 lead.p12",
    )
    countersign.add_argument("file", type=Path)
    countersign.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="write there (default: beside the file, with “countersigned” after its name)",
    )
    countersign.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    with_signer(countersign)

    raising = commands.add(
        "raise",
        "papers.raise",
        "Add a timestamp, revocation data and an archive timestamp to a signed summary, so that it "
        "can be checked for years; asks the network",
        "raise summary.pdf --tsa http://time.example/tsa --trust root.pem --trust time-root.pem",
        'raise "summary raised.pdf" --tsa http://time.example/tsa --trust time-root.pem',
    )
    raising.add_argument("file", type=Path)
    raising.add_argument(
        "--tsa",
        required=True,
        metavar="URL",
        help="the timestamp authority to ask; it is sent a number made from the file, not the file",
    )
    raising.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="write there (default: beside the file, with “raised” after its name)",
    )
    raising.add_argument(
        "--replace", action="store_true", help="write over a file that is there already"
    )
    with_authorities(
        raising, "of base, and of the timestamp authority; only what leads to one is asked about"
    )
    raising.add_argument(
        "--revocation",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a list of revoked certificates (CRL) or an answer about one (OCSP), used before the "
        "network is asked, as often as needed",
    )

    verify = commands.add(
        "verify",
        "papers.verify",
        "Tell whether a summary is genuine, who signed it and, given a passphrase, whether it is "
        "what this laptop would print",
        "verify summary.pdf",
        "verify summary.pdf --passphrase-file secret.txt",
        "verify summary.pdf --trust root.pem",
    )
    verify.add_argument("file", type=Path)
    with_authorities(
        verify, "with it, a summary is genuine only if such an authority vouches for its signers"
    )

    taken = commands.add(
        "import",
        "papers.take_in",
        "Bring an exported inspection into this vault: all of it or nothing",
        "import inspection.json",
    )
    taken.add_argument("file", type=Path, metavar="FILE.json")

    demo = commands.add(
        "demo",
        "demo.demo",
        "Do the whole job on the sample inspection, without a question or a screen",
        "demo --out demo-output",
    )
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")


def with_copies(command: Parser) -> None:
    """Add the working copies, which nobody signs."""
    copies = command.add_argument_group("or a working copy, which is not the signed record")
    copies.add_argument("--docx", type=Path, metavar="FILE", help="for a word processor")
    copies.add_argument("--html", type=Path, metavar="FILE", help="one page for any browser")
    copies.add_argument("--xlsx", type=Path, metavar="FILE", help="rows for a spreadsheet")
    copies.add_argument(
        "--csv",
        type=Path,
        metavar="DIR",
        help="the same rows as text, a file for each sheet; a name that ends with .zip makes one "
        "file of them",
    )
    copies.add_argument(
        "--snapshot", type=Path, metavar="FILE", help="what is printed, as JSON by its schema"
    )
    copies.add_argument(
        "--requests", action="store_true", help="only document requests and data returns"
    )


def with_printed(command: Parser) -> None:
    """Add what is printed, and what of it."""
    printed = command.add_argument_group("what is printed")
    printed.add_argument("--form", choices=FORMS, default=FORMS[0], help=f"default: {FORMS[0]}")
    printed.add_argument("--marking", help="default: the highest of all that is in it")
    printed.add_argument(
        "--up-to", metavar="MARKING", help="leave out, and count, what is marked above it"
    )
    printed.add_argument("--without-accounts", action="store_true")
    printed.add_argument("--without-thumbnails", action="store_true")
    printed.add_argument("--file-names", action="store_true", help="names often name people")
    with_choice(command)


def with_choice(command: Parser) -> None:
    """Add which sections are printed, and how much of each."""
    choice = command.add_argument_group("a choice of it (default: everything)")
    choice.add_argument(
        "--sections",
        nargs="+",
        default=[],
        metavar="ID",
        help="only these: sections (CC-PO) or whole threats (PO); default: all",
    )
    choice.add_argument(
        "--detail",
        choices=[level.value for level in DetailLevel],
        default=DetailLevel.FULL.value,
        help="how much of each section: board and headlines, established answers, all lines with "
        f"accounts and sources, or everything; default: {DetailLevel.FULL.value}",
    )


def with_authorities(command: Parser, why: str) -> None:
    """Add which authorities are trusted."""
    command.add_argument(
        "--trust",
        type=Path,
        action="append",
        default=[],
        metavar="CERT",
        help=f"a file with the certificate of an authority you trust, as often as needed: {why}",
    )


def with_signer(command: Parser) -> None:
    """Add with what to sign."""
    signer = command.add_argument_group("signing (default: the vault’s only identity)")
    signer.add_argument("--identity", metavar="ID", help="one of this vault’s identities")
    signer.add_argument("--pkcs12", type=Path, metavar="FILE", help="a .p12 or .pfx file")
    signer.add_argument("--pkcs11-module", type=Path, metavar="PATH", help="a card’s library")
    signer.add_argument("--token", help="which card, when there are several")
    signer.add_argument("--certificate", help="which certificate of the card")
    with_pin(signer)
